"""The passes, walked with formulas for numbers: sympy's and symback's own have the values of the exact passes, and of sympy.diff."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
import sympy
from hypothesis import assume, given
from random_programs import SYMBOLS, Both, close, points, programs, put_in, quick

from symback import Graph
from symback.algebra.domain import LETTERS
from symback.algebra.expression import symbol
from symback.algebra.text import text as own_text
from symback.domains.exact import Exact
from symback.domains.symbolic import TOO_LONG, Symbolic
from symback.domains.sympy import SYMPY
from symback.domains.text import as_fraction
from symback.domains.values import NeedMorePrecision, Undefined
from symback.passes.backward import Backward, backward
from symback.passes.forward import forward
from symback.symbolic import text
from symback.syntax.program import parse_program

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.domains.base import Domain


def walked(graph: Graph, inputs: Mapping[str, Any], domain: Domain) -> Backward:
    return backward(graph, forward(graph, inputs, domain), domain)


@quick
@given(programs(), points)
def test_sympy_walked_is_sympy_differentiated(program: Both, point: dict[str, Fraction]) -> None:
    graph = Graph(program.named)
    found = walked(graph, SYMBOLS, SYMPY).chained
    for name in graph.inputs:
        assume(found[name] is not TOO_LONG and not found[name].has(sympy.nan, sympy.zoo, sympy.I))
        ours = value(text(found[name]), point)
        truth = put_in(sympy.diff(program.means, SYMBOLS[name]), point)
        assert isinstance(ours, Undefined) or truth is None or close(ours, truth)


WRITTEN = {"letters": own_text, "sympy": text}
PIECES = [
    "max(w, b)*w", "min(w, b, w*b)", "max(w, 2*w - w, b)", "where(w < b, w*b, w/b)", "where(w >= 2 and b > w, w**3, b)*abs(w - b)",
    "relu(w - 2)*b + clip(w, 0, 2)", "w**b", "w**3/b", "sign(w)*floor(b)*w", "atan2(w, b)*hypot(w, b)",
]  # fmt: skip


@pytest.mark.parametrize("domain", [LETTERS, SYMPY], ids=lambda domain: domain.name)
@pytest.mark.parametrize("program", PIECES)
def test_both_branches_and_ties_are_in_the_formula(program: str, domain: Symbolic) -> None:
    graph = Graph(program)
    found = walked(graph, {n: symbol(n) if domain is LETTERS else SYMBOLS[n] for n in graph.inputs}, domain).chained
    for w, b in ((2, 2), (2, Fraction(5, 2)), (3, Fraction(1, 2)), (1, 3)):
        at = {"w": Fraction(w), "b": Fraction(b)}
        exact = walked(graph, at, Exact()).chained
        for name in graph.inputs:
            formula, true = found[name], exact[name]
            if not isinstance(true, Undefined):
                ours = value("0" if formula is None else WRITTEN[domain.name](formula), at)
                assert abs(as_fraction(ours) - as_fraction(true or Fraction(0))) < Fraction(1, 10**20), (at, formula)


def value(formula: str, at: Mapping[str, Fraction]) -> Any:
    found = parse_program(formula).statements[-1].formula
    try:
        domain = Exact(60, 4000, last=True)
        return domain.settled(domain.run(found.code, [at[name] for name in found.names])[-1])
    except NeedMorePrecision:
        return Undefined("not known")


@pytest.mark.parametrize("domain", [LETTERS, SYMPY], ids=lambda domain: domain.name)
def test_what_is_too_long_is_absent_and_takes_nothing_else_with_it(domain: Symbolic) -> None:
    graph = Graph("a = 7**9999*w; c = a*b; J = c + b*w + 7")
    inputs = {n: symbol(n) if domain is LETTERS else SYMBOLS[n] for n in graph.inputs}
    run = forward(graph, inputs, domain)
    assert [run.values[name] is TOO_LONG for name in ("w", "a", "c", "J")] == [False, True, True, True]
    found = backward(graph, run, domain).chained
    assert found["c"] == domain.one
    assert found["a"] == inputs["b"]
    assert found["w"] is TOO_LONG
    assert found["b"] is TOO_LONG
