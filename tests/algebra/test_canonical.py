"""Every expression that is made, and every form of it, is canonical; forms and derivatives have the values of the numbers."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from symback.algebra.expression import Expression, TooLong, symbol
from symback.algebra.ratio import cancelled
from symback.algebra.rules import expressions, local_derivatives, slope_by
from symback.algebra.substitute import Substitution
from symback.algebra.text import text
from symback.algebra.tidy import expanded, taken_out, tidy
from symback.arithmetic.mixed import MOST_DIGITS, Mixed
from symback.arithmetic.values import NeedMorePrecision, Undefined
from symback.formulas import Formulas, text_of
from symback.graph.graph import Graph
from symback.syntax.program import parse_program
from tests.algebra.canonical import assert_canonical

LEAVES = ("w", "b", "x", "w", "b", "2", "3", "1/2", "0.7", "pi", "e", "(-1)", "0")
ONE = ("sin", "exp", "log", "sqrt", "abs", "sign", "relu", "sigmoid", "tanh", "atan", "cbrt", "gamma", "softplus", "floor", "log2")
TWO = ("+", "-", "*", "/", "+", "-", "*", "/", "max", "min", "atan2", "hypot")


def program(rng: random.Random, depth: int) -> str:
    """Return a random program with constants, pieces and quotients."""
    if depth == 0 or rng.random() < 0.1:
        return rng.choice(LEAVES)
    kind = rng.random()
    first = program(rng, depth - 1)
    if kind < 0.2:
        return f"{rng.choice(ONE)}({first})"
    second = program(rng, depth - 1)
    if kind < 0.3:
        compare = rng.choice(("<", ">", "<=", ">=", "==", "!="))
        return f"where({rng.choice(('w', 'b', 'w - b'))} {compare} {rng.choice(('0', 'x'))}, {first}, {second})"
    if kind < 0.4:
        return f"({first})**({rng.choice(('2', '3', '-1', '-2', '1/2', '1/3', '-1/2', '0.7', 'x'))})"
    operation = rng.choice(TWO)
    return f"({first} {operation} {second})" if operation in "+-*/" else f"{operation}({first}, {second})"


PROGRAMS = [program(random.Random(seed), 2 + seed % 4) for seed in range(600)]


def made(source: str) -> tuple[Graph, Expression, list[Expression]]:
    graph = Graph(f"J = {source} + 0*w", split="none")
    [node] = graph.nodes
    slots = [symbol(name) for name in node.operands]
    found = local_derivatives(node.rule, slots)
    return graph, expressions(node.rule, slots)[-1], [slope for slope in found if slope is not None]


@pytest.mark.parametrize("start", range(0, len(PROGRAMS), 100))
def test_every_form_is_canonical(start: int) -> None:
    for source in PROGRAMS[start : start + 100]:
        try:
            _, whole, slopes = made(source)
            for expression in (whole, *slopes, slope_by(whole, "w"), Substitution({"b": symbol("w")}).put(whole)):
                assert_canonical(expression)
                for form in (tidy, expanded, taken_out, cancelled):
                    assert_canonical(form(expression))
        except TooLong:
            continue


@pytest.mark.parametrize("start", range(0, len(PROGRAMS), 100))
def test_where_the_derivative_has_a_value_the_formula_has_it(start: int) -> None:
    for seed, source in enumerate(PROGRAMS[start : start + 100]):
        rng = random.Random(seed)
        graph = Graph(f"J = {source} + 0*w", split=rng.choice(("lecture", "atomic", "none")))
        formulas = Formulas(graph)
        for _ in range(3):
            at = {name: Fraction(rng.randint(-9, 9), rng.choice((1, 2, 7))) for name in graph.inputs}
            for name, true in gradient(graph, at).items():
                formula = text_of(formulas.in_inputs(name))
                if formula is not None:
                    assert same(true, value(formula, at)), (source, graph.split, name, at, formula)


def gradient(graph: Graph, at: dict[str, Fraction]) -> dict[str, object]:
    """Return the derivatives that the backward pass finds in numbers; no more than it is sure of."""
    from symback.passes.backward import backward
    from symback.passes.forward import forward

    arithmetic = Mixed(digits=30, work=200)
    try:
        run = forward(graph, arithmetic, {name: arithmetic.number(v) for name, v in at.items()})
        found = backward(graph, run, arithmetic).chained
    except NeedMorePrecision:
        return {}
    sound = not any(isinstance(v, Undefined) for values in run.inner.values() for v in values)
    return {n: v for n in graph.inputs if (v := found.get(n)) is not None and not isinstance(v, Undefined) and sound}


def value(formula: str, at: dict[str, Fraction]) -> object:
    code = parse_program(f"J = {formula}").statements[-1].formula
    try:
        return Mixed(digits=30, work=MOST_DIGITS).run(code.code, [at[name] for name in code.names])[-1]
    except NeedMorePrecision:
        return None


def same(true: object, found: object) -> bool:
    if found is None:
        return True
    if isinstance(found, Undefined):
        return False
    real = Mixed(digits=30, work=60).real
    return bool(abs(real(true) - real(found)) <= abs(real(true)) * Fraction(1, 10**15) + Fraction(1, 10**40))  # type: ignore[arg-type]
