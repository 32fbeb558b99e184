"""Functions of the language in formulas: what is known of their values, signs and inverses, and no more."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from symback.algebra.expression import HALF, ONE, PI, Call, E, Expression, Number, Product, number
from symback.algebra.operations import add, expression_of, multiply, negative, power, raised
from symback.domains.base import COMPARE
from symback.domains.exact import Exact
from symback.domains.values import NeedMorePrecision, Pi
from symback.functions import LOG_BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ODD = frozenset({"sin", "tan", "cot", "csc", "asin", "atan", "acot", "acsc", "sinh", "tanh", "coth", "csch", "asinh", "atanh", "acoth", "acsch", "erf", "cbrt", "sign"})  # fmt: skip
EVEN = frozenset({"cos", "sec", "cosh", "sech", "abs"})
INVERSES = {"sin": "asin", "cos": "acos", "tan": "atan", "sinh": "asinh", "cosh": "acosh", "tanh": "atanh"}

OPERATORS: dict[str, Callable[..., Expression]] = {
    "+": add,
    "-": lambda a, b: add(a, negative(b)),
    "*": multiply,
    "/": lambda a, b: multiply(a, raised(b, -1)),
    "**": power,
    "neg": negative,
    "exp": lambda a: power(E, a),
    "sqrt": lambda a: raised(a, HALF),
    LOG_BASE: lambda a, b: multiply(call("log", a), raised(call("log", b), -1)),
}


def apply(operation: str, arguments: Sequence[Expression]) -> Expression:
    """One operation of the language on expressions."""
    return OPERATORS[operation](*arguments) if operation in OPERATORS else call(operation, *arguments)


def call(operation: str, *arguments: Expression) -> Expression:
    """A function applied to expressions: a number where it is one, without minus signs inside where they can go."""
    values = [rational_or_pi(argument) for argument in arguments]
    if None not in values:
        known = value_at(operation, tuple(values))
        if known is not None:
            return known
    if operation.startswith("where"):
        return chosen(operation, arguments)
    return of_one(operation, arguments[0]) if len(arguments) == 1 else Call(operation, arguments)


def of_one(operation: str, argument: Expression) -> Expression:
    """A function of one argument that is not a number whose value is known."""
    if leads_with_minus(argument):
        if operation in EVEN:
            return call(operation, negative(argument))
        if operation in ODD:
            return negative(call(operation, negative(argument)))
    if isinstance(argument, Call) and INVERSES.get(operation) == argument.operation:
        return argument.arguments[0]
    if operation == "log" and argument is E:
        return ONE
    if (
        operation == "log"
        and isinstance(argument, Product)
        and argument.coefficient == 1
        and [*argument.factors] == [E]
    ):
        return expression_of(argument.factors[E])
    return Call(operation, (argument,))


def leads_with_minus(argument: Expression) -> bool:
    if isinstance(argument, Number):
        return argument.value < 0
    return isinstance(argument, Product) and argument.coefficient < 0


def rational_or_pi(expression: Expression) -> Fraction | Pi | None:
    """A number as the exact arithmetic has it; None for what is not a number."""
    if isinstance(expression, Number):
        return Fraction(expression.value)
    if expression is PI:
        return Pi(Fraction(1))
    if isinstance(expression, Product) and expression.factors == {PI: 1}:
        return Pi(Fraction(expression.coefficient))
    return None


@lru_cache(maxsize=1 << 10)
def value_at(operation: str, values: tuple[Fraction | Pi, ...]) -> Expression | None:
    """A function's value at numbers, where it is rational or a rational multiple of pi."""
    arithmetic = Exact(bits=128)
    try:
        found = arithmetic.apply(operation, values)
    except NeedMorePrecision:
        return None
    if isinstance(found, Fraction) and not arithmetic.notes:
        return number(found)
    return multiply(number(found.factor), PI) if isinstance(found, Pi) else None


def chosen(operation: str, arguments: tuple[Expression, ...]) -> Expression:
    """`where`: the branch, where its comparison is one of numbers."""
    left, right, then, otherwise = arguments
    if isinstance(left, Number) and isinstance(right, Number):
        return then if COMPARE[operation[5:]](left.value, right.value) else otherwise
    return Call(operation, arguments)
