"""Tables as text (RFC 4180): cells between commas, semicolons, tabs or bars, in quotes where they hold such or a line break."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DELIMITERS = ",;\t"
LONGEST_CELL = 1 << 24  # characters


def delimiter_of(header: str) -> str:
    """Return what separates the cells of a header: whichever of , ; and tab it has most of outside quotes, or | where it has none."""
    outside = "".join(header.split('"')[::2])
    bars = "|" in outside and "direct" not in outside.split("|")  # dJ/dw|direct is one name
    return max(DELIMITERS, key=outside.count) if set(DELIMITERS) & set(outside) or not bars else "|"


def one_character(text: str | None) -> str | None:
    """Return what --delimiter says: a character, or `tab`. Raises SymbackError for what separates no cells."""
    found = {"tab": "\t", "\\t": "\t"}.get(text or "", text)
    if found is not None and (len(found) != 1 or found.isalnum() or found in '"_.+-\r\n'):
        raise SymbackError(f"--delimiter is one character between cells, not {found[:20]!r}", hint="--delimiter ';'")
    return found


def relaid(text: str, delimiter: str | None) -> str:
    """Return a table between `delimiter` as one between commas; with None, and where there is no such character, as it is."""
    if delimiter is None or delimiter not in text:
        return text
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows(io.StringIO(text, newline=""), delimiter, "the table"))
    return made.getvalue()


def rows(lines: Iterable[str], delimiter: str, where: str, first: int = 1) -> Iterator[list[str]]:
    """The rows of a table, a list of cells each; `lines` keep their line breaks. Raises SymbackError for a quote left open."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = first
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise SymbackError(f"{where}, row {number}: {said(error)}") from None
        if row is None:
            return
        yield row
        number += 1


def said(error: csv.Error) -> str:
    """Return what is wrong with a row, in the words of this program."""
    text = str(error)
    if "end of data" in text:
        return "a quote is never closed"
    if "field larger" in text:
        return f"a cell of over {LONGEST_CELL >> 20} MB"
    if "new-line" in text:
        return "a carriage return alone ends no line: lines end in \\n or \\r\\n"
    return "text stands behind a closing quote" if "expected after" in text else text


def table(text: str, where: str) -> list[list[str]]:
    """The rows of a whole table that are not blank, its delimiter found out by the first."""
    lines = [line + "\n" for line in text.removeprefix("\ufeff").removesuffix("\n").split("\n")]
    header = next((line for line in lines if line.strip()), "")
    return [row for row in rows(lines, delimiter_of(header), where) if any(cell.strip() for cell in row)]
