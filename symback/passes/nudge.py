"""The nudge: hold one value a little higher, compute what follows again, and see how far the result moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from symback.arithmetic.mixed import Mixed
from symback.arithmetic.values import Number, Undefined, Value
from symback.passes.places import Place, is_smooth, node_places, piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.arithmetic.base import Arithmetic
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.passes.forward import Forward

FORWARD, CENTRAL = "forward", "central"
SCHEMES = (FORWARD, CENTRAL)
NOISE_BITS = 40  # so many of the last working bits mean nothing
NOTHING = -(1 << 62)  # the magnitude of 0


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

    `nodes` are what has to be computed again, `result` is the name that is watched.
    """

    name: str
    result: str
    nodes: Sequence[Node]
    run: Forward
    arithmetic: Arithmetic
    walks: dict[tuple[int, int], tuple[Value, list[list[Value]]]] = field(default_factory=dict)

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
        """Whether what is watched is smooth wherever it may be: then no edge can lie within a nudge's reach."""
        return all(is_smooth(node.rule) for node in self.nodes)

    def walk(self, t: Fraction) -> tuple[Value, list[list[Value]]]:
        """The result, and the values within every node, with the name at its value plus t."""
        if not t:
            return self.base, [self.run.inner[node.name] for node in self.nodes]
        key = t.as_integer_ratio()  # a rational's own hash takes longer than the sums of a walk
        if key not in self.walks:
            arithmetic = self.arithmetic
            moved = {self.name: arithmetic.apply("+", (self.run.values[self.name], arithmetic.number(t)))}
            inners = []
            for node in self.nodes:
                slots = [moved[n] if n in moved else self.run.values[n] for n in node.operands]
                inners.append(arithmetic.run(node.rule, slots))
                moved[node.name] = inners[-1][-1]
            self.walks[key] = moved.get(self.result, self.base), inners
        return self.walks[key]

    def at(self, t: Fraction) -> Value:
        """The result with the name at its value plus t."""
        return self.walk(t)[0]

    def quotient(self, t: Fraction) -> Value:
        """How far the result moves, divided by t."""
        return divided(difference(self.at(t), self.base, self.arithmetic), t, self.arithmetic)

    def nudge(self, epsilon: Fraction, scheme: str, slope: Value | None) -> Nudge:
        """The quotient k of one nudge, and what it leaves over the derivative."""
        minus = self.at(-epsilon) if scheme == CENTRAL else None
        low, width = (self.base, epsilon) if minus is None else (minus, 2 * epsilon)
        k = divided(difference(self.at(epsilon), low, self.arithmetic), width, self.arithmetic)
        leftover = None if slope is None else self.left_over(k, slope)
        return Nudge(epsilon, self.at(epsilon), minus, k, leftover)

    def left_over(self, k: Value, slope: Value) -> Value:
        """k minus the derivative; 0 where nothing is left but the noise of the last digits."""
        rest = difference(k, slope, self.arithmetic)
        if isinstance(rest, (Undefined, Fraction)) or not isinstance(self.arithmetic, Mixed):
            return rest
        smallest = magnitude(real(slope, self.arithmetic)) - int(self.arithmetic.bits) // 2
        return Fraction(0) if magnitude(rest) <= smallest else rest

    def places(self, t: Fraction) -> list[Place]:
        """Where the walk stands to every edge between smooth pieces, and to every singular point, that its operations have."""
        found: list[Place] = []
        for node, inner in zip(self.nodes, self.walk(t)[1], strict=True):
            found += node_places(node.rule, inner, self.arithmetic)
        return found

    def pieces(self, t: Fraction) -> list[tuple[bool, int]]:
        """On which smooth piece of every function with pieces the walk stands: (whole numbers matter, which)."""
        return [piece(place, self.arithmetic) for place in self.places(t)]


def difference(left: Value, right: Value, arithmetic: Arithmetic) -> Value:
    """left - right as it is: here digits may cancel, the working precision has been chosen for it."""
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return left if isinstance(left, Undefined) else right
    if not isinstance(arithmetic, Mixed) or (isinstance(left, Fraction) and isinstance(right, Fraction)):
        return left - right
    a, b = real(left, arithmetic), real(right, arithmetic)
    rest = a - b
    noise = max(magnitude(a), magnitude(b)) - arithmetic.bits + NOISE_BITS
    return rest if magnitude(rest) > noise else Fraction(0)


def magnitude(value: Any) -> int:
    """The binary exponent of a decimal, as mpmath's mag() has it: at most 2 to this power; far below all for 0."""
    _, mantissa, exponent, bits = value._mpf_
    return int(exponent + bits) if mantissa else NOTHING


def divided(value: Value, width: Fraction, arithmetic: Arithmetic) -> Value:
    if isinstance(value, (Undefined, Fraction)):
        return value if isinstance(value, Undefined) else value / width
    return real(value, arithmetic) / real(width, arithmetic)


def real(value: Number, arithmetic: Arithmetic) -> Any:
    """`value` as a number that Python's operators take together with others of this arithmetic."""
    return arithmetic.real(value) if isinstance(arithmetic, Mixed) else float(value)


def chained_probe(graph: Graph, name: str, run: Forward, arithmetic: Arithmetic) -> Probe:
    """The output as a function of one input or node."""
    nodes = [node for node in graph.downstream(name) if not node.unused]
    return Probe(name, graph.output, nodes, run, arithmetic)


def local_probe(node: Node, operand: str, run: Forward, arithmetic: Arithmetic) -> Probe:
    """One node as a function of one operand."""
    return Probe(operand, node.name, [node], run, arithmetic)
