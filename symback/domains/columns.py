"""Double arithmetic on whole columns at once, by NumPy: an element without a value is nan, one too large is infinite."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.domains.base import COMPARE, Domain, compiled, derivative
from symback.domains.floats import Floats
from symback.domains.stable import VALUES
from symback.domains.values import Undefined
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from symback.syntax.formula import Code

FIRST_BRANCH = 2  # the operand of a `where` that is taken where its comparison holds
MOST_HELD = 16  # columns of functions that take long

Column = Any  # an array of doubles, or one number for all of its rows

DIRECT: dict[str, Callable[..., Column]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "neg": np.negative, "abs": np.abs, "sign": np.sign,
    "floor": np.floor, "ceil": np.ceil, "exp": np.exp, "expm1": np.expm1, "sinh": np.sinh, "cosh": np.cosh, "hypot": np.hypot,
}  # fmt: skip
# Functions that get large nowhere but at the edge of their domain: infinite means that there is no value.
TAME: dict[str, Callable[..., Column]] = {
    "log": np.log, "log1p": np.log1p, "log2": np.log2, "log10": np.log10, "sqrt": np.sqrt, "cbrt": np.cbrt,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "tanh": np.tanh,
    "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh, "/": np.divide, "atan2": np.arctan2,
}  # fmt: skip


class Arrays(Domain):
    """Every operation on columns. Warnings of NumPy's are the caller's to turn off: nan and infinity say it all."""

    name = "float"

    def __init__(self) -> None:
        self.floats = Floats()
        self.tied: tuple[Any, Any] | None = None
        # What takes long, by operation and operands.
        self.slow: dict[tuple[Any, ...], tuple[Column, Sequence[Column]]] = {}

    def number(self, value: Fraction) -> Column:
        try:
            return float(value)
        except OverflowError:
            return math.inf

    def constant(self, name: str) -> Column:
        return math.pi if name == "pi" else math.e

    def apply(self, operation: str, values: Sequence[Any]) -> Any:
        """The column of one operation."""
        if operation in DIRECT:
            return DIRECT[operation](*values)
        if operation in TAME:
            return tame(operation, values)
        if operation.startswith("where"):
            known = np.isfinite(values[0]) & np.isfinite(values[1])
            return np.where(known, np.where(taken(operation, values), values[2], values[3]), np.nan)
        if operation == "**":
            return power(*values)
        if operation in ("max", "min"):
            return (np.maximum if operation == "max" else np.minimum).reduce(np.broadcast_arrays(*values))
        text = VALUES.get(operation) or BY_NAME[operation].definition
        return self.run(compiled(text), values)[-1] if text else self.one_by_one(operation, values)

    def times(self, left: Any, right: Any) -> Any:
        """The product of two derivatives along a path: what passes nothing passes 0, whatever the other is."""
        product = np.multiply(left, right)
        if not np.isnan(product).any():
            return product
        return np.where(np.equal(left, 0) | np.equal(right, 0), 0.0, product)

    def partial(self, operation: str, position: int, values: Sequence[Any], result: Any) -> Any:
        """The derivative of an operation by one operand: nan where a function jumps, None where no row passes a change."""
        if operation in ("max", "min"):
            return np.equal(values[position], result) / self.ties(values, result)
        if operation.startswith("where"):
            if position < FIRST_BRANCH:
                return None
            first = taken(operation, values)
            return np.where(first if position == FIRST_BRANCH else ~first, 1.0, 0.0)
        slope: Any = self.run(self.slope_code(operation, position), [*values, *[result] * (3 - len(values))])[-1]
        row = BY_NAME.get(operation)
        if row is not None and row.at_breaks == "jump":
            slope = np.where(self.on_edge(row.breaks, values, jump=True), np.nan, slope)
        return slope

    def pack(self, number: Any) -> tuple[Column, ...]:
        """Return the columns that hold a number."""
        return (number,)

    def unpack(self, value: Column) -> Any:
        """Return the number that columns hold."""
        return value

    def slope_code(self, operation: str, position: int) -> Code:
        return derivative(operation, position, doubles=True)

    def ties(self, values: Sequence[Any], result: Any) -> Any:
        """Return how many operands of a maximum or minimum are the result; kept, for every operand asks."""
        if self.tied is None or self.tied[0] is not result:
            equal = [np.equal(value, result) for value in values]
            self.tied = result, np.maximum(1, np.add.reduce(np.broadcast_arrays(*equal), dtype=float))
        return self.tied[1]

    def on_edge(self, breaks: Sequence[str], values: Sequence[Column], *, jump: bool = False) -> Column:
        """Return where a function is on an edge between two smooth pieces, by the formulas of its row."""
        found: Column = False
        for text in breaks:
            place: Any = self.run(compiled(text), [*values, values[0]])[-1]
            if text.startswith("floor"):
                place = values[0] - place if jump else 1.0
            found = found | np.equal(place, 0)
        return found

    def one_by_one(self, operation: str, values: Sequence[Column]) -> Column:
        """A function that NumPy does not have, an element after the other."""
        key = (operation, *map(id, values))
        if key not in self.slow:
            if len(self.slow) >= MOST_HELD:
                self.slow.clear()
            columns = np.broadcast_arrays(*values)
            rows = zip(*(column.ravel().tolist() for column in columns), strict=True)
            whole = getattr(math, operation) if operation in ("erf", "erfc") else None
            found = [whole(row[0]) for row in rows] if whole else [self.single(operation, row) for row in rows]
            # The operands are held, so that none gets their place.
            self.slow[key] = np.array(found).reshape(columns[0].shape), values
        return self.slow[key][0]

    def single(self, operation: str, row: tuple[float, ...]) -> float:
        if not all(map(math.isfinite, row)):
            return math.nan
        found = self.floats.apply(operation, row)
        if isinstance(found, Undefined):
            return math.inf if found.large else math.nan
        return float(found)


def taken(operation: str, values: Sequence[Column]) -> Column:
    """Return where the comparison of a `where` holds."""
    return COMPARE[operation[5:]](np.asarray(values[0]), values[1])


def tame(operation: str, values: Sequence[Column]) -> Column:
    """A function of TAME: what is infinite though its operands were not has no value. A quotient may also be too large."""
    result = TAME[operation](*values)
    if operation == "/":
        return np.where(np.equal(values[1], 0), np.nan, result)
    if operation == "atan2":
        return np.where(np.equal(values[0], 0) & np.equal(values[1], 0), np.nan, result)
    return result if np.isfinite(result).all() else np.where(np.isinf(result), np.nan, result)


def power(base: Column, exponent: Column) -> Column:
    """base**exponent; without a value at 0 to a negative power."""
    if np.ndim(exponent) == 0 and exponent == 2:
        return np.multiply(base, base)
    result = np.power(np.asarray(base, dtype=float), exponent)
    if np.ndim(exponent) == 0 and exponent >= 0:
        return result
    return np.where(np.equal(base, 0) & np.less(exponent, 0), np.nan, result)
