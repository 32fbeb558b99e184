"""The truth that a claim is held against: the value and its verdict at a point, and the formula."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from symback.arithmetic.values import NeedMorePrecision
from symback.errors import no_answer
from symback.passes.verdict import NOT_CHECKED, Verdict
from symback.report.build import Builder
from symback.report.inputs import check_constants, input_formulas
from symback.report.point import Point, passes, precisions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.arithmetic.values import Number
    from symback.formulas import Formulas
    from symback.graph.graph import Graph
    from symback.report.get import Wanted
    from symback.report.options import Options
    from symback.syntax.formula import Formula


@dataclass
class Truth:
    """What is true of one value or derivative of a graph at a point (or of its formula, where no input has a value)."""

    graph: Graph
    wanted: Wanted
    inputs: Mapping[str, Formula]
    options: Options

    @cached_property
    def focus(self) -> Graph:
        """The graph with the node that it is about as its output."""
        of = self.wanted.of
        return self.graph.focused(of) if of in self.graph.by_name and of != self.graph.output else self.graph

    @cached_property
    def at_point(self) -> tuple[Number | None, Verdict]:
        """The value at the point, and the verdict on it. Raises SymbackError (exit 3) where a value is missing."""
        if not self.inputs and self.graph.inputs:
            return None, Verdict(NOT_CHECKED)
        options = replace(self.options, formulas=False, nudges=False)
        for work in precisions(options):
            try:
                return self.read(passes(self.focus, self.inputs, options, work), options)
            except NeedMorePrecision:
                continue
        raise no_answer("the value cannot be told from 0 with the digits at hand")

    def read(self, point: Point, options: Options) -> tuple[Number | None, Verdict]:
        builder = Builder(self.focus, options, point, self.inputs)
        of, by = self.wanted.of, self.wanted.by
        if by is None:
            return builder.value_of(of), Verdict(NOT_CHECKED)
        if of == by:
            return Fraction(1), Verdict(NOT_CHECKED)
        node = self.focus.by_name[of]
        row = builder.local(node, by, node.places()[by]) if self.wanted.local else builder.chained(by)
        return row.value, row.verdict

    def quotients(self, epsilons: tuple[Fraction, ...]) -> list[tuple[Fraction, Number]]:
        """The quotients k of several nudges, each with its epsilon."""
        assert self.wanted.by is not None
        options = replace(self.options, formulas=False, nudges=True, arithmetic="auto", epsilons=epsilons)
        for work in precisions(options):
            try:
                builder = Builder(self.focus, options, passes(self.focus, self.inputs, options, work), self.inputs)
                return [(n.epsilon, n.k) for n in builder.chained(self.wanted.by).nudges if n.k is not None]
            except NeedMorePrecision:
                continue
        return []

    @property
    def formulas(self) -> Formulas:
        return self.focus.derived

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


def inputs_at(graph: Graph, given: Mapping[str, object], options: Options) -> dict[str, Formula]:
    """The inputs' values, checked as a report checks them."""
    inputs = input_formulas(graph, given, partial=options.partial)
    graph.unvalued_functions(inputs)
    check_constants(graph)
    return inputs
