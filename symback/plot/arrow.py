"""The arrow of the gradient: of one length on the paper, in the direction in which the output rises fastest."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from symback.domains.text import as_float

if TYPE_CHECKING:
    from symback.plot.model import Contours, Touch

LENGTH = 0.28  # of the paper's side
INSIDE = 0.97  # of the way to the paper's edge


def gradient_arrow(picture: Contours, touch: Touch) -> tuple[float, float] | None:
    """The arrow's end; None where the gradient is 0, or is not there."""
    values = [None if slope.value is None else as_float(slope.value) for slope in touch.slopes]
    first, second = values
    if first is None or second is None or not (first or second):
        return None
    scale = max(abs(first), abs(second))  # or the squares of small ones would be lost
    first, second = first / scale, second / scale
    longest = hypot(first / picture.paper.width, second / picture.paper.height)
    reach = min(LENGTH / longest, *room(picture, touch, first, second))
    return touch.at[0] + first * reach, touch.at[1] + second * reach


def room(picture: Contours, touch: Touch, first: float, second: float) -> list[float]:
    """How far the arrow may go along each axis before it leaves the paper, if the point is on it."""
    found = []
    for at, (low, high), step in zip(touch.at, picture.paper, (first, second), strict=True):
        if step and low <= at <= high:
            found.append(INSIDE * ((high if step > 0 else low) - at) / step)
    return found or [float("inf")]
