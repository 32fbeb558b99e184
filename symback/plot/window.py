"""Which part of the plane to draw: a range of the input in which something is to be seen, and the heights that matter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.errors import SymbackError
from symback.plot.sample import Paper, coarse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.plot.sample import Function

Range = tuple[float, float]
USUAL: Range = (-5.0, 5.0)
ROOM = 1.6  # the range reaches so many times as far as the farthest point
NICE = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
NEAREST = 1e-280  # what is nearer to 0 is drawn at 0
FLAT = 0.02  # a tangent that rises by less of the paper's height than this is not seen
TRIES = 14  # times that a range is halved for a tangent's sake
HOLE = 0.1  # of a range: so much of a stretch without values is shown at an end
MARGIN = 0.06  # of the height, above and below
SHARES = (0.01, 0.04, 0.96, 0.99)  # of a curve's values that lie below: all but few, and most
WILD, STEEP = 3.0, 1.5  # a curve that is so many times as high as most of it, and as all but few of it, is cut
LARGEST = 1e150  # of a range: beyond it the paper would leave the doubles


def around(points: Sequence[float]) -> Range:
    """A range about 0 that holds the points with room to spare: for 3 it is -5 to 5."""
    farthest = max(map(abs, points), default=0.0)
    if farthest < NEAREST or not math.isfinite(ROOM * farthest):
        return USUAL
    power = 10.0 ** math.floor(math.log10(ROOM * farthest))
    reach = next((n * power for n in NICE if n * power >= ROOM * farthest * 0.999), 10 * power)
    return -reach, reach


def sensible(function: Function, points: Sequence[tuple[float, float | None]], tries: int = TRIES) -> Range:
    """The range to draw where none is given: about 0, nearer where the tangents would not be seen, without long holes.

    `points` are the inputs' values with the slopes there; `tries` is how often a nearer range may be tried.
    """
    found = around([x for x, _ in points])
    slopes = [(x, slope) for x, slope in points if slope]
    if slopes and not any(seen(function, found, slope) for _, slope in slopes):
        found = nearer(function, found, slopes[0], tries)
    return without_holes(function, found, [x for x, _ in points])


def seen(function: Function, x: Range, slope: float) -> bool:
    """Whether a tangent of that slope rises visibly on the paper that the curve asks for."""
    low, high = heights(function(coarse(x, 100)), ())
    return abs(slope) * (x[1] - x[0]) >= FLAT * (high - low)


def nearer(function: Function, x: Range, point: tuple[float, float], tries: int) -> Range:
    """The widest of ever smaller ranges about a point in which its tangent is seen; the given one where none is."""
    at, slope = point
    half = (x[1] - x[0]) / 2
    for _ in range(tries):
        half /= 2
        tried = (at - half, at + half)
        if tried[0] < tried[1] and seen(function, tried, slope):
            return tried
    return x


def without_holes(function: Function, x: Range, points: Sequence[float]) -> Range:
    """The range without long stretches at its ends in which nothing has a value: log(w) begins a little left of 0."""
    columns = coarse(x, 200)
    there = columns[np.isfinite(function(columns))]
    if not len(there):
        return x
    low, high = min(there[0], *points, there[-1]), max(there[-1], *points, there[0])
    if low == high:
        return x
    hole = HOLE * (high - low)
    return max(x[0], float(low - hole)), min(x[1], float(high + hole))


def heights(y: Any, needed: Sequence[float]) -> Range:
    """The heights to draw: of all values, or where the few highest run away (poles) of most; always of those `needed`."""
    y = y[np.isfinite(y)]
    values = [v for v in needed if math.isfinite(v)]
    if len(y):
        low, high = float(y.min()), float(y.max())
        least, first, last, most = (float(q) for q in np.quantile(y, SHARES))
        middle = last - first
        if middle > 0 and high - low > max(WILD * middle, STEEP * (most - least)):
            low, high = max(low, first - middle / 4), min(high, last + middle / 4)
        values += [low, high]
    return padded(min(values, default=-1.0), max(values, default=1.0))


def padded(low: float, high: float) -> Range:
    """With a margin; a level line gets some height."""
    size = high - low
    if size <= 1e-9 * max(abs(low), abs(high)):
        size = abs(low) or 1.0
        return low - size / 2, high + size / 2
    return low - MARGIN * size, high + MARGIN * size


def paper(function: Function, x: Range, y: Range | None, needed: Sequence[float]) -> Paper:
    """The paper for a range: heights as given, or as the curve and the values `needed` ask for."""
    return Paper(x, y or heights(function(coarse(x)), needed))


def checked_range(found: Range, name: str) -> Range:
    """The range, if something can be drawn on it. Raises SymbackError where its ends are not apart, or out of reach."""
    first, last = found
    if not (math.isfinite(first) and math.isfinite(last) and last - first < LARGEST):
        raise SymbackError(f"{name} must be finite and not too wide", hint="-5:5")
    if not last - first > 1e-10 * max(abs(first), abs(last), 1e-290):
        raise SymbackError(f"{name} must go up, and from {first:g} to {last:g} it does not", hint="-5:5")
    return found
