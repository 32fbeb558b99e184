"""A table of points as text, csv or an object of JSON a line: its header, and blocks of its rows as columns of doubles."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.delimited import LONGEST_CELL, delimiter_of, rows, said
from symback.domains.text import SMALLEST_NORMAL, json_number
from symback.errors import SymbackError, suggestion
from symback.lines.question import parse_object, plain
from symback.syntax.names import MAX_NAME, normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

BLOCK = 1 << 19  # bytes that are read at once
LONGEST = LONGEST_CELL  # bytes of a row
LONGEST_HEADER = 1 << 22
SHORTEST_TINY = 300  # characters of a number that a double takes for 0, without an exponent
MOST_SHOWN = 8  # names in a message
MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")


@dataclass(frozen=True, slots=True)
class Header:
    """The names in the first line (or object), what separates them, and which of them the program needs, where."""

    names: tuple[str, ...]
    delimiter: str
    wanted: dict[str, int]
    objects: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows: their text, the number of the first, their columns by name, and what is wrong in which of them.

    `objects` are the rows as they came where they came as JSON; "" for what was none.
    """

    first: int
    lines: list[str]
    columns: dict[str, Any]
    bad: dict[int, SymbackError]
    objects: list[str] | None = None


class Source:
    """A stream of lines of which some can be put back. Where carriage returns alone end lines, they are line feeds."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.held, self.returns = stream, b"", False

    def put_back(self, data: bytes) -> None:
        """Have this read again, first of all."""
        self.held = data + self.held

    def more(self, size: int) -> bytes:
        data = self.stream.read(size)
        return data.replace(b"\r", b"\n") if self.returns else data

    def read(self, size: int) -> bytes:
        """Return up to so many bytes; none at the end."""
        data, self.held = self.held[:size], self.held[size:]
        return data + self.more(size - len(data)) if len(data) < size else data

    def readline(self, size: int) -> bytes:
        """Return the next line, or the first `size` bytes of it."""
        if not self.held and not self.returns:
            return self.stream.readline(size)
        while b"\n" not in self.held and len(self.held) < size and (data := self.more(BLOCK)):
            self.held += data
        end = min(self.held.find(b"\n") + 1 or len(self.held), size)
        line, self.held = self.held[:end], self.held[end:]
        return line


def read_header(stream: Source, inputs: Sequence[str], delimiter: str | None = None) -> Header:
    """The header of a table between `delimiter` (None: it is found out). Raises SymbackError where there is none, or a name stands twice."""
    line = stream.readline(LONGEST_HEADER)
    if line.startswith(MARKS_OF_UTF_16):
        raise SymbackError("the points are UTF-16", hint="save them as UTF-8")
    if b"\r" in line.rstrip(b"\r\n") and b'"' not in line:
        stream.returns = True
        stream.put_back(line.replace(b"\r", b"\n"))
        line = stream.readline(LONGEST_HEADER)
    start = line.decode("utf-8-sig", "surrogateescape")
    if start.lstrip().startswith("{"):
        stream.put_back(start.encode("utf-8", "surrogateescape"))
        return header_of(tuple(parse_object(start) or ()), ",", inputs, objects=True)
    if start.lstrip().startswith("["):
        raise SymbackError("the points are one JSON list", hint="an object a line: jq -c '.[]'")
    if start.count('"') % 2 == 1 and leaves_open(start, delimiter or delimiter_of(start)):
        line += "\n".join(closing(stream, LONGEST_HEADER)).encode("utf-8", "surrogateescape")
    if len(line) >= LONGEST_HEADER:
        raise SymbackError(f"the first line of the points is over {LONGEST_HEADER >> 20} MB")
    text = line.decode("utf-8-sig", "surrogateescape").rstrip("\r\n")
    delimiter = delimiter or delimiter_of(text)
    return header_of(tuple(cell.strip() for cell in next(rows([text], delimiter, "the header"), [])), delimiter, inputs)


def header_of(names: tuple[str, ...], delimiter: str, inputs: Sequence[str], *, objects: bool = False) -> Header:
    """The header of these names. Raises SymbackError where one stands twice, or none is an input's."""
    found = [normal_name(name) for name in names]
    if not any(names):
        raise SymbackError("the points have no header: the first line names the inputs", hint=",".join(inputs[:8]))
    twice = next((name for name, times in Counter(found).items() if times > 1), None)
    if twice is not None:
        raise SymbackError(f"the header names {twice[:60]} twice")
    places = {name: place for place, name in enumerate(found)}
    wanted = {name: places[name] for name in inputs if name in places}
    if not wanted and inputs:
        near = next(
            (meant for name in found[:MOST_SHOWN] if (meant := suggestion(name[:MAX_NAME], list(inputs)))), None
        )
        shown = ", ".join(names[:MOST_SHOWN])[:60]
        mark = next((c for c in shown if len(names) == 1 and not {*inputs}.isdisjoint(shown.split(c))), None)
        way = f"--delimiter {mark!r}" if mark else near or ",".join(inputs[:8])
        raise SymbackError(f"the header names no input: {shown}", hint=way)
    return Header(names, delimiter, wanted, objects)


def blocks(stream: Source, header: Header) -> Iterator[Block]:
    """The rows, some thousands at a time. Blank lines are skipped; a line break in quotes ends no row."""
    first = 1
    while text := stream.read(BLOCK):
        if not text.endswith(b"\n"):
            text += stream.readline(LONGEST)
        lines = text.decode("utf-8", "surrogateescape").replace("\r\n", "\n").removesuffix("\n").split("\n")
        if b'"' in text and not header.objects:
            lines, held = records(lines, header.delimiter)
            lines += ["\n".join([*held, *closing(stream)])] if held else []
        lines = [line for line in lines if line] if "" in lines else lines
        if lines:
            yield block(first, lines, header) if not header.objects else block_of_objects(first, lines, header)
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


def closing(stream: Source, longest: int = LONGEST) -> Iterator[str]:
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


def block_of_objects(first: int, lines: list[str], header: Header) -> Block:
    """The columns of some rows that came as JSON, which go on as csv."""
    objects, texts, wrong = list(lines), [], {}
    for index, line in enumerate(lines):
        try:
            texts.append(row_text(cells_of(line, header), ",").removesuffix("\n"))
        except SymbackError as error:
            wrong[index] = SymbackError(f"row {first + index}: {error.reason}", hint=error.hint)
            objects[index] = ""
            texts.append(row_text([line.strip(), *[""] * (len(header.names) - 1)], ",").removesuffix("\n"))
    found = block(first, texts, header)
    return Block(first, found.lines, found.columns, found.bad | wrong, objects)


def cells_of(line: str, header: Header) -> list[str]:
    """The values of a line of JSON as cells, in the header's order. Raises SymbackError where it has others than the first."""
    data = parse_object(line)
    if data is None or set(data) != set(header.names):
        raise SymbackError("this is no object with the names of the first", hint=", ".join(header.names[:MOST_SHOWN]))
    values = (data[name] for name in header.names)
    return ["" if v is None else v if isinstance(v, str) else json.dumps(plain(v)) for v in values]


def row_text(cells: Sequence[str], delimiter: str) -> str:
    """Some cells as a row of a table."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerow(cells)  # which quotes a return, too
    return text.getvalue().removesuffix("\r\n") + "\n"


def repaired(line: str, delimiter: str) -> str:
    """A row that is not written as it should be, as a table can hold it: its answers must not end in its open quote."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        cells = line.split(delimiter)
    return row_text(cells, delimiter).removesuffix("\n")


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
    if len(table) != len(lines) or not np.isfinite(table).all():
        return None
    small = np.flatnonzero((np.abs(table) < SMALLEST_NORMAL).any(axis=1)).tolist()
    return table if not any("e-" in lines[i].lower() or len(lines[i]) > SHORTEST_TINY for i in small) else None


def row_of(cells: list[str], row: int, header: Header) -> list[float]:
    """The wanted numbers of one row. Raises SymbackError with the row and the column that is wrong."""
    if len(cells) != len(header.names):
        raise SymbackError(f"row {row}: {len(cells)} cells under {len(header.names)} names")
    return [number(cells[place], f"row {row}, column {name}") for name, place in header.wanted.items()]


def number(cell: str, where: str) -> float:
    """A cell as a double: a number, or a constant such as 1/3 or pi/4."""
    from symback.domains.values import Undefined
    from symback.report.inputs import constant_formula, constant_value

    try:
        if not cell.strip():
            raise SymbackError("the cell is empty")
        plainly = NUMBER.fullmatch(cell) is not None
        value: Any = float(cell) if plainly else constant_value(constant_formula("the cell", cell))[0]
    except SymbackError as error:
        raise SymbackError(f"{where}: {error.reason}", exit_code=error.exit_code, hint=error.hint) from None
    found = None if isinstance(value, Undefined) or abs(value) == float("inf") else json_number(value)
    if found is None or (plainly and is_tiny(found, cell)):
        raise SymbackError(f"{where}: {cell.strip()[:40]} is not a number that a double can hold")
    return found


def is_tiny(value: float, cell: str) -> bool:
    """True if a cell is a number that is too small for a double to hold, for all that it is read as."""
    return abs(value) < SMALLEST_NORMAL and re.search("[1-9]", re.split("[eE]", cell)[0]) is not None
