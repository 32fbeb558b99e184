"""The trace: the further numbers that an explanation tells, from the same passes as the report.

For a name that is nudged: every node on its way before and after, how far each moved and at what rate; and why k is not
exactly the derivative (symback/report/leftover.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from symback.arithmetic.values import NeedMorePrecision, Number, Pi, Value
from symback.passes.backward import Slope, one, plus, times
from symback.passes.nudge import CENTRAL, Probe, chained_probe, difference
from symback.report.inputs import input_formulas
from symback.report.judging import plain
from symback.report.leftover import Leftover, leftover
from symback.report.point import Point, passes, precisions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from symback.graph.graph import Graph
    from symback.report.options import Options
    from symback.syntax.formula import Formula

T = TypeVar("T")
UP, DOWN, STILL = "up", "down", "still"


@dataclass(frozen=True, slots=True)
class Moved:
    """A node on the way of a nudge: its value before and after (central: and at minus epsilon), and how far it moved.

    `rate` is its derivative by the nudged name; `step` is rate times ε, how far the derivative alone says that it moves.
    `size`, `rate_size` and `step` are without sign: `direction` and `heading` say which way the value and the rate go.
    """

    name: str
    before: Number
    after: Number | None
    minus: Number | None
    change: Number | None
    size: Number | None
    direction: str
    rate: Number | None
    rate_size: Number | None
    heading: str
    step: Number | None


@dataclass
class Trace:
    """Answers for one graph at one point (`point` is None without values); `epsilon` is what ε is called.

    Where the digits of the point are too few, the next of `points` takes its place.
    """

    graph: Graph
    options: Options
    epsilon: str
    points: Iterator[Point]
    point: Point | None = field(default=None)

    def __post_init__(self) -> None:
        self.point = next(self.points, None)

    def asked(self, ask: Callable[[Point], T], otherwise: T) -> T:
        """What `ask` answers, at as many digits as it takes; `otherwise` where there is no point, or no digits are enough."""
        while self.point is not None:
            try:
                return ask(self.point)
            except NeedMorePrecision:
                self.point = next(self.points, None)
        return otherwise

    def ways(self, name: str) -> tuple[Moved, ...]:
        """The nudged name and every node on its way, in order of computation; none where the output has no value."""
        return self.asked(lambda point: ways(self.graph, point, self.options, name), ())

    def leftover(self, name: str) -> Leftover:
        """k as a formula in ε where there is one; else the leading term of what is left over."""
        alone = leftover(self.graph, None, self.options, name, self.epsilon)
        return self.asked(lambda point: leftover(self.graph, point, self.options, name, self.epsilon), alone)


def ways(graph: Graph, point: Point, options: Options, name: str) -> tuple[Moved, ...]:
    """As Trace.ways. Raises NeedMorePrecision."""
    values = point.shown.values
    if not {name, graph.output} <= values.keys():
        return ()
    probe = chained_probe(graph, name, point.shown, point.arithmetic)
    after = walked(probe, options.epsilons[0])
    minus = walked(probe, -options.epsilons[0]) if options.scheme == CENTRAL else {}
    slopes = rates(name, probe, point)
    names = [name, *(node.name for node in probe.nodes if node.name in values)]
    mover = Mover(point, options.epsilons[0])
    return tuple(mover.moved(n, values[n], after[n], minus.get(n), slopes.get(n)) for n in names)


def walked(probe: Probe, t: Fraction) -> dict[str, Value]:
    """Every value on the way of a nudge by `t`, by name."""
    inners = probe.walk(t)[1]
    start = probe.arithmetic.apply("+", (probe.run.values[probe.name], probe.arithmetic.number(t)))
    return {probe.name: start} | {node.name: inner[-1] for node, inner in zip(probe.nodes, inners, strict=True)}


def rates(name: str, probe: Probe, point: Point) -> dict[str, Slope]:
    """The derivative of every node on the way by `name`, left to right: the backward pass's numbers the other way round."""
    found: dict[str, Slope] = {name: one(point.arithmetic)}
    for node in probe.nodes:
        total: Slope = None
        for operand, slope in zip(node.operands, point.slopes.slots.get(node.name, ()), strict=False):
            if operand in found:
                total = plus(total, times(slope, found[operand], point.arithmetic), point.arithmetic)
        found[node.name] = total
    return found


@dataclass(frozen=True, slots=True)
class Mover:
    """Says how far a value moved, in the arithmetic of a point."""

    point: Point
    epsilon: Fraction

    def moved(self, name: str, before: Value, after: Value, minus: Value | None, rate: Slope) -> Moved:
        arithmetic = self.point.arithmetic
        change = plain(difference(after, before if minus is None else minus, arithmetic))
        number = plain(Fraction(0) if rate is None else rate)
        size, rate_size = absolute(change), absolute(number)
        step = None
        if rate_size is not None:
            step = plain(arithmetic.apply("*", (rate_size, arithmetic.number(self.epsilon))))
        return Moved(
            name, plain(before), plain(after), plain(minus), change, size, self.heading(change), number, rate_size,
            self.heading(number), step,
        )  # fmt: skip

    def heading(self, value: Number | None) -> str:
        """up, down or still: the sign of a change or a rate."""
        if value is None:
            return STILL
        arithmetic = self.point.arithmetic
        side = arithmetic.compare(value, arithmetic.number(Fraction(0)))
        return UP if side > 0 else DOWN if side < 0 else STILL


def absolute(value: Number | None) -> Number | None:
    """A number without its sign."""
    if isinstance(value, Pi):
        return Pi(abs(value.factor))
    return None if value is None else abs(value)


def trace(graph: Graph, given: Mapping[str, object], options: Options) -> Trace:
    """The trace of a graph at a point."""
    inputs = input_formulas(graph, given, partial=options.partial)
    return Trace(graph, options, epsilon_name(graph), points(graph, inputs, options))


def untraced(graph: Graph, options: Options) -> Trace:
    """A trace without a point: of a large graph the numbers between the nodes are not kept."""
    return Trace(graph, options, epsilon_name(graph), iter(()))


def epsilon_name(graph: Graph) -> str:
    """What ε is called in formulas: a name that the program does not have."""
    names = {*graph.inputs, *graph.by_name}
    return next(n for n in ("epsilon", "h", "Delta", "tiny_step") if n not in names)


def points(graph: Graph, inputs: Mapping[str, Formula], options: Options) -> Iterator[Point]:
    """The passes at more and more digits; none where no input has a value."""
    if not inputs and graph.inputs:
        return
    for work in precisions(options):
        try:
            found = passes(graph, inputs, options, work)
        except NeedMorePrecision:
            continue
        yield found
