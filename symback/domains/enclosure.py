"""Enclosures: a value over a whole step at once, with its slopes, so that what holds for them holds all along.

Ranges are balls. The mean value theorem makes them narrower (first + slope·way), and a difference that is exactly 0 at one end,
with a slope that keeps its sign, has a known sign on the open step. What only rises or falls is between its ends.
"""

from __future__ import annotations

import math
import sys
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from symback.domains.ball import flint, is_ball
from symback.domains.base import COMPARE, Domain, Told
from symback.domains.exact import Exact
from symback.domains.floats import Floats
from symback.domains.values import NeedMorePrecision, Number, Undefined, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from symback.syntax.formula import Code


class Enclosure(NamedTuple):
    """The values at the first and the last point of the step, a ball around all between, and one around all slopes.

    `slope` None: it does not move.
    """

    first: Value
    last: Value
    reach: Any
    slope: Number | None = None


class Unsure(Exception):
    """The balls over this step are too wide to tell; a shorter step may."""


LOST = Undefined("the balls over this step are too wide", unsure=True)


class Wide(Exact):
    """Balls as wide as a step: where a product, a quotient or a power has a sign, so has its ball."""

    def multiply(self, left: Number, right: Number) -> Value:
        return self.signed(Exact.multiply, left, right)

    def divide(self, left: Number, right: Number) -> Value:
        return self.signed(Exact.divide, left, right)

    def power(self, base: Number, exponent: Number) -> Value:
        return self.signed(Exact.power, base, exponent)

    def signed(self, do: Callable[..., Value], left: Number, right: Number) -> Value:
        """Return the ball around the results at the ends, where the one around all between has lost its sign.

        Each of the operations only rises, or only falls, with an operand of one sign.
        """
        found: Any = do(self, left, right)
        if not is_ball(found) or not found.contains(0) or any(self.ball(v).contains(0) for v in (left, right)):
            return found
        corners = [do(self, a, b) for a in ends(left) for b in ends(right)]
        if any(isinstance(corner, Undefined) for corner in corners):
            return found
        with self.hold:
            return reduce(lambda a, b: a.union(b), map(self.ball, corners))


Wide.operations = {**Exact.operations, "*": Wide.multiply, "/": Wide.divide, "**": Wide.power}
Wide.quick = {**Exact.quick, "*": Wide.multiply, "/": Wide.divide}


def ends(value: Number) -> tuple[Number, ...]:
    """Return the least and the greatest number in a ball; of a number itself."""
    return (value.lower(), value.upper()) if is_ball(value) else (value,)


class Enclosures(Domain):
    """Enclosures over a step of the length `width`, by the operations of `inner`."""

    name = "enclosure"

    def __init__(self, inner: Exact, width: Fraction) -> None:
        self.inner, self.width = inner, width
        self.wide = Wide(inner.digits, inner.bits, last=inner.last)
        self.known: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]] = {}
        self.numbers: dict[Fraction, Enclosure] = {}
        with inner.hold:
            half = inner.ball(width / 2)
            self.way = half + flint().arb(0, 1) * half

    def number(self, value: Fraction) -> Enclosure:
        if value not in self.numbers:
            self.numbers[value] = Enclosure(value, value, self.inner.ball(value))
        return self.numbers[value]

    def constant(self, name: str) -> Enclosure:
        value = self.inner.constant(name)
        return Enclosure(value, value, self.inner.ball(value))

    def fixed(self, value: Value) -> Any:
        """Return a value that does not move on the way."""
        return value if isinstance(value, Undefined) else Enclosure(value, value, self.inner.ball(value))

    def moving(self, first: Value, last: Value, slope: Value) -> Enclosure:
        """Return the value that the step moves."""
        return self.tightened(first, last, None, slope)

    def comparable(self, value: Any) -> Any:
        return Told(self, value)

    def sign_of(self, value: Number) -> int:
        """Return the sign of a ball all over, 0 for exactly 0. Raises Unsure."""
        try:
            return self.inner.compare(value, Fraction(0))
        except NeedMorePrecision:
            raise Unsure from None

    def compare(self, left: Any, right: Any) -> int:
        """Return -1, 0 or 1 where that holds on the open step. Raises Unsure elsewhere."""
        if left is right:
            return 0
        try:
            if left.slope is None and right.slope is None:
                return self.inner.compare(left.first, right.first)
            rest = self.smooth("-", (left, right))
            if rest.reach > 0 or rest.reach < 0:
                return 1 if rest.reach > 0 else -1
            slope = self.sign_of(rest.slope)
            if self.inner.is_zero(rest.first):
                return slope
            if slope and self.inner.is_zero(rest.last):
                return -slope
            sign = self.inner.compare(rest.first, Fraction(0))
            if slope and sign == self.inner.compare(rest.last, Fraction(0)):
                return sign  # it only rises, or only falls, from one end to the other
        except NeedMorePrecision:
            pass
        raise Unsure

    def step_of(self, value: Any) -> tuple[int, bool]:
        """Return the whole number below a value, all along the open step. Raises Unsure."""
        try:
            if value.slope is None:
                return self.inner.step_of(value.first)
            whole = value.reach.floor().unique_fmpz()
            if whole is not None and value.reach > whole:
                return int(whole), False
            slope = self.sign_of(value.slope)
            low, high = (value.first, value.last) if slope >= 0 else (value.last, value.first)
            below = self.inner.whole_below(low)
            above, on_it = self.inner.step_of(high)
            if below == (above - 1 if on_it and slope else above):
                return below, False
        except NeedMorePrecision:
            pass
        raise Unsure

    def whole_below(self, value: Any) -> int:
        return self.step_of(value)[0]

    def apply(self, operation: str, values: Sequence[Any]) -> Any:
        """Return the enclosure of one operation; LOST where the balls are too wide for one."""
        key = (operation, *map(id, values))
        found = self.known.get(key)
        if found is None:
            try:
                made = self.enclosed(operation, values)
            except (Unsure, NeedMorePrecision):
                made = LOST
            found = self.known[key] = made, tuple(values)  # the operands are held, so that no other gets their place
        return found[0]

    def enclosed(self, operation: str, values: Sequence[Any]) -> Any:
        if operation.startswith("where"):
            return self.choose(operation, values)
        for value in values:
            if isinstance(value, Undefined):
                return value
        if operation in ("floor", "ceil"):
            sign = 1 if operation == "floor" else -1
            value = values[0] if sign == 1 else self.apply("neg", (values[0],))
            return self.number(Fraction(sign * self.step_of(value)[0]))
        if operation == "-" and values[0] is values[1]:
            return self.number(Fraction(0))
        if operation == "/" and values[0] is values[1] and values[0].reach.abs_lower() > 0:
            return self.number(Fraction(1))
        if (
            operation == "**"
            and values[0].slope is None
            and self.inner.is_zero(values[0].first)
            and values[1].reach > 0
        ):
            return self.number(Fraction(0))  # all along, though no logarithm of 0 says how it moves
        if operation in ("max", "min"):
            return self.extreme(values, 1 if operation == "max" else -1)
        return self.smooth(operation, values)

    def extreme(self, values: Sequence[Any], sign: int) -> Any:
        best = values[0]
        for value in values[1:]:
            best = value if self.compare(value, best) == sign else best
        return best

    def smooth(self, operation: str, values: Sequence[Any]) -> Any:
        inner = self.inner
        first = inner.apply(operation, [v.first for v in values])
        if all(v.slope is None for v in values):
            return self.fixed(first)
        last = inner.apply(operation, [v.last for v in values])
        reach = self.wide.apply(operation, [v.reach for v in values])
        if isinstance(first, Undefined) or isinstance(last, Undefined) or isinstance(reach, Undefined):
            raise Unsure
        return self.tightened(first, last, inner.ball(reach), self.slope(operation, values, reach))

    def slope(self, operation: str, values: Sequence[Any], reach: Any) -> Number:
        """Return the ball of all slopes of an operation on the way."""
        wide, total = self.wide, None
        # Where an operand does not move its exact value keeps slopes exact: 3·w has the slope 3, not a ball around it.
        operands = [v.first if v.slope is None else v.reach for v in values]
        for position, value in enumerate(values):
            if value.slope is None:
                continue
            # whether the cut of atan2 is met is asked of its piece: a ball of all slopes need not know
            code = wide.slope_code(operation, position)
            own = wide.run(code, [*operands, *[reach] * (3 - len(values))])[-1]
            share = own if isinstance(own, Undefined) else wide.apply("*", (own, value.slope))
            if isinstance(share, Undefined):
                raise Unsure
            total = share if total is None else wide.apply("+", (total, share))
        return total

    def tightened(self, first: Value, last: Value, reach: Any, slope: Number) -> Enclosure:
        inner = self.inner
        with inner.hold:
            start, rate = inner.ball(first), inner.ball(slope)
            one_way = rate >= 0 or rate <= 0  # what only rises, or only falls, is between its ends
            way = start.union(inner.ball(last)) if one_way else start + rate * self.way
            return Enclosure(first, last, way if reach is None else reach.intersection(way), slope)


Range = tuple[float, float, bool]  # the least and the most that a value can be, and whether it is never 0
EVERYTHING: Range = (-math.inf, math.inf, False)
NOTHING: Range = (math.inf, -math.inf, True)  # of what has no value anywhere
ULPS = 1e-13  # relatively: so far may a double be off that a C library gives
LEAST = 5e-324

# Functions that only rise, by their range and whether they are never 0.
RISING: dict[str, tuple[float, float, bool]] = {
    "exp": (0.0, math.inf, True), "expm1": (-1.0, math.inf, False), "log": (-math.inf, math.inf, False), "log1p": (-math.inf, math.inf, False),
    "sqrt": (0.0, math.inf, False), "cbrt": EVERYTHING, "atan": (-1.6, 1.6, False), "asin": (-1.6, 1.6, False), "sinh": EVERYTHING,
    "tanh": (-1.0, 1.0, False), "asinh": EVERYTHING, "acosh": (0.0, math.inf, False), "atanh": EVERYTHING, "erf": (-1.0, 1.0, False),
    "sigmoid": (0.0, 1.0, True), "softplus": (0.0, math.inf, True), "normcdf": (0.0, 1.0, True),
}  # fmt: skip
WITHIN: dict[str, Range] = {
    "sin": (-1.0, 1.0, False), "cos": (-1.0, 1.0, False), "cosh": (1.0, math.inf, True), "acos": (0.0, 3.15, False), "erfc": (0.0, 2.0, True),
    "normpdf": (0.0, 0.4, True), "sech": (0.0, 1.0, True), "silu": (-0.28, math.inf, False), "gelu": (-0.18, math.inf, False),
    "atan2": (-3.15, 3.15, False),
}  # fmt: skip
STEADY = frozenset({"sin", "cos", "erfc", "normpdf", "sech", "silu", "gelu"})  # with slopes of at most STEEPEST
STEEPEST, ROUNDED = 1.2, 1e-11
DOMAINS = {"log": (0.0, math.inf), "log1p": (-1.0, math.inf), "sqrt": (0.0, math.inf), "acosh": (1.0, math.inf),
           "asin": (-1.0, 1.0), "acos": (-1.0, 1.0), "atanh": (-1.0, 1.0)}  # fmt: skip
OPEN = frozenset({"log", "log1p", "atanh"})  # without a value at the ends of their domains
ZEROED = frozenset(
    {"expm1", "log1p", "sqrt", "cbrt", "atan", "asin", "sinh", "tanh", "asinh", "atanh", "erf"}
)  # 0 at 0 alone


class Ranges:
    """Ranges of values over a whole box of inputs, in doubles rounded outward: rough, and quick enough for many boxes."""

    def run(self, code: Code, slots: Sequence[Range]) -> list[Range]:
        """Return the range of every instruction, where it has values."""
        found: list[Range] = []
        for operation, *rest in code:
            if operation == "slot":
                found.append(slots[rest[0]])
            elif operation == "num":
                found.append(self.number(rest[0]))
            elif operation == "const":
                found.append(
                    outward(
                        math.pi if rest[0] == "pi" else math.e, math.pi if rest[0] == "pi" else math.e, never_zero=True
                    )
                )
            else:
                found.append(
                    self.chosen(code, rest, operation, found)
                    if operation.startswith("where")
                    else self.apply(operation, [found[i] for i in rest], same=len(set(rest)) < len(rest))
                )
        return found

    def chosen(self, code: Code, operands: Sequence[int], operation: str, found: Sequence[Range]) -> Range:
        """Return the range of the branches of a `where` that may be taken, each where it is taken: relu is never negative."""
        left, right = found[operands[0]], found[operands[1]]
        sides = self.sides(left, right)
        parts = []
        for k in (2, 3):
            taken = [side for side in sides if COMPARE[operation[5:]](side, 0) == (k == 2)]
            if not taken:
                continue
            low = right[0] if -1 not in taken else -math.inf
            high = right[1] if 1 not in taken else math.inf
            off_zero = left[2] or (0 not in taken and right[:2] == (0.0, 0.0))
            part = max(left[0], low), min(left[1], high), off_zero
            if operands[k] == operands[0]:
                parts.append(part)
            elif code[operands[k]] == ("neg", operands[0]):
                parts.append((-part[1], -part[0], off_zero))
            else:
                parts.append(found[operands[k]])
        return union(parts)

    def number(self, value: Fraction) -> Range:
        """Return the range of a rational: no more than itself where a double can hold it."""
        try:
            near = float(value)
        except OverflowError:
            return (sys.float_info.max, math.inf, True) if value > 0 else (-math.inf, -sys.float_info.max, True)
        return (near, near, near != 0) if Fraction(near) == value else outward(near, near, never_zero=True)

    def sides(self, left: Range, right: Range) -> set[int]:
        """Return which signs the difference of two values can have."""
        if NOTHING in (left, right):
            return set()
        low, high, off_zero = self.apply("-", [left, right])
        if right[:2] == (0.0, 0.0):
            low, high, off_zero = left
        found = {-1} if low < 0 else set()
        found |= {1} if high > 0 else set()
        if low <= 0 <= high and not off_zero:
            found.add(0)
        return found

    def apply(self, operation: str, values: Sequence[Range], *, same: bool = False) -> Range:
        """Return the range of one operation."""
        if NOTHING in values:
            return NOTHING
        low, high, off_zero = values[0]
        if operation == "neg":
            return -high, -low, off_zero
        if operation in ("+", "-"):
            other = values[1] if operation == "+" else (-values[1][1], -values[1][0], values[1][2])
            one_sign = (low >= 0 and other[0] >= 0) or (high <= 0 and other[1] <= 0)
            ends = *ends_of(low, other[0], "+"), *ends_of(high, other[1], "+")
            return spanned(ends, never_zero=one_sign and (off_zero or other[2]))
        if operation in ("*", "/"):
            if operation == "*" and same:
                return self.powered(values[0], 2)
            return self.product(values, operation)
        if operation == "**":
            return self.power(values)
        if operation in ("max", "min"):
            pick = max if operation == "max" else min
            bounds = pick(v[0] for v in values), pick(v[1] for v in values)
            return *bounds, all(v[2] for v in values)
        if operation in ("floor", "ceil"):
            step = math.floor if operation == "floor" else math.ceil
            whole = [x if math.isinf(x) else float(step(x)) for x in (low, high)]
            return whole[0], whole[1], whole[0] > 0 or whole[1] < 0
        return self.call(operation, low, high, off_zero)

    def product(self, values: Sequence[Range], operation: str) -> Range:
        """Return the range of a product, or of a quotient."""
        (a, b, off_zero), (c, d, off) = values
        if operation == "/":
            if c == d == 0:
                return NOTHING
            if c < 0 < d:
                return -math.inf, math.inf, off_zero
            if c == 0 or d == 0:
                return self.product([values[0], inverse(c, d)], "*")
        else:
            off_zero = off_zero and off
        return spanned([end for x in (a, b) for y in (c, d) for end in ends_of(x, y, operation)], never_zero=off_zero)

    def power(self, values: Sequence[Range]) -> Range:
        """Return the range of a power."""
        (low, high, off_zero), (first, last, _) = values
        if first == last and first == math.floor(first) and abs(first) <= 1000:
            whole = self.powered(values[0], abs(int(first)))
            return whole if first >= 0 else self.product([(1.0, 1.0, True), whole], "/")
        if low < 0:
            return -math.inf, math.inf, off_zero
        if first == last and first > 0:
            return outward(min(raised(low, first)), max(raised(high, first)), never_zero=off_zero)
        return 0.0, math.inf, off_zero

    def powered(self, value: Range, exponent: int) -> Range:
        low, high, off_zero = value
        ends = [*raised(low, exponent), *raised(high, exponent)]
        if exponent and exponent % 2 == 0 and low < 0 < high:
            ends.append(0.0)
        return outward(min(ends), max(ends), never_zero=off_zero or exponent == 0)

    def call(self, operation: str, low: float, high: float, off_zero: bool) -> Range:
        """Return the range of a function of one operand."""
        if operation in DOMAINS:
            least, most = DOMAINS[operation]
            if high < least or low > most or (operation in OPEN and (high <= least or low >= most)):
                return NOTHING
            low, high = max(low, least), min(high, most)
        if operation not in RISING:
            least, most, never_zero = WITHIN.get(operation, EVERYTHING)
            if operation in STEADY and high - low < 2:
                middle, reach = about(operation, (low + high) / 2), STEEPEST * (high - low) / 2 + ROUNDED
                return max(least, middle - reach), min(most, middle + reach), never_zero
            return least, most, never_zero
        least, most, never_zero = RISING[operation]
        ends = [least if x == -math.inf else most if x == math.inf else about(operation, x) for x in (low, high)]
        first, last, _ = outward(ends[0], ends[1], never_zero=False)
        if operation in ZEROED:
            first, last = (max(first, 0.0) if low >= 0 else first), (min(last, 0.0) if high <= 0 else last)
            never_zero = off_zero
        return max(first, least), min(max(last, LEAST) if never_zero and least == 0 else last, most), never_zero


def ends_of(left: float, right: float, operation: str) -> tuple[float, ...]:
    """Return the doubles around what an operation makes of two ends of ranges: one where that is a double."""
    if math.isinf(left) or math.isinf(right):
        if operation == "+":
            return (left if math.isinf(left) else right,)
        if left == 0 or right == 0 or (operation == "/" and math.isinf(right)):
            return (0.0,)
        return (math.copysign(math.inf, left) * math.copysign(1, right),)
    one, other = Fraction(left), Fraction(right)
    exact = one + other if operation == "+" else one * other if operation == "*" else one / other
    try:
        near = float(exact)
    except OverflowError:
        return (sys.float_info.max, math.inf) if exact > 0 else (-math.inf, -sys.float_info.max)
    if not near and exact:
        return 0.0, LEAST if exact > 0 else -LEAST
    return (near,) if Fraction(near) == exact else (math.nextafter(near, -math.inf), math.nextafter(near, math.inf))


def inverse(low: float, high: float) -> Range:
    """Return the range of what is divided by a range that ends at 0."""
    if low == 0:
        return min(ends_of(1.0, high, "/")), math.inf, True
    return -math.inf, max(ends_of(1.0, low, "/")), True


def spanned(ends: Sequence[float], *, never_zero: bool) -> Range:
    """Return the range between ends, which are rounded already."""
    low, high = min(ends), max(ends)
    return low, high, never_zero or low > 0 or high < 0


def tiny(value: float, sign: float) -> tuple[float, ...]:
    """Return a value that is not 0; of one that a double takes for 0 both ends of where it may be."""
    return (value,) if value else (0.0, math.copysign(LEAST, sign))


def raised(base: float, exponent: float) -> tuple[float, ...]:
    """Return an end of a power."""
    sign = base if exponent % 2 else abs(base)
    try:
        found = math.pow(base, exponent)
    except OverflowError:
        return (math.copysign(math.inf, sign),)
    return (found,) if base == 0 or exponent == 0 else tiny(found, sign)


def about(operation: str, value: float) -> float:
    """Return a function's value, about; infinite where a double cannot hold it."""
    found = Floats().apply(operation, [value])
    if not isinstance(found, Undefined):
        return float(found)
    return math.copysign(math.inf, value) if found.large else -math.inf if value <= 0 else math.inf


def outward(low: float, high: float, *, never_zero: bool) -> Range:
    """Return a range that is a little wider, but keeps its ends at 0."""
    if low != low:
        low = -math.inf
    if high != high:
        high = math.inf
    low -= abs(low) * ULPS if math.isfinite(low) else 0
    high += abs(high) * ULPS if math.isfinite(high) else 0
    if low == math.inf:
        low = sys.float_info.max
    if high == -math.inf:
        high = -sys.float_info.max
    return low, high, never_zero or low > 0 or high < 0


def union(parts: Sequence[Range]) -> Range:
    """Return the range of all values of several ranges."""
    found = [part for part in parts if part is not NOTHING and part != NOTHING]
    if not found:
        return NOTHING
    return min(p[0] for p in found), max(p[1] for p in found), all(p[2] for p in found)
