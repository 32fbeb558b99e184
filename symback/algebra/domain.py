"""Expressions as a domain: the passes of symback/passes, walked with letters for numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symback.algebra.calls import apply
from symback.algebra.expression import CONSTANTS, ONE, ZERO, Expression, TooLong, bounded, number
from symback.algebra.operations import add, multiply
from symback.domains.symbolic import TOO_LONG, Symbolic
from symback.domains.values import Undefined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from symback.domains.values import Value


class Letters(Symbolic):
    """Every operation on expressions; `form` is how a derivative is written after each path's share."""

    name = "letters"
    zero, one = ZERO, ONE

    def __init__(self, form: Callable[[Expression], Expression] = bounded) -> None:
        self.form = form

    def number(self, value: Fraction) -> Value:
        return or_too_long(number, value)

    def constant(self, name: str) -> Value:
        return CONSTANTS[name]

    def apply(self, operation: str, values: Sequence[Value]) -> Value:
        """Return the expression of one operation."""
        for value in values:
            if type(value) is Undefined:
                return TOO_LONG
        try:
            return bounded(apply(operation, values))  # type: ignore[arg-type]  # all are expressions
        except TooLong:
            return TOO_LONG

    def add(self, left: Value, right: Value) -> Value:
        return or_too_long(add, left, right)

    def total(self, values: Sequence[Value]) -> Value:
        return or_too_long(add, *values)

    def times(self, left: Value, right: Value) -> Value:
        """Return the product of two derivatives along a path: a choice further on is asked first."""
        return or_too_long(multiply, right, left)

    def gathered(self, slope: Value) -> Value:
        return or_too_long(self.form, slope)


LETTERS = Letters()


def or_too_long(make: Callable[..., Expression], *values: Any) -> Value:
    """Return what is made of values; TOO_LONG where one of them or the result is."""
    for value in values:
        if type(value) is Undefined:
            return TOO_LONG
    try:
        return make(*values)
    except TooLong:
        return TOO_LONG
