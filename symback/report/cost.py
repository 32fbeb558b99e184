"""What the passes cost: operations counted and time measured, and how both grow with the graph.

The passes are timed by the clock, as often as it takes to be sure; nudging every parameter is timed on a sample and
multiplied where it would take too long, and then it is said to be.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.domains.text import as_float
from symback.passes.columns import Plan
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from symback.graph.graph import Graph
    from symback.report.model import Report

LONG_ENOUGH = 0.05  # seconds of measuring one thing
PATIENCE = 2.0  # seconds that nudging may be timed for
SHARES = (1 / 8, 1 / 4, 1 / 2, 1.0)  # of the graph, to see growth


@dataclass(frozen=True, slots=True)
class Row:
    """One way of work: how many operations, how long, and whether the time is reckoned from a sample."""

    what: str
    operations: int
    seconds: float
    reckoned: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The beginning of the graph up to one of its nodes: n nodes, p parameters, and what gradient and nudging cost there."""

    nodes: int
    parameters: int
    rows: tuple[Row, ...]

    @property
    def backprop(self) -> float:
        """Seconds of a forward and a backward pass."""
        return self.rows[0].seconds + self.rows[1].seconds

    @property
    def nudging(self) -> float:
        return self.rows[2].seconds


def parts_of(graph: Graph, report: Report) -> list[Part]:
    """The costs of growing parts of the graph, the whole of it last."""
    values = {row.name: as_float(row.value) for row in report.inputs}
    counts = sorted({max(1, round(len(graph.nodes) * share)) for share in SHARES})
    return [measured(cut(graph, count), values) for count in counts]


def cut(graph: Graph, count: int) -> Graph:
    """The graph's first `count` nodes, the last of them as the output; a graph whose inputs are what these use."""
    if count == len(graph.nodes):
        return graph
    last = graph.nodes[count - 1].name
    used = {name for node in graph.nodes[:count] for name in node.operands}
    return graph.focused(last, tuple(name for name in graph.inputs if name in used))


def measured(graph: Graph, values: Mapping[str, Any]) -> Part:
    """Return what the passes over a graph cost."""
    plan = Plan(graph)
    inputs = np.array([values[name] for name in graph.inputs], dtype=float)
    run = plan.forward(inputs)
    forward = seconds_of(lambda: plan.forward(inputs))
    backward = seconds_of(lambda: plan.gradient(plan.slopes(run)))
    operations, edges = counted(graph)
    return Part(
        len(graph.nodes),
        len(graph.parameters),
        (
            Row("forward pass", operations, forward),
            Row("backward pass", 2 * operations + 2 * edges, backward),
            nudging(plan, inputs, operations, forward),
        ),
    )


def counted(graph: Graph) -> tuple[int, int]:
    """The operations of one forward pass, and the edges."""
    sizes = {}
    for node in graph.nodes:
        if id(node.rule) not in sizes:
            sizes[id(node.rule)] = sum(instruction[0] not in LEAVES for instruction in node.rule)
    return sum(sizes[id(node.rule)] for node in graph.nodes), sum(len(node.operands) for node in graph.nodes)


def nudging(plan: Plan, inputs: Any, operations: int, forward: float) -> Row:
    """A forward pass for every parameter: all of them where that is quick, else a sample of them."""
    places = [plan.place[name] for name in plan.graph.parameters]
    count = min(len(places), max(3, int(PATIENCE / 4 / max(forward, 1e-9))))
    start = time.perf_counter()
    for place in places[:: max(1, len(places) // max(1, count))][:count]:
        moved = inputs.copy()
        moved[place] += 0.001
        plan.forward(moved)
    spent = time.perf_counter() - start
    total = spent * len(places) / count if count else 0.0
    return Row("nudging every parameter", operations * (len(places) + 1), total + forward, reckoned=count < len(places))


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long some work takes: the shortest of several times."""
    shortest, spent = float("inf"), 0.0
    while spent < LONG_ENOUGH:
        start = time.perf_counter()
        work()
        took = time.perf_counter() - start
        shortest, spent = min(shortest, took), spent + took
    return shortest
