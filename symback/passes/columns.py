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
from symback.domains.dual import Duals
from symback.domains.rounded import Drawn, Rounded
from symback.passes.backward import local

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.syntax.formula import Code

BLOCK = 1 << 20  # doubles of one array: so many directions are walked together
DRAWS = 3  # estimates of the errors of second derivatives
LARGER = 2.0  # than rounding may be are the errors that are drawn: a path through many nodes sums many
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
        branches = any(i[0].startswith("where") for group in self.by_rule for i in group.first.rule)
        self.rounded, self.drawn = Rounded(masked=branches), Drawn(0, LARGER, masked=branches)
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
        """Return where a node's local derivatives stand: in those of which rule, and in which column."""
        index = self.place[node.name] - len(self.graph.inputs)
        return int(self.rules[index]), int(self.within[index])

    def forward(self, inputs: Array) -> Array:
        """Every value, from the inputs' in their order; nan where there is none. Inputs may have a row for each of several points."""
        return self.values(self.arithmetic, (inputs,))[0]

    def values(self, domain: Any, inputs: tuple[Array, ...]) -> list[Array]:
        """The forward pass in a domain whose numbers are so many columns each: all of them, at their places."""
        found = [np.empty((len(self.place), *np.shape(column)[1:]), np.result_type(column)) for column in inputs]
        for all_places, column in zip(found, inputs, strict=True):
            all_places[: len(column)] = column
        with np.errstate(all="ignore"):
            for group in self.by_level:
                inner = domain.run(group.first.rule, slots_of(domain, found, group))
                for all_places, column in zip(found, domain.pack(inner[-1]), strict=True):
                    all_places[group.out] = column
        return found

    def local(self, domain: Any, values: Sequence[Array]) -> list[Any]:
        """For every group of `by_rule` the local derivatives by slot, as a number of the domain (of columns slots × n, and on)."""
        found, rest = [], [np.shape(column)[1:] for column in values]
        with np.errstate(all="ignore"):
            for group in self.by_rule:
                inner = domain.run(group.first.rule, slots_of(domain, values, group))
                found.append(stacked(domain, local(group.first.rule, inner, domain), len(group.out), rest))
        return found

    def backward(self, domain: Any, slopes: Sequence[Any]) -> list[Array]:
        """The output's derivative by every input and node, as columns of the domain, at their places."""
        shapes = [(len(self.place), *np.shape(column)[2:]) for column in domain.pack(slopes[0])]
        found = [np.full(shape, column) for shape, column in zip(shapes, domain.pack(domain.zero), strict=True)]
        for row, column in zip(found, domain.pack(domain.one), strict=True):
            row[self.place[self.graph.output]] = column
        with np.errstate(all="ignore"):
            for group in reversed(self.by_level):
                own = domain.unpack(*(column[:, group.members] for column in domain.pack(slopes[group.rule])))
                terms = domain.pack(domain.times(own, domain.unpack(*(row[group.out] for row in found))))
                for row, term in zip(found, terms, strict=True):
                    if self.has_unused:
                        term[:, self.unused[group.out]] = 0  # no change passes, be the slope what it may
                    np.add.at(row, group.operands, term)
        return found

    # In doubles, with bounds on what rounding has put them off

    def errors(self, values: Array) -> Array:
        """Return how far rounding may have put off every value, with a sign: what each node adds by chance, and what its operands bring."""
        found, columns = np.zeros(len(values)), self.exactly(values)
        own, slopes = [], []
        with np.errstate(all="ignore"):
            for group in self.by_rule:
                inner = self.rounded.run(group.first.rule, slots_of(self.rounded, columns, group))
                own.append(self.drawn.signed(np.broadcast_to(self.rounded.pack(inner[-1])[1], group.out.shape)))
                edges = local(group.first.rule, inner, self.rounded)
                slopes.append(stacked(self.rounded, edges, len(group.out), [()] * len(columns)).value)
            for group in self.by_level:
                brought = slopes[group.rule][:, group.members] * found[group.operands]
                found[group.out] = own[group.rule][group.members] + brought.sum(axis=0)
        return found

    def exactly(self, values: Array, errors: Array | None = None) -> tuple[Array, ...]:
        """Values with these errors, as columns of the domain that bounds them."""
        columns = values, np.zeros(len(values)) if errors is None else np.abs(errors), np.ones(len(values), dtype=bool)
        return columns if self.rounded.masked else columns[:2]

    def slopes(self, values: Array, errors: Array | None = None) -> list[Any]:
        """For every group of `by_rule` the local derivatives by slot (slots × n), with their errors."""
        return self.local(self.rounded, self.exactly(values, errors))

    def gradient(self, slopes: Sequence[Any]) -> tuple[Array, Array]:
        """The output's derivative by every input and node, and an estimate of how far rounding may have put it off."""
        drawn = [slope._replace(error=self.drawn.signed(slope.error)) for slope in slopes]
        value, error, *_ = self.backward(self.drawn, drawn)
        return value, np.abs(error)


class Directions:
    """Second derivatives on large graphs: the gradient's own derivative along many directions at once, a row each."""

    def __init__(self, plan: Plan, inputs: Any) -> None:
        self.plan, self.inputs = plan, inputs
        self.duals = Duals(Arrays())
        self.places = np.array([plan.place[name] for name in plan.graph.parameters], dtype=np.intp)
        self.together = max(1, BLOCK // (len(plan.place) + len(plan.edges)))

    def directions(self, directions: Sequence[Mapping[str, Any]]) -> tuple[Any, Any]:
        """The inputs, and how a step along each direction moves them: columns, unless there is but one."""
        found = np.zeros((len(self.inputs), len(directions)))
        for column, direction in enumerate(directions):
            for name, value in direction.items():
                found[self.plan.place[name], column] = value
        return (self.inputs, found[:, 0]) if len(directions) == 1 else (self.inputs[:, None], found)

    def gradient(self, directions: Sequence[Mapping[str, Any]], step: float) -> Any:
        """The derivatives by the parameters at the point plus `step` times each direction."""
        plan = self.plan
        inputs, moved = self.directions(directions)
        values = plan.forward(inputs + step * moved)
        return self.rows(plan.backward(plan.arithmetic, plan.local(plan.arithmetic, (values,)))[0])

    def product(self, directions: Sequence[Mapping[str, Any]]) -> Any:
        """The Hessian times each direction."""
        values = self.plan.values(self.duals, self.directions(directions))
        return self.rows(self.plan.backward(self.duals, self.plan.local(self.duals, values))[1])

    def errors(self, directions: Sequence[Mapping[str, Any]]) -> Any:
        """Estimates of how far rounding may have put off the products."""
        columns: list[Any] = []
        plan, worst = self.plan, 0.0
        for column in self.directions(directions):
            exact = column, np.zeros(column.shape), np.ones(column.shape, dtype=bool)
            columns += exact if plan.rounded.masked else exact[:2]
        for seed in range(DRAWS):
            duals = Duals(Drawn(seed, LARGER, masked=plan.rounded.masked))
            chained = plan.backward(duals, plan.local(duals, plan.values(duals, tuple(columns))))
            worst = np.maximum(worst, np.abs(self.rows(chained[len(columns) // 2 + 1])))
        return worst

    def rows(self, chained: Any) -> Any:
        found = chained[self.places]
        return found.T if found.ndim > 1 else found[None]


def slots_of(domain: Any, columns: Sequence[Array], group: Group) -> list[Any]:
    """The operands of a group's nodes as numbers of a domain, a slot each."""
    return [domain.unpack(*rows) for rows in zip(*(column[group.operands] for column in columns), strict=True)]


def stacked(domain: Any, slopes: Sequence[Any], count: int, rest: Sequence[tuple[int, ...]]) -> Any:
    """Slopes as one number, whose columns have a row a slot (0 where no change passes); of each column's row the shape is `rest`."""
    packed = zip(*(domain.pack(domain.zero if slope is None else slope) for slope in slopes), strict=True)
    rows = (
        [np.broadcast_to(one, (count, *shape)) for one in columns] for columns, shape in zip(packed, rest, strict=True)
    )
    return domain.unpack(*map(np.array, rows))


def parts(keys: Array) -> list[Array]:
    """The places of equal keys, smallest key first, in order."""
    order = np.argsort(keys, kind="stable")
    cuts = np.flatnonzero(np.diff(keys[order])) + 1
    return np.split(order, cuts)
