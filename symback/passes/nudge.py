"""The nudge: hold one value a little higher, compute what follows again, and see how far the result moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from symback.domains.values import Undefined, Value
from symback.passes.edges import has_edges
from symback.syntax.formula import LEAVES, Code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.domains.base import Domain
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.passes.forward import Forward

FORWARD, CENTRAL = "forward", "central"
SCHEMES = (FORWARD, CENTRAL)
CURVED = 99  # the degree of what is no polynomial of low degree
EXACT_DEGREE = {FORWARD: 1, CENTRAL: 2}  # up to this degree a quotient is the derivative, whatever ε is


class Nudge(NamedTuple):
    """What came of one nudge: the result's new value (and, central, the one at minus epsilon), k and the leftover."""

    epsilon: Fraction
    moved: Value
    minus: Value | None
    k: Value
    leftover: Value | None


@dataclass(slots=True)
class Probe:
    """One result as a function of one name: the name's value plus t, what lies between computed again.

    `nodes` are what has to be computed again, `result` is the name that is watched; `rates` are how fast names move where it is more
    than one, or not at the rate 1.
    """

    name: str
    result: str
    nodes: Sequence[Node]
    run: Forward
    arithmetic: Domain
    rates: Mapping[str, Value] = field(default_factory=dict)
    walks: dict[tuple[int, int], dict[str, Value]] = field(default_factory=dict)

    @property
    def base(self) -> Value:
        """The result without a nudge."""
        return self.run.values[self.result]

    @property
    def size(self) -> int:
        """Operations that one walk takes."""
        return sum(len(node.rule) for node in self.nodes)

    @property
    def is_smooth(self) -> bool:
        """True if what is watched is smooth wherever it may be: then no edge can lie within a nudge."""
        return not any(has_edges(node.rule) for node in self.nodes)

    def walk(self, t: Fraction) -> dict[str, Value]:
        """Return every value on the way, by name, with the name at its value plus t."""
        if not t:
            return {
                **{n: self.run.values[n] for n in self.rates},
                self.name: self.run.values[self.name],
                **{n.name: self.run.values[n.name] for n in self.nodes},
            }
        key = t.as_integer_ratio()  # a rational's own hash takes longer than the sums of a walk
        if key not in self.walks:
            arithmetic = self.arithmetic
            moved = {n: self.moved(n, rate, t) for n, rate in (self.rates or {self.name: arithmetic.one}).items()}
            for node in self.nodes:
                slots = [moved[n] if n in moved else self.run.values[n] for n in node.operands]
                moved[node.name] = arithmetic.settled(arithmetic.run(node.rule, slots)[-1])
            self.walks[key] = moved
        return self.walks[key]

    def moved(self, name: str, rate: Value, t: Fraction) -> Value:
        """Return a name's value that far on the way."""
        apply, way = self.arithmetic.apply, self.arithmetic.number(t)
        return apply("+", (self.run.values[name], way if rate == 1 else apply("*", (rate, way))))

    def at(self, t: Fraction) -> Value:
        """Return the result with the name at its value plus t."""
        return self.walk(t).get(self.result, self.base)

    def quotient(self, t: Fraction) -> Value:
        """Return how far the result moves, divided by t."""
        return self.arithmetic.apply(
            "/", (self.arithmetic.apply("-", (self.at(t), self.base)), self.arithmetic.number(t))
        )

    def nudge(self, epsilon: Fraction, scheme: str, slope: Value | None) -> Nudge:
        """Return the quotient k of one nudge, and what it leaves over the derivative."""
        apply, number = self.arithmetic.apply, self.arithmetic.number
        minus = self.at(-epsilon) if scheme == CENTRAL else None
        low, width = (self.base, epsilon) if minus is None else (minus, 2 * epsilon)
        k = apply("/", (apply("-", (self.at(epsilon), low)), number(width)))
        leftover = None if slope is None else apply("-", (k, slope))
        in_balls = self.arithmetic.name != "float" and slope is not None and not isinstance(k, (Undefined, Fraction))
        if in_balls and degree(self.nodes, self.name) <= EXACT_DEGREE[scheme]:  # digits could never tell that it is 0
            k, leftover = slope, Fraction(0)
        return Nudge(epsilon, self.at(epsilon), minus, k, leftover)


def degree(nodes: Sequence[Node], name: str) -> int:
    """Return the degree of the last node as a polynomial in `name`, or CURVED where it is none of low degree."""
    degrees = {name: 1}
    for node in nodes:
        degrees[node.name] = degree_of(node.rule, [degrees.get(n, 0) for n in node.operands])
    return degrees[nodes[-1].name] if nodes else 1


def degree_of(code: Code, slots: Sequence[int]) -> int:
    found: list[int] = []
    for instruction in code:
        operation = instruction[0]
        below = [] if operation in LEAVES else [found[i] for i in instruction[1:]]
        if operation == "slot":
            found.append(slots[instruction[1]])
        elif not any(below):
            found.append(0)
        elif operation in ("+", "-", "neg"):
            found.append(max(below))
        elif operation == "*":
            found.append(min(sum(below), CURVED))
        elif operation == "/" and not below[1]:
            found.append(below[0])
        elif operation == "**" and code[instruction[2]] == ("num", Fraction(2)):
            found.append(min(2 * below[0], CURVED))
        else:
            found.append(CURVED)
    return found[-1]


def chained_probe(graph: Graph, name: str, run: Forward, arithmetic: Domain) -> Probe:
    """Return the output as a function of one input or node."""
    nodes = [node for node in graph.downstream(name) if not node.unused and node.name in run.values]
    return Probe(name, graph.output, nodes, run, arithmetic)


def direction_probe(graph: Graph, rates: Mapping[str, Value], run: Forward, arithmetic: Domain) -> Probe:
    """Return the output as a function of inputs that move together, each at its rate."""
    reached = {node.name for name in rates for node in graph.downstream(name)}
    nodes = [node for node in graph.nodes if node.name in reached and not node.unused and node.name in run.values]
    return Probe(next(iter(rates)), graph.output, nodes, run, arithmetic, rates)


def local_probe(node: Node, operand: str, run: Forward, arithmetic: Domain) -> Probe:
    """Return one node as a function of one operand."""
    return Probe(operand, node.name, [node], run, arithmetic)
