"""No number is computed in the text layer: whatever an explanation tells is a number of the report or the trace.

The truth is gathered apart from the explanation: every number in the report and the trace, every formula in them, and
the table of derivatives. Then every digit of every format has to come from there.
"""

from __future__ import annotations

import dataclasses
import html
import json
import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.derivatives import DERIVATIVES
from symback.domains.text import closed_form, exact_decimal, story_text, table_text
from symback.domains.values import Pi, Surd
from symback.errors import SymbackError
from symback.explain.choices import Choices
from symback.explain.closing import NETWORK
from symback.explain.model import Formula, Math, Number, Program, Story, Words
from symback.explain.rules import GENERIC
from symback.explain.story import tell
from symback.render import explain_html, explain_json, explain_latex, explain_markdown, explain_plain
from symback.report.options import Options
from symback.report.trace import traced

NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?")
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
SUPERSCRIPT = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
FORMATS = {
    "plain": explain_plain.render,
    "markdown": explain_markdown.render,
    "latex": explain_latex.render,
    "html": explain_html.render,
    "json": explain_json.render,
}
LECTURES: list[tuple[str, dict[str, object], str]] = [
    ("w**2", {"w": 3}, "w"),
    ("1/w**2", {"w": 4}, "w"),
    ("3*(a+b*c)", {"a": 5, "b": 3, "c": 2}, "a,b,c"),
    ("c = w*x; a = c+b; d = a-y; J = d**2/2", {"w": 2, "x": -2, "b": 8, "y": 2}, "w,b"),
    ("c = w*x; a = c+b; d = a-y; J = d**2/2", {"w": -2, "x": 2, "b": 8, "y": 1}, "w,b"),
    ("(2+3*w)**2", {"w": 3}, "w"),
    ("t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2", {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1}, "w1,b1,w2,b2"),
    ("z = w0*x0 + w1*x1 + b; a = sigmoid(z); L = (a-y)**2", {"x0": 1, "x1": 2, "w0": -2, "w1": 3, "b": -4, "y": 1}, "w0,w1,b"),
    ("sin(w)/w", {"w": "pi/4"}, "w"),
    ("-(y*log(a)+(1-y)*log(1-a))", {"a": "1/3", "y": 1}, "a"),
    ("relu(w)**2 + abs(w)", {"w": 0}, "w"),
    ("(2+3*w)**2", {}, "w"),
    ("; ".join(f"x{i} = x{i - 1}*w" if i else "x0 = w+b" for i in range(50)), {"w": 2, "b": 1}, "w,b"),
]  # fmt: skip


class Truth:
    """The numbers and formulas that an explanation may tell."""

    def __init__(self, graph: Graph, at: dict[str, object], options: Options, story: Story) -> None:
        report, found = traced(graph, at, options)
        self.numbers: set[str] = {"1"}  # the output by itself
        self.formulas: set[str] = {text for rows in DERIVATIVES.values() for text in rows}
        self.formulas |= {part for rule in GENERIC.values() for part in rule}
        self.gather(report)
        self.gather([found.ways(name) for name in (*graph.inputs, *graph.by_name)])
        self.gather([found.leftover(name) for name in (*graph.inputs, *graph.by_name)])
        cost = report.cost
        counts = {cost.backprop_steps, cost.nudge_steps, *range(cost.nodes + cost.parameters + 1)}
        counts |= {NETWORK.nodes, NETWORK.parameters, NETWORK.backprop_steps, NETWORK.nudge_steps}
        self.numbers |= {str(count) for count in counts}
        self.names = {*graph.inputs, *graph.by_name}
        self.program = graph.program

    def gather(self, value: Any) -> None:
        """Every number and text in nested dataclasses."""
        if dataclasses.is_dataclass(value) and not isinstance(value, (Pi, Surd)):
            for field in dataclasses.fields(value):
                self.gather(getattr(value, field.name))
        elif isinstance(value, (list, tuple)):
            for item in value:
                self.gather(item)
        elif isinstance(value, str):
            self.formulas.add(value)
        elif value is not None and not isinstance(value, (bool, dict)):
            number = Fraction(value) if isinstance(value, int) else value
            self.numbers |= {
                table_text(number),
                closed_form(number) or "1",
                *(story_text(number, n) for n in range(4, 18)),
            }

    def tokens(self, steps: int) -> set[str]:
        """Every numeral that may stand in a text: those of numbers, formulas and names, and of the steps' own count."""
        texts = [*self.numbers, *self.formulas, *self.names, self.program, *map(str, range(steps + 1))]
        found = {token for text in texts for token in NUMERAL.findall(text)}
        found |= {exact_decimal(Fraction(token)) for token in found if len(token) < 40}  # 1000…0 may be written 1e30
        found |= {part for token in found if "e" in token for part in (*re.split("e-?", token), "10")}
        return found


def told(story: Story) -> list[Any]:
    """Every piece that a story says."""
    return [*story.point, *(piece for step in story.steps for piece in step.pieces)]


def check_pieces(story: Story, truth: Truth) -> None:
    for piece in told(story):
        if isinstance(piece, Words):
            assert not any(c.isdigit() for c in piece.text), piece
            assert piece.text.isascii(), piece
        if isinstance(piece, Math):
            for atom in piece.atoms:
                if isinstance(atom, Number):
                    assert table_text(atom.value) in truth.numbers, atom
                if isinstance(atom, Formula):
                    known = set(NUMERAL.findall(" ".join(truth.formulas)))
                    assert set(NUMERAL.findall(atom.text)) <= known, atom
        assert isinstance(piece, (Words, Math, Program))


def check_formats(story: Story, truth: Truth) -> None:
    allowed = truth.tokens(len(story.steps))
    for name, render in FORMATS.items():
        for brief in (False, True):
            text = visible(name, render([story], brief=brief))
            assert set(NUMERAL.findall(text)) <= allowed, (name, set(NUMERAL.findall(text)) - allowed)


def visible(name: str, text: str) -> str:
    """What a reader sees of a format's text, every numeral on its own."""
    if name == "json":
        return spread(" ".join(sentences(json.loads(text))))
    if name == "html":
        body = re.sub(r"<(style|title|script).*?</\1>", " ", text, flags=re.DOTALL)
        body = re.sub(r"</?h[0-9]>", " ", body)
        return spread(html.unescape(re.sub("<[^>]*>", " ", body)))
    if name == "latex":
        return spread(text.partition(r"\begin{document}")[2]).replace(r"\sqrt[3]", "")
    return spread(text).replace(r"\sqrt[3]", "")


def sentences(data: Any) -> list[str]:
    """The texts and the shown numbers of a JSON explanation."""
    found = [data["program"], *(n["shown"] for n in data["at"])]
    for step in data["steps"]:
        found += [step["title"], step["sentence"], *(n["shown"] for n in step["numbers"])]
        found += [line["sentence"] for line in step.get("lines", ())]
    return found


def spread(text: str) -> str:
    """Superscripts as numerals of their own."""
    return SUPERSCRIPT.sub(r" \1 ", text).translate(RAISED)


@pytest.mark.parametrize(
    "choice",
    [Choices(), Choices(long=True), Choices(notation="dvar"), Choices(notation="prime")],
    ids=lambda c: c.notation,
)
@pytest.mark.parametrize(("program", "at", "wrt"), LECTURES, ids=[str(i) for i in range(len(LECTURES))])
def test_lecture_examples_tell_the_numbers_of_the_report(
    program: str, at: dict[str, object], wrt: str, choice: Choices
) -> None:
    graph = Graph(program, None, tuple(wrt.split(",")))
    story = tell(graph, at, Options(), choice)
    truth = Truth(graph, at, Options(), story)
    check_pieces(story, truth)
    check_formats(story, truth)


LEAF = st.sampled_from(["w", "x", "b", "w_1", "2", "3", "0.5", "w", "x"])
UNARY = st.sampled_from(["-({})", "({})**2", "({})**3", "1/({})", "exp({})", "sin({})", "relu({})", "sigmoid({})", "sqrt({})", "log({})", "abs({})", "tanh({})", "2*({})", "({})/3", "1-({})"])  # fmt: skip
BINARY = st.sampled_from(["({})+({})", "({})*({})", "({})-({})", "({})/({})", "max({}, {})", "({})**({})", "atan2({}, {})", "where({0} > 1, {1}, {0})"])  # fmt: skip
PROGRAMS = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda shape, a: shape.format(a), UNARY, inner),
        st.builds(lambda shape, a, b: shape.format(a, b), BINARY, inner, inner),
    ),
    max_leaves=5,
)
VALUES = st.sampled_from([0, 1, 2, -1, 3, "1/3", "-5/2", "0.1", "pi/4", "sqrt(2)", "1e-3", "7e8"])


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    program=PROGRAMS,
    values=st.lists(VALUES, min_size=4, max_size=4),
    epsilon=st.sampled_from(["1/1000", "1/10", "1/1000000000000"]),
    scheme=st.sampled_from(["forward", "central"]),
    split=st.sampled_from(["lecture", "atomic", "none"]),
    arithmetic=st.sampled_from(["auto", "auto", "float"]),
    with_values=st.sampled_from([True, True, True, False]),
    long=st.booleans(),
)
def test_random_programs_tell_the_numbers_of_the_report(
    program: str,
    values: list[object],
    epsilon: str,
    scheme: str,
    split: str,
    arithmetic: str,
    with_values: bool,
    long: bool,
) -> None:
    graph = Graph(program, split)
    at = dict(zip(("w", "x", "b", "w_1"), values, strict=True)) if with_values else {}
    at = {name: value for name, value in at.items() if name in graph.inputs}
    options = Options((Fraction(epsilon),), scheme, arithmetic)
    try:
        story = tell(graph, at, options, Choices(long=long))
    except SymbackError:
        assume(False)  # it has no value, or no derivative, there
    truth = Truth(graph, at, options, story)
    check_pieces(story, truth)
    check_formats(story, truth)


def test_the_check_would_find_a_number_from_elsewhere() -> None:
    graph = Graph("w**2")
    story = tell(graph, {"w": 3}, Options(), Choices())
    truth = Truth(graph, {"w": 3}, Options(), story)
    wrong = dataclasses.replace(story, point=(Math((Number(Fraction(777), "value"),)),))
    with pytest.raises(AssertionError):
        check_pieces(wrong, truth)
    with pytest.raises(AssertionError):
        check_formats(wrong, truth)
