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
    """One table, which may go on over pages."""
    kinds = "".join(alignment(table, index) for index in range(len(table.columns)))
    titles = " & ".join(escaped(column.title) for column in table.columns)
    rows = [
        " & ".join(
            cell(cell_text(c, column, detail=i in table.details), column)
            for c, column in zip(row, table.columns, strict=True)
        )
        for i, row in enumerate(table.rows)
    ]
    lines = [
        *([f"\\textbf{{{escaped(table.title)}}}\\nopagebreak"] if table.title else []),
        f"\\begin{{longtable}}[l]{{@{{}}{kinds}@{{}}}}",
        "\\toprule",
        f"{titles} \\\\",
        "\\midrule",
        "\\endhead",
        *(f"{row} \\\\" for row in rows),
        "\\bottomrule",
        "\\end{longtable}",
    ]
    return "\n".join(lines) + "\n"


def alignment(table: Table, index: int) -> str:
    """Numbers to the right, long formulas in a column that breaks lines."""
    if table.columns[index].kind == NUMBER:
        return "r"
    longest = max((len(cell) for row in table.rows if isinstance(cell := row[index], str)), default=0)
    return r">{\raggedright\arraybackslash}p{0.24\linewidth}" if longest > WIDEST else "l"


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
