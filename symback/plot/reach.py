"""How far a tangent is drawn: as far on the paper whatever its slope, and only beyond the point where it is one-sided."""

from __future__ import annotations

from math import hypot, isnan, nan
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from symback.plot.model import Plot, Touch

REACH = 0.36  # of the paper's side, to each side of the point


def tangent_ends(plot: Plot, touch: Touch, slope: float, side: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """The x and the y of a tangent's ends."""
    (x,), y = touch.at, touch.height
    half = REACH * plot.paper.width / hypot(1.0, slope * plot.paper.width / plot.paper.height)
    start, end = (0.0 if side > 0 else -half), (0.0 if side < 0 else half)
    return (x + start, x + end), (y + slope * start, y + slope * end)


def gap(plot: Plot, x: float, y: float) -> float:
    """How far a place lies above the curve (below: negative); nan where the curve is not."""
    for piece in plot.pieces:
        if piece.x[0] <= x <= piece.x[-1]:
            return y - float(np.interp(x, piece.x, piece.y))
    return nan


def label_end(
    plot: Plot, ends: tuple[tuple[float, float], tuple[float, float]], side: int
) -> tuple[float, float, bool]:
    """Where a tangent's slope is best written: at the end that is farther from the curve; and whether below the tangent."""
    (x0, x1), (y0, y1) = ends
    places = [inside(plot, (x1, y1), (x0, y0)), inside(plot, (x0, y0), (x1, y1))]
    if side:
        x, y = places[0 if side > 0 else 1]
        return x, y, False
    gaps = [gap(plot, x, y) for x, y in places]
    sizes = [0.0 if isnan(g) else abs(g) for g in gaps]
    best = 0 if (sizes[0] >= 0.8 * sizes[1]) == (y1 >= y0 or sizes[1] < 0.8 * sizes[0]) else 1
    x, y = places[best]
    return x, y, gaps[best] < 0


def inside(plot: Plot, end: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """An end of a tangent, or where the tangent leaves the paper on the way there."""
    share = 1.0
    for to, start, (low, high) in zip(end, other, plot.paper, strict=True):
        if to > high > start or to < low < start:
            share = min(share, ((high if to > high else low) - start) / (to - start))
    return other[0] + share * (end[0] - other[0]), other[1] + share * (end[1] - other[1])
