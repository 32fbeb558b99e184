"""The derivative of an expression by a name in it, by the table that sympy derived."""

from __future__ import annotations

from symback.algebra.calls import apply
from symback.algebra.domain import LETTERS
from symback.algebra.expression import (
    MINUS_ONE,
    ONE,
    ZERO,
    Call,
    Expression,
    Number,
    Product,
    Sum,
    Symbol,
    TooLong,
    bounded,
)
from symback.algebra.operations import add, expression_of, multiply, negative, power
from symback.domains.values import Undefined


def slope_by(expression: Expression, name: str) -> Expression:
    """The derivative of an expression by a name in it. Raises TooLong."""
    if isinstance(expression, Symbol):
        return ONE if expression.name == name else ZERO
    if isinstance(expression, Call):
        return bounded(add(*(slope_of_call(expression, k, a, name) for k, a in enumerate(expression.arguments))))
    if isinstance(expression, Product):
        return bounded(add(*(slope_of_factor(expression, base, name) for base in expression.factors)))
    if isinstance(expression, Sum):
        return bounded(add(*(multiply(Number(c), slope_by(t, name)) for t, c in expression.terms.items())))
    return ZERO


def slope_of_call(call: Call, position: int, argument: Expression, name: str) -> Expression:
    inner = slope_by(argument, name)
    outer = None if inner == ZERO else LETTERS.partial(call.operation, position, call.arguments, call)
    if isinstance(outer, Undefined):
        raise TooLong
    return ZERO if outer is None else multiply(outer, inner)


def slope_of_factor(whole: Product, base: Expression, name: str) -> Expression:
    """Return what the product's factor with this base adds: the others times its own slope."""
    above = whole.factors[base]
    exponent, inner = expression_of(above), slope_by(base, name)
    others = multiply(whole, power(base, negative(exponent)))
    found = ZERO if inner == ZERO else multiply(exponent, power(base, add(exponent, MINUS_ONE)), inner, others)
    rising = slope_by(exponent, name)
    return found if rising == ZERO else add(found, multiply(whole, apply("log", [base]), rising))
