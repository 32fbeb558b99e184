"""What a value can be: an exact rational, an exact multiple of pi or of a square root, a ball, a double, or nothing at all."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from symback.errors import Span


def as_double(operation: Callable[[Any, Any], Any], *, swapped: bool = False) -> Callable[[Any, Any], Any]:
    """Return Python's operator on an irrational, which counts as the double next to it."""

    def operate(self: Irrational, other: Any) -> Any:
        number = float(other) if isinstance(other, Irrational) else other
        return operation(number, float(self)) if swapped else operation(float(self), number)

    return operate


class Irrational:
    """What Python users can do with an exact number that is no fraction; the engine's own operations are a domain's."""

    __slots__ = ()
    factor: Fraction

    __add__, __radd__ = as_double(operator.add), as_double(operator.add, swapped=True)
    __sub__, __rsub__ = as_double(operator.sub), as_double(operator.sub, swapped=True)
    __mul__, __rmul__ = as_double(operator.mul), as_double(operator.mul, swapped=True)
    __truediv__, __rtruediv__ = as_double(operator.truediv), as_double(operator.truediv, swapped=True)
    __pow__, __rpow__ = as_double(operator.pow), as_double(operator.pow, swapped=True)
    __lt__, __le__ = as_double(operator.lt), as_double(operator.le)
    __gt__, __ge__ = as_double(operator.gt), as_double(operator.ge)

    def __float__(self) -> float:
        from symback.domains.text import as_float

        found = as_float(self)
        if found is None:
            raise OverflowError(f"{self} is too large for a float")
        return found

    def __abs__(self) -> Any:
        return replace(self, factor=abs(self.factor))  # type: ignore[type-var]  # both that there are are dataclasses

    def __neg__(self) -> Any:
        return replace(self, factor=-self.factor)  # type: ignore[type-var]  # as above

    def __round__(self, digits: int | None = None) -> Any:
        return round(float(self), digits)

    def __format__(self, spec: str) -> str:
        return format(float(self), spec) if spec else str(self)


@dataclass(frozen=True, slots=True)
class Pi(Irrational):
    """`factor` times pi, exactly: what keeps sin(pi) at 0 and tan(pi/2) without a value."""

    factor: Fraction

    def __str__(self) -> str:
        return "pi" if self.factor == 1 else f"{self.factor}*pi"


@dataclass(frozen=True, slots=True)
class Surd(Irrational):
    """`factor` times the square root of `radicand`, exactly: what makes sin(pi/4) and cos(pi/4) one number, and sqrt(2)**2 a 2.

    The radicand is a whole number above 1 that no square above 1 divides, so equal numbers are equal objects.
    """

    factor: Fraction
    radicand: int

    def __str__(self) -> str:
        root = f"sqrt({self.radicand})"
        return root if self.factor == 1 else f"{self.factor}*{root}"


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
