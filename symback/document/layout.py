"""Fitting a table into a width: numbers on their decimal points, formulas folded where a reader would, nothing cut.

Columns that do not fit beside each other go below, under the same labels: first the formulas, then the numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from symback.document.math_text import Text
from symback.document.model import FORMULA, NUMBER, WORDS, Cell, Column, Math, Table, formula
from symback.document.names import plain_ascii, pretty
from symback.domains.text import table_text
from symback.errors import SymbackError
from symback.syntax.printer import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = "  "
NARROWEST = 14  # characters that a folded formula gets at least
TALLEST = 4  # lines of a folded cell, before the columns are rather put below each other
MOST_PADDING = 6  # blanks that lining up decimal points may cost a column


@dataclass(frozen=True)
class Laid:
    """A table as text: its titles and its cells."""

    table: Table
    titles: list[str]
    cells: list[list[str]]

    def widths(self) -> list[int]:
        """The columns' natural widths."""
        return [max(map(len, column)) for column in zip(self.titles, *self.cells, strict=True)]

    def only(self, kept: list[int]) -> Laid:
        """Some of the columns."""
        cells = [[row[i] for i in kept] for row in self.cells]
        return Laid(self.table.only(kept, self.table.rows), [self.titles[i] for i in kept], cells)


def lay(table: Table, *, ascii_only: bool = False) -> Laid:
    """The table's cells as people read them."""
    columns = [list(cells) for cells in zip(*texts(table), strict=True)] or [[] for _ in table.columns]
    columns = [on_points(c) if k.kind == NUMBER else c for c, k in zip(columns, table.columns, strict=True)]
    rows = [list(row) for row in zip(*columns, strict=True)]
    titles = [column.title for column in table.columns]
    if ascii_only:
        return Laid(table, [plain_ascii(t) for t in titles], [[plain_ascii(cell) for cell in row] for row in rows])
    return Laid(table, titles, rows)


def cell_text(cell: Cell, column: Column, table: Table, *, detail: bool = False) -> str:
    """A cell as people read it: a number that is not there is —, a formula nothing."""
    if cell is None:
        return "" if detail or column.kind == FORMULA else "—"
    if isinstance(cell, str):
        return pretty(cell) if column.key == "name" else cell
    return (
        Text(table.notation).math(cell).replace(" · ", "·")
        if isinstance(cell, Math)
        else table_text(cell, table.notation.digits)
    )


def texts(table: Table) -> list[list[str]]:
    """Every cell of a table as people read it."""
    return [
        [cell_text(c, column, table, detail=i in table.details) for c, column in zip(row, table.columns, strict=True)]
        for i, row in enumerate(table.rows)
    ]


def on_points(numbers: list[str]) -> list[str]:
    """Numbers with blanks behind, so that their decimal points stand below each other where that costs few."""
    whole = re.compile(r"-?\d*")
    heads = [len(m[0]) or len(n) for n in numbers if (m := whole.match(n))]
    tail = max((len(n) - head for n, head in zip(numbers, heads, strict=True)), default=0)
    padded = [n and n.ljust(head + tail) for n, head in zip(numbers, heads, strict=True)]
    widest = max(map(len, numbers), default=0)
    return padded if max(map(len, padded), default=0) <= widest + MOST_PADDING else numbers


def fit(laid: Laid, width: int) -> list[tuple[Laid, list[int]]]:
    """The table as one grid, or several below each other, each with its columns' widths; empty where a number is too wide."""
    widths = fold(laid, width)
    if widths is not None and tallest(laid, widths) <= TALLEST:
        return [(laid, widths)]
    parts = [laid.only(kept) for kept in groups(laid, width)]
    folded = [fold(part, width) for part in parts]
    if len(parts) > 1 and None not in folded:
        return [(part, found) for part, found in zip(parts, folded, strict=True) if found is not None]
    return [] if widths is None else [(laid, widths)]


def groups(laid: Laid, width: int) -> Iterator[list[int]]:
    """The columns of each grid: the labels and as many formulas as fit well, then the labels and as many numbers."""
    labels = list(range(laid.table.labels))
    others = range(len(labels), len(laid.titles))
    for folding in (True, False):
        kept: list[int] = []
        for index in (i for i in others if folds(laid.table.columns[i]) is folding):
            if kept and not fits_well(laid.only([*labels, *kept, index]), width):
                yield labels + kept
                kept = []
            kept.append(index)
        if kept:
            yield labels + kept


def fits_well(laid: Laid, width: int) -> bool:
    widths = fold(laid, width)
    return widths is not None and tallest(laid, widths) <= TALLEST


def fold(laid: Laid, width: int) -> list[int] | None:
    """The columns' widths, formulas and chains narrowed as far as needed; None where that is not enough."""
    widths = laid.widths()
    least = [least_width(laid, index, natural) for index, natural in enumerate(widths)]
    spare = width - len(GAP) * (len(widths) - 1)
    if sum(least) > spare:
        return None
    while sum(widths) > spare:
        widest = max((i for i, w in enumerate(widths) if w > least[i]), key=lambda i: widths[i])
        widths[widest] -= 1
    return [
        max(
            len(laid.titles[i]),
            max((len(line) for row in laid.cells for line in broken(row[i], laid.table.columns[i], w)), default=0),
        )
        for i, w in enumerate(widths)
    ]


def least_width(laid: Laid, index: int, natural: int) -> int:
    """Return how narrow a column may get: a formula to its longest name or number, a chain to a path, all else not at all."""
    column = laid.table.columns[index]
    if not folds(column):
        return natural
    longest = max((len(part) for row in laid.cells for part in parts(row[index], column)), default=0)
    return min(natural, max(len(laid.titles[index]), longest, 0 if column.key == "chain" else NARROWEST))


def folds(column: Column) -> bool:
    return column.kind in (FORMULA, WORDS) or column.key == "chain"


def parts(cell: str, column: Column) -> list[str]:
    """The parts of a cell between which a line may end."""
    if column.key == "chain":
        return cell.replace("·", "·\n").replace(" + ", "\n + ").split("\n")
    return formula_parts(cell) if column.kind == FORMULA else words(cell)


def formula_parts(text: str) -> list[str]:
    """The parts of a formula: never inside a name, a number or a power, and an operator begins the next line."""
    try:
        found = formula(text)
        made = pieces(found.code, found.names)
    except SymbackError:  # cut off, or a product of numbers
        made = []
    return made if "".join(made) == text else [p for w in words(text) for p in w.replace("·", "·\n").split("\n")]


def words(text: str) -> list[str]:
    """Words with the blanks behind them."""
    return [word + " " for word in text.split(" ")]


def broken(cell: str, column: Column, width: int) -> list[str]:
    """A cell as lines of at most `width`, as far as its parts allow."""
    if len(cell) <= width or not folds(column):
        return [cell]
    return filled(parts(cell, column), width)


def filled(pieces: list[str], width: int) -> list[str]:
    """Pieces put one after the other into lines of at most `width`; blanks at a line's ends go."""
    lines, line = [], ""
    for piece in pieces:
        if line.strip() and len(line) + len(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]


def tallest(laid: Laid, widths: list[int]) -> int:
    """The lines of the tallest cell."""
    columns = laid.table.columns
    cells = (
        broken(cell, *place)
        for row in laid.cells
        for cell, place in zip(row, zip(columns, widths, strict=True), strict=True)
    )
    return max(map(len, cells), default=1)


def grid(laid: Laid, widths: list[int]) -> Iterator[tuple[int | None, list[str]]]:
    """The lines to print: the number of the row they belong to (None for the titles) and the padded cells.

    A detail that has nothing in these columns but its label is left out.
    """
    columns = laid.table.columns
    for index, row in enumerate([laid.titles, *laid.cells]):
        if index - 1 in laid.table.details and not any(cell.strip() for cell in row[laid.table.labels :]):
            continue
        folded = [broken(cell, column, width) for cell, column, width in zip(row, columns, widths, strict=True)]
        for line in zip_longest(*folded, fillvalue=""):
            yield (
                (index - 1 if index else None),
                [
                    cell.rjust(width) if column.kind == NUMBER else cell.ljust(width)
                    for cell, column, width in zip(line, columns, widths, strict=True)
                ],
            )
