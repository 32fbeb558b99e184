"""Straight-line code of scalars as a domain: a walk over a graph of arrays writes the same program entry by entry."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from symback.domains.array import Array, Arrays
from symback.domains.base import Domain
from symback.syntax.formula import Formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from symback.domains.array import Held
    from symback.syntax.formula import Instruction

MOST_WRITTEN = 20_000  # instructions
LARGEST_MINORS = 4  # rows of a matrix whose determinant is written out


class TooLarge(Exception):
    """A program of arrays is too large to be written entry by entry."""


class Writer(Domain):
    """Values are places in the code that is written."""

    name = "code"

    def __init__(self) -> None:
        self.code: list[Instruction] = []
        self.names: list[str] = []

    def emit(self, instruction: Instruction) -> Held:
        if len(self.code) >= MOST_WRITTEN:
            raise TooLarge
        self.code.append(instruction)
        return len(self.code) - 1

    def slot(self, name: str) -> Held:
        """The place of an input."""
        self.names.append(name)
        return self.emit(("slot", len(self.names) - 1))

    def number(self, value: Fraction) -> Held:
        return self.emit(("num", value))

    def constant(self, name: str) -> Held:
        return self.emit(("const", name))

    def apply(self, operation: str, values: Sequence[Held]) -> Held:
        return self.emit((operation, *values))

    def formula(self, place: int) -> Formula:
        """The formula whose value stands at a place."""
        from symback.syntax.formula import extract

        return extract(Formula(tuple(self.code), tuple(self.names)), place)


class Unfolded(Arrays):
    """Arrays of places in code; determinants and inverses are written out by minors."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        super().__init__(Writer(), sizes)

    def eliminated(self, at: list[list[Held]], *, solve: bool) -> Any:
        size, apply = len(at), self.inner.apply
        if size > LARGEST_MINORS:
            raise TooLarge
        whole = self.determinant(at)
        if not solve:
            return whole
        minors = (
            self.cofactors(Array((size, size), [entry for line in at for entry in line])).entries
            if size > 1
            else [self.inner.one]
        )
        return [apply("/", (minors[j * size + i], whole)) for i in range(size) for j in range(size)]

    def determinant(self, at: list[list[Held]]) -> Held:
        """The determinant by the first row and its minors."""
        if len(at) == 1:
            return at[0][0]
        apply = self.inner.apply
        found = []
        for j, head in enumerate(at[0]):
            minor = self.determinant([[*line[:j], *line[j + 1 :]] for line in at[1:]])
            share = apply("*", (head, minor))
            found.append(apply("neg", (share,)) if j % 2 else share)
        return reduce(lambda a, b: apply("+", (a, b)), found)
