"""A table of points as text: its header, and blocks of its rows as columns of doubles."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.errors import SymbackError, suggestion
from symback.syntax.names import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

BLOCK = 1 << 20  # bytes that are read at once
LONGEST = 1 << 24  # bytes of a line
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
    line = stream.readline(LONGEST).decode("utf-8-sig", "surrogateescape").rstrip("\r\n")
    delimiter = "\t" if "\t" in line and "," not in line else ","
    names = tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), []))
    plain = [normal_name(name) for name in names]
    if not any(names):
        raise SymbackError("the points have no header: the first line names the inputs", hint=",".join(inputs[:8]))
    for name in plain:
        if plain.count(name) > 1:
            raise SymbackError(f"the header names {name} twice")
    wanted = {name: plain.index(name) for name in inputs if name in plain}
    if not wanted and inputs:
        near = next((found for name in plain if (found := suggestion(name, list(inputs)))), None)
        raise SymbackError(f"the header names no input: {', '.join(names)[:60]}", hint=near or ",".join(inputs[:8]))
    return Header(names, delimiter, wanted)


def blocks(stream: BinaryIO, header: Header) -> Iterator[Block]:
    """The rows, some thousands at a time. Blank lines are skipped."""
    first = 1
    while text := stream.read(BLOCK):
        if not text.endswith(b"\n"):
            text += stream.readline(LONGEST)
        lines = text.decode("utf-8", "surrogateescape").replace("\r\n", "\n").split("\n")
        lines = [line for line in lines if line] if "" in lines else lines
        if lines:
            yield block(first, lines, header)
            first += len(lines)


def block(first: int, lines: list[str], header: Header) -> Block:
    """The columns of some rows: at once where every cell is a plain number, else a row after the other."""
    table = at_once(lines, header)
    if table is not None:
        return Block(first, lines, dict(zip(header.wanted, table.T, strict=True)), {})
    bad: dict[int, SymbackError] = {}
    table = np.full((len(lines), len(header.wanted)), np.nan)
    rows = csv.reader(lines, delimiter=header.delimiter)
    for index, cells in enumerate(rows):
        try:
            table[index] = row_of(cells, first + index, header)
        except SymbackError as error:
            bad[index] = error
    return Block(first, lines, dict(zip(header.wanted, table.T, strict=True)), bad)


def at_once(lines: list[str], header: Header) -> Any | None:
    """The wanted cells of all rows; None where one of them is not a plain number, or a row is too short or too long."""
    places = list(header.wanted.values())
    separators = len(header.names) - 1
    if any(line.count(header.delimiter) != separators for line in lines):
        return None
    text = io.StringIO("\n".join(lines))
    try:
        table = np.loadtxt(text, delimiter=header.delimiter, usecols=places, ndmin=2, comments=None)
    except ValueError:
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
