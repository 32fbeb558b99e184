"""A walk left to right that carries derivatives along, and can be made to slip at one operation.

Every instruction gets its derivative by one variable: the chain rule as a person applies it by hand, operation after
operation. A slip replaces one operation's derivative by what a person may have written instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.passes.backward import Slope, plus, times
from symback.passes.push import Change, push, tangent, within
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from symback.domains.base import Domain
    from symback.domains.values import Value
    from symback.graph.node import Node
    from symback.passes.forward import Forward

Place = tuple[str, int]  # node and instruction


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on the way: its operands' values and derivatives (None where constant), its value and derivative."""

    operation: str
    values: Sequence[Value]
    slopes: Sequence[Slope]
    result: Value
    slope: Slope
    arithmetic: Domain
    within: Slope = None  # the derivative of the one operand of the node that moves below (1 where there are several)

    @property
    def moving(self) -> list[int]:
        """The positions of the operands that depend on the variable."""
        return [k for k, slope in enumerate(self.slopes) if slope is not None]

    def partial(self, position: int) -> Slope:
        """The operation's own derivative by one operand."""
        return self.arithmetic.partial(self.operation, position, self.values, self.result)

    def product(self, *factors: Slope) -> Slope:
        """The product of some values; None where one is missing."""
        total: Slope = self.arithmetic.number(Fraction(1))
        for factor in factors:
            total = times(total, factor, self.arithmetic)
        return total

    def total(self, *terms: Slope) -> Slope:
        """The sum of some values, None counting as nothing."""
        found: Slope = None
        for term in terms:
            found = plus(found, term, self.arithmetic)
        return found


Wrong = Callable[[Step], Slope]


def tangents(
    nodes: Iterable[Node], by: str, run: Forward, arithmetic: Domain, slip: tuple[Place, Wrong] | None = None
) -> dict[str, Slope]:
    """The derivative by `by` of every node that depends on it, with one slip on the way."""
    nodes = list(nodes)
    change = None
    if slip is not None:
        (name, index), wrong = slip
        node = next((n for n in nodes if n.name == name), None)
        if node is not None and name in run.inner:

            def slipped(slopes: Sequence[Slope]) -> Slope:
                return wrong(step_at(node, index, slopes, run.inner[name], arithmetic))

            change = Change(name, index, slipped)
    return push(nodes, run.inner, {by: arithmetic.one}, arithmetic, change)


def step_at(node: Node, index: int, slopes: Sequence[Slope], inner: Sequence[Value], arithmetic: Domain) -> Step:
    """One operation with its right derivative."""
    operation, *operands = node.rule[index]
    values, moved = [inner[i] for i in operands], [slopes[i] for i in operands]
    total = tangent(operation, operands, index, slopes, inner, arithmetic)
    return Step(operation, values, moved, inner[index], total, arithmetic, base(node, index, slopes, arithmetic))


def base(node: Node, index: int, slopes: Sequence[Slope], arithmetic: Domain) -> Slope:
    """The derivative that an operation's node was handed, before anything in the node was done to it."""
    handed = {node.operands[k]: slopes[i] for i, k in slots_below(node, index) if slopes[i] is not None}
    return next(iter(handed.values())) if len(handed) == 1 else arithmetic.number(Fraction(1))


def slots_below(node: Node, index: int) -> list[tuple[int, int]]:
    """The slots that an operation of a node's rule depends on: (instruction, slot)."""
    todo, found = [index], []
    while todo:
        at = todo.pop()
        instruction = node.rule[at]
        if instruction[0] == "slot":
            found.append((at, instruction[1]))
        elif instruction[0] not in LEAVES:
            todo += instruction[1:]
    return found


def steps(nodes: Iterable[Node], by: str, run: Forward, arithmetic: Domain) -> list[tuple[Place, Step]]:
    """Every operation that the derivative by `by` goes through, in order."""
    found: dict[str, Slope] = {by: arithmetic.number(Fraction(1))}
    made: list[tuple[Place, Step]] = []
    for node in nodes:
        if node.name in found or not any(name in found for name in node.operands) or node.name not in run.inner:
            continue
        inner = run.inner[node.name]
        slopes = within(node, found, inner, arithmetic)
        for index, instruction in enumerate(node.rule):
            if instruction[0] not in LEAVES and slopes[index] is not None:
                made.append(((node.name, index), step_at(node, index, slopes, inner, arithmetic)))
        if slopes[-1] is not None:
            found[node.name] = slopes[-1]
    return made
