"""The backward pass: right to left, local derivatives on every edge and chained derivatives at every name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symback.domains.values import Value
from symback.syntax.formula import LEAVES, Code, constant_mask, remembered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.domains.base import Domain
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
    """`slots[node][k]` is the local derivative by slot k; `chained[name]` the adjoint of a name; `terms[name]` its paths."""

    slots: dict[str, list[Slope]]
    chained: dict[str, Slope]
    terms: dict[str, list[Term]]


def backward(graph: Graph, run: Forward, arithmetic: Domain, seeds: Mapping[str, Slope] | None = None) -> Backward:
    """Return every derivative of the output, by one walk from the output back; or, with `seeds`, of the sum of nodes times their seeds."""
    known = [node for node in graph.nodes if node.name in run.inner]
    slots = {node.name: local(node.rule, run.inner[node.name], arithmetic) for node in known}
    return chain(graph, slots, arithmetic, seeds)


def chain(
    graph: Graph, slots: dict[str, list[Slope]], arithmetic: Domain, seeds: Mapping[str, Slope] | None = None
) -> Backward:
    """As backward, from the local derivatives of the nodes by their slots."""
    seeds = seeds or {graph.output: arithmetic.one}
    chained: dict[str, Slope] = {**dict.fromkeys((*graph.inputs, *graph.by_name)), **seeds}
    terms: dict[str, list[Term]] = {name: [] for name in chained}
    reached = set(seeds)
    for node in reversed(graph.nodes):
        if node.name not in slots or node.name not in reached:
            continue
        reached.update(node.operands)
        for operand, places in node.places().items():
            if graph.is_data(operand):
                continue
            edge = total([slots[node.name][k] for k in places], arithmetic)
            value = times(edge, chained[node.name], arithmetic)
            terms[operand].append(Term(node.name, edge, chained[node.name], value))
            chained[operand] = gathered(chained[operand], value, arithmetic)
    return Backward(slots, chained, terms)


def pulled(graph: Graph, run: Forward, arithmetic: Domain, seeds: Mapping[str, Slope]) -> dict[str, Slope]:
    """The derivative of the sum of nodes times their seeds by every name: each node's is pulled through its rule, one walk.

    As `backward`, without the edges' own derivatives: those of arrays have an entry for every two of theirs.
    """
    found: dict[str, Slope] = {**dict.fromkeys((*graph.inputs, *graph.by_name)), **seeds}
    for node in reversed(graph.nodes):
        upstream = found[node.name]
        if upstream is None or node.name not in run.inner:
            continue
        shares = local(node.rule, run.inner[node.name], arithmetic, upstream)
        for operand, places in node.places().items():
            for k in () if graph.is_data(operand) else places:
                found[operand] = gathered(found[operand], shares[k], arithmetic)
    return found


def local(code: Code, inner: Sequence[Value], arithmetic: Domain, upstream: Value = None) -> list[Slope]:
    """The derivative of a rule by each of its slots, chained through its operations; of what comes after it, from that by its value."""
    adjoints: list[Slope] = [None] * len(code)
    adjoints[-1] = arithmetic.one if upstream is None else upstream
    operations, slots = way_back(code)
    for index, operation, pairs in operations:
        if adjoints[index] is None:
            continue
        arguments = [inner[i] for i in code[index][1:]]
        for position, operand in pairs:
            share = arithmetic.pull(operation, position, adjoints[index], arguments, inner[index])
            adjoints[operand] = gathered(adjoints[operand], share, arithmetic)
    return [adjoints[index] for index in slots]


@remembered
def way_back(code: Code) -> tuple[list[tuple[int, str, list[tuple[int, int]]]], list[int]]:
    """For every operation with variables below it, from the last back: index, name, (position, index) of those operands.

    And the index of every slot.
    """
    constant, found = constant_mask(code), []
    slots = {instruction[1]: index for index, instruction in enumerate(code) if instruction[0] == "slot"}
    for index in range(len(code) - 1, -1, -1):
        instruction = code[index]
        if instruction[0] in LEAVES or constant[index]:
            continue
        pairs = [(k, i) for k, i in enumerate(instruction[1:]) if not constant[i]]
        found.append((index, str(instruction[0]), pairs))
    return found, [slots[k] for k in range(len(slots))]


def edge_slope(node: Node, operand: str, slots: Sequence[Slope], arithmetic: Domain) -> Slope:
    """The local derivative of a node by an operand: its slots' derivatives, summed."""
    return total([slots[k] for k in node.places()[operand]], arithmetic)


def total(slopes: Sequence[Slope], arithmetic: Domain) -> Slope:
    """The sum of slopes; None where no change passes through any."""
    if len(slopes) == 1:
        return slopes[0]
    found = [slope for slope in slopes if slope is not None]
    return arithmetic.total(found) if found else None


def gathered(before: Slope, share: Slope, arithmetic: Domain) -> Slope:
    """The sum of a derivative and one more share."""
    if share is None:
        return before
    return arithmetic.gathered(share if before is None else arithmetic.add(before, share))


def plus(left: Slope, right: Slope, arithmetic: Domain) -> Slope:
    if left is None or right is None:
        return right if left is None else left
    return arithmetic.add(left, right)


def times(left: Slope, right: Slope, arithmetic: Domain) -> Slope:
    return None if left is None or right is None else arithmetic.times(left, right)
