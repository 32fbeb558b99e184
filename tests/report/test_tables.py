"""The tables' columns: who sees which, and what is left out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symback import Graph
from symback.document.layout import texts
from symback.report.options import Options
from symback.report.tables import tables


def titles(program: str, at: dict[str, str], which: str, **options: object) -> list[str]:
    (table,) = tables(Graph(program).report(at, Options(**options)), which)  # type: ignore[arg-type]
    return [column.title for column in table.for_people().columns]


CHAIN = ["derivative", "chain"]
NUMBERS = ["value", "nudge", "leftover", "verdict"]


@pytest.mark.parametrize(
    ("program", "at", "which", "options", "shown"),
    [
        ("(2+3*w)**2", {"w": "3"}, "chained", {}, [*CHAIN, "in nodes", "in inputs", *NUMBERS]),
        ("w**2", {"w": "3"}, "chained", {}, [*CHAIN, "formula", *NUMBERS]),
        ("(2+3*w)**2", {}, "chained", {}, [*CHAIN, "in nodes", "in inputs"]),
        ("(2+3*w)**2", {"w": "3"}, "chained", {"formulas": False}, [*CHAIN, *NUMBERS]),
        ("(2+3*w)**2", {"w": "3"}, "chained", {"nudges": False}, [*CHAIN, "in nodes", "in inputs", "value"]),
        ("(2+3*w)**2", {"w": "3"}, "local", {}, ["derivative", "formula", *NUMBERS]),
        ("(2+3*w)**2", {"w": "3"}, "forward", {}, ["node", "formula", "value"]),
        ("(2+3*w)**2", {}, "forward", {}, ["node", "formula"]),
        ("(2+3*w)**2", {"w": "3"}, "gradient", {}, ["gradient", "value"]),
        (
            "w**2", {"w": "3"}, "local", {"epsilons": (Fraction(1, 10), Fraction(1, 100))},
            ["derivative", "formula", "value", "nudge ε=0.1", "leftover", "nudge ε=0.01", "leftover", "verdict"],
        ),
    ],
)  # fmt: skip
def test_people_see_what_there_is(program, at, which, options, shown):
    assert titles(program, at, which, **options) == shown


def test_programs_see_every_column_whatever_is_in_it():
    (table,) = tables(Graph("w**2").report({}, Options(formulas=False)), "chained")
    keys = [column.key for column in table.for_programs().columns]
    assert keys == ["by", "in_nodes", "in_inputs", "value", "nudge", "leftover", "verdict"]
    assert table.for_programs().rows == (("w", None, None, None, None, None, "not checked"),)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "; nudge ε = 0.001"),
        ({"epsilons": (Fraction(1, 10), Fraction(1, 10**6))}, "; nudge ε = 0.1, 0.000001"),
        ({"scheme": "central"}, "; nudge ε = ±0.001"),
        ({"nudges": False}, "path"),
    ],
)
def test_the_title_says_the_nudge(options, says):
    (table,) = tables(Graph("w**2").report({"w": "3"}, Options(**options)), "chained")
    assert table.title.endswith(says)


def test_a_sum_is_told_path_by_path_to_people_only():
    (table,) = tables(Graph("u = w**2; J = u*w").report({"w": "-3"}, Options()), "chained")
    shown = texts(table.for_people())
    assert [(row[0], row[1], row[2]) for row in shown[-3:]] == [
        ("dJ/dw", "dJ/dw|direct + du/dw·dJ/du", "u + 2*w**2"),
        ("  via J", "dJ/dw|direct", "9 × 1"),
        ("  via u", "du/dw·dJ/du", "-6 × (-3)"),
    ]
    assert len(table.for_programs().rows) == len(table.rows) - 2
