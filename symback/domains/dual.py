"""Dual numbers over any arithmetic: a value and its tangent, which is how fast it changes along a direction.

Run the forward pass and the backward pass in dual numbers, and what comes out is the gradient and how fast it changes:
the Hessian times the direction, without a second kind of pass ("forward over reverse").
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.domains.base import Domain
from symback.domains.values import Undefined
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Dual:
    """`value`, and its `tangent`; None where the direction does not move it."""

    value: Any
    tangent: Any = None


class Duals(Domain):
    """Every operation on dual numbers, by the operations and derivatives of an inner arithmetic."""

    def __init__(self, inner: Domain) -> None:
        self.inner = inner
        self.name = inner.name

    def number(self, value: Fraction) -> Any:
        return Dual(self.inner.number(value))

    def constant(self, name: str) -> Any:
        return Dual(self.inner.constant(name))

    def apply(self, operation: str, values: Sequence[Any]) -> Any:
        """The value, and the tangents of the operands chained with its derivatives."""
        plain = [dual.value for dual in values]
        result = self.inner.apply(operation, plain)
        tangent = None
        for position, dual in enumerate(values):
            if dual.tangent is None or (operation == "**" and position == 0 and is_zero(plain[1])):
                continue
            slope = self.inner.partial(operation, position, plain, result)
            if slope is not None:
                term = self.inner.times(slope, dual.tangent)
                tangent = term if tangent is None else self.inner.apply("+", (tangent, term))
        return Dual(result, tangent)

    def times(self, left: Any, right: Any) -> Any:
        """Return the product of two derivatives along a path, by the product rule."""
        product, tangent = self.inner.times, None
        for moving, still in ((left.tangent, right.value), (right.tangent, left.value)):
            if moving is not None:
                term = product(moving, still)
                tangent = term if tangent is None else self.inner.add(tangent, term)
        return Dual(product(left.value, right.value), tangent)

    def pack(self, number: Any) -> tuple[Any, ...]:
        """Return the columns that hold a number."""
        inner: Any = self.inner
        return *inner.pack(number.value), *inner.pack(inner.zero if number.tangent is None else number.tangent)

    def unpack(self, *columns: Any) -> Any:
        """Return the number that columns hold: those of its value, then those of its tangent."""
        inner: Any = self.inner
        half = len(columns) // 2
        return Dual(inner.unpack(*columns[:half]), inner.unpack(*columns[half:]))

    def partial(self, operation: str, position: int, values: Sequence[Any], result: Any) -> Any:
        """The derivative of an operation as a dual number: its tangent is how fast it changes."""
        row = BY_NAME.get(operation)
        plain = [dual.value for dual in values]
        if operation.startswith("where") or operation in ("max", "min"):
            # 0 and 1 between the edges, which do not change
            slope = self.inner.partial(operation, position, plain, result.value)
            return None if slope is None else Dual(slope)
        if row is not None and row.at_breaks == "jump":
            slope = self.inner.partial(operation, position, plain, result.value)
            if isinstance(slope, Undefined):
                return Dual(slope)
        return self.run(self.inner.slope_code(operation, position), [*values, *[result] * (3 - len(values))])[-1]


def is_zero(value: Any) -> bool:
    """True if an exponent is the number 0, so that the power does not change."""
    value = getattr(value, "value", value)  # of a column with its error
    return isinstance(value, (int, float, Fraction)) and value == 0
