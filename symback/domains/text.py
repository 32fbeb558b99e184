"""Numbers to text: exact where a short decimal or fraction says it, else rounded to the digits that mean something."""

from __future__ import annotations

from fractions import Fraction
from math import frexp
from typing import Any

from symback.domains.values import Number, Pi, Surd
from symback.syntax.numerals import exact_decimal, int_text

LONGEST_EXPONENT = 20  # characters
EXACT_DIGITS = 30  # a terminating decimal of up to so many digits is written as such
TABLE_DIGITS = 9
GET_DIGITS = 17
DECIMAL_DIGITS = 30
LONG = 20_000  # bits of a rational whose digits are found by a ball
LONGEST_WHOLE = 16  # digits before the point that are written out
LOG10_2 = 0.30102999566398120
DOUBLE_DIGITS = 15  # decimal digits that every double tells
MANY_DIGITS = 1 << 60  # of a number that is exact, or that its kind tells as it is
SMALLEST_NORMAL = 2.0**-1022  # below which doubles have fewer digits
SHORT_FRACTION = 999  # the largest numerator and denominator of a fraction that tables show as such


def table_text(value: Number, digits: int = TABLE_DIGITS) -> str:
    """For people: `66.009`, `1/3`, `0.499750125`, `1.33e47712`."""
    return whole_text(value) or decimal_text(value, digits)


def story_text(value: Number, digits: int | None) -> str:
    """For a story: as tables have it (where `digits` is None), else rounded to `digits`, and so is a decimal too long for tables."""
    if digits is None:
        return table_text(value)
    whole = whole_text(value)
    most = max(digits, TABLE_DIGITS)
    return whole if whole and sum(c.isdigit() for c in whole.lstrip("-0.")) <= most else decimal_text(value, digits)


def closed_form(value: Number) -> str | None:
    """A multiple of pi or of a root as a formula of few digits: `3*pi/4`, `sqrt(2)/2`; None for any other number."""
    if not isinstance(value, (Pi, Surd)):
        return None
    top, bottom = value.factor.numerator, value.factor.denominator
    if max(abs(top), bottom, value.radicand if isinstance(value, Surd) else 0) > SHORT_FRACTION:
        return None
    root = "pi" if isinstance(value, Pi) else f"sqrt({value.radicand})"
    times = "-" if top == -1 else "" if top == 1 else f"{top}*"
    return f"{times}{root}" + (f"/{bottom}" if bottom > 1 else "")


def whole_text(value: Number) -> str | None:
    """Return a rational as people read it where that is all of it: a short decimal or a small fraction; else None."""
    if not isinstance(value, Fraction):
        return None
    exact = short_decimal(value)
    if exact is None and abs(value.numerator) <= SHORT_FRACTION and value.denominator <= SHORT_FRACTION:
        return f"{value.numerator}/{value.denominator}"
    return exact


def plain_text(value: Number, digits: int = GET_DIGITS) -> str:
    """For scripts: a terminating decimal of up to 30 digits as such, else a decimal of `digits` significant digits."""
    if isinstance(value, float):
        return repr(value).replace("e+", "e") if digits >= GET_DIGITS else decimal_text(value, digits)
    if isinstance(value, Fraction):
        exact = short_decimal(value)
        if exact is not None:
            return exact
    return decimal_text(value, digits, huge=digits)


def point_text(value: Number) -> str:
    """For repeating what was done at a point: an exact decimal or fraction, or 30 digits of what is not rational."""
    if not isinstance(value, Fraction):
        return decimal_text(value, EXACT_DIGITS)
    return exact_decimal(value) if terminates(value) else f"{int_text(value.numerator)}/{int_text(value.denominator)}"


def exact_text(value: Number) -> str | None:
    """`p/q` or a whole number; None where the value is not known to be rational."""
    if not isinstance(value, Fraction):
        return None
    top = int_text(value.numerator)
    return top if value.denominator == 1 else f"{top}/{int_text(value.denominator)}"


def terminates(value: Fraction) -> bool:
    """True if the decimal expansion of a rational ends."""
    rest = value.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    if rest.bit_length() > 400:  # 5**172, far beyond 30 digits
        return False
    while rest % 5 == 0:
        rest //= 5
    return rest == 1


def short_decimal(value: Fraction) -> str | None:
    """The decimal that equals `value`, if it has at most 30 digits."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > 400 or not terminates(value):
        return None
    text = exact_decimal(value, scientific=False)
    return (
        text if sum(c.isdigit() for c in text.lstrip("-0.")) <= EXACT_DIGITS and len(text) <= EXACT_DIGITS + 3 else None
    )


def decimal_text(value: Number, digits: int, huge: int = 3) -> str:
    """`value` rounded to `digits` significant digits (`huge` where its exponent has four digits or more).

    A number that is written out has at least the digits before its point: no zero stands for a digit that was not found.
    Of a ball too wide for that, only the digits that it tells are written.
    """
    known = known_digits(value)
    digits = min(digits, known)
    sign, figures, exponent = significant_digits(value, digits)
    if digits <= exponent < min(LONGEST_WHOLE, known):
        sign, figures, exponent = significant_digits(value, exponent + 1)
    if abs(exponent) >= 1000 and huge < digits:
        sign, figures, exponent = significant_digits(value, huge)
    figures = figures.rstrip("0") or "0"
    if exponent < -5 or exponent >= min(known, max(digits, LONGEST_WHOLE)):
        mantissa = figures[0] + ("." + figures[1:] if len(figures) > 1 else "")
        return f"{sign}{mantissa}e{exponent}"
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{figures}"
    whole = figures[: exponent + 1].ljust(exponent + 1, "0")
    fraction = figures[exponent + 1 :]
    return sign + whole + ("." + fraction if fraction else "")


def known_digits(value: Number) -> int:
    """Return how many digits of a number are known, at least 1: of a ball those that it tells."""
    if isinstance(value, (Fraction, float, Pi, Surd)):
        return MANY_DIGITS
    from symback.domains.ball import BITS_PER_DIGIT

    return max(1, int(value.rel_accuracy_bits() / BITS_PER_DIGIT))


def significant_digits(value: Number, digits: int) -> tuple[str, str, int]:
    """Sign, `digits` decimal digits and the exponent of ten of the first: 66.009 is ("", "66009…", 1)."""
    if isinstance(value, float):
        mantissa, _, exponent = f"{abs(value):.{digits - 1}e}".partition("e")
        return "-" if value < 0 else "", mantissa.replace(".", ""), int(exponent)
    if isinstance(value, Fraction):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) < LONG:
            return rational_digits(value, digits)
        value = ball_of(value, digits + 20)
    middle = as_ball(value, digits + 5).mid()
    if middle.is_zero():
        return "", "0" * digits, 0
    mantissa, _, exponent = middle.str(digits, radius=False).partition("e")
    if len(exponent) > LONGEST_EXPONENT:  # far below 10^-1,000,000
        return "", "0" * digits, 0
    sign, mantissa = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    whole, _, fraction = mantissa.partition(".")
    figures = (whole + fraction).lstrip("0")
    place = len(whole) - 1 if whole.strip("0") else -1 - (len(fraction) - len(fraction.lstrip("0")))
    return sign, figures[:digits].ljust(digits, "0"), place + int(exponent or 0)


def decimal_exponent(value: Number) -> int:
    """The exponent of ten of a number that is not 0, right to within 1, and found without its digits."""
    if isinstance(value, (Pi, Surd)):
        value = value.factor
    if isinstance(value, Fraction):
        return int((value.numerator.bit_length() - value.denominator.bit_length()) * LOG10_2)
    if isinstance(value, float):
        return int(frexp(value)[1] * LOG10_2)
    from symback.domains.ball import magnitude

    return magnitude(value) * 301029995663981195 // 10**18  # LOG10_2, of exponents that no double holds too


def as_ball(value: Number, digits: int) -> Any:
    """Return `value` as a ball that is right to `digits` digits."""
    return ball_of(value, digits) if isinstance(value, (Pi, Surd)) else value


def ball_of(value: Number, digits: int) -> Any:
    """Return a rational, or a multiple of pi or a root, as a ball that is right to `digits` digits."""
    from symback.domains.ball import BITS_PER_DIGIT, Balls

    return Balls(digits, int(digits * BITS_PER_DIGIT) + 16).ball(value)


def as_fraction(value: Number, digits: int = 60) -> Fraction:
    """Return a rational within 10^-digits of a number, relatively: the number itself where it is rational."""
    if isinstance(value, (Fraction, float)):
        return Fraction(value)
    mantissa, exponent = as_ball(value, digits).mid().man_exp()
    top, shift = int(mantissa), int(exponent)
    return Fraction(top << shift) if shift >= 0 else Fraction(top, 1 << -shift)


def rational_digits(value: Fraction, digits: int) -> tuple[str, str, int]:
    """As significant_digits, rounded half to even, for any size."""
    if value == 0:
        return "", "0" * digits, 0
    top, bottom = abs(value.numerator), value.denominator
    exponent = int((top.bit_length() - bottom.bit_length()) * LOG10_2)
    while True:
        shift = digits - 1 - exponent
        scaled, over = (top * 10**shift, bottom) if shift >= 0 else (top, bottom * 10**-shift)
        quotient, rest = divmod(scaled, over)
        if quotient < 10 ** (digits - 1):
            exponent -= 1
        elif quotient >= 10**digits:
            exponent += 1
        else:
            break
    if 2 * rest > over or (2 * rest == over and quotient % 2):
        quotient += 1
    if quotient == 10**digits:  # 9.99… rounds up to 10.0…
        quotient, exponent = quotient // 10, exponent + 1
    return "-" if value < 0 else "", str(quotient), exponent


def as_float(value: Number) -> float | None:
    """The double nearest to `value`; None where a double cannot hold it."""
    try:
        if isinstance(value, (Pi, Surd)):
            value = as_ball(value, 25)
        number = float(value)
    except OverflowError:
        return None
    return number if abs(number) != float("inf") else None


def json_number(value: Number | None) -> float | None:
    """Return the double nearest to `value`, as JSON has it: None where there is none, or no double has all its digits, or too few are known."""
    number = None if value is None or known_digits(value) < DOUBLE_DIGITS else as_float(value)
    held = number is None or isinstance(value, float) or abs(number) >= SMALLEST_NORMAL or value == number
    return number if held else None
