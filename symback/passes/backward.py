"""The backward pass: right to left, local derivatives on every edge and chained derivatives at every name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symback.domains.base import Domain, active_operands
from symback.domains.values import Value
from symback.syntax.formula import Code, constant_mask, remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.passes.forward import Forward

# In both passes None means that no change passes at all (the branch of `where` that is not taken).
Slope = Value | None


@dataclass(frozen=True, slots=True)
class Term:
    """One path's share of a chained derivative: the edge into node `through`, times the derivative of that node."""

    through: str
    local: Slope
    upstream: Slope
    value: Slope


@dataclass(frozen=True, slots=True)
class Backward:
    """`slots[node][k]` is the local derivative by slot k; `chained[name]` the output's; `terms[name]` its paths."""

    slots: dict[str, list[Slope]]
    chained: dict[str, Slope]
    terms: dict[str, list[Term]]


def backward(graph: Graph, run: Forward, arithmetic: Domain) -> Backward:
    """Every derivative of the output by one walk from the output back."""
    slots = {node.name: local(node, run.inner[node.name], arithmetic) for node in graph.nodes if node.name in run.inner}
    chained: dict[str, Slope] = dict.fromkeys((*graph.inputs, *graph.by_name))
    chained[graph.output] = arithmetic.one
    terms: dict[str, list[Term]] = {name: [] for name in chained}
    for node in reversed(graph.nodes):
        if node.name not in slots or node.unused:
            continue
        for operand, places in node.places().items():
            if graph.is_data(operand):
                continue
            edge = total([slots[node.name][k] for k in places], arithmetic)
            value = times(edge, chained[node.name], arithmetic)
            terms[operand].append(Term(node.name, edge, chained[node.name], value))
            chained[operand] = plus(chained[operand], value, arithmetic)
    return Backward(slots, chained, terms)


def local(node: Node, inner: Sequence[Value], arithmetic: Domain) -> list[Slope]:
    """The derivative of a node by each of its slots, chained through the operations of its rule."""
    code = node.rule
    adjoints: list[Slope] = [None] * len(code)
    adjoints[-1] = arithmetic.one
    for index, operation, pairs in cached_operands(code):
        if adjoints[index] is None:
            continue
        arguments = [inner[i] for i in code[index][1:]]
        for position, operand in pairs:
            share = arithmetic.pull(operation, position, adjoints[index], arguments, inner[index])
            adjoints[operand] = plus(adjoints[operand], share, arithmetic)
    found: list[Slope] = [None] * len(node.operands)
    for index, instruction in enumerate(code):
        if instruction[0] == "slot":
            found[instruction[1]] = adjoints[index]
    return found


@remembered
def cached_operands(code: Code) -> list[tuple[int, str, list[tuple[int, int]]]]:
    """active_operands, worked out once a rule."""
    return active_operands(code, constant_mask(code))


def edge_slope(node: Node, operand: str, slots: Sequence[Slope], arithmetic: Domain) -> Slope:
    """The local derivative of a node by an operand: its slots' derivatives, summed."""
    return total([slots[k] for k in node.places()[operand]], arithmetic)


def total(slopes: Sequence[Slope], arithmetic: Domain) -> Slope:
    """The sum of slopes; None where no change passes through any."""
    found: Slope = None
    for slope in slopes:
        found = plus(found, slope, arithmetic)
    return found


def plus(left: Slope, right: Slope, arithmetic: Domain) -> Slope:
    if left is None or right is None:
        return right if left is None else left
    return arithmetic.add(left, right)


def times(left: Slope, right: Slope, arithmetic: Domain) -> Slope:
    return None if left is None or right is None else arithmetic.times(left, right)
