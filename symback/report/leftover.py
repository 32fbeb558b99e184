"""Why a nudge's quotient k is not exactly the derivative: k as a formula in ε, or the leading term of the leftover."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.base import bind, parse
from symback.passes.backward import Slope, plus, times
from symback.passes.nudge import CENTRAL, chained_probe
from symback.report.judging import on_edge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.report.options import Options
    from symback.report.point import Point


@dataclass(frozen=True, slots=True)
class Leftover:
    """Why k is not the derivative: k as a formula in ε, in names and at the point; or the leftover's leading term.

    `leading` is half the second derivative, times ε it is `amount`; `formula` is its text where one edge is all the way.
    """

    in_names: str | None = None
    at_point: str | None = None
    formula: str | None = None
    leading: Number | None = None
    amount: Number | None = None


def leftover(graph: Graph, point: Point | None, options: Options, name: str, epsilon: str) -> Leftover:
    """As Trace.leftover. Raises NeedMorePrecision."""
    from symback.quotient import quotient

    nodes = [node for node in graph.downstream(name) if not node.unused]
    central = options.scheme == CENTRAL
    letters = quotient(nodes, name, graph.output, {}, epsilon, central)
    if point is None or graph.output not in point.shown.values:
        return Leftover(in_names=letters)
    values = {n: v for n, v in point.judge_run.values.items() if isinstance(v, Fraction)}
    needed = {name, *(operand for node in nodes for operand in node.operands)} - {node.name for node in nodes}
    at_point = None
    if needed <= values.keys():
        at_point = quotient(nodes, name, graph.output, values, epsilon, central)
    if at_point is not None or central:
        return Leftover(letters, at_point)
    return replace(leading(graph, point, name, nodes, options.epsilons[0]), in_names=letters)


def leading(graph: Graph, point: Point, name: str, nodes: list[Node], epsilon: Fraction) -> Leftover:
    """Half the second derivative of the output by `name`, from those of the rules on the way."""
    from symback.quotient import half_second

    probe, plain = chained_probe(graph, name, point.judge_run, point.judge_arithmetic), point.judge_arithmetic.shown
    if any(on_edge(node, point.judge_run, point.judge_arithmetic) for node in probe.nodes):  # at a kink there is no second derivative
        return Leftover()
    formula = None
    if len(nodes) == 1:
        slots = [k for k, operand in enumerate(nodes[0].operands) if operand == name]
        formula = half_second(nodes[0].rule, slots, nodes[0].operands)
    bend = plain(second(point, name, nodes))
    if bend is None:
        return Leftover(formula=formula)
    arithmetic = point.judge_arithmetic
    half = arithmetic.apply("/", (bend, arithmetic.number(Fraction(2))))
    amount = arithmetic.apply("*", (half, arithmetic.number(epsilon)))
    return Leftover(formula=formula, leading=plain(half), amount=plain(amount))


def second(point: Point, name: str, nodes: list[Node]) -> Slope:
    """The second derivative of the last node by `name`: first and second derivatives carried left to right."""
    first: dict[str, Slope] = {name: point.judge_arithmetic.one}
    bent: dict[str, Slope] = {}
    for node in nodes:
        curves = curved(point, node)
        if curves is None:
            return None
        first[node.name], bent[node.name] = carried(point, node, curves, first, bent)
    return bent.get(nodes[-1].name) if nodes else None


def curved(point: Point, node: Node) -> list[list[Slope]] | None:
    """The second derivatives of a node by its slots; None where they are too long to be worked out."""
    from symback.quotient import second_derivatives

    values = [point.judge_run.values[operand] for operand in node.operands]
    names = [f"s_{k}" for k in range(len(values))]
    rows = second_derivatives(node.rule)
    if any(text is None for row in rows for text in row):
        return None
    return [
        [point.judge_arithmetic.run(bind(parse(text), names), values)[-1] for text in row if text is not None]
        for row in rows
    ]


def carried(
    point: Point, node: Node, curves: list[list[Slope]], first: Mapping[str, Slope], bent: Mapping[str, Slope]
) -> tuple[Slope, Slope]:
    """The first and second derivative of one node by the nudged name, from those of its operands."""
    arithmetic = point.judge_arithmetic
    slopes = point.judge_slopes.slots[node.name]
    rate: Slope = None
    bend: Slope = arithmetic.number(Fraction(0))
    for i, operand in enumerate(node.operands):
        rate = plus(rate, times(slopes[i], first.get(operand), arithmetic), arithmetic)
        bend = plus(bend, times(slopes[i], bent.get(operand), arithmetic), arithmetic)
        for j, other in enumerate(node.operands):
            both = times(first.get(operand), first.get(other), arithmetic)
            bend = plus(bend, times(curves[i][j], both, arithmetic), arithmetic)
    return rate, bend
