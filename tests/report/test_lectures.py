"""Every number of the lectures' worked examples, exactly: written as the named program and as the single expression."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
import sympy

from symback import Graph
from symback.report.options import Options

if TYPE_CHECKING:
    from symback.report.model import Report

Numbers = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One worked example. Keys of `local` are node/operand; `nudged` is the output after a nudge of 0.001."""

    name: str
    program: str
    at: Numbers
    forward: Numbers
    local: Numbers
    chained: Numbers
    nudged: Numbers = field(default_factory=dict)
    single: str | None = None
    wrt: tuple[str, ...] | None = None
    local_formula: Numbers = field(default_factory=dict)
    in_nodes: Numbers = field(default_factory=dict)
    in_inputs: Numbers = field(default_factory=dict)
    local_nudged: dict[str, tuple[str, str]] = field(default_factory=dict)  # node/operand: the node's new value, k
    k: Numbers = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


NEURON = "c = w*x; a = c+b; d = a-y; J = d**2/2"
NEURON_FORMULAS = {"J/d": "d", "d/a": "1", "a/c": "1", "a/b": "1", "c/w": "x"}
CASES = [
    Case(
        "lecture graph",
        "u = b*c; v = a+u; J = 3*v",
        single="3*(a+b*c)",
        at={"a": "5", "b": "3", "c": "2"},
        forward={"u": "6", "v": "11", "J": "33"},
        local={"J/v": "3", "v/a": "1", "v/u": "1", "u/b": "2", "u/c": "3"},
        local_formula={"J/v": "3", "v/a": "1", "v/u": "1", "u/b": "c", "u/c": "b"},
        local_nudged={
            "J/v": ("33.003", "3"),
            "v/a": ("11.001", "1"),
            "v/u": ("11.001", "1"),
            "u/b": ("6.002", "2"),
            "u/c": ("6.003", "3"),
        },
        chained={"v": "3", "a": "3", "u": "3", "b": "6", "c": "9"},
        in_inputs={"v": "3", "a": "3", "u": "3", "b": "3*c", "c": "3*b"},
        nudged={"v": "33.003", "a": "33.003", "u": "33.003", "b": "33.006", "c": "33.009"},
        k={"v": "3", "a": "3", "u": "3", "b": "6", "c": "9"},
    ),
    Case(
        "neuron of the notes",
        NEURON,
        single="(w*x+b-y)**2/2",
        wrt=("w", "b"),
        at={"x": "-2", "y": "2", "w": "2", "b": "8"},
        forward={"c": "-4", "a": "4", "d": "2", "J": "2"},
        local={"J/d": "2", "d/a": "1", "a/c": "1", "a/b": "1", "c/w": "-2"},
        local_formula=NEURON_FORMULAS,
        local_nudged={"c/w": ("-4.002", "-2"), "J/d": ("2.0020005", "2.0005")},
        chained={"d": "2", "a": "2", "c": "2", "b": "2", "w": "-4"},
        in_nodes={"d": "d", "a": "d", "c": "d", "b": "d", "w": "d*x"},
        in_inputs={"b": "w*x + b - y", "w": "x*(w*x + b - y)"},
        nudged={"d": "2.0020005", "w": "1.996002"},
        k={"d": "2.0005", "w": "-3.998"},
    ),
    Case(
        "neuron of the lab",
        NEURON,
        single="(w*x+b-y)**2/2",
        wrt=("w", "b"),
        at={"x": "2", "y": "1", "w": "-2", "b": "8"},
        forward={"c": "-4", "a": "4", "d": "3", "J": "9/2"},
        local={"J/d": "3", "d/a": "1", "a/c": "1", "a/b": "1", "c/w": "2"},
        local_formula=NEURON_FORMULAS,
        local_nudged={"J/d": ("4.5030005", "3.0005"), "d/a": ("3.001", "1")},
        chained={"d": "3", "a": "3", "c": "3", "b": "3", "w": "6"},
        in_nodes={"d": "d", "a": "d", "c": "d", "b": "d", "w": "d*x"},
        nudged={"d": "4.5030005", "a": "4.5030005", "w": "4.506002"},
        k={"d": "3.0005", "a": "3.0005", "w": "6.002"},
    ),
    Case(
        "first network of the lab",
        "a = 2+3*w; J = a**2",
        single="(2+3*w)**2",
        at={"w": "3"},
        forward={"a": "11", "J": "121"},
        local={"J/a": "22", "a/w": "3"},
        local_formula={"J/a": "2*a", "a/w": "3"},
        local_nudged={"J/a": ("121.022001", "22.001"), "a/w": ("11.003", "3")},
        chained={"a": "22", "w": "66"},
        in_nodes={"a": "2*a", "w": "6*a"},
        in_inputs={"a": "6*w + 4", "w": "18*w + 12"},
        nudged={"a": "121.022001", "w": "121.066009"},
        k={"a": "22.001", "w": "66.009"},
    ),
    Case(
        "two layers with relu",
        "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2",
        single="(relu(w2*relu(w1*x+b1)+b2)-y)**2/2",
        wrt=("w1", "b1", "w2", "b2"),
        at={"x": "1", "y": "5", "w1": "2", "b1": "0", "w2": "3", "b2": "1"},
        forward={"t1": "2", "z1": "2", "a1": "2", "t2": "6", "z2": "7", "a2": "7", "J": "2"},
        local={
            "J/a2": "2", "a2/z2": "1", "z2/t2": "1", "z2/b2": "1", "t2/w2": "2", "t2/a1": "3", "a1/z1": "1",
            "z1/t1": "1", "z1/b1": "1", "t1/w1": "1",
        },
        local_formula={"J/a2": "a2 - y", "t2/w2": "a1", "t2/a1": "w2", "t1/w1": "x"},
        chained={
            "a2": "2", "z2": "2", "t2": "2", "b2": "2", "w2": "4",
            "a1": "6", "z1": "6", "t1": "6", "b1": "6", "w1": "6",
        },
        nudged={"w1": "2.0060045"},
        k={"w1": "6.0045"},
    ),
    Case(
        "logistic unit",
        "z = w0*x0 + w1*x1 + b; a = sigmoid(z); L = (a-y)**2",
        wrt=("w0", "w1", "b"),
        at={"x0": "1", "x1": "2", "w0": "-2", "w1": "3", "b": "-4", "y": "1"},
        forward={"z": "0", "a": "1/2", "L": "1/4"},
        local={"L/a": "-1", "a/z": "1/4", "z/w0": "1", "z/w1": "2", "z/b": "1"},
        local_formula={"L/a": "2*(a - y)", "z/w0": "x0", "z/w1": "x1", "z/b": "1"},
        chained={"a": "-1", "z": "-1/4", "w0": "-1/4", "w1": "-1/2", "b": "-1/4"},
        in_nodes={"a": "2*(a - y)"},
    ),
]  # fmt: skip
NAMES = ("a", "b", "c", "d", "u", "v", "w", "x", "y", "z", "a1", "a2", "b1", "b2", "w0", "w1", "w2", "x0", "x1", "t1", "t2", "z1", "z2")  # fmt: skip
every_case = pytest.mark.parametrize("case", CASES, ids=str)


def report_of(case: Case) -> Report:
    return Graph(case.program, wrt=case.wrt).at(dict(case.at))


def exactly(numbers: Numbers) -> dict[str, Fraction]:
    return {name: Fraction(number) for name, number in numbers.items()}


def identical(text: str | None, other: str) -> bool:
    """Whether two formulas are one function; the test's own texts, not a user's."""
    assert text is not None
    names = {name: sympy.Symbol(name) for name in NAMES}
    return bool(sympy.simplify(sympy.sympify(text, names) - sympy.sympify(other, names)) == 0)


@every_case
def test_forward(case: Case) -> None:
    values = report_of(case).values
    assert {name: values[name] for name in case.forward} == exactly(case.forward)
    assert [n for n in values if n not in case.at] == list(case.forward)


@every_case
def test_local_derivatives(case: Case) -> None:
    rows = report_of(case).local
    assert {f"{node}/{by}": row.value for (node, by), row in rows.items()} == exactly(case.local)
    for edge, formula in case.local_formula.items():
        node, by = edge.split("/")
        assert identical(rows[node, by].formula, formula), edge


@every_case
def test_chained_derivatives(case: Case) -> None:
    report = report_of(case)
    rows = report.chained
    assert {by: row.value for by, row in rows.items()} == exactly(case.chained)
    assert report.gradient == {name: Fraction(case.chained[name]) for name in report.gradient}
    assert set(report.gradient) == set(case.wrt or case.at)
    for by, formula in case.in_nodes.items():
        assert identical(rows[by].in_nodes, formula), by
    for by, formula in case.in_inputs.items():
        assert identical(rows[by].in_inputs, formula), by


@every_case
def test_nudges(case: Case) -> None:
    report = report_of(case)
    for by, moved in case.nudged.items():
        nudge = report.chained[by].nudges[0]
        assert nudge.moved == Fraction(moved), by
        assert nudge.k == (Fraction(moved) - Fraction(case.forward[report.output])) * 1000, by
        assert nudge.leftover == nudge.k - Fraction(case.chained[by]), by
    assert {by: report.chained[by].nudges[0].k for by in case.k} == exactly(case.k)
    for edge, (moved, k) in case.local_nudged.items():
        nudge = report.local[tuple(edge.split("/"))].nudges[0]
        assert (nudge.moved, nudge.k) == (Fraction(moved), Fraction(k)), edge


@every_case
def test_everything_matches(case: Case) -> None:
    report = report_of(case)
    assert {row.verdict.kind for row in (*report.local_rows, *report.chained_rows)} == {"match"}


@every_case
def test_terms_sum_to_the_derivative(case: Case) -> None:
    for row in report_of(case).chained_rows:
        assert sum(term.value for term in row.terms) == row.value
        assert all(term.local_value * term.upstream_value == term.value for term in row.terms)


@pytest.mark.parametrize("case", [case for case in CASES if case.single], ids=str)
def test_the_single_expression_has_the_same_numbers(case: Case) -> None:
    assert case.single is not None
    graph = Graph(case.single, wrt=case.wrt)
    report = graph.at(dict(case.at))
    ours = same_nodes(case, graph)
    values, rows, edges = report.values, report.chained, report.local
    assert {name: values[ours[name]] for name in case.forward} == exactly(case.forward)
    assert {by: rows[ours.get(by, by)].value for by in case.chained} == exactly(case.chained)
    for by, moved in case.nudged.items():
        assert rows[ours.get(by, by)].nudges[0].moved == Fraction(moved), by
    found = 0
    for edge, number in case.local.items():
        node, by = (ours.get(name, name) for name in edge.split("/"))
        if (node, by) in edges:
            found += 1
            assert edges[node, by].value == Fraction(number), edge
    assert found >= len(case.local) - 1  # the network's single expression has a node for a2 - y


def same_nodes(case: Case, graph: Graph) -> dict[str, str]:
    """The single expression's node for every node of the program: the one with the same formula in the inputs."""

    def in_inputs(nodes: list[tuple[str, str]]) -> dict[str, sympy.Expr]:
        found: dict[str, sympy.Expr] = {name: sympy.Symbol(name) for name in case.at}
        found["relu"] = sympy.Function("relu")
        for name, formula in nodes:
            found[name] = sympy.sympify(formula, found)
        return found

    statements = [tuple(part.strip() for part in s.split("=")) for s in case.program.split(";")]
    theirs = in_inputs(statements)  # type: ignore[arg-type]
    own = in_inputs([(node.name, node.text()) for node in graph.nodes])
    return {
        name: next(node.name for node in graph.nodes if sympy.expand(own[node.name] - theirs[name]) == 0)
        for name in case.forward
    }


# expression, w, epsilon, J, J after the nudge, k, formula, derivative
SLOPES = [
    ("w**2", "3", "0.001", "9", "9.006001", "6.001", "2*w", "6"),
    ("w**2", "3", "0.002", "9", "9.012004", "6.002", "2*w", "6"),
    ("w**2", "2", "0.001", "4", "4.004001", "4.001", "2*w", "4"),
    ("w**2", "-3", "0.001", "9", "8.994001", "-5.999", "2*w", "-6"),
    ("w**3", "2", "0.001", "8", "8.012006001", "12.006001", "3*w**2", "12"),
    ("w", "2", "0.001", "2", "2.001", "1", "1", "1"),
    ("1/w", "2", "0.001", "1/2", "1000/2001", "-500/2001", "-1/w**2", "-1/4"),
    ("2*w", "3", "0.001", "6", "6.002", "2", "2", "2"),
    ("1/w**2", "4", "0.001", "1/16", "1000000/16008001", "-1000125/32016002", "-2/w**3", "-1/32"),
]


@pytest.mark.parametrize(("text", "w", "eps", "value", "moved", "k", "formula", "slope"), SLOPES)
@pytest.mark.parametrize("split", ["lecture", "none"])
def test_slopes(
    text: str, w: str, eps: str, value: str, moved: str, k: str, formula: str, slope: str, split: str
) -> None:
    report = Graph(text, split=split).report({"w": w}, Options(epsilons=(Fraction(eps),)))
    row = report.chained["w"]
    assert report.values["J"] == Fraction(value)
    assert identical(row.in_inputs, formula)
    assert row.value == Fraction(slope)
    (nudge,) = row.nudges
    assert (nudge.moved, nudge.k) == (Fraction(moved), Fraction(k))
    assert nudge.leftover == Fraction(k) - Fraction(slope)
    assert row.verdict.kind == "match"


def test_the_cost_of_backpropagation_and_of_nudging() -> None:
    cost = Graph(NEURON, wrt=("w", "b")).at().cost
    assert (cost.nodes, cost.parameters, cost.backprop_steps, cost.nudge_steps) == (4, 2, 6, 8)


def test_in_floats_a_smaller_epsilon_comes_no_closer() -> None:
    options = Options(tuple(Fraction(e) for e in ("1e-9", "1e-12", "1e-15", "1e-16")), arithmetic="float")
    nudges = Graph("w**2").report({"w": 3}, options).chained["w"].nudges
    assert [float(f"{nudge.k:.6g}") for nudge in nudges] == [6.0, 6.00053, 5.32907, 0.0]
    assert nudges[0].k == pytest.approx(6.00000049644, rel=1e-12)
    assert {nudge.verdict.kind for nudge in nudges} == {"rounding"}
    exact = Graph("w**2").report({"w": 3}, Options((Fraction("1e-16"),))).chained["w"].nudges[0]
    assert (exact.k, exact.verdict.kind) == (6 + Fraction("1e-16"), "match")


def test_a_branch_that_is_not_taken_has_a_share_of_0() -> None:
    terms = Graph("where(w > 0, w**2, 3)").at(w=2).chained["w"].terms
    assert [(term.through, term.value) for term in terms] == [("J", 0), ("a", 4)]
