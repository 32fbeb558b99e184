"""Slips with a whole way of counting: degrees for radians, log10 for ln. The program is computed as if in that way."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.check.samples import Steady

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.domains.values import Value

TURNED = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
TURNING = frozenset({"asin", "acos", "atan", "atan2"})


class Degrees(Steady):
    """Circular functions as a calculator set to degrees has them."""

    def apply(self, operation: str, values: Sequence[Value]) -> Value:
        if operation in TURNED:
            radians = super().apply("*", (values[0], super().apply("/", (self.constant("pi"), Fraction(180)))))
            return Steady(self.digits, self.work, rational=self.rational).apply(operation, (radians,))
        found = super().apply(operation, values)
        if operation in TURNING:
            return super().apply("*", (found, super().apply("/", (Fraction(180), self.constant("pi")))))
        return found


class TenLogs(Steady):
    """log read as the logarithm to base 10."""

    def apply(self, operation: str, values: Sequence[Value]) -> Value:
        return super().apply("log10" if operation == "log" and self.outside else operation, values)

    @property
    def outside(self) -> bool:
        """Whether it is the program that calls log (log10 is defined by log itself)."""
        return not self.within

    within = False

    def call(self, operation: str, values: Sequence[Value]) -> Value:
        before, self.within = self.within, True
        try:
            return super().call(operation, values)
        finally:
            self.within = before


WAYS: tuple[tuple[str, frozenset[str], type[Steady]], ...] = (
    ("degrees for radians", TURNED | TURNING, Degrees),
    ("log10 for ln", frozenset({"log"}), TenLogs),
)
