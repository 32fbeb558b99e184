"""Powers of numbers: 8**(1/2) is 2*sqrt(2), sqrt(2)*sqrt(3) is sqrt(6), and |x|**2 is x**2."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.algebra.expression import (
    LONGEST_NUMBER,
    Call,
    Exponent,
    Expression,
    Number,
    Product,
    Rational,
    TooLong,
    number,
)
from symback.algebra.operations import gather, raised
from symback.domains.rational import exact_power

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)  # whose powers are taken out of roots


def number_power(value: Rational, exponent: Rational) -> Expression:
    """A number to a rational power: whole where it can be, else with the root as small as it gets. Raises TooLong."""
    length = max(value.numerator.bit_length(), value.denominator.bit_length())
    if length * max(exponent, -exponent) > LONGEST_NUMBER and value not in (1, -1):
        raise TooLong
    if value == 0 and exponent > 0:
        return number(0)
    if value == 0 or (value < 0 and exponent.denominator != 1):  # no value: it stays as it was written
        return Product(1, {Number(value): exponent})
    exact = exact_power(Fraction(value), Fraction(exponent))
    if exact is not None:
        return number(exact)
    whole = exponent // 1
    broken = exponent - whole
    inside, outside = taken_out(value.numerator * value.denominator ** (broken.denominator - 1), broken)
    coefficient = Fraction(value) ** whole * outside
    denominator = value.denominator**broken.numerator
    return product_of_root(coefficient / denominator, inside, broken)


def product_of_root(coefficient: Rational, inside: int, exponent: Rational) -> Expression:
    return number(coefficient) if inside == 1 else Product(coefficient, {Number(inside): exponent})


def taken_out(value: int, exponent: Rational) -> tuple[int, int]:
    """What stays under the root value**exponent, and the whole number before it."""
    outside = 1
    degree, count = exponent.denominator, exponent.numerator
    for prime in PRIMES:
        while value % prime**degree == 0:
            value //= prime**degree
            outside *= prime**count
    return value, outside


def settled(
    coefficient: Rational, factors: Mapping[Expression, Exponent]
) -> tuple[Rational, dict[Expression, Exponent]]:
    """A product whose numbers under roots are multiplied out, and whose even powers of |x| are powers of x."""
    found: dict[Expression, Exponent] = {}
    roots: dict[Rational, Rational] = {}
    for base, exponent in factors.items():
        if isinstance(exponent, Expression):
            gather(found, base, exponent)
        elif isinstance(base, Number):
            roots[exponent] = roots.get(exponent, 1) * base.value
        elif isinstance(base, Call) and base.operation == "abs" and exponent % 2 == 0:
            coefficient = coefficient * put(found, raised(base.arguments[0], exponent))
        else:
            gather(found, base, exponent)
    for exponent, value in roots.items():
        coefficient = coefficient * put(found, number_power(value, exponent))
    return coefficient, found


def put(factors: dict[Expression, Exponent], expression: Expression) -> Rational:
    """Put an expression into a product's factors; the coefficient that is left is the answer."""
    if isinstance(expression, Number):
        return expression.value
    if not isinstance(expression, Product):
        gather(factors, expression, 1)
        return 1
    for base, exponent in expression.factors.items():
        gather(factors, base, exponent)
    return expression.coefficient
