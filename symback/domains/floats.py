"""Double arithmetic, as the labs and every framework have it: fast, rounded, with the rounding shown."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.domains.base import Domain, compiled, derivative
from symback.domains.stable import VALUES
from symback.domains.text import as_float
from symback.domains.values import Number, Undefined, Value
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from symback.syntax.formula import Code

OVERFLOW = Undefined("the value is beyond the range of doubles", large=True)


def near_zero(value: Value) -> bool:
    """True near a zero of a function that the C library gets right to so many decimals only, not digits."""
    return not isinstance(value, Undefined) and abs(value) < 1 / 8


def _floor(value: float) -> float:
    return float(math.floor(value))


def _ceil(value: float) -> float:
    return float(math.ceil(value))


DIRECT: dict[str, Callable[..., float]] = {
    "+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y, "neg": lambda x: -x,
    "tan": math.tan, "log2": math.log2, "log10": math.log10, "abs": abs, "hypot": math.hypot,
    "max": max, "min": min, "floor": _floor, "ceil": _ceil,
}  # fmt: skip
ARITHMETIC = frozenset({"+", "-", "*", "neg"})


class Floats(Domain):
    """IEEE doubles; overflow and what is not a number are Undefined."""

    name = "float"

    def __init__(self) -> None:
        self.notes: set[str] = set()

    def number(self, value: Fraction) -> Value:
        try:
            return float(value)
        except OverflowError:
            return OVERFLOW

    def constant(self, name: str) -> Value:
        return math.pi if name == "pi" else math.e

    def basic(self, operation: str, values: Sequence[Number]) -> Value | None:
        try:
            if operation in ARITHMETIC:
                return self.checked(DIRECT[operation](*values))
            if operation == "/":
                return self.checked(values[0] / values[1]) if values[1] else Undefined("division by zero")
            if operation == "**":
                return self.power(float(values[0]), float(values[1]))
            row = BY_NAME.get(operation)
            if row is not None and row.domain is not None and not row.domain[1](*values):
                return None
            if operation in VALUES:
                return self.run(compiled(VALUES[operation]), values)[-1]
            function = DIRECT.get(operation) or (
                getattr(math, row.real or "", None) if row and not row.definition else None
            )
            if function is not None:
                value = self.checked(function(*values))
                return self.by_balls(operation, values) if operation == "lgamma" and near_zero(value) else value
            return self.by_balls(operation, values) if row and row.real and not row.definition else None
        except OverflowError:
            return OVERFLOW
        except ValueError:
            return Undefined(f"{operation} has no value here")

    def checked(self, value: float) -> Value:
        if math.isinf(value):
            return OVERFLOW
        return Undefined("the value is not a number") if math.isnan(value) else value

    def power(self, base: float, exponent: float) -> Value:
        if base == 0 and exponent < 0:
            return Undefined("division by zero: 0 to a negative power")
        if base < 0 and exponent != math.floor(exponent):
            return Undefined(f"a negative number to the power {self.text(exponent)} is not real")
        return self.checked(math.pow(base, exponent))

    def slope_code(self, operation: str, position: int) -> Code:
        return derivative(operation, position, doubles=True)

    def by_balls(self, operation: str, values: Sequence[Any]) -> Value:
        """Functions that Python's math does not have: the double nearest to the true value."""
        from symback.domains.exact import Exact

        precise = Exact(20, 160, last=True).apply(operation, [Fraction(v) for v in values])
        if isinstance(precise, Undefined):
            return precise
        number = as_float(precise)
        return OVERFLOW if number is None else number


Floats.quick = {
    "+": lambda self, x, y: self.checked(x + y),
    "-": lambda self, x, y: self.checked(x - y),
    "*": lambda self, x, y: self.checked(x * y),
}
