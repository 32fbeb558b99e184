"""Hints lead from the question to the answer, in the words of `symback explain`."""

from __future__ import annotations

import pytest

from symback import Graph
from symback.exercise.boxes import exercise_at
from symback.explain.choices import Choices
from symback.explain.story import tell
from symback.render.explain_plain import render, text
from symback.report.options import Options

SHIFT = "Added constants drop out"
FACTOR = "Constant factors stay"


def hints(program: str, wrt: tuple[str, ...] | None = None, **values: object) -> dict[str, list[str]]:
    found = exercise_at(Graph(program, None, wrt), values)
    return {box.label: [text(hint, found.story) for hint in box.hints] for box in found.boxes}


def test_first_network() -> None:
    assert hints("(2+3*w)**2", w=3) == {
        "a": ["Compute a = 2 + 3w.", "Put the numbers in: a = 2 + 3 × 3.", "a = 2 + 3w = 2 + 3 × 3 = 11."],
        "J": ["Compute J = a².", "Put the numbers in: J = 11².", "J = a² = 11² = 121."],
        "dJ/da": [
            "J = a². If a goes up by a little, how does J move?",
            "Power rule: uⁿ has the derivative n·uⁿ⁻¹.",
            "dJ/da = 2a = 2 × 11 = 22.",
        ],
        "da/dw": [
            "a = 2 + 3w. If w goes up by a little, how does a move?",
            f"{SHIFT}. {FACTOR}.",
            "da/dw = 3.",
        ],
        "dJ/dw": [
            "If w goes up by a little, how does J move?",
            "Chain rule: dJ/dw = da/dw × dJ/da.",
            "dJ/dw = da/dw × dJ/da = 3 × 22 = 66.",
        ],
    }


def test_several_paths_are_summed() -> None:
    found = hints("u = a+b; v = b+1; J = u*v", a=2, b=3)["∂J/∂b"]
    assert found[1] == (
        "b is used by v and u. A change travels along every path, so the shares add up. "
        "Chain rule: ∂J/∂b = ∂v/∂b × ∂J/∂v + ∂u/∂b × ∂J/∂u."
    )
    assert found[2].endswith(" = 9.")


def test_an_edge_beside_a_longer_way() -> None:
    found = hints("a = w**2; J = a*w", w=3)
    assert found["dJ/dw|direct"][0] == "J = a·w. If w goes up by a little and nothing else does, how does J move?"
    assert "dJ/dw|direct is the share of that edge alone" in found["dJ/dw"][1]


def test_at_a_kink_the_convention_is_told() -> None:
    found = hints("a = relu(w); J = a**2 + v", w=0, v=1)["∂a/∂w"]
    assert "a has a kink here" in found[1]
    assert "By convention we take 0." in found[1]


@pytest.mark.parametrize(
    ("program", "wrt", "values"),
    [
        ("(2+3*w)**2", None, {"w": "3"}),
        ("c = w*x; a = c+b; d = a-y; J = d**2/2", ("w", "b"), {"x": "2", "y": "1", "w": "-2", "b": "8"}),
        ("a = sin(w); b = a*w; J = b/w", None, {"w": "1/3"}),
        ("u = a+b; v = b+1; J = u*v", None, {"a": "2", "b": "3"}),
    ],
)
def test_rules_and_equations_are_those_of_explain(
    program: str, wrt: tuple[str, ...] | None, values: dict[str, object]
) -> None:
    """Nothing is told in two ways: what the last two hints say stands in the explanation, word for word."""
    graph = Graph(program, None, wrt)
    told = render([tell(graph, values, Options(digits=9), Choices(long=True))]) + "\n"
    found = exercise_at(graph, values)
    for box in found.boxes:
        assert text(box.hints[2], found.story).removesuffix(".") in told
        if box.kind == "local":
            first_rule = text(box.hints[1], found.story).partition(". ")[0].removesuffix(".")
            assert first_rule in told


def test_only_the_last_hint_holds_the_answer() -> None:
    found = exercise_at(Graph("c = w*x; J = (c-7)**2"), {"w": 13, "x": 17})
    for box in found.boxes:
        first, second, last = (text(hint, found.story) for hint in box.hints)
        assert box.text in last
        assert box.text not in first
        assert box.text not in second or box.text in ("13", "17", "1")
