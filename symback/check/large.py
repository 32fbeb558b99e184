"""Checks of claims about a large graph: in doubles, over arrays, at the point and at others around it, without algebra."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.check.checker import (
    AT_ONE,
    DOUBLE,
    DOUBLE_DIGITS,
    TOLERANCE,
    Checker,
    allowed,
    claim_value,
    needs_point,
    rounded,
)
from symback.check.claims import read_claim
from symback.check.explain import usual_place
from symback.check.model import WRONG, Claim, Result
from symback.domains.ball import within
from symback.domains.floats import Floats
from symback.domains.values import Undefined
from symback.passes.blocks import edged_nodes
from symback.passes.columns import Plan
from symback.passes.judge import MATCH, NOT_CHECKED, PROBED
from symback.report.large import PLAIN_NUMBER, Large
from symback.report.options import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.report.get import Wanted

POINTS = 4  # at which a claimed formula is compared
TRIED = 12  # points that are drawn for them, for at some the program may have no value
SEED = 1
KEPT = 8  # nodes whose derivatives are kept
SURE = 8.0  # times the estimate of an error is what it may be
LOST = 1e-6  # of a number: with a larger error no claim about it is judged
CLOSE = 1e-9  # of the truth: so far may a claimed formula be off
NOISE = 1e-13  # of the largest number on the way to a claimed value: rounding may leave that
NOTE = "the graph is large: claims are held against doubles; nothing is proved, and no slips are looked for"


@dataclass
class Place:
    """One point: every value there, and the derivatives of the nodes that are asked about."""

    graph: Graph
    plan: Plan
    values: Any
    chained: dict[str, tuple[Plan, Any, Any]] = field(default_factory=dict)  # what derivatives() has found

    @cached_property
    def errors(self) -> Any:
        """Return how far rounding may have put off every value."""
        return self.plan.errors(self.values)

    @cached_property
    def slopes(self) -> list[Any]:
        return self.plan.slopes(self.values, self.errors)

    def derivatives(self, of: str) -> tuple[Plan, Any, Any]:
        """The derivatives of a node by everything before it, their errors, and the plan that says where they stand."""
        if of not in self.chained:
            if len(self.chained) >= KEPT:
                self.chained.clear()
            if of == self.graph.output:
                self.chained[of] = self.plan, *self.plan.gradient(self.slopes)
            else:
                plan = Plan(self.graph.focused(of))
                count = len(plan.place)
                self.chained[of] = plan, *plan.gradient(plan.slopes(self.values[:count], self.errors[:count]))
        return self.chained[of]

    def error(self, wanted: Wanted) -> float:
        """Return how far rounding may have put off a value or a derivative, as it is estimated and more."""
        if wanted.by is None:
            return SURE * float(abs(self.errors[self.plan.place[wanted.of]]))
        if wanted.of == wanted.by or wanted.local:
            return 0.0
        plan, _, errors = self.derivatives(wanted.of)
        return SURE * float(errors[plan.place[wanted.by]]) if wanted.by in plan.place else 0.0

    def truth(self, wanted: Wanted) -> float | None:
        """The true value, or derivative; None where there is none."""
        if wanted.by is None:
            found = float(self.values[self.plan.place[wanted.of]])
        elif wanted.of == wanted.by:
            found = 1.0
        elif wanted.local:
            found = self.edge(self.graph.by_name[wanted.of], wanted.by)
        else:
            plan, chained, _ = self.derivatives(wanted.of)
            found = float(chained[plan.place[wanted.by]]) if wanted.by in plan.place else 0.0
        return found if math.isfinite(found) else None

    def edge(self, node: Node, by: str) -> float:
        rule, column = self.plan.column(node)
        return sum(float(self.slopes[rule].value[slot, column]) for slot in node.places()[by])

    def agrees(self, claim: Claim) -> bool | None:
        """True if a claimed formula has the true value here; None where there is no truth, or no telling."""
        truth = self.truth(claim.wanted)
        inner = Floats().run(claim.formula.code, [float(self.values[self.plan.place[n]]) for n in claim.formula.names])
        if truth is None or any(isinstance(value, Undefined) and value.large for value in inner):
            return None
        if isinstance(inner[-1], Undefined):
            return False
        size = max(abs(float(value)) for value in inner if not isinstance(value, Undefined))
        return abs(float(inner[-1]) - truth) <= CLOSE * abs(truth) + NOISE * size


class LargeChecker(Checker):
    """As Checker, for a graph that is walked over arrays."""

    notes = (NOTE,)

    def __init__(
        self, graph: Graph, given: Mapping[str, object] | None = None, options: Options | None = None, **more: Any
    ) -> None:
        self.graph, self.options = graph, options or Options()
        self.tolerance, self.explain = more.get("tolerance"), more.get("explain", True)
        self.at = Large(graph, given or {}, self.options) if given or graph.parsed.values else None
        self.plan = self.at.plan if self.at is not None else Plan(graph)
        self.random = np.random.default_rng(SEED)
        self.drawn = 0

    @property
    def has_point(self) -> bool:
        return self.at is not None or not self.graph.inputs

    @cached_property
    def place(self) -> Place:
        """The point that was asked about; any other where there is none."""
        values = self.at.values if self.at is not None else self.draw()
        return Place(self.graph, self.plan, values)

    @cached_property
    def places(self) -> list[Place]:
        """Points to hold formulas against: the one that was asked about, and others at which the program has a value."""
        found = [self.place]
        while len(found) < POINTS and self.drawn < TRIED:
            place = Place(self.graph, self.plan, self.draw())
            if math.isfinite(place.values[self.plan.place[self.graph.output]]):
                found.append(place)
        return found

    def draw(self) -> Any:
        """Every value at a random point: close to the one that was asked about, if there was one."""
        self.drawn += 1
        steps = self.random.uniform(-1.0, 1.0, len(self.graph.inputs))
        inputs = steps if self.at is None else self.at.values[: len(steps)] + steps / 10
        return self.plan.forward(inputs)

    def check_all(self, texts: Any) -> list[Result]:
        """The results of claims. Numbers for the output's derivatives that are right, most of a long file, are told at a glance."""
        results = []
        for text in texts:
            result = self.at_a_glance(text) if self.at is not None else None
            if result is None:
                claim = read_claim(text, self.graph)
                result = self.told(claim, self.verdict(claim))
            results.append(result)
        return results

    def at_a_glance(self, text: str) -> Result | None:
        """The result of `dJ/dw=3.25`, or `dw=3.25`, where it is surely right; None elsewhere."""
        left, _, right = text.partition("=")
        left, right = left.strip(), right.strip()
        names = self.graph.names
        if not PLAIN_NUMBER.fullmatch(right) or left in names or left[:1] != "d":
            return None
        of, _, by = left[1:].partition("/d")
        if by and of != self.graph.output:
            return None
        place = self.plan.place.get(by or of)
        if place is None or (by or of) == self.graph.output or (by or of) in self.edges_after:
            return None
        truth, off = self.gradient[place]
        if not off <= LOST * abs(truth) or not abs(float(right) - truth) <= self.surely(right) * abs(truth) + off:
            return None
        return Result(text.strip(), MATCH, truth, evidence=AT_ONE, how=PROBED)

    def surely(self, right: str) -> float:
        """Return how far, relatively, a numeral may be off at the least."""
        if self.tolerance is not None:
            return float(self.tolerance)
        digits = len(right.partition("e")[0].partition("E")[0].replace(".", "").lstrip("-0"))
        return float(DOUBLE) / 2 if digits >= DOUBLE_DIGITS else float(TOLERANCE) / 2

    @cached_property
    def gradient(self) -> list[tuple[float, float]]:
        """The output's derivatives by place, and how far rounding may have put them off; nan where one does not exist."""
        _, values, errors = self.place.derivatives(self.graph.output)
        return list(zip(values.tolist(), (SURE * errors).tolist(), strict=True))

    def verdict(self, claim: Claim) -> Result:
        """Right or wrong, in doubles; neither where an edge between smooth pieces lies on the way."""
        edge = self.edge_on_the_way(claim.wanted) if self.at is not None else None
        value = self.place.truth(claim.wanted) if self.has_point else None
        result = Result(claim.text, NOT_CHECKED, value)
        if edge is not None:
            reason = f"{edge} stands on an edge between two smooth pieces, and doubles are not sure of the slopes there"
            return replace(result, reason=f"{reason}; --arithmetic decimal")
        if claim.is_number and self.has_point:
            return self.number(claim, result)
        return self.formula(claim, result)

    def number(self, claim: Claim, result: Result) -> Result:
        if result.value is None:
            return replace(result, reason="there is no value at this point to compare with")
        claimed, error = claim_value(claim), self.place.error(claim.wanted)
        if not error <= LOST * abs(result.value):
            reason = "rounding hides the digits in doubles; --arithmetic decimal has them"
            return replace(result, value=None, reason=reason)
        share, least = allowed(claim, result.value, self.tolerance)
        distance = max(share * abs(Fraction(result.value)), least) + Fraction(error)
        if within(claimed, result.value, Fraction(0), distance):
            return replace(result, verdict=MATCH, evidence=AT_ONE, how=PROBED)
        return replace(result, verdict=WRONG, reason=rounded(claimed, result.value))

    def formula(self, claim: Claim, result: Result) -> Result:
        """A formula (or, without a point, a number) is right where it agrees at every point."""
        answers = [found for place in self.places if (found := place.agrees(claim)) is not None]
        if claim.is_number and not all(answers):
            raise needs_point(claim, self.graph)
        if not answers:
            return replace(result, reason="no point was found where the program has a value")
        if not all(answers):
            return replace(result, verdict=WRONG)
        plural = "" if len(answers) == 1 else "s"
        return replace(result, verdict=MATCH, evidence=f"agrees at {len(answers)} point{plural}")

    def told(self, claim: Claim, result: Result) -> Result:
        """A wrong claim with the place where it parts from the truth."""
        if result.verdict != WRONG or not self.explain:
            return result
        return replace(result, parts_at=usual_place(self, claim.wanted))

    @cached_property
    def on_edges(self) -> frozenset[str]:
        """The nodes that stand on an edge between two smooth pieces at the point."""
        return edged_nodes(self.plan, self.place.values, self.place.errors)

    def edge_on_the_way(self, wanted: Wanted) -> str | None:
        """A node on an edge that a change of what is asked about passes; None where there is none."""
        if wanted.by is None or not self.on_edges:
            return None
        if wanted.local:
            return wanted.of if wanted.of in self.on_edges else None
        if wanted.of == self.graph.output:
            return self.edges_after.get(wanted.by)
        return self.after(self.graph.focused(wanted.of)).get(wanted.by)

    @cached_property
    def edges_after(self) -> dict[str, str]:
        """For every name from which a change passes an edge on its way to the output, a node on one."""
        return self.after(self.graph)

    def after(self, graph: Graph) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in reversed(graph.nodes) if self.on_edges else ():
            edge = node.name if node.name in self.on_edges else found.get(node.name)
            if edge is not None and not node.unused:
                found |= dict.fromkeys(node.operands, edge)
        return found
