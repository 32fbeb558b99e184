r"""LaTeX: a document that compiles as it stands, with booktabs' rules; to \input it elsewhere, use the package docmute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.errors import SymbackError, visible
from symback.render.layout import FORMULA_PARTS, cell_text, sentence
from symback.report.notation import DIGITS
from symback.report.tables import FORMULA, NUMBER, PEOPLE
from symback.syntax.names import GREEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.render.pages import Look, Page
    from symback.report.tables import Column, Table

AUDIENCE = PEOPLE
START = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,array,booktabs,longtable}
\usepackage[a4paper,landscape,margin=15mm]{geometry}
\setlength{\parindent}{0pt}
\begin{document}
\small
"""
END = "\\end{document}\n"
WIDEST = 30  # characters of a formula for which a column is as wide as it needs
SMALLEST = "\\tiny"
SIZES = {"": 140, "\\footnotesize": 158, "\\scriptsize": 180, SMALLEST: 240}  # characters that a line of the page takes
LEAST, MOST = 0.13, 0.24  # of the page's width, for a column that breaks lines
LONGEST = 60  # characters of a formula that is set as mathematics, which does not break
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"$<$", ">": r"$>$", "|": r"$|$", "*": r"{*}", "-": r"{-}",
    '"': r"\textquotedbl{}", "`": r"\textasciigrave{}",
    "−": r"$-$", "∂": r"$\partial$", "ε": r"$\varepsilon$", "·": r"$\cdot$", "×": r"$\times$", "±": r"$\pm$", "…": r"\ldots{}",
    "—": "---", "→": r"$\to$", "≈": r"$\approx$",
}  # fmt: skip
SUBSCRIPT_DIGITS = {subscript: digit for digit, subscript in DIGITS.items()}


def render(pages: Iterable[Page], look: Look) -> Iterator[str]:  # noqa: ARG001 (ASCII everywhere)
    """The document: preamble, sentences and tables, end."""
    yield START
    for page in pages:
        for line in page.before:
            yield f"\n{escaped(sentence(line))}\\par\n"
        for table in page.tables():
            yield "\n" + booktabs(table.for_people())
        for line in page.after:
            yield f"\n{escaped(sentence(line))}\\par\n"
    yield END


def booktabs(table: Table) -> str:
    """One table, which may go on over pages, in the largest letters that it fits the page in."""
    texts = [
        [
            cell_text(c, column, table.digits, detail=i in table.details)
            for c, column in zip(row, table.columns, strict=True)
        ]
        for i, row in enumerate(table.rows)
    ]
    size, kinds = measured(table, texts)
    titles = " & ".join(escaped(column.title) for column in table.columns) + r" \\"
    heading = rf"\multicolumn{{{len(table.columns)}}}{{@{{}}l@{{}}}}{{\rlap{{\textbf{{{escaped(table.title)}}}}}}} \\"
    lines = [
        *(["{" + size] if size else []),
        f"\\begin{{longtable}}[l]{{@{{}}{kinds}@{{}}}}",
        *([heading] if table.title else []),
        *("\\toprule", titles, "\\midrule", "\\endfirsthead"),
        *("\\toprule", titles, "\\midrule", "\\endhead"),
        *(" & ".join(map(cell, row, table.columns)) + r" \\" for row in texts),
        "\\bottomrule",
        "\\end{longtable}",
        *(["}"] if size else []),
    ]
    return "\n".join(lines) + "\n"


def measured(table: Table, texts: list[list[str]]) -> tuple[str, str]:
    """The size of the letters, and every column's kind: numbers to the right, long texts in columns that break lines."""
    lengths = [max(len(column.title), *(len(row[i]) for row in texts), 0) for i, column in enumerate(table.columns)]
    broken = [column.kind != NUMBER and length > WIDEST for column, length in zip(table.columns, lengths, strict=True)]
    narrow = sum(2 + length for length, breaks in zip(lengths, broken, strict=True) if not breaks)
    shares = {size: (0.97 - narrow / line) / max(1, sum(broken)) - 2 / line for size, line in SIZES.items()}
    size = next((size for size, share in shares.items() if share >= (LEAST if any(broken) else 0)), SMALLEST)
    share = max(LEAST / 2, min(MOST, shares[size]))
    paragraph = rf">{{\raggedright\arraybackslash}}p{{{share:.2f}\linewidth}}"
    kinds = (
        paragraph if breaks else "r" if column.kind == NUMBER else "l"
        for column, breaks in zip(table.columns, broken, strict=True)
    )
    return size, "".join(kinds)


def cell(text: str, column: Column) -> str:
    """One cell; what is indented for the eye is indented here too."""
    if column.kind == FORMULA and text:
        return mathematics(text) or f"\\texttt{{{escaped(text, breakable=True)}}}"
    words = escaped(text.strip())
    if column.kind == NUMBER:
        return words.replace("{-}", "$-$")
    return f"\\quad {words}" if text.startswith(" ") else words


def mathematics(text: str) -> str | None:
    """A formula set as mathematics; None for one that is too long for a line, and for what is no formula: `3 × 22`."""
    from symback.explain.formulas import formula
    from symback.explain.model import LEIBNIZ, Notation
    from symback.render.math_latex import Latex

    if len(text) > LONGEST or "×" in text:
        return None
    try:
        found = formula(text)
    except SymbackError:
        return None
    return f"${Latex(Notation(LEIBNIZ, 'd', '', None)).formula(found).text}$"


def escaped(text: str, *, breakable: bool = False) -> str:
    """Text as LaTeX sets it, ASCII only; `breakable` allows a new line before an operator."""
    if not breakable:
        return "".join(spelled(char) for char in visible(text))
    pieces = (escaped(piece) for piece in FORMULA_PARTS.findall(text))
    return "".join(rf"\allowbreak {piece}" if piece.startswith(("{*}", "/")) else piece for piece in pieces)


def spelled(char: str) -> str:
    if char in SPECIAL:
        return SPECIAL[char]
    if char in SUBSCRIPT_DIGITS:
        return f"$_{SUBSCRIPT_DIGITS[char]}$"
    if char in GREEK:
        return greek(GREEK[char])
    return char if char.isascii() else "?"


def greek(word: str) -> str:
    r"""`$\alpha$`."""
    special = {"epsilon": r"\varepsilon", "phi": r"\varphi"}
    return f"${special.get(word, chr(92) + word)}$"
