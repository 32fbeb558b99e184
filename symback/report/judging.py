"""One derivative at a point: the value to report, its nudges, and the verdict; within a budget of work."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from symback.domains.floats import Floats
from symback.domains.text import as_float
from symback.domains.values import NeedMorePrecision, Number, Undefined, Value
from symback.passes.edges import ON, edged, places, written_out
from symback.passes.judge import MATCH, NOT_CHECKED, ROUNDING, Verdict, judge
from symback.passes.nudge import Probe, chained_probe, local_probe
from symback.passes.reach import with_epsilon
from symback.passes.rounding import rounding
from symback.report.model import Nudged

if TYPE_CHECKING:
    from collections.abc import Callable

    from symback.domains.base import Domain
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.passes.backward import Slope
    from symback.passes.forward import Forward
    from symback.report.options import Options
    from symback.report.point import Point

# Operations that nudging may take in one report; what lies beyond is not checked, and the report says so.
NUDGE_BUDGET = 200_000
WALKS = 8  # about so many walks does one verdict take
UNCHECKED = Verdict(NOT_CHECKED)
OFF = "doubles lose its digits; the value is worked out with more"
ENOUGH_BITS = 17_000  # a leftover that cannot be told from 0 with so many is shown as 0, and it is said
Judged = tuple[Number | None, tuple[Nudged, ...], Verdict]
NOTHING: Judged = (None, (), UNCHECKED)


class Judging:
    """Judges the derivatives of one point, one after the other, as long as the budget lasts."""

    def __init__(self, graph: Graph, options: Options, point: Point) -> None:
        self.graph, self.options, self.point = graph, options, point
        self.left = NUDGE_BUDGET
        self.last: dict[
            str, Judged
        ] = {}  # of the output by operands that nothing else uses: edge and path are the same

    def chained(self, name: str) -> Judged:
        """The output's derivative by an input or node."""
        slope, truth = self.point.slopes.chained[name], self.point.judge_slopes.chained[name]

        def probe(run: Forward, arithmetic: Domain) -> Probe:
            return chained_probe(self.graph, name, run, arithmetic)

        found = self.judged(f"d{self.graph.output}/d{name}", slope, truth, probe)
        if [node.name for node in self.graph.consumers[name] if not node.unused] == [self.graph.output]:
            self.last[name] = found
        return found

    def local(self, node: Node, operand: str, slope: Slope, truth: Slope) -> Judged:
        """The derivative on one edge."""
        if node.name == self.graph.output and operand in self.last:
            return self.last[operand]

        def probe(run: Forward, arithmetic: Domain) -> Probe:
            return local_probe(node, operand, run, arithmetic)

        return self.judged(f"local:d{node.name}/d{operand}", slope, truth, probe)

    def judged(self, name: str, slope: Slope, truth: Slope, probe: Callable[[Forward, Domain], Probe]) -> Judged:
        point = self.point
        known = point.told(name, slope, truth)
        value, off = point.arithmetic.number(Fraction(0)) if known is None else known, known is not slope
        doubtful = isinstance(truth, Undefined) or self.edges
        if self.left <= 0 or not (self.options.nudges or doubtful):
            return self.plain(value), (), Verdict(ROUNDING, reason=OFF) if off else UNCHECKED
        checked = probe(point.judge_run, point.judge_arithmetic)
        if not self.options.nudges and not isinstance(truth, Undefined) and not self.touches_edge(checked):
            return self.plain(value), (), Verdict(ROUNDING, reason=OFF) if off else UNCHECKED
        shown = probe(point.shown, point.arithmetic) if self.in_floats else checked
        self.left -= WALKS * max(1, checked.size)
        verdict = judge(checked, truth, on_edge=self.touches_edge(checked))
        reported = self.reported(verdict, value)
        if off and verdict.kind == MATCH:
            verdict = replace(verdict, kind=ROUNDING, reason=OFF)
        epsilons = self.options.epsilons if self.options.nudges else ()
        nudges = tuple(self.nudge(e, shown, checked, verdict, reported) for e in epsilons)
        return self.plain(reported), nudges, self.settled(nudges[0].verdict if nudges else verdict)

    def nudge(self, epsilon: Fraction, shown: Probe, checked: Probe, verdict: Verdict, value: Number | None) -> Nudged:
        """One nudge, with its own verdict: whether this epsilon can show what is so."""
        scheme, plain = self.options.scheme, self.plain
        made = shown.nudge(epsilon, scheme, value)
        own = with_epsilon(verdict, checked, epsilon, scheme)
        if self.in_floats:
            own = rounding(own, shown, checked, epsilon, scheme)
        return Nudged(
            epsilon,
            plain(made.moved),
            plain(made.minus),
            plain(made.k),
            self.left_over(made.leftover),
            self.settled(own),
        )

    def plain(self, value: Value | None) -> Number | None:
        """A value as the report holds it: None where there is none."""
        return self.point.arithmetic.shown(value)

    def left_over(self, value: Value | None) -> Number | None:
        """Return what a nudge leaves over. It is not worth all digits that there are to tell a tiny one from 0."""
        arithmetic = self.point.judge_arithmetic
        if (
            self.in_floats
            or value is None
            or arithmetic.is_known(value)
            or arithmetic.last
            or arithmetic.bits < ENOUGH_BITS
        ):
            return self.plain(value)
        return arithmetic.shown_roughly(value)

    def settled(self, verdict: Verdict) -> Verdict:
        """A verdict with its slopes as the report holds them."""
        if verdict.left is None and verdict.right is None:
            return verdict
        return replace(verdict, left=self.plain(verdict.left), right=self.plain(verdict.right))

    def reported(self, verdict: Verdict, slope: Value) -> Number | None:
        """The derivative as the verdict leaves it, in the arithmetic that is shown."""
        if verdict.value is None or not self.in_floats:
            return verdict.value
        return plain(slope) if verdict.reason is None else as_float(verdict.value)

    @property
    def in_floats(self) -> bool:
        return isinstance(self.point.arithmetic, Floats)

    @cached_property
    def edges(self) -> frozenset[str]:
        """The nodes that stand on an edge between smooth pieces, where the chain rule alone may be wrong."""
        run, arithmetic = self.point.judge_run, self.point.judge_arithmetic
        return frozenset(n.name for n in self.graph.nodes if n.name in run.inner and on_edge(n, run, arithmetic))

    def touches_edge(self, probe: Probe) -> bool:
        return any(node.name in self.edges for node in probe.nodes)


def on_edge(node: Node, run: Forward, arithmetic: Domain) -> bool:
    """True if an operation of the node is at one of its edges, or may be. Raises NeedMorePrecision."""
    code = written_out(node.rule)
    if not edged(code):
        return False
    try:
        inner = arithmetic.run(code, [run.values[n] for n in node.operands])
        return ON in places([node], node.name, {node.name: inner}, arithmetic, leading=False).values()
    except NeedMorePrecision:
        if not arithmetic.last:  # type: ignore[attr-defined]  # only Exact raises it
            raise
        return True


def plain(value: Value | None) -> Number | None:
    """A double as the report holds it: None where there is none."""
    return None if isinstance(value, Undefined) else value
