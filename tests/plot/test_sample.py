"""Curves as pieces: poles, jumps and holes are not joined, corners are hit, and the samples are the function's values."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.plot.build import heights
from symback.plot.sample import Effort, Paper, Piece, Values, coarse, pieces

if TYPE_CHECKING:
    from collections.abc import Callable

RANGE = (-5.0, 5.0)


def drawn(program: str, x: tuple[float, float] = RANGE, y: tuple[float, float] | None = None) -> tuple[Piece, ...]:
    values = Values(Graph(program), ("w",), {})
    return pieces(values, Paper(x, y or heights(values(coarse(x)), ())), values.effort)


def ends(found: tuple[Piece, ...]) -> list[tuple[float, float]]:
    return [(float(piece.x[0]), float(piece.x[-1])) for piece in found]


def joins(found: tuple[Piece, ...], place: float) -> bool:
    """Whether a piece runs through a place."""
    return any(first < place < last for first, last in ends(found))


# program, how many pieces there are from -5 to 5, places that are not joined
CUT = [
    ("1/w", 2, [0]), ("1/w**2", 2, [0]), ("1/(w-1/3)", 2, [1 / 3]), ("1/(w-pi/10)**2", 2, [math.pi / 10]),
    ("tan(w)", 4, [math.pi / 2, -math.pi / 2, 3 * math.pi / 2]), ("floor(w)", 11, [-4, -1, 0, 3]), ("sign(w)", 3, [0]),
    ("where(w>1/3, w, w**2+1)", 2, [1 / 3]), ("where(w>1/3, 1, 1/2)", 2, [1 / 3]), ("log(abs(w))", 2, [0]), ("sqrt(w**2-1)", 2, [0]),
    ("gamma(w)", 6, [0, -1, -2, -3, -4]), ("acot(w)", 2, [0]), ("ceil(w/4)", 4, [-4, 0, 4]), ("1/(w**2-1)", 3, [-1, 1]),
    ("atan(1e9*w)*w/abs(w)", 2, [0]),
]  # fmt: skip


@pytest.mark.parametrize(("program", "count", "places"), CUT, ids=[case[0] for case in CUT])
def test_poles_jumps_and_holes_are_not_joined(program: str, count: int, places: list[float]) -> None:
    found = drawn(program)
    assert not any(joins(found, place) for place in places)
    whole = [piece for piece in found if piece.x[-1] - piece.x[0] > 1e-9 or len(found) == count]
    assert len(whole) in (count, count + (program == "tan(w)"))


WHOLE = ["w**2", "abs(w)", "relu(w)", "cbrt(w)", "max(w, 1, w**2-3)", "sin(50*w)", "sigmoid(1e6*w)", "leaky_relu(w)", "sqrt(w**2)",
         "where(w > 0, w, 2*w)", "abs(abs(w-1)-1)", "exp(w)", "w**9", "hypot(w, 0)"]  # fmt: skip


@pytest.mark.parametrize("program", WHOLE)
def test_what_is_continuous_is_one_piece(program: str) -> None:
    (piece,) = drawn(program, y=(-100, 100) if program in ("w**9", "exp(w)") else None)
    assert (np.diff(piece.x) > 0).all()


DOMAINS = [("log(w-1/7)", 1 / 7, 5), ("sqrt(w)", 0, 5), ("asin(w)", -1, 1), ("sqrt(2-w)", -5, 2), ("acosh(w)", 1, 5), ("w**0.5", 0, 5)]  # fmt: skip


@pytest.mark.parametrize(("program", "first", "last"), DOMAINS, ids=[case[0] for case in DOMAINS])
def test_a_curve_reaches_the_edge_of_its_domain(program: str, first: float, last: float) -> None:
    assert ends(drawn(program)) == [pytest.approx((first, last), abs=1e-9)]


def test_nowhere_a_value() -> None:
    assert drawn("sqrt(-1-w**2)") == ()


@settings(max_examples=40, deadline=None)
@given(st.floats(-4, 4), st.floats(0.1, 10))
def test_a_corner_is_hit(place: float, slope: float) -> None:
    """The samples go down to where |w - place| is 0, as far as one sees."""
    (piece,) = drawn(f"{slope!r}*abs(w-({place!r}))")
    assert piece.y.min() <= slope * 10 / 500


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-4.5, 4.5), min_size=1, max_size=4, unique=True), st.integers(1, 3))
def test_no_pole_of_a_rational_function_is_joined(poles: list[float], power: int) -> None:
    assume(all(b - a > 0.2 for a, b in pairwise(sorted(poles))))
    program = " * ".join(f"1/(w-({pole!r}))**{power}" for pole in poles)
    found = drawn(program)
    assert not any(joins(found, pole) for pole in poles)


@settings(max_examples=40, deadline=None)
@given(st.floats(-4.7, 4.7), st.floats(-3, 3), st.floats(0.05, 5))
def test_no_jump_is_joined(place: float, before: float, step: float) -> None:
    found = drawn(f"where(w < {place!r}, {before!r}, {before + step!r} + w/100)")
    left = [piece for piece in found if piece.x[-1] < place]
    right = [piece for piece in found if piece.x[0] >= place]
    assert len(left) + len(right) == len(found)
    assert left[-1].x[-1] == pytest.approx(place, abs=1e-9)
    assert right[0].x[0] == pytest.approx(place, abs=1e-9)


TRUTH: list[tuple[str, Callable[[float], float]]] = [
    ("(2+3*w)**2", lambda w: (2 + 3 * w) ** 2), ("sin(w)*exp(-w)", lambda w: math.sin(w) * math.exp(-w)), ("erf(w)", math.erf),
    ("1/w", lambda w: 1 / w), ("floor(w)", lambda w: float(math.floor(w))), ("where(w>0, w, w**2)", lambda w: w if w > 0 else w * w),
]  # fmt: skip


@pytest.mark.parametrize(("program", "truth"), TRUTH, ids=[case[0] for case in TRUTH])
def test_samples_are_the_values(program: str, truth: Callable[[float], float]) -> None:
    for piece in drawn(program):
        for x, y in zip(piece.x.tolist(), piece.y.tolist(), strict=True):
            assert y == pytest.approx(truth(x), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("program", ["sin(1/w)", "sin(100000*w)", "gamma(w)*lgamma(w)", "tan(1e5*w)"])
def test_the_work_is_bounded(program: str) -> None:
    assert sum(len(piece.x) for piece in drawn(program)) < 40_000


def test_few_samples_where_each_costs_much() -> None:
    asked = []

    def function(x: np.ndarray) -> np.ndarray:
        asked.append(len(x))
        return np.floor(x)

    pieces(function, Paper(RANGE, (-5, 5)), Effort(100_000, 1_000_000))
    assert sum(asked) < 2_000
    assert len(asked) < 10
