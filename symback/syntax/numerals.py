"""Rationals as numerals: the terminating decimal that equals one, whatever its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import decimal
    from fractions import Fraction

LOG2_OF_5 = 2.321928094887362
CHUNK = 4000  # bits that are turned into digits at once; Python's str() refuses over 4,300 digits


def exact_decimal(value: Fraction, *, scientific: bool = True) -> str:
    """The terminating decimal that equals `value`, with an exponent where that is shorter by far."""
    denominator = value.denominator
    twos = (denominator & -denominator).bit_length() - 1
    fives = int((denominator >> twos).bit_length() / LOG2_OF_5)  # what is left is a power of 5: its length says which
    scale = max(twos, fives)
    digits = int_text(abs(value.numerator) * 10**scale // value.denominator)
    sign = "-" if value < 0 else ""
    significant = digits.rstrip("0") or "0"
    exponent = len(digits) - len(significant) - scale
    if (scientific and exponent > 20) or len(significant) + exponent < -20:
        mantissa = significant[0] + ("." + significant[1:] if len(significant) > 1 else "")
        return f"{sign}{mantissa}e{exponent + len(significant) - 1}"
    if scale == 0:
        return sign + digits
    digits = digits.rjust(scale + 1, "0")
    fraction = digits[-scale:].rstrip("0")
    return sign + digits[:-scale] + ("." + fraction if fraction else "")


def int_text(value: int) -> str:
    """str(value) for any length: str() is quadratic, and refuses over 4,300 digits."""
    if value < 0:
        return "-" + int_text(-value)
    if value.bit_length() < 3 * CHUNK:
        return str(value)
    import decimal

    exact = decimal.Context(
        prec=decimal.MAX_PREC, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[decimal.Inexact]
    )
    return f"{as_decimal(value, value.bit_length(), exact, {}):f}"


def as_decimal(value: int, bits: int, exact: decimal.Context, powers: dict[int, decimal.Decimal]) -> decimal.Decimal:
    """A whole number of at most `bits` bits in base ten, by halves: products of long decimals are fast, divisions not."""
    if bits <= CHUNK:
        return exact.create_decimal(value)
    half = bits // 2
    if half not in powers:
        powers[half] = exact.power(2, half)
    high, low = value >> half, value & ((1 << half) - 1)
    shifted = exact.multiply(as_decimal(high, bits - half, exact, powers), powers[half])
    return exact.add(shifted, as_decimal(low, half, exact, powers))
