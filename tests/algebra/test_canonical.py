"""Every expression that is made, and every form of it, is canonical; forms and derivatives have the values of the numbers."""

from __future__ import annotations

import math
import random
import re
from fractions import Fraction
from typing import Any

import pytest

from symback import Graph
from symback.algebra.domain import LETTERS
from symback.algebra.expression import Expression, TooLong, number, symbol
from symback.algebra.ratio import cancelled
from symback.algebra.rules import slope_by
from symback.algebra.substitute import Substitution
from symback.algebra.tidy import expanded, taken_out, tidy
from symback.domains.exact import Exact
from symback.domains.text import as_float
from symback.domains.values import Undefined
from symback.formulas import Formulas, text_of
from symback.passes.backward import backward, local
from symback.passes.forward import forward
from symback.syntax.program import parse_program
from tests.algebra.canonical import assert_canonical

LEAVES = ("w", "b", "x", "w", "b", "2", "3", "1/2", "0.7", "pi", "e", "(-1)", "0")
ONE = (
    "sin",
    "exp",
    "log",
    "sqrt",
    "abs",
    "sign",
    "relu",
    "sigmoid",
    "tanh",
    "atan",
    "cbrt",
    "gamma",
    "softplus",
    "floor",
    "log2",
)
TWO = ("+", "-", "*", "/", "+", "-", "*", "/", "max", "min", "atan2", "hypot")


def program(rng: random.Random, depth: int, exponents: tuple[str, ...] = ("x",)) -> str:
    """Return a random program with constants, pieces and quotients."""
    if depth == 0 or rng.random() < 0.1:
        return rng.choice(LEAVES)
    kind = rng.random()
    first = program(rng, depth - 1, exponents)
    if kind < 0.2:
        return f"{rng.choice(ONE)}({first})"
    second = program(rng, depth - 1, exponents)
    if kind < 0.3:
        compare = rng.choice(("<", ">", "<=", ">=", "==", "!="))
        return f"where({rng.choice(('w', 'b', 'w - b'))} {compare} {rng.choice(('0', 'x'))}, {first}, {second})"
    if kind < 0.4:
        return f"({first})**({rng.choice(('2', '3', '-1', '-2', '1/2', '1/3', '-1/2', '0.7', *exponents))})"
    operation = rng.choice(TWO)
    return f"({first} {operation} {second})" if operation in "+-*/" else f"{operation}({first}, {second})"


PROGRAMS = [program(random.Random(seed), 2 + seed % 4) for seed in range(600)]
# without w**x: its derivative by x has the value 0 at w = 0, where the formula w**x*log(w) has none
EVALUATED = [
    source
    for seed in range(500)
    # a branch of a single point bends nothing, and a quotient by 0 is refused
    if not re.search("[!=]=|/ 0", source := program(random.Random(seed), 2 + seed % 4, ()))
]


def made(source: str) -> list[Expression]:
    """The formula and its derivatives, those that are not too long."""
    [node] = Graph(f"J = {source} + 0*w", split="none").nodes
    inner = LETTERS.run(node.rule, [symbol(name) for name in node.operands])
    return [found for found in (inner[-1], *local(node.rule, inner, LETTERS)) if isinstance(found, Expression)]


@pytest.mark.parametrize("start", range(0, len(PROGRAMS), 100))
def test_every_form_is_canonical(start: int) -> None:
    for source in PROGRAMS[start : start + 100]:
        try:
            whole, *slopes = made(source) or [number(1)]
            for expression in (whole, *slopes, slope_by(whole, "w"), Substitution({"b": symbol("w")}).put(whole)):
                assert_canonical(expression)
                for form in (tidy, expanded, taken_out, cancelled):
                    assert_canonical(form(expression))
        except TooLong:
            continue


@pytest.mark.parametrize("start", range(0, len(EVALUATED), 100))
def test_where_the_derivative_has_a_value_the_formula_has_it(start: int) -> None:
    for seed, source in enumerate(EVALUATED[start : start + 100]):
        rng = random.Random(seed)
        graph = Graph(f"J = {source} + 0*w", split=rng.choice(("lecture", "atomic", "none")))
        formulas = Formulas(graph)
        for _ in range(2):
            at = {name: Fraction(rng.randint(-9, 9), rng.choice((1, 2, 7))) for name in graph.inputs}
            for name, true in gradient(graph, at).items():
                formula = text_of(formulas.in_inputs(name))
                if formula is not None:
                    assert same(true, value(formula, at)), (source, graph.split, name, at, true, formula)


def gradient(graph: Graph, at: dict[str, Fraction]) -> dict[str, Any]:
    """Return the derivatives that the backward pass finds without a limit, where every operation has a value."""
    exact = Exact(30, 4000, last=True)
    run = forward(graph, {name: exact.number(v) for name, v in at.items()}, exact)
    if any(isinstance(v, Undefined) for values in run.inner.values() for v in values):
        return {}
    found = backward(graph, run, exact).chained
    return {n: v for n in graph.inputs if (v := found.get(n)) is not None and not isinstance(v, Undefined)}


def value(formula: str, at: dict[str, Fraction]) -> Any:
    """Return the value of a formula's text; None where it has none."""
    code = parse_program(f"J = {formula} + 0*w").statements[-1].formula
    return Exact(30, 4000, last=True).run(code.code, [at[name] for name in code.names])[-1]


def same(true: Any, found: Any) -> bool:
    """True if the two are equal; what 4,000 bits cannot tell from an edge is not asked about."""
    if isinstance(found, Undefined):
        return found.unsure
    return math.isclose(as_float(true) or 0.0, as_float(found) or 0.0, rel_tol=1e-9, abs_tol=1e-30)
