"""Asserts that an expression has the form that symback/algebra/expression.py promises, in every part."""

from __future__ import annotations

from fractions import Fraction

from symback.algebra.calls import call
from symback.algebra.expression import LONGEST_NUMBER, Call, Expression, Number, Product, Rational, Sum
from symback.algebra.operations import add, expression_of, has_zero, may_lack_value, multiply, power
from symback.algebra.substitute import walk
from symback.algebra.tidy import content_of


def assert_canonical(expression: Expression) -> None:
    for part in walk(expression):
        if isinstance(part, Number):
            assert_rational(part.value)
        elif isinstance(part, Sum):
            assert_sum(part)
        elif isinstance(part, Product):
            assert_product(part)
        assert is_taken_out(part) or made_again(part) == part, (part, made_again(part))


def assert_rational(value: Rational) -> None:
    assert type(value) is int or (type(value) is Fraction and value.denominator > 1), repr(value)
    assert max(value.numerator.bit_length(), value.denominator.bit_length()) <= LONGEST_NUMBER


def assert_sum(part: Sum) -> None:
    assert len(part.terms) + (part.constant != 0) > 1
    assert_rational(part.constant)
    for term, coefficient in part.terms.items():
        assert_rational(coefficient)
        assert coefficient != 0
        assert not isinstance(term, Number | Sum)
        assert not isinstance(term, Product) or term.coefficient == 1


def assert_product(part: Product) -> None:
    assert_rational(part.coefficient)
    assert part.coefficient != 0
    assert part.factors
    if len(part.factors) == 1 and not is_taken_out(part):
        [(base, exponent)] = part.factors.items()
        assert exponent != 1 or (part.coefficient != 1 and not isinstance(base, Sum))
    for base, exponent in part.factors.items():
        assert exponent != 0
        if not isinstance(exponent, Expression):
            assert_rational(exponent)
            if isinstance(base, Number):
                assert 0 < exponent < 1 or (base.value == 0 and exponent == -1)
            if isinstance(base, Product):
                assert exponent.denominator != 1
            if isinstance(base, Call) and base.operation == "abs":
                assert exponent.denominator != 1 or exponent % 2 == 1
                assert exponent.denominator != 1 or part.factors.get(Call("sign", base.arguments)) != 1
        if isinstance(base, Call) and base.operation.startswith("where") and exponent == 1 and has_zero(base):
            others = [(b, e) for b, e in part.factors.items() if b is not base]
            assert not any(may_lack_value(b, e) for b, e in others)


def is_taken_out(part: Expression) -> bool:
    """True for what tidying alone makes: 2*(x + 1)."""
    if not isinstance(part, Product) or part.coefficient == 1 or len(part.factors) != 1:
        return False
    [(base, exponent)] = part.factors.items()
    return isinstance(base, Sum) and exponent == 1 and content_of(base) == 1


def made_again(part: Expression) -> Expression:
    """Return an expression made anew of its parts by the constructors."""
    if isinstance(part, Call):
        return call(part.operation, *part.arguments)
    if isinstance(part, Product):
        powers = [power(base, expression_of(exponent)) for base, exponent in part.factors.items()]
        return multiply(Number(part.coefficient), *powers)
    if isinstance(part, Sum):
        return add(Number(part.constant), *(multiply(Number(c), t) for t, c in part.terms.items()))
    return part
