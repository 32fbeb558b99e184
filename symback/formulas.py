"""The graph in formulas: every node, local and chained derivative as an expression of symback/algebra and as text, bounded."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from symback.algebra.expression import LONGEST, ONE, ZERO, Expression, TooLong, bounded, number, symbol
from symback.algebra.operations import add, multiply
from symback.algebra.ratio import cancelled
from symback.algebra.rules import expressions, local_derivatives
from symback.algebra.substitute import Substitution, symbols_of
from symback.algebra.text import text
from symback.algebra.tidy import tidy
from symback.derivatives import DERIVATIVES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.syntax.formula import Code


OWN = "□"  # a rule's own value in its derivatives
MOST_PUT_IN = 2 * LONGEST  # parts of a formula in inputs before its terms are collected


class Formulas:
    """Formulas of a graph, `given` inputs put in as numbers where they are wanted in inputs.

    None stands for a formula that is too long to be worth showing.
    """

    def __init__(self, graph: Graph, given: Mapping[str, Fraction] | None = None) -> None:
        self.graph = graph
        self.expressions: dict[str, Expression | None] = {name: symbol(name) for name in graph.inputs}
        for name, value in (given or {}).items():
            self.expressions[name] = or_none(number, value)
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
            named = self.named_edges(node)
            for operand, local in self.edges(node).items():
                if self.graph.is_data(operand):
                    continue
                self.terms[operand].append((node.name, local, upstream))
                self.chained[operand] = sum_of(self.chained[operand], named[operand], upstream)

    def node(self, name: str) -> Expression | None:
        """A node's formula in its operands."""
        node = self.graph.by_name[name]
        try:
            return expressions(node.rule, [symbol(n) for n in node.operands])[-1]
        except TooLong:
            return None

    def local(self, name: str, operand: str) -> Expression | None:
        """The local derivative of the node `name` by an operand."""
        return self.edges(self.graph.by_name[name])[operand]

    def edges(self, node: Node) -> dict[str, Expression | None]:
        """The local derivative of a node by every operand: its slots' derivatives, summed (0 where no change passes)."""
        if node.name not in self.known_edges:
            self.known_edges[node.name] = summed(node, self.slots(node))
        return self.known_edges[node.name]

    def named_edges(self, node: Node) -> dict[str, Expression | None]:
        """As `edges`, with the node's own name for its value: a*(1 - a) where a is sigmoid(z)."""
        if node.name == self.graph.output or node.rule[-1][0] not in in_own_value():
            return self.edges(node)
        return summed(node, self.slots(node, own=True))

    def slots(self, node: Node, *, own: bool = False) -> list[Expression | None]:
        """The local derivative of a node by each slot; with its own name for its value where `own`."""
        names = {f"□{k}": symbol(name) for k, name in enumerate(node.operands)} | {OWN: symbol(node.name)}
        put = Substitution(names).put
        return [None if slope is None else or_none(put, slope) for slope in rule_derivatives(node.rule, own=own)]

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


def summed(node: Node, slots: list[Expression | None]) -> dict[str, Expression | None]:
    """The derivatives of a node by its operands, from those by its slots."""
    return {name: total([slots[k] for k in places]) for name, places in node.places().items()}


def or_none(make: Callable[..., Expression], *arguments: Any) -> Expression | None:
    """What is made of the arguments; None where that is too long."""
    try:
        return make(*arguments)
    except TooLong:
        return None


def total(shares: list[Expression | None]) -> Expression | None:
    """The sum; None where a share is too long."""
    found = [share for share in shares if share is not None]
    return or_none(add, *found) if len(found) == len(shares) else None


def sum_of(before: Expression | None, local: Expression | None, upstream: Expression | None) -> Expression | None:
    if before is None or local is None or upstream is None:
        return None
    return or_none(lambda: bounded(cancelled(add(before, multiply(local, upstream)))))


@cache
def in_own_value() -> frozenset[str]:
    """The operations whose derivative is written with their own value f: sigmoid's is f*(1 - f)."""
    return frozenset(name for name, texts in DERIVATIVES.items() if any(re.search(r"\bf\b", text) for text in texts))


@lru_cache(maxsize=1 << 10)
def rule_derivatives(code: Code, *, own: bool = False) -> tuple[Expression | None, ...]:
    """The derivatives of a rule by its slots □0, □1, …: worked out once for all nodes of the shape. None: too long.

    With `own`, the value of the rule is written as OWN.
    """
    count = sum(instruction[0] == "slot" for instruction in code)
    try:
        found = local_derivatives(code, [symbol(f"□{k}") for k in range(count)], symbol(OWN) if own else None)
        return tuple([ZERO if slope is None else tidy(slope) for slope in found])
    except TooLong:
        return (None,) * count


@lru_cache(maxsize=1 << 10)
def text_of(expression: Expression | None) -> str | None:
    """The text of an expression, tidied; None where it is too long."""
    return None if expression is None else text(tidy(expression))
