"""CSV: one table, numbers as plain decimals, what is not there left empty.

With several points the inputs' columns come first, and the rows of the points follow each other under one header.
An input that is called as a column of the table is headed `at.value`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from symback.document.math_text import plain
from symback.document.model import LECTURES, PROGRAMS, Cell, Math, Table
from symback.domains.text import GET_DIGITS, plain_text
from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from symback.document.model import Document, Look

AUDIENCE = PROGRAMS
PIECE = 1 << 12  # rows that are written at once


def render(documents: Iterable[Document], look: Look, delimiter: str = ",") -> Iterator[str]:
    """The header once, then the rows of every document. Raises SymbackError where one holds several tables."""
    for number, document in enumerate(documents):
        table = only_table(document).for_programs()
        point = [number_text(value, look.digits) for _, value in document.point]
        yield lines([header(document, table)] if number == 0 else [], delimiter)
        rows = None if point or look.digits != GET_DIGITS else plain_lines(table, delimiter)
        if rows is not None:
            yield from rows
        else:
            yield lines(([*point, *(number_text(cell, look.digits) for cell in row)] for row in table.rows), delimiter)


def only_table(document: Document) -> Table:
    found = document.tables()
    if len(found) != 1:
        raise SymbackError("csv and tsv hold one table", hint="--table forward|local|chained|gradient")
    return found[0]


def header(document: Document, table: Table) -> list[str]:
    keys = [column.key for column in table.columns]
    return [f"at.{name}" if name in keys else name for name, _ in document.point] + keys


def plain_lines(table: Table, delimiter: str) -> list[str] | None:
    """The rows of a table of names and doubles alone, of which there may be 100,000, in pieces; None for any other table."""
    pieces = []
    for start in range(0, len(table.rows), PIECE):
        columns: list[Iterable[str]] = []
        for column in zip(*table.rows[start : start + PIECE], strict=True):
            kinds = set(map(type, column))
            if kinds == {float}:
                columns.append(map(repr, column))
            elif kinds == {str} and all(map(str.isidentifier, column)):
                columns.append(column)
            else:
                return None
        pieces.append("\n".join([*map(delimiter.join, zip(*columns, strict=True)), ""]))
    return pieces


def number_text(cell: Cell, digits: int) -> str:
    """A cell as programs read it."""
    if cell is None or cell == "—":
        return ""
    if isinstance(cell, Math):
        return plain((cell,), LECTURES)
    return cell if isinstance(cell, str) else plain_text(cell, digits)


def lines(rows: Iterable[Sequence[Cell]], delimiter: str) -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return made.getvalue()
