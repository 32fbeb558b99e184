"""One derivative nudged with every ε from 1e-1 to 1e-16, in exact arithmetic and in doubles, side by side.

In exact arithmetic the leftover shrinks for ever, by the scheme's order. In doubles it shrinks until rounding takes
over, and then grows again: on double logarithmic paper a V, with the ε that does best at its foot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import log10
from typing import TYPE_CHECKING

from symback.domains.ball import absolute
from symback.domains.floats import Floats
from symback.domains.text import as_float
from symback.passes.forward import Forward, forward
from symback.passes.judge import Verdict, judge
from symback.passes.nudge import Nudge, Probe, chained_probe, local_probe
from symback.report.inputs import missing_values
from symback.report.judging import on_edge
from symback.report.model import Input
from symback.report.point import walks_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.domains.base import Domain
    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.report.get import Wanted
    from symback.report.options import Options
    from symback.report.point import Point

EPSILONS = tuple(Fraction(1, 10**k) for k in range(1, 17))
STEADY = 3  # the last so many leftovers tell the order


@dataclass(frozen=True, slots=True)
class Row:
    """One ε: the quotient k and its leftover, exactly and in doubles (None where a nudged value is missing)."""

    epsilon: Fraction
    k: Number | None
    leftover: Number | None
    float_k: float | None
    float_leftover: float | None


@dataclass(frozen=True)
class Sweep:
    """All nudges of one derivative, whose `value` is what k comes closer to; `verdict` says if there is one."""

    wanted: Wanted
    value: Number | None
    verdict: Verdict
    scheme: str
    rows: tuple[Row, ...]
    inputs: tuple[Input, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def order(self) -> float | None:
        """The order of convergence: the leftover shrinks by 10 to this power with every tenth of ε. None where it is 0."""
        sizes = [size for r in self.rows if r.leftover is not None and (size := as_float(absolute(r.leftover)))]
        if len(sizes) < STEADY:
            return None
        return round(log10(sizes[-STEADY] / sizes[-1]) / (STEADY - 1), 3)

    @property
    def best(self) -> Row | None:
        """The ε whose quotient comes closest in doubles."""
        rows = [row for row in self.rows if row.float_leftover is not None]
        return min(rows, key=lambda row: abs(row.float_leftover or 0)) if rows else None


def sweep(graph: Graph, wanted: Wanted, given: Mapping[str, object], options: Options) -> Sweep:
    """The nudges of one derivative. Raises SymbackError where a value is missing (exit 3) or an input has none (exit 2)."""
    focus = graph if wanted.of == graph.output else graph.focused(wanted.of)
    walks = walks_at(focus, given, replace(options, epsilons=EPSILONS, arithmetic="auto", partial=False))
    if not walks.has_point:
        raise missing_values(graph, list(graph.inputs))
    return walks.answer(lambda point: sweep_of(point, wanted, in_doubles(focus, point.judge_run), options.scheme))


def in_doubles(graph: Graph, run: Forward) -> Forward | None:
    """The forward pass again, in doubles; None where they cannot hold what it takes."""
    values = {name: as_float(run.values[name]) for name in graph.inputs}
    if None in values.values():
        return None
    return forward(graph, values, Floats())


def sweep_of(point: Point, wanted: Wanted, floats: Forward | None, scheme: str) -> Sweep:
    """Nudge with every ε, both ways of counting."""
    from symback.passes.backward import edge_slope

    assert wanted.by is not None
    graph, run, slopes, arithmetic = point.graph, point.judge_run, point.judge_slopes, point.judge_arithmetic
    exact = probe(graph, wanted, run, arithmetic)
    rough = None if floats is None else probe(graph, wanted, floats, Floats())
    node = graph.by_name[wanted.of]
    slope = (
        edge_slope(node, wanted.by, slopes.slots[wanted.of], arithmetic) if wanted.local else slopes.chained[wanted.by]
    )
    verdict = judge(exact, slope, on_edge=any(on_edge(node, run, arithmetic) for node in exact.nodes))
    rows = tuple(row(exact, rough, epsilon, verdict.value, scheme) for epsilon in EPSILONS)
    inputs = tuple(Input(n, n in graph.parameters, arithmetic.shown(run.values[n])) for n in graph.inputs)
    value = arithmetic.shown(verdict.value)
    return Sweep(wanted, value, verdict, scheme, rows, inputs, tuple(sorted(arithmetic.notes)))


def probe(graph: Graph, wanted: Wanted, run: Forward, arithmetic: Domain) -> Probe:
    assert wanted.by is not None
    if wanted.local:
        return local_probe(graph.by_name[wanted.of], wanted.by, run, arithmetic)
    return chained_probe(graph, wanted.by, run, arithmetic)


def row(exact: Probe, rough: Probe | None, epsilon: Fraction, value: Number | None, scheme: str) -> Row:
    k, leftover = shown(exact.nudge(epsilon, scheme, value), exact.arithmetic)
    if rough is None:
        return Row(epsilon, k, leftover, None, None)
    slope = None if value is None else as_float(value)
    return Row(epsilon, k, leftover, *shown(rough.nudge(epsilon, scheme, slope), rough.arithmetic))


def shown(nudge: Nudge, arithmetic: Domain) -> tuple[Number | None, Number | None]:
    return arithmetic.shown(nudge.k), arithmetic.shown(nudge.leftover)
