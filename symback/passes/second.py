"""Second derivatives: both passes in dual numbers give the gradient's own derivative along a direction."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.domains.dual import Dual, Duals
from symback.domains.values import Undefined
from symback.passes.backward import backward
from symback.passes.forward import forward

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.domains.base import Domain
    from symback.graph.graph import Graph


class Singles:
    """On small graphs: values one by one, in any arithmetic."""

    def __init__(self, graph: Graph, inputs: Mapping[str, Any], arithmetic: Domain) -> None:
        self.graph, self.inputs, self.arithmetic = graph, inputs, arithmetic

    def gradient(self, direction: Mapping[str, Any], step: Any) -> list[Any]:
        """The derivatives by the parameters at the point plus `step` times the direction."""
        run = forward(self.graph, self.at(direction, step).inputs, self.arithmetic)
        chained = backward(self.graph, run, self.arithmetic).chained
        return [chained[name] for name in self.graph.parameters]

    def at(self, direction: Mapping[str, Any], step: Any) -> Singles:
        """The same at the point plus `step` times the direction."""
        apply = self.arithmetic.apply
        moved = {n: apply("+", (self.inputs[n], apply("*", (step, by)))) for n, by in direction.items()}
        return Singles(self.graph, {**self.inputs, **moved}, self.arithmetic)

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
        """The Hessian times the direction."""
        duals = Duals(self.arithmetic)
        inputs = {name: Dual(value, direction.get(name)) for name, value in self.inputs.items()}
        chained: dict[str, Any] = backward(self.graph, forward(self.graph, inputs, duals), duals).chained
        return [None if chained[n] is None else chained[n].tangent for n in self.graph.parameters]
