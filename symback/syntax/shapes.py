"""Reading long programs by shape: statements that differ in names alone are parsed once.

`a = tanh(w*x)` and `b = tanh(v*a)` read the same with their names taken out. A program of 10,000 units has two or three
such shapes; for all but the first of each, finding the names is all the work there is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from symback import functions
from symback.syntax.formula import Code, Formula
from symback.syntax.names import MAX_NAME
from symback.syntax.parser import Parser
from symback.syntax.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.errors import Span

# A name that is not called and does not touch a number; the rest of a statement is its shape.
NAME = re.compile(r"(?<![0-9A-Za-z_.])([A-Za-z_][A-Za-z0-9_]*)(?![A-Za-z0-9_]|[ \t]*\()")
ANY_NAME = rf"([A-Za-z_][A-Za-z0-9_]{{0,{MAX_NAME - 1}}}+)"
MOST_SHAPES = 4096
MOST_NAMES = 200  # of a shape that gets a pattern: to make one takes as long as reading twenty statements without
LONG = 200  # statements: from here on reading by shape is worth its while

Found = tuple[str | None, Formula, "Span"]


class Shape:
    """A statement without its names: its code, the blanks before its name, a pattern, and the shape that came after it."""

    def __init__(self, parts: Sequence[str], code: Code) -> None:
        self.parts, self.code, self.indent = parts, code, len(parts[0])
        self.pattern: re.Pattern[str] | None = None  # made when the shape is seen again
        self.follower = self

    def names(self, line: str) -> tuple[str, ...] | None:
        """The names of a statement, if it has this shape."""
        match = None if self.pattern is None else self.pattern.fullmatch(line)
        return None if match is None else match.groups()

    def seen_again(self) -> None:
        """Make the pattern, which finds the names of such a statement in one go."""
        if self.pattern is None and len(self.parts) <= MOST_NAMES:
            self.pattern = re.compile(ANY_NAME.join(map(re.escape, self.parts)))


class Shapes:
    """Reads statements, remembering every shape."""

    def __init__(self, source: str, constants: frozenset[str]) -> None:
        self.source, self.constants = source, constants
        self.known: dict[str, Shape] = {}
        self.used: dict[str, str] = {}  # every name that is used, by first use: equal names become one text
        self.last = Shape(("",), ())

    def read_all(self) -> list[Found] | None:
        """Every statement; None where lines and `;` do not tell them apart."""
        found: list[Found] = []
        position = 0
        for line in self.source.split("\n"):
            one = self.guessed(line, position)
            if one is not None:
                found.append(one)
            else:
                ranges = pieces(line, position)
                if ranges is None:
                    return None
                found += [self.read(start, end) for start, end in ranges]
            position += len(line) + 1
        return found

    def guessed(self, line: str, start: int) -> Found | None:
        """The statement of a line that has the shape which came next the last time; None where it has not."""
        shape = self.last.follower
        names = shape.names(line)
        if names is None or not self.constants.isdisjoint(names):
            return None
        self.last = shape
        return self.found(shape, names, start, start + len(line))

    def found(self, shape: Shape, names: Sequence[str], start: int, end: int) -> Found:
        at = start + shape.indent
        operands = tuple(map(self.used.setdefault, names[1:], names[1:]))
        return names[0], Formula(shape.code, operands, (), (self.source, start, end)), (at, at + len(names[0]))

    def read(self, start: int, end: int) -> Found:
        """The statement in a range of the source: its name or None, its formula, the place of its name."""
        parts = NAME.split(self.source[start:end])
        names = parts[1::2]
        shape = self.known.get("\0".join(parts[0::2]))
        if shape is None or not self.constants.isdisjoint(names) or max(map(len, names)) > MAX_NAME:
            return self.parse(start, end, parts[0::2], names)
        shape.seen_again()
        self.last.follower = shape
        self.last = shape
        return self.found(shape, names, start, end)

    def parse(self, start: int, end: int, parts: list[str], names: list[str]) -> Found:
        """As `read`, by the parser; the shape is kept where the names are all that it leaves open."""
        from symback.syntax.program import read_statements

        tokens = tokenize(self.source, start, end)
        found = next(iter(read_statements(tokens, self.source, self.constants)))
        name, formula, _ = found
        self.used |= {name: self.used.get(name, name) for name in formula.names}
        if name is not None and [name, *formula.names] == names and len(self.known) < MOST_SHAPES:
            self.known["\0".join(parts)] = Shape(parts, formula.code)
        return found


def pieces(line: str, start: int) -> list[tuple[int, int]] | None:
    """The range of every statement of a line, comments left out; None where they cannot be told apart by `;`."""
    text = line.partition("#")[0]
    if text.count("(") != text.count(")"):
        return None
    found = []
    for part in text.split(";"):
        if part.strip():
            found.append((start, start + len(part)))
        elif ";" in text:
            return None  # an empty statement is the parser's to refuse, or a trailing ;
        start += len(part) + 1
    return found


def read_by_shape(source: str, constants: frozenset[str]) -> tuple[list[Found], dict[str, str]] | None:
    """The statements of a long program and the names that they use; None where it is not long, or not to be read so."""
    if source.count("\n") + source.count(";") < LONG or not source.isascii() or "|" in source or "\\" in source:
        return None
    shapes = Shapes(source, constants)
    found = shapes.read_all()
    return None if found is None else (found, shapes.used)


@lru_cache(maxsize=64)
def spans_at(source: str, start: int, end: int) -> tuple[Span, ...]:
    """Return where the instructions of the statement in a range stand: it is parsed again, for a message."""
    tokens = tokenize(source, start, end)
    constants = functions.CONSTANTS - {token.text for token in tokens[:1]}
    named = len(tokens) > 1 and tokens[1].text == "="
    return Parser(source, constants).parse(tokens, 2 if named else 0)[0].spans
