"""Quotients of sums, with what numerator and denominator share cancelled: (w**2 - b**2)/(w + b) is w - b. Bounded work.

An expression is read as a rational function: names, calls, roots and exponentials are its *generators*, and it is kept as a
coefficient, powers of generators, and powers of polynomials in them. Sums are put over one denominator, and polynomials
above and below are divided by their greatest common divisor, which python-flint finds.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any, TypeAlias

from symback.algebra.calls import call
from symback.algebra.expression import Call, Expression, Number, Product, Sum, TooLong, number, sized
from symback.algebra.operations import add, multiply, power, raised
from symback.domains.ball import flint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from symback.algebra.expression import Exponent, Rational

MOST_GENERATORS = 12
MOST_TERMS = 60  # of a polynomial
MOST_DEGREE = 40
MOST_BITS = 1000  # of a coefficient

Monomial: TypeAlias = "tuple[int, ...]"  # the exponents of the generators
Poly: TypeAlias = "dict[Monomial, int]"
Key: TypeAlias = "tuple[tuple[Monomial, int], ...]"  # a polynomial as a key: its terms, the greatest monomial first


class Ratio:
    """A coefficient, times powers of generators, times powers of polynomials: each primitive, with its first term positive."""

    __slots__ = ("coefficient", "factors", "powers")

    def __init__(self, coefficient: Rational, powers: Monomial, factors: Mapping[Key, int] | None = None) -> None:
        self.coefficient, self.powers = coefficient, powers
        self.factors = {key: exponent for key, exponent in (factors or {}).items() if exponent}

    def times(self, other: Ratio) -> Ratio:
        factors = dict(self.factors)
        for key, exponent in other.factors.items():
            factors[key] = factors.get(key, 0) + exponent
        return Ratio(self.coefficient * other.coefficient, raised_by(self.powers, other.powers), factors)

    def to(self, exponent: int) -> Ratio:
        """Return a whole power. Raises ZeroDivisionError."""
        if abs(exponent) > MOST_DEGREE:
            raise TooLong
        coefficient = Fraction(self.coefficient) ** exponent
        powers = tuple(p * exponent for p in self.powers)
        return Ratio(coefficient, powers, {key: e * exponent for key, e in self.factors.items()})

    def expanded(self) -> dict[Monomial, Rational]:
        """Return the terms of what has no polynomial below."""
        found: dict[Monomial, Rational] = {self.powers: self.coefficient}
        for key, exponent in self.factors.items():
            for _ in range(exponent):
                found = bounded(product_of(found, dict(key)))
        return found


def raised_by(one: Monomial, other: Monomial) -> Monomial:
    return tuple([a + b for a, b in zip(one, other, strict=True)])


def product_of(one: Mapping[Monomial, Rational], other: Mapping[Monomial, Rational]) -> dict[Monomial, Rational]:
    if len(one) * len(other) > MOST_TERMS**2:
        raise TooLong
    found: dict[Monomial, Rational] = {}
    for left, a in one.items():
        for right, b in other.items():
            place = raised_by(left, right)
            found[place] = found.get(place, 0) + a * b
    return {place: c for place, c in found.items() if c}


def bounded(poly: dict[Monomial, Rational]) -> dict[Monomial, Rational]:
    """Return a polynomial. Raises TooLong for a large one."""
    if len(poly) > MOST_TERMS or any(max(map(abs, place), default=0) > MOST_DEGREE for place in poly):
        raise TooLong
    if any(c.numerator.bit_length() + c.denominator.bit_length() > MOST_BITS for c in poly.values()):
        raise TooLong
    return poly


def ratio_of(terms: Mapping[Monomial, Rational], size: int) -> Ratio:
    """Return a sum of terms as content, monomial and a primitive polynomial."""
    if not terms:
        return Ratio(0, (0,) * size)
    least = tuple(map(min, zip(*terms, strict=True))) if size else ()
    top = gcd(*[c.numerator for c in terms.values()])
    content = Fraction(top, lcm(*[c.denominator for c in terms.values()]))
    first = max(terms)
    if terms[first] < 0:
        content = -content
    if len(terms) == 1:
        return Ratio(terms[first], first)
    back = tuple(-p for p in least)
    key = tuple((raised_by(place, back), int(terms[place] / content)) for place in sorted(terms, reverse=True))
    return Ratio(content, least, {key: 1})


def sum_of(ratios: Sequence[Ratio], size: int) -> Ratio:
    """Return a sum: what all have in common, the least powers of what is below included, times the sum of what is left."""
    ratios = [ratio for ratio in ratios if ratio.coefficient]
    if len(ratios) < 2:
        return ratios[0] if ratios else Ratio(0, (0,) * size)
    powers = tuple(map(min, zip(*[ratio.powers for ratio in ratios], strict=True)))
    keys = {key for ratio in ratios for key in ratio.factors}
    shared = {key: min(ratio.factors.get(key, 0) for ratio in ratios) for key in keys}
    common = Ratio(1, powers, shared)
    total: dict[Monomial, Rational] = {}
    for ratio in ratios:
        for place, c in ratio.times(common.to(-1)).expanded().items():
            total[place] = total.get(place, 0) + c
    return common.times(ratio_of(bounded({place: c for place, c in total.items() if c}), size))


def cancelled_ratio(ratio: Ratio) -> Ratio:
    """Return a ratio whose polynomials above and below share nothing."""
    for above in [key for key, exponent in ratio.factors.items() if exponent > 0]:
        for below in [key for key, exponent in ratio.factors.items() if exponent < 0]:
            found = shared(dict(above), dict(below))
            if found is not None:
                common, left, right = found
                return cancelled_ratio(split(split(ratio, above, common, left), below, common, right))
    return ratio


def split(ratio: Ratio, key: Key, common: Poly, rest: Poly) -> Ratio:
    """Return a ratio with one polynomial written as two."""
    exponent, size = ratio.factors.get(key, 0), len(ratio.powers)
    if not exponent:
        return ratio
    others = Ratio(ratio.coefficient, ratio.powers, {k: e for k, e in ratio.factors.items() if k != key})
    return others.times(ratio_of(common, size).times(ratio_of(rest, size)).to(exponent))


def shared(one: Poly, other: Poly) -> tuple[Poly, Poly, Poly] | None:
    """Return the greatest common divisor of primitive polynomials, and what is left of either; None where it is 1."""
    columns = zip(zip(*one, strict=True), zip(*other, strict=True), strict=True)
    if not any(any(above) and any(below) for above, below in columns):  # no name is in both
        return None
    library = flint()  # only here: most quotients have no names in common above and below
    ring = library.fmpz_mpoly_ctx.get([f"x{k}" for k in range(len(next(iter(one))))], library.Ordering.lex)
    left, right = ring.from_dict(one), ring.from_dict(other)
    common = left.gcd(right)
    if common.total_degree() == 0:
        return None
    return terms_of(common), terms_of(left / common), terms_of(right / common)


def terms_of(polynomial: Any) -> Poly:
    return {tuple(map(int, place)): int(c) for place, c in polynomial.to_dict().items()}


# Expressions


class Reader:
    """Reads expressions as ratios in generators that they share, and writes them back.

    `inside` rewrites what stands in a generator: the arguments of a call, an exponent.
    """

    def __init__(self, expressions: Sequence[Expression], inside: Callable[[Expression], Expression]) -> None:
        self.inside = inside
        self.roots: dict[Expression, int] = {}  # by base, what its exponents are multiples of: 2 means of 1/2
        self.bases: dict[Expression, int] = {}  # a base's place among the generators
        self.turned: set[Expression] = set()  # exponentials that came as exp(-z): that is the generator, not exp(z)
        for expression in expressions:
            self.find(expression)
        self.size = len(self.bases)
        self.names = list(self.bases)
        if self.size > MOST_GENERATORS:
            raise TooLong

    def find(self, expression: Expression) -> None:
        if isinstance(expression, Sum):
            for term in expression.terms:
                self.find(term)
        elif isinstance(expression, Product):
            for base, exponent in expression.factors.items():
                generator, count = parts_of_power(base, exponent)
                if isinstance(generator, Sum) and count.denominator == 1 and base is generator:
                    self.find(generator)
                else:
                    if count < 0 and base is not generator and generator not in self.bases:
                        self.turned.add(generator)
                    self.note(generator, count.denominator)
        elif not isinstance(expression, Number):
            self.note(expression, 1)

    def note(self, base: Expression, root: int) -> None:
        self.roots[base] = lcm(self.roots.get(base, 1), root)
        self.bases.setdefault(base, len(self.bases))

    def read(self, expression: Expression) -> Ratio:
        """Return an expression as a ratio. Raises ZeroDivisionError where it divides by 0."""
        if isinstance(expression, Number):
            return Ratio(expression.value, (0,) * self.size)
        if isinstance(expression, Sum):
            terms = [self.read(term) for term in expression.terms]
            scaled = [
                Ratio(t.coefficient * c, t.powers, t.factors)
                for t, c in zip(terms, expression.terms.values(), strict=True)
            ]
            return sum_of([Ratio(expression.constant, (0,) * self.size), *scaled], self.size)
        if not isinstance(expression, Product):
            return self.generator(expression, Fraction(1))
        found = Ratio(expression.coefficient, (0,) * self.size)
        for base, exponent in expression.factors.items():
            generator, count = parts_of_power(base, exponent)
            if generator in self.bases:
                found = found.times(self.generator(generator, count))
            else:
                found = found.times(self.read(generator).to(int(count)))
        return found

    def generator(self, base: Expression, count: Rational) -> Ratio:
        place = self.bases[base]
        if base == Number(0) and count < 0:
            raise ZeroDivisionError
        powers = [0] * self.size
        powers[place] = int(count * self.roots[base]) * (-1 if base in self.turned else 1)
        return Ratio(1, tuple(powers))

    def write(self, ratio: Ratio) -> Expression:
        """Return a ratio as an expression."""
        factors = [raised(self.polynomial(dict(key)), exponent) for key, exponent in ratio.factors.items()]
        return multiply(number(ratio.coefficient), self.monomial(ratio.powers), *factors)

    def polynomial(self, terms: Mapping[Monomial, Rational]) -> Expression:
        return add(*(multiply(number(c), self.monomial(powers)) for powers, c in terms.items()))

    def monomial(self, powers: Monomial) -> Expression:
        return multiply(*(self.power(k, count) for k, count in enumerate(powers) if count))

    def power(self, place: int, count: int) -> Expression:
        base = self.names[place]
        exponent = sized(Fraction(-count if base in self.turned else count, self.roots[base]))
        if isinstance(base, Product) and base.coefficient == 1 and len(base.factors) == 1:
            [(inner, above)] = base.factors.items()
            if isinstance(above, Expression):
                return power(self.inside(inner), multiply(number(exponent), self.inside(above)))
        return raised(self.inside(base), exponent)


def parts_of_power(base: Expression, exponent: Exponent) -> tuple[Expression, Rational]:
    """Return what a power is a rational power of: x**(-1/2) of x, exp(-2*z) of exp(z), a**(2*z) of a**z."""
    if not isinstance(exponent, Expression):
        return base, exponent
    count: Rational = 1
    if isinstance(exponent, Product):
        count = exponent.coefficient
    elif isinstance(exponent, Sum) and not exponent.constant and all(c < 0 for c in exponent.terms.values()):
        count = -1
    return power(base, multiply(number(1 / Fraction(count)), exponent)), count


def has_quotient(expression: Expression) -> bool:
    """True if a sum stands below a line anywhere in an expression: nothing else can have common factors to cancel."""
    if isinstance(expression, Product):
        return any(
            (
                isinstance(base, Sum)
                and not isinstance(exponent, Expression)
                and exponent < 0
                and exponent.denominator == 1
            )
            or has_quotient(base)
            or (isinstance(exponent, Expression) and has_quotient(exponent))
            for base, exponent in expression.factors.items()
        )
    if isinstance(expression, Call):
        return any(map(has_quotient, expression.arguments))
    return isinstance(expression, Sum) and any(map(has_quotient, expression.terms))


def cancelled(expression: Expression) -> Expression:
    """Return an expression over one denominator with common factors cancelled, where that is shorter; else itself."""
    if not has_quotient(expression):
        return expression
    if isinstance(expression, Call):
        return call(expression.operation, *map(cancelled, expression.arguments))
    try:
        reader = Reader([expression], cancelled)
        found = reader.write(cancelled_ratio(reader.read(expression)))
    except (TooLong, ZeroDivisionError):
        return expression
    return found if found.parts < expression.parts else expression
