"""What a story is made of: steps of lines, lines of the words and mathematics of documents.

Words never hold a digit: whatever is a number is a `Number` of the report, a `Formula` of it, or a `Name`. So every
format can set mathematics its own way, and no number can come from anywhere but the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    from collections.abc import Iterator

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
class Story:
    """The whole explanation at one point."""

    program: str
    point: Sentence
    notation: Notation
    steps: tuple[Step, ...]
