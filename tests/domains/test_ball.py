"""Numbers of any exponent side by side."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from symback.domains.ball import TOO_SMALL, Balls, within
from symback.domains.values import Undefined

if TYPE_CHECKING:
    from symback.domains.values import Number

FAR = "-1e11"  # exp of it is a number whose digits after the point fill no memory


def exp(exponent: str) -> Number:
    balls = Balls(bits=200)
    value = balls.apply("exp", [balls.number(Fraction(exponent))])
    assert not isinstance(value, Undefined)
    return value


@pytest.mark.parametrize(
    ("left", "right", "share", "least", "near"),
    [
        (Fraction(1, 3), Fraction(1, 3), 0, 0, True),
        (Fraction(1, 3), Fraction("0.333"), Fraction(1, 1000), 0, False),
        (Fraction(1, 3), Fraction("0.333"), Fraction(1, 998), 0, True),
        (0.1, Fraction(1, 10), 0, 0, False),
        (0.1, Fraction(1, 10), Fraction(1, 10**15), 0, True),
        (exp(FAR), Fraction(0), Fraction(1, 2), 0, False),  # no floor: however small, it is not 0
        (Fraction(0), exp(FAR), Fraction(1, 2), 0, False),
        (exp(FAR), Fraction(0), 0, Fraction(1, 10**400), True),
        (exp(FAR), exp("-1.000000000001e11"), Fraction(1, 2), 0, True),
        (exp(FAR), exp("-1.0000000001e11"), Fraction(1, 2), 0, False),
        (exp("1e11"), exp(FAR), Fraction(10**400), 0, False),
    ],
)
def test_within(left: Number, right: Number, share: Fraction, least: Fraction, near: bool) -> None:
    assert within(left, right, Fraction(share), Fraction(least)) is near


@pytest.mark.parametrize(
    ("exponent", "seen"), [("-1e11", False), ("-1e400000", False), ("-2302586", False), ("-2302585", True)]
)
def test_a_ball_too_small_to_hold_is_0_and_said_so(exponent: str, seen: bool) -> None:
    for show in (Balls.shown, Balls.shown_roughly):
        balls = Balls(bits=200)
        assert (show(balls, exp(exponent)) != 0) is seen
        assert (TOO_SMALL in balls.notes) is not seen
