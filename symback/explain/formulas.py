"""Formulas of the report as atoms of the story: parsed back from their text, and with numbers put in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.domains.text import short_decimal, table_text
from symback.explain.model import Formula, Math, Number, math

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from symback.domains.values import Number as Value
    from symback.graph.node import Node

LONGEST_TEXT = 400  # characters of a formula that a sentence takes in


def formula(text: str) -> Formula:
    """A formula of the report, read back from its text."""
    from symback.syntax.parser import Parser
    from symback.syntax.tokens import tokenize

    found, _ = Parser(text, frozenset({"pi"})).parse(tokenize(text), 0)
    return Formula(found.code, found.names, text)


def node_formula(node: Node) -> Formula:
    """A node's own formula."""
    return Formula(node.formula.code, node.formula.names, node.text(LONGEST_TEXT))


def put_in(found: Formula, values: Mapping[str, Value | None]) -> Formula | None:
    """The formula with numbers for names; None where it has no names, or one of them no number."""
    known = {name: value for name in found.names if (value := values.get(name)) is not None}
    if not found.names or len(known) < len(set(found.names)):
        return None
    return Formula(found.code, found.names, found.text, known)


def is_name(found: Formula) -> bool:
    """Whether the formula is a name or a number alone, so that putting numbers in says nothing more."""
    return len(found.code) == 1


def equation(
    start: Math | None, found: Formula | None, values: Mapping[str, Value | None], number: Number | None
) -> Math:
    """`start = formula = formula with numbers = number`, as far as there is each, and nothing twice."""
    parts: list[Math | Formula | Number] = [start] if start is not None else []
    if found is not None and not (number is not None and found.text == table_text(number.value)):
        parts.append(found)
    filled = None if found is None or number is None else put_in(found, values)
    if filled is not None and not is_name(filled):
        parts.append(filled)
    if number is not None:
        parts.append(number)
    return chain(parts)


def chain(parts: list[Math | Formula | Number]) -> Math:
    """The parts with = between them, ≈ before a rounded number."""
    made: list[str | Math | Formula | Number] = []
    for part in parts:
        if made:
            made.append(equals(part))
        made.append(part)
    return math(*made)


def equals(part: object) -> str:
    """= or, before what holds a number that is shown rounded, ≈."""
    if isinstance(part, Math):
        return "≈" if "≈" in map(equals, part.atoms) else "="
    if isinstance(part, Formula):
        return "=" if all(map(is_exact, (part.values or {}).values())) else "≈"
    return "≈" if isinstance(part, Number) and not is_exact(part.value) else "="


def is_exact(value: Value) -> bool:
    """Whether people see the number as it is, not rounded."""
    from fractions import Fraction

    if isinstance(value, float):
        return float(table_text(value)) == value
    if not isinstance(value, Fraction):
        return False
    return short_decimal(value) is not None or "/" in table_text(value)


def epsilon_number(epsilon: Fraction) -> Number:
    return Number(epsilon, "epsilon")
