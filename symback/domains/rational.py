"""Roots, powers and logarithms of rationals that are rational themselves."""

from __future__ import annotations

from fractions import Fraction
from math import factorial, isqrt, log, log1p, log2
from typing import TYPE_CHECKING

from symback.functions import LOG_BASE

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST_GAMMA = 3000  # whole arguments up to here have factorials for values
EXACT_BITS = 1 << 17  # a power that takes more is not worked out exactly
ROOT_BITS = 1 << 14  # the longest whole number whose root is looked for


def log2_int(value: int) -> float:
    extra = max(0, value.bit_length() - 60)
    return log2(value >> extra) + extra


def exact_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """base**exponent where it is rational and not too long, for a base that is not 0; else None."""
    if exponent.denominator != 1:
        if base < 0 or exponent.denominator > 64:
            return None
        if max(base.numerator.bit_length(), base.denominator.bit_length()) > ROOT_BITS:
            return None
        top, bottom = root(base.numerator, exponent.denominator), root(base.denominator, exponent.denominator)
        if top is None or bottom is None:
            return None
        base, exponent = Fraction(top, bottom), Fraction(exponent.numerator)
    length = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(base) == 1:
        return Fraction(1) if base == 1 or exponent % 2 == 0 else Fraction(-1)
    return base ** int(exponent) if length * abs(exponent) <= EXACT_BITS else None


def root(value: int, degree: int) -> int | None:
    """The whole `degree`-th root of a whole number, if it has one."""
    if degree == 2:
        found = isqrt(value)
        return found if found * found == value else None
    if value < 2:
        return value
    found, nearer = 0, 1 << -(-value.bit_length() // degree)
    while not found or nearer < found:  # Newton's steps come down to it from above
        found = nearer
        nearer = ((degree - 1) * found + value // found ** (degree - 1)) // degree
    return found if found**degree == value else None


def exact_logarithm(value: Fraction, base: Fraction) -> Fraction | None:
    """log(value)/log(base) where it is a whole number; else None. Both are positive, base is not 1."""
    size = log2_int(base.numerator) - log2_int(base.denominator)
    if size == 0:
        return None
    guess = round((log2_int(value.numerator) - log2_int(value.denominator)) / size)
    if abs(guess) * max(base.numerator.bit_length(), base.denominator.bit_length()) > EXACT_BITS:
        return None
    return Fraction(guess) if base**guess == value else None


def log2_rational(value: Fraction) -> float:
    """The binary logarithm of |value|, right enough to tell how large a power will be."""
    top, bottom = abs(value.numerator), value.denominator
    if -1 <= top.bit_length() - bottom.bit_length() <= 1:  # near 1 the difference decides
        return log1p(float(Fraction(top, bottom) - 1)) / log(2)
    return log2_int(top) - log2_int(bottom)


def rational_value(operation: str, values: Sequence[Fraction]) -> Fraction | None:
    """The value of a root, logarithm or gamma where it is rational; None where it is not, or for any other function."""
    value = values[0]
    if operation == "sqrt":
        return exact_power(value, Fraction(1, 2))
    if operation == "cbrt":
        root_of = exact_power(abs(value), Fraction(1, 3)) if value else Fraction(0)
        return root_of if root_of is None or value > 0 else -root_of
    if operation == "gamma" and value.denominator == 1 and value <= LARGEST_GAMMA:
        return Fraction(factorial(int(value) - 1))
    if operation in ("log2", "log10", LOG_BASE):
        return exact_logarithm(
            value, values[1] if operation == LOG_BASE else Fraction(2 if operation == "log2" else 10)
        )
    return None


def square_free(value: int) -> tuple[int, int]:
    """Return a and b with value = a²·b, where no square above 1 divides b. By trial division: for small numbers."""
    outside, inside, prime = 1, 1, 2
    while prime * prime <= value:
        count = 0
        while value % prime == 0:
            value //= prime
            count += 1
        outside *= prime ** (count // 2)
        inside *= prime ** (count % 2)
        prime += 1
    return outside, inside * value
