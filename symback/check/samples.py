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
from itertools import cycle, islice
from random import Random
from typing import TYPE_CHECKING

from symback.domains.exact import Exact
from symback.domains.text import as_float, as_fraction
from symback.domains.values import Number, Undefined, Value
from symback.passes.backward import Backward, backward, edge_slope
from symback.passes.forward import Forward, forward
from symback.passes.judge import KINK, MATCH, judge
from symback.passes.nudge import chained_probe, local_probe
from symback.syntax.formula import LEAVES, Formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from symback.check.assume import Assumptions
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.passes.backward import Slope
    from symback.report.get import Wanted

ROUGH = 256  # bits of the first look
SIMPLE = ((2, 3, 5, 7, 11), (1, 2, 3), (-1, 2, -3), (1, 1, 1), (0, 0, 0), (Fraction(1, 2), Fraction(1, 3)))
AROUND = (Fraction(1, 10), Fraction(-1, 10), Fraction(1, 1000), Fraction(-1, 1000), Fraction(1), Fraction(-2))
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
NEWTON_STEPS = 12
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
        focus = self.graph if of == self.graph.output else self.graph.focused(of)
        if of not in self.slopes:
            self.slopes[of] = backward(focus, self.run, self.arithmetic)
        found = self.slopes[of]
        node = self.graph.by_name[of]
        slope = edge_slope(node, by, found.slots[of], self.arithmetic) if local else found.chained.get(by)
        value = Fraction(0) if slope is None else slope
        if isinstance(self.run.values[of], Undefined):
            return self.run.values[of]
        probe = (
            local_probe(node, by, self.run, self.arithmetic)
            if local
            else chained_probe(focus, by, self.run, self.arithmetic)
        )
        edge = any(n.name in self.edges for n in probe.nodes)
        if not edge and not isinstance(value, Undefined):
            return value
        verdict = judge(probe, slope, on_edge=True)
        if verdict.kind == MATCH:
            return verdict.value
        return Undefined("a kink" if verdict.kind == KINK else verdict.reason or "no derivative")

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
        self.source = self.points([])

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
        return (Sample(point, self.graph) for point in self.sound(self.telling([formula])))

    def points(self, formulas: Sequence[Formula]) -> Iterator[dict[str, Number | Formula]]:
        return islice(self.sound(self.candidates(formulas)), self.most)

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

    def candidates(self, formulas: Sequence[Formula]) -> Iterator[dict[str, Fraction]]:
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
        yield from islice(self.telling(formulas), self.most // 2)
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

    # Where the arguments of operations are 0, and how fast they move there

    def telling(self, formulas: Sequence[Formula]) -> Iterator[dict[str, Fraction]]:
        """Points at and beside the places where an operation's argument goes through 0, at the distances that move it by about 1."""
        found = 0
        for name in self.free:
            for place, scale in self.zeros(name, formulas):
                found += 1
                if found > MOST_LOOKED_FOR:
                    return
                for share in BESIDE:
                    yield {**self.base, name: place + share * scale}

    def zeros(self, name: str, formulas: Sequence[Formula]) -> Iterator[tuple[Fraction, Fraction]]:
        """By Newton's method on every argument, from the base point: the place, and the distance that moves the argument by 1."""
        nodes = self.walked(formulas)
        start = {n: float(v) for n, v in self.base.items()} | {
            n: number
            for n, f in self.fixed.items()
            if (number := as_float(Exact(last=True).run(f.code, [])[-1])) is not None
        }
        known = set()
        for count, (node, index) in enumerate(argued(nodes)):
            if count * self.size * NEWTON_STEPS > MOST_WORK:
                return
            found = self.newton(nodes, node, index, name, start)
            if found is not None and found not in known:
                known.add(found)
                place, scale = found
                yield nice(place), Fraction(scale).limit_denominator(10**12) or Fraction(scale)

    def walked(self, formulas: Sequence[Formula]) -> list[Node]:
        """The graph's nodes, and claimed formulas as if they were nodes after them."""
        from symback.graph.node import Node

        known = {*self.graph.inputs, *self.graph.by_name}
        extra = [Node(f"claim {k}", f) for k, f in enumerate(formulas) if known.issuperset(f.names)]
        return [*self.graph.nodes, *extra]

    def newton(
        self, nodes: Sequence[Node], node: Node, index: int, name: str, start: Mapping[str, float]
    ) -> tuple[float, float] | None:
        from symback.domains.floats import Floats
        from symback.passes.push import push, within

        if name not in start:
            return None
        floats, at, scale = Floats(), dict(start), 0.0
        before = [n for n in nodes[: nodes.index(node)] if n.name in self.graph.by_name]
        for _ in range(NEWTON_STEPS):
            values: dict[str, Value] = dict(at)
            inners: dict[str, list[Value]] = {}
            for n in before:
                inners[n.name] = floats.run(n.rule, [values.get(o, Undefined("")) for o in n.operands])
                values[n.name] = inners[n.name][-1]
            inner = floats.run(node.rule, [values.get(o, Undefined("")) for o in node.operands])
            tangents = push(before, inners, {name: 1.0}, floats)
            slopes = within(node, tangents, inner, floats)
            value, slope = argument(node, index, inner, slopes)
            if value is None or slope is None or not slope or not math.isfinite(slope):
                return None
            moved, scale = at[name] - value / slope, 1 / abs(slope)
            if not math.isfinite(moved):
                return None
            if abs(moved - at[name]) <= 1e-15 * abs(moved):
                break
            at[name] = moved
        return at[name], scale


def argued(nodes: Sequence[Node]) -> Iterator[tuple[Node, int]]:
    """The operations whose arguments tell where something happens: all but sums and products."""
    for node in nodes:
        for index, instruction in enumerate(node.rule):
            if instruction[0] not in LEAVES and instruction[0] not in ("+", "-", "*", "neg"):
                yield node, index


def argument(
    node: Node, index: int, inner: Sequence[Value], slopes: Sequence[Slope]
) -> tuple[float | None, float | None]:
    """The argument of an operation, and its slope: of a comparison and a maximum the difference, of a quotient the divisor."""
    operation, *operands = node.rule[index]
    compared = operation.startswith("where") or operation in ("max", "min")
    places = operands[:2] if compared else operands[1:2] if operation == "/" else operands[:1]
    total, slope = 0.0, 0.0
    for sign, place in zip((1, -1), places, strict=False):
        if isinstance(inner[place], Undefined) or isinstance(slopes[place], Undefined):
            return None, None
        total += sign * float(inner[place])
        slope += sign * float(slopes[place] or 0.0)
    return total, slope


def nice(place: float) -> Fraction:
    """A double as the simple rational that it is to 13 digits: edges are mostly at such."""
    exact = Fraction(place)
    if not exact:
        return exact
    scale = Fraction(10) ** (-math.floor(math.log10(abs(place))))
    simple = (exact * scale).limit_denominator(1000) / scale
    return simple if abs(simple - exact) <= abs(exact) / 10**13 else exact
