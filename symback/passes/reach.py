"""Whether a nudge meets an edge on its way: only where it does not can its quotient show what the derivative is.

The way is covered by steps, over each of which balls enclose every value: an operation whose edge lies outside its ball stays on its
piece all along. A step that is too long to tell is halved. What remains are the places where an edge is met, and there the slopes
on both sides tell whether the result notices: relu(w)**2 goes over the kink of relu without one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from symback.domains.enclosure import Enclosures, Unsure
from symback.domains.exact import Exact
from symback.domains.germ import NotWritable
from symback.domains.text import decimal_exponent
from symback.domains.values import NeedMorePrecision, Undefined, Value
from symback.passes.edges import COUNTED, GAMMAS, LOST, ON, places, written_out
from symback.passes.forward import Forward
from symback.passes.judge import ENCLOSED, EPSILON, EXACT, MATCH, PROBED, Verdict, same, side, weakest
from symback.passes.nudge import CENTRAL, Probe

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_LOOKS = 400  # steps that one way is cut into
MOST_WORK = 20_000  # operations times steps
USUAL_BITS = 4096  # up to which an operation is one piece of work
NARROWEST = 40  # halvings of a step
CLOSEST = 5120  # and of the step beside the point, where the value's own scale may be far below ε
WIDEST = 14  # halvings: so much longer than its distance from the point may a step be and its balls still tell signs, squared, too
MOST_PLACES = 12  # where edges are met, and the result does not notice
SMALLER = (*range(1, 13), 16, 20, 30, 50, 100, 150, 190)  # powers of ten by which a smaller ε is looked for
ROUNDED = Fraction(1, 10**40)  # of a value: so little may any way move it
LOOKED_AT = 16  # points at which a way is looked at that balls cannot tell about
SLACK = Fraction(1, 10**6)  # relatively: slopes on both sides of a tiny step that differ by more are two

WITHIN = "a kink, jump, pole or the domain's edge lies within ε of the point"

Pieces = dict[tuple[str, int], Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a nudge meets no edge: `free` of it, None for all; and how that is known."""

    free: Fraction | None
    how: str


def with_epsilon(verdict: Verdict, probe: Probe, epsilon: Fraction, scheme: str) -> Verdict:
    """Return the verdict on one nudge: `epsilon` where an edge or a gap lies within its reach, with one that would do."""
    if verdict.kind != MATCH or not probe.nodes:
        return verdict
    found = reaches(probe, epsilon, scheme)
    if all(one.free is None for one in found):
        return replace(verdict, how=weakest(verdict.how, *(one.how for one in found)))
    free = min(one.free for one in found if one.free is not None)
    how = weakest(*(one.how for one in found))
    return Verdict(EPSILON, verdict.value, try_epsilon=smaller_than(free, epsilon), reason=WITHIN, how=how)


def smaller_than(free: Fraction, epsilon: Fraction) -> Fraction | None:
    """Return an ε that meets no edge, a power of ten smaller; None where that is none of those that are looked at."""
    return next((e for k in SMALLER if (e := epsilon / 10**k) < free), None)


def reaches(probe: Probe, epsilon: Fraction, scheme: str) -> list[Reach]:
    """Return how far the nudge goes without an edge, on every side that it goes to."""
    return [reach(probe, t) for t in ((epsilon, -epsilon) if scheme == CENTRAL else (epsilon,))]


def reach(probe: Probe, t: Fraction) -> Reach:
    """Return how far on the way to t no edge is met."""
    if isinstance(probe.at(t), Undefined):
        return Way(probe, t).explored(lost=True)
    if probe.is_smooth:
        return Reach(None, EXACT)
    return Way(probe, t).explored()


class Way:
    """The way of one nudge, from 0 to |t|, on the side of its sign."""

    def __init__(self, probe: Probe, t: Fraction) -> None:
        assert isinstance(probe.arithmetic, Exact)
        self.probe, self.arithmetic = probe, probe.arithmetic
        self.sign, self.length = (1 if t > 0 else -1), abs(t)
        work = max(1, probe.size) * (1 + probe.arithmetic.bits // USUAL_BITS)
        self.left = max(40, min(MOST_LOOKS, MOST_WORK // work))
        self.expected: Pieces = {}
        self.how = ENCLOSED
        self.starts_on_edge = self.ends_in_doubt = False
        self.proved = self.length * 99 / 100  # how far no edge was met, where one is met at the end

    def explored(self, *, lost: bool = False) -> Reach:
        """Go along the way from the left; `lost` says that there is no value at its end."""
        try:
            start = self.exact_places(Fraction(0))
            end = {} if lost else self.exact_places(self.length)
        except NeedMorePrecision:
            return Reach(None, PROBED)
        self.starts_on_edge = ON in start.values()
        self.expected = {key: piece for key, piece in start.items() if piece is not ON and piece != LOST}
        met = self.first_met()
        if met is not None:
            return Reach(met, self.how)
        if lost:
            return Reach(self.proved, self.how)
        if any(self.leaves(key, piece) for key, piece in end.items() if piece is ON or not self.ends_in_doubt):
            return Reach(self.proved, EXACT)
        return Reach(None, self.how)

    def first_met(self) -> Fraction | None:
        """Return where the first edge is met that the result notices; None where there is none."""
        todo = [(Fraction(0), self.length)]
        doubtful: tuple[Fraction, Fraction] | None = None
        seen = 0
        while todo:
            first, last = todo.pop()
            found = self.look(first, last)
            if found is None:
                middle = self.middle(first, last)
                if middle is not None and self.left > 0:
                    todo += [(middle, last), (first, middle)]
                    continue
                doubtful = (doubtful[0] if doubtful else first, last)
                if isinstance(self.probe.at(self.sign * last), Undefined):
                    return doubtful[0]
                if self.left > 0:
                    continue
                self.how = PROBED  # the balls cannot tell: points on the way may
                self.proved = doubtful[0]
                return self.seen_from(doubtful[0])
            if doubtful is not None:
                seen += 1
                if seen > MOST_PLACES or not self.unnoticed(*doubtful):
                    return doubtful[0]
                self.expected = {}
                doubtful = None
            if any(self.expected.get(key, piece) != piece for key, piece in found.items()):
                seen += 1  # the edge is where this step and the one before it meet
                if seen > MOST_PLACES or not self.agree_at(first):
                    return first
                self.expected = {}
            self.expected |= found
        if doubtful is not None:
            if not self.ends_on_edge(doubtful[0]) and not self.unnoticed(*doubtful):
                return doubtful[0]
            self.ends_in_doubt = True
        return None

    def ends_on_edge(self, first: Fraction) -> bool:
        """True if the edge of the last step is met at its very end, where a kink shows in nothing; whether it jumps there is asked later."""
        try:
            start, end = self.exact_places(first), self.exact_places(self.length)
        except NeedMorePrecision:
            return False
        self.how = PROBED
        return ON in end.values() and all(piece is ON or start.get(key) == piece for key, piece in end.items())

    def middle(self, first: Fraction, last: Fraction) -> Fraction | None:
        """Return where a step that is too long to tell is cut; None where it is narrow enough.

        Beside the point a function may be smooth at a scale of its own alone: there steps get shorter by powers.
        """
        narrowest: Fraction = self.length / 2**NARROWEST
        if last > narrowest:
            return (first + last) / 2 if last - first > narrowest else None
        if not first:
            return self.beside if self.beside is not None and last > self.beside else None
        if last > 4 * first:
            return first * (1 << min((last // first).bit_length() // 2, WIDEST))
        return (first + last) / 2 if last - first > last / 2**NARROWEST else None

    @cached_property
    def beside(self) -> Fraction | None:
        """Return how long a step beside the point may be for the balls to tell; None where they never do."""
        step: Fraction = self.length / 2**NARROWEST
        while step * 2**CLOSEST > self.length and self.left > 0:
            step = step * step / self.length
            if self.look(Fraction(0), step) is not None:
                return step
        return None

    def seen_from(self, first: Fraction) -> Fraction | None:
        """Return `first` if any of some points beyond it shows that an edge has been met; None where none does."""
        points = [first + (self.length - first) * k / LOOKED_AT for k in range(1, LOOKED_AT)]
        if any(self.is_beyond(s) for s in points):
            return first
        steady = self.steady(first, self.length)
        if any(self.sides_at(s, steady) is False for s in self.simple_places(first, self.length)):
            return first
        return first if self.breaks([first, *points] if first else points) else None

    def breaks(self, points: list[Fraction]) -> bool:
        """True if the result's slope, where it turns most from one point to the next, turns as much on a tiny step there."""
        slopes = [(s, slope) for s in points if (slope := self.slope_at(s)) is not None]
        with self.arithmetic.hold:
            turns = [
                ((self.arithmetic.ball(b) - self.arithmetic.ball(a)).abs_upper(), first, last)
                for (first, a), (last, b) in pairwise(slopes)
            ]
            if not turns:
                return False
            turn, first, last = max(turns, key=lambda one: one[0])
            step = self.narrowed(first, last)
            narrow = self.turn(*step) if step is not None else None
            return narrow is not None and bool(narrow[0] > turn * self.arithmetic.ball(SLACK))

    def looks_free(self, last: Fraction) -> bool:
        """True if at points closer and closer to the start no edge is seen to have been met."""
        return not any(self.is_beyond(last / 2 ** (NARROWEST * k)) for k in range(LOOKED_AT))

    def is_beyond(self, s: Fraction) -> bool:
        """True if an operation is on another piece at a point of the way than before it, as far as can be told."""
        try:
            found = self.exact_places(s)
        except NeedMorePrecision:
            return False
        return any(self.expected.get(key, piece) != piece for key, piece in found.items())

    def leaves(self, key: tuple[str, int], piece: Any) -> bool:
        """True if an operation at the end of the way is on another piece than before it, in a way that shows in its value."""
        before = self.expected.get(key, piece)
        if piece is ON:
            return before is not ON and self.jumps_at_end(key)
        return bool(before != piece)

    def jumps_at_end(self, key: tuple[str, int]) -> bool:
        """True if the result's value at the end, on an edge, is not what the way leads to."""
        name, index = key
        node = next(n for n in self.probe.nodes if n.name == name)
        code = written_out(node.rule)
        operation, *operands = code[index]
        if operation.startswith("where"):
            inner = self.inner_at(self.length)[name]
            then, otherwise = inner[operands[2]], inner[operands[3]]
            if isinstance(then, Undefined) or isinstance(otherwise, Undefined):
                before = self.expected.get(key)
                return bool(before is None or self.taken(operation, before) != self.taken(operation, 0))
            before = self.expected.get(key)
            if before is not None and before is not ON and self.taken(operation, before) == self.taken(operation, 0):
                return False
            try:
                return self.arithmetic.compare(then, otherwise) != 0
            except NeedMorePrecision:
                self.how = PROBED
                return False
        if operation in COUNTED:
            before = self.expected.get(key)
            interior = before if operation == "floor" or before is None else -before
            return bool(interior != self.inner_at(self.length)[name][index])
        return operation in ("atan2", "/", *GAMMAS)

    def taken(self, operation: str, side_of: int) -> bool:
        from symback.domains.base import COMPARE

        return COMPARE[operation[5:]](side_of, 0)

    # What is there

    def exact_places(self, s: Fraction) -> Pieces:
        """Return the pieces at one point of the way."""
        return places(self.probe.nodes, self.probe.result, self.inner_at(s), self.arithmetic)

    def inner_at(self, s: Fraction) -> dict[str, list[Value]]:
        """Return the values within the written-out rules at one point of the way."""
        t = self.sign * s
        values = self.probe.walk(t)
        known = self.probe.run.values
        return {
            node.name: self.arithmetic.run(written_out(node.rule), [values.get(n, known[n]) for n in node.operands])
            for node in self.probe.nodes
        }

    def look(self, first: Fraction, last: Fraction) -> Pieces | None:
        """Return the pieces that every operation is on all along a step; None where that cannot be told."""
        self.left -= 1
        domain = Enclosures(self.arithmetic, last - first)
        probe, known = self.probe, self.probe.run.values
        try:
            moved: dict[str, Any] = {}
            for name, rate in (probe.rates or {probe.name: Fraction(1)}).items():
                ends = [probe.moved(name, rate, self.sign * s) for s in (first, last)]
                moved[name] = domain.moving(
                    ends[0], ends[1], rate if self.sign > 0 else self.arithmetic.apply("neg", (rate,))
                )
            inners: dict[str, list[Any]] = {}
            for node in probe.nodes:
                slots = [moved[n] if n in moved else domain.fixed(known[n]) for n in node.operands]
                inners[node.name] = domain.run(written_out(node.rule), slots)
                moved[node.name] = inners[node.name][-1]
            if isinstance(moved[self.probe.result], Undefined):
                return None
            found = places(self.probe.nodes, self.probe.result, inners, domain)
        except (Unsure, NeedMorePrecision):
            return None
        return None if LOST in found.values() else found

    def unnoticed(self, first: Fraction, last: Fraction) -> bool:
        """True if the result is smooth across a tiny step in which an edge is met."""
        if first == 0:  # what the germs at the point say of an edge there has been judged
            self.how = PROBED
            return last <= self.length / 2 ** (NARROWEST - 2) and (self.starts_on_edge or self.looks_free(last))
        steady = self.steady(first, last)
        for edge in self.simple_places(first, last):
            exact = self.sides_at(edge, steady)
            if exact is not None:
                return exact
        return self.turns_little(first, last)

    def agree_at(self, s: Fraction) -> bool:
        """True if the result is smooth where two steps meet on different pieces."""
        exact, near = self.sides_at(s), self.length / 2**NARROWEST
        return self.turns_little(s - near, s + near) if exact is None else exact

    def turns_little(self, first: Fraction, last: Fraction) -> bool:
        """True if the result's slopes at the ends of a tiny step are those of a smooth function."""
        self.how = PROBED
        wide = self.turn(first, last)
        if wide is None:
            return False
        with self.arithmetic.hold:
            slack, (turn, steepest) = self.arithmetic.ball(SLACK), wide
            if turn <= steepest * slack:
                return True
            step = self.narrowed(first, last)
            narrow = self.turn(*step) if step is not None else None
            return narrow is not None and bool(narrow[0] <= turn * slack)

    def simple_places(self, first: Fraction, last: Fraction) -> list[Fraction]:
        """Return where on a step the name's value is a simple number, as edges mostly are."""
        value = self.probe.run.values[self.probe.name]
        if not isinstance(value, Fraction):
            return [simplest(first, last)]
        low, high = sorted((value + self.sign * first, value + self.sign * last))
        return [abs(place - value) for place in dict.fromkeys((simplest(low, high), simplest_decimal(low, high)))]

    def turn(self, first: Fraction, last: Fraction) -> tuple[Any, Any] | None:
        """Return how far the result's slope turns on a tiny step, at most, and how steep it is; None where the result jumps."""
        here, there = self.slope_at(first), self.slope_at(last)
        if here is None or there is None:
            return None
        with self.arithmetic.hold:
            a, b = self.arithmetic.ball(here), self.arithmetic.ball(there)
            steepest = abs(a) + abs(b)
            if not self.joins(first, last, steepest):
                return None
            return (a - b).abs_upper() if not (a - b).contains(0) else a * 0, steepest.abs_upper()

    def narrowed(self, first: Fraction, last: Fraction) -> tuple[Fraction, Fraction] | None:
        """Return a step NARROWEST halvings narrower that still holds the edge: a smooth slope turns as much less.

        Where no piece changes, as an edge is only touched, it is the half on which the slope turns more; None where that is not known.
        """
        try:
            start = self.exact_places(first)
            changes = self.exact_places(last) != start
            here, there = self.slope_at(first), self.slope_at(last)
            for _ in range(NARROWEST):
                middle = (first + last) / 2
                if changes:
                    first, last = (middle, last) if self.exact_places(middle) == start else (first, middle)
                    continue
                between = self.slope_at(middle)
                if here is None or there is None or between is None:
                    return None
                a, b, c = (self.arithmetic.ball(one) for one in (here, between, there))
                if (c - b).abs_upper() > (b - a).abs_upper():
                    first, here = middle, between
                else:
                    last, there = middle, between
        except NeedMorePrecision:
            return None
        return first, last

    def joins(self, first: Fraction, last: Fraction, steepest: Any) -> bool:
        """True if the result does not jump on a tiny step: it moves no further than its slopes make it."""
        up, down = self.probe.at(self.sign * last), self.probe.at(self.sign * first)
        moved = self.arithmetic.apply("-", (up, down))
        if isinstance(moved, Undefined):
            return False
        most = 2 * steepest.abs_upper() * self.arithmetic.ball(last - first)
        return not abs(self.arithmetic.ball(moved)) > most + abs(self.arithmetic.ball(down)) * self.arithmetic.ball(
            ROUNDED
        )

    def steady(self, first: Fraction, last: Fraction) -> set[tuple[str, int]]:
        """Return the operations on an edge at an end of a tiny step, as `max(w, w)` is everywhere: none that is met within it."""
        try:
            ends = [*self.exact_places(first).items(), *self.exact_places(last).items()]
        except NeedMorePrecision:
            return set()
        return {key for key, piece in ends if piece in (ON, LOST)}

    def sides_at(self, s: Fraction, steady: Collection[tuple[str, int]] | None = None) -> bool | None:
        """True if the germs left and right of a point of the way agree, False if not; None where no edge is at that point.

        Without `steady`, the operations whose edges do not count, an edge has been met there.
        """
        try:
            if steady is not None:
                found = {piece for key, piece in self.exact_places(s).items() if key not in steady}
                if found.isdisjoint((ON, LOST)) and not isinstance(self.probe.at(self.sign * s), Undefined):
                    return None
            moved = Probe(self.probe.name, self.probe.result, self.probe.nodes, self.run_at(s), self.arithmetic)
            if isinstance(moved.base, Undefined):
                return False
            right, left = side(moved, 1), side(moved, -1)
            if right.slope is None or left.slope is None:
                return False
            return same(left.slope, right.slope, self.arithmetic)
        except (NotWritable, NeedMorePrecision):
            return None

    def run_at(self, s: Fraction) -> Forward:
        run = self.probe.run
        return Forward({**run.values, **self.probe.walk(self.sign * s)}, run.inner)

    def slope_at(self, s: Fraction) -> Value | None:
        """Return the result's slope at one point of the way, by the chain rule."""
        from symback.passes.push import push

        values, known = self.probe.walk(self.sign * s), self.probe.run.values
        inners = {
            n.name: self.arithmetic.run(n.rule, [values.get(o, known[o]) for o in n.operands]) for n in self.probe.nodes
        }
        try:
            found = push(self.probe.nodes, inners, {self.probe.name: Fraction(1)}, self.arithmetic).get(
                self.probe.result, Fraction(0)
            )
        except NeedMorePrecision:
            return None
        return None if isinstance(found, Undefined) else found


class Meetings(Way):
    """The way of one nudge, whose edges are all noted: whether what is asked for notices, others tell."""

    def __init__(self, probe: Probe, t: Fraction) -> None:
        super().__init__(probe, t)
        self.met: list[tuple[Fraction, Fraction]] = []

    def unnoticed(self, first: Fraction, last: Fraction) -> bool:
        self.met.append((first, last))
        return True

    def agree_at(self, s: Fraction) -> bool:
        near = self.length / 2**NARROWEST
        return self.unnoticed(s - near, s + near)

    def steps(self) -> list[tuple[Fraction, Fraction]]:
        """Return the tiny steps of the way on which an edge is met, or may be, those nearest to the point first."""
        found = self.explored(lost=isinstance(self.probe.at(self.sign * self.length), Undefined))
        near = self.length / 2**NARROWEST
        ends = [] if found.free is None else [(found.free, found.free + near), (self.length - near, self.length)]
        return sorted((first, last) for first, last in (*self.met, *ends) if first > 0)


def simplest_decimal(low: Fraction, high: Fraction) -> Fraction:
    """Return a decimal of few digits from `low` to `high`; `low` where they are one, or where 0 is between."""
    if low <= 0 <= high or low == high:
        return low
    exponent = decimal_exponent(high - low)
    unit = Fraction(10) ** (exponent + 1)
    for _ in range(3):
        found = -(-low // unit) * unit
        if found <= high:
            return found
        unit /= 10
    return low


def simplest(first: Fraction, last: Fraction) -> Fraction:
    """Return the rational with the smallest denominator from `first` to `last`."""
    if first < 0:
        return Fraction(0) if last >= 0 else -simplest(-last, -first)
    whole = -(-first.numerator // first.denominator)
    if whole <= last:
        return Fraction(whole)
    below = whole - 1
    return below + 1 / simplest(1 / (last - below), 1 / (first - below))
