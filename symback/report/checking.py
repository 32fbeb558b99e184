"""What the report of a large graph says about its checks: `--nudge all`, `sample`, `direction` or `none`."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.passes.checks import Checked, Checks
from symback.passes.judge import KINK, MATCH, NOT_CHECKED, PROBED, ROUNDING, Verdict
from symback.passes.nudge import CENTRAL
from symback.report.model import Nudged
from symback.report.words import duration

if TYPE_CHECKING:
    from fractions import Fraction

    from symback.report.large import Large

ALL, SAMPLE, DIRECTION = "all", "sample", "direction"
DIRECTIONS = 3
ALONE = 20  # parameters nudged beside the directions
SAMPLED = 200  # parameters nudged where a sample is asked for
SECONDS = 5.0  # about so long may the checks take, unless all is asked for
BESIDE = 2.0**-40  # of an input: so little beside the point are a kink's slopes looked at
PASSES = 7  # forward passes that one parameter's nudges take


@dataclass
class Outcome:
    """What the checks found: the nudges by parameter, and sentences for the report."""

    nudges: dict[str, tuple[Nudged, ...]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Checking:
    """Checks one report's gradient, and says what was done."""

    def __init__(self, large: Large) -> None:
        self.graph, self.options = large.graph, large.options
        self.parameters = self.graph.parameters
        places = [large.plan.place[name] for name in self.parameters]
        count = len(self.graph.inputs)
        start = time.perf_counter()
        self.large = large
        self.checks = Checks(large.plan, large.values[:count], large.chained[:count], np.array(places, dtype=np.intp))
        self.pass_seconds = time.perf_counter() - start
        self.found = Outcome()

    def outcome(self, mode: str) -> Outcome:
        if mode == DIRECTION:
            self.directions()
        self.alone(self.chosen(mode))
        return self.found

    def chosen(self, mode: str) -> Any:
        """The places of the parameters to nudge alone: those that were asked for, if any were."""
        if self.options.only is not None:
            wanted = [name in self.options.only for name in self.parameters]
            return self.checks.moved[np.array(wanted, dtype=bool)]
        if mode == ALL:
            return self.checks.moved
        bound = max(2, int(SECONDS / 2 / PASSES / max(self.pass_seconds, 1e-9)))
        return self.checks.sample(min(bound, SAMPLED if mode == SAMPLE else ALONE))

    def directions(self) -> None:
        count = max(1, min(DIRECTIONS, int(SECONDS / 2 / 4 / max(self.pass_seconds, 1e-9))))
        found = self.checks.directions(count)
        right = [one for one in found if one.agrees]
        what = "direction" if count == 1 else "directions"
        text = f"the whole gradient was checked along {count} random {what} by central differences: "
        if len(right) == count:
            self.found.notes.append(text + f"match, {worst(found)}")
            return
        wrong = next(one for one in found if not one.agrees)
        self.found.notes.append(
            text + f"{count - len(right)} did not settle; the slope {wrong.slope:.6g} is met by the quotient "
            f"{wrong.quotient:.6g} (ε = {wrong.step:g}): a kink or rounding is near, or the gradient is wrong"
        )

    def alone(self, places: Any) -> None:
        """Nudge these parameters one by one, and note what was found."""
        from symback.watch import Watch

        results: list[tuple[str, Checked]] = []
        start = time.perf_counter()
        with Watch(len(places), "parameters nudged") as watch:
            for some, verdicts in self.checks.alone(places):
                names = [self.graph.inputs[place] for place in some]
                results += zip(names, verdicts, strict=True)
                self.keep(some, names, verdicts)
                watch.done(len(results))
        self.tell(results, time.perf_counter() - start)

    def keep(self, places: Any, names: list[str], verdicts: list[Checked]) -> None:
        """The report's own nudges, by its ε and scheme, of these parameters."""
        rows: list[list[Nudged]] = [[] for _ in names]
        sides = [self.sides(*one) for one in zip(places.tolist(), names, verdicts, strict=True)]
        for epsilon in self.options.epsilons:
            step, central = float(epsilon), self.options.scheme == CENTRAL
            moved, minus = self.checks.nudged(places, step, central=central)
            before = self.checks.plan.forward(self.checks.inputs)[self.checks.output] if minus is None else minus
            quotients = (moved - before) / (step if minus is None else 2 * step)
            for i, row in enumerate(rows):
                values = moved[i], None if minus is None else minus[i], quotients[i]
                row.append(nudged(epsilon, values, verdicts[i], sides[i]))
        self.found.nudges |= {name: tuple(row) for name, row in zip(names, rows, strict=True)}

    def sides(self, place: int, name: str, one: Checked) -> tuple[float, float] | None:
        """The slopes just left and right of a kink; None where it is none, or none here but nearby."""
        if one.sides is None or not all(map(math.isfinite, (one.slope, *one.sides))):
            return None
        if not any(node.name in self.large.on_edges for node in self.graph.downstream(name)):
            return None
        return self.slope_beside(place, -1), self.slope_beside(place, 1)

    def slope_beside(self, place: int, sign: int) -> float:
        """The derivative by an input, as the chain rule has it so little beside the point that it has hardly changed."""
        plan, inputs = self.checks.plan, self.checks.inputs.copy()
        inputs[place] += sign * BESIDE * max(1.0, abs(inputs[place]))
        return float(plan.gradient(plan.slopes(plan.forward(inputs)))[0][place])

    def tell(self, results: list[tuple[str, Checked]], seconds: float) -> None:
        """Return how many parameters were nudged alone, in how many seconds, what came of it, and how many were not."""
        total = len(self.parameters)
        right, hidden = sum(one.agrees and not one.hidden for _, one in results), sum(one.hidden for _, one in results)
        text = f"{len(results):,} of {total:,} parameters were nudged one by one: {right:,} match"
        text += f", {hidden:,} are too small to be seen over rounding" if hidden else ""
        others = [name for name, one in results if not one.agrees]
        if others:
            text += f", not {', '.join(others[:3])}" + (f" and {len(others) - 3:,} more" if len(others) > 3 else "")
        if 0 < len(results) < total:
            text += f"; all would take about {duration(seconds / len(results) * total)} (--nudge all)"
        self.found.notes.append(text)


def nudged(epsilon: Fraction, values: tuple[Any, Any, Any], one: Checked, sides: tuple[float, float] | None) -> Nudged:
    """One parameter's nudge as a row; its verdict is that of the small steps."""
    moved, minus, k = (None if v is None or not math.isfinite(v) else float(v) for v in values)
    leftover = None if k is None or not math.isfinite(one.slope) else k - one.slope
    return Nudged(epsilon, moved, minus, k, leftover, verdict_of(one, sides))


def verdict_of(one: Checked, sides: tuple[float, float] | None) -> Verdict:
    """`match`, or a kink; elsewhere a double cannot say more than that it is not sure."""
    if one.agrees and not one.hidden:
        return Verdict(MATCH, how=PROBED)
    if sides is not None and all(map(math.isfinite, sides)):
        return Verdict(KINK, one.slope, *sides, reason="the sides' quotients do not come together", how=PROBED)
    unsure = one.sides is not None or not math.isfinite(one.quotient) or not math.isfinite(one.slope)
    return Verdict(NOT_CHECKED if unsure else ROUNDING)


def worst(found: list[Checked]) -> str:
    """The largest leftover, as a part of its slope."""
    share = max(abs(one.leftover) / max(abs(one.slope), 1e-300) for one in found)
    return f"leftover at most {share:.0e} of the slope"
