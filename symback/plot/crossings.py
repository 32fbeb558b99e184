"""Where a curve changes from one smooth piece to the next: found by its operations, be the step ever so small.

A division changes sides where its divisor passes 0, `abs` where its argument does, `floor` at every whole number: the same
edges by which nudges are judged (symback/passes/edges.py), here on columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from symback.domains.base import compiled
from symback.passes.edges import edges_of
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.domains.columns import Arrays, Column
    from symback.plot.values import Values

HALVINGS = 60
PASSES = 3  # as many edges as one stretch may hold
MOST = 4_000_000  # sides that are compared at once
NARROW = 1e-15  # of the range: ends so near are one place
LOST = 99.0  # the side of what has no value
WORK = 100_000  # operations on columns; a larger graph is drawn without looking for its edges


def crossings(values: Values, x: Column) -> Column:
    """The places between some values of the input where an edge is crossed: the last before it, and the first beyond."""
    found: Column = np.empty(0)
    if values.effort.calls * HALVINGS > WORK:
        return found
    for _ in range(PASSES):
        columns = np.union1d(x, found)
        sides = sides_at(values, columns)
        if not len(sides) or sides.size > MOST:
            return found
        apart = np.maximum(np.spacing(np.abs(columns[1:])), NARROW * (x[-1] - x[0]))
        crossed = (sides[:, 1:] != sides[:, :-1]).any(axis=0) & (np.diff(columns) > apart)
        if not crossed.any():
            return found
        ends = narrowed(values, columns[:-1][crossed], columns[1:][crossed], sides[:, :-1][:, crossed])
        found = np.union1d(found, ends)
    return found


def narrowed(values: Values, before: Column, beyond: Column, sides: Any) -> Column:
    """Stretches halved until doubles are too coarse: each to the first edge that is crossed in it."""
    for _ in range(HALVINGS):
        middle = before + (beyond - before) / 2
        same = (sides_at(values, middle) == sides).all(axis=0)
        before, beyond = np.where(same, middle, before), np.where(same, beyond, middle)
    return np.concatenate([before, beyond])


def sides_at(values: Values, x: Column) -> Any:
    """For every edge of every operation (a row each) the side on which each value of the input puts it."""
    rows = [np.broadcast_to(row, x.shape) for row in edge_rows(values, x)]
    found = np.array(rows)
    return np.where(np.isnan(found), LOST, found)


def edge_rows(values: Values, x: Column) -> Iterator[Column]:
    with np.errstate(all="ignore"):
        run = values.at([x])
        for node in values.nodes:
            inner: list[Column] = run.inner[node.name]
            for index, instruction in enumerate(node.rule):
                operation = str(instruction[0])
                arguments = [inner[i] for i in instruction[1:]] if operation not in LEAVES else []
                if any(np.ndim(argument) for argument in arguments):
                    yield from sides_of(operation, arguments, inner[index], values.arithmetic)


def sides_of(operation: str, arguments: Sequence[Column], result: Column, arithmetic: Arrays) -> Iterator[Column]:
    """The sides of one operation: the sign of each edge's formula, or its whole part; of a maximum who it is."""
    if operation in ("max", "min"):
        yield np.argmax([np.broadcast_to(np.equal(a, result), np.shape(result)) for a in arguments], axis=0).astype(
            float
        )
        return
    for text in edges_of(operation):
        place: Any = np.asarray(arithmetic.run(compiled(text), [*arguments, arguments[0]])[-1], dtype=float)
        yield place if "floor(x)" in text else np.sign(place)
