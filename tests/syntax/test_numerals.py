"""Rationals as numerals are exact, whatever their length."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symback.syntax.numerals import exact_decimal, int_text


@given(st.integers(-(10**40), 10**40), st.integers(-60, 60))
def test_a_terminating_decimal_is_written_exactly(mantissa: int, exponent: int) -> None:
    value = mantissa * Fraction(10) ** exponent
    assert Fraction(exact_decimal(value)) == value


@pytest.mark.parametrize(
    "value",
    [10**5000, -(10**5000) + 1, 3**20_000, 10**300_000 // 7, 7, -7, 0],
    ids=["ones", "nines", "threes", "sevenths", "7", "-7", "0"],
)
def test_whole_numbers_of_any_length(value: int) -> None:
    text = int_text(value)
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    read = 0
    for start in range(0, len(digits), 1000):
        piece = digits[start : start + 1000]
        read = read * 10 ** len(piece) + int(piece)
    assert sign * read == value
    assert not digits.startswith("0") or digits == "0"


@pytest.mark.parametrize("exponent", [1, 27, 28, 300, 99_999])
def test_a_long_terminating_decimal_is_exact(exponent: int) -> None:
    assert exact_decimal(Fraction(3, 10**exponent)) in (f"3e-{exponent}", "0." + "0" * (exponent - 1) + "3")
    power = min(exponent, 400)
    assert Fraction(exact_decimal(Fraction(3, 5**power))) == Fraction(3, 5**power)
