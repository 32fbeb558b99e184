"""The passes over arrays, for large graphs: nodes of one rule and level are walked together, in doubles.

Forward, a level after the other; then the local derivatives of every rule, for all its nodes at once; then backward, a level
after the other. So the work is linear in nodes and edges, and the number of NumPy calls in levels and rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.domains.columns import Arrays
from symback.passes.backward import local

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.syntax.formula import Code

Array = Any  # of doubles, or of places


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes of one rule: `first` of them, and where the nodes (n) and their operands (slots × n) stand.

    `members` tells, of a group of one level, where its nodes stand among all those of the rule.
    """

    first: Node
    out: Array
    operands: Array
    rule: int
    members: Array


class Plan:
    """A graph laid out for arrays: inputs first, then nodes, each with a place in one long row of values."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.place = dict(
            zip((*graph.inputs, *graph.by_name), range(len(graph.inputs) + len(graph.nodes)), strict=True)
        )
        self.arithmetic = Arrays()
        operands = [node.operands for node in graph.nodes]
        edges = list(map(self.place.__getitem__, chain.from_iterable(operands)))
        starts = [0, *accumulate(map(len, operands))]
        self.edges, self.starts = np.array(edges, dtype=np.intp), np.array(starts, dtype=np.intp)
        self.rules = np.array(self.rule_numbers())
        self.within = np.empty(len(self.rules), dtype=np.intp)  # where each node stands among those of its rule
        of_rules = parts(self.rules)
        for members in of_rules:
            self.within[members] = np.arange(len(members))
        self.by_rule = [self.group(members, number) for number, members in enumerate(of_rules)]
        self.by_level = self.level_groups(np.array(self.levels(edges, starts)))
        self.unused = np.array([False] * len(graph.inputs) + [node.unused for node in graph.nodes])
        self.has_unused = bool(self.unused.any())

    def rule_numbers(self) -> list[int]:
        """For every node the number of its rule. A rule that only unused nodes have counts too."""
        numbers: dict[Code, int] = {}
        known: dict[int, int] = {}  # by identity, for a rule is long to hash
        found = []
        for node in self.graph.nodes:
            rule = node.rule
            number = known.get(id(rule))
            if number is None:
                number = known[id(rule)] = numbers.setdefault(rule, len(numbers))
            found.append(number)
        return found

    def levels(self, edges: list[int], starts: list[int]) -> list[int]:
        """For every node its level: one more than the highest of its operands, where inputs have 0."""
        level = [0] * len(self.graph.inputs)
        for start, end in pairwise(starts):
            level.append(1 + max(map(level.__getitem__, edges[start:end]), default=0))
        return level[len(self.graph.inputs) :]

    def level_groups(self, levels: Array) -> list[Group]:
        """The nodes by level and rule, in an order in which they can be computed."""
        rules = self.rules
        keys = levels * (rules.max() + 1) + rules
        return [self.group(members, int(rules[members[0]]), self.within) for members in parts(keys)]

    def group(self, members: Array, rule: int, within: Array | None = None) -> Group:
        """The group of the nodes with these numbers."""
        first = self.graph.nodes[members[0]]
        slots = np.arange(len(first.operands))[:, None]
        operands = self.edges[self.starts[members] + slots]
        return Group(
            first, members + len(self.graph.inputs), operands, rule, members if within is None else within[members]
        )

    def column(self, node: Node) -> tuple[int, int]:
        """Where a node's local derivatives stand: in those of which rule, and in which column."""
        index = self.place[node.name] - len(self.graph.inputs)
        return int(self.rules[index]), int(self.within[index])

    def forward(self, inputs: Array) -> Array:
        """Every value, from the inputs' in their order; nan where there is none. Inputs may have a row for each of several points."""
        values = np.empty((len(self.place), *np.shape(inputs)[1:]))
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
                slopes: list[Any] = local(group.first, inner, self.arithmetic)
                rows = [
                    np.zeros(len(group.out)) if s is None else np.broadcast_to(s, (len(group.out),)) for s in slopes
                ]
                found.append(np.array(rows).reshape(group.operands.shape))
        return found

    def backward(self, slopes: Sequence[Array]) -> Array:
        """The output's derivative by every input and node, at their places."""
        chained = np.zeros(len(self.place))
        chained[self.place[self.graph.output]] = 1.0
        with np.errstate(all="ignore"):
            for group in reversed(self.by_level):
                terms = slopes[group.rule][:, group.members] * chained[group.out]
                if self.has_unused:
                    terms[:, self.unused[group.out]] = 0.0  # no change passes, be the slope what it may
                np.add.at(chained, group.operands, terms)
        return chained


def parts(keys: Array) -> list[Array]:
    """The places of equal keys, smallest key first, in order."""
    order = np.argsort(keys, kind="stable")
    cuts = np.flatnonzero(np.diff(keys[order])) + 1
    return np.split(order, cuts)
