"""A node's value as one formula in the inputs."""

from __future__ import annotations

import pytest

from symback import Graph
from symback.graph.inline import in_inputs
from symback.syntax.printer import to_text

# program, node, its formula in inputs
ROWS = [
    ("(2+3*w)**2", "J", "(2 + 3*w)**2"),
    ("(2+3*w)**2", "a", "2 + 3*w"),
    ("a = x**2; J = a*y", "J", "x**2*y"),
    ("a = x - y; J = z - a", "J", "z - (x - y)"),
    ("a = x - y; b = -a; J = b**2 + a", "J", "(-(x - y))**2 + (x - y)"),
    ("a = w; b = a", "b", "w"),
    ("a = w; unused = a*3; J = a + 1", "unused", "w*3"),
    ("where(w > 0, 1/w, exp(-w))", "J", "where(w > 0, 1/w, exp(-w))"),
    ("w = 3; a = w**2; J = a/2", "J", "w**2/2"),
]


@pytest.mark.parametrize(("program", "name", "text"), ROWS)
def test_nodes_are_put_in(program: str, name: str, text: str) -> None:
    formula = in_inputs(Graph(program), name)
    assert to_text(formula.code, formula.names) == text


def test_a_formula_that_doubles_at_each_step_stays_small() -> None:
    steps = [f"a{k} = a{k - 1}*a{k - 1}" for k in range(1, 60)]
    formula = in_inputs(Graph("a0 = w + 1; " + "; ".join(steps)), "a59")
    assert len(formula.code) < 100
    assert to_text(formula.code, formula.names, limit=50).endswith("…")
