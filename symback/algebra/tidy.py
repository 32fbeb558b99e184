"""The shortest of a few forms of a formula: as it came, expanded, with common factors taken out. Bounded work."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from operator import is_
from typing import TYPE_CHECKING

from symback.algebra.calls import call, leads_with_minus
from symback.algebra.expression import Call, Expression, Number, Product, Sum, Symbol, TooLong, number
from symback.algebra.operations import add, expression_of, multiply, only_choice, power, product, raised, scaled
from symback.algebra.ratio import cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from symback.algebra.expression import Exponent, Rational

TIDIED = 80  # parts of a formula that tidying is tried on
MOST_TERMS = 24  # terms that expanding may make
MEMORY = 1 << 10  # forms that are remembered: the formulas of a program have many parts in common


def tidy(expression: Expression) -> Expression:
    """The form with the fewest parts; of several, the first: what was there is not rewritten without need."""
    if expression.parts > TIDIED or not has_sum(expression):
        return chosen_in(expression)
    forms = dict.fromkeys((expression, *other_forms(expression)))
    return chosen_in(min(forms, key=lambda form: (form.parts, leads_with_minus(form))))


def has_sum(expression: Expression) -> bool:
    """True if there is a sum anywhere: nothing else can be expanded, or has common factors."""
    if isinstance(expression, Product):
        for base, exponent in expression.factors.items():
            if has_sum(base) or (isinstance(exponent, Expression) and has_sum(exponent)):
                return True
        return False
    if isinstance(expression, Call):
        return any(map(has_sum, expression.arguments))
    return isinstance(expression, Sum)


def other_forms(expression: Expression) -> Iterator[Expression]:
    """Expanded where that is not much work, and all with common factors out; none with a number too long to read."""
    try:
        form = cancelled(expression)
        if form is not expression:
            yield from (form, taken_out(form), turned(taken_out(form)))
        form = expanded(expression) if expansion_size(expression) <= MOST_TERMS else expression
        if form is not expression:
            yield form
        if form.parts < expression.parts:  # something was collected
            yield taken_out(form)
        yield taken_out(expression)
        yield turned(expression)
    except TooLong:
        return


def turned(expression: Expression) -> Expression:
    """-(1 - y)*z as (y - 1)*z: the sign of a product goes into its first sum."""
    if isinstance(expression, Product) and expression.coefficient < 0:
        for base, exponent in expression.factors.items():
            if isinstance(base, Sum) and exponent == 1 and any(c < 0 for c in (base.constant, *base.terms.values())):
                factors = {b: e for b, e in expression.factors.items() if b is not base}
                return multiply(product(-expression.coefficient, factors), multiply(Number(-1), base))
    return expression


def chosen_in(expression: Expression) -> Expression:
    """3*x**2*where(x > 0, 1, 0) as where(x > 0, 3*x**2, 0)."""
    if isinstance(expression, Product) and expression.chooses:
        chosen = only_choice(product(1, expression.factors))
        if chosen is not None:
            left, right, *branches = chosen.arguments
            rest = product(expression.coefficient, {b: e for b, e in expression.factors.items() if b is not chosen})
            return call(chosen.operation, left, right, *(multiply(branch, rest) for branch in branches))
    return expression


def rebuilt(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """`expression` with its parts changed; itself where nothing changes, which is most often."""
    if isinstance(expression, Call):
        arguments = [change(argument) for argument in expression.arguments]
        if all(map(is_, arguments, expression.arguments)):
            return expression
        return call(expression.operation, *arguments)
    if isinstance(expression, Product):
        return rebuilt_product(expression, change)
    if isinstance(expression, Sum):
        terms = [term if type(term) is Symbol else change(term) for term in expression.terms]
        if all(map(is_, terms, expression.terms)):
            return expression
        coefficients = expression.terms.values()
        return add(
            Number(expression.constant), *(multiply(Number(c), t) for t, c in zip(terms, coefficients, strict=True))
        )
    return expression


def rebuilt_product(expression: Product, change: Callable[[Expression], Expression]) -> Expression:
    pairs: list[tuple[Expression, Exponent]] = []
    same = True
    for base, exponent in expression.factors.items():
        inner = base if type(base) is Symbol else change(base)
        above = change(exponent) if isinstance(exponent, Expression) else exponent
        same = same and inner is base and above is exponent
        pairs.append((inner, above))
    if same:
        return expression
    return multiply(Number(expression.coefficient), *(power(base, expression_of(above)) for base, above in pairs))


# Expanding


def expansion_size(expression: Expression) -> int:
    """At most so many terms does expanding make (counted up to 1,000)."""
    if isinstance(expression, Sum):
        return min(1000, sum(map(expansion_size, expression.terms)) + (expression.constant != 0))
    if not isinstance(expression, Product):
        return 1
    size = 1
    for base, exponent in expression.factors.items():
        size = min(1000, size * expansion_size(base) ** min(10, count(exponent)))
    return size


def count(exponent: Exponent) -> int:
    """An exponent that says how often a factor stands in a product; 0 for any other."""
    if isinstance(exponent, Expression) or exponent.denominator != 1 or exponent < 0:
        return 0
    return int(exponent)


@lru_cache(maxsize=MEMORY)
def expanded(expression: Expression) -> Expression:
    """Products of sums multiplied out, everywhere."""
    if not isinstance(expression, Product) or not any(type(base) is Sum for base in expression.factors):
        return rebuilt(expression, expanded)
    terms: list[Expression] = [Number(expression.coefficient)]
    for base, exponent in expression.factors.items():
        inner = expanded(base)
        times = count(exponent) if isinstance(inner, Sum) else 0
        if times:
            for _ in range(times):
                terms = parts_of(add(*(multiply(term, part) for term in terms for part in parts_of(inner))))
        else:
            factor = power(inner, expression_of(exponent))
            terms = [multiply(term, factor) for term in terms]
    return add(*terms)


def parts_of(expression: Expression) -> list[Expression]:
    """The terms of a sum, each with its coefficient."""
    if not isinstance(expression, Sum):
        return [expression]
    found = [scaled(term, c) for term, c in expression.terms.items()]
    return [Number(expression.constant), *found] if expression.constant else found


# Taking out common factors


@lru_cache(maxsize=MEMORY)
def taken_out(expression: Expression) -> Expression:
    """What all terms of a sum share is taken out of it, everywhere: x*y + x*z is x*(y + z), 4*x + 2 is 2*(2*x + 1)."""
    if not has_sum(expression):
        return expression
    total = rebuilt(expression, taken_out)
    if not isinstance(total, Sum):
        return total
    content, shared = content_of(total), shared_powers(total)
    if content == 1 and not shared:
        return total
    if not shared:
        return Product(content, {divided(total, content): 1})
    whole = product(1, shared)
    outside = raised(whole, -1)
    rest = add(*(multiply(part, outside) for part in parts_of(divided(total, content))))
    return multiply(number(content), whole, rest)


def divided(total: Sum, content: Rational) -> Sum:
    """A sum divided by a number."""
    if content == 1:
        return total
    terms = {term: number(Fraction(c) / content).value for term, c in total.terms.items()}
    return Sum(number(Fraction(total.constant) / content).value, terms)


def content_of(total: Sum) -> Rational:
    """The largest rational that leaves whole coefficients; negative where all are."""
    numbers: list[Rational] = [*total.terms.values(), *([total.constant] if total.constant else [])]
    size = gcd(*[n.numerator for n in numbers])
    bottom = lcm(*[n.denominator for n in numbers])
    if size == bottom:
        return 1
    content = size if bottom == 1 else Fraction(size, bottom)
    return -content if all(n < 0 for n in numbers) else content


def shared_powers(total: Sum) -> dict[Expression, Exponent]:
    """The powers that stand in every term of a sum."""
    if total.constant:
        return {}
    rows = [term.factors if isinstance(term, Product) else {term: 1} for term in total.terms]
    found: dict[Expression, Exponent] = {}
    for base, exponent in rows[0].items():
        exponents = [row.get(base, 0) for row in rows]
        rationals = [other for other in exponents if not isinstance(other, Expression)]
        if all(other == exponent for other in exponents):
            found[base] = exponent
        elif len(rationals) == len(exponents) and (min(rationals) > 0 or max(rationals) < 0):
            found[base] = min(rationals)
    return found
