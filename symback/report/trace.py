"""The trace: the further numbers that an explanation tells, from the same passes as the report.

For a name that is nudged: every node on its way before and after, how far each moved and at what rate; and why k is not
exactly the derivative (symback/report/leftover.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from symback.domains.germ import NeedTerms, NotWritable
from symback.domains.values import NeedMorePrecision, Number, Pi, Surd, Undefined, Value
from symback.errors import SymbackError
from symback.passes.judge import SPANS, germ
from symback.passes.nudge import CENTRAL, Probe, chained_probe
from symback.passes.push import push
from symback.report.build import in_arrays, read_for, report_at, report_of
from symback.report.judging import on_edge
from symback.report.point import Point, Walks, walks_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.passes.backward import Slope
    from symback.report.model import Report
    from symback.report.options import Options
    from symback.report.point import Point

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
    """Answers for one graph at one point; `walks` is None where the numbers between the nodes are not kept."""

    graph: Graph
    options: Options
    walks: Walks | None

    @cached_property
    def epsilon(self) -> str:
        """Return what ε is called in formulas: a name that the program does not have."""
        return next(n for n in ("epsilon", "h", "Delta", "tiny_step") if n not in self.graph.names)

    def asked(self, ask: Callable[[Point], T], otherwise: T) -> T:
        """Return what `ask` answers, at as many digits as it takes; `otherwise` where there is no point, or no digits are enough."""
        for point in self.walks or ():
            try:
                return ask(point)
            except NeedMorePrecision:
                continue
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
    after = probe.walk(options.epsilons[0])
    minus = probe.walk(-options.epsilons[0]) if options.scheme == CENTRAL else {}
    slopes = push(probe.nodes, point.shown.inner, {name: point.arithmetic.one}, point.arithmetic)
    names = [name, *(node.name for node in probe.nodes if node.name in values)]
    mover = Mover(point, options.epsilons[0])
    return tuple(mover.moved(n, values[n], after[n], minus.get(n), slopes.get(n)) for n in names)


@dataclass(frozen=True, slots=True)
class Mover:
    """Says how far a value moved, in the arithmetic of a point."""

    point: Point
    epsilon: Fraction

    def moved(self, name: str, before: Value, after: Value, minus: Value | None, rate: Slope) -> Moved:
        arithmetic = self.point.arithmetic
        plain = arithmetic.shown
        change = plain(arithmetic.apply("-", (after, before if minus is None else minus)))
        number = plain(Fraction(0) if rate is None else rate)
        size, rate_size = self.absolute(change), self.absolute(number)
        step = None
        if rate_size is not None:
            step = plain(arithmetic.apply("*", (rate_size, arithmetic.number(self.epsilon))))
        return Moved(
            name, plain(before), plain(after), plain(minus), change, size, self.heading(change), number, rate_size,
            self.heading(number), step,
        )  # fmt: skip

    def absolute(self, value: Number | None) -> Number | None:
        """A number without its sign."""
        if isinstance(value, (Pi, Surd)):
            return replace(value, factor=abs(value.factor))
        return value if value is None or self.heading(value) != DOWN else self.point.arithmetic.apply("neg", (value,))

    def heading(self, value: Number | None) -> str:
        """up, down or still: the sign of a change or a rate."""
        if value is None:
            return STILL
        arithmetic = self.point.arithmetic
        try:
            side = arithmetic.compare(value, arithmetic.number(Fraction(0)))
        except NeedMorePrecision:
            return STILL
        return UP if side > 0 else DOWN if side < 0 else STILL


def traced(graph: Graph, given: Mapping[str, object], options: Options) -> tuple[Report, Trace]:
    """The report of a graph at a point and the trace, from the same passes. Raises SymbackError as a report does."""
    report, trace, error = traced_and_error(graph, given, options, options)
    if error is not None:
        raise error
    return report, trace


def traced_and_error(
    graph: Graph, given: Mapping[str, object], options: Options, reported: Options
) -> tuple[Report, Trace, SymbackError | None]:
    """As traced, the report with options of its own; of a point without an answer what there is, and the error that says why."""
    graph, given = read_for(graph, given)
    if in_arrays(graph, given, reported):
        return report_at(graph, given, reported), Trace(graph, options, None), None
    walks = walks_at(graph, given, reported)
    try:
        return report_of(walks, reported), Trace(graph, options, walks), None
    except SymbackError as error:
        if error.report is None:
            raise
        return error.report(), Trace(graph, options, walks), error


@dataclass(frozen=True, slots=True)
class Leftover:
    """Why k is not the derivative: k as a formula in ε, in names and at the point; or the leftover's leading term.

    `leading` is half the second derivative, times ε it is `amount`; `formula` is its text where one edge is all the way.
    """

    in_names: str | None = None
    at_point: str | None = None
    formula: str | None = None
    leading: Number | None = None
    amount: Number | None = None


def leftover(graph: Graph, point: Point | None, options: Options, name: str, epsilon: str) -> Leftover:
    """As Trace.leftover. Raises NeedMorePrecision."""
    from symback.quotient import quotient

    nodes = [node for node in graph.downstream(name) if not node.unused]
    central = options.scheme == CENTRAL
    letters = quotient(nodes, name, graph.output, {}, epsilon, central)
    if point is None or graph.output not in point.shown.values:
        return Leftover(in_names=letters)
    values = {n: v for n, v in point.judge_run.values.items() if isinstance(v, Fraction)}
    needed = {name, *(operand for node in nodes for operand in node.operands)} - {node.name for node in nodes}
    at_point = None
    if needed <= values.keys():
        at_point = quotient(nodes, name, graph.output, values, epsilon, central)
    if at_point is not None or central:
        return Leftover(letters, at_point)
    return replace(leading(graph, point, name, nodes, options.epsilons[0]), in_names=letters)


def leading(graph: Graph, point: Point, name: str, nodes: list[Node], epsilon: Fraction) -> Leftover:
    """Half the second derivative of the output by `name`, from those of the rules on the way."""
    from symback.quotient import half_second

    probe, plain = chained_probe(graph, name, point.judge_run, point.judge_arithmetic), point.judge_arithmetic.shown
    if any(
        on_edge(node, point.judge_run, point.judge_arithmetic) for node in probe.nodes
    ):  # at a kink there is no second derivative
        return Leftover()
    formula = None
    if len(nodes) == 1:
        slots = [k for k, operand in enumerate(nodes[0].operands) if operand == name]
        formula = half_second(nodes[0].rule, slots, nodes[0].operands)
    half = curvature(probe)
    if half is None:
        return Leftover(formula=formula)
    amount = point.judge_arithmetic.apply("*", (half, epsilon))
    return Leftover(formula=formula, leading=plain(half), amount=plain(amount))


def curvature(probe: Probe) -> Number | None:
    """Return half the second derivative of what is probed: the germ's coefficient of t². None where no germ says."""
    for span in SPANS:
        try:
            found = germ(probe, 1, span)
            return None if isinstance(found, Undefined) else found.coefficient(Fraction(2))
        except NeedTerms:
            continue
        except NotWritable:
            return None
    return None
