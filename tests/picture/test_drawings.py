"""Drawings in the terminal: each is what stands in drawings/ (SYMBACK_UPDATE=1 writes them), and none is wider than asked."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symback import Graph, Options
from symback.document.model import Look
from symback.picture.picture import picture_of
from symback.picture.terminal import drawn, whole
from symback.picture.vector import svg

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer

DRAWINGS = Path(__file__).parent / "drawings"
NEURON = ["c = w*x; a = c+b; d = a-y; J = d**2/2", "--wrt", "w,b"]
RELU = "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2"
SKIPS = "u = a*b; v = b*c; x = u*v+a; z = u+x+c; J = z*u*v*a"
ENTROPY = "-(y*log(a)+(1-y)*log(1-a))"
CASES: dict[str, tuple[int, list[str]]] = {
    "square": (80, ["w**2", "--at", "w=3"]),
    "bare": (80, ["w", "--at", "w=2"]),
    "product": (80, ["w*w", "--at", "w=3", "--local"]),
    "inverse": (80, ["1/w**2", "--at", "w=4"]),
    "no-inputs": (80, ["3+4"]),
    "lab": (80, ["(2+3*w)**2", "--at", "w=3"]),
    "lab-formulas": (80, ["(2+3*w)**2", "--local"]),
    "lecture": (80, ["3*(a+b*c)", "--at", "a=5,b=3,c=2"]),
    "lecture-local": (80, ["u = b*c; v = a+u; J = 3*v", "--at", "a=5,b=3,c=2", "--local"]),
    "lecture-down": (80, ["3*(a+b*c)", "--at", "a=5,b=3,c=2", "--direction", "down"]),
    "neuron-notes": (80, [*NEURON, "--at", "x=-2,y=2,w=2,b=8"]),
    "neuron-lab": (120, [*NEURON, "--at", "x=2,y=1,w=-2,b=8", "--local"]),
    "neuron-narrow": (40, [*NEURON, "--at", "x=2,y=1,w=-2,b=8"]),
    "relu": (80, [RELU, "--at", "x=1,y=5,w1=2,b1=0,w2=3,b2=1"]),
    "relu-wide": (200, [RELU, "--at", "x=1,y=5,w1=2,b1=0,w2=3,b2=1"]),
    "logistic": (120, ["z = w0*x0+w1*x1+b; a = sigmoid(z); L = (a-y)**2", "--at", "x0=1,x1=2,w0=-2,w1=3,b=-4,y=1", "--wrt", "w0,w1,b"]),
    "entropy": (120, [ENTROPY]),
    "sigmoid": (80, ["1/(1+exp(-z))", "--at", "z=0"]),
    "shared": (80, ["a*b+a*c", "--at", "a=2,b=3,c=4"]),
    "skips": (120, [SKIPS, "--at", "a=1,b=2,c=3"]),
    "skips-narrow": (80, [SKIPS, "--at", "a=1,b=2,c=3", "--local"]),
    "kink": (80, ["relu(w)+b", "--at", "w=0,b=1"]),
    "undefined": (80, ["sqrt(w)+b", "--at", "w=0,b=1", "--local"]),
    "branch": (80, ["where(w < b, w**2, b)", "--at", "w=1,b=2"]),
    "unused": (80, ["u = a*b; k = 5*u; J = u+a*a", "--at", "a=2,b=3"]),
    "letters": (80, ["a**2*b", "--at", "a=2", "--partial", "--local"]),
    "greek": (80, ["α_1*w_2 + θ", "--at", "alpha_1=2,w_2=3,theta=1"]),
    "points": (80, ["w**2", "--at", "w=3", "--at", "w=-2"]),
    "atomic": (80, ["(2+3*w)**2", "--split", "atomic", "--at", "w=3"]),
    "cut": (60, ["sin(first_long_name*second_long_name)*cos(first_long_name)"]),
    "listed": (24, ["a_rather_long_name*another_long_name + one_more_long_name"]),
    "chain": (80, ["\n".join(["h0 = x", *(f"h{i} = tanh(w*h{i - 1})" for i in range(1, 101))]), "--at", "w=1,x=2"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_drawings(name: str, run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    width, arguments = CASES[name]
    monkeypatch.setenv("COLUMNS", str(width))
    answer = run("graph", *arguments)
    assert (answer.code, answer.err) == (0, "")
    kept = DRAWINGS / f"{name}.txt"
    if os.environ.get("SYMBACK_UPDATE"):
        kept.write_text(answer.out, encoding="utf-8")
    assert answer.out == kept.read_text(encoding="utf-8")
    assert name == "listed" or max(map(len, answer.out.splitlines())) <= width  # a table never cuts a name
    assert all(line == line.rstrip() for line in answer.out.splitlines())


def test_no_drawing_is_left_over() -> None:
    assert {path.stem for path in DRAWINGS.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", ["lab", "lecture", "skips", "kink"])
def test_colour_says_which_way(name: str, run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are blue and derivatives green; without the colours it is the same drawing."""
    width, arguments = CASES[name]
    monkeypatch.setenv("COLUMNS", str(width))
    coloured = run("graph", *arguments, "--color", "always").out
    assert "\x1b[94m" in coloured
    assert "\x1b[32m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == run("graph", *arguments).out
    assert "\x1b" not in run("graph", *arguments, "--color", "never").out


def test_ascii(process: Callable[..., Answer]) -> None:
    answer = process("graph", "α*w + sin(α)", "--local", env={"PYTHONIOENCODING": "ascii"})
    assert answer.out.isascii()
    assert "alpha" in answer.out
    assert ">|" in answer.out
    assert "?" not in answer.out


@pytest.mark.parametrize(("name", "numbers"), [
    ("lab", {"forward": ["3", "11", "121"], "backward": ["66", "22", "1"]}),
    ("lecture", {"forward": ["5", "3", "2", "6", "11", "33"], "backward": ["3", "6", "9", "3", "3", "1"]}),
])  # fmt: skip
def test_the_lectures_numbers(name: str, numbers: dict[str, list[str]], run: Callable[..., Answer]) -> None:
    """The drawing holds exactly these values and derivatives, told apart by colour."""
    out = run("graph", *CASES[name][1], "--color", "always").out
    assert sorted(re.findall(r"\x1b\[94m([^\x1b]+)", out)) == sorted(numbers["forward"])
    assert sorted(re.findall(r"\x1b\[32m([^\x1b]+)", out)) == sorted(numbers["backward"])


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("lit", [("u", "J"), ("b", "v"), ("c", "z"), ("J", "u"), None])
def test_a_lit_edge(lit: tuple[str, str] | None, down: bool) -> None:
    """The wire of that edge alone is heavy, from its first character to its arrow; what is no edge lights nothing."""
    graph = Graph(SKIPS)
    picture = picture_of(graph, graph.report({}, Options(nudges=False)))
    drawing = drawn(picture, Look(200, color=True), "down" if down else "right", (lit,) if lit else ())
    assert drawing is not None
    wires = [wire for wire in drawing.layout.wires if (wire.source, wire.target) == lit]
    length = sum(abs(b.x - a.x) + abs(b.y - a.y) for wire in wires for a, b in pairwise(wire.points))
    heavy = "".join(re.findall(r"\x1b\[1;35m([^\x1b]+)", "\n".join(drawing.lines())))
    assert len(heavy) == length
    assert set(heavy) <= set("┃━┏┓┗┛┣┫┳┻╋▶▼")
    assert re.findall(
        r'"edge lit" data-from="(.)" data-to="(.)"', svg(picture, down=down, lit=(lit,) if lit else ())
    ) == [(wire.source, wire.target) for wire in wires]


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Statements of sums and products of what stands before them."""
    names = ["w", "x", "long_name"]
    statements = []
    for number in range(draw(st.integers(1, 7))):
        picked = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3))
        statements.append(f"n{number} = " + draw(st.sampled_from(["+", "*"])).join(picked))
        names.append(f"n{number}")
    return "; ".join(statements)


@given(programs(), st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_everything_is_written(program: str, down: bool, local: bool, valued: bool) -> None:
    """Every name, formula, value and derivative stands in the drawing, and each wire has its arrow."""
    graph = Graph(program, split="none")
    values = dict.fromkeys(graph.inputs, "7/4") if valued else {}
    picture = picture_of(graph, graph.report(values, Options(nudges=False)), local=local)
    text = "\n".join(whole(picture, Look(), down=down).lines())
    for part in picture.parts:
        assert part.text in text
        assert part.value in text
        assert part.slope[:12] in text
    assert text.count("▼" if down else "▶") == len(picture.edges)
    for edge in picture.edges:
        assert edge.local[:12] in text


@given(programs(), st.integers(20, 120))
@settings(max_examples=40, deadline=None)
def test_nothing_is_wider_than_the_paper(program: str, width: int) -> None:
    graph = Graph(program, split="none")
    found = drawn(picture_of(graph, graph.report({}, Options(nudges=False))), Look(width))
    assert found is None or max(map(len, found.lines())) <= width
