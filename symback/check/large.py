"""Checks of claims about a large graph: in doubles, over arrays, at the point and at others around it, without algebra."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.domains.floats import Floats
from symback.domains.values import Undefined
from symback.check.checker import Checker, allowed, claim_value, near, needs_point, rounded
from symback.check.claims import read_claim
from symback.check.explain import usual_place
from symback.check.model import WRONG, Claim, Result
from symback.passes.blocks import edged_nodes
from symback.passes.columns import Plan
from symback.passes.judge import MATCH, NOT_CHECKED
from symback.report.large import Large
from symback.report.options import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.report.get import Wanted

POINTS = 4  # at which a claimed formula is compared
TRIED = 12  # points that are drawn for them, for at some the program may have no value
SEED = 1
CLOSE = 1e-9  # of the truth: so far may a claimed formula be off
NOISE = 1e-13  # of the largest number on the way to a claimed value: rounding may leave that
NOTE = "the graph is large: claims are held against doubles; nothing is proved, and no slips are looked for"


@dataclass
class Place:
    """One point: every value there, and the derivatives of the nodes that are asked about."""

    graph: Graph
    plan: Plan
    values: Any
    chained: dict[str, tuple[Plan, Any]] = field(default_factory=dict)  # what derivatives() has found

    @cached_property
    def slopes(self) -> list[Any]:
        return self.plan.slopes(self.values)

    def derivatives(self, of: str) -> tuple[Plan, Any]:
        """The derivatives of a node by everything before it, and the plan that says where they stand."""
        if of not in self.chained:
            if of == self.graph.output:
                self.chained[of] = self.plan, self.plan.gradient(self.slopes)[0]
            else:
                plan = Plan(self.graph.focused(of))
                self.chained[of] = plan, plan.gradient(plan.slopes(self.values[: len(plan.place)]))[0]
        return self.chained[of]

    def truth(self, wanted: Wanted) -> float | None:
        """The true value, or derivative; None where there is none."""
        if wanted.by is None:
            found = float(self.values[self.plan.place[wanted.of]])
        elif wanted.of == wanted.by:
            found = 1.0
        elif wanted.local:
            found = self.edge(self.graph.by_name[wanted.of], wanted.by)
        else:
            plan, chained = self.derivatives(wanted.of)
            found = float(chained[plan.place[wanted.by]]) if wanted.by in plan.place else 0.0
        return found if math.isfinite(found) else None

    def edge(self, node: Node, by: str) -> float:
        rule, column = self.plan.column(node)
        return sum(float(self.slopes[rule].value[slot, column]) for slot in node.places()[by])

    def agrees(self, claim: Claim) -> bool | None:
        """Whether a claimed formula has the true value here; None where there is no truth, or no telling."""
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
        claims = [read_claim(text, self.graph) for text in texts]
        return [self.told(claim, self.verdict(claim)) for claim in claims]

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
        claimed = claim_value(claim)
        if near(claimed, result.value, allowed(claim, result.value, self.tolerance)):
            return replace(result, verdict=MATCH, evidence="agrees at 1 point")
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
        return edged_nodes(self.plan, self.place.values, self.plan.errors(self.place.values))

    def edge_on_the_way(self, wanted: Wanted) -> str | None:
        """A node on an edge that a change of what is asked about passes; None where there is none."""
        if wanted.by is None or not self.on_edges:
            return None
        graph = self.graph if wanted.of == self.graph.output else self.graph.focused(wanted.of)
        passed = [wanted.of] if wanted.local else [n.name for n in graph.downstream(wanted.by) if not n.unused]
        return next((name for name in passed if name in self.on_edges), None)
