"""Local derivatives of a large graph: formulas that are derived once a rule, and mean what the numbers say."""

from __future__ import annotations

import pytest

from symback import Graph, Options
from symback.passes.columns import Plan
from symback.report.edges import derived, filled, local_rows
from symback.report.large import Large
from tests.network import network

PROGRAM, VALUES = network(2, 4)
MIXED = "a = w*x + w**2; b = where(a > 0, sin(a)*x, x); c = max(a, b)*w + b*b; J = c/(1 + exp(-a)) + a*a"


@pytest.mark.parametrize(("program", "values"), [(PROGRAM, VALUES), (MIXED, {"w": 0.7, "x": 1.3})])
def test_formulas_have_the_values_of_the_numbers(program: str, values: dict[str, float]) -> None:
    graph = Graph(program)
    rows = local_rows(Large(graph, values, Options()), formulas=True)
    known = graph.report(values, Options(formulas=False, nudges=False)).values
    assert len(rows) == sum(len(node.distinct_operands) for node in graph.nodes)
    for row in rows:
        assert row.formula is not None
        formula = Graph(f"slope = {row.formula} + 0*zero", split="none")
        given = {name: float(known[name]) for name in formula.inputs if name != "zero"}
        assert float(formula.at(given | {"zero": 0}).values["slope"]) == pytest.approx(row.value, rel=1e-9, abs=1e-12)


def test_a_rule_is_derived_once() -> None:
    plan = Plan(Graph(PROGRAM))
    assert len(plan.by_rule) == 2
    node = plan.graph.nodes[0]
    templates = derived(node, tuple(range(len(node.operands))))
    template = templates[0]
    assert template is not None
    assert (
        filled(template, tuple(f"n{k}" for k in range(len(node.operands))))
        == "n1*(1 - tanh(n0*n1 + n2*n3 + n4*n5 + n6*n7 + n8)**2)"
    )


def test_a_rule_that_is_too_long_is_left_out() -> None:
    graph = Graph(" + ".join(f"w{k}*x" for k in range(3000)), split="none")
    values: dict[str, float] = dict.fromkeys(graph.inputs, 1.0)
    rows = local_rows(Large(graph, values, Options()), formulas=True)
    assert {row.formula for row in rows} == {None}
    assert all(row.too_long for row in rows)
