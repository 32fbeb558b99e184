"""What a story is made of: steps of lines, lines of the words and mathematics of documents.

Words never hold a digit: whatever is a number is a `Number` of the report, a `Formula` of it, or a `Name`. So every
format can set mathematics its own way, and no number can come from anywhere but the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from symback.document.model import (
    DVAR,
    LEIBNIZ,
    NOTATIONS,
    PRIME,
    Atom,
    Derivative,
    Formula,
    Math,
    Name,
    Notation,
    Number,
    Piece,
    Program,
    Sentence,
    Sign,
    Words,
    count,
    listed,
    math,
    piece,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.document.model import Look
    from symback.errors import SymbackError

__all__ = [
    "DVAR", "LEIBNIZ", "NOTATIONS", "PRIME", "Atom", "Derivative", "Formula", "Line", "Math", "Name", "Notation",
    "Number", "Piece", "Program", "Sentence", "Sign", "Step", "Story", "Words", "count", "listed", "math", "piece", "say",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or two; `part` is what --without calls it."""

    part: str
    pieces: Sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story: `kind` (graph, forward, backward, …), the `node` it is about, its title and lines.

    `formula` is the text of the derivative in nodes, where there is one; `brief` tells the step in one line; `edges` are
    the (operand, node) that it is about, lit in a drawing.
    """

    kind: str
    title: Sentence
    lines: tuple[Line, ...]
    brief: Sentence
    node: str | None = None
    formula: str | None = None
    edges: tuple[tuple[str, str], ...] = ()

    @property
    def pieces(self) -> Iterator[Piece]:
        """Everything that the step says, in order."""
        yield from self.title
        for line in self.lines:
            yield from line.pieces
        yield from self.brief


class Drawn(Protocol):
    """The drawing of a story's graph."""

    def text(self, look: Look, lit: tuple[tuple[str, str], ...]) -> Sequence[str] | None:
        """Return the lines of it in characters, with edges lit; None where there is no room for it."""

    def svg(self) -> str:
        """Return it as svg."""


@dataclass(frozen=True, slots=True)
class Story:
    """The whole explanation at one point; `picture` is the drawing of its graph, where it is small enough.

    `missing` says why no derivative that was asked for exists, where that is so.
    """

    program: str
    point: Sentence
    notation: Notation
    steps: tuple[Step, ...]
    picture: Drawn | None = None
    missing: SymbackError | None = None
