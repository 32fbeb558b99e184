"""Second derivatives in doubles: many directions at once, and a verdict is whether central differences settle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.domains.floats import Floats
from symback.domains.rounded import Rough
from symback.domains.text import as_float
from symback.passes.blocks import known as is_known
from symback.passes.columns import Directions, Plan
from symback.passes.judge import MATCH, NOT_CHECKED, PROBED, ROUNDING, Verdict
from symback.passes.nudge import CENTRAL
from symback.report.large import KNOWN, ROUGHLY, double
from symback.report.second import Entry, Making, Named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.report.model import Report
    from symback.report.options import Options

STEPS = (1e-3, 1e-4, 1e-5, 1e-2)
SHRINKS = 0.6  # of the leftover that half the step may leave
TINY = 1e-6  # of the largest value in the row: so little may be left
SETTLED, UNSETTLED, GONE = Verdict(MATCH, how=PROBED), Verdict(NOT_CHECKED), Verdict(ROUNDING)
LOST = "rounding leaves no digits of some of these, which are left out: --arithmetic decimal has them"


def in_doubles(graph: Graph, point: Report, options: Options, direction: Mapping[str, object] | None) -> Making:
    """Return the makings of the Hessian, or of its product with a direction, at the point of a report."""
    values = np.array([as_float(row.value) for row in point.inputs])
    vector = None if direction is None else {n: double(n, v) for n, v in direction.items()}
    second = Directions(Plan(graph), values)
    made = Roughly(graph, options, second, vector, Floats())
    made.together = second.together
    made.prepare()
    return made


class Roughly(Making):
    """The same in doubles: many directions at once, and a verdict is whether central differences settle."""

    axis = 1.0
    name = "float"

    def rows_of(self, named: list[Named]) -> list[list[Entry]]:
        directions = [direction for _, direction in named]
        with np.errstate(all="ignore"):
            known = finite(self.second.product(directions))
            central = self.options.scheme == CENTRAL
            asked = self.differences(directions, float(self.options.epsilons[0]), central=central)
            gone = self.without_digits(directions, known)
            known = np.where(gone, np.nan, known)
            agreed = self.agreement(directions, known)
            columns = [numbers.tolist() for numbers in (known, asked, finite(asked - known))]
        return [
            self.entries_of(name, *row)
            for (name, _), *row in zip(named, *columns, agreed.tolist(), gone.tolist(), strict=True)
        ]

    def entries_of(self, name: str | None, *rows: list[Any]) -> list[Entry]:
        """One row of entries, from their values, quotients and leftovers (nan where there are none), whether they agree, and whether no digit is left."""
        return [
            Entry(by, name, there(value), there(k), there(leftover), SETTLED if fine else GONE if lost else UNSETTLED)
            for by, value, k, leftover, fine, lost in zip(self.graph.parameters, *rows, strict=True)
        ]

    def without_digits(self, directions: list[dict[str, Any]], found: Any) -> Any:
        """Return which values rounding leaves no digits of, beside themselves and beside the largest in their row."""
        number = Rough(found, self.second.errors(directions))
        scale = np.max(np.abs(found), axis=1, where=is_known(number, KNOWN), initial=0.0, keepdims=True)
        gone = np.isfinite(found) & ~is_known(number, ROUGHLY) & ~(number.error <= KNOWN * scale)
        if gone.any():
            self.arithmetic.notes.add(LOST)
        return gone

    def differences(self, directions: list[dict[str, Any]], step: float, *, central: bool) -> Any:
        """Return how far the gradient moves for a step along each direction, by the step; nan where there is no such thing."""
        up = self.second.gradient(directions, step)
        down = self.second.gradient(directions, -step if central else 0.0)
        return finite((up - down) / (2 * step if central else step))

    def agreement(self, directions: list[dict[str, Any]], known: Any) -> Any:
        """True if each leftover shrinks with the step, or is nothing."""
        agreed = np.zeros(known.shape, dtype=bool)
        tiny = TINY * np.maximum(np.nanmax(np.abs(known), axis=1, initial=0.0, keepdims=True), 1e-300)
        for step in STEPS:
            left = np.flatnonzero(~agreed.all(axis=1))
            if not len(left):
                break
            some, values = [directions[i] for i in left.tolist()], known[left]
            before = np.abs(self.differences(some, step, central=True) - values)
            after = np.abs(self.differences(some, step / 2, central=True) - values)
            shrinks = (after <= SHRINKS * before) & (after <= np.abs(values) / 1000)
            agreed[left] |= (after <= tiny[left]) & ~np.isnan(before) | shrinks
        return agreed


def there(value: float) -> float | None:
    return None if math.isnan(value) else value


def finite(numbers: Any) -> Any:
    """Numbers, nan where they are none."""
    return np.where(np.isfinite(numbers), numbers, np.nan)
