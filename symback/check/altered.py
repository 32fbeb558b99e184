"""Slips of the whole program: the calculator was in degree mode, or log was read as the logarithm to base 10."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.exact import Exact
from symback.domains.values import Pi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.domains.values import Value

TURNED = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
TURNING = frozenset({"asin", "acos", "atan", "atan2"})
DEGREE = Pi(Fraction(1, 180))


class Degrees(Exact):
    """Circular functions as a calculator set to degrees has them."""

    def apply(self, operation: str, values: Sequence[Value]) -> Value:
        if operation in TURNED:
            return super().apply(operation, (super().apply("*", (values[0], DEGREE)),))
        found = super().apply(operation, values)
        return super().apply("/", (found, DEGREE)) if operation in TURNING else found


class TenLogs(Exact):
    """log read as the logarithm to base 10."""

    within = False  # whether it is a definition, not the program, that calls log: log10 is defined by log itself

    def apply(self, operation: str, values: Sequence[Value]) -> Value:
        return super().apply("log10" if operation == "log" and not self.within else operation, values)

    def call(self, operation: str, values: Sequence[Value]) -> Value:
        before, self.within = self.within, True
        try:
            return super().call(operation, values)
        finally:
            self.within = before


WAYS: tuple[tuple[str, frozenset[str], type[Exact]], ...] = (
    ("degrees for radians", TURNED | TURNING, Degrees),
    ("log10 for ln", frozenset({"log"}), TenLogs),
)
