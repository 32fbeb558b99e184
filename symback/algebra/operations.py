"""Sums, products and powers of expressions, each in its one canonical form (expression.py says which)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeGuard

from symback.algebra.expression import (
    LONGEST_NUMBER,
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
    Symbol,
    TooLong,
    number,
    sized,
)
from symback.domains.rational import exact_power
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)  # whose powers are taken out of roots

# Sums


def add(*items: Expression) -> Expression:
    """Return the sum of expressions."""
    constant: Rational = 0
    terms: dict[Expression, Rational] = {}
    for item in items:
        constant += collected(terms, item, 1)
    return total(constant, terms)


def collected(terms: dict[Expression, Rational], item: Expression, times: Rational) -> Rational:
    """Put `times` an expression into a sum's terms; return what it adds to the constant."""
    kind = type(item)
    if kind is Number:
        return item.value * times  # type: ignore[attr-defined, no-any-return]  # mypy does not narrow by `kind`, which is faster
    if kind is Sum:
        for term, coefficient in item.terms.items():  # type: ignore[attr-defined]  # as above
            collect(terms, term, coefficient if times == 1 else coefficient * times)
        return item.constant * times  # type: ignore[attr-defined, no-any-return]  # as above
    if isinstance(item, Product) and item.coefficient != 1:
        return collected(terms, product(1, item.factors), item.coefficient * times)
    collect(terms, item, times)
    return 0


def collect(terms: dict[Expression, Rational], term: Expression, coefficient: Rational) -> None:
    """Put one more term into a sum."""
    found = terms.get(term, 0) + coefficient
    if found:
        terms[term] = found
    else:
        del terms[term]


def total(constant: Rational, terms: dict[Expression, Rational]) -> Expression:
    """Return the sum of a constant and terms, as whatever is simplest."""
    if not terms:
        return number(constant)
    if len(terms) == 1:
        [(term, coefficient)] = terms.items()
        return scaled(term, sized(coefficient)) if constant == 0 else Sum(sized(constant), {term: sized(coefficient)})
    if sum([term.chooses for term in terms]) > 1:
        merged = branches_merged(constant, terms)
        if merged is not None:
            return merged
    return Sum(sized(constant), {term: sized(coefficient) for term, coefficient in terms.items()})


def scaled(term: Expression, coefficient: Rational) -> Expression:
    """Return a term that has no coefficient of its own, times one."""
    if coefficient == 1:
        return term
    return Product(coefficient, term.factors if isinstance(term, Product) else {term: 1})


def negative(item: Expression) -> Expression:
    """Return `item` with the other sign."""
    return multiply(MINUS_ONE, item)


# Products


def multiply(*items: Expression) -> Expression:
    """Return the product of expressions."""
    coefficient: Rational = 1
    factors: dict[Expression, Exponent] = {}
    for item in items:
        coefficient *= put(factors, item)
    return product(coefficient, factors)


def put(factors: dict[Expression, Exponent], item: Expression) -> Rational:
    """Put an expression into a product's factors; return the coefficient that is left."""
    if isinstance(item, Number):
        return item.value
    if not isinstance(item, Product):
        gather(factors, item, 1)
        return 1
    for base, exponent in item.factors.items():
        gather(factors, base, exponent)
    return item.coefficient


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
    """Return the sum of two exponents."""
    if isinstance(one, Expression) or isinstance(other, Expression):
        return exponent_of(add(expression_of(one), expression_of(other)))
    return sized(one + other)


def times(one: Exponent, other: Exponent) -> Exponent:
    """Return the product of two exponents."""
    if isinstance(one, Expression) or isinstance(other, Expression):
        return exponent_of(multiply(expression_of(one), expression_of(other)))
    return sized(one * other)


def expression_of(exponent: Exponent) -> Expression:
    """Return an exponent as an expression."""
    return exponent if isinstance(exponent, Expression) else number(exponent)


def exponent_of(expression: Expression) -> Exponent:
    """Return an expression as an exponent: a rational where it is one."""
    return expression.value if isinstance(expression, Number) else expression


def product(coefficient: Rational, factors: dict[Expression, Exponent]) -> Expression:
    """Return the product of a coefficient and powers, as whatever is simplest."""
    if coefficient == 0:
        return ZERO
    for base, exponent in factors.items():
        if type(base) is not Symbol and type(base) is not Sum and is_unsettled(base, exponent):
            coefficient, factors = settled(coefficient, factors)
            break
        if base is E and type(exponent) is Call and exponent.operation == "log":
            coefficient, factors = settled(coefficient, factors)
            break
    if not factors:
        return number(coefficient)
    coefficient = sized(coefficient)
    if len(factors) == 1:
        [(base, exponent)] = factors.items()
        if exponent == 1:
            if coefficient == 1:
                return base
            if isinstance(base, Sum):  # 2*(x + 1) is 2*x + 2: tidying takes the 2 out where that is shorter
                return Sum(
                    sized(base.constant * coefficient), {t: sized(c * coefficient) for t, c in base.terms.items()}
                )
            if not base.chooses:
                return Product(coefficient, factors)
    found = Product(coefficient, factors)
    return branched(found) if found.chooses else found


def is_unsettled(base: Expression, exponent: Exponent) -> bool:
    """True if a power may not stand in a product as it is, or not beside others."""
    if isinstance(base, Call):
        return base.operation == "abs" or (base.operation == "sign" and exponent != 1)
    return isinstance(base, Number) or (not isinstance(exponent, Expression) and exponent.denominator == 1)


def settled(
    coefficient: Rational, factors: Mapping[Expression, Exponent]
) -> tuple[Rational, dict[Expression, Exponent]]:
    """Return a product in which numbers under one root are one, |x|**2 is x**2, sign(x)*|x| is x, sign(x)**3 is sign(x), and no power can be split."""
    found: dict[Expression, Exponent] = {}
    roots: dict[Rational, Rational] = {}
    for base, exponent in factors.items():
        if base is E:
            coefficient *= put(found, power(E, expression_of(exponent)))
        elif isinstance(exponent, Expression):
            gather(found, base, exponent)
        elif isinstance(base, Number):
            whole = exponent // 1 if base.value else 0
            coefficient *= put(found, raised(base, whole))
            if base.value < 0 and exponent != whole:
                gather(found, base, exponent - whole)
            elif exponent != whole:
                roots[exponent - whole] = roots.get(exponent - whole, 1) * base.value
        elif isinstance(base, Product):
            coefficient *= put(found, raised(base, exponent))
        else:
            coefficient *= put(found, of_absolute(base, exponent, factors))
    for exponent, value in roots.items():
        coefficient *= put(found, number_power(value, exponent))
    return coefficient, found


def of_absolute(base: Expression, exponent: Rational, factors: Mapping[Expression, Exponent]) -> Expression:
    """Return base**exponent, where sign(x) is left to |x|: an even power of |x|, and an odd one times sign(x), is one of x."""
    if isinstance(base, Call) and exponent.denominator == 1:
        inner = base.arguments[0]
        if base.operation == "abs":
            sign = factors.get(Call("sign", base.arguments), 0)
            if exponent % 2 == 0 or (is_odd(sign) and sign > 0):
                return raised(inner, exponent)
        if base.operation == "sign" and is_odd(exponent) and exponent > 0:
            return ONE if is_odd(factors.get(Call("abs", base.arguments), 0)) else base
        if base.operation == "sign" and exponent > 0:
            below = factors.get(inner, 0), factors.get(Call("abs", base.arguments), 0)
            is_below = any(not isinstance(other, Expression) and other < 0 for other in below)
            return ONE if is_below else Product(1, {base: 2})  # what stands below is not 0
    return Product(1, {base: exponent})


def is_odd(exponent: Exponent) -> TypeGuard[Rational]:
    return not isinstance(exponent, Expression) and exponent.denominator == 1 and exponent % 2 == 1


# Powers


def power(base: Expression, exponent: Expression) -> Expression:
    """Return `base` to the power `exponent`."""
    if isinstance(exponent, Number):
        return raised(base, exponent.value)
    if base == ONE:
        return ONE
    if base is E and isinstance(exponent, Call) and exponent.operation == "log":
        return exponent.arguments[0]
    if isinstance(base, Product) and base.coefficient == 1 and len(base.factors) == 1 and E in base.factors:
        return power(E, expression_of(times(base.factors[E], exponent)))
    return product(1, {base: exponent})


def raised(base: Expression, exponent: Rational) -> Expression:
    """Return `base` to a rational power. Over the reals: (x*y)**n is x**n*y**n for whole n; sqrt(4*x) is 2*sqrt(x)."""
    if exponent == 0:
        return ONE
    if exponent == 1:
        return base
    exponent = sized(exponent)
    if isinstance(base, Number):
        return number_power(base.value, exponent)
    if not isinstance(base, Product):
        return product(1, {base: exponent})
    if exponent.denominator != 1:
        return root_of_product(base, exponent)
    coefficient = ONE if base.coefficient == 1 else number_power(base.coefficient, exponent)
    return multiply(coefficient, product(1, {b: times(e, exponent) for b, e in base.factors.items()}))


def root_of_product(base: Product, exponent: Rational) -> Expression:
    """Return a product to a fractional power. Odd and fractional powers of x say that x is not negative; even ones leave |x|."""
    sign = 1 if base.coefficient > 0 else -1
    size = base.coefficient * sign
    outside = ONE if size == 1 else raised(Number(size), exponent)
    if sign < 0 or len(base.factors) > 1:
        return multiply(outside, product(1, {product(sign, base.factors): exponent}))
    [(inner, own)] = base.factors.items()
    if inner is E:
        return multiply(outside, power(E, expression_of(times(own, exponent))))
    if isinstance(own, Expression):
        return multiply(outside, product(1, {product(1, base.factors): exponent}))
    if own.denominator == 1 and own % 2 == 0:
        inner = absolute(inner)
    return multiply(outside, raised(inner, sized(own * exponent)))


def absolute(inner: Expression) -> Expression:
    """Return |inner| for what is no product of numbers."""
    return inner if isinstance(inner, Call) and inner.operation == "abs" else Call("abs", (inner,))


def number_power(value: Rational, exponent: Rational) -> Expression:
    """Return a number to a rational power: whole where it can be, else with the root as small as it gets. Raises TooLong."""
    length = max(value.numerator.bit_length(), value.denominator.bit_length())
    if length * max(exponent, -exponent) > LONGEST_NUMBER and value not in (1, -1):
        raise TooLong
    if value == 0 and exponent > 0:
        return number(0)
    if value == 0:  # no value: it is left as it was written
        return Product(1, {ZERO: -1})
    if value < 0 and exponent.denominator != 1:  # likewise
        whole = exponent // 1
        return scaled(Product(1, {number(value): exponent - whole}), sized(Fraction(value) ** whole))
    exact = exact_power(Fraction(value), Fraction(exponent))
    if exact is not None:
        return number(exact)
    whole = exponent // 1
    broken = exponent - whole
    if value.denominator.bit_length() * (broken.denominator - 1) > LONGEST_NUMBER and value.denominator != 1:
        # below the line, a whole number under the root would be too long to read
        return scaled(Product(1, {number(value): broken}), sized(Fraction(value) ** whole))
    inside, outside = out_of_root(value.numerator * value.denominator ** (broken.denominator - 1), broken)
    coefficient = Fraction(value) ** whole * outside
    denominator = value.denominator**broken.numerator
    return product_of_root(coefficient / denominator, inside, broken)


def product_of_root(coefficient: Rational, inside: int, exponent: Rational) -> Expression:
    if inside == 1:
        return number(coefficient)
    return Product(sized(coefficient), {Number(inside): exponent})


def out_of_root(value: int, exponent: Rational) -> tuple[int, int]:
    """Return what stays under the root value**exponent, and the whole number before it."""
    outside = 1
    degree, count = exponent.denominator, exponent.numerator
    for prime in PRIMES if degree < value.bit_length() else ():
        while value % prime**degree == 0:
            value //= prime**degree
            outside *= prime**count
    return value, outside


# Branches: where(x > 0, 1, 0)*f may have no value at x < 0, where(x > 0, f, 0) has


def branched(whole: Product) -> Expression:
    """Return a product with a `where` in it, taken into the branches where one of them is 0 and a factor may lack a value.

    A choice of numbers stays a factor beside what has a value everywhere: x*v*where(z > 0, 1, 0), as networks are written.
    """
    chosen = [
        (base, exponent)
        for base, exponent in whole.factors.items()
        if base.chooses and isinstance(base, Call) and isinstance(exponent, int) and exponent > 0
    ]
    if len(chosen) > 1:  # a condition that may lack a value is asked only in the branch that is taken
        chosen.sort(key=lambda factor: any(map(may_lack_value, factor[0].arguments[:2])))
    for base, exponent in chosen:
        others = {b: e for b, e in whole.factors.items() if b is not base}
        if exponent == 1 and (
            not others or (is_choice_of_numbers(base) and not any(may_lack_value(b, e) for b, e in others.items()))
        ):
            continue
        if not has_zero(base):
            continue
        left, right, *branches = base.arguments
        rest = product(1, others)
        inside = [multiply(raised(branch, exponent), rest) for branch in branches]
        return scaled(Call(base.operation, (left, right, *inside)), whole.coefficient)
    return whole


def has_zero(expression: Expression) -> bool:
    """True if a `where` has a branch that is 0, however deep."""
    if not isinstance(expression, Call) or not expression.operation.startswith("where"):
        return expression is ZERO or expression == ZERO
    return any(map(has_zero, expression.arguments[2:]))


def is_choice_of_numbers(expression: Expression) -> bool:
    """True for a number, and for a `where` all of whose branches are."""
    if isinstance(expression, Call) and expression.operation.startswith("where"):
        return all(map(is_choice_of_numbers, expression.arguments[2:]))
    return isinstance(expression, Number)


def may_lack_value(base: Expression, exponent: Exponent = 1) -> bool:
    """True unless base**exponent surely has a value wherever its names have one."""
    if isinstance(exponent, Expression):
        sure = base is E or (isinstance(base, Number) and base.value > 0)
        return not sure or may_lack_value(exponent)
    if isinstance(base, Number):
        return base.value <= 0 and (exponent < 0 or exponent.denominator != 1)
    if base is E:
        return False
    if exponent < 0 or exponent.denominator != 1:
        return True
    if isinstance(base, Call):
        row = BY_NAME.get(base.operation)
        partial = row is not None and (row.domain is not None or row.at_breaks == "pole" or row.name == "acot")
        return partial or any(map(may_lack_value, base.arguments))
    if isinstance(base, Product):
        return any(may_lack_value(b, e) for b, e in base.factors.items())
    return isinstance(base, Sum) and any(map(may_lack_value, base.terms))


def branches_merged(constant: Rational, terms: Mapping[Expression, Rational]) -> Expression | None:
    """Return a sum in which f*where(c, 1, 0) + g*where(c, 0, 1) is where(c, f, g); None where there is nothing of the kind."""
    groups: dict[object, list[tuple[Expression, Rational, Call, int]]] = {}
    for term, coefficient in terms.items():
        if term.chooses and (chosen := only_choice(term)) is not None:
            key = chosen.operation, *chosen.arguments[:2]
            taken = 3 if chosen.arguments[2] == ZERO else 2
            groups.setdefault(key, []).append((term, coefficient, chosen, taken))
    joined = [rows for rows in groups.values() if len(rows) > 1 and not all_of_a_side(rows)]
    if not joined:
        return None
    left = dict(terms)
    for rows in joined:
        sides: dict[int, list[Expression]] = {2: [], 3: []}
        for term, coefficient, chosen, taken in rows:
            del left[term]
            factors: dict[Expression, Exponent] = dict(term.factors) if isinstance(term, Product) else {term: 1}
            del factors[chosen]
            sides[taken].append(multiply(number(coefficient), chosen.arguments[taken], product(1, factors)))
        operation, first, second = rows[0][2].operation, *rows[0][2].arguments[:2]
        collect(left, Call(operation, (first, second, add(*sides[2]), add(*sides[3]))), 1)
    return total(constant, left)


def only_choice(term: Expression) -> Call | None:
    """Return the `where` with a branch 0 that is a factor of a term, if there is just one."""
    factors: Mapping[Expression, Exponent] = term.factors if isinstance(term, Product) else {term: 1}
    found = [base for base, exponent in factors.items() if base.chooses and exponent == 1]
    if len(found) != 1 or not isinstance(found[0], Call):
        return None
    return found[0] if ZERO in found[0].arguments[2:] else None


def all_of_a_side(rows: list[tuple[Expression, Rational, Call, int]]) -> bool:
    """True if all choose between a number and 0, and are 0 on the same side: what they are multiplied with may be collected."""
    return len({taken for *_, taken in rows}) == 1 and all(is_choice_of_numbers(chosen) for _, _, chosen, _ in rows)
