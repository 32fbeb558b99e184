"""Germs: what a value is just beside a point, as a truncated series in t > 0 whose exponents may be fractions.

`cbrt(t)**3` is t, `sqrt(t**2)` is t on both sides of 0, and `sin(t)/t` is 1 - t**2/6 + …: walking the graph in germs gives, on each
side of a point, the value, the slope and the curvature, exactly wherever the coefficients are exact. A comparison looks at the
first coefficient that is not 0. Functions are composed by their derivatives: f(u) is f(u₀) plus the integral of f′(u)·u′, and f′ is
the table's. What no power of t can say (t·log t) is NotWritable.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from symback.domains.ball import is_ball
from symback.domains.base import Domain, Told, derivative
from symback.domains.values import Number, Pi, Undefined, Value
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from symback.domains.exact import Exact

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
FLAT = Fraction(10**6)  # the order of what is smaller than any power: exp(-1/t)
COMMUTES = frozenset({"+", "*"})
MOST_STEPS = 200  # of a composition
DEEPEST_POLE = 60  # poles of gamma further left are not written


class NotWritable(Exception):
    """No series in powers of t says what this is beside the point."""


class NeedTerms(Exception):
    """All terms that were kept have cancelled: keep more of them."""


class Germ:
    """`terms` are pairs of an exponent and a coefficient that is not exactly 0, by exponent; `order` is that of the O-term, None if exact."""

    __slots__ = ("order", "terms")

    def __init__(self, terms: tuple[tuple[Fraction, Number], ...], order: Fraction | None = None) -> None:
        self.terms, self.order = terms, order

    def __repr__(self) -> str:
        return f"Germ({self.terms}, {self.order})"

    @property
    def lead(self) -> Fraction | None:
        """The least exponent that there may be; None for exactly 0."""
        return self.terms[0][0] if self.terms else self.order

    @property
    def is_zero(self) -> bool:
        """True if it is exactly 0, beside the point too."""
        return not self.terms and self.order is None

    def coefficient(self, exponent: Fraction) -> Number:
        """Return the coefficient of a power of t. Raises NeedTerms where it was cut off."""
        for power, value in self.terms:
            if power == exponent:
                return value
        if self.order is not None and exponent >= self.order:
            raise NeedTerms
        return ZERO


def constant(value: Number) -> Germ:
    """Return a value that does not move."""
    return Germ(((ZERO, value),)) if not is_exact_zero(value) else Germ(())


def moving(value: Number, sign: int) -> Germ:
    """Return a value that goes up (sign 1) or down (-1) by t."""
    start = () if is_exact_zero(value) else ((ZERO, value),)
    return Germ((*start, (ONE, Fraction(sign))))


def is_exact_zero(value: Number) -> bool:
    return not value if type(value) is Fraction else is_ball(value) and value.is_zero()


def least(*orders: Fraction | None) -> Fraction | None:
    """Return the least of some orders, None being none at all."""
    known = [order for order in orders if order is not None]
    return min(known) if known else None


class Germs(Domain):
    """Germs with coefficients in `inner`, cut off `span` above the leading exponent."""

    name = "germ"

    def __init__(self, inner: Exact, span: int = 3) -> None:
        self.inner, self.span = inner, Fraction(span)
        self.known: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]] = {}
        self.numbers: dict[Fraction, Germ] = {}
        self.roots: dict[
            int, tuple[Germ, int, Germ]
        ] = {}  # by a root's place the root, its degree, and of what it is one
        self.need: Fraction | None = None  # the order that a composition is wanted to, while one is being worked out

    # Leaves

    def number(self, value: Fraction) -> Germ:
        return self.numbers.setdefault(value, constant(value))

    def constant(self, name: str) -> Germ:
        return constant(self.inner.constant(name))

    def text(self, value: Germ) -> str:
        return self.inner.text(value.coefficient(ZERO)) if value.lead is not None and value.lead >= 0 else "infinity"

    def comparable(self, value: Germ) -> Any:
        return Told(self, value)

    def compare(self, left: Germ, right: Germ) -> int:
        """Return -1, 0 or 1 as left is below, equal to or above right just beside the point. Raises NeedTerms, NeedMorePrecision."""
        if left is right:
            return 0
        rest = self.plus(left, self.negate(right))
        if rest.terms:
            return self.side(rest.terms[0][1])
        if rest.order is None:
            return 0
        raise NotWritable if rest.order >= FLAT else NeedTerms

    def side(self, coefficient: Number) -> int:
        return self.inner.compare(coefficient, ZERO)

    def whole_below(self, value: Germ) -> int:
        if value.lead is not None and value.lead < 0:
            raise NotWritable
        start = value.coefficient(ZERO)
        below = self.inner.whole_below(start)
        on_it = self.inner.compare(start, Fraction(below)) == 0
        return below - 1 if on_it and self.compare(value, constant(Fraction(below))) < 0 else below

    # Arithmetic

    def apply(self, operation: str, values: Sequence[Any]) -> Any:
        """Return the germ of one operation, the same for the same operands: what is equal by its making is known to be equal."""
        marks = map(id, values)
        key = (operation, *(sorted(marks) if operation in COMMUTES else marks))
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = super().apply(operation, values), tuple(values)
        return found[0]

    def cut(self, terms: dict[Fraction, Number], order: Fraction | None) -> Germ:
        """Return the germ of these terms, those that are 0 or beyond the order left out."""
        kept = [(e, c) for e, c in terms.items() if not is_exact_zero(c) and (order is None or e < order)]
        kept.sort(key=itemgetter(0))
        if kept:
            limit = kept[0][0] + self.span
            if kept[-1][0] >= limit:
                kept = [(e, c) for e, c in kept if e < limit]
                order = least(order, limit)
        return Germ(tuple(kept), order)

    def plus(self, left: Germ, right: Germ) -> Germ:
        terms = dict(left.terms)
        for exponent, value in right.terms:
            before = terms.get(exponent)
            terms[exponent] = value if before is None else self.inner.apply("+", (before, value))
        return self.cut(terms, least(left.order, right.order))

    def negate(self, value: Germ) -> Germ:
        return Germ(tuple((e, self.inner.apply("neg", (c,))) for e, c in value.terms), value.order)

    def multiply(self, left: Germ, right: Germ) -> Germ:
        if left.is_zero or right.is_zero:
            return Germ(())
        assert left.lead is not None
        assert right.lead is not None
        order = least(
            None if left.order is None else left.order + right.lead,
            None if right.order is None else right.order + left.lead,
        )
        limit = left.lead + right.lead + self.span
        terms: dict[Fraction, Number] = {}
        cut = False
        for e, c in left.terms:
            for f, d in right.terms:
                if e + f >= limit:
                    cut = True
                    break
                product = self.inner.apply("*", (c, d))
                before = terms.get(e + f)
                terms[e + f] = product if before is None else self.inner.apply("+", (before, product))
        return self.cut(terms, least(order, limit) if cut else order)

    def leading(self, value: Germ) -> tuple[Fraction, Number, int]:
        """Return exponent, coefficient and sign of the leading term. Raises NeedTerms where none is left."""
        if not value.terms:
            raise NotWritable if value.order is None or value.order >= FLAT else NeedTerms
        exponent, coefficient = value.terms[0]
        return exponent, coefficient, self.side(coefficient)

    def power_of(self, base: Germ, exponent: Fraction) -> Germ | Undefined:
        """Return base to a rational power: the leading term taken out, and the binomial series of the rest."""
        if base.is_zero:
            return (
                Undefined("division by zero: 0 to a negative power")
                if exponent < 0
                else constant(ONE if exponent == 0 else ZERO)
            )
        if exponent == 0:
            return constant(ONE)
        if 0 < exponent <= 8 and exponent.denominator == 1:
            found = base
            for _ in range(int(exponent) - 1):
                found = self.multiply(found, base)
            return found
        first, coefficient, sign = self.leading(base)
        if sign == 0:
            raise NeedTerms
        if sign < 0 and exponent.denominator != 1:
            return Undefined("a negative number to a fractional power is not real")
        outside = self.inner.apply("**", (coefficient, exponent))
        if isinstance(outside, Undefined):
            return outside
        rest = self.over(base, first, coefficient)
        series = self.binomial(Germ(rest.terms[1:], rest.order), exponent)
        return self.multiply(Germ(((first * exponent, outside),)), series)

    def binomial(self, rest: Germ, exponent: Fraction) -> Germ:
        """Return (1 + rest)**exponent, where rest goes to 0 with t."""
        total, power, factor = constant(ONE), constant(ONE), ONE
        for k in range(1, MOST_STEPS):
            factor = factor * (exponent - k + 1) / k
            if rest.is_zero or not factor:
                return total
            power = self.multiply(power, rest)
            total = self.plus(total, self.multiply(constant(factor), power))
            assert power.lead is not None
            if power.lead >= self.span or (total.order is not None and power.lead >= total.order):
                return Germ(total.terms, least(total.order, self.span))
        raise NotWritable

    # Operations

    def partial(self, operation: str, position: int, values: Sequence[Value], result: Value) -> Value | None:
        """Return the derivative of an operation; None where it is constant on its piece, and so whatever follows stays."""
        found = super().partial(operation, position, values, result)
        row = BY_NAME.get(operation)
        if found is self.number(ZERO) and (row is None or not row.breaks or not self.at_break(row.name, values)):
            return None
        return found

    def basic(self, operation: str, values: Sequence[Germ]) -> Any:
        method = OPERATIONS.get(operation)
        if method is not None:
            return method(self, *values)
        if len(values) == 1 and operation in AT_INFINITY and values[0].terms and values[0].terms[0][0] < 0:
            return AT_INFINITY[operation](self, values[0], self.leading(values[0])[2])
        row = BY_NAME[operation]
        if row.definition is not None or row.real is None:
            return None
        if row.domain is not None and not row.domain[1](*map(self.comparable, values)):
            return None  # call() says what is wrong
        special = SPECIAL.get(operation)
        found = special(self, *values) if special is not None else None
        return self.composed(operation, values) if found is None else found

    def divide(self, left: Germ, right: Germ) -> Germ | Undefined:
        if right.is_zero:
            return Undefined("division by zero")
        if left is right:
            return self.number(ONE)
        first, coefficient, sign = self.leading(right)
        if sign == 0:
            raise NeedTerms
        top, bottom = self.over(left, first, coefficient), self.over(right, first, coefficient)
        return self.multiply(top, self.binomial(Germ(bottom.terms[1:], bottom.order), -ONE))

    def over(self, value: Germ, exponent: Fraction, coefficient: Number) -> Germ:
        """Return a germ divided by one term: what is divided by itself is 1, to no error."""
        terms = tuple((e - exponent, self.inner.apply("/", (c, coefficient))) for e, c in value.terms)
        return Germ(terms, None if value.order is None else value.order - exponent)

    def power(self, base: Germ, exponent: Germ) -> Any:
        known = self.fixed(exponent)
        if isinstance(known, Fraction):
            root = self.roots.get(id(base))
            if root is not None and (known / root[1]).denominator == 1:
                base, known = root[2], known / root[1]
            return base if known == 1 else self.power_of(base, known)
        if base.is_zero:
            return (
                constant(ZERO)
                if self.compare(exponent, constant(ZERO)) > 0
                else Undefined("0 to a power that is not positive")
            )
        first, _, sign = self.leading(base)
        if sign < 0:
            return Undefined("a negative number to a power that is not whole is not real")
        if first != 0:
            raise NotWritable
        logarithm: Any = self.apply("log", (base,))
        return self.apply("exp", (self.multiply(exponent, logarithm),))

    def fixed(self, value: Germ) -> Number | None:
        """Return the value of a germ that does not move; None for one that does."""
        if value.order is not None or any(e != 0 for e, _ in value.terms):
            return None
        return value.coefficient(ZERO)

    def largest(self, *values: Germ) -> Germ:
        return self.extreme(values, 1)

    def smallest(self, *values: Germ) -> Germ:
        return self.extreme(values, -1)

    def extreme(self, values: Sequence[Germ], sign: int) -> Germ:
        best = values[0]
        for value in values[1:]:
            best = value if self.compare(value, best) == sign else best
        return best

    # Functions

    def composed(self, operation: str, values: Sequence[Germ]) -> Germ | Undefined:
        """Return a function that is smooth at the point, of germs. Raises NotWritable where it is not smooth there."""
        starts = [self.start(value) for value in values]
        value = self.inner.apply(operation, starts)
        if isinstance(value, Undefined):
            raise NotWritable
        moved = [Germ(tuple(t for t in v.terms if t[0] > 0), v.order) for v in values]
        leads = [m.lead for m in moved if m.lead is not None]
        if not leads:
            return constant(value)
        first = min(leads)
        need = least(self.need, self.span if not is_exact_zero(value) else self.span + first)
        assert need is not None
        if need <= first:
            return Germ(constant(value).terms, first)
        slopes = [self.rate(m) for m in moved]
        found = Germ(constant(value).terms, first)
        for _ in range(MOST_STEPS):
            better = self.plus(
                constant(value), self.integral(self.change(operation, values, found, slopes, need - first))
            )
            if better.order is None or better.order >= need or better.order == found.order:
                return better
            found = better
        raise NotWritable

    def start(self, value: Germ) -> Number:
        """Return what a germ goes to as t goes to 0. Raises NotWritable where it goes to infinity."""
        if value.lead is not None and value.lead < 0:
            raise NotWritable
        if value.lead is not None and value.order is not None and value.order <= 0:
            raise NotWritable
        return value.coefficient(ZERO)

    def change(
        self, operation: str, values: Sequence[Germ], result: Germ, slopes: Sequence[Germ], need: Fraction
    ) -> Germ:
        """Return how fast a function of germs changes with t, its derivatives worked out to the order that is needed."""
        before, self.need = self.need, need
        try:
            total = Germ(())
            for position, slope in enumerate(slopes):
                if slope.is_zero:
                    continue
                share = self.run(derivative(operation, position), [*values, *[result] * (3 - len(values))])[-1]
                if isinstance(share, Undefined):
                    raise NotWritable
                total = self.plus(total, self.multiply(share, slope))
            return total
        finally:
            self.need = before

    def rate(self, value: Germ) -> Germ:
        """Return the derivative of a germ by t."""
        terms = tuple((e - 1, self.inner.apply("*", (c, e))) for e, c in value.terms)
        return Germ(terms, None if value.order is None else value.order - 1)

    def integral(self, value: Germ) -> Germ:
        """Return the germ that is 0 at the point and has this derivative."""
        terms = tuple((e + 1, self.inner.apply("/", (c, e + 1))) for e, c in value.terms)
        return Germ(terms, None if value.order is None else value.order + 1)

    def shifted(self, value: Germ, by: Number, factor: int = 1) -> Germ:
        """Return by + factor·value."""
        return self.plus(constant(by), value if factor == 1 else self.multiply(constant(Fraction(factor)), value))

    def starts_at(self, value: Germ, number: Fraction) -> bool:
        """True if a germ goes to exactly this number."""
        return (
            value.lead is not None and value.lead >= 0 and self.inner.compare(value.coefficient(ZERO), number) == 0
            if not value.is_zero
            else number == 0
        )


# Functions at the points where they are not smooth

HALF_TURN = Pi(HALF)


def root(degree: int) -> Callable[[Germs, Germ], Any]:
    def found(germs: Germs, value: Germ) -> Any:
        made = rooted(germs, value)
        if isinstance(made, Germ):
            germs.roots[id(made)] = made, degree, value
        return made

    def rooted(germs: Germs, value: Germ) -> Any:
        if value.is_zero or germs.leading(value)[2] >= 0:
            return germs.power_of(value, Fraction(1, degree))
        if degree == 2:
            return Undefined("the square root of a negative number is not real")
        inner = germs.power_of(germs.negate(value), Fraction(1, degree))
        return inner if isinstance(inner, Undefined) else germs.negate(inner)

    return found


def by_half_angle(germs: Germs, operation: str, distance: Germ) -> Germ:
    """Return 2·asin(√(d/2)), or with asinh: the inverse cosine at a distance d below 1, or its hyperbolic twin above."""
    half = germs.multiply(constant(HALF), distance)
    inner: Any = germs.power_of(half, HALF)
    if isinstance(inner, Undefined):
        raise NotWritable
    angle_of: Any = germs.apply(operation, (inner,))
    return germs.multiply(constant(Fraction(2)), angle_of)


def inverse_sine(germs: Germs, value: Germ) -> Germ | None:
    if germs.starts_at(value, ONE):
        return germs.shifted(by_half_angle(germs, "asin", germs.shifted(value, ONE, -1)), HALF_TURN, -1)
    if germs.starts_at(value, -ONE):
        return germs.shifted(by_half_angle(germs, "asin", germs.shifted(value, ONE)), Pi(-HALF))
    return None


def inverse_cosine(germs: Germs, value: Germ) -> Germ | None:
    if germs.starts_at(value, ONE):
        return by_half_angle(germs, "asin", germs.shifted(value, ONE, -1))
    if germs.starts_at(value, -ONE):
        return germs.shifted(by_half_angle(germs, "asin", germs.shifted(value, ONE)), Pi(ONE), -1)
    return None


def inverse_hyperbolic_cosine(germs: Germs, value: Germ) -> Germ | None:
    return by_half_angle(germs, "asinh", germs.shifted(value, -ONE)) if germs.starts_at(value, ONE) else None


def angle(germs: Germs, y: Germ, x: Germ) -> Any:
    """Return atan2(y, x) by the side that the point is on."""
    zero = constant(ZERO)
    right, up = germs.compare(x, zero), germs.compare(y, zero)
    if right == 0:
        return constant(Pi(HALF if up > 0 else -HALF))
    inner = germs.apply("atan", (germs.divide(y, x),))
    if right > 0 or isinstance(inner, Undefined):
        return inner
    return germs.shifted(inner, Pi(ONE if up >= 0 else -ONE))


def pole_depth(germs: Germs, value: Germ) -> int | None:
    """Return n where a germ starts at the pole -n of the gamma function; None elsewhere."""
    if value.lead is None or value.lead < 0:
        return None if value.lead is None else 0
    start = value.coefficient(ZERO)
    if germs.inner.compare(start, HALF) > 0:
        return None
    below = germs.inner.whole_below(start)
    return -below if germs.inner.compare(start, Fraction(below)) == 0 else None


def by_recurrence(step: Callable[[Germs, Germ, Germ], Any], operation: str) -> Callable[..., Any]:
    """Return a function of the gamma family, at a pole from its value one further right."""

    def found(germs: Germs, *values: Germ) -> Any:
        depth = pole_depth(germs, values[-1])
        if depth is None:
            return None
        if depth > DEEPEST_POLE or (values[-1].lead or 0) < 0:
            raise NotWritable
        right: Any = germs.apply(operation, (*values[:-1], germs.shifted(values[-1], ONE)))
        return (
            step(germs, right, values[-1]) if len(values) == 1 else polygamma_step(germs, values[0], right, values[1])
        )

    return found


def gamma_step(germs: Germs, right: Germ, value: Germ) -> Any:
    return germs.divide(right, value)


def digamma_step(germs: Germs, right: Germ, value: Germ) -> Any:
    return germs.plus(right, germs.negate(germs.divide(constant(ONE), value)))  # type: ignore[arg-type]  # a pole is not exactly 0


def polygamma_step(germs: Germs, order: Germ, right: Germ, value: Germ) -> Any:
    n = int(order.coefficient(ZERO))
    term: Any = germs.power_of(value, Fraction(-n - 1))
    return germs.plus(right, germs.multiply(constant(Fraction(-factorial(n) if n % 2 == 0 else factorial(n))), term))


def not_at_0(germs: Germs, value: Germ) -> None:
    """Logarithms: at 0 no power of t says what they are."""
    if germs.starts_at(value, ZERO):
        raise NotWritable


SPECIAL: dict[str, Callable[..., Any]] = {
    "sqrt": root(2),
    "cbrt": root(3),
    "asin": inverse_sine,
    "acos": inverse_cosine,
    "acosh": inverse_hyperbolic_cosine,
    "atan2": angle,
    "log": not_at_0,
    "gamma": by_recurrence(gamma_step, "gamma"),
    "digamma": by_recurrence(digamma_step, "digamma"),
    "polygamma": by_recurrence(digamma_step, "polygamma"),
}


def flat(germs: Germs, value: Fraction) -> Germ:  # noqa: ARG001 (of one shape with the others)
    """Return a limit that is reached faster than any power of t."""
    return Germ(constant(value).terms, FLAT)


def arc_tangent_far_out(germs: Germs, value: Germ, sign: int) -> Any:
    inner: Any = germs.apply("atan", (germs.divide(constant(ONE), value),))
    return germs.shifted(inner, Pi(HALF * sign), -1)


def oscillating(germs: Germs, value: Germ, sign: int) -> Germ:  # noqa: ARG001 (of one shape with the others)
    """Return what is known of sin(1/t): that it is bounded."""
    return Germ((), ZERO)


def limits(left: int, right: int) -> Callable[[Germs, Germ, int], Germ]:
    return lambda germs, _, sign: flat(germs, Fraction(right if sign > 0 else left))


def exponential_far_out(germs: Germs, value: Germ, sign: int) -> Germ:  # noqa: ARG001 (of one shape with the others)
    if sign > 0:
        raise NotWritable
    return flat(germs, ZERO)


# Functions of what goes to infinity: the germ and the sign of infinity give the germ of the value.
AT_INFINITY: dict[str, Callable[..., Any]] = {
    "exp": exponential_far_out,
    "tanh": limits(-1, 1),
    "erf": limits(-1, 1),
    "erfc": limits(2, 0),
    "sigmoid": limits(0, 1),
    "atan": arc_tangent_far_out,
    "sin": oscillating,
    "cos": oscillating,
}

OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": Germs.plus,
    "-": lambda germs, left, right: Germ(()) if left is right else germs.plus(left, germs.negate(right)),
    "*": Germs.multiply,
    "/": Germs.divide,
    "**": Germs.power,
    "neg": Germs.negate,
    "max": Germs.largest,
    "min": Germs.smallest,
    "floor": lambda germs, value: constant(Fraction(germs.whole_below(value))),
    "ceil": lambda germs, value: constant(Fraction(-germs.whole_below(germs.negate(value)))),
}
