"""The output as a function of one or two inputs, on columns of their values: the forward pass, in doubles, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from symback.domains.columns import DIRECT, TAME, Arrays
from symback.functions import BY_NAME
from symback.passes.forward import onward

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.passes.forward import Forward

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
        moved = {node.name for name in by for node in graph.downstream(name)}
        used = [node for node in graph.nodes if not node.unused]
        self.nodes = [node for node in used if node.name in moved]
        self.fixed = self.run([node for node in used if node.name not in moved], given).values
        rules = [instruction[0] for node in self.nodes for instruction in node.rule]
        self.effort = Effort(max(1, len(rules)), max(1, sum(map(weight, rules))))

    def run(self, nodes: Sequence[Node], values: Mapping[str, Column]) -> Forward:
        with np.errstate(all="ignore"):
            return onward(nodes, values, self.arithmetic)

    def at(self, columns: Sequence[Column]) -> Forward:
        """The pass over the nodes that the drawn inputs reach."""
        return self.run(self.nodes, {**self.fixed, **dict(zip(self.by, columns, strict=True))})

    def __call__(self, *columns: Column) -> Column:
        """The output, an element for every row of the columns."""
        size = max(1, BLOCK // self.effort.calls)
        starts = range(0, len(columns[0]), size)
        blocks = [self.block([column[i : i + size] for column in columns]) for i in starts]
        return np.concatenate([np.empty(0), *blocks])

    def block(self, columns: list[Column]) -> Column:
        found = np.broadcast_to(np.asarray(self.at(columns).values[self.output], dtype=float), columns[0].shape)
        return np.where(np.abs(found) < TOO_LARGE, found, np.nan)


def weight(operation: str) -> int:
    """What an operation costs for one number, against a sum: a function that NumPy has not is computed one by one."""
    row = BY_NAME.get(operation)
    single = row is not None and row.real is not None and operation not in DIRECT and operation not in TAME
    return ONE_BY_ONE if single and operation not in ("max", "min", "erf", "erfc") else 1
