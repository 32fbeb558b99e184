"""What a story is made of: steps of lines, lines of words and mathematics, mathematics of typed atoms.

Words never hold a digit: whatever is a number is a `Number` of the report, a `Formula` of it, or a `Name`. So every
format can set mathematics its own way, and no number can come from anywhere but the report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from symback.domains.values import Number as Value
    from symback.syntax.formula import Code

LEIBNIZ, DVAR, PRIME = "leibniz", "dvar", "prime"
NOTATIONS = (LEIBNIZ, DVAR, PRIME)


@dataclass(frozen=True, slots=True)
class Words:
    """Plain English, without digits."""

    text: str


@dataclass(frozen=True, slots=True)
class Program:
    """A piece of the program's own text, as the person wrote it."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """An input, a node, or ε."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the report; `role` says which (value, nudged, k, leftover, …)."""

    value: Value
    role: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as code; where `values` has a name, its number stands in the name's place."""

    code: Code
    names: tuple[str, ...]
    text: str
    values: Mapping[str, Value] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Derivative:
    """∂of/∂by. `direct` where only this edge is meant although `by` reaches `of` on other ways too."""

    of: str
    by: str
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A relation, an operator or an arrow: = ≈ × + → ↑ ↓ ( )"""

    text: str


Atom: TypeAlias = Name | Number | Formula | Derivative | Sign


@dataclass(frozen=True, slots=True)
class Math:
    """A piece of mathematics within a sentence."""

    atoms: tuple[Atom, ...]


Piece: TypeAlias = Words | Program | Math
Sentence: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or two; `part` is what --without calls it."""

    part: str
    pieces: Sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story: `kind` (graph, forward, backward, …), the `node` it is about, its title and lines.

    `formula` is the text of the derivative in nodes, where there is one; `brief` tells the step in one line.
    """

    kind: str
    title: Sentence
    lines: tuple[Line, ...]
    brief: Sentence
    node: str | None = None
    formula: str | None = None

    @property
    def pieces(self) -> Iterator[Piece]:
        """Everything that the step says, in order."""
        yield from self.title
        for line in self.lines:
            yield from line.pieces
        yield from self.brief


@dataclass(frozen=True, slots=True)
class Notation:
    """How derivatives are written in one story: the style, d or ∂, and what the output and the only input are called."""

    style: str
    sign: str
    output: str
    only_input: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """The whole explanation at one point."""

    program: str
    point: Sentence
    notation: Notation
    steps: tuple[Step, ...]


def say(*parts: str | Piece | Atom) -> Sentence:
    """A sentence: text is words, an atom is mathematics of its own."""
    return tuple(piece(part) for part in parts if part != "")


def piece(part: str | Piece | Atom) -> Piece:
    if isinstance(part, str):
        return Words(part)
    return part if isinstance(part, (Words, Program, Math)) else Math((part,))


def count(number: int, role: str = "count") -> Number:
    """How many there are of something in the report."""
    return Number(Fraction(number), role)


def math(*parts: str | Atom | Math) -> Math:
    """Mathematics of atoms; text stands for a sign."""
    atoms: list[Atom] = []
    for part in parts:
        if isinstance(part, Math):
            atoms += part.atoms
        else:
            atoms.append(Sign(part) if isinstance(part, str) else part)
    return Math(tuple(atoms))


def listed(items: Sequence[Math | Atom], last: str = " and ") -> list[Piece]:
    """`a`, `a and b`, `a, b and c`."""
    found: list[Piece] = []
    for index, item in enumerate(items):
        if index:
            found.append(Words(last if index == len(items) - 1 else ", "))
        found.append(piece(item))
    return found
