"""Edges between smooth pieces, and singular points: where an operation stands to those that it has."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from symback.arithmetic.base import Arithmetic, compiled
from symback.arithmetic.values import Number, Undefined, Value
from symback.functions import BY_NAME
from symback.syntax.formula import LEAVES, Code, constant_mask, remembered

if TYPE_CHECKING:
    from collections.abc import Sequence


class Place(NamedTuple):
    """Where an operation stands to one edge: on it at 0. `singular`: to touch the edge is enough.

    `whole`: the value is a whole number, and every one is a piece; `counted`: it is the number of a piece, 0 on the edge.
    """

    value: Number
    whole: bool = False
    singular: bool = False
    counted: bool = False
    lost: bool = False


def piece(place: Place, arithmetic: Arithmetic) -> tuple[bool, int]:
    """The smooth piece that a place is on: on which side of the edge, or which whole number."""
    if place.lost:  # on a branch that is not taken, or the result would be lost too: it crosses nothing
        return False, 0
    return place.whole, int(place.value) if place.whole or place.counted else sign(place.value, arithmetic)


def node_places(code: Code, inner: Sequence[Value], arithmetic: Arithmetic) -> list[Place]:
    """Where a node stands to every edge that the operations of its rule have; `inner` are the values within it."""
    found: list[Place] = []
    for index in edged(code):
        operation, *operands = code[index]
        found += places(operation, [inner[i] for i in operands], arithmetic, inner[index])
    return found


@remembered
def edged(code: Code) -> tuple[int, ...]:
    """The instructions that can meet an edge: what is constant cannot, nor can division by a constant or a whole power."""
    constant = constant_mask(code)
    found = []
    for index, instruction in enumerate(code):
        operation = instruction[0]
        if operation in LEAVES or constant[index]:
            continue
        if operation in ("/", "**") and constant[instruction[2]]:
            exponent = code[instruction[2]]
            whole = exponent[0] == "num" and exponent[1].denominator == 1 and exponent[1] >= 0
            if operation == "/" or whole:
                continue
        if operation in ("max", "min") or edges_of(operation):
            found.append(index)
    return tuple(found)


@remembered
def is_smooth(code: Code) -> bool:
    """Whether a rule has no edge, pole or end of its domain anywhere."""
    rows = (BY_NAME.get(instruction[0]) for instruction in code)
    return not edged(code) and all(row is None or not (row.domain or row.at_breaks) for row in rows)


def places(operation: str, values: Sequence[Value], arithmetic: Arithmetic, result: Value) -> list[Place]:
    """Where one operation stands to every edge that its row has, or division, powers and roots have."""
    if isinstance(result, Undefined) or any(isinstance(v, Undefined) for v in values):
        return [Place(0, lost=True)] * (1 if operation in ("max", "min") else len(edges_of(operation)))
    if operation in ("max", "min"):
        tied = [i for i, v in enumerate(values) if arithmetic.compare(v, result) == 0]
        return [Place(1 + tied[0] if len(tied) == 1 else 0, counted=True)]
    singular = operation in SINGULAR
    found = []
    for text in edges_of(operation):
        place = arithmetic.run(compiled(text), [*values, values[0]])[-1]
        found.append(Place(0 if isinstance(place, Undefined) else place, "floor(x)" in text, singular))
    return found


def edges_of(operation: str) -> tuple[str, ...]:
    """The formulas whose change of sign, or of whole part, separates an operation's smooth pieces."""
    row = BY_NAME.get("where" if operation.startswith("where") else operation)
    return SINGULAR.get(operation) or (row.breaks if row else ())


# Edges that no row of the table has, for there is nothing to say at them: a divisor, or the base of a negative or broken
# power, that goes through 0, and where roots and inverse functions have vertical tangents.
SINGULAR = {
    "/": ("y",),
    "**": ("where(y < 0, x, where(y == floor(y), 1, x))",),
    "sqrt": ("x",),
    "cbrt": ("x",),
    "hypot": ("x*x + y*y",),
    "asin": ("1 - x*x",),
    "acos": ("1 - x*x",),
    "acosh": ("x - 1",),
}


def sign(value: Number, arithmetic: Arithmetic) -> int:
    return arithmetic.compare(value, arithmetic.number(Fraction(0)))


def crossed(before: list[tuple[bool, int]], after: list[tuple[bool, int]]) -> bool:
    """Whether an edge lies between two places. An edge that the first stands on does not count: that is its own matter."""
    return len(before) != len(after) or any(
        a != b and (whole or (a != 0 and b != 0)) for (whole, a), (_, b) in zip(before, after, strict=True)
    )
