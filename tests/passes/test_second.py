"""Hessians in dual numbers agree with sympy's, one by one and over arrays."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy

from symback import Graph
from symback.domains.exact import Exact
from symback.passes.columns import Directions, Plan
from symback.passes.second import Singles

CASES = [
    ("w**2*b + b**3", {"w": Fraction(3), "b": Fraction(2)}),
    ("a = w*b; J = a**2 + a*w", {"w": Fraction(1, 2), "b": Fraction(-3)}),
    ("J = sin(w*b) + exp(w)/b", {"w": Fraction(1, 3), "b": Fraction(5, 4)}),
    ("J = tanh(w + b*w)**2 + log(b) + atan(w*b)", {"w": Fraction(1, 3), "b": Fraction(5, 4)}),
    ("J = w**1*b + sqrt(b)", {"w": Fraction(0), "b": Fraction(4)}),
    ("J = w**b", {"w": Fraction(2), "b": Fraction(3)}),
]


def truth(program: str, point: dict[str, Fraction]) -> list[list[float]]:
    """sympy's Hessian."""
    known = {name: sympy.Symbol(name) for name in point}
    inputs = list(known.values())
    for statement in program.split("; "):
        name, _, text = statement.rpartition(" = ")
        known[name] = sympy.parse_expr(text, local_dict=known)
    matrix = sympy.hessian(known[name], inputs)
    put = {symbol: sympy.Rational(point[str(symbol)]) for symbol in inputs}
    return [[float(matrix[i, j].subs(put)) for j in range(len(inputs))] for i in range(len(inputs))]


@pytest.mark.parametrize(("program", "point"), CASES)
def test_products_with_axes_are_the_hessian(program: str, point: dict[str, Fraction]) -> None:
    graph = Graph(program)
    expected = truth(program, {name: point[name] for name in graph.inputs})
    singles = Singles(graph, point, Exact(30, 300))
    columns = Directions(Plan(graph), np.array([float(point[name]) for name in graph.inputs]))
    together = columns.product([{name: 1.0} for name in graph.inputs])
    for i, name in enumerate(graph.inputs):
        exact = [0.0 if v is None else float(v) for v in singles.product({name: Fraction(1)})]
        (doubles,) = columns.product([{name: 1.0}])
        assert exact == pytest.approx(expected[i], rel=1e-12, abs=1e-12)
        assert doubles == pytest.approx(expected[i], rel=1e-9, abs=1e-12)
        assert together[i].tolist() == doubles.tolist()


def test_a_branch_that_is_not_taken_passes_nothing() -> None:
    graph = Graph("J = where(w > 0, log(w), w**3)")
    assert Directions(Plan(graph), np.array([-2.0])).product([{"w": 1.0}])[0] == pytest.approx([-12.0])
    assert Singles(graph, {"w": Fraction(-2)}, Exact(30, 300)).product({"w": Fraction(1)}) == [-12]
