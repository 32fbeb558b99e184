"""The output over two inputs: the plane that is drawn, and the heights of its contour lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from symback.plot.model import Contours
from symback.plot.sample import Paper, coarse
from symback.plot.ticks import ticks
from symback.plot.window import around, heights

if TYPE_CHECKING:
    from symback.plot.build import Sketch
    from symback.plot.model import Range

GRID = 60  # places along each side from which the heights are chosen
LINES = 9  # contour lines, about


def field(sketch: Sketch) -> Contours:
    """The picture over two inputs."""
    page = Paper(range_of(sketch, 0), range_of(sketch, 1))
    across, up = np.meshgrid(coarse(page.x, GRID), coarse(page.y, GRID))
    height = sketch.options.heights or heights(sketch.values(across.ravel(), up.ravel()), ())
    levels = ticks(*height, LINES)
    return Contours(**sketch.common(page), function=sketch.values, levels=levels, heights=height)


def range_of(sketch: Sketch, axis: int) -> Range:
    """The range of one axis: as asked for; else one about 0 that is the same for both, or a circle would be none."""
    asked = sketch.options.range_of(sketch.by[axis])
    if asked is not None:
        return asked
    other = sketch.options.range_of(sketch.by[1 - axis])
    places = [t.at[axis] for t in sketch.touches]
    return around(places if other is not None else [at for t in sketch.touches for at in t.at])
