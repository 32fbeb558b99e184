"""Every form and every derivative, read as text and put into numbers, has the value that sympy's own expression has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sympy
from hypothesis import assume, given
from random_programs import SYMBOLS, Both, close, points, programs, put_in, quick

from symback import Graph
from symback.algebra.domain import LETTERS
from symback.algebra.expression import Expression, TooLong, symbol
from symback.algebra.rules import slope_by
from symback.algebra.text import text
from symback.algebra.tidy import expanded, taken_out, tidy
from symback.domains.exact import Exact
from symback.domains.symbolic import TOO_LONG
from symback.domains.text import as_fraction
from symback.domains.values import NeedMorePrecision, Undefined
from symback.passes.backward import local, total
from symback.syntax.program import parse_program

if TYPE_CHECKING:
    from fractions import Fraction

    from symback.graph.node import Node


def read(program: str) -> tuple[Node, Expression]:
    [node] = Graph(program, split="none").nodes
    return node, LETTERS.run(node.rule, [symbol(name) for name in node.operands])[-1]


def read_or_reject(program: str, point: dict[str, Fraction]) -> tuple[Node, Expression]:
    """What is too long, or has a value at the point that sympy works on for minutes, is not asked about."""
    node = Graph(program, split="none").nodes[0]
    arithmetic = Exact(40, 4000, last=True)
    values = arithmetic.run(node.rule, [point[name] for name in node.operands])
    assume(not any(isinstance(value, Undefined) or abs(as_fraction(value)) > 1000 for value in values))
    node, expression = read(program)
    assume(expression is not TOO_LONG)
    return node, expression


def value(expression: Expression, point: dict[str, Fraction]) -> Any:
    """The value of what is printed; None where it has none."""
    formula = parse_program(text(expression)).statements[-1].formula
    try:
        found = Exact(60, 4000, last=True).run(formula.code, [point[name] for name in formula.names])[-1]
    except NeedMorePrecision:
        return None
    return None if isinstance(found, Undefined) else found


def same(ours: Expression, means: Any, point: dict[str, Fraction]) -> bool:
    truth, found = put_in(means, point), value(ours, point)
    return truth is None or found is None or close(found, truth)


@quick
@given(programs(), points)
def test_every_form_has_the_value(program: Both, point: dict[str, Fraction]) -> None:
    _, expression = read_or_reject(program.single, point)
    for form in (expression, expanded(expression), taken_out(expression), tidy(expression)):
        assert same(form, program.means, point), text(form)


@quick
@given(programs(), points)
def test_every_derivative_has_the_value(program: Both, point: dict[str, Fraction]) -> None:
    """Twice: by the walk over the rule's code, and by the expression itself."""
    node, expression = read_or_reject(program.single, point)
    slots = [symbol(name) for name in node.operands]
    walked = local(node.rule, LETTERS.run(node.rule, slots), LETTERS)
    try:
        for name in node.distinct_operands:
            truth = sympy.diff(program.means, SYMBOLS[name])
            assert same(slope_by(expression, name), truth, point)
            slope = total([walked[k] for k in node.places()[name]], LETTERS)
            assume(slope is not TOO_LONG)
            assert same(slope, truth, point)
    except TooLong:
        assume(False)


@pytest.mark.parametrize(
    ("program", "name", "wanted"),
    [
        ("x**y", "y", "x**y*log(x)"),
        ("2**x*x", "x", "2**x*x*log(2) + 2**x"),
        ("max(x, y)", "x", "where(x > y, 1, where(x < y, 0, 1/2))"),
        ("where(x > 0, x**3, y)", "x", "3*x**2*where(x > 0, 1, 0)"),
        ("where(x > 0, 2*x, 3*x)", "x", "where(x > 0, 2, 3)"),
        ("floor(x)*x", "x", "floor(x)"),
        ("sigmoid(2*x)", "x", "2*(1 - sigmoid(2*x))*sigmoid(2*x)"),
    ],
)
def test_slopes(program: str, name: str, wanted: str) -> None:
    assert text(slope_by(read(program)[1], name)) == wanted


@pytest.mark.parametrize(
    "program", ["2**10000*w", "w**2*(3**200)", "((w + 1)**2 + 1)*(10**99/7)", " + ".join(f"w{i}" for i in range(300))]
)
def test_too_long(program: str) -> None:
    assert read(program)[1] is TOO_LONG
