"""Second derivatives where the gradient bends or jumps: never a match that one side alone would give."""

from __future__ import annotations

import pytest

from symback import Graph, Options
from symback.report.second import Entry, second_report

CASES = [
    # program, point, by, and by, verdict, value, left, right
    ("relu(w)**2", {"w": 0}, "w", "w", "kink", 0, 0, 2),
    ("w*abs(w)", {"w": 0}, "w", "w", "kink", None, -2, 2),
    ("relu(w)", {"w": 0}, "w", "w", "undefined", None, None, None),
    ("abs(w)", {"w": 0}, "w", "w", "undefined", None, None, None),
    ("max(w, b)**2", {"w": 1, "b": 1}, "b", "b", "undefined", None, None, None),
    ("abs(w)*b", {"w": 0, "b": 3}, "w", "b", "kink", 0, -1, 1),
    ("abs(w)*b", {"w": 0, "b": 3}, "b", "w", "kink", 0, -1, 1),
    ("abs(w)**3", {"w": 0}, "w", "w", "match", 0, None, None),
    ("relu(w)**2", {"w": 1}, "w", "w", "match", 2, None, None),
    ("relu(w)**2*b", {"w": 0, "b": 0}, "w", "b", "match", 0, None, None),
    ("sin(w)*exp(b)", {"w": 0, "b": 0}, "w", "b", "match", 1, None, None),
    # constant where it is on the edge of what follows
    ("sqrt(relu(w))", {"w": -1}, "w", "w", "match", 0, None, None),
    ("acos(clip(w, -1, 1))", {"w": 2}, "w", "w", "match", 0, None, None),
    ("cbrt(floor(w))", {"w": "1/2"}, "w", "w", "match", 0, None, None),
    ("sqrt(relu(w) + b)", {"w": -1, "b": 0}, "b", "b", "undefined", None, None, None),
    # an edge lies within the nudge
    ("relu(w)", {"w": "-0.0005"}, "w", "w", "epsilon", 0, None, None),
    ("abs(w)*w", {"w": "-0.0005"}, "w", "w", "epsilon", -2, None, None),
    ("relu(w)**2", {"w": "-0.0005"}, "w", "w", "epsilon", 0, None, None),
    ("relu(w)**3", {"w": "-0.0005"}, "w", "w", "match", 0, None, None),
    ("1/w", {"w": "-0.0005"}, "w", "w", "epsilon", -1.6e10, None, None),
    ("where(w < 1, w, w**2)", {"w": "0.9995"}, "w", "w", "epsilon", 0, None, None),
    ("relu(w)*x + y*w", {"w": "-0.0005", "x": 3, "y": 2}, "x", "w", "epsilon", 0, None, None),
    ("relu(w)*x + y*w", {"w": "-0.0005", "x": 3, "y": 2}, "y", "w", "match", 1, None, None),
    ("relu(w)*x + y*w", {"w": "-0.0005", "x": 3, "y": 2}, "w", "x", "match", 0, None, None),
]


def entry(program: str, point: dict[str, object], by: str, other: str, arithmetic: str) -> Entry:
    found = second_report(Graph(program), point, Options(arithmetic=arithmetic), None)
    return next(e for e in found.entries if (e.by, e.and_by) == (by, other))


@pytest.mark.parametrize("arithmetic", ["auto", "float"])
@pytest.mark.parametrize(("program", "point", "by", "other", "kind", "value", "left", "right"), CASES)
def test_second_derivatives_at_bends(
    program: str, point: dict[str, object], by: str, other: str, kind: str, value: object, left: object, right: object,
    arithmetic: str,
) -> None:  # fmt: skip
    found = entry(program, point, by, other, arithmetic)
    assert found.verdict.kind == kind
    for number, wanted in ((found.value, value), (found.verdict.left, left), (found.verdict.right, right)):
        assert number is None if wanted is None else float(number) == pytest.approx(wanted, abs=1e-6)


def test_a_product_along_a_direction_bends_too() -> None:
    found = second_report(Graph("relu(w)**2*b"), {"w": 0, "b": 2}, Options(), {"w": 1})
    assert [(e.by, e.verdict.kind, e.verdict.right) for e in found.entries] == [("w", "kink", 4), ("b", "match", None)]
