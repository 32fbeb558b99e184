"""The forward pass: left to right, every node's value; and again from one pinned value on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symback.domains.values import Undefined, Value
from symback.errors import SymbackError, no_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from symback.domains.base import Domain
    from symback.graph.graph import Graph
    from symback.graph.node import Node


@dataclass(frozen=True, slots=True)
class Forward:
    """Values by name of input and node, and for every node the values within its rule, instruction by instruction.

    Nodes that depend on an input without a value are absent.
    """

    values: dict[str, Value]
    inner: dict[str, list[Value]]


def forward(graph: Graph, inputs: Mapping[str, Value], arithmetic: Domain) -> Forward:
    """The values of all nodes whose inputs have values."""
    return onward(graph.nodes, inputs, arithmetic)


def onward(nodes: Iterable[Node], values: Mapping[str, Value], arithmetic: Domain) -> Forward:
    """As `forward`, of some nodes, after what comes before them."""
    run = Forward(dict(values), {})
    for node in nodes:
        if all(name in run.values for name in node.operands):
            inner = arithmetic.run(node.rule, [run.values[name] for name in node.operands])
            run.inner[node.name] = inner
            run.values[node.name] = placed(node, arithmetic.settled(inner[-1]), inner)
    return run


def placed(node: Node, value: Value, inner: Sequence[Value]) -> Value:
    """Return a node's value; where it has none, with the place in the text that is the reason."""
    if isinstance(value, Undefined) and value.span is None:
        first = next((i for i, v in enumerate(inner) if isinstance(v, Undefined) and v == value), -1)
        return replace(value, span=node.formula.span(first))
    return value


def again(
    downstream: Iterable[Node], values: Mapping[str, Value], pinned: str, value: Value, arithmetic: Domain
) -> dict[str, Value]:
    """Return what changes when `pinned` is held at `value`: its value and those of the nodes downstream of it."""
    changed: dict[str, Value] = {pinned: value}
    for node in downstream:
        slots = [changed[name] if name in changed else values[name] for name in node.operands]
        changed[node.name] = arithmetic.run(node.rule, slots)[-1]
    return changed


def require_values(graph: Graph, run: Forward) -> None:
    """Raise SymbackError (exit 3) where the output, or a node that nothing uses, has no value."""
    for node in graph.nodes:
        value = run.values.get(node.name)
        if isinstance(value, Undefined) and (node.name == graph.output or not graph.consumers[node.name]):
            source = next(other for other in graph.nodes if run.values.get(other.name) == value)  # where it was lost
            raise without_value(graph, value, "" if len(graph.nodes) == 1 else f" (in {source.name})")


def without_value(graph: Graph, value: Undefined, where: str = "") -> SymbackError:
    return no_answer(value.reason + where).located(value.span or (0, len(graph.program)), graph.program)
