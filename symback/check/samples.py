"""Random points of a program's domain, with the walks there: what a claimed formula is held against.

The points are rational and always the same ones, so that a verdict can be repeated. They come from near and far:
between -3 and 3, small, large, around the numbers in the formulas, and around the point that was asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from symback.domains.decimals import decimal_context
from symback.domains.exact import LARGEST, Mixed
from symback.domains.values import Number, Pi, Undefined, Value
from symback.passes.backward import Backward, backward, edge_slope
from symback.passes.forward import Forward, forward

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from symback.graph.graph import Graph
    from symback.report.get import Wanted
    from symback.syntax.formula import Formula

ROUGH, FINE, FINER = 60, 400, 600  # working digits: of every point, and of the two walks that settle one
SPARE_BITS = 8
GRID = 9973  # a prime: random points stay clear of the kinks that people put at simple numbers
RANGES = ((-3, 3), (0, 1), (-1, 1), (1, 8), (0, 3), (-30, 30), (1, 2000))
MOST_CENTRE = 10**12  # numbers up to here are places to look around
LONG_RATIONAL = 20_000  # bits of a rational that is carried on as a decimal: squared again and again it would never end
EXACT_BELOW = 200  # operations: rationals grow with the depth, so larger graphs are walked in decimals


class Steady(Mixed):
    """Mixed arithmetic that goes on with the digits it has. A difference that loses them all is noise, and is given the
    size that noise has: then the same walk with more digits comes out elsewhere, and tells what was noise.
    """

    def held(self, value: Value) -> Value:
        if (
            isinstance(value, Fraction)
            and value.numerator.bit_length() + value.denominator.bit_length() > LONG_RATIONAL
        ):
            value = self.real(value)
        return super().held(value)

    def enough_left(self, a: Any, b: Any, total: Any) -> bool:  # noqa: ARG002 (of the class above)
        return True

    def add(self, left: Number, right: Number) -> Value:
        total = super().add(left, right)
        if isinstance(total, (Fraction, Pi, Undefined)):
            return total
        context = decimal_context(self.work)
        largest = max(context.mag(v) if v else -LARGEST for v in (self.real(left), self.real(right)))
        if total and context.mag(total) > largest - self.bits + SPARE_BITS:
            return total
        return context.ldexp(context.one, largest - self.bits) if largest > -LARGEST else total

    def conditioned(self, name: str, result: Any, lost: int) -> Value:  # noqa: ARG002 (of the class above)
        return self.held(result)

    def compare(self, left: Number, right: Number) -> int:
        a, b = (
            (left, right)
            if isinstance(left, Fraction) and isinstance(right, Fraction)
            else map(self.real, (left, right))
        )
        return int(a > b) - int(a < b)


@dataclass
class Sample:
    """One point: the values of all nodes there, and derivatives as they are asked for."""

    point: dict[str, Number]
    graph: Graph
    arithmetic: Mixed
    run: Forward = field(init=False)
    slopes: dict[str, Backward] = field(default_factory=dict)
    finer: dict[int, Sample] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = {name: self.arithmetic.number(value) for name, value in self.point.items()}
        self.run = forward(self.graph, values, self.arithmetic)

    def truth(self, wanted: Wanted) -> Value:
        """The value or derivative that is wanted, by the walk back with numbers."""
        if wanted.by is None:
            return self.run.values[wanted.of]
        if wanted.of == wanted.by:
            return Fraction(1)
        if wanted.of not in self.slopes:
            focus = self.graph if wanted.of == self.graph.output else self.graph.focused(wanted.of)
            self.slopes[wanted.of] = backward(focus, self.run, self.arithmetic)
        found = self.slopes[wanted.of]
        if wanted.local:
            node = self.graph.by_name[wanted.of]
            slope = edge_slope(node, wanted.by, found.slots[wanted.of], self.arithmetic)
        else:
            slope = found.chained[wanted.by]
        return Fraction(0) if slope is None else slope

    def claimed(self, formula: Formula) -> list[Value]:
        """The values within a claimed formula; the last is its own."""
        return self.arithmetic.run(formula.code, [self.run.values[name] for name in formula.names])

    def again(self, digits: int) -> Sample:
        """The same point with more digits."""
        if digits not in self.finer:
            arithmetic = Steady(digits // 2, digits, rational=self.arithmetic.rational)
            self.finer[digits] = Sample(self.point, self.graph, arithmetic)
        return self.finer[digits]

    def agrees(self, inner: Sequence[Value], truth: Number) -> bool:
        """Whether what was claimed is the truth, as far as the digits go; rationals exactly."""
        claimed = inner[-1]
        if isinstance(claimed, Fraction) and isinstance(truth, Fraction):
            return claimed == truth
        real = self.arithmetic.real
        apart = abs(real(claimed) - real(truth)) * 10 ** (self.arithmetic.work // 2)
        if apart <= abs(real(truth)):
            return True
        return bool(apart <= max([real(Fraction(1)), *(abs(real(v)) for v in inner if not isinstance(v, Undefined))]))


class Samples:
    """The random points of one graph, walked once for all claims."""

    def __init__(self, graph: Graph, near: dict[str, Fraction], extra: Sequence[Fraction] = ()) -> None:
        self.graph, self.near = graph, near
        size = sum(len(node.rule) for node in graph.nodes)
        self.arithmetic = Steady(ROUGH // 2, ROUGH, rational=size < EXACT_BELOW)
        self.count = max(3, min(40, 400_000 // max(1, size)))
        self.centres = sorted({*constants(graph), *extra})[:50]
        self.random = Random(len(graph.inputs))  # noqa: S311 (points, not secrets)
        self.made: list[Sample] = []

    def __iter__(self) -> Iterator[Sample]:
        """Samples without end."""
        index = 0
        while True:
            if index == len(self.made):
                self.made.append(Sample(self.draw(index), self.graph, self.arithmetic))
            yield self.made[index]
            index += 1

    def draw(self, index: int) -> dict[str, Fraction]:
        """A random point: all inputs from one range, each from its own, or all close to the point that was asked about."""
        if index % 5 == 4 and self.near:
            return {n: self.near.get(n, Fraction(0)) + self.between(-1, 1) / 10 for n in self.graph.inputs}
        if index % 3 == 1:
            return {n: self.between(*self.random.choice(RANGES)) for n in self.graph.inputs}
        if index % 7 == 5 and self.centres:
            return {
                n: self.random.choice(self.centres) * self.random.choice((1, -1)) + self.between(-1, 1)
                for n in self.graph.inputs
            }
        low, high = RANGES[index % len(RANGES)]
        return {n: self.between(low, high) for n in self.graph.inputs}

    def between(self, low: int, high: int) -> Fraction:
        return low + (high - low) * Fraction(self.random.randrange(1, GRID), GRID)


def constants(graph: Graph) -> Iterator[Fraction]:
    """The numbers in a graph's formulas, where they are of a size to start from."""
    for node in graph.nodes[:1000]:
        yield from literals(node.formula)


def literals(formula: Formula) -> Iterator[Fraction]:
    return (i[1] for i in formula.code if i[0] == "num" and abs(i[1]) <= MOST_CENTRE)
