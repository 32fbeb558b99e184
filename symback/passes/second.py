"""Second derivatives: both passes in dual numbers give the gradient's own derivative along a direction."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from symback.domains.columns import Arrays
from symback.domains.dual import Dual, Duals
from symback.domains.rounded import Drawn
from symback.domains.values import Undefined
from symback.passes.backward import backward
from symback.passes.columns import LARGER
from symback.passes.forward import forward

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.domains.base import Domain
    from symback.graph.graph import Graph
    from symback.passes.columns import Plan

DRAWS = 3  # estimates of the errors


class Second(Protocol):
    """What gives the gradient at the point moved along a direction, and its derivative along it, parameter by parameter."""

    inputs: Any

    def gradient(self, direction: Mapping[str, Any], step: Any) -> list[Any]:
        """The derivatives by the parameters at the point plus `step` times the direction."""

    def product(self, direction: Mapping[str, Any]) -> list[Any]:
        """The Hessian times the direction."""


class Singles:
    """On small graphs: values one by one, in any arithmetic."""

    def __init__(self, graph: Graph, inputs: Mapping[str, Any], arithmetic: Domain) -> None:
        self.graph, self.inputs, self.arithmetic = graph, inputs, arithmetic

    def gradient(self, direction: Mapping[str, Any], step: Any) -> list[Any]:
        apply = self.arithmetic.apply
        moved = {n: apply("+", (self.inputs[n], apply("*", (step, by)))) for n, by in direction.items()}
        run = forward(self.graph, {**self.inputs, **moved}, self.arithmetic)
        chained = backward(self.graph, run, self.arithmetic).chained
        return [chained[name] for name in self.graph.parameters]

    def beside(self, direction: Mapping[str, Any], sign: int) -> list[Any]:
        """The derivatives by the parameters just beside the point, as germs. Raises NotWritable and NeedMorePrecision."""
        from symback.domains.germ import Germ, Germs, NeedTerms, NotWritable, constant
        from symback.passes.judge import SPANS

        one, apply = Fraction(1), self.arithmetic.apply
        inputs = {name: constant(value) for name, value in self.inputs.items()}
        for name, by in direction.items():
            if by != 0:
                inputs[name] = Germ((*inputs[name].terms, (one, apply("*", (Fraction(sign), by)))))
        for span in SPANS:
            germs = Germs(self.arithmetic, span)  # type: ignore[arg-type]  # germs are asked for of exact numbers alone
            try:
                chained = backward(self.graph, forward(self.graph, inputs, germs), germs).chained
                return [self.ray(chained[name], sign) for name in self.graph.parameters]
            except NeedTerms:
                continue
        raise NotWritable

    def ray(self, germ: Any, sign: int) -> Any:
        from symback.passes.judge import Side, ray

        if germ is None:
            return Side(Fraction(0), Fraction(0))
        if isinstance(germ, Undefined):
            return Side(None, None, germ.reason, outside=True)
        return ray(germ, sign, self.arithmetic)

    def product(self, direction: Mapping[str, Any]) -> list[Any]:
        duals = Duals(self.arithmetic)
        inputs = {name: Dual(value, direction.get(name)) for name, value in self.inputs.items()}
        chained: dict[str, Any] = backward(self.graph, forward(self.graph, inputs, duals), duals).chained
        return [None if chained[n] is None else chained[n].tangent for n in self.graph.parameters]


class Columns:
    """On large graphs: doubles, over arrays."""

    def __init__(self, plan: Plan, inputs: Any) -> None:
        self.plan, self.inputs = plan, inputs
        self.duals = Duals(Arrays())
        self.places = np.array([plan.place[name] for name in plan.graph.parameters], dtype=np.intp)

    def row(self, direction: Mapping[str, Any]) -> Any:
        found = np.zeros(len(self.inputs))
        for name, value in direction.items():
            found[self.plan.place[name]] = value
        return found

    def gradient(self, direction: Mapping[str, Any], step: Any) -> list[Any]:
        plan = self.plan
        values = plan.forward(self.inputs + step * self.row(direction))
        found = plan.backward(plan.arithmetic, plan.local(plan.arithmetic, (values,)))[0]
        chained: list[float] = found[self.places].tolist()
        return chained

    def product(self, direction: Mapping[str, Any]) -> list[Any]:
        values = self.plan.values(self.duals, (self.inputs, self.row(direction)))
        changes = self.plan.backward(self.duals, self.plan.local(self.duals, values))[1]
        found: list[float] = changes[self.places].tolist()
        return found

    def errors(self, direction: Mapping[str, Any]) -> Any:
        """Estimates of how far rounding may have put off the product."""
        plan, worst = self.plan, np.zeros(len(self.places))
        inputs = (*plan.exactly(self.inputs), *plan.exactly(self.row(direction)))
        for seed in range(DRAWS):
            duals = Duals(Drawn(seed, LARGER, masked=plan.rounded.masked))
            changes = plan.backward(duals, plan.local(duals, plan.values(duals, inputs)))
            worst = np.maximum(worst, np.abs(changes[len(inputs) // 2 + 1][self.places]))
        return worst
