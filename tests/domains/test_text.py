"""Numbers to text: exact where a short decimal or fraction says it, else the digits that mean something."""

from __future__ import annotations

from fractions import Fraction
from math import log10, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symback.domains.exact import Exact
from symback.domains.text import decimal_text, exact_text, json_number, plain_text, table_text
from symback.domains.values import Pi, Surd

# value, in tables, for scripts, exact
RATIONALS = [
    ("66009/1000", "66.009", "66.009", "66009/1000"),
    ("3", "3", "3", "3"),
    ("0", "0", "0", "0"),
    ("-5999/1000", "-5.999", "-5.999", "-5999/1000"),
    ("1/10", "0.1", "0.1", "1/10"),
    ("3/10", "0.3", "0.3", "3/10"),
    ("121022001/1000000", "121.022001", "121.022001", "121022001/1000000"),
    ("1/3", "1/3", "0.33333333333333333", "1/3"),
    ("-22/7", "-22/7", "-3.1428571428571429", "-22/7"),
    ("1000/2001", "0.499750125", "0.49975012493753123", "1000/2001"),
    ("-1/32", "-0.03125", "-0.03125", "-1/32"),
    ("1/1001", "0.000999000999", "0.00099900099900099900", "1/1001"),
    ("1000000/3", "333333.333", "333333.33333333333", "1000000/3"),
    ("1e20", "100000000000000000000", "100000000000000000000", "100000000000000000000"),
    ("1e-12", "0.000000000001", "0.000000000001", "1/1000000000000"),
    ("1/3e50", "3.33333333e-51", "3.3333333333333333e-51", "1/300000000000000000000000000000000000000000000000000"),
    ("999999999999/1000000000000", "0.999999999999", "0.999999999999", "999999999999/1000000000000"),
    ("20833333337/3", "6944444446", "6944444445.6666667", "20833333337/3"),
    ("2999999999/3000000000", "1", "0.99999999966666667", "2999999999/3000000000"),
]


def rational(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom or 1)


@pytest.mark.parametrize(("value", "table", "script", "exact"), RATIONALS)
def test_rationals(value: str, table: str, script: str, exact: str) -> None:
    number = rational(value)
    assert table_text(number) == table
    assert plain_text(number) == script.rstrip("0") if "." in script and len(script) > 18 else script
    assert exact_text(number) == exact


# value, in tables, for scripts
OTHERS = [
    (Fraction(133, 100) * 10**47712, "1.33e47712", "1.33e47712"),
    (Fraction(4, 3) * 10**47712, "1.33e47712", "1.3333333333333333e47712"),
    (Fraction(3, 10**47713), "3e-47713", "3e-47713"),
    (Pi(Fraction(1)), "3.14159265", "3.1415926535897932"),
    (Pi(Fraction(-1, 2)), "-1.57079633", "-1.5707963267948966"),
    (Exact().ball(Fraction(5, 4)), "1.25", "1.25"),
    (Exact().ball(Fraction(0)), "0", "0"),
    (Exact().ball(Surd(Fraction(1), 2)), "1.41421356", "1.414213562373095"),
    (0.1 + 0.2, "0.3", "0.30000000000000004"),
    (1e300, "1e300", "1e300"),
    (pi, "3.14159265", "3.141592653589793"),
    (-2.5e-9, "-2.5e-9", "-2.5e-09"),
]


@pytest.mark.parametrize(("value", "table", "script"), OTHERS)
def test_what_is_not_a_short_rational(value: object, table: str, script: str) -> None:
    assert (table_text(value), plain_text(value)) == (table, script)


def test_a_table_never_shows_the_noise_of_doubles() -> None:
    assert table_text(0.1 + 0.2) == "0.3"
    assert table_text(0.1 * 3 - 0.3) == "5.55111512e-17"


@given(st.fractions(), st.integers(1, 40))
def test_a_rounded_decimal_is_within_half_a_unit_of_its_last_digit(value: Fraction, digits: int) -> None:
    shown = Fraction(decimal_text(value, digits))
    assert abs(shown - value) <= abs(value) * Fraction(10) ** (1 - digits) / 2


@given(st.integers(-(10**40), 10**40), st.integers(-60, 60))
def test_a_rational_is_written_exactly(mantissa: int, exponent: int) -> None:
    value = mantissa * Fraction(10) ** exponent
    assert rational(exact_text(value) or "") == value


@given(st.fractions())
def test_scripts_read_back_to_17_digits(value: Fraction) -> None:
    assert float(Fraction(plain_text(value))) == pytest.approx(float(value), rel=1e-15, abs=0)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_scripts_read_a_double_back_as_the_same_double(value: float) -> None:
    assert float(plain_text(value)) == value


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [("1/151", 1, "0.007"), ("99999/100000", 4, "1"), ("99994/100000", 4, "0.9999"), ("5/2", 1, "2"), ("7/2", 1, "4")],
)
def test_rounding_near_a_power_of_ten(value: str, digits: int, shown: str) -> None:
    assert decimal_text(Fraction(value), digits) == shown


@given(st.fractions(), st.integers(0, 40), st.integers(1, 40))
def test_a_wide_ball_shows_no_digit_that_it_does_not_tell(middle: Fraction, places: int, digits: int) -> None:
    radius = (abs(middle) + 1) / 10**places
    ball = Exact().ball(middle - radius).union(Exact().ball(middle + radius))
    if not ball.contains(0):
        figures = decimal_text(ball, digits).lstrip("-").partition("e")[0].replace(".", "").strip("0")
        told = max(1, int(-log10(float(radius / abs(middle)))))
        assert len(figures) <= told
        assert json_number(ball) is None or told >= 14
