"""Why a nudge's quotient k is not exactly the derivative: k as a formula in ε, or the leading term of the leftover."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.germ import NeedTerms, NotWritable
from symback.domains.values import Undefined
from symback.passes.judge import SPANS, germ
from symback.passes.nudge import CENTRAL, Probe, chained_probe
from symback.report.judging import on_edge

if TYPE_CHECKING:
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
    if any(
        on_edge(node, point.judge_run, point.judge_arithmetic) for node in probe.nodes
    ):  # at a kink there is no second derivative
        return Leftover()
    formula = None
    if len(nodes) == 1:
        slots = [k for k, operand in enumerate(nodes[0].operands) if operand == name]
        formula = half_second(nodes[0].rule, slots, nodes[0].operands)
    half = curvature(probe)
    if half is None:
        return Leftover(formula=formula)
    amount = point.judge_arithmetic.apply("*", (half, epsilon))
    return Leftover(formula=formula, leading=plain(half), amount=plain(amount))


def curvature(probe: Probe) -> Number | None:
    """Return half the second derivative of what is probed: the germ's coefficient of t². None where no germ says."""
    for span in SPANS:
        try:
            found = germ(probe, 1, span)
            return None if isinstance(found, Undefined) else found.coefficient(Fraction(2))
        except NeedTerms:
            continue
        except NotWritable:
            return None
    return None
