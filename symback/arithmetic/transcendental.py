"""mpmath's functions, kept away from arguments that would take them for ever."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.arithmetic.values import TOO_LARGE, Number, Pi, Undefined, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

EXPONENTIAL = 22  # binary exponent of an argument from which an exponential leaves 10^±1,000,000
FACTORIAL = 20  # likewise for gamma
LONG = 33_020  # binary exponent of an argument from which reducing it takes too long


def beyond(context: Any, name: str, numbers: Sequence[Any]) -> Value | None:
    """What a function is for arguments of a size that it need not, or cannot, be computed for; None for all others."""
    size = max(context.mag(v) if v else 0 for v in numbers)
    negative = numbers[0] < 0
    if name in ("exp", "expm1", "sinh", "cosh") and size > EXPONENTIAL:
        if name == "exp" and negative:
            return Fraction(0)
        return Fraction(-1) if name == "expm1" and negative else TOO_LARGE
    if name in ("erf", "erfc", "tanh") and size > EXPONENTIAL:
        if name == "erfc":
            return Fraction(2 if negative else 0)
        return Fraction(-1 if negative else 1)
    if name == "gamma" and size > FACTORIAL:
        return TOO_LARGE
    if (name == "polygamma" and size > FACTORIAL) or (name in ("sin", "cos", "lgamma", "digamma") and size > LONG):
        return Undefined(f"the argument of {name} is too large to compute with", large=True)
    return None


def call(context: Any, name: str, numbers: Sequence[Any], values: Sequence[Number]) -> Any:
    """The value of mpmath's function for the language's; multiples of pi are taken as what they are."""
    if name in ("sin", "cos") and isinstance(values[0], Pi):
        function = context.sinpi if name == "sin" else context.cospi
        return function(context.mpf(values[0].factor.numerator) / values[0].factor.denominator)
    if name == "cbrt":
        return context.cbrt(abs(numbers[0])) * (1 if numbers[0] > 0 else -1)
    if name == "lgamma":
        return context.re(context.loggamma(numbers[0]))
    if name == "digamma":
        return context.psi(0, numbers[0])
    if name == "polygamma":
        return context.psi(int(numbers[0]), numbers[1])
    return getattr(context, name)(*numbers)


def lost_bits(context: Any, name: str, argument: Any, result: Any) -> int:
    """Bits that a rounded argument costs the result, where that can be many: near a zero, a pole, or far from 0 for a sine."""
    if name in ("sin", "cos"):
        return int(max(0, context.mag(argument)) - small(context, result)) if argument else 0
    if name in ("log", "lgamma", "digamma"):
        return -small(context, result)
    if name in ("acos", "acosh"):
        return -2 * small(context, result)
    return -small(context, 1 - argument * argument) if name == "atanh" else 0


def small(context: Any, value: Any) -> int:
    """The binary exponent of a number, at most 0."""
    return min(0, int(context.mag(value))) if value else -context.prec
