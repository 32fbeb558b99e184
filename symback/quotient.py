"""The nudge's quotient as a formula in ε, and second derivatives of rules: why k is not exactly the derivative.

For a² it is ((a + ε)² - a²)/ε = 2a + ε: the derivative, and what is left over. Only rational nodes have such a formula;
for others the second derivative gives the leading term of the leftover. The work is bounded as in symback/algebra.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import sympy

from symback import symbolic
from symback.algebra import expression as algebra
from symback.algebra import operations
from symback.algebra.expression import TooLong
from symback.algebra.rules import slope_by
from symback.algebra.substitute import Substitution
from symback.algebra.text import text
from symback.algebra.tidy import tidy
from symback.formulas import rule_derivatives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from symback.algebra.expression import Expression
    from symback.graph.node import Node
    from symback.syntax.formula import Code

LAST = "\uffff"  # sorts behind every name, so that sympy writes ε last
EPSILON = sympy.Symbol(LAST, positive=True)
OPERATIONS = frozenset({"slot", "num", "const", "+", "-", "*", "/", "neg", "**"})
CONSTANT_LAST = re.compile(rf"\({LAST} \+ ([0-9]+)\)")  # sympy writes (ε + 2), the lectures 2 + ε
MOST_PARTS = 60  # of a quotient that is shown
MOST_WORK = 120  # terms that expanding the difference may make
MOST_NODES = 30


def quotient(
    nodes: Sequence[Node], name: str, result: str, values: Mapping[str, Fraction], epsilon: str, central: bool
) -> str | None:
    """The text of k as a formula in `epsilon`, for `result` as a function of `name` through `nodes`.

    Names with a value are numbers in it. None where k is not a rational function of ε, or too long to be worth showing.
    """
    if len(nodes) > MOST_NODES or any(i[0] not in OPERATIONS for node in nodes for i in node.rule):
        return None
    try:
        high = moved(nodes, name, result, values, EPSILON)
        low = moved(nodes, name, result, values, -EPSILON if central else sympy.Integer(0))
        return written(high - low, 2 if central else 1, epsilon)
    except (TooLong, RecursionError, ZeroDivisionError, sympy.PolynomialError):
        return None


def moved(nodes: Sequence[Node], name: str, result: str, values: Mapping[str, Fraction], shift: Any) -> Any:
    """`result` as an expression, with `shift` added to `name`."""
    found: dict[str, Any] = {name: letter(name, values) + shift}
    for node in nodes:
        slots = [found[n] if n in found else letter(n, values) for n in node.operands]
        found[node.name] = symbolic.bounded(symbolic.expressions(node.rule, slots)[-1])
    return found[result]


def letter(name: str, values: Mapping[str, Fraction]) -> Any:
    return symbolic.rational(values[name]) if name in values else symbolic.symbol(name)


def written(difference: Any, steps: int, epsilon: str) -> str | None:
    """The text of difference/(steps·ε), simplified."""
    if not difference.is_rational_function(EPSILON):
        return None
    top, bottom = sympy.fraction(sympy.together(difference))
    if symbolic.expansion_size(top) > MOST_WORK or symbolic.expansion_size(bottom) > MOST_WORK:
        return None
    top = sympy.expand(top)
    share = sympy.cancel(top / (steps * EPSILON * bottom))
    top, bottom = sympy.fraction(share)
    if bottom.has(EPSILON):
        found = text(algebra.bounded(symbolic.to_algebra(sympy.factor(share)), MOST_PARTS))
    else:
        found = ascending(sympy.Poly(top, EPSILON), bottom)
    return CONSTANT_LAST.sub(rf"(\1 + {LAST})", found).replace(LAST, epsilon)


def ascending(polynomial: Any, bottom: Any) -> str:
    """`22 + ε`: the powers of ε from the lowest on, as the lectures write them."""
    found = ""
    for (power,), coefficient in reversed(polynomial.terms()):
        share = tidy(algebra.bounded(symbolic.to_algebra(sympy.cancel(coefficient / bottom)), MOST_PARTS))
        term = text(share_of(share, power))
        found = (f"{found} - {term[1:]}" if term.startswith("-") else f"{found} + {term}") if found else term
    return found or "0"


def share_of(share: Expression, power: int) -> Expression:
    """`share` times ε to a power, as one term."""
    if power == 0:
        return share
    epsilon: dict[Expression, algebra.Exponent] = {algebra.symbol(LAST): power}
    if isinstance(share, algebra.Sum):
        return algebra.Product(1, {share: 1, **epsilon})
    return operations.multiply(share, algebra.Product(1, epsilon))


@cache
def second_derivatives(code: Code) -> list[list[str | None]]:
    """The second derivatives of a rule by its slots s_0, s_1, …, as text. None: too long."""
    first = rule_derivatives(code)
    plain = Substitution({f"□{k}": algebra.symbol(f"s_{k}") for k in range(len(first))})
    rows = [None if row is None else plain.put(row) for row in first]
    return [[None if row is None else second(row, f"s_{k}") for k in range(len(first))] for row in rows]


def second(row: Expression, by: str) -> str | None:
    """The text of one second derivative."""
    try:
        return text(tidy(slope_by(row, by)))
    except TooLong:
        return None


def half_second(code: Code, slots: Sequence[int], names: Sequence[str]) -> str | None:
    """Half the second derivative of a rule by the name in `slots`, in the operands' names: ε times this is left over."""
    first = rule_derivatives(code)
    rows = [row for i in slots if (row := first[i]) is not None]
    put = Substitution({f"□{k}": algebra.symbol(name) for k, name in enumerate(names)})
    try:
        total = operations.add(*(slope_by(row, f"□{j}") for row in rows for j in slots))
        half = operations.multiply(algebra.Number(algebra.HALF), total)
        return text(tidy(algebra.bounded(put.put(half), MOST_PARTS)))
    except TooLong:
        return None
