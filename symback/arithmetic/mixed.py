"""Arithmetic that is exact while it can be, and decimal with digits to spare elsewhere.

Values are Fraction, Pi, or mpmath's mpf at `work` digits. A difference that loses too many of its digits
raises NeedMorePrecision, and the passes are run again with more; what is still nothing but noise at the last try is 0.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, reduce
from math import floor
from typing import TYPE_CHECKING, Any

from symback.arithmetic import transcendental
from symback.arithmetic.base import Arithmetic, compiled
from symback.arithmetic.decimals import BITS_PER_DIGIT, decimal_context, own_context, quotient
from symback.arithmetic.exactly import EXACT_BITS, exact_power, log2_rational, log2_size, rational_value
from symback.arithmetic.values import TOO_LARGE, NeedMorePrecision, Number, Pi, Undefined, Value
from symback.functions import BY_NAME, rational_points

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TINY = 1e-6  # what is no more than rounding and no larger is 0; larger, it could be anything
LARGEST = int(1_000_000 * BITS_PER_DIGIT)  # binary exponent of 10^1,000,000
TOO_SMALL = "a value below 10^-1,000,000 was taken for 0"
MOST_DIGITS = 1200  # of working precision, before a difference that is all noise is taken for 0

SINES = {Fraction(k, 6): Fraction(v, 2) for k, v in {0: 0, 1: 1, 3: 2, 5: 1, 6: 0, 7: -1, 9: -2, 11: -1}.items()}


class Mixed(Arithmetic):
    """Rationals where possible, else decimals of `work` digits of which `digits` are to be right."""

    def __init__(self, digits: int = 30, work: int = 80, *, rational: bool = True) -> None:
        self.name = "exact" if rational else "decimal"
        self.digits, self.work, self.rational = digits, work, rational
        self.bits = int(work * BITS_PER_DIGIT)
        self.spare = self.bits - (digits + 6) * BITS_PER_DIGIT  # bits that a difference may lose
        self.notes: set[str] = set()

    # Leaves

    def number(self, value: Fraction) -> Value:
        return value if self.rational else self.real(value)

    def constant(self, name: str) -> Value:
        if name == "pi":
            return Pi(Fraction(1)) if self.rational else self.real(Pi(Fraction(1)))
        return +decimal_context(self.work).e

    def real(self, value: Number) -> Any:
        """`value` as a decimal at working precision."""
        if type(value) is Fraction:
            return quotient(self.work, value.numerator, value.denominator)
        context = decimal_context(self.work)
        if isinstance(value, Pi):
            return context.pi * value.factor.numerator / value.factor.denominator
        return value

    def comparable(self, value: Number) -> Any:
        return self.real(value) if isinstance(value, Pi) else value

    # Operations

    def basic(self, operation: str, values: Sequence[Number]) -> Value | None:
        method = OPERATIONS.get(operation)
        if method is not None:
            return method(self, *values)
        row = BY_NAME[operation]
        if row.definition is not None or row.real is None:
            return None
        if row.domain is not None and not row.domain[1](*map(self.comparable, values)):
            return None  # call() says what is wrong
        known = self.exact(operation, values)
        return known if known is not None else self.transcendental(row.real, values)

    def held(self, value: Value) -> Value:
        """`value`, unless it is too large or too small to hold, or a rational too long to carry on exactly."""
        if type(value) is Fraction:
            top, bottom = value.numerator.bit_length(), value.denominator.bit_length()
            if top + bottom <= EXACT_BITS:
                return value
            size = top - bottom
        elif isinstance(value, Pi):
            return self.held(value.factor) if value.factor == 0 else value
        elif isinstance(value, Undefined):
            return value
        else:
            _, mantissa, exponent, bits = value._mpf_
            if not mantissa:
                return value if not exponent else TOO_LARGE
            size = exponent + bits
        if size > LARGEST:
            return TOO_LARGE
        if size < -LARGEST:
            self.notes.add(TOO_SMALL)
            return Fraction(0)
        # Whole numbers stay exact as far as they can be held; long fractions, which have to be reduced, are slow.
        if type(value) is Fraction and bottom > 1:
            return self.real(value)
        return value

    def out_of_range(self, size: int) -> Value | None:
        """What becomes of a number of so many bits before its point: too large, taken for 0, or None where it can be held."""
        if size > LARGEST + 2:
            return TOO_LARGE
        if size < -LARGEST - 2:
            self.notes.add(TOO_SMALL)
            return Fraction(0)
        return None

    def add(self, left: Number, right: Number) -> Value:
        if type(left) is Fraction and type(right) is Fraction:
            return self.held(left + right)
        if type(left) is Fraction and not left:
            return right
        if type(right) is Fraction and not right:
            return left
        if isinstance(left, Pi) and isinstance(right, Pi):
            return Pi(left.factor + right.factor) if left.factor + right.factor else Fraction(0)
        a, b = self.real(left), self.real(right)
        total = a + b
        return self.held(total) if self.enough_left(a, b, total) else Fraction(0)

    def enough_left(self, a: Any, b: Any, total: Any) -> bool:
        """Whether a + b kept its digits; False where nothing but noise is left. Raises NeedMorePrecision between."""
        (_, first, e, size), (_, second, f, length) = a._mpf_, b._mpf_
        if not first or not second:
            return True
        _, rest, g, left = total._mpf_
        lost = max(e + size, f + length) - (g + left) if rest else self.bits
        if lost <= self.spare:
            return True
        if self.work < MOST_DIGITS:
            raise NeedMorePrecision
        if lost < self.bits - 40:
            return True
        self.notes.add(f"a difference that is 0 to {self.work} digits was taken for 0")
        return False

    def negate(self, value: Number) -> Value:
        return Pi(-value.factor) if isinstance(value, Pi) else -value

    def subtract(self, left: Number, right: Number) -> Value:
        return self.add(left, self.negate(right))

    def multiply(self, left: Number, right: Number) -> Value:
        if type(left) is Fraction and type(right) is Fraction:
            if left == 1 or right == 1:  # the derivative of the output by itself, or of a sum
                return right if left == 1 else left
            return self.out_of_range(log2_size(left) + log2_size(right)) or self.held(left * right)
        if (type(left) is Fraction and not left) or (type(right) is Fraction and not right):
            return Fraction(0)
        if isinstance(left, Pi) and type(right) is Fraction:
            return Pi(left.factor * right)
        if type(left) is Fraction and isinstance(right, Pi):
            return Pi(left * right.factor)
        return self.held(self.real(left) * self.real(right))

    def divide(self, left: Number, right: Number) -> Value:
        if not isinstance(right, Pi) and not right:
            return Undefined("division by zero")
        if type(left) is Fraction and type(right) is Fraction:
            return self.held(left / right)
        if type(left) is Fraction and not left:
            return left
        if isinstance(left, Pi) and isinstance(right, (Pi, Fraction)):
            return left.factor / right.factor if isinstance(right, Pi) else Pi(left.factor / right)
        return self.held(self.real(left) / self.real(right))

    def power(self, base: Number, exponent: Number) -> Value:
        sign = self.compare(base, Fraction(0))
        if sign == 0:
            at_zero = self.compare(exponent, Fraction(0))
            if at_zero < 0:
                return Undefined("division by zero: 0 to a negative power")
            return Fraction(1 if at_zero == 0 else 0)
        whole = type(exponent) is Fraction and exponent.denominator == 1
        if sign < 0 and not whole:
            if type(exponent) is Fraction or not self.is_whole(exponent):
                hint = "; cbrt(x) is the real cube root" if exponent == Fraction(1, 3) else ""
                return Undefined(f"a negative number to the power {self.text(exponent)} is not real{hint}")
            exponent, whole = Fraction(int(exponent)), True
        size = self.log2(base) * float(self.clamped(exponent))
        if size > LARGEST:
            return TOO_LARGE
        if size < -LARGEST:
            self.notes.add(TOO_SMALL)
            return Fraction(0)
        if type(base) is Fraction and type(exponent) is Fraction:
            exact = exact_power(base, exponent)
            if exact is not None:
                return self.held(exact)
        context = decimal_context(self.work)
        if whole:
            return self.held(self.real(base) ** int(exponent))
        return self.held(context.power(self.real(base), self.real(exponent)))

    def is_whole(self, value: Any) -> bool:
        return not self.rational and bool(value == int(value))

    def clamped(self, exponent: Number) -> float:
        value = self.real(exponent) if type(exponent) is not Fraction else exponent
        return max(-1e300, min(1e300, float(value))) if abs(value) < 10**300 else (1e300 if value > 0 else -1e300)

    def log2(self, value: Number) -> float:
        """The binary logarithm of |value|, right enough to tell how large a power will be."""
        if type(value) is Fraction:
            return log2_rational(value)
        context = decimal_context(40)
        return float(context.log(abs(self.real(value)), 2))

    def largest(self, *values: Number) -> Value:
        return reduce(lambda best, value: value if self.compare(value, best) > 0 else best, values)

    def smallest(self, *values: Number) -> Value:
        return reduce(lambda best, value: value if self.compare(value, best) < 0 else best, values)

    def floor(self, value: Number) -> Value:
        if type(value) is Fraction:
            return Fraction(floor(value))
        if abs(self.real(value)) > 10 ** (self.work // 2):
            return self.real(value)
        nearest = Fraction(int(own_context().nint(self.real(value))))
        return nearest if self.compare(value, nearest) >= 0 else nearest - 1

    def ceil(self, value: Number) -> Value:
        return self.negate(self.floor(self.negate(value)))

    def compare(self, left: Number, right: Number) -> int:
        if type(left) is Fraction and type(right) is Fraction:
            return (left > right) - (left < right)
        difference = self.subtract(left, right)
        if isinstance(difference, Undefined):
            return 1 if self.real(left) > self.real(right) else -1
        difference = self.comparable(difference)
        return bool(difference > 0) - bool(difference < 0)

    # Functions

    def exact(self, operation: str, values: Sequence[Number]) -> Value | None:
        if not self.rational:
            return None
        if operation in ("sin", "cos") and isinstance(values[0], Pi):
            turn = values[0].factor + (Fraction(1, 2) if operation == "cos" else 0)
            return SINES.get(turn % 2)
        if not all(type(v) is Fraction for v in values):
            return None
        found = rational_value(operation, values)
        return self.known_point(operation, tuple(values)) if found is None else found

    def known_point(self, operation: str, values: tuple[Number, ...]) -> Value | None:
        text = _points(operation).get(values)
        return None if text is None else self.run(compiled(text), [])[-1]

    def transcendental(self, name: str, values: Sequence[Number]) -> Value:
        """mpmath's function `name`. Raises NeedMorePrecision where a sine's argument has too few digits to tell."""
        numbers = [self.real(v) for v in values]
        context = decimal_context(self.work)
        known = transcendental.beyond(context, name, numbers)
        if known is not None:
            return self.noted(known)
        result = transcendental.call(context, name, numbers, values)
        if isinstance(values[-1], (Fraction, Pi)):
            return self.held(result)
        return self.conditioned(name, result, transcendental.lost_bits(context, name, numbers[-1], result))

    def noted(self, value: Value) -> Value:
        """`value`, having noted it where it is a 0 that something too small was taken for."""
        if type(value) is Fraction and not value:
            self.notes.add(TOO_SMALL)
        return value

    def conditioned(self, name: str, result: Any, lost: int) -> Value:
        """The value of a function of a rounded argument, unless that cost too many of its digits.

        Raises NeedMorePrecision before the last try; then what is nothing but rounding is 0, or no value at all.
        """
        if lost <= self.spare:
            return self.held(result)
        if self.work < MOST_DIGITS:
            raise NeedMorePrecision
        if lost <= self.bits - 40:
            return self.held(result)
        if abs(result) > TINY:
            return Undefined(f"the argument of {name} is too large to compute with", large=True)
        return Fraction(0)


OPERATIONS: dict[str, Callable[..., Value]] = {
    "+": Mixed.add, "-": Mixed.subtract, "*": Mixed.multiply, "/": Mixed.divide, "**": Mixed.power, "neg": Mixed.negate,
    "max": Mixed.largest, "min": Mixed.smallest, "floor": Mixed.floor, "ceil": Mixed.ceil,
}  # fmt: skip
Mixed.quick = {name: OPERATIONS[name] for name in ("+", "-", "*", "/", "**")}


@cache
def _points(operation: str) -> dict[tuple[Fraction, ...], str]:
    return rational_points(BY_NAME[operation])
