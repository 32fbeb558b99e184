"""The graph in formulas: every node, local and chained derivative as a sympy expression and as text, bounded."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from symback import symbolic
from symback.symbolic import TooLong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from symback.graph.graph import Graph, Node
    from symback.syntax.formula import Code


class Formulas:
    """Formulas of a graph, `given` inputs put in as numbers where they are wanted in inputs.

    Expressions are sympy's. None stands for a formula that is too long to be worth showing.
    """

    def __init__(self, graph: Graph, given: Mapping[str, Fraction] | None = None) -> None:
        self.graph = graph
        self.expressions: dict[str, Any | None] = {name: symbolic.symbol(name) for name in graph.inputs}
        for name, value in (given or {}).items():
            self.expressions[name] = symbolic.rational(value)
        for node in graph.nodes:
            self.expressions[node.name] = self.in_inputs_of(node)
        self.known_edges: dict[str, dict[str, Any | None]] = {}
        self.chained: dict[str, Any | None] = {}
        self.terms: dict[str, list[tuple[str, Any | None, Any | None]]] = {}
        self.walk_back()

    def in_inputs_of(self, node: Node) -> Any | None:
        """The node's own value as an expression in the inputs."""
        slots = [self.expressions[name] for name in node.operands]
        if any(slot is None for slot in slots) or len(node.rule) > symbolic.LONGEST:
            return None
        try:
            return symbolic.bounded(symbolic.expressions(node.rule, slots)[-1])
        except TooLong:
            return None

    def walk_back(self) -> None:
        """Every chained derivative in nodes: the backward pass with symbols for numbers."""
        self.chained = dict.fromkeys((*self.graph.inputs, *self.graph.by_name), symbolic.number(0))
        self.chained[self.graph.output] = symbolic.number(1)
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

    def node(self, name: str) -> Any:
        """A node's formula in its operands."""
        rule = self.graph.by_name[name]
        return symbolic.expressions(rule.rule, [symbolic.symbol(n) for n in rule.operands])[-1]

    def local(self, name: str, operand: str) -> Any | None:
        """The local derivative of the node `name` by an operand."""
        return self.edges(self.graph.by_name[name])[operand]

    def edges(self, node: Node) -> dict[str, Any | None]:
        """The local derivative of a node by every operand: its slots' derivatives, summed (0 where no change passes)."""
        if node.name not in self.known_edges:
            slots = self.slots(node)
            found = {name: [slots[k] for k in places] for name, places in node.places().items()}
            self.known_edges[node.name] = {n: None if None in s else symbolic.total(s) for n, s in found.items()}
        return self.known_edges[node.name]

    def slots(self, node: Node) -> list[Any | None]:
        """The local derivative of a node by each slot."""
        derived = rule_derivatives(node.rule)
        if None in derived:
            return [None] * len(derived)
        names = {symbolic.symbol(f"□{k}"): symbolic.symbol(name) for k, name in enumerate(node.operands)}
        return [symbolic.substitute(slope, names) for slope in derived]

    def in_nodes(self, name: str) -> Any | None:
        """The output's derivative by `name`, in the graph's nodes."""
        return self.chained[name]

    def in_inputs(self, name: str) -> Any | None:
        """The output's derivative by `name`, in the inputs alone, tidied."""
        chained = self.chained[name]
        return None if chained is None else self.put_in(chained)

    def put_in(self, expression: Any) -> Any | None:
        """An expression in nodes as one in inputs, tidied; None where that would be too long."""
        used = {str(s): s for s in expression.free_symbols}
        if any(self.expressions[name] is None for name in used):
            return None
        try:
            put = symbolic.substitute(expression, {s: self.expressions[name] for name, s in used.items()})
            return symbolic.tidy(symbolic.bounded(put))
        except (TooLong, RecursionError):
            return None


def sum_of(total: Any | None, local: Any | None, upstream: Any | None) -> Any | None:
    if total is None or local is None or upstream is None:
        return None
    try:
        return symbolic.bounded(total + local * upstream)
    except TooLong:
        return None


@lru_cache(maxsize=1 << 12)
def rule_derivatives(code: Code) -> list[Any | None]:
    """The derivatives of a rule by its slots □0, □1, …: worked out once for all nodes of the shape. None: too long."""
    count = sum(instruction[0] == "slot" for instruction in code)
    try:
        found = symbolic.local_derivatives(code, [symbolic.symbol(f"□{k}") for k in range(count)])
    except (TooLong, RecursionError):
        return [None] * count
    return [symbolic.number(0) if slope is None else symbolic.tidy(slope) for slope in found]


@lru_cache(maxsize=1 << 12)
def text_of(expression: Any | None) -> str | None:
    """The text of an expression, None where it is too long."""
    return None if expression is None else symbolic.text(symbolic.tidy(expression))


def tidied_text(expression: Any | None) -> str | None:
    """The text of an expression that has been tidied already."""
    return None if expression is None else symbolic.text(expression)
