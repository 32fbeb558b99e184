"""A node's value as one formula in the inputs: every node's own formula put in where its name stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.syntax.formula import LEAVES, Formula

if TYPE_CHECKING:
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.syntax.formula import Instruction


def in_inputs(graph: Graph, name: str) -> Formula:
    """The formula of the node `name` in the inputs alone, in the order that the person wrote.

    What is used twice stands in the code once, so this is linear in the graph; its text need not be.
    """
    code: list[Instruction] = []
    names: list[str] = []
    places: dict[str, int] = {}
    for node in graph.nodes:
        places[node.name] = spliced(node, code, names, places)
        if node.name == name:
            break
    return Formula(tuple(code[: places[name] + 1]), tuple(names))


def spliced(node: Node, code: list[Instruction], names: list[str], places: dict[str, int]) -> int:
    """Add a node's rule to `code`, known nodes in their slots; returns where its value stands."""
    moved: list[int] = []
    for instruction in node.rule:
        kind = instruction[0]
        if kind == "slot" and (operand := node.operands[instruction[1]]) in places:
            moved.append(places[operand])
            continue
        moved.append(len(code))
        if kind == "slot":
            code.append(("slot", len(names)))
            names.append(operand)
        else:
            code.append(instruction if kind in LEAVES else (kind, *(moved[i] for i in instruction[1:])))
    return moved[-1]
