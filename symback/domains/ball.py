"""Balls: numbers that know their error (Arb's, from python-flint). What is printed of one is right, or is not printed.

Its precision is one for the whole process, so it is set under a lock, around every operation. An enclosure is right at any
precision: the worst that another library could do is to make a ball wider.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache, lru_cache
from threading import RLock
from typing import TYPE_CHECKING, Any

from symback.domains.base import Domain, Told
from symback.domains.text import decimal_text
from symback.domains.values import TOO_LARGE, NeedMorePrecision, Number, Pi, Surd, Undefined, Value
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BITS_PER_DIGIT = 3.3219280948873623
LARGEST = int(1_000_000 * BITS_PER_DIGIT)  # binary exponent of 10^1,000,000
SMALL_BITS = 100  # a ball around 0 is shown as 0 if it is smaller than 2 to this power, inverted
UNSEEN = "a value smaller than 10^-{:,} could not be told from 0, and is shown as 0"
TOO_SMALL = "a value below 10^-1,000,000 was taken for 0"
LEAST_BITS = 32
TOLD_DIGITS = 30  # of a ball that is printed by itself
LOCK = RLock()
ARB_TYPE_NAME = "arb"
COMPARED_BITS = 1 << 12
SHORT = 512  # bits of a rational whose ball is kept


class OfZero(str):
    """A note about what is shown as 0, which is no news to who sees none."""

    __slots__ = ()


class Hold:
    """Holds the lock, with the precision set to `bits`: `with hold: …`, nested as deep as need be."""

    __slots__ = ("before", "bits")

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.before: list[int] = []

    def __enter__(self) -> None:
        LOCK.acquire()
        context = flint().ctx
        self.before.append(context.prec)
        if context.prec != self.bits:
            context.prec = self.bits

    def __exit__(self, *_: object) -> None:
        context, before = flint().ctx, self.before.pop()
        if context.prec != before:
            context.prec = before
        LOCK.release()


_FLINT: Any = None


def flint() -> Any:
    """Return python-flint, which takes a while to import and is not needed where all is rational."""
    global _FLINT  # noqa: PLW0603 (a look-up in sys.modules for every operation takes longer than many operations)
    if _FLINT is None:
        import flint as library

        _FLINT = library
    return _FLINT


def is_ball(value: object) -> bool:
    """True if `value` is a ball."""
    return type(value).__name__ == ARB_TYPE_NAME


@cache
def printable() -> Any:
    """Return the kind of ball that a report holds: its text has the digits that are known, whatever the precision in force."""

    class arb(flint().arb):  # type: ignore[misc]  # noqa: N801 (it is one, see is_ball)
        def __str__(self) -> str:
            return decimal_text(self, TOLD_DIGITS)

        def __format__(self, spec: str) -> str:
            return format(float(self), spec) if spec else str(self)

        __repr__ = __str__

    return arb


def absolute(value: Number) -> Number:
    """Return a number without its sign, with all of its digits."""
    if isinstance(value, (Pi, Surd)):
        return replace(value, factor=abs(value.factor))
    if not is_ball(value):
        return abs(value)
    with Hold(max(LEAST_BITS, int(value.mid().man_exp()[0]).bit_length())):
        return abs(value)


def rational_ball(value: Fraction) -> Any:
    """Return the ball of a rational at the precision in force."""
    arb = flint().arb
    top = arb(value.numerator)
    return top + 0 if value.denominator == 1 else top / arb(value.denominator)


@lru_cache(maxsize=1 << 12)
def short_ball(bits: int, top: int, bottom: int) -> Any:  # noqa: ARG001 (the precision in force: what tells one from another)
    arb = flint().arb
    return arb(top) / arb(bottom)


class Balls(Domain):
    """Numbers as balls of `bits` bits. `last` says that no more bits will be tried: what cannot be told then has no value.

    `digits` are the decimal digits that are to be right in the end; `notes` collects what a reader should know.
    """

    name = "decimal"
    rational = False
    operations: Mapping[str, Callable[..., Value]]  # how this domain does + - * / ** and the like

    def __init__(self, digits: int = 30, bits: int = 256, *, last: bool = False) -> None:
        self.digits, self.bits, self.last = digits, max(bits, LEAST_BITS), last
        self.hold = Hold(self.bits)
        self.notes: set[str] = set()
        self.unseen: int | None = None  # of values that could not be told from 0, the fewest zeros after the point

    # Leaves

    def number(self, value: Fraction) -> Value:
        return self.ball(value)

    def constant(self, name: str) -> Value:
        with self.hold:
            arb = flint().arb
            return arb.pi() if name == "pi" else arb.const_e()

    def ball(self, value: Number) -> Any:
        """Return `value` as a ball."""
        if type(value) is Fraction:
            with self.hold:
                top, bottom = value.numerator, value.denominator
                if top.bit_length() + bottom.bit_length() <= SHORT:
                    return short_ball(self.bits, top, bottom)
                return rational_ball(value)
        if isinstance(value, Pi):
            with self.hold:
                return flint().arb.pi() * rational_ball(value.factor)
        if isinstance(value, Surd):
            with self.hold:
                return flint().arb(value.radicand).sqrt() * rational_ball(value.factor)
        if isinstance(value, float):
            return flint().arb(value)
        return value

    # What can be told

    def compare(self, left: Number, right: Number) -> int:
        """Return -1, 0 or 1. Raises NeedMorePrecision where the balls overlap."""
        a, b = self.ball(left), self.ball(right)
        if a < b:
            return -1
        if a > b:
            return 1
        if a.is_exact() and b.is_exact() and a == b:
            return 0
        raise NeedMorePrecision

    def comparable(self, value: Number) -> Any:
        return Told(self, value)

    def whole_below(self, value: Number) -> int:
        """Return the whole number below. Raises NeedMorePrecision where it cannot be told."""
        ball = self.ball(value)
        with self.hold:
            whole = ball.floor().unique_fmpz()
        if whole is None:
            raise NeedMorePrecision
        return int(whole)

    def checked(self, result: Any) -> Value:
        """Return a result that is finite. Raises NeedMorePrecision for one that is not: a pole or an end of the domain is near."""
        if result.is_finite():
            return result
        if not self.last:
            raise NeedMorePrecision
        return self.undecided("the value")

    def undecided(self, operation: str) -> Undefined:
        what = operation.partition("_base")[0]
        return Undefined(
            f"{what} is too close to an edge or a pole to be told from it with {int(self.bits / BITS_PER_DIGIT):,} digits",
            unsure=True,
        )

    def apply(self, operation: str, values: Sequence[Value]) -> Value:
        try:
            return super().apply(operation, values)
        except NeedMorePrecision:
            if not self.last:
                raise
            return self.either(operation, values) or self.undecided(operation)

    def either(self, operation: str, values: Sequence[Value]) -> Value | None:
        """Return the ball around both branches of a `where` that cannot be told which it takes; None where one has no value."""
        if not operation.startswith("where") or any(isinstance(value, Undefined) for value in values):
            return None
        with self.hold:
            return self.ball(values[2]).union(self.ball(values[3]))

    def partial(self, operation: str, position: int, values: Sequence[Value], result: Value) -> Value | None:
        try:
            return super().partial(operation, position, values, result)
        except NeedMorePrecision:
            if not self.last:
                raise
            return self.undecided(operation)

    def settled(self, value: Value) -> Value:
        """Return a node's value, unless it is too large to hold."""
        if is_ball(value) and magnitude(value) > LARGEST + 1:
            return TOO_LARGE
        return value

    def is_known(self, value: Value | None) -> bool:
        """True if a value is exact, or a ball with the digits that are wanted."""
        if not is_ball(value):
            return True
        ball: Any = value
        return bool(ball.rel_accuracy_bits() >= (self.digits + 4) * BITS_PER_DIGIT)

    def shown(self, value: Value | None) -> Number | None:
        """Return a value as a report holds it: None where there is none, or it is too large; 0 for what is too small, with a note.

        Raises NeedMorePrecision for a ball that is too wide. At the last try a ball around 0 is shown as 0, with a note.
        """
        if value is None or isinstance(value, Undefined):
            return None
        if not is_ball(value):
            return value
        size = magnitude(value)
        if size >= -LARGEST:
            if self.is_known(value):
                return None if size > LARGEST + 1 else printable()(value)
            if not self.last:
                raise NeedMorePrecision
        return self.shown_roughly(value)

    def shown_roughly(self, value: Any) -> Number | None:
        """Return a ball that is wider than is wanted: 0 where it may be that, else what is known of it. A note says so."""
        size = magnitude(value)
        if size < -LARGEST:
            self.notes.add(OfZero(TOO_SMALL))
            return Fraction(0)
        if value.contains(0) and size < -SMALL_BITS:
            digits = int(-size / BITS_PER_DIGIT)
            if self.unseen is None or digits < self.unseen:
                self.notes.discard(UNSEEN.format(self.unseen or 0))
                self.notes.add(OfZero(UNSEEN.format(digits)))
                self.unseen = digits
            return Fraction(0)
        digits = 0 if value.contains(0) else int(value.rel_accuracy_bits() / BITS_PER_DIGIT)
        self.notes.add(
            f"a value is known to {digits} digits only"
            if digits > 0
            else "a value is left out: the digits at hand do not tell it"
        )
        return printable()(value) if digits > 0 else None

    # Operations

    def basic(self, operation: str, values: Sequence[Number]) -> Value | None:
        method = self.operations.get(operation)
        if method is not None:
            return method(self, *values)
        row = BY_NAME[operation]
        at_pole = row.name in POLES_AT_0 and self.is_zero(values[0])
        function = (None if at_pole else DIRECT.get(row.name)) or (
            REAL.get(row.real or row.name) if row.definition is None else None
        )
        if function is None or (row.domain is not None and self.is_outside(row.domain[1], values)):
            return None  # call() says what is wrong
        known = self.exact(operation, values)
        return known if known is not None else self.called(function, values)

    def is_outside(self, inside: Callable[..., bool], values: Sequence[Number]) -> bool:
        """True if values are surely outside a function's domain. Near its end flint tells: what it gives there is not finite."""
        try:
            return not inside(*map(self.comparable, values))
        except NeedMorePrecision:
            return False

    def called(self, function: Callable[..., Any], values: Sequence[Number]) -> Value:
        """Return what one of flint's functions gives. Raises NeedMorePrecision."""
        balls = [self.ball(v) for v in values]
        with self.hold:
            return self.checked(function(*balls))

    def plus(self, left: Number, right: Number) -> Value:
        with self.hold:
            return self.ball(left) + self.ball(right)

    def minus(self, left: Number, right: Number) -> Value:
        with self.hold:
            return self.ball(left) - self.ball(right)

    def multiply(self, left: Number, right: Number) -> Value:
        with self.hold:
            return self.checked(self.ball(left) * self.ball(right))

    def negate(self, value: Number) -> Value:
        with self.hold:
            return -self.ball(value)

    def divide(self, left: Number, right: Number) -> Value:
        if self.is_zero(right):
            return Undefined("division by zero")
        with self.hold:
            return self.checked(self.ball(left) / self.ball(right))

    def is_zero(self, value: Number) -> bool:
        """True if a value is exactly 0: never concluded from digits."""
        return bool(value.is_zero() if is_ball(value) else value == 0)

    def power(self, base: Number, exponent: Number) -> Value:
        whole = self.whole(exponent)
        if whole is not None:
            return self.whole_power(base, whole)
        sign = self.compare(base, Fraction(0))
        if sign == 0:
            return (
                Fraction(0)
                if self.compare(exponent, Fraction(0)) > 0
                else Undefined("division by zero: 0 to a negative power")
            )
        if sign < 0:
            hint = "; cbrt(x) is the real cube root" if exponent == Fraction(1, 3) else ""
            return Undefined(f"a negative number to the power {self.text(exponent)} is not real{hint}")
        with self.hold:
            a = self.ball(base)
            found = a.sqrt() if exponent == Fraction(1, 2) else (a.log() * self.ball(exponent)).exp()
            return self.checked(found)

    def whole(self, exponent: Number) -> int | None:
        """Return an exponent that is exactly a whole number, as one; None for any other."""
        if type(exponent) is Fraction:
            return exponent.numerator if exponent.denominator == 1 else None
        if is_ball(exponent) and exponent.is_exact() and exponent.is_integer():
            return int(exponent.unique_fmpz())
        return None

    def whole_power(self, base: Number, exponent: int) -> Value:
        if exponent == 0:
            return Fraction(1)
        if self.is_zero(base):
            return Undefined("division by zero: 0 to a negative power") if exponent < 0 else Fraction(0)
        with self.hold:
            ball = self.ball(base)
            if not ball.contains(0):
                return self.checked(ball**exponent)
            if exponent < 0:
                raise NeedMorePrecision
            size = ball.abs_upper() ** exponent  # flint has no power of a ball around 0
            return self.checked(size.union(-size) if exponent % 2 else size.union(flint().arb(0)))

    def largest(self, *values: Number) -> Value:
        return self.extreme(values, "max", 1)

    def smallest(self, *values: Number) -> Value:
        return self.extreme(values, "min", -1)

    def extreme(self, values: Sequence[Number], name: str, sign: int) -> Value:
        """Return the largest (or smallest) value. Of two that cannot be told apart, at the last try, what holds both."""
        best = values[0]
        for value in values[1:]:
            try:
                best = value if self.compare(value, best) == sign else best
            except NeedMorePrecision:
                if not self.last:
                    raise
                with self.hold:
                    best = getattr(self.ball(best), name)(self.ball(value))
        return best

    def floor(self, value: Number) -> Value:
        return self.number(Fraction(self.whole_below(value)))

    def ceil(self, value: Number) -> Value:
        return self.negate(self.floor(self.negate(value)))


def within(left: Number, right: Number, share: Fraction, least: Number = Fraction(0)) -> bool:
    """Return whether two numbers are apart by at most a share of the second, or by `least`. Balls count by their middles.

    As rationals, numbers like exp(-1e11) would not fit into memory; they are compared as balls, whatever their exponents.
    """
    left, right = (Fraction(value) if type(value) is float else value for value in (left, right))
    if type(left) is Fraction and type(right) is Fraction and type(least) is Fraction:
        return bool(abs(left - right) <= max(share * abs(right), least))
    balls = Balls(bits=COMPARED_BITS)
    one, other, part, floor = (balls.ball(value).mid() for value in (left, right, share, least))
    with balls.hold:
        return bool(abs(one - other) <= part * abs(other) or abs(one - other) <= floor)


def apart(left: Number, right: Number, share: Fraction) -> Number:
    """Return a share of how far two numbers are apart, by their middles, whatever their exponents."""
    balls = Balls(bits=COMPARED_BITS)
    one, other, part = (balls.ball(value).mid() for value in (left, right, share))
    with balls.hold:
        return abs(one - other) * part


def magnitude(value: Any) -> int:
    """Return the binary exponent of the largest number in a ball: |value| is below 2 to this power."""
    upper = value.abs_upper()
    if upper.is_zero():
        return -(1 << 62)
    mantissa, exponent = upper.man_exp()
    return int(exponent) + int(mantissa).bit_length()


def cube_root(x: Any) -> Any:
    return x.root(3) if x > 0 else -((-x).root(3)) if x < 0 else flint().arb.nan()


def log_gamma(x: Any) -> Any:
    """log |gamma(x)|, left of 0 by the reflection formula (DLMF 5.5.3)."""
    if x > 0:
        return x.lgamma()
    arb = flint().arb
    return (arb.pi() / abs(x.sin_pi())).log() - (1 - x).lgamma()


def polygamma(order: Any, x: Any) -> Any:
    return flint().acb(x).polygamma(flint().acb(order)).real


def angle(y: Any, x: Any) -> Any:
    return flint().arb.atan2(y, x)


def method(name: str) -> Callable[[Any], Any]:
    """Return flint's own function of one ball."""

    def call(x: Any) -> Any:
        return getattr(x, name)()

    call.__name__ = name
    return call


OF_ONE = (
    "exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh", "erf", "erfc", "gamma", "digamma",
)  # fmt: skip
# What flint calls differently, or has not. Names on the left are those of the `real` column of the table of functions.
REAL: dict[str, Callable[..., Any]] = {name: method(name) for name in OF_ONE} | {
    "cbrt": cube_root,
    "lgamma": log_gamma,
    "polygamma": polygamma,
    "atan2": angle,
}
# Functions with a definition that flint has, too: narrower balls, and no overflow on the way.
DIRECT: dict[str, Callable[..., Any]] = {
    name: method(name) for name in ("tan", "cot", "sec", "csc", "sech", "csch", "coth")
}
POLES_AT_0 = frozenset({"cot", "csc", "csch", "coth"})

OPERATIONS: dict[str, Callable[..., Value]] = {
    "+": Balls.plus, "-": Balls.minus, "*": Balls.multiply, "/": Balls.divide, "**": Balls.power, "neg": Balls.negate,
    "max": Balls.largest, "min": Balls.smallest, "floor": Balls.floor, "ceil": Balls.ceil,
}  # fmt: skip
Balls.operations = OPERATIONS
