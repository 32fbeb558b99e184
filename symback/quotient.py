"""The nudge's quotient as a formula in ε, and second derivatives of rules: why k is not exactly the derivative.

For a² it is ((a + ε)² - a²)/ε = 2a + ε: the derivative, and what is left over. Only rational nodes have such a formula;
for others the second derivative gives the leading term of the leftover. The work is bounded as in symback/algebra.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.algebra.domain import LETTERS
from symback.algebra.expression import HALF, ZERO, Expression, Number, Product, Sum, TooLong, bounded, symbol
from symback.algebra.operations import add, multiply, negative
from symback.algebra.ratio import Monomial, Ratio, Reader, cancelled_ratio, ratio_of
from symback.algebra.rules import slope_by
from symback.algebra.substitute import Substitution, symbols_of
from symback.algebra.text import text
from symback.algebra.tidy import tidy
from symback.domains.values import Undefined
from symback.formulas import rule_derivatives
from symback.passes.forward import again

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.algebra.expression import Exponent, Rational
    from symback.domains.values import Value
    from symback.graph.node import Node
    from symback.syntax.formula import Code

LAST = "\uffff"  # sorts behind every name, so that ε is written last
EPSILON = symbol(LAST)
OPERATIONS = frozenset({"slot", "num", "const", "+", "-", "*", "/", "neg", "**"})
CONSTANT_LAST = re.compile(rf"\({LAST} \+ ([0-9]+)\)")  # (ε + 2), where the lectures write 2 + ε
MOST_PARTS = 60  # of a quotient that is shown
MOST_NODES = 30


def quotient(
    nodes: Sequence[Node], name: str, result: str, values: Mapping[str, Fraction], epsilon: str, central: bool
) -> str | None:
    """Return the text of k as a formula in `epsilon`, for `result` as a function of `name` through `nodes`.

    Names with a value are numbers in it. None where k is not a rational function of ε, or too long to be worth showing.
    """
    if len(nodes) > MOST_NODES or any(i[0] not in OPERATIONS for node in nodes for i in node.rule):
        return None
    try:
        high = moved(nodes, name, result, values, EPSILON)
        low = moved(nodes, name, result, values, negative(EPSILON) if central else ZERO)
        found = written(add(high, negative(low)), 2 if central else 1)
    except (TooLong, ZeroDivisionError):
        return None
    return None if found is None else CONSTANT_LAST.sub(rf"(\1 + {LAST})", found).replace(LAST, epsilon)


def moved(
    nodes: Sequence[Node], name: str, result: str, values: Mapping[str, Fraction], shift: Expression
) -> Expression:
    """Return `result` as an expression, with `shift` added to `name`."""
    known = {n: letter(n, values) for node in nodes for n in node.operands}
    found = again(nodes, known, name, LETTERS.add(letter(name, values), shift), LETTERS)[result]
    if isinstance(found, Undefined):
        raise TooLong
    assert isinstance(found, Expression)
    return found


def letter(name: str, values: Mapping[str, Fraction]) -> Value:
    return LETTERS.number(values[name]) if name in values else symbol(name)


def written(difference: Expression, steps: int) -> str | None:
    """Return the text of difference/(steps·ε), with ε cancelled; None where it is no rational function of ε."""
    if difference == ZERO:
        return "0"
    reader = Reader([difference], lambda part: part)
    place = reader.bases.get(EPSILON)
    if place is None or reader.roots[EPSILON] != 1:
        return None
    if any(LAST in symbols_of(base) for base in reader.names if base != EPSILON):
        return None
    step = tuple([-int(k == place) for k in range(reader.size)])
    ratio = cancelled_ratio(reader.read(difference).times(Ratio(Fraction(1, steps), step)))
    above = Ratio(ratio.coefficient, ratio.powers, {key: e for key, e in ratio.factors.items() if e > 0})
    below = Ratio(1, (0,) * reader.size, {key: e for key, e in ratio.factors.items() if e < 0})
    if ratio.powers[place] < 0 or any(powers[place] for key in below.factors for powers, _ in key):
        return text(bounded(reader.write(ratio), MOST_PARTS))
    return ascending(reader, above.expanded(), below, place)


def ascending(reader: Reader, terms: Mapping[Monomial, Rational], below: Ratio, place: int) -> str:
    """Return `22 + ε`: the powers of ε from the lowest on, as the lectures write them."""
    shares: dict[int, dict[Monomial, Rational]] = {}
    for powers, coefficient in terms.items():
        shares.setdefault(powers[place], {})[(*powers[:place], 0, *powers[place + 1 :])] = coefficient
    found, parts = "", 0
    for power in sorted(shares):
        share = share_of(tidy(reader.write(cancelled_ratio(ratio_of(shares[power], reader.size).times(below)))), power)
        parts += share.parts
        if parts > MOST_PARTS:
            raise TooLong
        term = text(share)
        found = (f"{found} - {term[1:]}" if term.startswith("-") else f"{found} + {term}") if found else term
    return found


def share_of(share: Expression, power: int) -> Expression:
    """Return `share` times ε to a power, as one term."""
    if power == 0:
        return share
    epsilon: dict[Expression, Exponent] = {EPSILON: power}
    if isinstance(share, Sum):
        return Product(1, {share: 1, **epsilon})
    return multiply(share, Product(1, epsilon))


def half_second(code: Code, slots: Sequence[int], names: Sequence[str]) -> str | None:
    """Return half the second derivative of a rule by the name in `slots`, in the operands' names: ε times this is left over."""
    first = rule_derivatives(code)
    rows = [row for i in slots if not isinstance(row := first[i], Undefined)]
    put = Substitution({f"□{k}": symbol(name) for k, name in enumerate(names)})
    try:
        total = add(*(slope_by(row, f"□{j}") for row in rows for j in slots))
        half = multiply(Number(HALF), total)
        return text(tidy(bounded(put.put(half), MOST_PARTS)))
    except TooLong:
        return None
