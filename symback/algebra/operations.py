"""Sums, products and powers of expressions, each in its one canonical form."""

from __future__ import annotations

from symback.algebra.expression import (
    MINUS_ONE,
    ONE,
    ZERO,
    Call,
    E,
    Exponent,
    Expression,
    Number,
    Product,
    Rational,
    Sum,
    number,
)

# Sums


def add(*items: Expression) -> Expression:
    """The sum of expressions."""
    constant: Rational = 0
    terms: dict[Expression, Rational] = {}
    for item in items:
        kind = type(item)
        if kind is Number:
            constant += item.value  # type: ignore[attr-defined]  # mypy does not narrow by `kind`, which is faster
        elif kind is Sum:
            constant += item.constant  # type: ignore[attr-defined]  # as above
            for term, coefficient in item.terms.items():  # type: ignore[attr-defined]  # as above
                collect(terms, term, coefficient)
        elif isinstance(item, Product) and item.coefficient != 1:
            unit = product(1, item.factors)
            if isinstance(unit, Sum):  # a factor that tidying had taken out
                constant += unit.constant * item.coefficient
                for term, coefficient in unit.terms.items():
                    collect(terms, term, coefficient * item.coefficient)
            else:
                collect(terms, unit, item.coefficient)
        else:
            collect(terms, item, 1)
    return total(constant, terms)


def collect(terms: dict[Expression, Rational], term: Expression, coefficient: Rational) -> None:
    """Put one more term into a sum."""
    found = terms.get(term, 0) + coefficient
    if found:
        terms[term] = found
    else:
        del terms[term]


def total(constant: Rational, terms: dict[Expression, Rational]) -> Expression:
    """The sum of a constant and terms, as whatever is simplest."""
    if not terms:
        return number(constant)
    if constant == 0 and len(terms) == 1:
        [(term, coefficient)] = terms.items()
        return scaled(term, coefficient)
    return Sum(constant, terms)


def scaled(term: Expression, coefficient: Rational) -> Expression:
    """A term that has no coefficient of its own, times one."""
    if coefficient == 1:
        return term
    return Product(coefficient, term.factors if isinstance(term, Product) else {term: 1})


def negative(item: Expression) -> Expression:
    """`item` with the other sign."""
    return multiply(MINUS_ONE, item)


# Products


def multiply(*items: Expression) -> Expression:
    """The product of expressions."""
    coefficient: Rational = 1
    factors: dict[Expression, Exponent] = {}
    for item in items:
        if isinstance(item, Number):
            coefficient *= item.value
        elif isinstance(item, Product):
            coefficient *= item.coefficient
            for base, exponent in item.factors.items():
                gather(factors, base, exponent)
        else:
            gather(factors, item, 1)
    return product(coefficient, factors)


def gather(factors: dict[Expression, Exponent], base: Expression, exponent: Exponent) -> None:
    """Put one more power into a product."""
    before = factors.get(base)
    if before is None:
        factors[base] = exponent
        return
    found = plus(before, exponent)
    if found == 0:
        del factors[base]
    else:
        factors[base] = found


def plus(one: Exponent, other: Exponent) -> Exponent:
    """The sum of two exponents."""
    if isinstance(one, Expression) or isinstance(other, Expression):
        return exponent_of(add(expression_of(one), expression_of(other)))
    return one + other


def times(one: Exponent, other: Exponent) -> Exponent:
    """The product of two exponents."""
    if isinstance(one, Expression) or isinstance(other, Expression):
        return exponent_of(multiply(expression_of(one), expression_of(other)))
    return one * other


def expression_of(exponent: Exponent) -> Expression:
    """An exponent as an expression."""
    return exponent if isinstance(exponent, Expression) else number(exponent)


def exponent_of(expression: Expression) -> Exponent:
    """An expression as an exponent: a rational where it is one."""
    return expression.value if isinstance(expression, Number) else expression


def product(coefficient: Rational, factors: dict[Expression, Exponent]) -> Expression:
    """The product of a coefficient and powers, as whatever is simplest."""
    if coefficient == 0:
        return ZERO
    for base in factors:
        if isinstance(base, Number) or (isinstance(base, Call) and base.operation == "abs"):
            from symback.algebra.roots import settled

            coefficient, factors = settled(coefficient, factors)
            break
    if not factors:
        return number(coefficient)
    if len(factors) == 1:
        [(base, exponent)] = factors.items()
        if exponent == 1:
            if coefficient == 1:
                return base
            if isinstance(base, Sum):  # 2*(x + 1) is 2*x + 2: tidying takes the 2 out where that is shorter
                return Sum(base.constant * coefficient, {t: c * coefficient for t, c in base.terms.items()})
    return Product(coefficient, factors)


# Powers


def power(base: Expression, exponent: Expression) -> Expression:
    """`base` to the power `exponent`."""
    if isinstance(exponent, Number):
        return raised(base, exponent.value)
    if base == ONE:
        return ONE
    if base is E and isinstance(exponent, Call) and exponent.operation == "log":
        return exponent.arguments[0]
    if isinstance(base, Product) and base.coefficient == 1 and len(base.factors) == 1 and E in base.factors:
        return product(1, {E: times(base.factors[E], exponent)})
    return product(1, {base: exponent})


def raised(base: Expression, exponent: Rational) -> Expression:
    """`base` to a rational power. Over the reals: (x*y)**n is x**n*y**n for whole n; sqrt(4*x) is 2*sqrt(x)."""
    if exponent == 0:
        return ONE
    if exponent == 1:
        return base
    from symback.algebra.roots import number_power

    if isinstance(base, Number):
        return number_power(base.value, exponent)
    if not isinstance(base, Product):
        return product(1, {base: exponent})
    if exponent.denominator != 1:
        return root_of_product(base, exponent)
    coefficient = ONE if base.coefficient == 1 else number_power(base.coefficient, exponent)
    return multiply(coefficient, product(1, {b: times(e, exponent) for b, e in base.factors.items()}))


def root_of_product(base: Product, exponent: Rational) -> Expression:
    """A product to a broken power. Odd and broken powers of x say that x is not negative; even ones leave |x|."""
    sign = 1 if base.coefficient > 0 else -1
    size = base.coefficient * sign
    outside = ONE if size == 1 else raised(Number(size), exponent)
    if sign < 0 or len(base.factors) > 1:
        return multiply(outside, Product(1, {product(sign, base.factors): exponent}))
    [(inner, own)] = base.factors.items()
    if inner is E:
        return multiply(outside, product(1, {E: times(own, exponent)}))
    if isinstance(own, Expression):
        return multiply(outside, Product(1, {product(1, base.factors): exponent}))
    if own.denominator == 1 and own % 2 == 0:
        inner = Call("abs", (inner,))
    return multiply(outside, product(1, {inner: own * exponent}))
