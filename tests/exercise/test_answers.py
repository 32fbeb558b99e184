"""What can be typed into a box, and when it is right."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.exercise.answers import RIGHT, UNREADABLE, WRONG, is_right, judge
from symback.exercise.boxes import exercise_at
from symback.exercise.madeup import made_up
from symback.exercise.model import FORWARD

if TYPE_CHECKING:
    from symback.exercise.model import Box, Exercise


def exercise(program: str = "(2+3*w)**2", **values: object) -> Exercise:
    return exercise_at(Graph(program), values)


def box_of(found: Exercise, label: str) -> Box:
    return next(box for box in found.boxes if box.label == label)


LAB = exercise(w=3)

# What can be typed, in a file of its own, for the page of the worksheet reads the same and must agree.
ENTRIES = json.loads((Path(__file__).parent / "entries.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ENTRIES, ids=[f"{row['program']} {row['at']['w']} {row['box']}" for row in ENTRIES])
@pytest.mark.parametrize("verdict", [RIGHT, WRONG, UNREADABLE])
def test_entries(row: dict[str, Any], verdict: str) -> None:
    """Two decimals, a share of what is small, nine digits of what is large; numbers, fractions and formulas."""
    found = exercise(row["program"], **row["at"])
    box = box_of(found, row["box"])
    assert {typed: judge(found, box, typed).verdict for typed in row[verdict]} == dict.fromkeys(row[verdict], verdict)


def test_a_comma_of_two_meanings_is_told() -> None:
    judged = judge(LAB, box_of(LAB, "dJ/da"), "22,500")
    assert judged.reason == "22,500 can be read in two ways; try: 22.500 or 22500"


def test_the_value_of_a_wrong_formula_is_told() -> None:
    assert judge(LAB, box_of(LAB, "dJ/da"), "3*a").value == 33


def test_numbers_that_are_not_rational() -> None:
    found = exercise("a = sin(w); J = a*pi", w="pi/4")
    assert judge(found, box_of(found, "a"), "sqrt(2)/2").verdict == RIGHT
    assert judge(found, box_of(found, "a"), "0.71").verdict == RIGHT
    assert judge(found, box_of(found, "dJ/da"), "pi").verdict == RIGHT
    assert judge(found, box_of(found, "dJ/da"), "3.14").verdict == RIGHT
    assert judge(found, box_of(found, "dJ/da"), "22/7+1/100").verdict == WRONG


def test_doubles_have_noise() -> None:
    assert is_right(Fraction(0), 6.1e-17)
    assert not is_right(Fraction(1, 10**6), 6.1e-17)


HOSTILE = [
    "(" * 100_000,
    "(" * 140 + "1" + ")" * 140,
    "9**9**9",
    "9**9**9**9",
    "-" * 299 + "1",
    "1e999999999",
    "\0",
    "22\0",
    "\x1b[2J22",
    "\u202e22",
    "2" * 5000,
    "gamma(1e300)",
    "exp(exp(exp(exp(9))))",
    "sin(1e999999)",
    "erf(1e99)*gamma(2999)**2999",
    "polygamma(300, 1/3)",
    "\udc80",
    "𝟐𝟐",
    "[red]22[/red]",
    "%s%n{0}",
    "w" * 300,
    "22 # and more",
    "where(w>1,22,0)",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile(typed: str) -> None:
    """Nothing that is typed breaks it, or keeps it busy."""
    start = time.monotonic()
    judged = judge(LAB, box_of(LAB, "dJ/da"), typed)
    assert judged.verdict in (RIGHT, WRONG, UNREADABLE)
    assert time.monotonic() - start < 2
    if typed not in ("22 # and more", "where(w>1,22,0)"):
        assert judged.verdict != RIGHT


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_judged(typed: str) -> None:
    judged = judge(LAB, box_of(LAB, "dJ/dw"), typed)
    assert judged.verdict in (RIGHT, WRONG, UNREADABLE)
    assert judged.verdict != UNREADABLE or judged.reason


@given(st.integers(1, 5), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_every_box_accepts_its_answer_and_no_other(level: int, seed: int) -> None:
    """The number as shown is right, and for a derivative every formula; one more, one less and the negative are not."""
    made = made_up(level, seed)
    found = exercise_at(made.graph, made.at)
    for box in found.boxes:
        assert judge(found, box, box.text).verdict == RIGHT
        for text in () if box.kind == FORWARD else box.formulas:
            assert judge(found, box, text).verdict == RIGHT
        assert judge(found, box, f"{box.text} + 1").verdict == WRONG
        assert judge(found, box, f"{box.text} - 1").verdict == WRONG
        if box.answer:
            assert judge(found, box, f"-({box.text})").verdict == WRONG


# program, label, right, wrong: without values an answer is a formula
LETTERS = [
    ("(2+3*w)**2", "dJ/da", ["2*a", "2a", "6*w+4", "2*(2+3w)", "a+a"], ["2", "a", "2*a+1", "22", "6*w"]),
    ("(2+3*w)**2", "dJ/dw", ["18w+12", "6a"], ["66", "18w"]),
    ("a = sin(w); J = a*w", "da/dw", ["cos(w)", "sin(w+pi/2)"], ["sin(w)", "-cos(w)"]),
    ("a = w**2; J = a*w", "dJ/dw|direct", ["a", "w**2"], ["3*w**2"]),
    ("a = w**2; J = a*w", "dJ/dw", ["3*w**2", "a+2*w*w"], ["a"]),
    ("log(w)", "dJ/dw", ["1/w", "w**-1"], ["w", "1/|w| + 1", "1/(w+1e-9)"]),
    ("w**2", "dJ/dw", ["2*w", "w+relu(w)-relu(-w)"], ["2*w + relu(w-1e5)*relu(2e5-w)"]),
]


@pytest.mark.parametrize(("program", "label", "right", "wrong"), LETTERS)
def test_letters(program: str, label: str, right: list[str], wrong: list[str]) -> None:
    found = exercise(program)
    box = box_of(found, label)
    assert [judge(found, box, typed).verdict for typed in right] == [RIGHT] * len(right)
    assert [judge(found, box, typed).verdict for typed in wrong] == [WRONG] * len(wrong)
