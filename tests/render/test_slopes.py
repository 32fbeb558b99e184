"""Several points in one table: what varies is a column, what does not stands above."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symback import Graph
from symback.document.formats import load
from symback.document.model import PEOPLE, Look
from symback.render.pages import pages
from symback.render.slopes import slopes
from symback.report.options import Options


def reports(program: str, points: list[dict[str, str]], wrt: tuple[str, ...] | None = None, **options: object) -> list:
    graph = Graph(program, wrt=wrt)
    return [graph.report(point, Options(**options)) for point in points]  # type: ignore[arg-type]


def titles(made: list) -> list[str]:
    return [column.title for column in slopes(made).for_people().columns]


def test_the_slopes_of_the_first_lecture():
    table = slopes(reports("w**2", [{"w": "3"}, {"w": "2"}, {"w": "-3"}])).for_people()
    assert table.title == "Slopes of J: dJ/dw = 2*w; nudge ε = 0.001"
    assert [column.title for column in table.columns] == ["w", "J", "nudged J", "nudge", "dJ/dw", "leftover", "verdict"]
    numbers = [
        ("3", "9", "9.006001", "6.001", "6"),
        ("2", "4", "4.004001", "4.001", "4"),
        ("-3", "9", "8.994001", "-5.999", "-6"),
    ]
    assert [row[:5] for row in table.rows] == [tuple(map(Fraction, row)) for row in numbers]


def test_constant_inputs_stand_above():
    made = reports("w*x+b", [{"w": "1", "x": "2", "b": "5"}, {"w": "2", "x": "2", "b": "5"}], ("w",))
    (page,) = pages(made, None, PEOPLE, several=True)
    assert "".join(load("plain").render([page], Look())).startswith("At x = 2, b = 5\n")
    assert titles(made)[:2] == ["w", "J"]


def test_the_same_point_twice_keeps_its_inputs():
    assert titles(reports("w**2", [{"w": "1"}, {"w": "1"}]))[0] == "w"


@pytest.mark.parametrize(
    ("program", "points", "shown"),
    [
        (
            "w*v",
            [{"w": "1", "v": "2"}, {"w": "2", "v": "1"}],
            ["w", "v", "derivative", "J", "nudged J", "nudge", "formula", "value"],
        ),
        ("w**2", [{"w": "1"}, {"w": "2"}], ["w", "J", "nudged J", "nudge", "dJ/dw"]),
    ],
)
def test_a_formula_is_a_column_where_there_are_several(program, points, shown):
    assert titles(reports(program, points))[: len(shown)] == shown


def test_formulas_that_differ_from_point_to_point_are_a_column():
    made = reports("w**2*v", [{"v": "2"}, {"v": "3"}], ("w",), partial=True)
    assert slopes(made).title == "Slopes of J"
    assert [
        row[titles(made).index("dJ/dw") if "dJ/dw" in titles(made) else titles(made).index("formula")]
        for row in slopes(made).for_people().rows
    ] == ["4*w", "6*w"]


def test_a_kink_has_its_slopes():
    assert slopes(reports("abs(x)", [{"x": "0"}, {"x": "1"}])).rows[0][-1] == "kink -1 | 1"


def test_without_nudges_there_is_still_a_row_a_point():
    made = reports("w**2", [{"w": "1"}, {"w": "2"}], nudges=False)
    assert [row[0] for row in slopes(made).rows] == [1, 2]
