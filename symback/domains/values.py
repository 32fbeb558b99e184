"""What a value can be: an exact rational, an exact multiple of pi or of a square root, a ball, a double, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from fractions import Fraction

    from symback.errors import Span


@dataclass(frozen=True, slots=True)
class Pi:
    """`factor` times pi, exactly: what keeps sin(pi) at 0 and tan(pi/2) without a value."""

    factor: Fraction


@dataclass(frozen=True, slots=True)
class Surd:
    """`factor` times the square root of `radicand`, exactly: what makes sin(pi/4) and cos(pi/4) one number, and sqrt(2)**2 a 2.

    The radicand is a whole number above 1 that no square above 1 divides, so equal numbers are equal objects.
    """

    factor: Fraction
    radicand: int


@dataclass(frozen=True, slots=True)
class Undefined:
    """No value here, and why; `large` if one exists that is too large to hold, `unsure` if the balls were too wide to tell.

    `span` is the place in the text.
    """

    reason: str
    span: Span | None = None
    large: bool = False
    unsure: bool = False


# Fraction, Pi, Surd, float, or python-flint's arb, which has no types: Any, since no checker can follow their mixed operators.
Number: TypeAlias = Any
Value: TypeAlias = Number | Undefined


TOO_LARGE = Undefined("the value is beyond 10^1,000,000, too large to hold", large=True)


class NeedMorePrecision(Exception):
    """A ball is too wide to tell what was asked of it: compute again with more bits."""
