"""The passes over arrays, for large graphs: nodes of one rule and level are walked together, in doubles.

Forward, a level after the other; then the local derivatives of every rule, for all its nodes at once; then backward, a level
after the other. So the work is linear in nodes and edges, and the number of NumPy calls in levels and rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.arithmetic.arrays import Arrays
from symback.points.gradient import Slope, local

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.graph.graph import Graph, Node
    from symback.syntax.formula import Code

Array = Any  # of doubles, or of places


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes of one rule: `first` of them, where their values stand (n), and where their operands' (slots × n)."""

    first: Node
    out: Array
    operands: Array


class Plan:
    """A graph laid out for arrays: inputs first, then nodes, each with a place in one long row of values."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.place = {name: i for i, name in enumerate((*graph.inputs, *graph.by_name))}
        self.arithmetic = Arrays()
        levels = self.levels()
        self.by_level = [self.group(nodes) for _, nodes in sorted(levels.items(), key=lambda item: item[0][0])]
        self.by_rule = [self.group(nodes) for nodes in self.rules()]

    def levels(self) -> dict[tuple[int, int], list[Node]]:
        """The nodes by level (one more than the highest of their operands) and rule."""
        level = dict.fromkeys(self.graph.inputs, 0)
        numbers: dict[Code, int] = {}
        known: dict[int, int] = {}
        found: dict[tuple[int, int], list[Node]] = {}
        for node in self.graph.nodes:
            rule = node.rule
            number = known.get(id(rule))
            if number is None:
                number = known[id(rule)] = numbers.setdefault(rule, len(numbers))
            level[node.name] = own = 1 + max(map(level.__getitem__, node.operands), default=0)
            found.setdefault((own, number), []).append(node)
        return found

    def rules(self) -> list[list[Node]]:
        """The nodes that the output needs, by rule."""
        found: dict[Code, list[Node]] = {}
        for node in self.graph.nodes:
            if not node.unused:
                found.setdefault(node.rule, []).append(node)
        return list(found.values())

    def group(self, nodes: Sequence[Node]) -> Group:
        place = self.place.__getitem__
        out = np.fromiter((place(node.name) for node in nodes), dtype=np.intp, count=len(nodes))
        flat = [place(name) for node in nodes for name in node.operands]
        operands = np.array(flat, dtype=np.intp).reshape(len(nodes), len(nodes[0].operands)).T
        return Group(nodes[0], out, operands)

    def forward(self, inputs: Array) -> Array:
        """Every value, from the inputs' in their order; nan where there is none."""
        values = np.empty(len(self.place))
        values[: len(inputs)] = inputs
        with np.errstate(all="ignore"):
            for group in self.by_level:
                values[group.out] = self.arithmetic.run(group.first.rule, list(values[group.operands]))[-1]
        return values

    def local(self, values: Array) -> list[Array]:
        """For every group of `by_rule` the local derivatives by slot (slots × n)."""
        found = []
        with np.errstate(all="ignore"):
            for group in self.by_rule:
                inner = self.arithmetic.run(group.first.rule, list(values[group.operands]))
                slopes = local(group.first, inner, self.arithmetic)
                found.append(np.array([filled(slope, len(group.out)) for slope in slopes]).reshape(group.operands.shape))
        return found

    def backward(self, slopes: Sequence[Array]) -> Array:
        """The output's derivative by every input and node, at their places."""
        edges: dict[int, Array] = {}
        for group, matrix in zip(self.by_rule, slopes, strict=True):
            edges |= dict(zip(group.out.tolist(), matrix.T, strict=True))
        chained = np.zeros(len(self.place))
        chained[self.place[self.graph.output]] = 1.0
        with np.errstate(all="ignore"):
            for group in reversed(self.by_level):
                if group.first.unused or not len(group.operands):
                    continue
                local_slopes = np.array([edges[i] for i in group.out.tolist()])  # n × slots
                np.add.at(chained, group.operands.T, local_slopes * chained[group.out][:, None])
        return chained


def filled(slope: Slope | None, count: int) -> Array:
    """A slope as a row of `count` numbers: 0 where no change passes."""
    return np.zeros(count) if slope is None else np.broadcast_to(np.asarray(slope.value, dtype=float), (count,))
