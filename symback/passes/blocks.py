"""The passes over columns: the rules of the graph's nodes, forward and backward, at a block of points at once.

These are the passes of symback/passes with NumPy's columns for numbers. A branch of `where` that a row does not take
passes no change in that row, so a slope is a column and the rows in which it is there at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from symback.domains.columns import Arrays, Column, taken
from symback.functions import BY_NAME
from symback.passes.backward import cached_operands
from symback.passes.edges import SIGNS as SINGULAR
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.graph.graph import Graph
    from symback.graph.node import Node


class Slope(NamedTuple):
    """A column of derivatives, and the rows in which a change passes at all (None: in all of them)."""

    value: Column
    alive: Any | None = None


class Gradient(NamedTuple):
    """The output and its derivatives at a block of points; `doubtful` are rows that the chain rule in doubles may get wrong."""

    output: Column
    slopes: list[Column]
    doubtful: Any


def gradient(graph: Graph, inputs: Mapping[str, Column], rows: int) -> Gradient:
    """The output of the graph and its derivative by every parameter, in `rows` rows."""
    arithmetic = Arrays()
    with np.errstate(all="ignore"):
        inner = forward(graph, inputs, arithmetic)
        chained = backward(graph, inner, arithmetic)
        output = column(inner[graph.output][-1], rows)
        slopes = [column(chained[name].value if name in chained else 0.0, rows) for name in graph.parameters]
        return Gradient(output, slopes, doubtful(graph, inner, output, slopes, arithmetic))


def column(value: Column, rows: int) -> Any:
    return np.broadcast_to(np.asarray(value, dtype=float), (rows,))


def forward(graph: Graph, inputs: Mapping[str, Column], arithmetic: Arrays) -> dict[str, list[Column]]:
    """The columns within every node, instruction by instruction."""
    values = dict(inputs)
    inner = {}
    for node in graph.nodes:
        if not node.unused:
            inner[node.name] = arithmetic.run(node.rule, [values[name] for name in node.operands])
            values[node.name] = inner[node.name][-1]
    return inner


def backward(graph: Graph, inner: Mapping[str, list[Column]], arithmetic: Arrays) -> dict[str, Slope]:
    """The output's derivative by every name that it depends on."""
    chained = {graph.output: Slope(1.0)}
    for node in reversed(graph.nodes):
        if node.unused:
            continue
        for operand, slope in zip(node.operands, local(node, inner[node.name], arithmetic), strict=True):
            if slope is not None and not graph.is_data(operand):
                path = times(slope, chained[node.name])
                chained[operand] = plus(chained[operand], path) if operand in chained else path
    return chained


def local(node: Node, inner: Sequence[Column], arithmetic: Arrays) -> list[Slope | None]:
    """The derivative of a node by each of its slots, chained through the operations of its rule."""
    code = node.rule
    adjoints: list[Slope | None] = [None] * len(code)
    adjoints[-1] = Slope(1.0)
    for index, operation, pairs in cached_operands(code):
        upstream = adjoints[index]
        if upstream is None:
            continue
        arguments = [inner[i] for i in code[index][1:]]
        for position, operand in pairs:
            slope = partial(operation, position, arguments, inner[index], arithmetic)
            if slope is not None:
                path = times(slope, upstream)
                before = adjoints[operand]
                adjoints[operand] = path if before is None else plus(before, path)
    found: list[Slope | None] = [None] * len(node.operands)
    for index, instruction in enumerate(code):
        if instruction[0] == "slot":
            found[instruction[1]] = adjoints[index]
    return found


def partial(
    operation: str, position: int, values: Sequence[Column], result: Column, arithmetic: Arrays
) -> Slope | None:
    """The derivative of an operation by one operand; None where no row passes a change."""
    if not operation.startswith("where"):
        return Slope(arithmetic.partial(operation, position, values, result))
    if position < 2:
        return None
    first = taken(operation, values)
    return Slope(1.0, first if position == 2 else ~first)


def times(left: Slope, right: Slope) -> Slope:
    alive = left.alive if right.alive is None else right.alive if left.alive is None else left.alive & right.alive
    product = left.value * right.value
    product = left.value * right.value
    return Slope(product if alive is None else np.where(alive, product, 0.0), alive)


def plus(left: Slope, right: Slope) -> Slope:
    alive = None if left.alive is None or right.alive is None else left.alive | right.alive
    return Slope(left.value + right.value, alive)


def doubtful(
    graph: Graph, inner: Mapping[str, list[Column]], output: Column, slopes: Sequence[Column], arithmetic: Arrays
) -> Any:
    """The rows that stand on an edge, whose derivative is not finite, or that left the range of doubles on the way."""
    found = np.zeros(len(output), dtype=bool)
    for slope in slopes:
        found |= ~np.isfinite(slope)
    if found.any() or not np.isfinite(output).all():
        large = np.zeros(len(output), dtype=bool)
        for values in inner.values():
            for value in values:
                large |= np.isinf(value)
        found = (found & np.isfinite(output)) | large
    for node in graph.nodes:
        if not node.unused:
            found |= on_edges(node, inner[node.name], arithmetic)
    return found


def on_edges(node: Node, inner: Sequence[Column], arithmetic: Arrays) -> Column:
    """The rows in which an operation of the node stands on an edge between smooth pieces."""
    found: Column = False
    for instruction in node.rule:
        operation = instruction[0]
        if operation in LEAVES or operation in ("/", "max", "min"):
            continue
        values = [inner[i] for i in instruction[1:]]
        if operation == "**" and np.ndim(values[1]) == 0 and values[1] >= 0 and values[1] % 1 == 0:
            continue
        row = BY_NAME.get("where" if operation.startswith("where") else operation)
        breaks = SINGULAR.get(operation) or (row.breaks if row else ())
        found = found | arithmetic.on_edge(breaks, values)
    return found
