"""The part of the plane that is drawn where nobody says which."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symback import Graph
from symback.errors import SymbackError
from symback.plot.build import around, checked_range, heights, sensible
from symback.plot.model import PlotOptions


@pytest.mark.parametrize(
    ("points", "found"),
    [([3], (-5, 5)), ([3, 2, -3], (-5, 5)), ([], (-5, 5)), ([0], (-5, 5)), ([1], (-2, 2)), ([0.5], (-0.8, 0.8)), ([100], (-200, 200)), ([-1e-6], (-2e-6, 2e-6))],
)  # fmt: skip
def test_around(points: list[float], found: tuple[float, float]) -> None:
    assert around(points) == pytest.approx(found)


@given(st.lists(st.floats(-1e200, 1e200), max_size=5))
def test_every_point_is_within_with_room(points: list[float]) -> None:
    low, high = around(points)
    assert low == -high
    assert all(1.4 * abs(point) <= high for point in points)


def test_a_tangent_is_seen_where_the_curve_explodes() -> None:
    function, slope = Graph("exp(exp(w))"), math.exp(math.exp(3) + 3)
    from symback.plot.sample import Values

    low, high = sensible(Values(function, ("w",), {}), [(3.0, math.exp(math.exp(3)), slope)]).x
    rise = math.exp(math.exp(high)) - math.exp(math.exp(low))
    assert low < 3 < high
    assert slope * (high - low) > 0.02 * rise


@pytest.mark.parametrize(("program", "at", "held"), [
    ("w**2", 3, (-5, 5)), ("(2+3*w)**2", 3, (-5, 5)), ("exp(w)", 10, (9, 11)), ("exp(exp(w))", 3, (2.9, 3.1)), ("1/w", "0.5", (-0.5, 0.7)), ("1/w", 2, (-2, 3)),
    ("sin(w)", 100, (99, 101)), ("sin(w)", "1.5", (1.2, 1.8)), ("tan(w)", 1, (0.5, 1.2)), ("w**10", 2, (1.5, 2.5)), ("tanh(w)", 3, (2, 4)), ("1000*w", 1, (0, 2)),
    ("w**2", "0.01", (0, 0.02)), ("log(w)", 2, (0.1, 4)), ("w**3-3*w", "1.01", (1, 1.02)),
])  # fmt: skip
def test_a_tangent_stands_at_20_to_70_degrees(program: str, at: object, held: tuple[float, float]) -> None:
    """On paper that is four wide and three high; the range still holds what it should."""
    found = Graph(program).plot(w=at)
    ((slope, _),) = found.touches[0].tangents()
    angle = math.degrees(math.atan(abs(slope) * found.paper.width / found.paper.height * 3 / 4))
    assert 20 <= angle <= 70
    assert found.paper.x[0] <= held[0] < held[1] <= found.paper.x[1]
    assert found.paper.y[0] < found.touches[0].height < found.paper.y[1]


def test_long_holes_are_cut_off() -> None:
    from symback.plot.sample import Values

    low, high = sensible(Values(Graph("log(w-1)"), ("w",), {}), [(3.0, math.log(2), 0.5)]).x
    assert 0 < low < 1
    assert high == 5


def test_heights_leave_poles_aside_and_hold_what_is_needed() -> None:
    y = np.array([*np.linspace(-1, 1, 200), 1e9, -1e12, np.nan])
    low, high = heights(y, ())
    assert -3 < low <= -0.9
    assert 0.9 <= high < 3
    assert heights(y, [7.0])[1] >= 7


def test_a_short_step_is_no_pole() -> None:
    y = np.array([0.0] * 10 + [1 + i / 1000 for i in range(400)])
    low, high = heights(y, ())
    assert low < 0 < 1.4 < high


def test_a_level_line_gets_some_height() -> None:
    low, high = heights(np.full(10, 3.0), ())
    assert low < 3 < high


@pytest.mark.parametrize("ends", [(5, -5), (1, 1), (0, math.inf), (-1e300, 1e300), (1, 1 + 1e-15), (0, math.nan)])
def test_what_is_no_range(ends: tuple[float, float]) -> None:
    with pytest.raises(SymbackError):
        checked_range(ends, "the range")
    with pytest.raises(SymbackError):
        PlotOptions(ranges={"w": ends})
    with pytest.raises(SymbackError):
        PlotOptions(heights=ends)
