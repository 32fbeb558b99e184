"""A curve as pieces: sampled finely where it bends, and cut where nothing joins it (poles, jumps, holes in the domain).

Every stretch between two samples is halved as long as the curve between them is not straight: as long as a sample
within it lies off the chord. A corner is thus found to a hair's breadth, and so is the end of a domain. A stretch that
is as narrow as doubles can tell and is not straight still is a jump or a pole: there the curve is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from symback.plot.values import Effort

Column = Any  # an array of doubles
Function = Callable[[Column], Column]

COARSE = 400  # stretches to begin with
ROUNDS = 64  # times that a stretch may be halved
SPLIT = 0.4142135623730951  # not the middle, or the sign of w would seem straight at 0
STRAIGHT = 1 / 2000  # of the paper's height: so far may a sample lie off the chord
NARROW = 1e-13  # of the paper's width: a stretch that can be halved no more
AT_ONCE = 0.8  # of a step: who takes so much of it in a fifth of the way jumps
FAR = 4.0  # paper heights above or below: what is farther is off the paper
MOST = 12_000  # samples
WORK = 30_000_000  # operations on numbers that one curve may take
CALLS = 400_000  # operations on columns that one curve may take


class Piece(NamedTuple):
    """A part of a curve without a gap: its points from left to right. One that stands alone is a dot."""

    x: Column
    y: Column


class Paper(NamedTuple):
    """What is drawn on: from x[0] to x[1] and from y[0] to y[1]."""

    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def width(self) -> float:
        return self.x[1] - self.x[0]

    @property
    def height(self) -> float:
        return self.y[1] - self.y[0]


def coarse(x: tuple[float, float], count: int = COARSE) -> Column:
    """Evenly spread values, ends included."""
    return np.linspace(x[0], x[1], count + 1)


def pieces(function: Function, paper: Paper, effort: Effort, marks: Sequence[float] = ()) -> tuple[Piece, ...]:
    """The pieces of a curve on some paper. `marks` are values that are sampled in any case."""
    count = max(20, min(COARSE, WORK // effort.numbers // 8))
    x = np.union1d(coarse(paper.x, count), [m for m in marks if paper.x[0] <= m <= paper.x[1]])
    return Sampling(function, paper, x, effort).pieces()


class Sampling:
    """The samples of one curve, and which stretches between them are cut."""

    def __init__(self, function: Function, paper: Paper, x: Column, effort: Effort) -> None:
        self.function, self.paper = function, paper
        self.x, self.y = x, function(x)
        self.cuts = np.zeros(len(x) - 1, dtype=bool)  # the stretch after each sample
        self.refine(min(ROUNDS, max(2, CALLS // effort.calls)), min(MOST, max(60, WORK // effort.numbers)))

    def refine(self, rounds: int, most: int) -> None:
        """Halve what is not straight, a round after the other; what cannot be halved any more is cut."""
        open_ = np.ones(len(self.x) - 1, dtype=bool)
        for _ in range(rounds):
            if not open_.any() or len(self.x) > most:
                return
            left = np.flatnonzero(open_)
            middle = self.x[left] + SPLIT * (self.x[left + 1] - self.x[left])
            narrow = self.narrow(left, middle)
            self.cuts[left[narrow]] = self.apart(left[narrow])
            open_[left[narrow]] = False
            left, middle = left[~narrow], middle[~narrow]
            if len(left):
                open_ = self.halved(left, middle, open_)

    def narrow(self, left: Column, middle: Column) -> Column:
        """Whether stretches are as narrow as they can get."""
        first, last = self.x[left], self.x[left + 1]
        return (middle <= first) | (middle >= last) | (last - first <= NARROW * self.paper.width)

    def apart(self, left: Column) -> Column:
        """Whether nothing joins the two ends of narrow stretches: the curve takes no value between them on its way."""
        parts = self.x[left] + np.linspace(0, 1, 6)[:, None] * (self.x[left + 1] - self.x[left])
        within = self.shown(self.function(parts.ravel()).reshape(parts.shape))
        within[0], within[-1] = self.shown(self.y[left]), self.shown(self.y[left + 1])
        step = np.abs(within[-1] - within[0])
        largest = np.abs(np.diff(within, axis=0)).max(axis=0, initial=0)
        return (step > STRAIGHT * self.paper.height) & (largest >= AT_ONCE * step)

    def halved(self, left: Column, middle: Column, open_: Column) -> Column:
        """Put a sample into each of some stretches; returns which stretches are open then."""
        found = self.function(middle)
        bent = ~self.straight(left, found)
        keep = bent | (np.isfinite(found) & np.isfinite(self.y[left]))
        open_[left] = bent
        left, middle, found, bent = left[keep], middle[keep], found[keep], bent[keep]
        self.x = np.insert(self.x, left + 1, middle)
        self.y = np.insert(self.y, left + 1, found)
        self.cuts = np.insert(self.cuts, left + 1, False)
        return np.insert(open_, left + 1, bent)

    def straight(self, left: Column, found: Column) -> Column:
        """Whether a new sample lies on the chord of its stretch, as far as the paper shows: or nothing is drawn there."""
        first, last = self.shown(self.y[left]), self.shown(self.y[left + 1])
        on_chord = first + SPLIT * (last - first)
        missing = ~np.isfinite(first) & ~np.isfinite(last) & ~np.isfinite(found)
        return missing | (np.abs(self.shown(found) - on_chord) <= STRAIGHT * self.paper.height)

    def shown(self, y: Column) -> Column:
        """Values as far as they matter: all beyond the paper's surroundings are alike."""
        return np.clip(y, *self.surroundings)

    @property
    def surroundings(self) -> tuple[float, float]:
        return self.paper.y[0] - FAR * self.paper.height, self.paper.y[1] + FAR * self.paper.height

    def pieces(self) -> tuple[Piece, ...]:
        """The parts between cuts, holes, and what is far off the paper."""
        low, high = self.surroundings
        seen = np.isfinite(self.y) & (self.y >= low) & (self.y <= high)
        starts = np.flatnonzero(seen & ~np.concatenate([[False], seen[:-1] & ~self.cuts]))
        ends = np.flatnonzero(seen & ~np.concatenate([seen[1:] & ~self.cuts, [False]])) + 1
        parts = [Piece(self.x[i:j], self.y[i:j]) for i, j in zip(starts, ends, strict=True)]
        return tuple(parts)
