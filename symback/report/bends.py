"""What becomes of a second derivative where the gradient has a kink, or jumps because the output has one: seen from both sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from symback.arithmetic.values import Undefined
from symback.passes.verdict import KINK, MATCH, NOT_CHECKED, UNDEFINED, Verdict

JUMPS = (1.9, 2.1)  # half the step doubles the quotient over a jump
SHRINKS = 0.6  # how much of a change with half the step may be left with a quarter
STEADY = 1e-4  # so little may a quotient change in any case, relatively
APART = 1e-3  # two slopes that differ by more, relatively, are two
Gradient = Callable[[Any], Sequence[Any]]  # the gradient after a step along a direction


def bends(gradient: Gradient, values: Sequence[Any], step: Any, arithmetic: Any, part: float) -> list[Verdict]:
    """A verdict for every component of the gradient: a match, a kink with its two slopes, no derivative at a jump, or no telling.

    `values` are the second derivatives to judge; `part` of the largest number counts as nothing.
    """
    here = gradient(step * 0)
    steps = [step, step / 2, step / 4]
    sides = [[quotients(gradient(s), here, s, arithmetic) for s in (t * sign for t in steps)] for sign in (1, -1)]
    right, left = (list(zip(*side, strict=True)) for side in sides)
    largest = max((abs(float(v)) for v in (*values, *sides[0][2], *sides[1][2]) if v is not None), default=0.0)
    return [verdict(r, s, v, part * largest) for r, s, v in zip(right, left, values, strict=True)]


def quotients(after: Sequence[Any], before: Sequence[Any], step: Any, arithmetic: Any) -> list[Any]:
    """How far each component moved, by the step; None where it has no value."""
    zero = step * 0
    found = []
    for up, down in zip(after, before, strict=True):
        change = arithmetic.apply("-", (zero if up is None else up, zero if down is None else down))
        found.append(arithmetic.apply("/", (change, step)))
    return [None if isinstance(value, Undefined) else arithmetic.comparable(value) for value in found]


def verdict(right: Sequence[Any], left: Sequence[Any], value: Any, tiny: float) -> Verdict:
    """What the quotients on both sides, with a step, half and a quarter of it, say; the value too, where it was not known."""
    if any(one is None for one in (*right, *left)):
        return Verdict(NOT_CHECKED)
    if jumps(right, tiny) or jumps(left, tiny):
        return Verdict(UNDEFINED, reason="the gradient jumps there, for the output has a kink")
    if not (converges(right, tiny) and converges(left, tiny)):
        return Verdict(NOT_CHECKED)
    up, down = (2 * side[2] - side[1] for side in (right, left))
    if not same(up, down, tiny):
        return Verdict(KINK, left=down, right=up)
    return Verdict(MATCH, up) if value is None or same(up, value, tiny) else Verdict(NOT_CHECKED)


def jumps(side: Sequence[Any], tiny: float) -> bool:
    """Whether quotients double with half the step: then it is the step alone that shrinks."""
    sizes = [abs(float(one)) for one in side]
    return sizes[0] > tiny and all(JUMPS[0] <= b / a <= JUMPS[1] for a, b in pairwise(sizes))


def converges(side: Sequence[Any], tiny: float) -> bool:
    first, second = (abs(float(b - a)) for a, b in pairwise(side))
    return second <= SHRINKS * first or second <= STEADY * abs(float(side[2])) + tiny


def same(one: Any, other: Any, tiny: float) -> bool:
    return abs(float(one - other)) <= APART * max(abs(float(one)), abs(float(other))) + tiny
