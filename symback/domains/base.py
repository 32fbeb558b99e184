"""What every domain shares: definitions, domains of functions, branches, and derivatives from the derived table.

A domain is a way to interpret a graph: exact numbers, balls, doubles, columns, germs, formulas. The walks of symback/passes
go over any of them.
"""

from __future__ import annotations

import operator
from fractions import Fraction
from functools import cache, cached_property, reduce
from typing import TYPE_CHECKING, Any

from symback.domains.text import table_text
from symback.domains.values import Number, Pi, Surd, Undefined, Value
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from symback.syntax.formula import Code, Formula

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
SLOT_NAMES = ("x", "y", "f")  # how the table of derivatives calls the operands and the value


class Domain:
    """Applies operations to values. Subclasses hold numbers their own way; an absent value is Undefined, never an exception."""

    name = ""
    quick: Mapping[str, Callable[[Any, Number, Number], Value]] = {}  # operations on two numbers that need no ceremony

    # What a subclass provides

    def number(self, value: Fraction) -> Value:
        """Return a rational number in this domain."""
        raise NotImplementedError

    def constant(self, name: str) -> Value:
        """Return pi or e in this domain."""
        raise NotImplementedError

    def basic(self, operation: str, values: Sequence[Number]) -> Value | None:
        """The value of + - * / ** neg and of functions that have no definition; None for any other."""
        raise NotImplementedError

    def exact(self, operation: str, values: Sequence[Number]) -> Value | None:  # noqa: ARG002 (for subclasses)
        """The value where it is known exactly; None elsewhere."""
        return None

    def whole_below(self, value: Number) -> int:
        """Return the whole number below a value."""
        raise NotImplementedError

    def step_of(self, value: Number) -> tuple[int, bool]:
        """Return the whole number below a value, and whether it is the value."""
        below = self.whole_below(value)
        return below, self.compare(value, self.number(Fraction(below))) == 0

    def compare(self, left: Number, right: Number) -> int:
        """-1, 0 or 1 as left is below, equal to or above right."""
        return int(left > right) - int(left < right)

    # What they share

    @cached_property
    def zero(self) -> Value:
        """The derivative along no path."""
        return self.number(Fraction(0))

    @cached_property
    def one(self) -> Value:
        """The derivative of anything by itself."""
        return self.number(Fraction(1))

    def add(self, left: Value, right: Value) -> Value:
        """Return the sum of two paths' shares of a derivative."""
        return self.apply("+", (left, right))

    def times(self, left: Value, right: Value) -> Value:
        """Return the product of two derivatives along a path."""
        return self.apply("*", (left, right))

    def total(self, values: Sequence[Value]) -> Value:
        """Return the sum of what has one operand in several slots."""
        return reduce(self.add, values)

    def gathered(self, slope: Value) -> Value:
        """Return a derivative as the walk goes on with it, after each path's share."""
        return slope

    def pull(
        self, operation: str, position: int, upstream: Value, operands: Sequence[Value], result: Value
    ) -> Value | None:
        """Return the derivative of what comes after an operation by its operand `position`, from that by its result.

        None where no change can pass: the branch of `where` that is not taken.
        """
        slope = self.partial(operation, position, operands, result)
        return None if slope is None else self.times(slope, upstream)

    def settled(self, value: Value) -> Value:
        """Return a node's value as the graph goes on with it."""
        return value

    def shown(self, value: Value | None) -> Number | None:
        """Return a value as a report holds it: None where there is none."""
        return None if isinstance(value, Undefined) else value

    def shown_roughly(self, value: Value | None) -> Number | None:
        """Return a value as a report holds it, even where it is known less well than is wanted."""
        return self.shown(value)

    def is_known(self, value: Value | None) -> bool:  # noqa: ARG002 (for subclasses)
        """True if a value has the digits that are wanted."""
        return True

    def apply(self, operation: str, values: Sequence[Value]) -> Value:
        """The value of one operation. Undefined operands pass through, except on the branch that `where` does not take."""
        for value in values:
            if type(value) is Undefined:
                return self.choose(operation, values) if operation.startswith("where") else value
        if operation.startswith("where"):
            return self.choose(operation, values)
        result = self.basic(operation, values)
        return result if result is not None else self.call(operation, values)

    def call(self, operation: str, values: Sequence[Number]) -> Value:
        """The value of a function by its exact points, its domain and its definition."""
        row = BY_NAME[operation]
        if row.domain is not None and not row.domain[1](*map(self.comparable, values)):
            given = ", ".join(self.text(v) for v in values)
            return Undefined(f"{operation.partition('_base')[0]}({given}) has no value: it needs {row.domain[0]}")
        known = self.exact(operation, values)
        if known is not None:
            return known
        definition = row.definition
        assert definition is not None, operation
        result = self.run(compiled(definition), values)[-1]
        if isinstance(result, Undefined) and not result.large:
            given = ", ".join(self.text(v) for v in values)
            why = "it has a pole there" if row.at_breaks == "pole" else result.reason
            return Undefined(f"{operation}({given}) has no value: {why}")
        return result

    def choose(self, operation: str, values: Sequence[Value]) -> Value:
        """The branch of `where` that its comparison takes."""
        taken = self.branch(operation, values)
        return taken if isinstance(taken, Undefined) else values[taken]

    def branch(self, operation: str, values: Sequence[Value]) -> int | Undefined:
        """Return which operand `where` takes: 2 or 3."""
        left, right = values[0], values[1]
        if isinstance(left, Undefined):
            return left
        if isinstance(right, Undefined):
            return right
        return 2 if COMPARE[operation[5:]](self.compare(left, right), 0) else 3

    def run(self, code: Code, slots: Sequence[Value]) -> list[Value]:
        """The value of every instruction of `code`, in order; the last is the formula's."""
        values: list[Value] = []
        append, quick = values.append, self.quick
        for instruction in code:
            kind = instruction[0]
            if kind == "slot":
                append(slots[instruction[1]])
            elif kind in quick:
                left, right = values[instruction[1]], values[instruction[2]]
                if type(left) is Undefined or type(right) is Undefined:
                    append(left if type(left) is Undefined else right)
                else:
                    append(quick[kind](self, left, right))
            elif kind == "num":
                append(self.number(instruction[1]))
            elif kind == "const":
                append(self.constant(instruction[1]))
            else:
                append(self.apply(kind, [values[i] for i in instruction[1:]]))
        return values

    def partial(self, operation: str, position: int, values: Sequence[Value], result: Value) -> Value | None:
        """The derivative of an operation by operand `position`; None where no change can pass (the other branch of `where`)."""
        if operation.startswith("where"):
            taken = self.branch(operation, values)
            return self.number(Fraction(1)) if taken == position else taken if isinstance(taken, Undefined) else None
        if operation in ("max", "min"):
            return self.share(position, values, result)
        row = BY_NAME.get(operation)
        if row is not None and row.at_breaks == "jump" and self.at_break(row.name, values):
            return Undefined(f"{operation} jumps here")
        return self.run(self.slope_code(operation, position), [*values, *[result] * (3 - len(values))])[-1]

    def slope_code(self, operation: str, position: int) -> Code:
        """Return the derivative of an operation by an operand, as code in the operands and the value."""
        return derivative(operation, position)

    def share(self, position: int, values: Sequence[Value], result: Value) -> Value:
        """The derivative of max or min: operands that tie get equal shares."""
        for value in (*values, result):
            if isinstance(value, Undefined):
                return value
        tied = [self.compare(value, result) == 0 for value in values]
        return self.number(Fraction(1, sum(tied)) if tied[position] else Fraction(0))

    def at_break(self, name: str, values: Sequence[Value]) -> bool:
        """True if a function is on the edge between two smooth pieces, by its row."""
        for text in BY_NAME[name].breaks:
            place = self.run(compiled(text), [*values, values[0]])[-1]
            if text.startswith("floor"):
                place = self.apply("-", [values[0], place])
            if not isinstance(place, Undefined) and self.compare(place, self.number(Fraction(0))) == 0:
                return True
        return False

    def comparable(self, value: Number) -> Any:
        """`value` as something that Python compares with whole numbers."""
        return value

    def text(self, value: Number) -> str:
        """`value` for a message."""
        if isinstance(value, Pi):
            return multiple_text(value.factor, "pi")
        if isinstance(value, Surd):
            return multiple_text(value.factor, f"sqrt({value.radicand})")
        return table_text(value)


def multiple_text(factor: Fraction, unit: str) -> str:
    """Return `2*pi/3`."""
    top, bottom = factor.numerator, factor.denominator
    return (
        {1: "", -1: "-"}.get(top, f"{table_text(Fraction(top))}*")
        + unit
        + (f"/{table_text(Fraction(bottom))}" if bottom != 1 else "")
    )


class Told:
    """A value for the table of functions, whose tests of a domain are Python's comparisons with whole numbers.

    They raise NeedMorePrecision where the domain cannot tell.
    """

    __slots__ = ("domain", "value")
    __hash__ = None  # type: ignore[assignment]  # what may not be told is no key

    def __init__(self, domain: Domain, value: Value) -> None:
        self.domain, self.value = domain, value

    def side(self, other: object) -> int:
        """Return -1, 0 or 1 as this is below, equal to or above another number."""
        number = other.value if isinstance(other, Told) else self.domain.number(Fraction(other))  # type: ignore[call-overload]  # what the table compares with is a number
        return self.domain.compare(self.value, number)

    def __lt__(self, other: object) -> bool:
        return self.side(other) < 0

    def __le__(self, other: object) -> bool:
        return self.side(other) <= 0

    def __gt__(self, other: object) -> bool:
        return self.side(other) > 0

    def __ge__(self, other: object) -> bool:
        return self.side(other) >= 0

    def __eq__(self, other: object) -> bool:
        return self.side(other) == 0

    def __int__(self) -> int:
        return self.domain.whole_below(self.value)


@cache
def compiled(text: str) -> Code:
    """The code of a formula in x, y, f as the tables write it."""
    return bind(parse(text), SLOT_NAMES)


def parse(text: str) -> Formula:
    """A formula of the tables (they are the package's own text, so an error is a bug)."""
    from symback.syntax.parser import Parser
    from symback.syntax.tokens import tokenize

    return Parser(text, frozenset({"pi", "e"})).parse(tokenize(text), 0)[0]


def bind(formula: Formula, names: Sequence[str]) -> Code:
    """The code with slot k meaning names[k], whatever the order of first use."""
    return tuple(("slot", names.index(formula.names[i[1]])) if i[0] == "slot" else i for i in formula.code)


@cache
def derivative(operation: str, position: int, *, doubles: bool = False) -> Code:
    """The derivative of an operation by one operand, as code with slots operand 0, operand 1 or value, value.

    With `doubles` in the form that keeps its digits in them, where that is another.
    """
    from symback.derivatives import DERIVATIVES

    texts = DERIVATIVES[operation]
    if doubles:
        from symback.domains.stable import SLOPES

        texts = SLOPES.get(operation, texts)
    names = ("x", "y", "f") if len(texts) == 2 else ("x", "f", "f")
    return bind(parse(texts[position]), names)
