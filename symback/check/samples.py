"""Points of a program's domain, with the walks there: what a claimed formula is held against.

First the point that was asked about, then points around it, points in small numbers, then both sides of every edge and every scale
that the formulas have (found by Newton's method on the arguments of their operations: the middle of exp(-((x - m)/s)**2) and its width
are met, be they ever so small), powers of ten, and random ones. They are always the same, so that a verdict can be repeated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import cycle, islice, pairwise
from random import Random
from typing import TYPE_CHECKING

from symback.check.branches import ARITHMETIC, branches
from symback.check.nowhere import Nowhere
from symback.check.regions import Regions, written
from symback.domains.enclosure import EVERYTHING, Ranges, outward
from symback.domains.exact import Exact
from symback.domains.text import as_float, as_fraction
from symback.domains.values import Number, Undefined, Value
from symback.passes.backward import Backward, backward, chain, edge_slope
from symback.passes.forward import Forward, forward
from symback.passes.judge import KINK, MATCH, NOT_CHECKED, judge
from symback.passes.nudge import chained_probe, local_probe
from symback.syntax.formula import LEAVES, Formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from symback.check.assume import Assumptions
    from symback.check.branches import Target
    from symback.check.identity import Weights
    from symback.domains.enclosure import Range
    from symback.graph.graph import Graph
    from symback.passes.backward import Slope
    from symback.report.get import Wanted

ROUGH = 256  # bits of the first look
SIMPLE = ((2, 3, 5, 7, 11), (1, 2, 3), (-1, 2, -3), (1, 1, 1), (0, 0, 0), (Fraction(1, 2), Fraction(1, 3)))
AROUND = (Fraction(1, 10), Fraction(-1, 10), Fraction(1, 1000), Fraction(-1, 1000), Fraction(1), Fraction(-2))
CLOSE = (13, 16, 20, 25, 32, 50, 80, 120)  # powers of ten: so near to an edge, relatively
BESIDE = (
    Fraction(0),
    Fraction(1, 7),
    Fraction(-1, 7),
    Fraction(1),
    Fraction(-1),
    Fraction(3),
    Fraction(-3),
    Fraction(12),
    Fraction(-12),
)
POWERS = (-6, -3, -1, 1, 2, 3, 6)
GRID = 9973  # a prime: random points stay clear of the kinks that people put at simple numbers
RANGES = ((-3, 3), (0, 1), (-1, 1), (1, 8), (0, 3), (-30, 30), (1, 2000))
RANDOM = 40
MOST_LOOKED_FOR = 60  # places where the arguments of operations are 0
MOST_WORK = 400_000  # operations that all points of one graph take


@dataclass
class Sample:
    """One point: the values of all nodes there, and derivatives as they are asked for. `bits` may be raised by `again`."""

    point: Mapping[str, Number | Formula]
    graph: Graph
    bits: int = ROUGH
    way: type[Exact] = Exact
    slopes: dict[str, Backward] = field(default_factory=dict)
    finer: dict[int, Sample] = field(default_factory=dict)
    judged: dict[tuple[str, str, bool], Value] = field(default_factory=dict)

    @cached_property
    def arithmetic(self) -> Exact:
        return self.way(bits=self.bits, last=True)

    @cached_property
    def values(self) -> dict[str, Value]:
        """The inputs' values."""
        run = self.arithmetic.run
        return {n: run(v.code, [])[-1] if isinstance(v, Formula) else v for n, v in self.point.items()}

    @cached_property
    def run(self) -> Forward:
        return forward(self.graph, self.values, self.arithmetic)

    @cached_property
    def slots(self) -> dict[str, list[Slope]]:
        """Every local derivative."""
        return backward(self.graph, self.run, self.arithmetic).slots

    def truth(self, wanted: Wanted) -> Value:
        """The value or derivative that is wanted: by the walk back, and where an edge is on the way by the judge."""
        if wanted.by is None:
            return self.run.values.get(wanted.of, Undefined("it has no value"))
        if wanted.of == wanted.by:
            return Fraction(1)
        key = (wanted.of, wanted.by, wanted.local)
        if key not in self.judged:
            self.judged[key] = self.derivative(wanted.of, wanted.by, local=wanted.local)
        return self.judged[key]

    def derivative(self, of: str, by: str, *, local: bool) -> Value:
        if of not in self.slopes:
            self.slopes[of] = chain(self.graph, self.slots, self.arithmetic, {of: self.arithmetic.one})
        found = self.slopes[of]
        node = self.graph.by_name[of]
        slope = edge_slope(node, by, found.slots[of], self.arithmetic) if local else found.chained.get(by)
        value = Fraction(0) if slope is None else slope
        if isinstance(self.run.values[of], Undefined):
            return self.run.values[of]
        if local:
            probe = local_probe(node, by, self.run, self.arithmetic)
        else:
            focus = self.graph if of == self.graph.output else self.graph.focused(of)
            probe = chained_probe(focus, by, self.run, self.arithmetic)
        edge = any(n.name in self.edges for n in probe.nodes)
        if not edge and not isinstance(value, Undefined):
            return value
        verdict = judge(probe, slope, on_edge=True)
        if verdict.kind == MATCH:
            return verdict.value
        reason = "a kink" if verdict.kind == KINK else verdict.reason or "no derivative"
        return Undefined(reason, unsure=verdict.kind == NOT_CHECKED)

    @cached_property
    def edges(self) -> frozenset[str]:
        """The nodes with an operation at an edge."""
        from symback.report.judging import on_edge

        return frozenset(
            n.name for n in self.graph.nodes if n.name in self.run.inner and on_edge(n, self.run, self.arithmetic)
        )

    def claimed(self, formula: Formula) -> list[Value]:
        """The values within a claimed formula; the last is its own."""
        from symback.check.claims import derivative_named

        slots = []
        for name in formula.names:
            wanted = None if name in self.run.values else derivative_named(name)
            slots.append(
                self.truth(wanted) if wanted is not None else self.run.values.get(name, Undefined("it has no value"))
            )
        return self.arithmetic.run(formula.code, slots)

    def again(self, bits: int) -> Sample:
        """The same point with more bits."""
        if bits not in self.finer:
            self.finer[bits] = Sample(self.point, self.graph, bits, self.way)
        return self.finer[bits]


class Samples:
    """The points of one graph, walked once for all claims.

    `asked` is the point that was asked about (empty where there is none), `fixed` the data that stay as they are, and `assumptions`
    what is to hold everywhere.
    """

    def __init__(
        self,
        graph: Graph,
        asked: Mapping[str, Formula],
        fixed: Mapping[str, Formula],
        assumptions: Assumptions | None = None,
    ) -> None:
        self.graph, self.fixed, self.assumptions = graph, fixed, assumptions
        self.asked = Sample(asked, graph) if set(asked) == set(graph.inputs) else None
        self.free = [name for name in graph.inputs if name not in fixed]
        self.size = sum(len(node.rule) for node in graph.nodes)
        self.most = max(3, MOST_WORK // max(1, self.size) // max(1, len(graph.inputs)))
        self.random = Random(len(graph.inputs))  # noqa: S311 (points, not secrets)
        self.made: list[Sample] = []
        self.source = self.points()
        self.searches: dict[tuple[object, ...], Regions | None] = {}

    def __iter__(self) -> Iterator[Sample]:
        """The points, most telling first."""
        index = 0
        while True:
            if index == len(self.made):
                point = next(self.source, None)
                if point is None:
                    return
                self.made.append(Sample(point, self.graph))
            yield self.made[index]
            index += 1

    def around(self, formula: Formula) -> Iterator[Sample]:
        """Points where a claimed formula has its edges and scales."""
        search = self.search(self.graph.output, formula)
        if search is None or all(i[0] in LEAVES or i[0] in ARITHMETIC for i in formula.code):
            return iter(())
        return (Sample(point, self.graph) for point in self.sound(self.telling(search)))

    def points(self) -> Iterator[dict[str, Number | Formula]]:
        return islice(self.sound(self.candidates()), self.most)

    def sound(self, points: Iterable[dict[str, Fraction]]) -> Iterator[dict[str, Number | Formula]]:
        """The points at which the assumptions hold, each once, with the data in them that stay."""
        seen = set()
        for point in points:
            whole: dict[str, Number | Formula] | None = {**point, **self.fixed}
            if self.assumptions is not None:
                whole = self.assumptions.met(whole or {})
            key = tuple(str(v) if isinstance(v, Formula) else v for v in (whole or {}).values())
            if whole is not None and key not in seen:
                seen.add(key)
                yield whole

    def candidates(self) -> Iterator[dict[str, Fraction]]:
        if self.graph.inputs and not self.free:
            yield {}
            return
        base = self.base
        if self.asked is not None:
            for name in self.free:
                for share in AROUND:
                    yield {**base, name: base[name] * (1 + share) if base[name] else share}
        for numbers in SIMPLE:
            yield dict(zip(self.free, cycle(map(Fraction, numbers)), strict=False))
        search = self.search(self.graph.output)
        yield from islice(self.telling(search) if search is not None else (), self.most // 2)
        for name in self.free[:8]:
            for power in POWERS:
                for sign in (1, -1):
                    yield {**base, name: sign * Fraction(10) ** power}
        for index in range(RANDOM):
            yield self.draw(index)

    @cached_property
    def base(self) -> dict[str, Fraction]:
        """A point to start from: the one that was asked about, else small numbers."""
        if self.asked is not None:
            values = self.asked.values
            return {n: as_fraction(values[n], 20) for n in self.free if not isinstance(values[n], Undefined)}
        return dict(
            zip(self.free, cycle([Fraction(7, 5), Fraction(9, 7), Fraction(11, 9), Fraction(4, 5)]), strict=False)
        )

    def draw(self, index: int) -> dict[str, Fraction]:
        """A random point: all inputs from one range, each from its own, or all close to the point that was asked about."""
        if index % 5 == 4 and self.asked is not None:
            return {n: self.base.get(n, Fraction(0)) + self.between(-1, 1) / 10 for n in self.free}
        if index % 3 == 1:
            return {n: self.between(*self.random.choice(RANGES)) for n in self.free}
        low, high = RANGES[index % len(RANGES)]
        return {n: self.between(low, high) for n in self.free}

    def between(self, low: int, high: int) -> Fraction:
        return low + (high - low) * Fraction(self.random.randrange(1, GRID), GRID)

    # Where conditions are at their edges, and how fast they move there

    def telling(self, search: Regions) -> Iterator[dict[str, Fraction]]:
        """Points between, at and beside the edges of conditions, at the distances that move them by about 1."""
        looked_for = search.roots[:MOST_LOOKED_FOR]
        for (slot, low), (other, high) in pairwise(sorted({(slot, written(place)) for slot, place, _ in looked_for})):
            if slot == other:  # a domain may be no wider than this
                yield {**self.base, self.graph.inputs[slot]: between(low, high)}
        for slot, place, scale in looked_for:
            step = Fraction(scale).limit_denominator(10**12) or Fraction(scale)
            for share in BESIDE if step else BESIDE[:1]:
                yield {**self.base, self.graph.inputs[slot]: written(place) + share * step}

    def search(self, of: str, formula: Formula | None = None) -> Regions | None:
        """The search for regions of a node, and of a formula that is claimed of it; None of what is too large."""
        key = of, formula and formula.code, formula and formula.names
        if key not in self.searches:
            free = [self.graph.inputs.index(name) for name in self.free]
            found = branches(self.graph, of, formula, self.free)
            self.searches[key] = None if found is None else Regions(found, self.start, free, self.fitting)
        return self.searches[key]

    @cached_property
    def start(self) -> list[float]:
        """The base point, and the data that stay, in doubles."""
        values = {n: Exact(last=True).run(f.code, [])[-1] for n, f in self.fixed.items()}
        found = {n: as_float(v) for n, v in {**self.base, **values}.items() if not isinstance(v, Undefined)}
        return [math.nan if (x := found.get(name)) is None else x for name in self.graph.inputs]

    def fitting(self, point: tuple[float, ...]) -> tuple[float, ...] | None:
        """A point in doubles where the assumptions hold, as near as doubles can tell."""
        if self.assumptions is None:
            return point
        names = self.graph.inputs
        met = self.assumptions.met({**dict(zip(names, map(Fraction, point), strict=True)), **self.fixed})
        if met is None:
            return None
        moved = {n: float(as_fraction(v, 20)) for n, v in met.items() if not isinstance(v, Formula)}
        return tuple(moved.get(n, x) for n, x in zip(names, point, strict=True))

    def close(self, search: Regions, target: Target, weights: Weights) -> Iterator[Sample]:
        """Samples within a target that is closer to an edge than doubles can tell."""
        for slot, place, _ in search.roots[:MOST_LOOKED_FOR]:
            edge, name = written(place), self.graph.inputs[slot]
            for power in CLOSE:
                for sign in (1, -1):
                    step = sign * Fraction(1, 10**power)
                    for point in self.sound([{**self.base, name: edge + (edge or 1) * step}]):
                        sample = Sample(point, self.graph)
                        if weights.meets(sample, target):
                            yield sample

    def nowhere(self, search: Regions) -> Nowhere:
        """Return what tells where regions are empty, as the data that stay and the assumptions have it."""
        domain = Ranges()
        inputs = self.graph.inputs
        fixed = {inputs.index(n): spot(Exact(last=True).run(f.code, [])[-1], domain) for n, f in self.fixed.items()}
        assumed = self.assumptions.all if self.assumptions is not None else []
        codes = [(one.holds.code, tuple(map(inputs.index, one.holds.names))) for one in assumed]
        return Nowhere(search.found, fixed, codes, {k: sorted(v) for k, v in search.critical.items()})

    def at(self, points: Iterable[tuple[float, ...]]) -> Iterator[Sample]:
        """Samples at points that a search has found."""
        free = set(self.free)
        named = (
            {n: written(x) for n, x in zip(self.graph.inputs, point, strict=True) if n in free} for point in points
        )
        return (Sample(point, self.graph) for point in self.sound(named))


def between(low: Fraction, high: Fraction) -> Fraction:
    """Return a short number between two, close to their middle."""
    return ((low + high) / 2).limit_denominator(math.ceil(100 / (high - low)))


def spot(value: Value, domain: Ranges) -> Range:
    """The range of a value that stays as it is."""
    number = None if isinstance(value, Undefined) else as_float(value)
    if number is None:
        return EVERYTHING
    return domain.number(value) if isinstance(value, Fraction) else outward(number, number, never_zero=True)
