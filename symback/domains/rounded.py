"""Columns of doubles that know how far rounding may have put them off.

A number is a column and a bound on its error, to first order: every operation adds the rounding of its own result to what
its derivatives make of its operands' errors. Where a sum cancels the bound stays while the value goes, so that the two
side by side say how many digits are left. Through many operations such a bound grows far beyond what happens, where errors
cancel: `Drawn` gives every rounding a sign by chance instead, and what comes out is an estimate. A derivative also knows in which rows a change passes at all: a branch of
`where` that a row does not take passes none, though there may be no value there.
"""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from symback.domains.base import Domain, compiled
from symback.domains.columns import DIRECT, TAME, Arrays, Column, taken
from symback.domains.stable import VALUES
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.syntax.formula import Code

UNIT = 2.0**-53  # the rounding of one operation, relative
# And where the result is nearly too small to be held; a larger one than need be, for numbers that small take long.
SMALLEST = 2.0**-1000
CALLED, FORMED = 8 * UNIT, 32 * UNIT  # the same for NumPy's functions, and for a formula of several operations
STEPS = frozenset({"floor", "ceil", "sign"})  # constant between edges


class Rough(NamedTuple):
    """A column, the bound on its error (None: it is exact), and the rows in which a change passes (None: all)."""

    value: Column
    error: Column | None = None
    alive: Column | None = None


class Rounded(Domain):
    """Every operation on columns, and on the bounds of their errors."""

    name = "float"

    def __init__(self, *, masked: bool = True, read: float = 0.0) -> None:
        self.plain, self.masked, self.read = Arrays(), masked, read
        # Of a maximum: the error of its shares, and how many tie.
        self.unclear: tuple[Any, Column, Column] | None = None

    @cached_property
    def zero(self) -> Any:
        """The derivative along no path."""
        return Rough(0.0, None, np.False_)

    def number(self, value: Fraction) -> Any:
        return rounded_number(value)

    def constant(self, name: str) -> Any:
        value = self.plain.constant(name)
        return Rough(value, UNIT * value)

    def given(self, column: Column) -> Rough:
        """Return an input's column: the doubles that were read are what is asked about, or are off by `read` of themselves."""
        return Rough(column, self.own(self.read * np.abs(column)) if self.read else None)

    def pack(self, number: Any) -> tuple[Any, ...]:
        """Return the columns that hold a number: value, error, and, if that is kept, where a change passes."""
        error = 0.0 if number.error is None else number.error
        return (
            (number.value, error, True if number.alive is None else number.alive)
            if self.masked
            else (number.value, error)
        )

    def unpack(self, value: Any, error: Any, alive: Any = None) -> Rough:
        """Return the number that columns hold."""
        return Rough(value, error, alive)

    def slope_code(self, operation: str, position: int) -> Code:
        return self.plain.slope_code(operation, position)

    def own(self, size: Column) -> Column:
        """Return the error that an operation adds, from how large it may be."""
        return size

    def size(self, slope: Column) -> Column:
        """Return what an error is multiplied with, from the derivative."""
        return np.abs(slope)

    def apply(self, operation: str, values: Sequence[Any]) -> Any:
        """The column of one operation, and its error."""
        if operation in SIMPLE:
            found: Rough = getattr(self, SIMPLE[operation])(*values)
            return found
        if operation.startswith("where"):
            return self.chosen(operation, values)
        if operation not in DIRECT and operation not in TAME and operation not in VALUES:
            row = BY_NAME.get(operation)
            if row is not None and row.definition is not None:
                return self.run(compiled(row.definition), values)[-1]
        plain = [x.value for x in values]
        result = self.plain.apply(operation, plain)
        if operation in STEPS:
            return Rough(result)
        errors = [x.error for x in values]
        if operation in ("max", "min"):
            return Rough(
                result, np.maximum.reduce(np.broadcast_arrays(*(0.0 if e is None else np.abs(e) for e in errors)))
            )
        # lgamma is right to so many decimals only.
        size = np.maximum(np.abs(result), 1.0) if operation == "lgamma" else np.abs(result)
        total = self.own((FORMED if operation in VALUES else CALLED) * size + SMALLEST)
        for position, error in enumerate(errors):
            if error is not None:
                slope = self.size(self.plain.partial(operation, position, plain, result))
                total = total + np.where(np.equal(error, 0), 0.0, slope * error)
        return Rough(result, total)

    def added(self, left: Rough, right: Rough) -> Rough:
        value = left.value + right.value
        carried = summed(left.error, right.error)
        if carried is None and whole(value):
            return Rough(value)
        total = self.own(rounding(value))
        if carried is not None:
            total += carried
        return Rough(value, total)

    def subtracted(self, left: Rough, right: Rough) -> Rough:
        return self.added(left, self.negated(right))

    def negated(self, x: Rough) -> Rough:
        return Rough(-x.value, x.error if x.error is None else self.size(-1.0) * x.error)

    def multiplied(self, left: Rough, right: Rough) -> Rough:
        if left.error is None and type(left.value) is float and left.value in (1.0, -1.0):
            return right if left.value == 1.0 else self.negated(right)
        value = left.value * right.value
        if left.error is None and right.error is None and whole(value):
            return Rough(value)
        total = self.own(rounding(value))
        if left.error is not None:
            total += left.error * self.size(right.value)
        if right.error is not None:
            total += right.error * self.size(left.value)
        return Rough(value, total)

    def divided(self, top: Rough, bottom: Rough) -> Rough:
        value = np.where(np.equal(bottom.value, 0), np.nan, np.divide(top.value, bottom.value))
        total = self.own(rounding(value))
        if top.error is None and bottom.error is None:
            return Rough(value, total)
        carried: Column = 0.0 if top.error is None else top.error
        least = np.abs(bottom.value)
        if bottom.error is not None:
            carried = carried + self.size(-value) * bottom.error
            least = np.maximum(least - np.abs(bottom.error), 0.0)
        least = least if self.size(-1.0) > 0 else np.copysign(least, bottom.value)
        return Rough(value, total + np.where(np.equal(carried, 0), 0.0, np.divide(carried, least)))

    def magnitude(self, x: Rough) -> Rough:
        return Rough(np.abs(x.value), None if x.error is None else self.size(np.sign(x.value)) * x.error)

    def chosen(self, operation: str, values: Sequence[Any]) -> Rough:
        """The branch of `where` that each row takes."""
        result = self.plain.apply(operation, [x.value for x in values])
        first = taken(operation, [values[0].value, values[1].value])
        one, other = (0.0 if x.error is None else x.error for x in values[2:])
        return Rough(
            result, None if values[2].error is None and values[3].error is None else np.where(first, one, other)
        )

    def pull(self, operation: str, position: int, upstream: Any, operands: Sequence[Any], result: Any) -> Any:
        """Return the derivative of what comes after by operand `position`; None where no row passes a change."""
        if operation == "+" or (operation == "-" and position == 0):
            return upstream
        if operation in ("-", "neg"):
            return self.negated(upstream)._replace(alive=upstream.alive)
        if operation == "*":
            return self.times(operands[1 - position], upstream)
        if operation.startswith("where"):
            if position < 2:
                return None
            first = taken(operation, [operands[0].value, operands[1].value])
            return only(upstream, first if position == 2 else ~first)
        return self.times(self.partial(operation, position, operands, result), upstream)

    def partial(self, operation: str, position: int, values: Sequence[Any], result: Any) -> Any:
        """The derivative of an operation by one operand, and its error; nan where a function jumps."""
        if operation in ("max", "min"):
            return self.share(position, values, result)
        if operation.startswith("where"):
            return self.pull(operation, position, self.one, values, result)
        slope: Any = self.run(self.slope_code(operation, position), [*values, *[result] * (3 - len(values))])[-1]
        row = BY_NAME.get(operation)
        if row is not None and row.at_breaks == "jump":
            at = self.plain.on_edge(row.breaks, [x.value for x in values], jump=True)
            return slope._replace(value=np.where(at, np.nan, slope.value))
        return slope

    def share(self, position: int, values: Sequence[Any], result: Any) -> Any:
        """The derivative of max or min; of unknown error where operands may or may not tie."""
        if self.unclear is None or self.unclear[0] is not result:  # every operand asks
            equal = np.broadcast_arrays(*(np.equal(x.value, result.value) for x in values))
            exact = np.add.reduce(equal, dtype=int) > 1
            ties = self.plain.ties([x.value for x in values], result.value)
            self.unclear = result, np.where(self.ties(values, result) & ~exact, np.inf, 0.0), ties
        _, error, ties = self.unclear
        return Rough(np.equal(values[position].value, result.value) / ties, error)

    def times(self, left: Any, right: Any) -> Any:
        """Return the product of two derivatives along a path: 0 in the rows in which no change passes."""
        alive = left.alive if right.alive is None else right.alive if left.alive is None else left.alive & right.alive
        product = self.multiplied(left, right)
        return product if alive is None else only(product, alive)

    def add(self, left: Any, right: Any) -> Any:
        """Return the sum of two paths' shares of a derivative."""
        alive = None if left.alive is None or right.alive is None else left.alive | right.alive
        return self.added(left, right)._replace(alive=alive)

    def ties(self, values: Sequence[Any], result: Any) -> Column:
        """The rows in which several operands are the largest or smallest, or may be."""
        width = 0.0 if result.error is None else np.abs(result.error)
        near = [np.abs(x.value - result.value) <= (0.0 if x.error is None else np.abs(x.error)) + width for x in values]
        return np.add.reduce(np.broadcast_arrays(*near), dtype=int) > 1

    def at_zero(self, text: str, values: Sequence[Any]) -> Column:
        """The rows in which a formula of a row's breaks may be 0; of floor(x), in which x may be whole and is not."""
        if text == "floor(x)":
            value, error = values[0].value, values[0].error
            apart = np.abs(value - np.rint(value))
            return False if error is None else (apart <= np.abs(error)) & np.not_equal(error, 0)
        place: Any = self.run(compiled(text), [*values, values[0]])[-1]
        return np.equal(place.value, 0) if place.error is None else np.abs(place.value) <= np.abs(place.error)


@cache
def rounded_number(value: Fraction) -> Rough:
    """Return a rational number, with its rounding."""
    try:
        number = float(value)
    except OverflowError:
        return Rough(np.inf)
    return Rough(number, None if Fraction(number) == value else UNIT * abs(number) + SMALLEST)


def only(slope: Rough, alive: Column) -> Rough:
    """Return a derivative that is 0, exactly, in the rows in which no change passes."""
    error = None if slope.error is None else np.where(alive, slope.error, 0.0)
    return Rough(np.where(alive, slope.value, 0.0), error, alive if slope.alive is None else alive & slope.alive)


def summed(left: Column | None, right: Column | None) -> Column | None:
    return right if left is None else left if right is None else left + right


def rounding(value: Column) -> Any:
    """Return the rounding of one operation, as a column of its own."""
    total = np.abs(value)
    total *= UNIT
    total += SMALLEST
    return total


def whole(value: Column) -> bool:
    """True if a number alone is whole and small, so that sums and products of its kind are exact."""
    return type(value) is float and value.is_integer() and abs(value) < 2**53


SIMPLE = {
    "+": "added", "-": "subtracted", "*": "multiplied", "/": "divided", "neg": "negated", "abs": "magnitude",
}  # fmt: skip


# What may come to so little that no double holds it; of all others 0 is 0.
SINKING = frozenset(
    {"exp", "sigmoid", "softplus", "silu", "gelu", "erfc", "normcdf", "normpdf", "sech", "csch", "**", "pow", "gamma"}
)
NORMAL, SUNK = 2.0**-1022, 1e300


class Sinking(Rounded):
    """Rounded, with no errors but those of numbers that are not 0, and too small for doubles: `SUNK` is theirs."""

    def own(self, size: Column) -> Column:
        return 0.0 * size

    def added(self, left: Rough, right: Rough) -> Rough:
        return Rough(left.value + right.value, summed(left.error, right.error))

    def multiplied(self, left: Rough, right: Rough) -> Rough:
        found = super().multiplied(left, right)
        return self.sunk(found, is_there(left) & is_there(right))

    def divided(self, top: Rough, bottom: Rough) -> Rough:
        return self.sunk(super().divided(top, bottom), is_there(top))

    def apply(self, operation: str, values: Sequence[Any]) -> Any:
        found = super().apply(operation, values)
        return self.sunk(found, is_there(values[0]) | (operation != "**")) if operation in SINKING else found

    def sunk(self, found: Rough, there: Column) -> Rough:
        """The same number, marked in the rows in which it is `there`, and no double holds it."""
        less = np.less(np.abs(found.value), NORMAL) & there
        if not np.any(less):
            return found
        return found._replace(error=np.where(less, SUNK, 0.0 if found.error is None else found.error))


def is_there(number: Rough) -> Column:
    """Return the rows in which a number is not 0, be it that doubles say so."""
    found = np.not_equal(number.value, 0)
    return found if number.error is None else found | np.greater(number.error, 0)


class Drawn(Rounded):
    """Rounded, with errors that have signs: drawn for every operation, and then chained as derivatives are.

    They are up to `larger` times what rounding may be, for some cancel by chance that need not.
    """

    def __init__(self, seed: int, larger: float, *, masked: bool = True, read: float = 0.0) -> None:
        super().__init__(masked=masked, read=read)
        self.random, self.larger = random.Random(seed), larger  # noqa: S311 (chance, no secret)

    def own(self, size: Column) -> Column:
        return self.random.uniform(-self.larger, self.larger) * size

    def signed(self, errors: Column) -> Column:
        """Return errors as they may be by chance, each for itself."""
        bits = np.frombuffer(self.random.randbytes(4 * np.size(errors)), dtype=np.uint32)
        return (bits * (self.larger / 2**31) - self.larger).reshape(np.shape(errors)) * errors

    def size(self, slope: Column) -> Column:
        return slope

    def times(self, left: Any, right: Any) -> Any:
        """The product of two derivatives, whose own rounding is less than what the factors bring."""
        if left.error is None or right.error is None or left.alive is not None or right.alive is not None:
            return super().times(left, right)
        return Rough(left.value * right.value, left.error * right.value + left.value * right.error)
