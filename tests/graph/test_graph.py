"""The graph: inputs, parameters and data, what is used and what is not, what lies downstream."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symback import Graph
from symback.errors import SymbackError

NEURON = "c = w*x; a = c+b; d = a-y; J = d**2/2"


def test_inputs_stand_in_the_order_of_first_use() -> None:
    assert Graph(NEURON).inputs == ("w", "x", "b", "y")
    assert Graph(NEURON).parameters == ("w", "x", "b", "y")


def test_wrt_names_the_parameters_and_the_others_are_data() -> None:
    graph = Graph(NEURON, wrt=("b", "w"))
    assert graph.parameters == ("b", "w")
    assert [name for name in graph.inputs if graph.is_data(name)] == ["x", "y"]
    report = graph.at(w=2, x=-2, b=8, y=2)
    assert report.gradient == {"w": -4, "b": 2}
    assert set(report.chained) == {"d", "a", "c", "w", "b"}
    assert {by for _, by in report.local} == {"d", "a", "c", "w", "b"}
    assert [row.name for row in report.inputs if not row.parameter] == ["x", "y"]


@pytest.mark.parametrize(
    ("name", "reason", "hint"),
    [
        ("v", "v is not an input of the program", "the inputs are w, x, b, y"),
        ("a", "a is a node, not an input", "the inputs are w, x, b, y"),
        ("W", "W is not an input of the program", "w"),
    ],
)
def test_only_inputs_can_be_parameters(name: str, reason: str, hint: str) -> None:
    with pytest.raises(SymbackError) as caught:
        Graph(NEURON, wrt=(name,))
    assert (caught.value.reason, caught.value.hint, caught.value.exit_code) == (reason, hint, 2)


def test_consumers_and_what_lies_downstream() -> None:
    graph = Graph("a = w*x; b = a+w; c = x**2; J = b*c")
    assert [node.name for node in graph.consumers["w"]] == ["a", "b"]
    assert [node.name for node in graph.consumers["x"]] == ["a", "c"]
    assert graph.consumers["J"] == ()
    assert [node.name for node in graph.downstream("a")] == ["b", "J"]
    assert [node.name for node in graph.downstream("x")] == ["a", "b", "c", "J"]


def test_a_statement_that_nothing_uses_is_shown_and_said_to_be_unused() -> None:
    report = Graph("a = 3*w; J = w**2").at(w=2)
    assert {node.name: (node.value, node.unused) for node in report.nodes} == {"a": (6, True), "J": (4, False)}
    assert "a: not used by J" in report.notes
    assert report.chained["a"].value == 0
    assert report.gradient == {"w": 4}


def test_an_input_that_the_output_does_not_depend_on_has_derivative_0() -> None:
    report = Graph("v = 2; a = v*w; J = w**2").at(w=3)
    assert report.gradient == {"w": 6, "v": 0}
    assert "J does not depend on v" in report.notes
    assert report.chained["v"].in_inputs == "0"
    assert report.chained["v"].verdict.kind == "match"


def test_an_input_that_cancels_has_derivative_0() -> None:
    report = Graph("w-w+v").at(w=3, v=1)
    assert report.gradient == {"w": 0, "v": 1}
    assert report.chained["w"].verdict.kind == "match"


def test_at_wins_over_the_program() -> None:
    graph = Graph("w = 3; w**2")
    assert graph.at().values["J"] == 9
    assert graph.at(w=5).values["J"] == 25


def test_a_value_makes_a_variable_of_a_name_that_was_none() -> None:
    assert Graph("e*w").at(w=2).inputs[0].name == "w"
    assert Graph("e*w").at(w=2, e=3).gradient == {"e": 2, "w": 3}
    assert Graph("gamma*w").at(w=2, gamma=3).gradient == {"gamma": 2, "w": 3}


def test_a_program_without_inputs_is_evaluated() -> None:
    report = Graph("2**10 - 1/3").at()
    assert report.values == {"J": Fraction(3071, 3)}
    assert report.gradient == {}


def test_without_values_there_are_formulas_alone() -> None:
    report = Graph("(2+3*w)**2").at()
    assert not report.has_values
    assert report.values == {"w": None, "a": None, "J": None}
    row = report.chained["w"]
    assert (row.in_nodes, row.in_inputs, row.value, row.nudges) == ("6*a", "18*w + 12", None, ())
    assert row.verdict.kind == "not checked"


def test_a_focused_graph_has_another_output() -> None:
    focus = Graph(NEURON).focused("a")
    assert focus.output == "a"
    assert [node.name for node in focus.nodes] == ["c", "a"]
    assert focus.at(w=2, x=3, b=1, y=5).gradient == {"w": 3, "x": 2, "b": 1, "y": 0}
