"""Reading long programs by shape: statements that differ in names alone are parsed once.

`a = tanh(w*x)` and `b = tanh(v*a)` read the same with their names taken out. A program of 10,000 units has two or three
such shapes; for all but the first of each, finding the names is all the work there is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from symback import functions
from symback.syntax.formula import Code, Formula
from symback.syntax.parser import Parser
from symback.syntax.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.errors import Span

# A name that is not called and does not touch a number; the rest of a statement is its shape.
NAME = re.compile(r"(?<![0-9A-Za-z_.])([A-Za-z_][A-Za-z0-9_]*)(?![A-Za-z0-9_]|[ \t]*\()")
MOST_SHAPES = 4096
LONG = 200  # statements: from here on reading by shape is worth its while

Found = tuple[str | None, Formula, "Span"]


def pieces(source: str) -> list[tuple[int, int]] | None:
    """The range of every statement, comments left out; None where they cannot be told apart by lines and `;`."""
    if not source.isascii() or "|" in source or "\\" in source:
        return None
    found = []
    position = 0
    for line in source.split("\n"):
        text = line.partition("#")[0]
        if text.count("(") != text.count(")"):
            return None
        start = position
        for part in text.split(";"):
            if part.strip():
                found.append((start, start + len(part)))
            elif ";" in text:
                return None  # an empty statement is the parser's to refuse, or a trailing ;
            start += len(part) + 1
        position += len(line) + 1
    return found


class Shapes:
    """Reads statements, remembering the code of every shape."""

    def __init__(self, source: str, constants: frozenset[str]) -> None:
        self.source, self.constants = source, constants
        self.known: dict[str, Code] = {}

    def read(self, start: int, end: int) -> Found:
        """The statement in a range of the source: its name or None, its formula, the place of its name."""
        parts = NAME.split(self.source[start:end])
        names = parts[1::2]
        shape = "\0".join(parts[0::2])
        code = self.known.get(shape)
        if code is None or not self.constants.isdisjoint(names):
            return self.parse(start, end, shape, names)
        at = start + len(parts[0])
        formula = Formula(code, tuple(map(intern, names[1:])), (), (self.source, start, end))
        return intern(names[0]), formula, (at, at + len(names[0]))

    def parse(self, start: int, end: int, shape: str, names: list[str]) -> Found:
        """As `read`, by the parser; the shape is kept where the names are all that it leaves open."""
        from symback.syntax.program import read_statements

        tokens = tokenize(self.source, start, end)
        found = next(iter(read_statements(tokens, self.source, self.constants)))
        name, formula, _ = found
        if name is not None and [name, *formula.names] == names and len(self.known) < MOST_SHAPES:
            self.known[shape] = formula.code
        return found


def read_by_shape(source: str, constants: frozenset[str]) -> Iterator[Found] | None:
    """The statements of a long program; None where it is not long, or not of a kind to be read so."""
    if source.count("\n") + source.count(";") < LONG:
        return None
    ranges = pieces(source)
    if ranges is None:
        return None
    shapes = Shapes(source, constants)
    return (shapes.read(start, end) for start, end in ranges)


@lru_cache(maxsize=64)
def spans_at(source: str, start: int, end: int) -> tuple[Span, ...]:
    """Where the instructions of the statement in a range stand: it is parsed again, for a message."""
    tokens = tokenize(source, start, end)
    constants = functions.CONSTANTS - {token.text for token in tokens[:1]}
    named = len(tokens) > 1 and tokens[1].text == "="
    return Parser(source, constants).parse(tokens, 2 if named else 0)[0].spans
