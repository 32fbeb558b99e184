"""The push: left to right, how fast every node moves when inputs move along a direction. The backward pass the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.passes.backward import Slope, plus, times
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from symback.domains.base import Domain
    from symback.domains.values import Value
    from symback.graph.node import Node

# What a caller may put in the place of an operation's own tangent: told the node, the place in its rule, the tangents so far.
Change = "Callable[[Node, int, Sequence[Slope]], Slope]"


def push(
    nodes: Iterable[Node], inners: Mapping[str, Sequence[Value]], direction: Mapping[str, Slope], domain: Domain
) -> dict[str, Slope]:
    """Return the tangent of every name: that of the direction, and of the nodes that it moves. None where nothing passes.

    `inners` are the values within the nodes' rules, as the forward pass keeps them.
    """
    found = dict(direction)
    for node in nodes:
        if node.name not in found and node.name in inners and any(name in found for name in node.operands):
            slope = within(node, found, inners[node.name], domain)[-1]
            if slope is not None:
                found[node.name] = slope
    return found


def within(node: Node, tangents: Mapping[str, Slope], inner: Sequence[Value], domain: Domain) -> list[Slope]:
    """Return the tangent of every instruction of a node's rule."""
    slopes: list[Slope] = []
    for index, instruction in enumerate(node.rule):
        if instruction[0] == "slot":
            slopes.append(tangents.get(node.operands[instruction[1]]))
        elif instruction[0] in LEAVES:
            slopes.append(None)
        else:
            slopes.append(step(instruction, index, slopes, inner, domain))
    return slopes


def step(instruction: Sequence[object], index: int, slopes: Sequence[Slope], inner: Sequence[Value], domain: Domain) -> Slope:
    """Return the tangent of one operation, from those of its operands."""
    operation, *operands = instruction
    total: Slope = None
    values = [inner[i] for i in operands]  # type: ignore[index]  # what follows an operation's name are places
    for position, operand in enumerate(operands):
        slope = slopes[operand]  # type: ignore[index]  # as above
        if slope is not None:
            own = domain.partial(str(operation), position, values, inner[index])
            total = plus(total, times(own, slope, domain), domain)
    return total
