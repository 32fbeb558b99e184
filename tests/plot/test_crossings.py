"""The edges between smooth pieces are found to the last double, however little they show."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.plot.model import Plot
from symback.plot.sample import Values, coarse, crossings


def found(program: str) -> list[float]:
    places = crossings(Values(Graph(program), ("w",), {}), coarse((-5.0, 5.0)))
    return [float(place) for place in places]


CASES = [
    ("abs(w-1/3)", [1 / 3]), ("floor(w/2)", [-4, -2, 0, 2, 4]), ("max(w, 1-w)", [0.5]), ("where(w > 1/7, 1, 2)", [1 / 7]),
    ("tan(w)", [math.pi / 2, -math.pi / 2, 3 * math.pi / 2, -3 * math.pi / 2]), ("1/(w**2-2)", [math.sqrt(2), -math.sqrt(2)]), ("sqrt(w-1/3)", [1 / 3]),
    ("relu(w-1/3) + relu(w-0.3334)", [1 / 3, 0.3334]), ("w**2 + 1e-12/(w-1.2345)", [1.2345]), ("sin(w)*exp(w)", []), ("3 + 0*w", []),
]  # fmt: skip


@pytest.mark.parametrize(("program", "places"), CASES, ids=[case[0] for case in CASES])
def test_edges(program: str, places: list[float]) -> None:
    near = found(program)
    for place in places:
        assert min(abs(place - one) for one in near) < 1e-14
    assert all(min(abs(place - one) for place in places) < 1e-14 for one in near)


@settings(max_examples=30, deadline=None)
@given(st.floats(-4.9, 4.9), st.floats(1e-12, 1e-3))
def test_a_pole_too_thin_to_be_seen_is_not_joined(place: float, strength: float) -> None:
    picture = Graph(f"w**2 + {strength!r}/(w-({place!r}))").plot()
    assert isinstance(picture, Plot)
    assert not any(piece.x[0] < place < piece.x[-1] for piece in picture.pieces)
    assert len([piece for piece in picture.pieces if len(piece.x) > 1]) == 2


def test_a_large_graph_is_not_searched() -> None:
    lines = ["n0 = abs(w)", *(f"n{i} = sin(n{i - 1})" for i in range(1, 3000))]
    assert found("; ".join(lines)) == []


def test_no_input_is_drawn_twice() -> None:
    places = crossings(Values(Graph("abs(w)*b"), ("w",), {"b": 2.0}), coarse((-1.0, 2.0)))
    assert (np.diff(places) > 0).all()
    assert min(abs(places)) < 1e-15
