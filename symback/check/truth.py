"""The truth that a claim is held against: the value and its verdict at a point, and the formula."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from symback.domains.values import NeedMorePrecision, Undefined
from symback.passes.backward import edge_slope
from symback.passes.judge import NOT_CHECKED, Verdict, judge
from symback.passes.nudge import chained_probe, local_probe
from symback.report.judging import on_edge
from symback.report.point import Point, Walks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.domains.values import Number, Value
    from symback.formulas import Formulas
    from symback.graph.graph import Graph
    from symback.report.get import Wanted
    from symback.report.options import Options
    from symback.syntax.formula import Formula

ONE = Fraction(1)
LEAST = Fraction(1, 10**4)  # of the nudges that are tried where a claim is wrong


@dataclass
class Truth:
    """What is true of one value or derivative of a graph at a point (or of its formula, where no input has a value)."""

    graph: Graph
    wanted: Wanted
    inputs: Mapping[str, Formula]
    options: Options
    known: dict[str, Walks] = field(default_factory=dict)  # by the node that they are about, shared by all truths

    @cached_property
    def walks(self) -> Walks:
        """The passes over the graph with the node that it is about as its output."""
        of, output = self.wanted.of, self.graph.output
        name = of if of in self.graph.by_name else output
        if name not in self.known:
            focus = self.graph if name == output else self.graph.focused(name)
            epsilons = (*self.options.epsilons, LEAST)
            options = replace(self.options, formulas=False, nudges=False, arithmetic="auto", epsilons=epsilons)
            self.known[name] = Walks(focus, self.inputs, options)
        return self.known[name]

    @cached_property
    def has_value(self) -> bool:
        """True if there is a point, and all that it depends on has a value there."""
        return self.walks.has_point and self.walks.answer(lambda point: self.focus.output in point.judge_run.values)

    @property
    def focus(self) -> Graph:
        """That graph."""
        return self.walks.graph

    @cached_property
    def at_point(self) -> tuple[Number | None, Verdict]:
        """The value at the point, and the verdict on it. Raises SymbackError (exit 3) where a value is missing."""
        return self.walks.answer(self.read) if self.walks.has_point else (None, Verdict(NOT_CHECKED))

    def read(self, point: Point) -> tuple[Number | None, Verdict]:
        """The value as it is, not as it would be shown: a ball around 0 is no 0. Raises NeedMorePrecision."""
        arithmetic, run, (of, by) = point.judge_arithmetic, point.judge_run, (self.wanted.of, self.wanted.by)
        value: Value = run.values.get(of)
        verdict = Verdict(NOT_CHECKED)
        if of not in run.values:  # it has letters in it
            return None, verdict
        if by is not None:
            value = ONE
            if of != by:
                value, verdict = self.slope(point, of, by)
        if not arithmetic.is_known(value) and not arithmetic.last:
            raise NeedMorePrecision
        return None if isinstance(value, Undefined) else value, verdict

    def slope(self, point: Point, of: str, by: str) -> tuple[Value, Verdict]:
        arithmetic, run, node = point.judge_arithmetic, point.judge_run, self.focus.by_name[of]
        if self.wanted.local:
            found = edge_slope(node, by, point.judge_slopes.slots[of], arithmetic)
            probe = local_probe(node, by, run, arithmetic)
        else:
            found = point.judge_slopes.chained.get(by)
            probe = chained_probe(self.focus, by, run, arithmetic)
        if isinstance(found, Undefined) or any(on_edge(n, run, arithmetic) for n in probe.nodes):
            verdict = judge(probe, found, on_edge=True)
            return verdict.value, verdict
        return Fraction(0) if found is None else found, Verdict(NOT_CHECKED)

    def quotients(self, epsilons: tuple[Fraction, ...]) -> list[tuple[Fraction, Number]]:
        """The quotients k of several nudges, each with its epsilon."""
        by = self.wanted.by
        assert by is not None

        def nudged(point: Point) -> list[tuple[Fraction, Number]]:
            probe = chained_probe(self.focus, by, point.judge_run, point.judge_arithmetic)
            made = [probe.nudge(epsilon, self.options.scheme, None) for epsilon in epsilons]
            return [(nudge.epsilon, nudge.k) for nudge in made if not isinstance(nudge.k, Undefined)]

        return self.walks.answer(nudged)

    @property
    def formulas(self) -> Formulas:
        from symback.formulas import Formulas

        return self.focus.once(Formulas)

    @cached_property
    def formula(self) -> str | None:
        """The true formula in inputs (a local derivative's in operands); None where it is too long."""
        from symback.formulas import text_of

        of, by = self.wanted.of, self.wanted.by
        if by is None:
            found = text_of(self.formulas.expressions[of])
            return found or self.graph.by_name[of].text(limit=400)
        if of == by:
            return "1"
        if self.wanted.local:
            return text_of(self.formulas.local(of, by))
        return text_of(self.formulas.in_inputs(by)) or text_of(self.formulas.in_nodes(by))
