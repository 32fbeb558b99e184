"""Formulas of the report as atoms of the story: parsed back from their text, and with numbers put in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symback.document import model
from symback.explain.equation import chain
from symback.explain.model import Formula, Math, Number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from symback.domains.values import Number as Value
    from symback.explain.equation import Known, Side
    from symback.graph.node import Node

formula = model.formula
LONGEST_TEXT = 400  # characters of a formula that a sentence takes in


def node_formula(node: Node) -> Formula:
    """A node's own formula."""
    return Formula(node.formula.code, node.formula.names, node.text(LONGEST_TEXT))


def put_in(found: Formula, values: Mapping[str, Value | None], digits: int | None = None) -> Formula | None:
    """The formula with numbers for names; None where it has no names, or one of them no number."""
    known = {name: Number(value, "value", digits) for name in found.names if (value := values.get(name)) is not None}
    if not found.names or len(known) < len(set(found.names)):
        return None
    return Formula(found.code, found.names, found.text, known)


def is_name(found: Formula) -> bool:
    """True if the formula is a name or a number alone, so that putting numbers in says nothing more."""
    return len(found.code) == 1


def equation(
    start: Math | None, found: Formula | None, values: Mapping[str, Value | None], number: Number | None, known: Known
) -> Math:
    """`start = formula = formula with numbers = number`, as far as there is each and it holds, and nothing twice."""
    parts: list[Side] = [start] if start is not None else []
    if found is not None and not (number is not None and found.text == number.text):
        parts.append(found)
    filled = None if found is None or number is None else put_in(found, values, number.digits)
    if filled is not None and not is_name(filled) and not only_turns(filled):
        parts.append(filled)
    return chain([*parts, *result(number)], known)


def result(number: Number | None) -> list[Number]:
    """The end of an equation: a number, and its digits where it is shown as a formula."""
    if number is None:
        return []
    return [number, replace(number, rounded=True)] if number.closed else [number]


def only_turns(filled: Formula) -> bool:
    """True if a formula with numbers is the minus of a number that has none: it looks like the number that comes after."""
    numbers = list((filled.values or {}).values())
    return [str(i[0]) for i in filled.code] == ["slot", "neg"] and not numbers[0].text.startswith("-")


def equals(part: Number) -> str:
    """= before a number that is seen as it is, ≈ before a rounded one."""
    return "=" if part.is_exact else "≈"


def epsilon_number(epsilon: Fraction) -> Number:
    return Number(epsilon, "epsilon")
