"""Expressions in one canonical form: sums collect equal terms, products equal bases, and numbers are exact.

    12 + 18*w   Sum(12, {w: 18})              terms without their coefficients, and the coefficients
    2*a**3/b    Product(2, {a: 3, b: -1})     bases, and their exponents: rationals, or expressions

So x + x is 2*x, x*x**2 is x**3, x/x is 1, and little else is rewritten: what a person wrote stays recognisable. Expressions
are made by the functions in operations.py and calls.py, which keep this form (tests/algebra/canonical.py asserts it):

- rationals are ints where they are whole, and have at most LONGEST_NUMBER bits;
- a sum has at least two parts; no term is a number, a sum, or has a coefficient of its own;
- a product has no coefficient 0, no exponent 0, and is no mere base; numbers are bases only under a root (and 0 where there
  is no value: 1/0), products only where a power cannot be split: sqrt(x*y); |x|**2 is x**2;
- a number times one sum is a sum, 2*x + 2, unless tidying has taken out what its coefficients share: 2*(x + 1);
- a product with a `where` that has a branch 0 stands in that `where`, if a factor may lack a value: then 0 is the value
  of the other branch, and not 0 times nothing. f*where(c, 1, 0) + g*where(c, 0, 1) is where(c, f, g).

Where an expression has a value, that is the program's. The other way round, four rules may give a value where the program has
none: x/x is 1, sqrt(x)**2 is x, f(f^-1(x)) is x, and 0 times anything, a common factor that is cancelled included, is 0.
Everything is real: see `raised` in operations for what that allows.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

LONGEST = 240  # parts of a formula that is shown; past that it is said to be too long
LONGEST_NUMBER = 200  # bits of a number in a formula

Rational: TypeAlias = int | Fraction


class TooLong(Exception):
    """A formula outgrew the bound on the work."""


class Expression:
    """A formula. `parts` counts its numbers, names and operations."""

    __slots__ = ("chooses", "hashed", "parts", "printed")

    def __init__(self, parts: int) -> None:
        self.parts = parts
        self.chooses = False  # a `where`, or a product with one among its factors
        self.printed: str | None = None
        self.hashed: int | None = None

    def key(self) -> object:
        """Return what tells it from others of its kind."""
        raise NotImplementedError

    def __hash__(self) -> int:
        if self.hashed is None:  # most expressions are never a key
            self.hashed = hash(self.key())
        return self.hashed

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return type(other) is type(self) and hash(self) == hash(other) and self.is_same(other)

    def is_same(self, other: Any) -> bool:
        """True if another of its kind, with the same hash, is the same."""
        return bool(self.key() == other.key())


Exponent: TypeAlias = int | Fraction | Expression


class Number(Expression):
    """A rational number."""

    __slots__ = ("value",)

    def __init__(self, value: Rational) -> None:
        super().__init__(1)
        self.value = value

    def key(self) -> object:
        return self.value


class Symbol(Expression):
    """An input, a node, or a constant (CONSTANTS)."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__(1)
        self.name = name

    def key(self) -> object:
        return self.name


class Call(Expression):
    """A function of the language applied to expressions; exp and sqrt are powers instead."""

    __slots__ = ("arguments", "operation")

    def __init__(self, operation: str, arguments: tuple[Expression, ...]) -> None:
        super().__init__(1 + sum([argument.parts for argument in arguments]))
        self.operation, self.arguments = operation, arguments
        self.chooses = operation.startswith("where")

    def key(self) -> object:
        return self.operation, self.arguments


class Product(Expression):
    """A coefficient times powers. A power alone is a product of one factor."""

    __slots__ = ("coefficient", "factors")

    def __init__(self, coefficient: Rational, factors: dict[Expression, Exponent]) -> None:
        inner, chooses = 0, False
        for base, exponent in factors.items():
            chooses = chooses or base.chooses
            if base is E:
                inner += 1 + (exponent.parts if isinstance(exponent, Expression) else 1)
            elif isinstance(exponent, Expression):
                inner += base.parts + 1 + exponent.parts
            else:
                inner += base.parts if exponent == 1 else base.parts + 2
        several = coefficient != 1
        super().__init__(inner + several + (several or len(factors) > 1))
        self.coefficient, self.factors = coefficient, factors
        self.chooses = chooses

    def key(self) -> object:
        return self.coefficient, frozenset(self.factors.items())

    def is_same(self, other: Any) -> bool:
        return bool(self.coefficient == other.coefficient and self.factors == other.factors)


class Sum(Expression):
    """A constant plus terms: expressions without coefficient, and their coefficients."""

    __slots__ = ("constant", "terms")

    def __init__(self, constant: Rational, terms: dict[Expression, Rational]) -> None:
        parts = 1 + (constant != 0)
        for term, coefficient in terms.items():
            parts += term.parts
            if coefficient not in (1, -1):
                parts += 1 if type(term) is Product and len(term.factors) > 1 else 2
        super().__init__(parts)
        self.constant, self.terms = constant, terms

    def key(self) -> object:
        return self.constant, frozenset(self.terms.items())

    def is_same(self, other: Any) -> bool:
        return bool(self.constant == other.constant and self.terms == other.terms)


# "constant " cannot begin a name: a program may call an input e
E, PI = Symbol("constant e"), Symbol("constant pi")
CONSTANTS = {"e": E, "pi": PI}
ZERO, ONE, MINUS_ONE, HALF = Number(0), Number(1), Number(-1), Fraction(1, 2)


@lru_cache(maxsize=1 << 10)
def symbol(name: str) -> Symbol:
    """The symbol that stands for an input or node."""
    return Symbol(name)


def number(value: Rational) -> Number:
    """Return `value` as an expression. Raises TooLong for a number that nobody would read."""
    return Number(sized(value))


def sized(value: Rational) -> Rational:
    """Return `value`, an int where it is whole. Raises TooLong for a number that nobody would read."""
    if type(value) is int:
        if value.bit_length() > LONGEST_NUMBER:
            raise TooLong
        return value
    top, bottom = value.numerator, value.denominator
    if max(top.bit_length(), bottom.bit_length()) > LONGEST_NUMBER:
        raise TooLong
    return top if bottom == 1 else value


def bounded(expression: Expression, limit: int = LONGEST) -> Expression:
    """`expression`, unless it has more than `limit` parts: then TooLong is raised."""
    if expression.parts > limit:
        raise TooLong
    return expression
