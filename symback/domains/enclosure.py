"""Enclosures: a value over a whole step at once, with its slopes, so that what holds for them holds all along.

Ranges are balls. The mean value theorem makes them narrower (first + slope·way), and a difference that is exactly 0 at one end,
with a slope that keeps its sign, has a known sign on the open step. What only rises or falls is between its ends.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from symback.domains.ball import flint
from symback.domains.base import Domain, Told
from symback.domains.values import NeedMorePrecision, Number, Undefined, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.domains.exact import Exact


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


class Enclosures(Domain):
    """Enclosures over a step of the length `width`, by the operations of `inner`."""

    name = "enclosure"

    def __init__(self, inner: Exact, width: Fraction) -> None:
        self.inner, self.width = inner, width
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

    def moving(self, first: Number, last: Number, slope: Fraction) -> Enclosure:
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
        reach = inner.apply(operation, [v.reach for v in values])
        if isinstance(first, Undefined) or isinstance(last, Undefined) or isinstance(reach, Undefined):
            raise Unsure
        return self.tightened(first, last, inner.ball(reach), self.slope(operation, values, reach))

    def slope(self, operation: str, values: Sequence[Any], reach: Any) -> Number:
        """Return the ball of all slopes of an operation on the way."""
        inner, total = self.inner, None
        # Where an operand does not move its exact value keeps slopes exact: 3·w has the slope 3, not a ball around it.
        operands = [v.first if v.slope is None else v.reach for v in values]
        for position, value in enumerate(values):
            if value.slope is None:
                continue
            # whether the cut of atan2 is met is asked of its piece: a ball of all slopes need not know
            code = inner.slope_code(operation, position)
            own = inner.run(code, [*operands, *[reach] * (3 - len(values))])[-1]
            share = own if isinstance(own, Undefined) else inner.apply("*", (own, value.slope))
            if isinstance(share, Undefined):
                raise Unsure
            total = share if total is None else inner.apply("+", (total, share))
        return total

    def tightened(self, first: Value, last: Value, reach: Any, slope: Number) -> Enclosure:
        inner = self.inner
        with inner.hold:
            start, rate = inner.ball(first), inner.ball(slope)
            one_way = rate >= 0 or rate <= 0  # what only rises, or only falls, is between its ends
            way = start.union(inner.ball(last)) if one_way else start + rate * self.way
            return Enclosure(first, last, way if reach is None else reach.intersection(way), slope)
