"""`symback worksheet` on the command line."""

from __future__ import annotations

import json
import re

import pytest


def exercises(html: str) -> list[dict]:
    return json.loads(re.search(r'id="data">(.*?)</script>', html)[1])["exercises"]


def answers(exercise: dict) -> list[float]:
    return [box["answer"] for box in exercise["boxes"]]


LAB = [11, 121, 22, 3, 66]


def test_a_page_on_standard_output_or_in_a_file(run, tmp_path):
    shown = run("worksheet", "(2+3*w)**2", "--at", "w=3")
    assert (shown.code, shown.err) == (0, "")
    assert answers(exercises(shown.out)[0]) == LAB
    written = run("worksheet", "(2+3*w)**2", "--at", "w=3", "-o", str(tmp_path / "page.html"))
    assert (written.code, written.out) == (0, "")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == shown.out


def test_a_program_from_a_file_or_a_pipe(run, process, tmp_path):
    (tmp_path / "lab.txt").write_text("a = 2+3*w\nJ = a**2\nw = 3\n")
    assert answers(exercises(run("worksheet", "-f", str(tmp_path / "lab.txt")).out)[0]) == LAB
    assert answers(exercises(process("worksheet", "--at", "w=3", text="(2+3*w)**2").out)[0]) == LAB


def test_several_programs_take_the_values_that_they_have(run):
    found = exercises(run("worksheet", "(2+3*w)**2", "w*x", "--at", "w=3,x=2", "--wrt", "w").out)
    assert [answers(found[0]), answers(found[1])] == [LAB, [6, 2]]


def test_programs_one_a_line(run, tmp_path):
    path = tmp_path / "exam.txt"
    path.write_text('# two\n(2+3*w)**2\n\n{"program": "w*x", "at": {"w": 1, "x": "1/2"}, "wrt": ["x"]}\n')
    found = exercises(run("worksheet", "--programs", str(path), "--at", "w=3").out)
    assert [answers(found[0]), answers(found[1])] == [LAB, [0.5, 1]]


def test_several_points_are_several_exercises(run):
    found = exercises(run("worksheet", "w**2", "--at", "w=3", "--at", "w=2", "--at", "w=-3").out)
    assert [answers(exercise) for exercise in found] == [[9, 6], [4, 4], [9, -6]]


@pytest.mark.parametrize("level", range(1, 6))
def test_made_up_programs_are_the_same_for_the_same_seed(run, level):
    asked = ["worksheet", "--random", "2", "--level", str(level)]
    first, again, other = (run(*asked, "--seed", seed) for seed in ("7", "7", "8"))
    assert first.code == 0
    assert len(exercises(first.out)) == 2
    assert first.out == again.out != other.out


@pytest.mark.parametrize("level", range(1, 6))
def test_a_sheet_has_no_program_twice(run, level):
    """As long as there are kinds left."""
    made = run("worksheet", "--random", "8", "--level", str(level), "--seed", "3").out
    programs = re.findall(r'<div class="program"[^>]*>(.*?)</div>', made)
    assert len(programs) == 8
    assert len({re.sub(r"<mn>[0-9]+</mn>", "", program) for program in programs}) == 8


def test_a_title_and_an_id_stand_in_the_heading(run, tmp_path):
    path = tmp_path / "class.jsonl"
    path.write_text(
        '{"id": "A<1>", "title": "Ada", "program": "w**2", "at": {"w": 1}}\n{"id": 7, "program": "w = 2; w**3"}\nw**4\n'
    )
    shown = run("worksheet", "--programs", str(path), "--at", "w=3").out
    for level in ("h2", "h3"):
        heads = re.findall(rf"<{level}[^>]*>(Exercise.*?)</{level}>", shown)
        assert heads == ["Exercise 1: Ada, A&lt;1&gt;", "Exercise 2: 7", "Exercise 3"]


def test_the_key_on_a_page_of_its_own(run, tmp_path):
    """Its numbers are those of the boxes, and the sheet does not print its own."""
    sheet, key = tmp_path / "sheet.html", tmp_path / "key.html"
    assert run("worksheet", "(2+3*w)**2", "--at", "w=3", "-o", str(sheet), "--key", str(key)).code == 0
    assert '<section class="key on-paper" aria-labelledby="key-title" hidden>' in sheet.read_text()
    assert re.findall(r'id="(x1-\d+)-box".*?class="number"[^>]*>(\d+)<', sheet.read_text()) == [
        (f"x1-{place}", str(place + 1)) for place in range(5)
    ]
    told = key.read_text()
    assert "<script" not in told
    assert [re.sub(r"<[^>]*>", "", row).split("=")[-1] for row in re.findall(r"<li.*?</li>", told)] == [
        "11.",
        "121.",
        "22.",
        "3.",
        "66.",
    ]
    assert 'key-title">' in run("worksheet", "w**2", "--at", "w=3").out


def test_title_and_blank(run):
    shown = run("worksheet", "w**2", "--at", "w=3", "--title", "Exam <B>", "--blank", "backward").out
    assert "<h1>Exam &lt;B&gt;</h1>" in shown
    assert [box["blank"] for box in exercises(shown)[0]["boxes"]] == [False, True]
    assert "<h1>Backpropagation worksheet</h1>" in run("worksheet", "w**2", "--at", "w=3", "--title", " ").out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["(2+3*w)**2"], 2, "--at w="),
        (["w**2", "w*x", "--at", "w=3,x=2,q=1"], 2, "q is an input of none"),
        (["w**2", "w*x", "--at", "w=3,x=2", "--wrt", "q"], 2, "q is an input of none"),
        (["w**2", "--at", "w=3,q=1"], 2, "q is not an input"),
        (["w**2", "--at", "w=1:51:1"], 2, "1 to 50 exercises, not 51"),
        (["--random", "60"], 2, "1 to 50 exercises, not 60"),
        (["w**2", "--at", "w=3", "-o", "a.html", "--key", "a.html"], 2, "--key"),
        (["w**2", "--at", "w=3", "--key", "a.pdf"], 2, ".pdf"),
        (["--random", "2", "--level", "6"], 2, "6 is not in the range"),
        (["w**2", "--at", "w=3", "--blank", "none"], 2, "'none' is not one of"),
        (["sqrt(w)", "--at", "w=0"], 3, "does not exist at this point"),
        (["--programs", "/nowhere"], 2, "/nowhere"),
        (["w**", "--at", "w=3"], 2, "^"),
    ],
)
def test_what_is_refused(run, arguments, code, told):
    answer = run("worksheet", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err
    assert "Traceback" not in answer.err
