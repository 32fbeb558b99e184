"""A curve as pieces: sampled finely where it bends, and cut where nothing joins it (poles, jumps, holes in the domain).

Values is the output on columns of the inputs: the forward pass, in doubles, at once. Crossings are found by its operations, be the step
ever so small: a division changes sides where its divisor passes 0, `abs` where its argument does, `floor` at every whole number; the
same edges by which nudges are judged (symback/passes/edges.py).

Every stretch between two samples is halved as long as the curve between them is not straight: as long as a sample
within it lies off the chord. A corner is thus found to a hair's breadth, and so is the end of a domain. A stretch that
is as narrow as doubles can tell and is not straight still is a jump or a pole: there the curve is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from symback.domains.base import compiled
from symback.domains.columns import DIRECT, TAME, Arrays
from symback.functions import BY_NAME
from symback.passes.edges import edges_of
from symback.passes.forward import onward
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.passes.forward import Forward

Column = Any  # an array of doubles
BLOCK = 2**22  # numbers that one pass may hold at once
TOO_LARGE = 1e290
ONE_BY_ONE = 10_000


class Effort(NamedTuple):
    """What a sample takes: `calls` of operations however many samples there are, and `numbers` for each of them."""

    calls: int
    numbers: int


class Values:
    """`Values(graph, ("w",), {"b": 8.0})(column)` is the output for every w in the column; nan where it has no value.

    What the drawn inputs do not reach is computed once, and what is beyond 10^290 is beyond every paper.
    """

    def __init__(self, graph: Graph, by: tuple[str, ...], given: Mapping[str, float]) -> None:
        self.by, self.output = by, graph.output
        self.arithmetic = Arrays()
        moved = {node.name for name in by for node in graph.downstream(name)}
        used = [node for node in graph.nodes if not node.unused]
        self.nodes = [node for node in used if node.name in moved]
        self.fixed = self.run([node for node in used if node.name not in moved], given).values
        rules = [instruction[0] for node in self.nodes for instruction in node.rule]
        self.effort = Effort(max(1, len(rules)), max(1, sum(map(weight, rules))))

    def run(self, nodes: Sequence[Node], values: Mapping[str, Column]) -> Forward:
        with np.errstate(all="ignore"):
            return onward(nodes, values, self.arithmetic)

    def at(self, columns: Sequence[Column]) -> Forward:
        """The pass over the nodes that the drawn inputs reach."""
        return self.run(self.nodes, {**self.fixed, **dict(zip(self.by, columns, strict=True))})

    def __call__(self, *columns: Column) -> Column:
        """The output, an element for every row of the columns."""
        size = max(1, BLOCK // self.effort.calls)
        starts = range(0, len(columns[0]), size)
        blocks = [self.block([column[i : i + size] for column in columns]) for i in starts]
        return np.concatenate([np.empty(0), *blocks])

    def block(self, columns: list[Column]) -> Column:
        found = np.broadcast_to(np.asarray(self.at(columns).values[self.output], dtype=float), columns[0].shape)
        return np.where(np.abs(found) < TOO_LARGE, found, np.nan)


def weight(operation: str) -> int:
    """Return what an operation costs for one number, against a sum: a function that NumPy has not is computed one by one."""
    row = BY_NAME.get(operation)
    single = row is not None and row.real is not None and operation not in DIRECT and operation not in TAME
    return ONE_BY_ONE if single and operation not in ("max", "min", "erf", "erfc") else 1


HALVINGS = 60
PASSES = 3  # as many edges as one stretch may hold
MOST_SIDES = 4_000_000  # sides that are compared at once
ONE_PLACE = 1e-15  # of the range: ends so near are one place
LOST = 99.0  # the side of what has no value
EDGE_WORK = 100_000  # operations on columns; a larger graph is drawn without looking for its edges


def crossings(values: Values, x: Column) -> Column:
    """The places between some values of the input where an edge is crossed: the last before it, and the first beyond."""
    found: Column = np.empty(0)
    if values.effort.calls * HALVINGS > EDGE_WORK:
        return found
    for _ in range(PASSES):
        columns = np.union1d(x, found)
        sides = sides_at(values, columns)
        if not len(sides) or sides.size > MOST_SIDES:
            return found
        apart = np.maximum(np.spacing(np.abs(columns[1:])), ONE_PLACE * (x[-1] - x[0]))
        crossed = (sides[:, 1:] != sides[:, :-1]).any(axis=0) & (np.diff(columns) > apart)
        if not crossed.any():
            return found
        ends = narrowed(values, columns[:-1][crossed], columns[1:][crossed], sides[:, :-1][:, crossed])
        found = np.union1d(found, ends)
    return found


def narrowed(values: Values, before: Column, beyond: Column, sides: Any) -> Column:
    """Stretches halved until doubles are too coarse: each to the first edge that is crossed in it."""
    for _ in range(HALVINGS):
        middle = before + (beyond - before) / 2
        same = (sides_at(values, middle) == sides).all(axis=0)
        before, beyond = np.where(same, middle, before), np.where(same, beyond, middle)
    return np.concatenate([before, beyond])


def sides_at(values: Values, x: Column) -> Any:
    """For every edge of every operation (a row each) the side on which each value of the input puts it."""
    rows = [np.broadcast_to(row, x.shape) for row in edge_rows(values, x)]
    found = np.array(rows)
    return np.where(np.isnan(found), LOST, found)


def edge_rows(values: Values, x: Column) -> Iterator[Column]:
    with np.errstate(all="ignore"):
        run = values.at([x])
        for node in values.nodes:
            inner: list[Column] = run.inner[node.name]
            for index, instruction in enumerate(node.rule):
                operation = str(instruction[0])
                arguments = [inner[i] for i in instruction[1:]] if operation not in LEAVES else []
                if any(np.ndim(argument) for argument in arguments):
                    yield from sides_of(operation, arguments, inner[index], values.arithmetic)


def sides_of(operation: str, arguments: Sequence[Column], result: Column, arithmetic: Arrays) -> Iterator[Column]:
    """The sides of one operation: the sign of each edge's formula, or its whole part; of a maximum who it is."""
    if operation in ("max", "min"):
        yield np.argmax([np.broadcast_to(np.equal(a, result), np.shape(result)) for a in arguments], axis=0).astype(
            float
        )
        return
    for text in edges_of(operation):
        place: Any = np.asarray(arithmetic.run(compiled(text), [*arguments, arguments[0]])[-1], dtype=float)
        yield place if "floor(x)" in text else np.sign(place)


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
        """True if stretches are as narrow as they can get."""
        first, last = self.x[left], self.x[left + 1]
        return (middle <= first) | (middle >= last) | (last - first <= NARROW * self.paper.width)

    def apart(self, left: Column) -> Column:
        """True if nothing joins the two ends of narrow stretches: the curve takes no value between them on its way."""
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
        """True if a new sample lies on the chord of its stretch, as far as the paper shows: or nothing is drawn there."""
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
