"""The graph in formulas: every node, local and chained derivative as an expression of symback/algebra and as text, bounded."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from symback.algebra.expression import LONGEST, ONE, ZERO, Expression, TooLong, bounded, number, symbol
from symback.algebra.operations import add, multiply
from symback.algebra.rules import expressions, local_derivatives
from symback.algebra.substitute import Substitution, symbols_of
from symback.algebra.text import text
from symback.algebra.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.syntax.formula import Code


MOST_PUT_IN = 2 * LONGEST  # parts of a formula in inputs before its terms are collected


class Formulas:
    """Formulas of a graph, `given` inputs put in as numbers where they are wanted in inputs.

    None stands for a formula that is too long to be worth showing.
    """

    def __init__(self, graph: Graph, given: Mapping[str, Fraction] | None = None) -> None:
        self.graph = graph
        self.expressions: dict[str, Expression | None] = {name: symbol(name) for name in graph.inputs}
        for name, value in (given or {}).items():
            self.expressions[name] = number(value)
        for node in graph.nodes:
            self.expressions[node.name] = self.in_inputs_of(node)
        self.known_edges: dict[str, dict[str, Expression | None]] = {}
        self.chained: dict[str, Expression | None] = {}
        self.terms: dict[str, list[tuple[str, Expression | None, Expression | None]]] = {}
        self.walk_back()

    def in_inputs_of(self, node: Node) -> Expression | None:
        """The node's own value as an expression in the inputs."""
        slots = [self.expressions[name] for name in node.operands]
        found = [slot for slot in slots if slot is not None]
        if len(found) < len(slots) or len(node.rule) > LONGEST:
            return None
        try:
            return expressions(node.rule, found)[-1]
        except TooLong:
            return None

    def walk_back(self) -> None:
        """Every chained derivative in nodes: the backward pass with symbols for numbers."""
        self.chained = dict.fromkeys((*self.graph.inputs, *self.graph.by_name), ZERO)
        self.chained[self.graph.output] = ONE
        self.terms = {name: [] for name in self.chained}
        for node in reversed(self.graph.nodes):
            if node.unused:
                continue
            upstream = self.chained[node.name]
            for operand, local in self.edges(node).items():
                if self.graph.is_data(operand):
                    continue
                self.terms[operand].append((node.name, local, upstream))
                self.chained[operand] = sum_of(self.chained[operand], local, upstream)

    def node(self, name: str) -> Expression:
        """A node's formula in its operands."""
        node = self.graph.by_name[name]
        return expressions(node.rule, [symbol(n) for n in node.operands])[-1]

    def local(self, name: str, operand: str) -> Expression | None:
        """The local derivative of the node `name` by an operand."""
        return self.edges(self.graph.by_name[name])[operand]

    def edges(self, node: Node) -> dict[str, Expression | None]:
        """The local derivative of a node by every operand: its slots' derivatives, summed (0 where no change passes)."""
        if node.name not in self.known_edges:
            slots = self.slots(node)
            found = {name: [slots[k] for k in places] for name, places in node.places().items()}
            self.known_edges[node.name] = {name: total(shares) for name, shares in found.items()}
        return self.known_edges[node.name]

    def slots(self, node: Node) -> list[Expression | None]:
        """The local derivative of a node by each slot."""
        names = Substitution({f"□{k}": symbol(name) for k, name in enumerate(node.operands)})
        return [None if slope is None else names.put(slope) for slope in rule_derivatives(node.rule)]

    def in_nodes(self, name: str) -> Expression | None:
        """The output's derivative by `name`, in the graph's nodes."""
        return self.chained[name]

    def in_inputs(self, name: str) -> Expression | None:
        """The output's derivative by `name`, in the inputs alone."""
        chained = self.chained[name]
        return None if chained is None else self.put_in(chained)

    def text(self, expression: Expression | None) -> str | None:
        """The text of an expression, tidied; None where it is too long."""
        return text_of(expression)

    def put_in(self, expression: Expression) -> Expression | None:
        """An expression in nodes as one in inputs; None where that would be too long."""
        found: dict[str, Expression] = {}
        size = expression.parts
        for name, times in symbols_of(expression).items():
            known = self.expressions[name]
            if known is None:
                return None
            if known is not symbol(name):
                found[name] = known
                size += times * (known.parts - 1)
        if not found:
            return expression
        if size > MOST_PUT_IN:
            return None
        try:
            return bounded(Substitution(found).put(expression))
        except TooLong:
            return None


def total(shares: list[Expression | None]) -> Expression | None:
    """The sum; None where a share is too long."""
    found = [share for share in shares if share is not None]
    return add(*found) if len(found) == len(shares) else None


def sum_of(before: Expression | None, local: Expression | None, upstream: Expression | None) -> Expression | None:
    if before is None or local is None or upstream is None:
        return None
    try:
        return bounded(add(before, multiply(local, upstream)))
    except TooLong:
        return None


@lru_cache(maxsize=1 << 10)
def rule_derivatives(code: Code) -> list[Expression | None]:
    """The derivatives of a rule by its slots □0, □1, …: worked out once for all nodes of the shape. None: too long."""
    count = sum(instruction[0] == "slot" for instruction in code)
    try:
        found = local_derivatives(code, [symbol(f"□{k}") for k in range(count)])
    except TooLong:
        return [None] * count
    return [ZERO if slope is None else tidy(slope) for slope in found]


@lru_cache(maxsize=1 << 10)
def text_of(expression: Expression | None) -> str | None:
    """The text of an expression, tidied; None where it is too long."""
    return None if expression is None else text(tidy(expression))
