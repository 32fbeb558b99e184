"""The gradient at a block of points at once, and the rows in which doubles cannot be trusted with it.

The two passes are those of symback/passes, over columns that know how far rounding may have put them off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from symback.domains.rounded import NORMAL, Drawn, Rough, Rounded, Sinking
from symback.passes.backward import backward
from symback.passes.columns import Plan, slots_of
from symback.passes.forward import forward
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.domains.columns import Column
    from symback.graph.graph import Graph
    from symback.syntax.formula import Code

KNOWN = 1e-9  # how far rounding may put off a number that is shown, relative
NOTHING = 1e-290  # and at the least
TILE = 8192  # rows that are walked at once: their columns are small enough for malloc to keep
DRAWS, LARGER = 4, 16.0  # estimates of the errors, and how much larger than rounding they are drawn
SMOOTH = frozenset({*LEAVES, "+", "-", "*", "neg"})


class Gradient(NamedTuple):
    """The output and its derivatives at a block of points.

    `edges` are rows on an edge, or that leave the range of doubles, where the chain rule in doubles may be wrong; `lost`
    those in which rounding hides the digits: a row for the output and for every derivative; `sunk` those in which a number is
    not 0, and no double holds it.
    """

    output: Column
    slopes: list[Column]
    edges: Any
    lost: Any
    sunk: Any


def gradient(
    graph: Graph, names: Sequence[str], inputs: Mapping[str, Column], rows: int, *, read: float = 0.0
) -> Gradient:
    """Return the output of the graph and its derivatives by these names, in `rows` rows.

    `read` is how far the inputs' doubles are from what was read, relative.
    """
    found = []
    for start in range(0, rows, TILE):
        some = slice(start, start + TILE)
        part = {name: column[some] if np.ndim(column) else column for name, column in inputs.items()}
        found.append(tile(graph, names, part, min(TILE, rows - start), read))
    outputs, slopes, edges, lost, sunk = zip(*found, strict=True)
    columns = [np.concatenate(parts) for parts in zip(*slopes, strict=True)]
    hidden = (np.concatenate(parts, axis=1) for parts in (lost, sunk))
    return Gradient(np.concatenate(outputs), columns, np.concatenate(edges), *hidden)


def tile(graph: Graph, names: Sequence[str], inputs: Mapping[str, Column], rows: int, read: float) -> Gradient:
    """As gradient, for so few rows that what is worked out on the way stays in the processor's cache.

    What the bounds of the errors do not settle, their estimates do.
    """
    found = walked(graph, names, inputs, rows, Rounded(read=read))
    tiny = np.flatnonzero((np.abs([found.output, *found.slopes]) < NORMAL).any(axis=0))
    if len(tiny):
        part = {name: column[tiny] if np.ndim(column) else column for name, column in inputs.items()}
        found.sunk[:, tiny] = walked(graph, names, part, len(tiny), Sinking()).sunk
    doubted = np.flatnonzero(found.edges | found.lost.any(axis=0))
    if not len(doubted):
        return found
    part = {name: column[doubted] if np.ndim(column) else column for name, column in inputs.items()}
    drawn = [walked(graph, names, part, len(doubted), Drawn(seed, LARGER, read=read)) for seed in range(DRAWS)]
    found.edges[doubted] = np.logical_or.reduce([one.edges for one in drawn])
    found.lost[:, doubted] = np.logical_or.reduce([one.lost for one in drawn])
    return found


def walked(graph: Graph, names: Sequence[str], inputs: Mapping[str, Column], rows: int, domain: Rounded) -> Gradient:
    """The two passes, and what they say of every row."""
    with np.errstate(all="ignore"):
        run = forward(graph, {name: domain.given(column) for name, column in inputs.items()}, domain)
        chained = backward(graph, run, domain).chained
        found = [run.values[graph.output], *(chained[name] or domain.zero for name in names)]
        output, *slopes = (filled(number.value, rows) for number in found)  # type: ignore[union-attr]  # all are Rough
        edges = np.zeros(rows, dtype=bool)
        for node in graph.nodes:
            if not node.unused:
                edges |= on_edges(node.rule, run.inner[node.name], domain)
        if not all(np.isfinite(column).all() for column in (output, *slopes)):
            edges |= left_range(run.inner, rows)
            edges |= np.isfinite(output) & ~np.logical_and.reduce([np.isfinite(column) for column in (output, *slopes)])
        lost, sunk = np.zeros((2, len(found), rows), dtype=bool)
        for row, number in zip(lost, found, strict=True):
            if number.error is not None:  # type: ignore[union-attr]  # as above
                row[:] = ~known(number)  # type: ignore[arg-type]  # as above
        if isinstance(domain, Sinking):
            sunk[:] = [has_sunk(number, rows) for number in found]
        return Gradient(output, slopes, edges, lost & np.isfinite(output) & ~edges, sunk)


def has_sunk(number: Any, rows: int) -> Any:
    """Return the rows in which a number is not 0, and no double holds it."""
    less = np.less(np.abs(number.value), NORMAL) & np.greater(0.0 if number.error is None else number.error, 0)
    return np.broadcast_to(less, (rows,))


def filled(value: Column, rows: int) -> Any:
    return np.broadcast_to(np.asarray(value, dtype=float), (rows,))


def known(number: Rough, most: float = KNOWN) -> Column:
    """Return where rounding puts a number off by no more than `most` of its size."""
    return np.less_equal(0.0 if number.error is None else np.abs(number.error), most * np.abs(number.value) + NOTHING)


def left_range(inner: Mapping[str, Sequence[Any]], rows: int) -> Any:
    """Return the rows in which a number on the way is too large for a double."""
    found = np.zeros(rows, dtype=bool)
    for values in inner.values():
        for number in values:
            found |= np.isinf(number.value)
    return found


def edged_nodes(plan: Plan, values: Any, errors: Any) -> frozenset[str]:
    """Return the nodes of a large graph that are on an edge between two smooth pieces, or cannot be told from one."""
    found: set[str] = set()
    domain, first = plan.rounded, len(plan.graph.inputs)
    with np.errstate(all="ignore"):
        for group in plan.by_rule:
            inner = domain.run(group.first.rule, slots_of(domain, plan.exactly(values, errors), group))
            mask = np.broadcast_to(on_edges(group.first.rule, inner, domain), group.out.shape)
            found.update(plan.graph.nodes[place - first].name for place in group.out[mask].tolist())
    return frozenset(found)


def on_edges(code: Code, inner: Sequence[Any], domain: Rounded) -> Column:
    """Return the rows in which an operation of a rule is on an edge between smooth pieces, or cannot be told from one."""
    from symback.passes.edges import edges_of

    found: Column = False
    for index, instruction in enumerate(code):
        operation = instruction[0]
        if operation in SMOOTH:
            continue
        values = [inner[i] for i in instruction[1:]]
        if operation in ("max", "min"):
            found = found | domain.ties(values, inner[index])
            continue
        if operation == "**" and np.ndim(values[1].value) == 0 and values[1].value >= 0 and values[1].value % 1 == 0:
            continue
        for text in edges_of(operation):
            found = found | domain.at_zero(text, values)
    return found
