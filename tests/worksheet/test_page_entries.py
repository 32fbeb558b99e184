"""What can be typed into the page: the same table as for the quiz, and what is meant to break it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lab_networks import FIRST, worksheet

from symback import SymbackError
from symback.worksheet import Worksheet

ENTRIES = json.loads((Path(__file__).parent.parent / "exercise" / "entries.json").read_text(encoding="utf-8"))
STATES = ("right", "wrong", "unreadable")
TOO_LARGE = ("10**400", "1/10**400")  # for doubles


def test_the_page_judges_as_the_quiz_does(sheet):
    """Every row of the table: what is right, wrong and unreadable."""
    rows = [row for row in ENTRIES if row["at"]["w"] not in TOO_LARGE]
    assert len(rows) > 10
    exercises = [Worksheet(row["program"], row["at"]).exercises[0] for row in rows]
    page = sheet(Worksheet.of(exercises).html)
    for number, (row, exercise) in enumerate(zip(rows, exercises, strict=True), 1):
        place = [box.label for box in exercise.boxes].index(row["box"])
        for state in STATES:
            expected = {typed: state if typed.strip() else "empty" for typed in row[state]}
            assert dict(zip(row[state], page.types(place, row[state], number), strict=True)) == expected


def test_a_value_that_a_double_cannot_hold_makes_no_page():
    with pytest.raises(SymbackError) as error:
        _ = Worksheet("w", {"w": "10**400"}).html
    assert error.value.exit_code == 3


HOSTILE = [
    "(" * 299,
    "-" * 300,
    "(" * 140 + "1" + ")" * 140,
    "9**9**9**9**9",
    "1e999",
    "-1e999",
    "1/0",
    "0/0",
    "0**-1",
    "sqrt(-1)",
    "a" * 300,
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty(1)",
    "constructor(1)",
    "alert(1)",
    "';alert(1);'",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "${alert(1)}",
    "2,5",
    "2..5",
    "1e",
    "2e+",
    "0x10",
    "1 2",
    "max()",
    "max(1)",
    "sin(1,2)",
    "where(1<2,3,4)",
    "gamma(0)",
    "polygamma(1e9, 1)",
    "\u202e22",
    "𝟚𝟚",
    "٢٢",
    "2²²²²²²²²",
    "⁻",
    "½",
    "NaN",
    "Infinity",
    "-",
    ".",
    "=",
    "22\x00",
    "√",
    "22)",
    "a(2)",
    "1/2a",
    "wherefoo(1,2,3,4)",
    "where(where(1,2,3,4)",
    "||||",
    "<=>",
]


def test_nothing_typed_breaks_the_page(sheet):
    page = sheet(worksheet(FIRST).html)
    states = dict(zip(HOSTILE, page.types(2, HOSTILE), strict=True))
    assert {text for text, state in states.items() if state not in ("wrong", "unreadable")} == set()
    assert page.verdict
    assert page.type(2, "22") == "right"


def test_more_than_the_box_takes_is_refused(sheet):
    """maxlength stops typing; what a script or an extension puts in is refused, not computed."""
    page = sheet(worksheet(FIRST).html)
    page.box(2).evaluate("e => { e.removeAttribute('maxlength'); e.value = '1+'.repeat(1e6) + '1'; }")
    page.box(2).press("Enter")
    assert page.state(2) == "unreadable"
    assert "300 characters" in page.verdict


def test_a_box_is_not_answered_by_its_own_name(sheet):
    page = sheet(worksheet(FIRST).html)
    assert page.type(0, "a") == "unreadable"
    assert "not known yet" in page.verdict
    assert page.type(1, "J") == "unreadable"
    assert page.type(1, "a²") == "unreadable"
    assert page.verdict == "J: A number is asked for: what does a come to?"
    assert page.type(1, "11²") == "right"
    assert page.type(4, "6*a") == "right"


KEPT = [
    "[]",
    "7",
    '{"exercises": 3}',
    '{"exercises": [{"round": 1e300, "boxes": {"0": ["<b>", 0, 9]}}]}',
    '{"exercises": [{"round": -1, "boxes": [[{"x": 1}, 0, 0], ["11", 0, -5], null]}]}',
    "{",
]


def test_progress_from_elsewhere_cannot_break_the_page(sheet):
    page = sheet(worksheet(FIRST).html)
    for text in KEPT:
        page.page.evaluate("text => localStorage.setItem(localStorage.key(0), text)", text)
        page.page.reload()
        assert page.type(0, "11") == "right", text


def test_a_hostile_program_and_title_are_only_text(sheet):
    program = "(2+3*w)**2 # </script><script>alert(1)</script><!--\u2028 & \" ' <img src=x onerror=alert(1)>"
    page = sheet(Worksheet(program, {"w": 3}, title="</title><script>alert(2)</script>").html)
    assert page.page.text_content(".program").replace("\u2062", "") == "J=(2+3w)2"
    assert page.page.title() == "</title><script>alert(2)</script>"
    assert page.page.locator("script").count() == 2
    assert page.page.locator("img").count() == 0
    assert page.type(0, "11") == "right"


SIZES = ["w = 1234567/89; a = w*w; J = a/7 + w", "w = 1/3; a = w**9; J = a*w", "w = 123456.789; J = w/7"]


def test_what_is_revealed_would_be_right(sheet):
    page = sheet(Worksheet.of([Worksheet(program).exercises[0] for program in SIZES]).html)
    for _ in range(2):  # at the first numbers, and at new ones
        for number, program in enumerate(SIZES, 1):
            page.press("reveal", number)
            shown = page.answers(number)
            page.press("hide", number)
            states = [page.types(place, [text], number) for place, text in enumerate(shown)]
            assert states == [["right"]] * len(shown), program
            page.press("renew", number)


NAME = "x" * 240
LONG = f"{NAME}_1 = w*x + {' + '.join(f'w**{k}' for k in range(2, 30))}; J = {NAME}_1**2 + y_{NAME[:200]}"


@pytest.mark.parametrize("width", [390, 1280])
def test_long_names_and_formulas_stay_on_the_page(sheet, width):
    page = sheet(Worksheet(LONG, {"w": 3, "x": "1234567/89", f"y_{NAME[:200]}": 1}).html, viewport={"width": width, "height": 844})  # fmt: skip
    page.press("reveal")
    page.press("hide")
    page.type(0, "3")
    assert page.state(0) == "wrong"
    assert page.page.evaluate("document.documentElement.scrollWidth") == width
