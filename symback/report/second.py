"""Second derivatives as a report: the Hessian, or its product with a direction, checked by nudging the gradient."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from symback.domains.text import as_float, as_fraction
from symback.domains.values import NeedMorePrecision, Undefined
from symback.errors import SymbackError, Way, giving, no_answer
from symback.passes.judge import (
    EPSILON,
    EXACT,
    KINK,
    MATCH,
    NOT_CHECKED,
    PROBED,
    UNDEFINED,
    Verdict,
    borne_out,
    how_known,
    same,
)
from symback.passes.nudge import CENTRAL
from symback.report.build import report_at
from symback.report.inputs import constant_formula, input_formulas
from symback.report.judging import on_edge
from symback.report.point import ARRAYS, FLOATS, chosen_arithmetic, precisions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.report.model import Report
    from symback.report.options import Options

MOST_PARAMETERS = 500  # of a Hessian
MOST_WORK = 20_000  # operations times directions that are done exactly
AXIS = Fraction(1)
Named = tuple[str | None, dict[str, Any]]  # a direction, and the parameter that it is the axis of


@dataclass(frozen=True, slots=True)
class Entry:
    """A second derivative: of the output by `by` and `and_by` (None: along the direction); its nudge, and the verdict."""

    by: str
    and_by: str | None
    value: Any
    k: Any
    leftover: Any
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SecondReport:
    """`entries` row by row (of a Hessian, every row in full); `point` is the report of the first derivatives there."""

    point: Report
    arithmetic: str
    epsilon: Fraction
    direction: dict[str, Any] | None
    parameters: tuple[str, ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()

    @property
    def values(self) -> dict[Any, Any]:
        """The second derivatives by the names of both parameters; along a direction by that of one."""
        return {(e.by if e.and_by is None else (e.by, e.and_by)): e.value for e in self.entries}


def second_report(
    graph: Graph, given: Mapping[str, object], options: Options, direction: Mapping[str, object] | None
) -> SecondReport:
    """The Hessian at a point, or its product with a direction. Raises SymbackError where there is no such thing."""
    plain = replace(options, formulas=False, nudges=False, parts=frozenset(), check=None)
    point = report_at(graph, given, plain)
    if not point.has_values:
        raise SymbackError("second derivatives need values", hint=giving(graph.inputs))
    if direction is None and len(graph.parameters) > MOST_PARAMETERS:
        raise SymbackError(
            f"the Hessian of {len(graph.parameters):,} parameters; at most {MOST_PARAMETERS}",
            hint=Way(
                f"--wrt {graph.parameters[0]} for some of them, or --hvp {graph.parameters[0]}=1",
                f'wrt="{graph.parameters[0]}" for some of them, or hvp({{"{graph.parameters[0]}": 1}})',
            ),
        )
    for name in direction or ():
        graph.require_input(name)
        if graph.is_data(name):
            raise SymbackError(f"{name} is data and gets no derivative")
    count = 1 if direction is not None else len(graph.parameters)
    exact = chosen_arithmetic(graph, options) != ARRAYS and (
        options.arithmetic not in ("auto", "float") or graph.operations * count <= MOST_WORK
    )
    if exact:
        made = exactly(graph, given, options, direction)
    else:
        from symback.report.rough import in_doubles

        made = in_doubles(graph, point, options, direction)
    entries, name = made.entries(), made.name
    if chosen_arithmetic(graph, options) == FLOATS and exact:  # judged exactly, and shown as the doubles asked for
        before, entries, name = entries, [rounded(entry) for entry in entries], "float"
        if any(
            one.value == 0 and not made.arithmetic.is_zero(other.value)
            for one, other in zip(entries, before, strict=True)
        ):
            made.arithmetic.notes.add("0 stands for second derivatives that are too small for doubles")
    notes = tuple(sorted(made.arithmetic.notes))
    return SecondReport(point, name, options.epsilons[0], made.vector, graph.parameters, tuple(entries), notes)


def rounded(entry: Entry) -> Entry:
    """An entry with its numbers as doubles."""
    value, k, leftover = (None if v is None else as_float(v) for v in (entry.value, entry.k, entry.leftover))
    return replace(entry, value=value, k=k, leftover=leftover)


def exactly(
    graph: Graph, given: Mapping[str, object], options: Options, direction: Mapping[str, object] | None
) -> Making:
    """The makings in rationals and decimals, with as many digits as it takes."""
    from symback.domains.exact import Exact
    from symback.passes.second import Singles

    formulas = input_formulas(graph, given, partial=False)
    for bits, last in precisions(graph, options):
        arithmetic = Exact(options.decimals, bits, last=last, rational=options.arithmetic != "decimal")
        try:
            values = {name: arithmetic.run(f.code, [])[-1] for name, f in formulas.items()}
            vector = (
                None
                if direction is None
                else {n: arithmetic.run(constant_formula(n, v).code, [])[-1] for n, v in direction.items()}
            )
            made = Making(graph, options, Singles(graph, values, arithmetic), vector, arithmetic)
            made.prepare()
        except NeedMorePrecision:
            continue
        return made
    raise no_answer("the second derivatives cannot be told from 0 with the digits at hand")


class Making:
    """Makes the entries: a direction after the other, each with its nudges."""

    axis: Any = AXIS
    together = 1  # directions that are walked at once

    def __init__(
        self, graph: Graph, options: Options, second: Any, vector: dict[str, Any] | None, arithmetic: Any
    ) -> None:
        self.graph, self.options, self.second, self.vector, self.arithmetic = graph, options, second, vector, arithmetic
        self.rows: list[list[Entry]] = []

    def prepare(self) -> None:
        """All products and nudges. Raises NeedMorePrecision."""
        from symback.watch import Watch

        axes: list[Named] = [(name, {name: self.axis}) for name in self.graph.parameters]
        directions: list[Named] = axes if self.vector is None else [(None, self.vector)]
        with Watch(len(directions), "rows of the Hessian") as watch:
            for start in range(0, len(directions), self.together):
                self.rows += self.rows_of(directions[start : start + self.together])
                watch.done(len(self.rows))

    @property
    def name(self) -> str:
        numbers = [entry.value for row in self.rows for entry in row]
        return (
            "exact"
            if self.arithmetic.rational and all(v is None or isinstance(v, Fraction) for v in numbers)
            else "decimal"
        )

    def entries(self) -> list[Entry]:
        """All entries. Of two that mirror each other neither is right where one is not: by which the other came first is all."""
        if self.vector is not None:
            return self.rows[0]
        found = []
        for i, row in enumerate(self.rows):
            for j, entry in enumerate(row):
                mirrored = self.rows[j][i]
                worse = entry.verdict.kind == MATCH and mirrored.verdict.kind in (KINK, UNDEFINED)
                found.append(replace(entry, value=mirrored.value, verdict=mirrored.verdict) if worse else entry)
        return found

    def rows_of(self, named: list[Named]) -> list[list[Entry]]:
        """The products with some directions, nudged by ε, and judged."""
        return [self.row(*one) for one in named]

    def row(self, name: str | None, direction: dict[str, Any]) -> list[Entry]:
        known = [self.plain(v) for v in self.second.product(direction)]
        asked = self.quotients(direction, self.options.epsilons[0], central=self.options.scheme == CENTRAL)
        judged = self.judged(direction, known)
        values = [self.told(value, verdict) for value, verdict in zip(known, judged, strict=True)]
        shown = self.arithmetic.shown
        found = []
        for i, by in enumerate(self.graph.parameters):
            leftover = (
                None if asked[i] is None or values[i] is None else self.arithmetic.apply("-", (asked[i], values[i]))
            )
            verdict = replace(judged[i], left=shown(judged[i].left), right=shown(judged[i].right))
            found.append(Entry(by, name, shown(values[i]), shown(asked[i]), self.roughly(leftover), verdict))
        return found

    def roughly(self, leftover: Any) -> Any:
        """Return what is left over, in as many digits as it takes to show it."""
        if leftover is None or isinstance(leftover, Undefined) or self.arithmetic.is_known(leftover):
            return self.arithmetic.shown(leftover)
        return self.arithmetic.shown_roughly(leftover)

    def told(self, value: Any, verdict: Verdict) -> Any:
        """The value to report: none where there is no derivative, that of both sides where the rules alone gave none."""
        if verdict.kind == UNDEFINED:
            return None
        return verdict.value if verdict.kind == MATCH and verdict.value is not None else value

    @cached_property
    def here(self) -> list[Any]:
        """The gradient at the point itself."""
        found: list[Any] = self.second.gradient({}, Fraction(0))
        return found

    @cached_property
    def run(self) -> Any:
        from symback.passes.forward import forward

        return forward(self.graph, self.second.inputs, self.arithmetic)

    @cached_property
    def on_edge(self) -> bool:
        """True if an operation is at an edge at the point, so that germs decide."""
        return any(on_edge(node, self.run, self.arithmetic) for node in self.graph.nodes if not node.unused)

    def judged(self, direction: dict[str, Any], values: list[Any]) -> list[Verdict]:
        """The verdict on every second derivative: small steps of the gradient bear it out, or germs decide at an edge."""
        found = self.at_edge(direction, values) if self.on_edge else self.by_steps(direction, values)
        return self.within_reach(direction, found)

    def by_steps(self, direction: dict[str, Any], values: list[Any]) -> list[Verdict]:
        moved: dict[Fraction, list[Any]] = {}

        def quotient(i: int, t: Fraction) -> Any:
            if t not in moved:
                moved[t] = self.second.gradient(direction, t)
            return self.arithmetic.apply("/", (self.arithmetic.apply("-", (zero(moved[t][i]), zero(self.here[i]))), t))

        scale = min(
            (abs(v) for n in direction if isinstance(v := self.second.inputs[n], Fraction) and v), default=Fraction(1)
        )
        found = []
        for i, value in enumerate(values):
            if value is None:
                found.append(Verdict(NOT_CHECKED))
            elif borne_out(partial(quotient, i), value, scale, self.arithmetic):
                found.append(Verdict(MATCH, value, how=how_known(value)))
            else:
                found.append(Verdict(NOT_CHECKED, value))
        return found

    def within_reach(self, direction: dict[str, Any], found: list[Verdict]) -> list[Verdict]:
        """The verdicts with `epsilon` where the gradient bends or jumps at an edge that the nudge goes over."""
        from symback.passes.nudge import direction_probe
        from symback.passes.reach import SLACK, WITHIN, Meetings, smaller_than

        moving = {n: v for n, v in direction.items() if v != 0}
        probe = direction_probe(self.graph, moving, self.run, self.arithmetic) if moving else None
        if probe is None or probe.is_smooth or all(verdict.kind != MATCH for verdict in found):
            return found
        epsilon, met = self.options.epsilons[0], dict[int, Fraction]()
        for sign in (1, -1) if self.options.scheme == CENTRAL else (1,):
            way = Meetings(probe, sign * epsilon)
            for first, last in way.steps():
                wide = self.turns(direction, sign * first, sign * last)
                step = way.narrowed(first, last) if any(map(any, wide)) else None
                start, end = step or (first, last)
                beyond = end + (end - start if step else 0)  # for a narrower step may end on the edge
                narrow = self.turns(direction, sign * start, sign * beyond) if step else wide
                for i, ((_, before), (jumps, turn)) in enumerate(zip(wide, narrow, strict=True)):
                    # where the second derivative only bends, it turns less on a shorter step
                    if jumps or turn > before * SLACK:
                        met[i] = min(first, met.get(i, first))
        return [
            replace(v, kind=EPSILON, try_epsilon=smaller_than(met[i], epsilon), reason=WITHIN, how=PROBED)
            if i in met and v.kind == MATCH
            else v
            for i, v in enumerate(found)
        ]

    def turns(self, direction: dict[str, Any], first: Fraction, last: Fraction) -> list[tuple[bool, Fraction]]:
        """True if the gradient jumps on a tiny step, for every entry, and how far its derivative turns, 0 where that is little."""
        from symback.passes.reach import SLACK

        found: list[tuple[bool, Fraction]] = []
        slopes = [self.second.gradient(direction, t) for t in (first, last)]
        bends = [self.second.at(direction, t).product(direction) for t in (first, last)]
        for parts in zip(*slopes, *bends, strict=True):
            known = [zero(part) for part in parts]
            if any(isinstance(part, Undefined) for part in known):
                found.append((True, Fraction(0)))
                continue
            with self.arithmetic.hold:
                here, there, bend, other = map(self.arithmetic.ball, known)
                steepest, turn = abs(bend) + abs(other), abs(other - bend)
                jumps = abs(there - here) > 2 * steepest * self.arithmetic.ball(abs(last - first))
                bent = turn > steepest * self.arithmetic.ball(SLACK)
            found.append((bool(jumps), as_fraction(turn) if bent else Fraction(0)))
        return found

    def at_edge(self, direction: dict[str, Any], values: list[Any]) -> list[Verdict]:
        from symback.domains.germ import NotWritable

        try:
            sides = zip(self.second.beside(direction, -1), self.second.beside(direction, 1), strict=True)
            return [self.compared(left, right, value) for (left, right), value in zip(sides, values, strict=True)]
        except NotWritable:
            return [Verdict(NOT_CHECKED, value, how=PROBED) for value in values]
        except NeedMorePrecision:
            if not self.arithmetic.last:
                raise
            return [Verdict(NOT_CHECKED, value, how=PROBED) for value in values]

    def compared(self, left: Any, right: Any, value: Any) -> Verdict:
        """Return what the gradient does on both sides says of its derivative."""
        if left.slope is None or right.slope is None or not same(left.value, right.value, self.arithmetic):
            return Verdict(UNDEFINED, reason="the gradient jumps there, for the output has a kink", how=EXACT)
        how = how_known(left.slope, right.slope)
        if same(left.slope, right.slope, self.arithmetic):
            return Verdict(MATCH, right.slope, how=how)
        return Verdict(KINK, value, left.slope, right.slope, how=how)

    def quotients(self, direction: dict[str, Any], step: Any, *, central: bool) -> list[Any]:
        """Return how far the gradient moves for a step along the direction, by the step."""
        apply = self.arithmetic.apply
        after = self.second.gradient(direction, step)
        before = self.second.gradient(direction, -step) if central else self.here
        width = self.arithmetic.number(Fraction(2 if central else 1) * Fraction(step))
        found = []
        for up, down in zip(after, before, strict=True):
            zero = self.arithmetic.number(Fraction(0))
            change = apply("-", (zero if up is None else up, zero if down is None else down))
            found.append(self.plain(apply("/", (change, width))))
        return found

    def plain(self, value: Any) -> Any:
        """A number; 0 for what nothing passes to; None where there is none."""
        if value is None:
            return self.arithmetic.number(Fraction(0))
        return None if isinstance(value, Undefined) else value


def zero(value: Any) -> Any:
    """A derivative; 0 where no change passes."""
    return Fraction(0) if value is None else value
