"""Powers, roots and logarithms of rationals that are rational themselves."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symback.domains.rational import exact_logarithm, exact_power, root


@pytest.mark.parametrize(
    ("base", "exponent", "value"),
    [
        ("4", "1/2", "2"),
        ("2", "1/2", None),
        ("-8", "1/3", None),
        ("1/27", "-2/3", "9"),
        ("-2", "3", "-8"),
        ("-1", "4", "1"),
    ],
)
def test_powers_that_are_rational(base: str, exponent: str, value: str | None) -> None:
    assert exact_power(Fraction(base), Fraction(exponent)) == (None if value is None else Fraction(value))


def test_roots_and_logarithms_of_long_numbers() -> None:
    assert root(3**500, 5) == 3**100
    assert root(3**500 + 1, 5) is None
    assert exact_logarithm(Fraction(7**300), Fraction(7)) == 300
    assert exact_logarithm(Fraction(7**300 + 1), Fraction(7)) is None
    assert exact_logarithm(Fraction(1, 2**40), Fraction(1, 4)) == 20
