"""A table of points as text: its header, and blocks of its rows as columns of doubles."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.delimited import LONGEST_CELL, delimiter_of, rows, said
from symback.errors import SymbackError, suggestion
from symback.syntax.names import MAX_NAME, normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

BLOCK = 1 << 19  # bytes that are read at once
LONGEST = LONGEST_CELL  # bytes of a row
LONGEST_HEADER = 1 << 22
MOST_SHOWN = 8  # names in a message
NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")


@dataclass(frozen=True, slots=True)
class Header:
    """The names in the first line, what separates them, and which of them the program needs, where."""

    names: tuple[str, ...]
    delimiter: str
    wanted: dict[str, int]


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows: their text, the number of the first, their columns by name, and what is wrong in which of them."""

    first: int
    lines: list[str]
    columns: dict[str, Any]
    bad: dict[int, SymbackError]


def read_header(stream: BinaryIO, inputs: Sequence[str]) -> Header:
    """The header of a table. Raises SymbackError where there is none, or a name stands twice."""
    line = stream.readline(LONGEST_HEADER)
    start = line.decode("utf-8-sig", "surrogateescape")
    if start.count('"') % 2 == 1 and leaves_open(start, delimiter_of(start)):
        line += "\n".join(closing(stream, LONGEST_HEADER)).encode("utf-8", "surrogateescape")
    if len(line) >= LONGEST_HEADER:
        raise SymbackError(f"the first line of the points is over {LONGEST_HEADER >> 20} MB")
    text = line.decode("utf-8-sig", "surrogateescape").rstrip("\r\n")
    delimiter = delimiter_of(text)
    names = tuple(cell.strip() for cell in next(rows([text], delimiter, "the header"), []))
    plain = [normal_name(name) for name in names]
    if not any(names):
        raise SymbackError("the points have no header: the first line names the inputs", hint=",".join(inputs[:8]))
    twice = next((name for name, times in Counter(plain).items() if times > 1), None)
    if twice is not None:
        raise SymbackError(f"the header names {twice[:60]} twice")
    places = {name: place for place, name in enumerate(plain)}
    wanted = {name: places[name] for name in inputs if name in places}
    if not wanted and inputs:
        near = next(
            (found for name in plain[:MOST_SHOWN] if (found := suggestion(name[:MAX_NAME], list(inputs)))), None
        )
        shown = ", ".join(names[:MOST_SHOWN])[:60]
        raise SymbackError(f"the header names no input: {shown}", hint=near or ",".join(inputs[:8]))
    return Header(names, delimiter, wanted)


def blocks(stream: BinaryIO, header: Header) -> Iterator[Block]:
    """The rows, some thousands at a time. Blank lines are skipped; a line break in quotes ends no row."""
    first = 1
    while text := stream.read(BLOCK):
        if not text.endswith(b"\n"):
            text += stream.readline(LONGEST)
        lines = text.decode("utf-8", "surrogateescape").replace("\r\n", "\n").removesuffix("\n").split("\n")
        if b'"' in text:
            lines, held = records(lines, header.delimiter)
            lines += ["\n".join([*held, *closing(stream)])] if held else []
        lines = [line for line in lines if line] if "" in lines else lines
        if lines:
            yield block(first, lines, header)
            first += len(lines)


def records(lines: list[str], delimiter: str) -> tuple[list[str], list[str]]:
    """The rows that lines make, for a cell whose quote is open goes on in the next; and the lines of one that is open still."""
    found: list[str] = []
    held: list[str] = []
    for line in lines:
        odd = line.count('"') % 2 == 1
        if held:
            held.append(line)
            if odd:
                found.append("\n".join(held))
                held = []
        elif odd and leaves_open(line, delimiter):
            held = [line]
        else:
            found.append(line)
    return found, held


def leaves_open(line: str, delimiter: str) -> bool:
    """True if a cell that begins with a quote does not end in the line: a quote elsewhere in a cell is a character."""
    place = 0
    while place >= 0:
        if line.startswith('"', place):
            end = line.find('"', place + 1)
            while end >= 0 and line.startswith('"', end + 1):
                end = line.find('"', end + 2)
            if end < 0:
                return True
            place = end
        place = line.find(delimiter, place) + 1 or -1
    return False


def closing(stream: BinaryIO, longest: int = LONGEST) -> Iterator[str]:
    """The lines up to the one that closes an open quote, about `longest` bytes of them at most."""
    size = 0
    while size < longest and (line := stream.readline(longest)):
        size += len(line)
        yield line.decode("utf-8", "surrogateescape").rstrip("\r\n")
        if line.count(b'"') % 2 == 1:
            return


def block(first: int, lines: list[str], header: Header) -> Block:
    """The columns of some rows: at once where every cell is a plain number, else a row after the other."""
    table = at_once(lines, header)
    if table is not None:
        return Block(first, lines, dict(zip(header.wanted, table.T, strict=True)), {})
    bad: dict[int, SymbackError] = {}
    table = np.full((len(lines), len(header.wanted)), np.nan)
    reader = csv.reader(lines, delimiter=header.delimiter, strict=True)
    for index in range(len(lines)):
        try:
            table[index] = row_of(next(reader), first + index, header)
        except SymbackError as error:
            bad[index] = error
        except csv.Error as error:
            bad[index] = SymbackError(f"row {first + index}: {said(error)}")
            lines[index] = repaired(lines[index], header.delimiter)
    return Block(first, lines, dict(zip(header.wanted, table.T, strict=True)), bad)


def repaired(line: str, delimiter: str) -> str:
    """A row that is not written as it should be, as a table can hold it: its answers must not end in its open quote."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerows(csv.reader([line], delimiter=delimiter))
    return text.getvalue()


def at_once(lines: list[str], header: Header) -> Any | None:
    """The wanted cells of all rows; None where one of them is not a plain number, or a row is too short or too long."""
    places = list(header.wanted.values())
    quote = '"' if any(map(str.count, lines, repeat('"'))) else None
    cells = map(len, csv.reader(lines, delimiter=header.delimiter, strict=True))
    separators = map(str.count, lines, repeat(header.delimiter))
    try:
        if set(cells if quote else separators) != {len(header.names) - (quote is None)}:
            return None
        table = np.loadtxt(lines, delimiter=header.delimiter, usecols=places, ndmin=2, comments=None, quotechar=quote)
    except (ValueError, csv.Error):
        return None
    return table if len(table) == len(lines) and np.isfinite(table).all() else None


def row_of(cells: list[str], row: int, header: Header) -> list[float]:
    """The wanted numbers of one row. Raises SymbackError with the row and the column that is wrong."""
    if len(cells) != len(header.names):
        raise SymbackError(f"row {row}: {len(cells)} cells under {len(header.names)} names")
    return [number(cells[place], f"row {row}, column {name}") for name, place in header.wanted.items()]


def number(cell: str, where: str) -> float:
    """A cell as a double: a number, or a constant such as 1/3 or pi/4."""
    from symback.domains.text import as_float
    from symback.domains.values import Undefined
    from symback.report.inputs import constant_formula, constant_value

    try:
        if not cell.strip():
            raise SymbackError("the cell is empty")
        value: Any = float(cell) if NUMBER.fullmatch(cell) else constant_value(constant_formula("the cell", cell))[0]
    except SymbackError as error:
        raise SymbackError(f"{where}: {error.reason}", exit_code=error.exit_code) from None
    found = None if isinstance(value, Undefined) else as_float(value)
    if found is None:
        raise SymbackError(f"{where}: {cell.strip()[:40]} is not a number that a double can hold")
    return found
