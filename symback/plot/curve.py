"""The output against one input: the curve in pieces, and each nudge from near by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.domains.text import as_float, as_fraction
from symback.plot.crossings import crossings
from symback.plot.model import Plot, Zoom
from symback.plot.sample import CALLS, Paper, coarse, pieces
from symback.plot.window import TRIES, padded, paper, sensible

if TYPE_CHECKING:
    from symback.domains.values import Number
    from symback.plot.build import Sketch
    from symback.plot.model import Touch
    from symback.plot.sample import Column
    from symback.report.model import Nudged

BESIDE = 0.7  # nudges that a panel shows before the point and after the nudged one
ROOM = 0.25  # of a nudge's height, above and below
MOST_ZOOMS = 6
COARSEST = 1 / 200  # of a panel's height that rounding may move the curve by
ROUNDING = 2.0**-50


def curve(sketch: Sketch) -> Plot:
    """The picture against one input."""
    function, options, touches = sketch.values, sketch.options, sketch.touches
    (name,) = sketch.by
    slopes = [(t.at[0], max((s for s, _ in t.tangents()), key=abs, default=None)) for t in touches]
    x = options.range_of(name) or sensible(function, slopes, min(TRIES, CALLS // function.effort.calls))
    near = [t for t in touches if x[0] <= t.at[0] <= x[1]]
    page = paper(function, x, options.heights, [t.height for t in near])
    marks = [*(t.at[0] for t in touches), *crossings(function, coarse(x))]
    found = pieces(function, page, function.effort, marks)
    zooms = [zoom(sketch, t, nudge) for t in touches for nudge in t.slope.nudges if nudge.moved is not None]
    return Plot(
        **sketch.common(page),
        notes=() if found else ("there is no value anywhere in this range",),
        pieces=found,
        zooms=tuple(zooms) if options.zoom and len(zooms) <= MOST_ZOOMS else (),
    )


def zoom(sketch: Sketch, touch: Touch, nudge: Nudged) -> Zoom:
    """A nudge from near by, where its point is the origin."""
    run = float(nudge.epsilon)
    rise = distance(nudge.moved, touch.output)
    back = None if nudge.minus is None else distance(nudge.minus, touch.output)
    ends = [slope * run * (-BESIDE if side < 0 else 1) for slope, side in touch.tangents()]
    lowest, highest = min(0.0, rise, back or 0.0, *ends), max(0.0, rise, back or 0.0, *ends)
    size = highest - lowest or run
    first = -run * (BESIDE if back is None else 1 + BESIDE)
    page = Paper((first, run * (1 + BESIDE)), (lowest - ROOM * size, highest + ROOM * size))
    if page.height < 1e-300 or page.width < 1e-300:
        page = Paper(page.x, padded(0.0, 0.0))

    def offset(t: Column) -> Column:
        return sketch.values(touch.at[0] + t) - touch.height

    noise = ROUNDING * max(abs(touch.height), *(abs(touch.at[0] * end / run) for end in ends), 0.0)
    drawn = noise <= COARSEST * page.height and ROUNDING * abs(touch.at[0]) <= COARSEST * run
    found = pieces(offset, page, sketch.values.effort, (0.0, run)) if drawn else ()
    return Zoom(touch, nudge, run, rise, back, page, found)


def distance(moved: Number, base: Number) -> float:
    """How far a value moved, worked out before it is rounded to a double."""
    if isinstance(moved, float) or isinstance(base, float):
        return float(moved) - float(base)
    return as_float(as_fraction(moved) - as_fraction(base)) or 0.0
