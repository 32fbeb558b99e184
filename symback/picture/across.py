"""How far across everything stands: as near to its neighbours as the order and the distances allow, wires straight where possible.

Each column is an isotonic regression: every place wants to be level with what it is linked to, and none may come nearer to
the one before it than its distance. Pooling adjacent violators, with medians, keeps most wires exactly straight.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from symback.picture.columns import Columns, Place

SWEEPS = 6
PASSES = 4  # the weight of a wire that only passes; that of a link is the product of its ends'
MAIN = 4  # how much more the wire on the longest way counts
BENT = 20  # what a bend costs, in rows, where wires that are nearly straight are straightened
MOST_STRAIGHTENED = 300  # links of a picture whose wires are straightened one by one
Wish = tuple[int, int]  # where to be, and how much it matters
Block = tuple[list[Wish], int, int]  # the wishes of places that move together, where, and how many they are


@dataclass(frozen=True)
class Extent:
    """What a place takes: from its row `up` and `down`; `inlets` are the rows at which wires arrive, seen from its row.

    `main` names the operand on the longest way there, whose wire should be straight before others.
    """

    up: int
    down: int
    inlets: Mapping[Place, int]
    weight: int = 1
    main: str = ""

    @property
    def passes(self) -> bool:
        return self.weight == PASSES


@dataclass(frozen=True)
class Gaps:
    """The distances between two boxes, and between a wire that passes and what is beside it."""

    box: int
    wire: int


class Rows:
    """Finds the row of every place, which is that of its outlet."""

    def __init__(self, columns: Columns, extents: Mapping[Place, Extent], gaps: Gaps) -> None:
        self.columns, self.extents, self.gaps = columns, extents, gaps
        self.before, self.after = columns.before(), columns.after()
        self.rows = {place: row for column in columns.places for place, row in packed(column, self.distances(column))}

    def distances(self, column: Sequence[Place]) -> list[int]:
        """How far every place of a column must stand from the one before it at least."""
        found = [0]
        for upper, lower in pairwise(column):
            above, below = self.extents[upper], self.extents[lower]
            gap = self.gaps.wire if above.passes or below.passes else self.gaps.box
            found.append(above.down + gap + below.up)
        return found

    def settle(self) -> dict[Place, int]:
        """The rows after a few walks to and fro, the best that were found; the uppermost box touches 0. `shift` changes them."""
        best, least = dict(self.rows), self.cost()
        for sweep in range(SWEEPS * 2):
            sides = ("before", "after") if sweep >= SWEEPS else (("before", "after")[sweep % 2],)
            for column in self.columns.places if sweep % 2 == 0 else reversed(self.columns.places):
                self.adjust(column, sides)
            if (cost := self.cost()) < least:
                best, least = dict(self.rows), cost
        self.rows = best
        if len(self.columns.links) <= MOST_STRAIGHTENED:
            self.straighten()
        top = min(row - self.extents[place].up for place, row in self.rows.items())
        self.rows = {place: row - top for place, row in self.rows.items()}
        return self.rows

    def adjust(self, column: Sequence[Place], sides: Sequence[str]) -> None:
        wishes = [list(self.wishes(place, sides)) or [(self.rows[place], 1)] for place in column]
        self.rows.update(zip(column, level(wishes, self.distances(column)), strict=True))

    def wishes(self, place: Place, sides: Sequence[str]) -> Iterator[Wish]:
        """The rows at which the wires to the neighbours on these sides would be straight."""
        if "before" in sides:
            for left in self.before[place]:
                yield self.rows[left] - self.extents[place].inlets[left], self.weight(left, place)
        if "after" in sides:
            for right in self.after[place]:
                yield self.rows[right] + self.extents[right].inlets[place], self.weight(place, right)

    def weight(self, left: Place, right: Place) -> int:
        main = self.extents[right].main == left.name
        return self.extents[left].weight * self.extents[right].weight * (MAIN if main else 1)

    def bend(self, left: Place, right: Place) -> int:
        """How far a link is from straight, down from its left end."""
        return self.rows[right] + self.extents[right].inlets[left] - self.rows[left]

    def cost(self, bent: int = 0) -> int:
        """How far from straight the wires are; `bent` is what any bend costs besides."""
        found = ((self.bend(left, right), self.weight(left, right)) for left, right in self.columns.links)
        return sum((abs(bend) + bent) * weight for bend, weight in found if bend)

    def straighten(self) -> None:
        """Move one end of a wire that is nearly straight, and what is in the way, where that leaves fewer bends."""
        for left, right in self.columns.links:
            for place, sign in ((right, -1), (left, 1)):
                if not 0 < abs(self.bend(left, right)) <= self.gaps.box:
                    break
                before, cost = dict(self.rows), self.cost(BENT)
                self.shift(place, sign * self.bend(left, right))
                if self.cost(BENT) >= cost:
                    self.rows = before

    def shift(self, place: Place, by: int) -> None:
        """Move a place, and those that it comes too near to."""
        column = self.columns.places[place.column]
        distances, at = self.distances(column), column.index(place)
        self.rows[place] += by
        for i in range(at + 1, len(column)):
            self.rows[column[i]] = max(self.rows[column[i]], self.rows[column[i - 1]] + distances[i])
        for i in range(at - 1, -1, -1):
            self.rows[column[i]] = min(self.rows[column[i]], self.rows[column[i + 1]] - distances[i + 1])


def packed(column: Sequence[Place], distances: Sequence[int]) -> Iterator[tuple[Place, int]]:
    """Places as near to each other as they may be."""
    row = 0
    for place, distance in zip(column, distances, strict=True):
        row += distance
        yield place, row


def level(wishes: Sequence[Sequence[Wish]], distances: Sequence[int]) -> list[int]:
    """Rows in order, at least `distances` apart, that are as near to the wishes as that allows in all."""
    shift, shifts = 0, []
    blocks: list[Block] = []
    for wanted, distance in zip(wishes, distances, strict=True):
        shift += distance
        shifts.append(shift)
        block = sorted((row - shift, weight) for row, weight in wanted)
        count = 1
        while blocks and blocks[-1][1] > median(block):
            others, _, more = blocks.pop()
            block, count = sorted(others + block), count + more
        blocks.append((block, median(block), count))
    rows = [row for _, row, count in blocks for _ in range(count)]
    return [row + shift for row, shift in zip(rows, shifts, strict=True)]


def median(wishes: Sequence[Wish]) -> int:
    """The weighted median of sorted wishes, the lower one of two."""
    half = sum(weight for _, weight in wishes)
    for row, weight in wishes:
        half -= 2 * weight
        if half <= 0:
            return row
    raise AssertionError("a place wants to be somewhere")
