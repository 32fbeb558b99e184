"""The output as a function of one or two inputs, on columns of their values: the forward pass, in doubles, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from symback.domains.columns import DIRECT, TAME, Arrays
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from symback.graph.graph import Graph
    from symback.graph.node import Node

Column = Any  # an array of doubles
BLOCK = 2**22  # numbers that one pass may hold at once
TOO_LARGE = 1e290
ONE_BY_ONE = 10_000


class Effort(NamedTuple):
    """What a sample takes: `calls` of operations however many samples there are, and `numbers` for each of them."""

    calls: int
    numbers: int


class Values:
    """`Values(graph, ("w",), {"b": 8.0})(column)` is the output for every w in the column; nan where it has no value.

    What the drawn inputs do not reach is computed once, and what is beyond 10^290 is beyond every paper.
    """

    def __init__(self, graph: Graph, by: tuple[str, ...], given: Mapping[str, float]) -> None:
        self.by, self.output = by, graph.output
        self.arithmetic = Arrays()
        self.fixed: dict[str, Any] = dict(given)
        moving = set(by)
        self.nodes = []
        for node in graph.nodes:
            if node.unused:
                continue
            if moving.isdisjoint(node.operands):
                self.fixed[node.name] = self.of(node, self.fixed)
            else:
                moving.add(node.name)
                self.nodes.append(node)
        rules = [instruction[0] for node in self.nodes for instruction in node.rule]
        self.effort = Effort(max(1, len(rules)), max(1, sum(map(weight, rules))))

    def of(self, node: Node, values: Mapping[str, Column]) -> Column:
        return self.inner(node, values)[-1]

    def inner(self, node: Node, values: Mapping[str, Column]) -> list[Column]:
        """The columns within a node, instruction by instruction."""
        with np.errstate(all="ignore"):
            return self.arithmetic.run(node.rule, [values[name] for name in node.operands])

    def walk(self, columns: list[Column]) -> Iterator[tuple[Node, list[Column]]]:
        """The nodes that the drawn inputs reach, each with the columns within it."""
        values = dict(self.fixed)
        values.update(zip(self.by, columns, strict=True))
        for node in self.nodes:
            inner = self.inner(node, values)
            values[node.name] = inner[-1]
            yield node, inner

    def __call__(self, *columns: Column) -> Column:
        """The output, an element for every row of the columns."""
        size = max(1, BLOCK // self.effort.calls)
        starts = range(0, len(columns[0]), size)
        blocks = [self.block([column[i : i + size] for column in columns]) for i in starts]
        return np.concatenate([np.empty(0), *blocks])

    def block(self, columns: list[Column]) -> Column:
        last: Column = self.fixed.get(self.output, np.nan)
        for _, inner in self.walk(columns):
            last = inner[-1]
        found = np.broadcast_to(np.asarray(last, dtype=float), columns[0].shape)
        return np.where(np.abs(found) < TOO_LARGE, found, np.nan)


def weight(operation: str) -> int:
    """What an operation costs for one number, against a sum: a function that NumPy has not is computed one by one."""
    row = BY_NAME.get(operation)
    single = row is not None and row.real is not None and operation not in DIRECT and operation not in TAME
    return ONE_BY_ONE if single and operation not in ("max", "min", "erf", "erfc") else 1
