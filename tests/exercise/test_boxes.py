"""The boxes of a program: which there are, in which order, with which answers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from symback import Graph
from symback.errors import SymbackError
from symback.exercise.boxes import exercise_at

if TYPE_CHECKING:
    from symback.exercise.model import Box, Exercise

Row = tuple[str, str, str | None, int, str]  # label, node, operand, column, answer


def row(box: Box) -> Row:
    return box.label, box.node, box.operand, box.column, box.text


def at(program: str, wrt: tuple[str, ...] | None = None, /, **values: object) -> Exercise:
    return exercise_at(Graph(program, None, wrt), values)


FIRST_NETWORK: list[Row] = [
    ("a", "a", None, 0, "11"),
    ("J", "J", None, 1, "121"),
    ("dJ/da", "J", "a", 1, "22"),
    ("da/dw", "a", "w", 0, "3"),
    ("dJ/dw", "J", "w", 0, "66"),
]
NEURON: list[Row] = [
    ("c", "c", None, 0, "-4"),
    ("a", "a", None, 1, "4"),
    ("d", "d", None, 2, "3"),
    ("J", "J", None, 3, "4.5"),
    ("∂J/∂d", "J", "d", 3, "3"),
    ("∂d/∂a", "d", "a", 2, "1"),
    ("∂J/∂a", "J", "a", 2, "3"),
    ("∂a/∂c", "a", "c", 1, "1"),
    ("∂J/∂c", "J", "c", 1, "3"),
    ("∂a/∂b", "a", "b", 1, "1"),
    ("∂J/∂b", "J", "b", 1, "3"),
    ("∂c/∂w", "c", "w", 0, "2"),
    ("∂J/∂w", "J", "w", 0, "6"),
]


def test_first_network() -> None:
    """The lab's first network has 5 boxes."""
    exercise = at("(2+3*w)**2", w=3)
    assert [row(box) for box in exercise.boxes] == FIRST_NETWORK
    assert exercise.columns == ("a", "J")
    assert [box.kind for box in exercise.boxes] == ["forward", "forward", "chained", "local", "chained"]
    assert [box.merged for box in exercise.boxes] == [False, False, True, False, False]


def test_neuron() -> None:
    """The lab's second network has 13 boxes; x and y are data and have none."""
    program = "c = w*x; a = c+b; d = a-y; J = d**2/2"
    exercise = at(program, ("w", "b"), x=2, y=1, w=-2, b=8)
    assert [row(box) for box in exercise.boxes] == NEURON
    assert [box.label for box in exercise.boxes if box.merged] == ["∂J/∂d"]


def test_lecture_graph() -> None:
    """J = 3(a + bc): u and a lead into the same node."""
    exercise = at("u = b*c; v = a+u; J = 3*v", a=5, b=3, c=2)
    found = {box.label: box.answer for box in exercise.boxes}
    assert found == {
        "u": 6, "v": 11, "J": 33, "∂J/∂v": 3, "∂v/∂a": 1, "∂v/∂u": 1, "∂J/∂a": 3, "∂J/∂u": 3,
        "∂u/∂b": 2, "∂u/∂c": 3, "∂J/∂b": 6, "∂J/∂c": 9,
    }  # fmt: skip


def test_several_paths_have_one_chained_box() -> None:
    """b is used by u and v: its derivative comes after the last local one, in the order in which they are drawn."""
    exercise = at("u = a+b; v = b+1; J = u*v", a=2, b=3)
    assert [(box.label, box.text) for box in exercise.of_kind("local", "chained")] == [
        ("∂J/∂u", "4"), ("∂J/∂v", "5"), ("∂u/∂a", "1"), ("∂J/∂a", "4"), ("∂u/∂b", "1"), ("∂v/∂b", "1"), ("∂J/∂b", "9"),
    ]  # fmt: skip
    last = exercise.boxes[-1]
    assert (last.column, last.kind) == (1, "chained")


def test_an_edge_beside_a_longer_way() -> None:
    """w leads into the output directly and through a: then its edge has a box of its own, and says so."""
    exercise = at("a = w**2; J = a*w", w=3)
    assert [(box.label, box.text, box.merged) for box in exercise.of_kind("local", "chained")] == [
        ("dJ/da", "3", True), ("dJ/dw|direct", "9", False), ("da/dw", "6", False), ("dJ/dw", "27", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("program", "values", "labels"),
    [
        ("w", {"w": 2}, ["J", "dJ/dw"]),
        ("w*w", {"w": 3}, ["J", "dJ/dw"]),
        ("2+3", {}, ["J"]),
        ("a = w**2; z = a+1; J = 2*a", {"w": 1}, ["a", "J", "dJ/da", "da/dw", "dJ/dw"]),
        ("alpha*w_1", {"alpha": 1, "w_1": 2}, ["J", "∂J/∂α", "∂J/∂w₁"]),
        ("(2+3*w)**2", {}, ["dJ/da", "da/dw", "dJ/dw"]),
    ],
)
def test_which_boxes(program: str, values: dict[str, object], labels: list[str]) -> None:
    assert [box.label for box in at(program, None, **values).boxes] == labels


def test_data_alone_has_no_derivatives() -> None:
    exercise = at("a = x*y; J = w*a", ("w",), x=2, y=3, w=1)
    assert [box.label for box in exercise.boxes] == ["a", "J", "∂J/∂w", "∂J/∂a"]


def test_what_does_not_exist_has_no_box() -> None:
    exercise = at("a = sqrt(w); J = a*v", w=0, v=2)
    assert "∂a/∂w" in exercise.left_out
    assert [box.label for box in exercise.boxes] == ["a", "J", "∂J/∂a", "∂J/∂v"]


def test_without_values_formulas_are_asked_for() -> None:
    exercise = at("(2+3*w)**2")
    assert [box.answer for box in exercise.boxes] == [None] * 3
    assert exercise.boxes[0].formulas == ("2*a", "6*w + 4")


def test_a_constant_that_is_given_a_value_is_an_input() -> None:
    exercise = at("e*w", e=2, w=3)
    assert [box.label for box in exercise.boxes] == ["J", "∂J/∂e", "∂J/∂w"]


def test_too_many_boxes() -> None:
    program = "; ".join(["a0 = w + v", *(f"a{i} = a{i - 1}*w" for i in range(1, 400))])
    with pytest.raises(SymbackError, match="too many to fill in"):
        at(program, w=1, v=1)


def test_no_value_is_an_error_of_the_report() -> None:
    with pytest.raises(SymbackError) as caught:
        at("log(w)", w=-1)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("program", "values"),
    [
        ("(a+b)*(b+4)", {"a": 2, "b": -1}),
        ("a = w**2; b = a*w; J = a*b + w", {"w": "3/2"}),
        ("u = a*b; v = max(u, c); J = u*v**2", {"a": 2, "b": 2, "c": 1}),
    ],
)
def test_chained_boxes_are_sums_over_the_local_ones(program: str, values: dict[str, object]) -> None:
    """The chain rule holds among the boxes themselves: local times what is upstream, summed over the paths."""
    exercise = at(program, None, **values)
    output = exercise.report.output
    chained = {box.operand: box.answer for box in exercise.of_kind("chained")} | {output: Fraction(1)}
    local = {(box.node, box.operand): box.answer for box in exercise.of_kind("local")}
    summed = [box for box in exercise.of_kind("chained") if not box.merged]
    assert summed
    for box in summed:
        paths = [slope * chained[node] for (node, operand), slope in local.items() if operand == box.operand]
        assert box.answer == sum(paths)
