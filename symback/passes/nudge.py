"""The nudge: hold one value a little higher, compute what follows again, and see how far the result moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.arithmetic.base import Arithmetic, compiled
from symback.arithmetic.mixed import Mixed
from symback.arithmetic.values import Number, Undefined, Value
from symback.functions import BY_NAME
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.graph.graph import Graph, Node
    from symback.passes.forward import Forward

FORWARD, CENTRAL = "forward", "central"
SCHEMES = (FORWARD, CENTRAL)
NOISE_DIGITS = 12  # so many of the last working digits mean nothing


@dataclass(frozen=True, slots=True)
class Nudge:
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
    walks: dict[Fraction, tuple[Value, list[list[Value]]]] = field(default_factory=dict)

    @property
    def base(self) -> Value:
        """The result without a nudge."""
        return self.run.values[self.result]

    @property
    def size(self) -> int:
        """Operations that one walk takes."""
        return sum(len(node.rule) for node in self.nodes)

    def walk(self, t: Fraction) -> tuple[Value, list[list[Value]]]:
        """The result, and the values within every node, with the name at its value plus t."""
        if not t:
            return self.base, [self.run.inner[node.name] for node in self.nodes]
        if t not in self.walks:
            arithmetic = self.arithmetic
            moved = {self.name: arithmetic.apply("+", (self.run.values[self.name], arithmetic.number(t)))}
            inners = []
            for node in self.nodes:
                slots = [moved[n] if n in moved else self.run.values[n] for n in node.operands]
                inners.append(arithmetic.run(node.rule, slots))
                moved[node.name] = inners[-1][-1]
            self.walks[t] = moved.get(self.result, self.base), inners
        return self.walks[t]

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
        smallest = abs(real(slope, self.arithmetic)) / 10 ** (self.arithmetic.work // 2)
        return Fraction(0) if abs(rest) <= smallest else rest

    def places(self, t: Fraction) -> list[Place]:
        """Where the walk stands to every edge between smooth pieces, and to every singular point, that its operations have."""
        found: list[Place] = []
        for node, inner in zip(self.nodes, self.walk(t)[1], strict=True):
            for index, instruction in enumerate(node.rule):
                if instruction[0] not in LEAVES:
                    arguments = [inner[i] for i in instruction[1:]]
                    found += places(str(instruction[0]), arguments, self.arithmetic, inner[index])
        return found

    def pieces(self, t: Fraction) -> list[tuple[bool, int]]:
        """On which smooth piece of every function with pieces the walk stands: (whole numbers matter, which)."""
        return [piece(place, self.arithmetic) for place in self.places(t)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an operation stands to one edge: on it at 0. `singular`: to touch the edge is enough.

    `whole`: the value is a whole number, and every one is a piece; `counted`: it is the number of a piece, 0 on the edge.
    """

    value: Number
    whole: bool = False
    singular: bool = False
    counted: bool = False
    lost: bool = False


def piece(place: Place, arithmetic: Arithmetic) -> tuple[bool, int]:
    """The smooth piece that a place is on: on which side of the edge, or which whole number."""
    if place.lost:  # on a branch that is not taken, or the result would be lost too: it crosses nothing
        return False, 0
    return place.whole, int(place.value) if place.whole or place.counted else sign(place.value, arithmetic)


def pieces(operation: str, values: Sequence[Value], arithmetic: Arithmetic, result: Value) -> list[tuple[bool, int]]:
    """The pieces that one operation stands on, for every edge that it has."""
    return [piece(place, arithmetic) for place in places(operation, values, arithmetic, result)]


def places(operation: str, values: Sequence[Value], arithmetic: Arithmetic, result: Value) -> list[Place]:
    """Where one operation stands to every edge that its row has, or division, powers and roots have."""
    if isinstance(result, Undefined) or any(isinstance(v, Undefined) for v in values):
        return [Place(0, lost=True)] * (1 if operation in ("max", "min") else len(edges_of(operation)))
    if operation in ("max", "min"):
        tied = [i for i, v in enumerate(values) if arithmetic.compare(v, result) == 0]
        return [Place(1 + tied[0] if len(tied) == 1 else 0, counted=True)]
    singular = operation in SINGULAR
    found = []
    for text in edges_of(operation):
        place = arithmetic.run(compiled(text), [*values, values[0]])[-1]
        found.append(Place(0 if isinstance(place, Undefined) else place, "floor(x)" in text, singular))
    return found


def edges_of(operation: str) -> tuple[str, ...]:
    """The formulas whose change of sign, or of whole part, separates an operation's smooth pieces."""
    row = BY_NAME.get("where" if operation.startswith("where") else operation)
    return SINGULAR.get(operation) or (row.breaks if row else ())


# Edges that no row of the table has, for there is nothing to say at them: a divisor, or the base of a negative or broken
# power, that goes through 0, and where roots and inverse functions have vertical tangents.
SINGULAR = {
    "/": ("y",),
    "**": ("where(y < 0, x, where(y == floor(y), 1, x))",),
    "sqrt": ("x",),
    "cbrt": ("x",),
    "hypot": ("x*x + y*y",),
    "asin": ("1 - x*x",),
    "acos": ("1 - x*x",),
    "acosh": ("x - 1",),
}


def sign(value: Number, arithmetic: Arithmetic) -> int:
    return arithmetic.compare(value, arithmetic.number(Fraction(0)))


def crossed(before: list[tuple[bool, int]], after: list[tuple[bool, int]]) -> bool:
    """Whether an edge lies between two places. An edge that the first stands on does not count: that is its own matter."""
    return len(before) != len(after) or any(
        a != b and (whole or (a != 0 and b != 0)) for (whole, a), (_, b) in zip(before, after, strict=True)
    )


def difference(left: Value, right: Value, arithmetic: Arithmetic) -> Value:
    """left - right as it is: here digits may cancel, the working precision has been chosen for it."""
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return left if isinstance(left, Undefined) else right
    if not isinstance(arithmetic, Mixed) or (isinstance(left, Fraction) and isinstance(right, Fraction)):
        return left - right
    a, b = real(left, arithmetic), real(right, arithmetic)
    noise = max(abs(a), abs(b)) / 10 ** (arithmetic.work - NOISE_DIGITS)
    return a - b if abs(a - b) > noise else Fraction(0)


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
