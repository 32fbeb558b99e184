"""Why a node is cut where it is: the rule of symback/graph/split.py, said for one node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.model import Name, Program, Sentence, listed, say
from symback.functions import LOG_BASE
from symback.syntax.formula import LEAVES, constant_mask

if TYPE_CHECKING:
    from symback.graph.graph import Graph
    from symback.graph.node import Node

RECIPROCAL = "1/"
OPERATIONS = {
    "+": "a sum", "-": "a difference", "*": "a product", "/": "a quotient", "**": "a power", "neg": "the negative",
    RECIPROCAL: "a quotient",
}  # fmt: skip
LINEAR = frozenset({"+", "-", "*", "/", "neg"})


def how(graph: Graph) -> str:
    """lecture, atomic or none: how the graph's statements were cut."""
    return graph.split or ("lecture" if len(graph.parsed.statements) == 1 else "none")


def reason(graph: Graph, node: Node) -> Sentence:
    """Why `node` is a node of its own."""
    if node.operands and len(node.rule) == 1:
        return say("It only passes on the value of ", Name(node.operands[0]), ".")
    if not node.operands:
        return say("It has no input in it: it is a fixed number.")
    way = how(graph)
    if way == "none":
        return statement(node)
    if way == "atomic":
        return say("It is a single operation: ", *of_operands(node), ".")
    return lecture(node)


def statement(node: Node) -> Sentence:
    """A statement is a node because the person named it; what it does."""
    if sum(i[0] not in LEAVES for i in node.rule) == 1:
        return say("You named it, so it is a node: ", *of_operands(node), ".")
    return say("You named it, so it is a node, with several operations inside.")


def of_operands(node: Node) -> Sentence:
    """`a product of w and x`."""
    return say(*root_words(node), " of ", *listed([Name(n) for n in node.distinct_operands]))


def lecture(node: Node) -> Sentence:
    """The lecture's reason, from the shape of the node's rule."""
    names = node.distinct_operands
    kinds = active_kinds(node)
    if len(names) > 1:
        meeting = listed([Name(n) for n in names])
        return say("It is ", *root_words(node), " of ", *meeting, ": where variables meet, there is a node.")
    if len(node.operands) > 1:
        return say("It is ", *root_words(node), " of ", Name(names[0]), " with itself, one node.")
    curved = [kind for kind in kinds if kind not in LINEAR]
    if kinds == ["neg"]:
        return say("It turns the sign of ", Name(names[0]), ".")
    if not curved:
        return say("Plain numbers only scale or shift ", Name(names[0]), ", so they need no node of their own.")
    more = " The plain numbers beside it need none." if len(kinds) > len(curved) else ""
    if curved[0] == RECIPROCAL:
        return say("It divides by ", Name(names[0]), f", which is not linear, so it is a node of its own.{more}")
    return say(
        "It is ",
        *kind_words(curved[0]),
        " of ",
        Name(names[0]),
        f", which is not linear, so it is a node of its own.{more}",
    )


def active_kinds(node: Node) -> list[str]:
    """The operations of a rule that have a variable in them, the last first; 1/x counts as a function."""
    mask = constant_mask(node.rule)
    found = []
    for instruction, constant in zip(reversed(node.rule), reversed(mask), strict=True):
        if not constant and instruction[0] != "slot":
            found.append(RECIPROCAL if instruction[0] == "/" and mask[instruction[1]] else str(instruction[0]))
    return found


def root_words(node: Node) -> Sentence:
    """The node's last operation, in words."""
    return kind_words(str(node.rule[-1][0]))


def kind_words(kind: str) -> Sentence:
    """`a power`, `the function exp`."""
    if kind in OPERATIONS:
        return say(OPERATIONS[kind])
    if kind.startswith("where"):
        return say("a choice")
    return say("the function ", Program("log" if kind == LOG_BASE else kind))
