"""Numbers that are exact while they can be, and balls elsewhere.

Values are rationals, multiples of pi and of square roots, or balls. A rational that grows past a bound goes on as a ball, and
it is said. That something is 0 is only ever concluded from exact numbers.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import floor, gcd
from typing import TYPE_CHECKING, Any

from symback.domains.ball import BITS_PER_DIGIT, LARGEST, Balls, flint, is_ball
from symback.domains.base import compiled
from symback.domains.rational import exact_power, log2_rational, rational_value, square_free
from symback.domains.values import Number, Pi, Surd, Undefined, Value
from symback.functions import BY_NAME, rational_points

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FRACTION_BITS = 1 << 13  # a fraction that takes more goes on as a ball
WHOLE_BITS = 1 << 17  # so does a whole number
SMALL_RADICAND = 10**6
ROOTS = {"sqrt": 2, "cube_root": 3}
MOST_KNOWN = 1 << 16  # balls that are kept
LONG = f"a rational of more than {int(FRACTION_BITS / BITS_PER_DIGIT):,} digits was carried on as a decimal with a known error"

SINES: dict[Fraction, Value] = {
    Fraction(k, 6): Fraction(v, 2) for k, v in {0: 0, 1: 1, 3: 2, 5: 1, 6: 0, 7: -1, 9: -2, 11: -1}.items()
}
for sixth, root in {2: 3, 4: 3, 8: -3, 10: -3}.items():
    SINES[Fraction(sixth, 6)] = Surd(Fraction(1 if root > 0 else -1, 2), abs(root))
for eighth in (1, 3, 5, 7):
    SINES[Fraction(eighth, 4)] = Surd(Fraction(1 if eighth < 5 else -1, 2), 2)


class Exact(Balls):
    """Rationals where possible, else balls. `rational` says whether a report shows rationals as such, or as decimals."""

    def __init__(self, digits: int = 30, bits: int = 256, *, last: bool = False, rational: bool = True) -> None:
        super().__init__(digits, bits, last=last)
        self.rational = rational
        self.name = "exact" if rational else "decimal"
        self.known: dict[tuple[Any, ...], tuple[Value, tuple[Number, ...]]] = {}
        # By a ball's place the ball, and what it is the opposite of; likewise the square; the degree of the root, and of what it is one; of what rational it is the logarithm.
        self.opposites: dict[int, tuple[Number, Number]] = {}
        self.squares: dict[int, tuple[Number, Number]] = {}
        self.roots: dict[int, tuple[Number, int, Number]] = {}
        self.logs: dict[int, tuple[Number, Fraction]] = {}

    def once(self, operation: str, make: Callable[..., Value], *values: Number) -> Value:
        """Return what an operation gives, the same ball for the same operands: what is equal by its making is known to be equal."""
        marks = [id(v) if is_ball(v) else v for v in values]
        key = (operation, *marks) if operation not in "+*" else (operation, frozenset(marks))
        found = self.known.get(key)
        if found is None:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
                self.opposites.clear()
                self.squares.clear()
                self.roots.clear()
                self.logs.clear()
            # The operands are held, so that no other gets their place.
            found = self.known[key] = make(self, *values), values
        return found[0]

    # Leaves

    def number(self, value: Fraction) -> Value:
        return value

    def constant(self, name: str) -> Value:
        return Pi(Fraction(1)) if name == "pi" else self.once("e", lambda domain: Balls.constant(domain, "e"))

    def shown(self, value: Value | None) -> Number | None:
        if not self.rational and isinstance(value, Fraction):
            return super().shown(self.ball(value)) if value else flint().arb(0)
        return super().shown(value)

    # Operations

    def held(self, value: Fraction) -> Value:
        """Return a rational, or a ball where it has grown too long to be carried on exactly."""
        top, bottom = value.numerator.bit_length(), value.denominator.bit_length()
        if top + bottom <= FRACTION_BITS or (bottom == 1 and top <= WHOLE_BITS):
            return value
        self.notes.add(LONG)
        return self.ball(value)

    def outgrows(self, size: int) -> bool:
        """True if a rational of so many bits is not worth working out exactly."""
        return size > 2 * WHOLE_BITS

    def plus(self, left: Number, right: Number) -> Value:
        if type(left) is Fraction and type(right) is Fraction:
            return self.held(left + right)
        if type(left) is Fraction and not left:
            return right
        if type(right) is Fraction and not right:
            return left
        if isinstance(left, Pi) and isinstance(right, Pi):
            return Pi(left.factor + right.factor) if left.factor + right.factor else Fraction(0)
        if isinstance(left, Surd) and isinstance(right, Surd) and left.radicand == right.radicand:
            return Surd(left.factor + right.factor, left.radicand) if left.factor + right.factor else Fraction(0)
        if self.opposite(left) is right or self.opposite(right) is left:
            return Fraction(0)
        return self.once("+", Balls.plus, left, right)

    def minus(self, left: Number, right: Number) -> Value:
        if left is right:
            return Fraction(0)
        return self.plus(left, self.negate(right))

    def negate(self, value: Number) -> Value:
        if type(value) is Fraction:
            return -value
        if isinstance(value, (Pi, Surd)):
            return scaled(value, Fraction(-1))
        known = self.opposite(value)
        if known is not None:
            return known
        found = self.once("neg", Balls.negate, value)
        self.opposites[id(found)] = found, value
        return found

    def square(self, value: Number, found: Value) -> Value:
        """Return a square, having noted of what."""
        if is_ball(found):
            self.squares[id(found)] = found, value
        return found

    def opposite(self, value: Number) -> Number | None:
        """Return the ball that this one was made the opposite of; None where it was not."""
        found = self.opposites.get(id(value))
        return found[1] if found is not None and found[0] is value else None

    def multiply(self, left: Number, right: Number) -> Value:
        if type(left) is Fraction and type(right) is Fraction:
            if left == 1 or right == 1:  # the derivative of the output by itself, or of a sum
                return right if left == 1 else left
            if left and right and self.outgrows(length(left) + length(right)):
                return super().multiply(left, right)
            return self.held(left * right)
        if (type(left) is Fraction and not left) or (type(right) is Fraction and not right):
            return Fraction(0)
        if type(left) is Fraction and isinstance(right, (Pi, Surd)):
            return scaled(right, left)
        if type(right) is Fraction and isinstance(left, (Pi, Surd)):
            return scaled(left, right)
        if isinstance(left, Surd) and isinstance(right, Surd):
            shared = gcd(left.radicand, right.radicand)
            inside = (left.radicand // shared) * (right.radicand // shared)
            factor = left.factor * right.factor * shared
            if inside < SMALL_RADICAND:
                return factor if inside == 1 else Surd(factor, inside)
        if type(left) is Fraction and abs(left) == 1:
            return right if left == 1 else self.negate(right)
        if type(right) is Fraction and abs(right) == 1:
            return left if right == 1 else self.negate(left)
        if left is right or (isinstance(left, Pi) and left == right):
            return self.power(left, Fraction(2))
        return self.once("*", Balls.multiply, left, right)

    def divide(self, left: Number, right: Number) -> Value:
        if self.is_zero(right):
            return Undefined("division by zero")
        if type(left) is Fraction and not left:
            return left
        if type(left) is Fraction and type(right) is Fraction:
            return (
                super().divide(left, right) if self.outgrows(length(left) + length(right)) else self.held(left / right)
            )
        if type(right) is Fraction and isinstance(left, (Pi, Surd)):
            return scaled(left, 1 / right)
        if isinstance(left, Pi) and isinstance(right, Pi):
            return left.factor / right.factor
        if isinstance(right, Surd):  # a/(b·√n) is a·√n/(b·n)
            return self.multiply(left, Surd(1 / (right.factor * right.radicand), right.radicand))
        if left is right:
            return Fraction(1)
        square = self.squares.get(id(left))
        if (
            square is not None
            and square[0] is left
            and (square[1] is right or (isinstance(right, Pi) and square[1] == right))
        ):
            return right
        top, bottom = self.logs.get(id(left)), self.logs.get(id(right))
        if top is not None and bottom is not None and top[0] is left and bottom[0] is right:
            known = rational_value("log_base", (top[1], bottom[1]))
            if known is not None:
                return known
        if type(right) is Fraction and abs(right) == 1:
            return left if right == 1 else self.negate(left)
        return self.once("/", Balls.divide, left, right)

    def power(self, base: Number, exponent: Number) -> Value:
        if type(exponent) is Fraction:
            if type(base) is Fraction and base and abs(log2_rational(base) * clamped(exponent)) <= LARGEST:
                known = exact_power(base, exponent)
                if known is not None:
                    return self.held(known)
                if exponent == Fraction(1, 2) and base > 0:
                    found = square_root(base)
                    if found is not None:
                        return found
            if isinstance(base, Surd) and exponent.denominator == 1 and abs(exponent) <= 64:
                return self.surd_power(base, exponent.numerator)
            if exponent == 1:
                return base
            if exponent == Fraction(1, 2) and id(base) in self.squares:
                return self.apply("sqrt", (base,))
            root = self.roots.get(id(base))
            if root is not None and root[0] is base and (exponent / root[1]).denominator == 1:
                return self.power(root[2], exponent / root[1])
        found = self.once("**", Balls.power, base, exponent)
        return self.square(base, found) if exponent == 2 and type(exponent) is Fraction else found

    def surd_power(self, base: Surd, exponent: int) -> Value:
        half, odd = divmod(exponent, 2)
        square = self.power(base.factor * base.factor * base.radicand, Fraction(half))
        return self.multiply(square, base) if odd else square

    def floor(self, value: Number) -> Value:
        return Fraction(self.whole_below(value))

    def whole_below(self, value: Number) -> int:
        return floor(value) if type(value) is Fraction else super().whole_below(value)

    def compare(self, left: Number, right: Number) -> int:
        if type(left) is Fraction and type(right) is Fraction:
            return (left > right) - (left < right)
        if left is right or (type(left) is type(right) and not is_ball(left) and left == right):
            return 0
        return super().compare(left, right)

    def is_zero(self, value: Number) -> bool:
        return value == 0 if type(value) is Fraction else is_ball(value) and value.is_zero()

    # Functions

    def called(self, function: Callable[..., Any], values: Sequence[Number]) -> Value:
        name = function.__name__
        found = self.once(name, lambda domain, *v: Balls.called(domain, function, v), *values)
        if not isinstance(found, Undefined) and self.is_zero(found):
            return Fraction(0)
        if name in ROOTS and is_ball(found):
            self.roots[id(found)] = found, ROOTS[name], values[0]
        elif name == "log" and isinstance(values[0], Fraction) and not isinstance(found, Undefined):
            self.logs[id(found)] = found, values[0]
        return found

    def exact(self, operation: str, values: Sequence[Number]) -> Value | None:
        if operation == "sqrt" and is_ball(values[0]):
            square = self.squares.get(id(values[0]))
            if square is not None and square[0] is values[0]:
                return square[1] if self.compare(square[1], Fraction(0)) >= 0 else self.negate(square[1])
        if isinstance(values[0], Pi):
            return self.at_pi(operation, values[0].factor)
        if operation == "log" and is_ball(values[0]) and values[0] is self.constant("e"):
            return Fraction(1)
        if operation == "exp" and values[0] == 1 and type(values[0]) is Fraction:
            return self.constant("e")
        if not all(type(v) is Fraction for v in values):
            return None
        found = rational_value(operation, values)
        if found is None and operation == "sqrt" and values[0] > 0:
            return square_root(values[0])
        return self.known_point(operation, tuple(values)) if found is None else found

    def at_pi(self, operation: str, turns: Fraction) -> Value | None:
        """Return the value of a circular function at a multiple of pi: exact at the angles that every school teaches."""
        if operation in ("sin", "cos"):
            found = SINES.get((turns + (Fraction(1, 2) if operation == "cos" else 0)) % 2)
            if found is not None:
                return found
            with self.hold:
                library = flint()
                angle = library.fmpq(turns.numerator, turns.denominator)
                return getattr(library.arb, f"{operation}_pi_fmpq")(angle)
        if operation in ("tan", "cot", "sec", "csc"):
            sine, cosine = self.at_pi("sin", turns), self.at_pi("cos", turns)
            top, bottom = {
                "tan": (sine, cosine),
                "cot": (cosine, sine),
                "sec": (Fraction(1), cosine),
                "csc": (Fraction(1), sine),
            }[operation]
            return (
                Undefined(f"{operation}({self.text(Pi(turns))}) has no value: it has a pole there")
                if bottom == 0
                else self.divide(top, bottom)
            )
        return None

    def known_point(self, operation: str, values: tuple[Number, ...]) -> Value | None:
        text = _points(operation).get(values)
        return None if text is None else self.run(compiled(text), [])[-1]


def length(value: Fraction) -> int:
    """Return the bits of a rational."""
    return value.numerator.bit_length() + value.denominator.bit_length()


def clamped(exponent: Fraction) -> float:
    return float(exponent) if abs(exponent) < 10**300 else (1e300 if exponent > 0 else -1e300)


def scaled(value: Any, by: Fraction) -> Value:
    """Return a multiple of pi or of a root times a rational."""
    if not by:
        return by
    return Pi(value.factor * by) if isinstance(value, Pi) else Surd(value.factor * by, value.radicand)


def square_root(value: Fraction) -> Value | None:
    """Return the root of a positive rational as a multiple of the root of a small whole number; None where it is too long for that."""
    inside = value.numerator * value.denominator
    if inside >= SMALL_RADICAND:
        return None
    outside, inside = square_free(inside)
    return Fraction(outside, value.denominator) if inside == 1 else Surd(Fraction(outside, value.denominator), inside)


OPERATIONS: dict[str, Callable[..., Value]] = {
    "+": Exact.plus, "-": Exact.minus, "*": Exact.multiply, "/": Exact.divide, "**": Exact.power, "neg": Exact.negate,
    "max": Exact.largest, "min": Exact.smallest, "floor": Exact.floor, "ceil": Exact.ceil,
}  # fmt: skip
Exact.operations = OPERATIONS
Exact.quick = {name: OPERATIONS[name] for name in ("+", "-", "*", "/")}


@cache
def _points(operation: str) -> dict[tuple[Fraction, ...], str]:
    return rational_points(BY_NAME[operation])
