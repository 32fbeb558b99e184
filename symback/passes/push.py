"""The push: left to right, how fast every node moves when inputs move along a direction. The backward pass the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symback.passes.backward import Slope, plus, times
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from symback.domains.base import Domain
    from symback.domains.values import Value
    from symback.graph.node import Node


@dataclass(frozen=True, slots=True)
class Change:
    """One operation, by node and place in its rule, whose tangent is made from those before it by other means."""

    node: str
    index: int
    tangent: Callable[[Sequence[Slope]], Slope]


def push(
    nodes: Iterable[Node],
    inners: Mapping[str, Sequence[Value]],
    direction: Mapping[str, Slope],
    domain: Domain,
    change: Change | None = None,
) -> dict[str, Slope]:
    """Return the tangent of every name: that of the direction, and of the nodes that it moves. None where nothing passes.

    `inners` are the values within the nodes' rules, as the forward pass keeps them.
    """
    found = dict(direction)
    for node in nodes:
        if node.name not in found and node.name in inners and any(name in found for name in node.operands):
            slope = within(node, found, inners[node.name], domain, change)[-1]
            if slope is not None:
                found[node.name] = slope
    return found


def within(
    node: Node, tangents: Mapping[str, Slope], inner: Sequence[Value], domain: Domain, change: Change | None = None
) -> list[Slope]:
    """Return the tangent of every instruction of a node's rule."""
    slopes: list[Slope] = []
    for index, (operation, *operands) in enumerate(node.rule):
        if operation == "slot":
            slopes.append(tangents.get(node.operands[operands[0]]))
        elif operation in LEAVES or all(slopes[i] is None for i in operands):
            slopes.append(None)
        elif change is not None and change.node == node.name and change.index == index:
            slopes.append(change.tangent(slopes))
        else:
            slopes.append(tangent(operation, operands, index, slopes, inner, domain))
    return slopes


def tangent(
    operation: str, operands: Sequence[Any], index: int, slopes: Sequence[Slope], inner: Sequence[Value], domain: Domain
) -> Slope:
    """Return the tangent of one operation, from those of its operands."""
    total: Slope = None
    values = [inner[i] for i in operands]
    for position, operand in enumerate(operands):
        slope = slopes[operand]
        if slope is not None:
            own = domain.partial(operation, position, values, inner[index])
            total = plus(total, times(own, slope, domain), domain)
    return total
