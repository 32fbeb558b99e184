"""What a value can be: an exact rational, an exact multiple of pi, a decimal, or nothing at all."""

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
class Undefined:
    """No value here, and why; `large` if one exists that is too large to hold. `span` is the place in the text."""

    reason: str
    span: Span | None = None
    large: bool = False


# Fraction, Pi, float, or mpmath's mpf, which has no types: Any, since no checker can follow their mixed operators.
Number: TypeAlias = Any
Value: TypeAlias = Number | Undefined


TOO_LARGE = Undefined("the value is beyond 10^1,000,000, too large to hold", large=True)


class NeedMorePrecision(Exception):
    """A difference cancelled so far that too few digits are left: compute again with more."""
