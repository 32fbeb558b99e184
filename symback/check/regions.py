"""Points in every region that the branches of a program and a claim make: looked for in doubles, along lines and by walking.

Lines go through a few points along every input, and aslant, from 1e-300 to 1e300: where a condition changes its sign, or comes
nearest to doing so, is found on them by halving. What is still missing then is walked to: to all sides of a target at once, to
where several conditions are at their edges, and up to the summits of narrow bumps.
"""

from __future__ import annotations

import math
import operator
from collections import Counter
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice, pairwise, product
from random import Random
from typing import TYPE_CHECKING

from symback.domains.base import COMPARE
from symback.domains.floats import Floats
from symback.domains.values import Undefined
from symback.functions import BY_NAME
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from symback.check.branches import Branches, Condition, Target
    from symback.syntax.formula import Instruction

    Point = tuple[float, ...]
    Line = Callable[[float], Point]
    Gauge = Callable[[list[float]], float]

WORK = 400_000  # operations that looking for regions may take, and as many again for each way of walking
FULL = 3  # points that are kept of a region
DENSE = [10 ** (k / 6) for k in range(-18, 19)]
SCALES = sorted({*DENSE, *(10.0**k for k in (*range(-12, 13), *range(-60, 61, 4), *range(-300, 301, 40)))})
GRID = [*(-s for s in reversed(SCALES)), 0.0, *SCALES]
HALVINGS = 100
GOLDEN = (math.sqrt(5) - 1) / 2
STEPS = 60  # of one walk
INSIDE = (0.5, 0.31, 0.77)
MOST_LINES = 60
MOST_MIXED = 2000
MOST_CHOICES = 12  # places along one input that are mixed with those along others
MOST_CROSSED, MOST_TOUCHES = 12, 5  # of one condition on one line that are gone after
MOST_ROOTS = 2  # of one operation along one input that points are made beside
USUAL = 100.0  # sizes that need not be smaller
NEAR = (1e-9, 1e-3)  # relatively: so far beside an edge
PLAIN: dict[str, Callable[..., float]] = {"max": max, "min": min, "/": operator.truediv, "**": math.pow}
NAN, INFINITY = math.nan, math.inf


def action(instruction: Instruction, floats: Floats) -> Callable[[list[float]], float]:
    """Return what an instruction makes of the values before it: nan where there is none, and what overflows is infinite."""
    name, *rest = instruction
    if name in ("+", "-", "*"):
        do, (a, b) = {"+": operator.add, "-": operator.sub, "*": operator.mul}[name], rest
        return lambda v: do(v[a], v[b])
    if name == "neg":
        (a,) = rest
        return lambda v: -v[a]
    if name.startswith("where"):
        holds, (a, b, c, d) = COMPARE[name[5:]], rest
        return lambda v: NAN if v[a] != v[a] or v[b] != v[b] else v[c] if holds(v[a], v[b]) else v[d]
    row = BY_NAME.get(name)
    real = row.real if row and not row.definition and name != "lgamma" else None
    plain = PLAIN.get(name) or getattr(math, real or "", None)

    def general(v: list[float]) -> float:
        values = [v[i] for i in rest]
        for x in values:
            if x != x:
                return NAN
        try:
            if plain is not None:
                return float(plain(*values))
            found = floats.apply(name, values)
        except OverflowError:
            return -INFINITY if name == "sinh" and values[0] < 0 else INFINITY
        except (ValueError, ZeroDivisionError):
            return NAN
        return NAN if isinstance(found, Undefined) else float(found)

    if plain is None or len(rest) != 1:
        return general
    (a,) = rest

    def single(v: list[float]) -> float:
        try:
            return plain(v[a])
        except (OverflowError, ValueError):
            return general(v)

    return single


class Regions:
    """The search in one code. `base` is a point to begin at, `free` the slots that may move; `sound` makes a point fit assumptions."""

    def __init__(
        self, found: Branches, base: Sequence[float], free: Sequence[int], sound: Callable[[Point], Point | None]
    ) -> None:
        self.found, self.free, self.sound = found, list(free), sound
        self.base = tuple(base)
        floats = Floats()
        self.fixed: list[float] = [0.0] * len(found.code)
        self.actions: list[tuple[int, Callable[[list[float]], float]]] = []
        self.slots: list[tuple[int, int]] = []
        for index, instruction in enumerate(found.code):
            if instruction[0] == "slot":
                self.slots.append((index, instruction[1]))
            elif instruction[0] in LEAVES:
                value = floats.run((instruction,), [])[0]
                self.fixed[index] = math.inf if isinstance(value, Undefined) else float(value)
            else:
                self.actions.append((index, action(instruction, floats)))
        self.left = WORK // len(found.code)
        self.targets = found.targets  # that are looked for
        self.needed = list(dict.fromkeys(c for target in found.targets for c, _ in target))
        self.gauges = [gauge(condition) for condition in self.needed]
        self.met: dict[tuple[int, ...], list[Point]] = {}
        self.critical: dict[int, set[float]] = {k: set() for k in self.free}
        self.nearest: dict[Target, tuple[int, Point]] = {}
        self.random = Random(len(found.code))  # noqa: S311 (points, not secrets)

    # One point

    def values(self, point: Point) -> list[float]:
        """Return the values of all instructions at a point."""
        self.left -= 1
        values = self.fixed.copy()
        for index, slot in self.slots:
            values[index] = point[slot]
        for index, act in self.actions:
            values[index] = act(values)
        return values

    def off(self, condition: Condition, values: list[float]) -> float:
        """Return the left side of a condition less the right one."""
        return gauge(condition)(values)

    def visit(self, point: Point) -> None:
        """Look which region a point is in, and keep it if there are few of that one."""
        if not all(map(math.isfinite, point)):
            return
        fitting = self.sound(point)
        if fitting is None:
            return
        values = self.values(fitting)
        if math.isnan(values[self.found.of]):
            return
        signs = []
        for read in self.gauges:
            off = read(values)
            signs.append((off > 0) - (off < 0) if off == off else 2)
        kept = self.met.setdefault(tuple(signs), [])
        if fitting not in kept:
            kept.append(fitting)
            if len(kept) > FULL:
                kept.remove(max(kept, key=oddness))

    def missing(self) -> list[Target]:
        """Return the targets that no point has met."""
        return [target for target in self.targets if not self.meeting(target)]

    def meeting(self, target: Target) -> list[Point]:
        """Return the points of all regions within a target, those of usual size first."""
        places = [(self.needed.index(c), side) for c, side in target]
        groups = [points for signs, points in self.met.items() if all(signs[k] == side for k, side in places)]
        return sorted((point for points in groups for point in points), key=oddness)

    # Lines

    def along(self, point: Point, direction: Sequence[float]) -> Line:
        return lambda t: tuple(x + t * d if d else x for x, d in zip(point, direction, strict=True))

    def scan(self, line: Line) -> list[tuple[float, Condition]]:
        """Visit points all along a line, and on both sides of every edge on it; return where edges are."""
        places = [t for t in GRID if all(map(math.isfinite, line(t)))]
        rows = []
        for t in places:
            self.visit(line(t))
            rows.append(self.values(line(t)))
            if self.left < 0:
                return []
        found: list[tuple[float, Condition]] = []
        for condition in self.found.watched:
            read = gauge(condition)
            offs = [read(row) for row in rows]

            def height(t: float, read: Gauge = read) -> float:
                return read(self.values(line(t)))

            found += [(t, condition) for t, off in zip(places, offs, strict=True) if off == 0]
            crossed = [(a, b) for (a, b), (p, q) in zip(pairwise(places), pairwise(offs), strict=True) if p * q < 0]
            for a, b in near_first(crossed, line, self.base):
                found.append((halved(height, a, b), condition))
            close = [k for k in range(1, len(places) - 1) if touches(offs[k - 1 : k + 2])]
            for k in sorted(close, key=lambda k, offs=offs: abs(offs[k]))[:MOST_TOUCHES]:  # type: ignore[misc]  # mypy knows no type for a lambda with a default
                if self.left < 0:
                    break
                a, b = places[k - 1], places[k + 1]
                t = nearest(height, a, places[k], b)
                found.append((t, condition))
                if height(t) * offs[k] < 0:
                    found += [(halved(height, end, t), condition) for end in (a, b)]
        self.beside(line, sorted({t for t, _ in found}))
        return found

    def beside(self, line: Line, places: list[float]) -> None:
        """Visit edges on a line, the points next to them and those between."""
        for k, t in enumerate(places):
            for near in (t, simple(t), *(t + sign * share * abs(t) for share in NEAR for sign in (1, -1))):
                self.visit(line(near))
            for share in INSIDE if k + 1 < len(places) else ():
                self.visit(line(t + (places[k + 1] - t) * share))
                if t * places[k + 1] > 0 and max(places[k + 1] / t, t / places[k + 1]) > 4:
                    self.visit(line(math.copysign(abs(t) ** (1 - share) * abs(places[k + 1]) ** share, t)))

    @cached_property
    def roots(self) -> list[tuple[int, float, float]]:
        """The edges on the lines through the base point along every input: the input, the place, and the way that moves the
        condition by 1.
        """
        found = []
        for slot in self.free:
            line = self.axis(self.base, slot)
            edges = self.scan(line)
            self.critical[slot].update(t for t, _ in edges)
            edges.sort(key=lambda edge: (bool(edge[1].right), abs(edge[0] - self.base[slot])))
            count: Counter[int] = Counter()
            for t, condition in edges:
                count[condition.left] += 1
                if count[condition.left] > MOST_ROOTS:
                    continue
                step = max(abs(t) * 1e-7, 1e-300)
                up, down = (self.off(condition, self.values(line(t + s))) for s in (step, -step))
                slope = abs(up - down) / (2 * step)
                found.append((slot, simple(t), 1 / slope if math.isfinite(slope) and slope > 1e-300 else 0.0))
        return list(dict.fromkeys(found))

    def axis(self, point: Point, slot: int) -> Line:
        return lambda t: (*point[:slot], t, *point[slot + 1 :])

    def directions(self) -> Iterator[tuple[float, ...]]:
        """Yield ways aslant: with all signs for few inputs, else with some."""
        count = len(self.free)
        ways = product((1, -1), repeat=count - 1) if count <= 4 else (
            [self.random.choice((1, -1)) for _ in range(count - 1)] for _ in range(8)
        )  # fmt: skip
        for way in ways if count > 1 else ():
            direction = [0.0] * len(self.base)
            for slot, sign in zip(self.free, (1, *way), strict=True):
                direction[slot] = float(sign)
            yield tuple(direction)

    # The search

    def look(self) -> None:
        """Visit the regions on lines and between the edges along every input, until every target has been met."""
        origin = tuple(0.0 if k in self.free else x for k, x in enumerate(self.base))
        _ = self.roots
        lines = (self.along(p, d) for d in self.directions() for p in (origin, self.base))
        for line in islice(lines, MOST_LINES):
            if not self.missing():
                break
            self.scan(line)
        self.mixed()

    def walk(self) -> None:
        """Walk to the targets that have not been met, each way with the same work."""
        for walk in (self.toward, self.crossings, self.climb, self.onward):
            self.left = max(self.left, WORK // len(self.found.code))
            if not self.missing():
                return
            walk()

    def mixed(self) -> None:
        """Visit combinations of what is between the edges along every input."""
        choices = []
        for slot in self.free:
            places = sorted(self.critical[slot])
            between = [a + (b - a) * 0.47 for a, b in pairwise(places)]
            outside = [places[0] - 2 - abs(places[0]) / 3, places[-1] + 2 + abs(places[-1]) / 3] if places else []
            found = list(dict.fromkeys([self.base[slot], *outside, *between, *map(simple, places)]))
            choices.append(found[:: -(-len(found) // MOST_CHOICES)])
        total = math.prod(map(len, choices))
        ways = product(*choices) if total <= MOST_MIXED else (
            tuple(self.random.choice(c) for c in choices) for _ in range(MOST_MIXED)
        )  # fmt: skip
        for way in ways if self.free else ():
            self.visit(self.moved(self.base, way))

    def moved(self, point: Point, way: Sequence[float]) -> Point:
        found = list(point)
        for slot, value in zip(self.free, way, strict=True):
            found[slot] = value
        return tuple(found)

    def starts(self, target: Target) -> list[Point]:
        """Return points to begin a walk at: those that lack least of a target, and the base."""
        near = sorted(
            self.met.items(), key=lambda pair: sum(pair[0][self.needed.index(c)] != side for c, side in target)
        )
        return [*(points[0] for _, points in near[:6]), self.base]

    def gradient(self, condition: Condition, point: Point, values: list[float]) -> list[float]:
        """Return how fast a condition moves with every input, by small steps."""
        found = [0.0] * len(point)
        here = self.off(condition, values)
        for slot in self.free:
            step = max(abs(point[slot]) * 1e-7, 1e-12)
            there = self.off(condition, self.values(self.axis(point, slot)(point[slot] + step)))
            found[slot] = (there - here) / step if math.isfinite(there) and math.isfinite(here) else 0.0
        return found

    def toward(self) -> None:
        """Walk to the missing targets: always over the edge that is farthest, a little further than it seems to be."""
        for target in self.missing():
            for start in self.starts(target):
                point = start
                for step in range(STEPS):
                    if self.left < 0:
                        return
                    values = self.values(point)
                    worst: tuple[float, list[float], float] | None = None
                    for condition, side in target:
                        off = self.off(condition, values)
                        if not off * side > 0 and (off or side):
                            slopes = self.gradient(condition, point, values)
                            size = sum(s * s for s in slopes)
                            if size > 0 and math.isfinite(size) and abs(off) >= (worst or (-1.0,))[0] * math.sqrt(size):
                                worst = abs(off) / math.sqrt(size), slopes, -off / size
                    if worst is None:
                        break
                    over = (1.3, 1.05, 1.6, 1.01)[step % 4]
                    margin = 1e-3 / math.sqrt(sum(s * s for s in worst[1])) if not worst[2] else 0.0
                    far = worst[2] * over if worst[2] else margin * next(s for c, s in target if s)
                    point = tuple(x + far * s for x, s in zip(point, worst[1], strict=True))
                    self.visit(point)
                if self.meeting(target):
                    break

    def crossings(self) -> None:
        """Walk to where several conditions are at their edges at once, and look around there."""
        conditions = self.found.watched[:8]
        found: list[Point] = []
        for count in range(2, min(len(self.free), 3) + 1):
            for some in islice(combinations(conditions, count), MOST_LINES):
                for start in (self.base, self.moved(self.base, [7.0 - 3 * k for k in range(len(self.free))])):
                    point = self.crossing(some, start)
                    if point is not None and self.left > 0:
                        found.append(point)
        found = list(dict.fromkeys(found))[:MOST_LINES]
        for point in found:
            self.around(point)
        for one, other in islice(combinations(found, 2), MOST_LINES):
            self.visit(tuple((a + b) / 2 for a, b in zip(one, other, strict=True)))

    def around(self, point: Point) -> None:
        """Visit a point, and others about it at several scales."""
        self.visit(point)
        self.visit(tuple(map(simple, point)))
        size = max(map(abs, point)) or 1.0
        for scale in (1e-9, 1e-6, 1e-3, 1e-1):
            for way in islice(product((1, -1), repeat=len(self.free)), 16):
                self.visit(
                    self.moved(point, [point[k] + s * scale * size for k, s in zip(self.free, way, strict=True)])
                )

    def crossing(self, conditions: Sequence[Condition], point: Point) -> Point | None:
        """Return a point at which some conditions are all at their edges, by Newton's method along the shortest way."""
        for _ in range(STEPS // 2):
            values = self.values(point)
            offs = [self.off(c, values) for c in conditions]
            if not all(map(math.isfinite, offs)):
                return None
            slopes = [self.gradient(c, point, values) for c in conditions]
            shares = solved([[sum(a * b for a, b in zip(p, q, strict=True)) for q in slopes] for p in slopes], offs)
            if shares is None:
                return None
            ways = [
                sum(share * slope[k] for share, slope in zip(shares, slopes, strict=True)) for k in range(len(point))
            ]
            moved = tuple(x - way for x, way in zip(point, ways, strict=True))
            if not all(map(math.isfinite, moved)):
                return None
            if all(abs(a - b) <= 1e-15 * abs(a) for a, b in zip(point, moved, strict=True)):
                break
            point = moved
        return point

    def climb(self) -> None:
        """Walk up to where the conditions of a missing target come nearest to holding, by steps that get smaller."""
        for target in self.missing():
            for start in self.starts(target)[:4]:
                point, size = start, max(1.0, *map(abs, start))
                best = self.height(target, point)
                while size > 1e-17 * max(map(abs, point)) and self.left > 0 and best < 0:
                    for way in self.ways():
                        tried = self.moved(point, [point[k] + s * size for k, s in zip(self.free, way, strict=True)])
                        height = self.height(target, tried)
                        while height > best and self.left > 0:
                            point, best = tried, height
                            tried = self.moved(
                                point, [point[k] + s * size for k, s in zip(self.free, way, strict=True)]
                            )
                            height = self.height(target, tried)
                            if best >= 0:
                                break
                        else:
                            continue
                        break
                    else:
                        size /= 2
                self.around(point)
                for slot in self.free if not self.meeting(target) else ():
                    self.scan(self.axis(point, slot))
                if self.meeting(target):
                    break

    def ways(self) -> Iterator[tuple[float, ...]]:
        """Yield directions to step in: along every input, and some aslant."""
        count = len(self.free)
        for k in range(count):
            for sign in (1.0, -1.0):
                yield tuple(sign if i == k else 0.0 for i in range(count))
        for _ in range(2 * count if count > 1 else 0):
            yield tuple(self.random.uniform(-1, 1) for _ in range(count))

    def height(self, target: Target, point: Point) -> float:
        """Return how far a target is from holding, negative: the least of its conditions."""
        values = self.values(point)
        found = min((self.off(c, values) * side if side else -abs(self.off(c, values))) for c, side in target)
        return found if found == found else -INFINITY

    def onward(self) -> None:
        """Go along lines through a point of every region that has been met."""
        points = [points[0] for points in self.met.values()]
        for point in points[: MOST_LINES // max(1, len(self.free))]:
            for slot in self.free:
                if self.left < 0 or not self.missing():
                    return
                self.scan(self.axis(point, slot))

    def within(self, target: Target) -> Iterator[Point]:
        """Yield points of a target, and others a random way off."""
        found = [self.simplified(self.pulled(point, target), target) for point in self.meeting(target)[:FULL]]
        yield from found
        for _ in range(FULL if found else 0):
            point = self.off_within(found[0], target)
            if point is not None:
                yield point

    def pulled(self, point: Point, target: Target) -> Point:
        """Return a point of a more usual size, as far as that stays within a target: far out other terms are not seen."""
        for slots in (self.free, *([slot] for slot in self.free)):
            while max((abs(point[slot]) for slot in slots), default=0.0) > USUAL:
                tried = tuple(x / 4 if slot in slots else x for slot, x in enumerate(point))
                if not self.is_within(tried, target):
                    break
                point = tried
        return point

    def simplified(self, point: Point, target: Target) -> Point:
        """Return a point within a target that has fewer digits, if there is one next to this."""
        for digits in range(2, 14):
            tried = tuple(float(f"{x:.{digits}g}") if k in self.free else x for k, x in enumerate(point))
            if self.is_within(tried, target):
                return tried
        return point

    def is_within(self, point: Point, target: Target) -> bool:
        """True if a point is within a target, and in the domain."""
        if self.sound(point) != point:
            return False
        values = self.values(point)
        offs = [(self.off(c, values), side) for c, side in target]
        return not math.isnan(values[self.found.of]) and all(off * side > 0 if side else off == 0 for off, side in offs)

    def off_within(self, point: Point, target: Target) -> Point | None:
        """Return a point that is a random way off, within the same target; None where there is none."""
        way = [self.random.uniform(-1, 1) * (abs(point[k]) or 1.0) for k in self.free]
        for power in range(56):
            tried = self.moved(point, [point[k] + w * 0.5**power for k, w in zip(self.free, way, strict=True)])
            fitting = self.sound(tried)
            if fitting is not None and fitting != point and self.is_within(fitting, target):
                return fitting
        return None


def oddness(point: Point) -> float:
    """Return how little a point is one that a person would choose: by the digits of its numbers, and how far they are from 1."""
    return sum(len(repr(x)) + abs(math.log10(abs(x))) for x in point if x and math.isfinite(x))


def gauge(condition: Condition) -> Gauge:
    """Return what reads off how far a condition is from its edge."""
    left, right = condition
    if isinstance(right, int):
        return lambda values: values[left] - values[right]
    number = float(right)
    return lambda values: values[left] - number


def near_first(steps: list[tuple[float, float]], line: Line, base: Point) -> list[tuple[float, float]]:
    """Return the steps of a line that are nearest to a point, and a few of the others."""
    if len(steps) <= MOST_CROSSED:
        return steps
    steps = sorted(steps, key=lambda step: math.dist(line(step[0]), base))
    return steps[: MOST_CROSSED // 2] + steps[MOST_CROSSED // 2 :: len(steps) // (MOST_CROSSED // 2)]


def touches(offs: Sequence[float]) -> bool:
    """True if the middle one of three numbers of one sign is nearest to 0."""
    before, here, after = (abs(off) for off in offs)
    return math.isfinite(here) and here <= before and here <= after and offs[1] != 0 and (here < before or here < after)


def halved(height: Callable[[float], float], first: float, last: float) -> float:
    """Return where a function changes its sign, to the last bit: the end that is nearer to 0."""
    low, high = height(first), height(last)
    for _ in range(HALVINGS):
        middle = (first + last) / 2
        if first * last > 0 and not 0.25 < first / last < 4:
            middle = math.copysign(math.sqrt(abs(first)) * math.sqrt(abs(last)), first)
        elif first * last < 0 and max(abs(first), abs(last)) > 1e-280:
            middle = 0.0
        if middle in (first, last):
            break
        here = height(middle)
        if here == 0:
            return middle
        if here != here:
            break
        if here * low < 0:
            last, high = middle, here
        else:
            first, low = middle, here
    return first if abs(low) <= abs(high) else last


def nearest(height: Callable[[float], float], first: float, middle: float, last: float) -> float:
    """Return where a function comes nearest to 0 between two places, or is past it, by the golden section."""
    sign = 1 if height(middle) > 0 else -1
    a, b = first, last
    c, d = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
    high, low = height(c) * sign, height(d) * sign
    for _ in range(HALVINGS):
        if min(high, low) < 0 or b - a <= 1e-16 * abs(c):
            break
        if high < low:
            b, d, low = d, c, high
            c = b - GOLDEN * (b - a)
            high = height(c) * sign
        else:
            a, c, high = c, d, low
            d = a + GOLDEN * (b - a)
            low = height(d) * sign
    return c if high < low else d


def simple(place: float) -> float:
    """Return the simple rational that is within rounding of a double, as a double."""
    return float(nice(place))


def nice(place: float) -> Fraction:
    """Return a double as the simple rational that it is to 13 digits: edges are mostly at such."""
    exact = Fraction(place)
    if not exact:
        return exact
    scale = Fraction(10) ** (-math.floor(math.log10(abs(place))))
    found = (exact * scale).limit_denominator(1000) / scale
    return found if abs(found - exact) <= abs(exact) / 10**13 else exact


def written(place: float) -> Fraction:
    """Return a double as the number that a person would write for it."""
    found = nice(place)
    return found if float(found) == place else Fraction(repr(place))


def solved(matrix: list[list[float]], right: list[float]) -> list[float] | None:
    """Return the solution of a few linear equations; None where there is no single one."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for k in range(len(rows)):
        best = max(range(k, len(rows)), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        if not abs(rows[k][k]) > 1e-300 or not math.isfinite(rows[k][k]):
            return None
        for i, row in enumerate(rows):
            if i != k:
                share = row[k] / rows[k][k]
                rows[i] = [a - share * b for a, b in zip(row, rows[k], strict=True)]
    return [row[-1] / row[k] for k, row in enumerate(rows)]
