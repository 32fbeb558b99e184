"""The beginning of the story: what the graph is, and the forward pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.cut import how, reason
from symback.explain.equation import chain
from symback.explain.formulas import equation, formula, node_formula
from symback.explain.model import Line, Math, Name, Number, Piece, Sentence, Step, listed, math, say

if TYPE_CHECKING:
    from symback.explain.teller import Teller
    from symback.graph.node import Node
    from symback.report.model import Input

SPLITS = {
    "lecture": "The expression is cut into small steps, each easy to differentiate. Every step is a node.",
    "atomic": "Every single operation is a node.",
    "none": "Every statement is a node.",
}


def graph_step(teller: Teller) -> Step:
    """Return what the graph is: each node, and why it is cut there."""
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
    """Return which inputs are parameters and which are data."""
    inputs = teller.report.inputs
    parameters = [Name(row.name) for row in inputs if row.parameter]
    found: list[tuple[Piece, ...]] = []
    if parameters:
        is_are = (
            " is a parameter: we want to know how it moves "
            if len(parameters) == 1
            else " are parameters: we want to know how each of them moves "
        )
        found.append(say(*listed(parameters), is_are, teller.output, "."))
    return found + data_words(teller)


def data_words(teller: Teller) -> list[Sentence]:
    """Return which inputs are data."""
    data = [Name(row.name) for row in teller.report.inputs if not row.parameter]
    if not teller.report.inputs:
        return [say("There are no inputs, so there is nothing to differentiate with respect to.")]
    if not data:
        return []
    is_are, it = (" is data: it is", "it gets") if len(data) == 1 else (" are data: they are", "they get")
    return [say(*listed(data), f"{is_are} given, so {it} no derivative.")]


def forward_step(teller: Teller) -> Step:
    """The forward pass, left to right, with the numbers put in."""
    report = teller.report
    lines = []
    given = [given_value(row, teller.digits) for row in report.inputs if row.value is not None]
    letters = [Name(i.name) for i in report.inputs if i.value is None]
    if given:
        lines.append(Line("forward", say("Start with the inputs: ", *listed(given, ", "), ".")))
    if letters and report.has_values:
        lines.append(Line("forward", say(*listed(letters), " stay letters.")))
    lines += [Line("forward", forward_words(teller, node)) for node in teller.graph.nodes]
    value = report.values[report.output]
    last = (
        chain([math(teller.output), *teller.result(value, "value")], teller)
        if value is not None
        else forward_equation(teller, teller.graph.nodes[-1])
    )
    return Step(
        "forward", say("The forward pass, left to right"), tuple(lines), say("Forward, left to right: ", last, ".")
    )


def given_value(row: Input, digits: int | None) -> Math:
    """`w = 3`; in a story what was given stands as it was written, `w = π/4`."""
    assert row.value is not None
    number = Number(row.value, "value", digits)
    written = [formula(row.written)] if digits is not None and row.written and not number.closed else []
    return chain([math(Name(row.name)), *written, number])


def forward_words(teller: Teller, node: Node) -> Sentence:
    """The equation; and that there is no value, where the inputs have some and the node has none."""
    found = forward_equation(teller, node)
    known = all(row.value is not None for row in teller.report.inputs)
    if teller.report.has_values and known and teller.values[node.name] is None:
        needless = "" if teller.values[teller.report.output] is None else ", and "
        return say(
            found, " has no value here", needless, *((teller.output, " does not need it") if needless else ()), "."
        )
    return (found,)


def forward_equation(teller: Teller, node: Node) -> Math:
    """`a = 2 + 3w = 2 + 3 × 3 = 11`."""
    value = teller.values.get(node.name)
    return equation(
        math(Name(node.name)),
        node_formula(node),
        teller.values,
        None if value is None else teller.number(value, "value"),
        teller,
    )
