"""The nudge's quotient as a formula in ε, and second derivatives of rules: why k is not exactly the derivative.

For a² it is ((a + ε)² - a²)/ε = 2a + ε: the derivative, and what is left over. Only rational nodes have such a formula;
for others the second derivative gives the leading term of the leftover. The work is bounded as in symback/symbolic.py.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import sympy

from symback import symbolic
from symback.formulas import rule_derivatives
from symback.symbolic import TooLong

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from symback.graph.graph import Node
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
        text = symbolic.text(symbolic.bounded(sympy.factor(share), MOST_PARTS))
    else:
        text = ascending(sympy.Poly(top, EPSILON), bottom)
    return CONSTANT_LAST.sub(rf"(\1 + {LAST})", text).replace(LAST, epsilon)


def ascending(polynomial: Any, bottom: Any) -> str:
    """`22 + ε`: the powers of ε from the lowest on, as the lectures write them."""
    text = ""
    for (power,), coefficient in reversed(polynomial.terms()):
        share = symbolic.bounded(symbolic.tidy(sympy.cancel(coefficient / bottom)), MOST_PARTS)
        text = joined(text, share, power) if share != 0 else text
    return text or "0"


def joined(text: str, share: Any, power: int) -> str:
    """`text` plus share·ε^power."""
    minus = bool(text) and not share.is_Add and share.could_extract_minus_sign()
    share = -share if minus else share
    term = symbolic.text(share * EPSILON**power)
    return f"{text}{' - ' if minus else ' + '}{term}" if text else term


@cache
def second_derivatives(code: Code) -> list[list[str | None]]:
    """The second derivatives of a rule by its slots s_0, s_1, …, as text. None: too long, or none."""
    first = rule_derivatives(code)
    names = [sympy.Symbol(f"□{k}", real=True) for k in range(len(first))]
    plain = {old: sympy.Symbol(f"s_{k}", real=True) for k, old in enumerate(names)}
    return [[None if row is None else second(row, by, plain) for by in names] for row in first]


def second(row: Any, by: Any, plain: Mapping[Any, Any]) -> str | None:
    """The text of one second derivative."""
    try:
        found = symbolic.bounded(sympy.diff(row, by))
    except (TooLong, RecursionError, ValueError, sympy.SympifyError):
        return None
    if found.has(sympy.Derivative, sympy.Subs, sympy.DiracDelta):
        return None
    return symbolic.text(symbolic.tidy(symbolic.substitute(found, plain)))


def half_second(code: Code, slots: Sequence[int], names: Sequence[str]) -> str | None:
    """Half the second derivative of a rule by the name in `slots`, in the operands' names: ε times this is left over."""
    first = rule_derivatives(code)
    symbols = [sympy.Symbol(f"□{k}", real=True) for k in range(len(first))]
    try:
        rows = [first[i] for i in slots if first[i] is not None]
        total = sum((sympy.diff(row, symbols[j]) for row in rows for j in slots), symbolic.number(0))
        put = symbolic.substitute(total / 2, {s: symbolic.symbol(n) for s, n in zip(symbols, names, strict=True)})
        return symbolic.text(symbolic.tidy(symbolic.bounded(put, MOST_PARTS)))
    except (TooLong, RecursionError, ValueError):
        return None
