"""What the page must know to compute the passes itself: straight-line code as JSON, and the rule of every operation.

The rules come from the same tables as everywhere: definitions from functions.py (in the form that suits doubles),
derivatives from derivatives.py, and the places where a function has a kink or a jump.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from symback.derivatives import DERIVATIVES
from symback.domains.base import compiled, derivative
from symback.domains.stable import VALUES
from symback.errors import no_answer
from symback.functions import ALIASES, BY_NAME

if TYPE_CHECKING:
    from fractions import Fraction

    from symback.syntax.formula import Code


def code_data(code: Code) -> list[list[Any]]:
    """Straight-line code as JSON, with doubles for its numbers."""
    return [["num", double(i[1])] if i[0] == "num" else list(i) for i in code]


def double(value: Fraction) -> float:
    """A rational as the double nearest to it. Raises SymbackError (exit 3) where it is too large for one."""
    try:
        found = value.numerator / value.denominator
    except OverflowError:
        raise no_answer("a number is too large for a page, which computes in doubles") from None
    return int(found) if found.is_integer() and abs(found) < 2**53 else found


@cache
def rules_data() -> dict[str, dict[str, Any]]:
    """Every operation: its definition (absent where the page has it as a primitive), its derivatives, its breaks."""
    return {name: rule(name) for name in DERIVATIVES}


def rule(name: str) -> dict[str, Any]:
    """One operation. A break is a formula that is 0 there."""
    row = BY_NAME.get(name)
    definition = VALUES.get(name) or (row.definition if row else None)
    breaks = [f"x - {text}" if text.startswith("floor") else text for text in (row.breaks if row else ())]
    found: dict[str, Any] = {"partials": [code_data(derivative(name, k)) for k in range(len(DERIVATIVES[name]))]}
    if definition:
        found["definition"] = code_data(compiled(definition))
    if breaks:
        found["breaks"] = [code_data(compiled(text)) for text in breaks]
    return found


@cache
def other_names() -> dict[str, str]:
    """Names of functions that are not the name of their operation: ln is log."""
    return {name: operation for name, operation in ALIASES.items() if name != operation and name != "pow"} | {
        "pow": "**"
    }
