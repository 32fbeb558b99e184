"""The beginning of the story: what the graph is, and the forward pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.cut import how, reason
from symback.explain.equation import chain
from symback.explain.formulas import equation, node_formula
from symback.explain.model import Line, Math, Name, Number, Piece, Sentence, Step, listed, math, say
from symback.explain.teller import Teller, number

if TYPE_CHECKING:
    from symback.graph.node import Node

SPLITS = {
    "lecture": "The expression is cut into small steps, each easy to differentiate. Every step is a node.",
    "atomic": "Every single operation is a node.",
    "none": "Every statement is a node.",
}


def graph_step(teller: Teller) -> Step:
    """What the graph is: each node, and why it is cut there."""
    lines = [Line("graph", say(SPLITS[how(teller.graph)]))]
    lines += [Line("graph", node_line(teller, node)) for node in teller.graph.nodes]
    lines += [Line("graph", said) for said in input_lines(teller)]
    order = [Name(node.name) for node in teller.graph.nodes if not node.unused]
    brief = say("The nodes, in the order of computation: ", *listed(order, ", "), ".")
    return Step("graph", say("The graph"), tuple(lines), brief)


def node_line(teller: Teller, node: Node) -> tuple[Piece, ...]:
    """A node's formula, why it is one node, and what else there is to know about it."""
    more: list[Piece] = []
    users = [Name(n.name) for n in teller.graph.consumers[node.name]]
    if node.name == teller.report.output:
        more += say(" ", teller.output, " is the output.")
    elif node.unused:
        more += say(" ", teller.output, " does not use it.")
    elif len(users) > 1:
        more += say(" ", *listed(users), " use it, and it is computed only once.")
    return (math(Name(node.name), "=", node_formula(node)), *say(". "), *reason(teller.graph, node), *more)


def input_lines(teller: Teller) -> list[tuple[Piece, ...]]:
    """Which inputs are parameters and which are data."""
    inputs = teller.report.inputs
    parameters = [Name(row.name) for row in inputs if row.parameter]
    data = [Name(row.name) for row in inputs if not row.parameter]
    found: list[tuple[Piece, ...]] = []
    if parameters:
        is_are = (
            " is a parameter: we want to know how it moves "
            if len(parameters) == 1
            else " are parameters: we want to know how each of them moves "
        )
        found.append(say(*listed(parameters), is_are, teller.output, "."))
    if data:
        is_are = " is data: it is" if len(data) == 1 else " are data: they are"
        it = "it gets" if len(data) == 1 else "they get"
        found.append(say(*listed(data), f"{is_are} given, so {it} no derivative."))
    if not inputs:
        found.append(say("There are no inputs, so there is nothing to differentiate by."))
    return found


def forward_step(teller: Teller) -> Step:
    """The forward pass, left to right, with the numbers put in."""
    report = teller.report
    lines = []
    given: list[Math] = [
        chain([math(Name(i.name)), Number(i.value, "value")]) for i in report.inputs if i.value is not None
    ]
    letters = [Name(i.name) for i in report.inputs if i.value is None]
    if given:
        lines.append(Line("forward", say("Start with the inputs: ", *listed(given, ", "), ".")))
    if letters and report.has_values:
        lines.append(Line("forward", say(*listed(letters), " stay letters.")))
    lines += [Line("forward", forward_words(teller, node)) for node in teller.graph.nodes]
    value = report.values[report.output]
    last = (
        chain([math(teller.output), Number(value, "value")], teller)
        if value is not None
        else forward_equation(teller, teller.graph.nodes[-1])
    )
    return Step(
        "forward", say("The forward pass, left to right"), tuple(lines), say("Forward, left to right: ", last, ".")
    )


def forward_words(teller: Teller, node: Node) -> Sentence:
    """The equation; and that there is no value, where the inputs have some and the node has none."""
    found = forward_equation(teller, node)
    known = all(row.value is not None for row in teller.report.inputs)
    if teller.report.has_values and known and teller.values[node.name] is None:
        return say(found, " has no value here, and ", teller.output, " does not need it.")
    return (found,)


def forward_equation(teller: Teller, node: Node) -> Math:
    """`a = 2 + 3w = 2 + 3 × 3 = 11`."""
    value = number(teller.values.get(node.name), "value")
    return equation(math(Name(node.name)), node_formula(node), teller.values, value, teller)
