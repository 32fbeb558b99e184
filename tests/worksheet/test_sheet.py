"""The page as text: what it holds, what it refuses, and that nothing in it comes from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser

import pytest
from lab_networks import FIRST, LABS, NEURON, worksheet

from symback import Graph, SymbackError
from symback.domains.text import as_float
from symback.exercise.boxes import exercise_at
from symback.worksheet import Worksheet
from symback.worksheet.data import blanks
from symback.worksheet.drawing import Drawing, paper_of


def chain(nodes: int) -> str:
    return "; ".join(f"a{i} = {f'a{i - 1}' if i else 'w'} + 1" for i in range(nodes))


CHAIN = "; ".join(f"a{i} = sin({'w' if i == 0 else f'a{i - 1}'})" for i in range(40))


def data_of(html: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize(("lab", "answers"), LABS, ids=["first", "neuron"])
def test_the_boxes_of_the_labs_networks(lab, answers):
    """5 and 13 boxes, with the lab's answers, in the order of the passes."""
    sheet = worksheet(lab)
    boxes = data_of(sheet.html)["exercises"][0]["boxes"]
    assert [box["answer"] for box in boxes] == [as_float(box.answer) for box in sheet.exercises[0].boxes]
    assert [box["answer"] for box in boxes] == [4.5 if answer == "9/2" else float(answer) for answer in answers]


def test_data_has_no_derivative_boxes():
    labels = [box["label"] for box in data_of(worksheet(NEURON).html)["exercises"][0]["boxes"]]
    assert labels == [
        "c",
        "a",
        "d",
        "J",
        "∂J/∂d",
        "∂d/∂a",
        "∂J/∂a",
        "∂a/∂c",
        "∂J/∂c",
        "∂a/∂b",
        "∂J/∂b",
        "∂c/∂w",
        "∂J/∂w",
    ]


class Tags(HTMLParser):
    """Every tag with its attributes; complains of ids that come twice and of tags that do not match."""

    EMPTY = ("meta", "input", "br")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found, self.open, self.ids = [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_one_file_that_allows_its_own_script_and_no_network():
    html = worksheet(NEURON).html
    tags = Tags(html)
    assert len(tags.ids) == len(set(tags.ids))
    assert not [a for _, a in tags.found if {"src", "href", "action", "srcset", "onclick", "onload"} & a.keys()]
    assert "@import" not in html
    assert "url(" not in html
    policy = next(a["content"] for tag, a in tags.found if a.get("http-equiv") == "Content-Security-Policy")
    script = re.search(r'<script type="module">(.*?)</script>', html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert len(html) < 150_000


def test_every_box_has_a_name_for_those_who_do_not_see_it():
    tags = Tags(worksheet(NEURON).html)
    names = [a["aria-label"] for tag, a in tags.found if tag == "input"]
    assert names[:2] == ["value of c = w*x", "value of a = c + b"]
    assert names[4:6] == ["derivative of J by d", "derivative of d by a"]


def test_a_program_that_gives_values_is_shown_without_them():
    """For the page can draw others."""
    html = Worksheet("w = 3; a = 2+3*w; J = a**2", {}).html
    program = re.search(r'<div class="program">(.*?)</div>', html)[1]
    assert re.sub(r"<[^>]*>", "", program.replace("</p>", "; ")) == "a=2+3&#x2062;w; J=a2; "


HOSTILE = "J = w**2 # </script><script>alert(1)</script> <!-- ' \" &"


def test_hostile_text_is_escaped():
    html = Worksheet(HOSTILE, {"w": 3}, title="<b>&'\"").html
    assert "<script>alert" not in html
    assert html.count("<script") == 2
    assert "&lt;b&gt;&amp;&#x27;&quot;" in html
    assert "<" not in re.search(r'id="data">(.*?)</script>', html)[1]
    Tags(html)


@pytest.mark.parametrize(
    ("program", "values", "code", "told"),
    [
        ("(2+3*w)**2", {}, 2, "w has no value"),
        ("w*x", {}, 2, '{"w": …, "x": …}'),
        ("w*x", {"w": 1}, 2, "x has no value"),
        ("w*x", {"w": 1, "x": 2, "q": 3}, 2, "q is not an input"),
        (CHAIN, {"w": 1}, 2, "too many to fill in"),
        ("sqrt(w)", {"w": 0}, 3, "does not exist"),
        ("1/w", {"w": 0}, 3, "division by zero"),
        ("w**2", {"w": "10**300"}, 3, "too large"),
    ],
)
def test_what_makes_no_worksheet(program, values, code, told):
    with pytest.raises(SymbackError) as error:
        _ = Worksheet(program, values).html
    assert error.value.exit_code == code
    assert told in str(error.value)


def test_numbers_in_a_call_or_a_fraction_wear_no_parentheses_of_their_own():
    html = Worksheet("a = log(w); b = v/w; J = a*b", {"w": "1/3", "v": -2}).html
    assert ">((" not in re.sub(r"</?m[^>]*>", "", html)
    assert '<mn data-live="v w">1/3</mn>' in html


def test_a_sum_over_many_paths_may_break_before_every_plus():
    html = Worksheet("a = 2*w; b = a*w; J = a*b*w", {"w": 3}).html
    last = re.findall(r'<li class="chained">(.*?)</li>', html)[-1]
    parts = re.findall("<math>(.*?)</math>", last)
    assert ["×" in part for part in parts[:4]] == [False, False, True, True]


def test_a_kink_uses_its_convention():
    boxes = data_of(Worksheet("relu(w)*3 + w", {"w": 0}).html)["exercises"][0]["boxes"]
    assert [box["answer"] for box in boxes if box["label"] == "dJ/dw"] == [1]
    assert any(box["kink"] for box in boxes)


def test_what_does_not_exist_has_no_box_and_is_told():
    html = Worksheet("sqrt(w) + x**2", {"w": 0, "x": 3}).html
    assert "do not exist here" in html
    assert "∂J/∂x" in [box["label"] for box in data_of(html)["exercises"][0]["boxes"]]


def test_blanks():
    boxes = worksheet(NEURON).exercises[0].boxes
    assert sum(blanks(boxes, "all", 0)) == 13
    assert blanks(boxes, "forward", 0) == [True] * 4 + [False] * 9
    assert blanks(boxes, "backward", 0) == [False] * 4 + [True] * 9
    some = [blanks(boxes, "some", seed) for seed in range(20)]
    assert {sum(found) for found in some} == {7}
    assert len({tuple(found) for found in some}) > 10
    assert some[3] == blanks(boxes, "some", 3)
    with pytest.raises(SymbackError, match="one of all, forward"):
        blanks(boxes, "few", 0)


def test_columns_of_boxes_do_not_overlap():
    for program, values in (("w*sin(w)*exp(w)", {"w": 1}), ("3*(a+b*c)", {"a": 1, "b": 2, "c": 3})):
        drawing = Drawing(exercise_at(Graph(program), values))
        ends = [(x - 6, x + width + 6) for _, x, width in drawing.columns()]
        assert all(left[1] <= right[0] for left, right in itertools.pairwise(ends))
        assert {name for names, _, _ in drawing.columns() for name in names} == set(drawing.exercise.columns)


CELL = "; ".join(f"{g} = sigmoid(w{g}*x + u{g}*h + b{g})" for g in "fio") + "; J = f*i + o"


@pytest.mark.parametrize(
    ("program", "paper"),
    [("a = w + 1; b = a + 1", ""), (chain(8), "aside"), (CELL, "listed down"), (chain(30), "listed carded")],
)
def test_a_wide_graph_is_printed_on_its_side_then_with_a_list_and_at_last_as_cards(program, paper):
    exercise = exercise_at(Graph(program), dict.fromkeys(Graph(program).inputs, 1))
    assert paper_of(Drawing(exercise))[0] == paper


def test_a_notebook_gets_the_page_in_a_frame_without_rights():
    frame = worksheet(FIRST)._repr_html_()
    (tag, attributes), *more = Tags(frame).found
    assert (tag, more) == ("iframe", [])
    assert attributes["srcdoc"] == worksheet(FIRST).html
    assert attributes["sandbox"] == "allow-scripts allow-modals"


def test_saving(tmp_path):
    worksheet(FIRST).save(str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == worksheet(FIRST).html


def test_a_graph_may_be_given():
    graph = Graph("c = w*x; J = c**2", wrt=("w",))
    assert len(Worksheet(graph, {"w": 1, "x": 2}).exercises[0].boxes) == len(Worksheet("c = w*x; J = c**2", {"w": 1, "x": 2}, wrt=["w"]).exercises[0].boxes)  # fmt: skip


TOLD = [("a = w*x; b = sin(a); J = a*b + exp(w) + w", {"w": 2, "x": "0.3"}), ("a = u/v; b = a*u; J = a*b + log(u)", {"u": "0.7", "v": 3}), NEURON[:2]]  # fmt: skip


@pytest.mark.parametrize(("program", "values"), TOLD)
def test_an_equals_sign_is_true_to_the_digits_shown(program, values):
    """Sums and products of numbers in the answers: what = stands between is equal as it stands there."""
    compared = 0
    for row in re.findall(r"<li.*?</li>", Worksheet(program, values).html):
        if re.search("<msup|<mfrac>(<mrow>)?<mn", row):  # height and strokes are lost in its text
            continue
        text = unescape(re.sub(r"<[^>]*>", "", row)).rstrip(". ")
        sides = re.split("([=≈])", text.translate(str.maketrans("×−", "*-")).replace("\u2062", "*").replace(" ", ""))
        for left, sign, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
            if re.fullmatch(r"[-\d.+*/()]+", left + right) and sign == "=":
                assert arithmetic(left) == arithmetic(right), text
                compared += 1
    assert compared > 0


def arithmetic(text: str) -> Fraction:
    numbers = re.sub(r"\d+(\.\d+)?", lambda found: f"Fraction('{found[0]}')", text)
    return eval(numbers, {"Fraction": Fraction})
