"""The graph in formulas: every node, local and chained derivative as an expression of symback/algebra and as text, bounded."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from symback.algebra.domain import LETTERS, Letters, or_too_long
from symback.algebra.expression import LONGEST, ZERO, Expression, bounded, symbol
from symback.algebra.ratio import cancelled
from symback.algebra.substitute import Substitution, symbols_of
from symback.algebra.text import text
from symback.algebra.tidy import tidy
from symback.derivatives import DERIVATIVES
from symback.domains.values import Undefined
from symback.passes.backward import chain, local, total
from symback.passes.forward import forward

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from fractions import Fraction

    from symback.domains.values import Value
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
        numbers = {name: LETTERS.number(value) for name, value in (given or {}).items()}
        inputs = {name: symbol(name) for name in graph.inputs} | numbers
        self.expressions = {n: shown(value) for n, value in forward(graph, inputs, LETTERS).values.items()}
        self.slots = {node.name: slots(node) for node in graph.nodes}
        self.has_ties = any(i[0] in ("where==", "where!=") for node in graph.nodes for i in node.rule)
        self.known_edges: dict[str, dict[str, Value]] = {}
        named = self.slots | {node.name: slots(node, own=True) for node in graph.nodes if self.is_named(node)}
        form: Callable[[Expression], Expression] = cancelled  # what quotients have in common above and below goes
        if divided := [n for n in graph.nodes if n.name != graph.output and may_be_share(n.rule)]:
            from symback.algebra.shares import Shares

            shares = Shares({node.name: self.node(node.name) for node in divided})
            named = {name: [or_too_long(shares.named, slope) for slope in found] for name, found in named.items()}
            form = shares.form
        self.back = chain(graph, named, Letters(lambda slope: bounded(form(slope))))

    def is_named(self, node: Node) -> bool:
        """True if the derivatives of a node are written with its own name: a*(1 - a) where a is sigmoid(z)."""
        return node.name != self.graph.output and node.rule[-1][0] in in_own_value()

    def node(self, name: str) -> Expression | None:
        """A node's formula in its operands."""
        node = self.graph.by_name[name]
        return shown(LETTERS.run(node.rule, [symbol(n) for n in node.operands])[-1])

    def local(self, name: str, operand: str) -> Expression | None:
        """The local derivative of the node `name` by an operand."""
        return self.beside_ties(shown(self.edges(self.graph.by_name[name])[operand]), {operand})

    def in_own_value(self, node: Node, operand: str) -> Expression | None:
        """The local derivative of a node by an operand with the node's own name in it, t' = 1 - t²; None where that says no more."""
        if node.rule[-1][0] not in in_own_value():
            return None
        found = slots(node, own=True)
        return self.beside_ties(shown(total([found[k] for k in node.places()[operand]], LETTERS)), {operand})

    def edges(self, node: Node) -> dict[str, Value]:
        """The local derivative of a node by every operand: its slots' derivatives, summed (0 where no change passes)."""
        if node.name not in self.known_edges:
            slots = self.slots[node.name]
            edges = {name: total([slots[k] for k in places], LETTERS) for name, places in node.places().items()}
            self.known_edges[node.name] = edges
        return self.known_edges[node.name]

    def terms(self, name: str) -> list[tuple[str, Value, Value]]:
        """The paths of the output's derivative by `name`: the node that each goes through, local and upstream derivative."""
        by_name, terms = self.graph.by_name, self.back.terms[name]
        return [(t.through, self.edges(by_name[t.through])[name], t.upstream) for t in terms]

    def in_nodes(self, name: str) -> Expression | None:
        """The output's derivative by `name`, in the graph's nodes."""
        return self.beside_ties(self.along_paths(name), {name, *(node.name for node in self.graph.downstream(name))})

    def in_inputs(self, name: str) -> Expression | None:
        """The output's derivative by `name`, in the inputs alone."""
        is_node = name in self.graph.by_name
        chained = self.in_nodes(name) if is_node else self.along_paths(name)
        found = None if chained is None else self.put_in(chained)
        return found if is_node else self.beside_ties(found, {name})

    def along_paths(self, name: str) -> Expression | None:
        found = self.back.chained[name]
        return ZERO if found is None else shown(found)

    def beside_ties(self, slope: Expression | None, moved: Collection[str]) -> Expression | None:
        """A derivative without what holds at single points of the names that are moved."""
        if slope is None or not self.has_ties:
            return slope
        from symback.algebra.ties import BesideTies

        return shown(or_too_long(BesideTies(moved).put, or_too_long(tidy, slope)))

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
        return shown(or_too_long(lambda: bounded(Substitution(found).put(expression))))


def shown(value: Value) -> Expression | None:
    """Return an expression; None for one that is too long."""
    return None if isinstance(value, Undefined) else value


def slots(node: Node, *, own: bool = False) -> list[Value]:
    """The local derivative of a node by each slot (0 where no change passes); with its own name for its value where `own`."""
    names = {f"□{k}": symbol(name) for k, name in enumerate(node.operands)} | {OWN: symbol(node.name)}
    put = Substitution(names).put
    return [or_too_long(put, slope) for slope in rule_derivatives(node.rule, own=own)]


def may_be_share(code: Code) -> bool:
    """True if a rule divides, and has an exponential in it: no other is a share of a sum of exponentials."""
    return any(i[0] == "/" for i in code) and any(i[0] == "exp" or i == ("const", "e") for i in code)


@cache
def in_own_value() -> frozenset[str]:
    """The operations whose derivative is written with their own value f: sigmoid's is f*(1 - f)."""
    return frozenset(name for name, texts in DERIVATIVES.items() if any(re.search(r"\bf\b", text) for text in texts))


@lru_cache(maxsize=1 << 10)
def rule_derivatives(code: Code, *, own: bool = False) -> tuple[Value, ...]:
    """The derivatives of a rule by its slots □0, □1, …: worked out once for all nodes of the shape.

    With `own`, the value of the rule is written as OWN.
    """
    count = sum(instruction[0] == "slot" for instruction in code)
    inner = LETTERS.run(code, [symbol(f"□{k}") for k in range(count)])
    if own:
        inner[-1] = symbol(OWN)
    return tuple([ZERO if slope is None else or_too_long(tidy, slope) for slope in local(code, inner, LETTERS)])


@lru_cache(maxsize=1 << 10)
def text_of(value: Value | None) -> str | None:
    """The text of an expression, tidied; None where it is too long."""
    return None if value is None or isinstance(value, Undefined) else text(tidy(value))
