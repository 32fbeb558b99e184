"""The output over two inputs: the plane that is drawn, and the heights of its contour lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from symback.domains.text import as_float
from symback.plot.model import Contours
from symback.plot.sample import Paper, coarse
from symback.plot.ticks import ticks
from symback.plot.window import around, heights

if TYPE_CHECKING:
    from symback.plot.build import Sketch
    from symback.plot.model import Range, Touch

GRID = 60  # places along each side from which the heights are chosen
LINES = 9  # contour lines, about
HALVINGS = 4  # of a page; a valley that is flat in a picture a sixteenth as wide is shown from afar
UNEQUAL = 10  # inputs of sizes that differ by more are drawn to a scale each


def field(sketch: Sketch) -> Contours:
    """The picture over two inputs."""
    page = Paper(range_of(sketch, 0), range_of(sketch, 1))
    if len(sketch.touches) == 1 and not sketch.options.ranges:
        page = nearer(sketch, page, sketch.touches[0])
    height = heights_of(sketch, page)
    levels = ticks(*height, LINES)
    return Contours(**sketch.common(page), function=sketch.values, levels=levels, heights=height)


def range_of(sketch: Sketch, axis: int) -> Range:
    """The range of one axis: as asked for; else one about 0, the same for both where that is possible, or a circle would be none."""
    asked = sketch.options.range_of(sketch.by[axis])
    if asked is not None:
        return asked
    own = [t.at[axis] for t in sketch.touches]
    if sketch.options.range_of(sketch.by[1 - axis]) is not None:
        return around(own)
    both = around([at for t in sketch.touches for at in t.at])
    return around(own) if any(own) and both[1] > UNEQUAL * around(own)[1] else both


def nearer(sketch: Sketch, page: Paper, touch: Touch) -> Paper:
    """The widest of ever smaller pages about a point whose gradient crosses a contour line there; the given one where none is.

    About a point in a flat valley a wide page would show nothing but the slopes far away.
    """
    found = page
    slopes = [abs((slope.value is not None and as_float(slope.value)) or 0.0) for slope in touch.slopes]
    for _ in range(HALVINGS):
        low, high = heights_of(sketch, found)
        if max(slopes[0] * found.width, slopes[1] * found.height) / 2 >= (high - low) / LINES:
            return found
        x, y = touch.at
        found = Paper((x - found.width / 4, x + found.width / 4), (y - found.height / 4, y + found.height / 4))
    return page


def heights_of(sketch: Sketch, page: Paper) -> Range:
    """The heights that matter on a page, or those that were asked for."""
    across, up = np.meshgrid(coarse(page.x, GRID), coarse(page.y, GRID))
    return sketch.options.heights or heights(sketch.values(across.ravel(), up.ravel()), ())
