"""Checks of a large gradient that do not nudge every parameter: along random directions, and a sample of them one by one.

The slope of the output along a direction v is the gradient times v. A central difference (J(x + hv) − J(x − hv))/2h comes
closer to it as h shrinks (to a quarter of the leftover with half the step) until rounding is all that is left; a gradient
that is wrong anywhere along v leaves something that does not shrink. A direction moves all parameters at once, so a few
of them check the whole gradient for the price of a few forward passes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.passes.columns import Plan

SEED = 1
STEPS = (1e-4, 1e-5, 1e-6, 1e-7)  # tried in turn, each with its half
SHRINKS = 0.6  # of the leftover that half the step may leave beside a kink, where 0.5 is expected
TINY = 1e-7  # of the slope: so little may always be left
EPSILON = 2.0**-52
TOGETHER = 0.75  # of the sides' distance that half the step may leave where there is no kink: half is expected
APART = 1e-6  # of the sides: so far they may always be apart
SETTLED = 0.1  # of a side: by no more may it still change beside a kink
ROUNDING = 2**6  # units in the last place of J that a forward pass may be off by
CELLS = 2**23  # numbers that are held at once


@dataclass(frozen=True, slots=True)
class Checked:
    """One slope beside its quotients: whether they agree, the leftover with the smaller step, and that step.

    `hidden` are slopes so small that rounding hides them: they agree with no more than that. `sides` are the quotients to
    the left and right alone, where these do not come together as the step shrinks: a kink, or (not numbers) a jump.
    """

    slope: float
    quotient: float
    step: float
    agrees: bool
    hidden: bool = False
    sides: tuple[float, float] | None = None

    @property
    def leftover(self) -> float:
        return self.quotient - self.slope


class Checks:
    """Checks of one gradient: `inputs` are the point, `slopes` the derivatives by them, `moved` the places of the parameters."""

    def __init__(self, plan: Plan, inputs: Any, slopes: Any, moved: Any) -> None:
        self.plan, self.inputs, self.slopes, self.moved = plan, inputs, slopes, moved
        self.output = plan.place[plan.graph.output]
        self.random = np.random.default_rng(SEED)
        self.here = float(plan.forward(inputs)[self.output])
        self.size = abs(self.here)

    def outputs(self, directions: Any, steps: Any) -> Any:
        """The output after a step along each direction (a column each): the inputs' places × directions."""
        return self.plan.forward(self.inputs[:, None] + directions * steps)[self.output]

    def quotients(self, directions: Any, step: float) -> Any:
        """The differences to the left and to the right, along every direction (2 × directions)."""
        right, left = self.outputs(directions, step), self.outputs(directions, -step)
        return np.array([(self.here - left) / step, (right - self.here) / step])

    def along(self, directions: Any) -> list[Checked]:
        """Every direction checked with two steps; with smaller ones as long as some do not agree."""
        with np.errstate(all="ignore"):
            slopes = self.slopes @ directions
            found: list[Checked | None] = [None] * directions.shape[1]
            for step in STEPS:
                left = [i for i, one in enumerate(found) if one is None or not one.agrees]
                if not left:
                    break
                wide = self.quotients(directions[:, left], step)
                narrow = self.quotients(directions[:, left], step / 2)
                for i, first, second in zip(left, wide.T.tolist(), narrow.T.tolist(), strict=True):
                    found[i] = self.compared(float(slopes[i]), first, second, step / 2)
        return [one for one in found if one is not None]

    def compared(
        self, slope: float, wide_sides: Sequence[float], narrow_sides: Sequence[float], step: float
    ) -> Checked:
        """True if the leftover shrinks with the step, or is no more than rounding, and the two sides come together."""
        wide, narrow = sum(wide_sides) / 2, sum(narrow_sides) / 2
        rounding = ROUNDING * EPSILON * self.size / step
        before, after = abs(wide - slope), abs(narrow - slope)
        limit = (4 * narrow - wide) / 3  # where the quotients go as the step does to 0, if they are smooth
        smooth = abs(limit - slope) <= abs(narrow - wide) / 10 and after < before
        beside_kinks = after <= SHRINKS * before and after <= abs(slope) / 1000
        agrees = smooth or beside_kinks or after <= min(rounding, abs(slope) / 20) or after <= abs(slope) * TINY
        hidden = not agrees and max(abs(slope), abs(narrow)) <= rounding
        gap, gap_before = (abs(right - left) for left, right in (narrow_sides, wide_sides))
        apart = gap > max(2 * rounding, APART * max(map(abs, narrow_sides))) and gap > TOGETHER * gap_before
        left, right = (2 * near - far for near, far in zip(narrow_sides, wide_sides, strict=True))
        if apart or not math.isfinite(gap):
            settled = all(
                abs(near - far) <= SETTLED * abs(far) for near, far in zip(narrow_sides, wide_sides, strict=True)
            )
            return Checked(slope, narrow, step, agrees=False, sides=(left, right) if settled else (math.nan, math.nan))
        return Checked(slope, narrow, step, agrees or hidden, hidden)

    def directions(self, count: int) -> list[Checked]:
        """Checks along `count` directions in which every parameter goes up or down."""
        found = []
        for _ in range(count):
            direction = np.zeros((len(self.inputs), 1))
            direction[self.moved, 0] = self.random.choice((-1.0, 1.0), len(self.moved))
            found += self.along(direction)
        return found

    def sample(self, count: int) -> Any:
        """The places of `count` parameters, all different, in order."""
        return np.sort(self.random.choice(self.moved, min(count, len(self.moved)), replace=False))

    def alone(self, places: Any) -> Iterator[tuple[Any, list[Checked]]]:
        """Each of these parameters nudged on its own, as many at once as memory bears."""
        many = max(1, min(64, CELLS // len(self.plan.place)))
        for start in range(0, len(places), many):
            some = places[start : start + many]
            yield some, self.along(self.axes(some))

    def axes(self, places: Any) -> Any:
        """The directions that move one parameter each."""
        directions = np.zeros((len(self.inputs), len(places)))
        directions[places, np.arange(len(places))] = 1.0
        return directions

    def nudged(self, places: Any, step: float, *, central: bool) -> Any:
        """The output (and, central, the one on the other side) after each of these parameters moved by `step` alone."""
        directions = self.axes(places)
        with np.errstate(all="ignore"):
            moved = self.outputs(directions, step)
            return moved, self.outputs(directions, -step) if central else None
