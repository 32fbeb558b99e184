"""The marks on an axis."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symback.plot.words import axis_text, pi_ticks, ticks


@pytest.mark.parametrize(
    ("low", "high", "wanted", "texts"),
    [
        (-5, 5, 5, ["-4", "-2", "0", "2", "4"]), (0, 1, 5, ["0", "0.2", "0.4", "0.6", "0.8", "1"]), (0, 300, 3, ["0", "100", "200", "300"]),
        (2.9, 3.1, 4, ["2.9", "2.95", "3", "3.05", "3.1"]), (-1e-8, 1e-8, 2, ["-1e-8", "0", "1e-8"]), (0, 3e26, 3, ["0", "1e26", "2e26", "3e26"]),
        (-4, 4, 3, ["-4", "-2", "0", "2", "4"]), (2.1, 2.4, 2, ["2.2", "2.4"]), (1, 1, 3, []), (1, 1 + 1e-15, 3, []),
    ],
)  # fmt: skip
def test_ticks(low: float, high: float, wanted: int, texts: list[str]) -> None:
    assert [text for _, text in ticks(low, high, wanted)] == texts


@given(st.floats(-1e3, 1e3), st.floats(1e-30, 1e30), st.integers(2, 10))
def test_marks_are_even_within_two_at_least_and_not_too_many(start: float, width: float, wanted: int) -> None:
    low = start * width
    places = [place for place, _ in ticks(low, low + width, wanted)]
    assert 2 <= len(places) <= max(wanted + 2, 5)
    assert all(low - 2e-9 * width <= place <= low + width * (1 + 2e-9) for place in places)
    steps = [b - a for a, b in pairwise(places)]
    assert all(step == pytest.approx(steps[0], rel=1e-5) for step in steps)


@pytest.mark.parametrize(("value", "text"), [(-5, "-5"), (0.356, "0.356"), (1e-8, "1e-8"), (2.5e26, "2.5e26"), (1e-12, "1e-12")])  # fmt: skip
def test_axis_text(value: float, text: str) -> None:
    assert axis_text(value) == text


@pytest.mark.parametrize(("low", "high", "texts"), [
    (-2, 2, ["-2π", "-π", "0", "π", "2π"]), (-0.5, 0.5, ["-π/2", "-π/4", "0", "π/4", "π/2"]), (0, 1, ["0", "π/4", "π/2", "3π/4", "π"]),
    (0, 1 / 3, ["0", "π/12", "π/6", "π/4", "π/3"]), (-100, 100, ["-100π", "-50π", "0", "50π", "100π"]),
])  # fmt: skip
def test_marks_in_parts_of_pi(low: float, high: float, texts: list[str]) -> None:
    found = pi_ticks(low * math.pi, high * math.pi, 4)
    assert [text for _, text in found] == texts
    assert all(math.isclose(at, float(Fraction(text.replace("π", "1" if text in ("π", "-π") or text.startswith(("π/", "-π/")) else ""))) * math.pi, abs_tol=1e-12) for at, text in found)  # fmt: skip
