r"""LaTeX: a document that compiles as it stands, with booktabs' rules; to \input it elsewhere, use the package docmute."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING

from symback.document.layout import formula_parts, texts
from symback.document.math_latex import Latex, between_dollars, code, escaped, name_text
from symback.document.model import (
    FORMULA,
    LECTURES,
    NUMBER,
    PEOPLE,
    Figure,
    Heading,
    Items,
    Math,
    Notes,
    Table,
    formula,
)
from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Block, Cell, Column, Derivative, Document, Look, Notation, Sentence

AUDIENCE = PEOPLE
START = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,array,booktabs,longtable}
"""
WIDE = r"\usepackage[a4paper,landscape,margin=15mm]{geometry}"  # for tables
BODY = r"""
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.5em}
\sloppy
\begin{document}
"""
END = "\\end{document}\n"
HEADINGS = {1: r"\section*{\raggedright ", 2: r"\subsection*{", 3: r"\subsubsection*{"}
WIDEST = 30  # characters of a formula for which a column is as wide as it needs
SMALLEST = "\\tiny"
SIZES = {"": 140, "\\footnotesize": 158, "\\scriptsize": 180, SMALLEST: 240}  # characters that a line of the page takes
LEAST, MOST = 0.13, 0.24  # of the page's width, for a column that breaks lines
LONGEST = 60  # characters of a formula that is set as mathematics, which does not break


def render(documents: Iterable[Document], look: Look) -> Iterator[str]:
    """The whole document: preamble, blocks, end."""
    for number, document in enumerate(documents):
        blocks = document.blocks()
        if number == 0:
            wide = any(isinstance(block, Table) for block in blocks)
            yield START + (WIDE + BODY + "\\small\n" if wide else BODY.lstrip("\n"))
        yield from (f"\n{text(block, document.notation, look)}\n" for block in blocks)
    yield END


def text(block: Block, notation: Notation, look: Look) -> str:
    """A block."""
    if isinstance(block, Table):
        return booktabs(block.for_people())
    if isinstance(block, Figure):
        drawn = block.text(replace(look, color=False, ascii_only=True))
        return "\n".join([r"\begin{verbatim}", *drawn, r"\end{verbatim}"])
    if isinstance(block, Items):
        return f"{listed(block, notation)}\n{sentence(block.closing, notation)}\\par"
    if isinstance(block, Notes):
        return "\n".join(f"{sentence(line, notation)}\\par" for line in block.lines)
    set_ = sentence(block.pieces, notation)
    return f"{HEADINGS[block.level]}{set_}}}" if isinstance(block, Heading) else f"{set_}\\par"


def listed(block: Items, notation: Notation) -> str:
    """A list of labels and what they are about."""
    found = [r"\begin{description}"]
    for item in block.rows:
        below = (rf"\\{escaped(label)}: {sentence(pieces, notation)}" for label, pieces in item.details)
        found += [rf"\item[{escaped(item.label)}] {sentence(item.pieces, notation)}", *below]
    return "\n".join([*found, r"\end{description}"])


def sentence(pieces: Sentence, notation: Notation) -> str:
    """A sentence with its mathematics between dollars; its wide gaps become commas."""
    return between_dollars(pieces, notation, code, lambda words: escaped(words.replace("   ", ", ")))


def booktabs(table: Table) -> str:
    """One table, which may go on over pages, in the largest letters that it fits the page in."""
    cells = texts(table)
    size, kinds = measured(table, cells)
    titles = " & ".join(escaped(column.title) for column in table.columns) + r" \\"
    heading = rf"\multicolumn{{{len(table.columns)}}}{{@{{}}l@{{}}}}{{\rlap{{\textbf{{{escaped(table.title)}}}}}}} \\"
    lines = [
        *(["{" + size] if size else []),
        f"\\begin{{longtable}}[l]{{@{{}}{kinds}@{{}}}}",
        *([heading] if table.title else []),
        *("\\toprule", titles, "\\midrule", "\\endfirsthead"),
        *("\\toprule", titles, "\\midrule", "\\endhead"),
        *(
            " & ".join(map(cell, row, said, table.columns, repeat(table.notation))) + r" \\"
            for row, said in zip(table.rows, cells, strict=True)
        ),
        "\\bottomrule",
        "\\end{longtable}",
        *(["}"] if size else []),
    ]
    return "\n".join(lines)


def measured(table: Table, cells: list[list[str]]) -> tuple[str, str]:
    """The size of the letters, and every column's kind: numbers to the right, long texts in columns that break lines."""
    lengths = [max(len(column.title), *(len(row[i]) for row in cells), 0) for i, column in enumerate(table.columns)]
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


def cell(value: Cell, text: str, column: Column, notation: Notation) -> str:
    """One cell; what is indented for the eye is indented here too."""
    if isinstance(value, Math):
        return f"${Slashed(notation).math(value)}$"
    if isinstance(value, str) and column.key == "name":
        return f"${name_text(value)}$"
    if column.kind == FORMULA and text:
        return mathematics(text) or breakable(text)
    if column.kind == NUMBER and text and text != "—":
        return number(text.strip())
    words = escaped(text.strip())
    return f"\\quad {words}" if text.startswith(" ") else words


class Slashed(Latex):
    """Derivatives on one line, for the rows of a table."""

    def derivative(self, atom: Derivative) -> str:
        sign = r"\partial " if self.notation.sign == "∂" else "d"
        edge = r"|_{\text{direct}}" if atom.direct else ""
        return f"{sign}{name_text(atom.of)}/{sign}{name_text(atom.by)}{edge}"


def number(text: str) -> str:
    """A number as mathematics: its minus is one, and `4e-6` is a power of ten."""
    return f"${Latex(LECTURES).number(text).text}$" if set(text) & set("-e/") else escaped(text)


def mathematics(text: str) -> str | None:
    """A formula set as mathematics; None for one that is too long for a line, and for what is no formula: `3 × 22`."""
    if len(text) > LONGEST or "×" in text:
        return None
    try:
        found = formula(text)
    except SymbackError:
        return None
    return f"${Latex(LECTURES).formula(found).text}$"


def breakable(text: str) -> str:
    """A long formula in typewriter, which may go on in a new line before an operator."""
    pieces = (escaped(piece).replace("*", "{*}").replace("-", "{-}") for piece in formula_parts(text))
    made = "".join(
        rf"\allowbreak {piece}" if piece.lstrip().startswith(("{*}", "/", "+", "{-}")) else piece for piece in pieces
    )
    return rf"\texttt{{{made}}}"
