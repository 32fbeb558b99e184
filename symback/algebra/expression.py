"""Expressions in one canonical form: sums collect equal terms, products equal bases, and numbers are exact.

    12 + 18*w   Sum(12, {w: 18})              terms without their coefficients, and the coefficients
    2*a**3/b    Product(2, {a: 3, b: -1})     bases, and their exponents: rationals, or expressions

So x + x is 2*x, x*x**2 is x**3, x/x is 1, and nothing else is rewritten: what a person wrote stays recognisable.
Values never change; equal ones are equal as keys of a dictionary. Everything is real: see `raised` in operations for what
that allows.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

LONGEST = 240  # parts of a formula that is shown; past that it is said to be too long
LONGEST_NUMBER = 200  # bits of a number in a formula

Rational: TypeAlias = int | Fraction


class TooLong(Exception):
    """A formula outgrew the bound on the work."""


class Expression:
    """A formula. `parts` counts its numbers, names and operations."""

    __slots__ = ("key", "parts", "printed")

    key: object  # what tells it from others of its kind
    parts: int
    printed: str | None

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return self is other or (type(other) is type(self) and other.key == self.key)


Exponent: TypeAlias = int | Fraction | Expression


class Number(Expression):
    """A rational number."""

    __slots__ = ("value",)

    def __init__(self, value: Rational) -> None:
        self.value = self.key = value
        self.parts = 1
        self.printed = None


class Symbol(Expression):
    """An input, a node, or a constant (CONSTANTS)."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = self.key = name
        self.parts = 1
        self.printed = None


class Call(Expression):
    """A function of the language applied to expressions; exp and sqrt are powers instead."""

    __slots__ = ("arguments", "operation")

    def __init__(self, operation: str, arguments: tuple[Expression, ...]) -> None:
        self.operation, self.arguments = operation, arguments
        self.key = (operation, arguments)
        self.parts = 1 + sum(argument.parts for argument in arguments)
        self.printed = None


class Product(Expression):
    """A coefficient times powers. A power alone is a product of one factor."""

    __slots__ = ("coefficient", "factors")

    def __init__(self, coefficient: Rational, factors: dict[Expression, Exponent]) -> None:
        self.coefficient, self.factors = coefficient, factors
        self.key = (coefficient, frozenset(factors.items()))
        inner = 0
        for base, exponent in factors.items():
            inner += base.parts
            if base is E:
                inner += exponent.parts if isinstance(exponent, Expression) else 1
            elif exponent != 1:
                inner += 1 + (exponent.parts if isinstance(exponent, Expression) else 1)
        self.parts = inner + (coefficient != 1) + (coefficient != 1 or len(factors) > 1)
        self.printed = None


class Sum(Expression):
    """A constant plus terms: expressions without coefficient, and their coefficients."""

    __slots__ = ("constant", "terms")

    def __init__(self, constant: Rational, terms: dict[Expression, Rational]) -> None:
        self.constant, self.terms = constant, terms
        self.key = (constant, frozenset(terms.items()))
        self.parts = 1 + (constant != 0)
        for term, coefficient in terms.items():
            self.parts += term.parts
            if coefficient != 1:
                self.parts += 1 if type(term) is Product and len(term.factors) > 1 else 2
        self.printed = None


# "constant " cannot begin a name: a program may call an input e
E, PI = Symbol("constant e"), Symbol("constant pi")
CONSTANTS = {"e": E, "pi": PI}
ZERO, ONE, MINUS_ONE, HALF = Number(0), Number(1), Number(-1), Fraction(1, 2)


@lru_cache(maxsize=1 << 12)
def symbol(name: str) -> Symbol:
    """The symbol that stands for an input or node."""
    return Symbol(name)


def number(value: Rational) -> Number:
    """`value` as an expression. Raises TooLong for a number that nobody would read."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONGEST_NUMBER:
        raise TooLong
    return Number(value)


def bounded(expression: Expression, limit: int = LONGEST) -> Expression:
    """`expression`, unless it has more than `limit` parts: then TooLong is raised."""
    if expression.parts > limit:
        raise TooLong
    return expression
