"""Laying down a picture: which inputs are drawn, over which range, with which points; the curve or the field, and each nudge from near by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.domains.text import as_float, as_fraction
from symback.errors import NO_ANSWER, SymbackError, Way, giving
from symback.passes.judge import NOT_CHECKED, UNDEFINED, Verdict
from symback.plot.model import MOST_TOUCHES, Contours, Plot, Slope, Touch, Zoom
from symback.plot.sample import CALLS, TOO_LARGE, Paper, Values, coarse, crossings, pieces
from symback.plot.words import ticks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.plot.model import Drawing, PlotOptions, Range
    from symback.plot.sample import Column, Function
    from symback.report.model import Nudged, Report
    from symback.syntax.formula import Formula

Point = dict[str, object]


def picture(graph: Graph, points: Sequence[Point], options: PlotOptions) -> Drawing:
    """The picture of a program: against one parameter a curve, over two the contours.

    Raises SymbackError: exit code 2 for what cannot be drawn, 3 where a point has no value.
    """
    graph = with_valued(graph, points)
    by = drawn(graph)
    if len(points) > MOST_TOUCHES:
        raise SymbackError(f"{len(points)} points are too many for one picture", hint=f"at most {MOST_TOUCHES}")
    check_ranges(by, options)
    given = common(graph, by, points)
    touches = touches_of(graph, by, points, options)
    values = Values(graph, by, numbers(given))
    sketch = Sketch(graph, by, values, given_texts(graph, given), touches, options)
    return curve(sketch) if len(by) == 1 else field(sketch)


def plotted(graph: Graph, values: Mapping[str, object], options: PlotOptions | None) -> Drawing:
    """The picture at the points that values stand for, where a list is several of one input."""
    from symback.plot.model import PlotOptions

    return picture(graph, combinations(values), options or PlotOptions())


def combinations(values: Mapping[str, object]) -> list[Point]:
    """The points that values stand for, where a list, tuple or range is several of one input: every combination."""
    several = [value if isinstance(value, (list, tuple, range)) else [value] for value in values.values()]
    return [dict(zip(values, chosen, strict=True)) for chosen in product(*several)]


@dataclass(frozen=True)
class Sketch:
    """What a curve and a field both begin with."""

    graph: Graph
    by: tuple[str, ...]
    values: Values
    given: tuple[tuple[str, Any], ...]
    touches: tuple[Touch, ...]
    options: PlotOptions

    def common(self, paper: Paper) -> dict[str, Any]:
        """What every picture holds."""
        return {
            "program": self.graph.program,
            "output": self.graph.output,
            "by": self.by,
            "sign": "d" if len(self.graph.inputs) == 1 else "∂",
            "given": self.given,
            "paper": paper,
            "touches": self.touches,
            "scheme": self.options.scheme,
        }


def with_valued(graph: Graph, points: Sequence[Point]) -> Graph:
    """The graph again where a value decides what a name means, as `e` or `gamma`."""
    from symback.graph.graph import graph_of

    names = {name for point in points for name in point}
    if names <= graph.parsed.inputs.keys() or names <= set(graph.valued):
        return graph
    return graph_of(graph.program, graph.split, graph.wrt, tuple({*graph.valued, *names}))


def drawn(graph: Graph) -> tuple[str, ...]:
    """The inputs that the picture is drawn against, the first to the right. Raises SymbackError unless one or two."""
    names = graph.parameters
    if len(names) in (1, 2):
        return names
    if not names:
        raise SymbackError("there is no input to draw the output against")
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    raise SymbackError(
        f"a picture has room for one input or two, and there are {len(names)}: {shown}",
        hint=Way(
            f"--wrt {names[0]}, or --wrt {names[0]},{names[1]}, with values for the others",
            f'wrt="{names[0]}", or wrt="{names[0]},{names[1]}", with values for the others',
        ),
    )


def check_ranges(by: tuple[str, ...], options: PlotOptions) -> None:
    """Raise SymbackError for a range of something that is not drawn."""
    for name in options.named_ranges:
        if name and name not in by:
            raise SymbackError(
                f"{name} is not drawn, and has no range",
                hint=Way(f"--range {by[0]}=-5:5", f'PlotOptions(ranges={{"{by[0]}": (-5, 5)}})'),
            )


def common(graph: Graph, by: tuple[str, ...], points: Sequence[Point]) -> dict[str, Formula]:
    """The values of the inputs that are not drawn: one for all points. Raises SymbackError where one has none, or several."""
    from symback.report.inputs import check_constants, input_formulas, missing_values

    check_constants(graph)
    found = [input_formulas(graph, point, partial=True) for point in points or [{}]]
    for formulas in found:
        graph.unvalued_functions({*formulas, *by})
    missing = [name for name in graph.inputs if name not in by and name not in found[0]]
    if missing:
        error = missing_values(graph, missing)
        error.hint = giving(missing)
        raise error
    for name in (name for name in graph.inputs if name not in by):
        if any(formulas[name].code != found[0][name].code for formulas in found):
            raise SymbackError(
                f"{name} has several values, and a picture holds one curve", hint=Way(f"--wrt {name}", f'wrt="{name}"')
            )
    return {name: found[0][name] for name in graph.inputs if name not in by}


def touches_of(graph: Graph, by: tuple[str, ...], points: Sequence[Point], options: PlotOptions) -> tuple[Touch, ...]:
    """The points that are on the picture; an error among several says at which."""
    found = []
    for point in points:
        if not wants_touch(graph, by, point):
            continue
        try:
            found.append(touch(graph, by, point, options))
        except SymbackError as error:
            if len(points) > 1:
                error.reason += " at " + ", ".join(f"{name}={value}" for name, value in point.items())
            raise
    return tuple(found)


def wants_touch(graph: Graph, by: tuple[str, ...], point: Point) -> bool:
    """Whether a point says where on the picture it is. Raises SymbackError where it says half of it."""
    from symback.report.inputs import missing_values

    missing = [name for name in by if name not in point and name not in graph.parsed.values]
    if missing and len(missing) < len(by):
        error = missing_values(graph, missing)
        error.hint = giving(missing)
        raise error
    return not missing


def numbers(given: Mapping[str, Formula]) -> dict[str, float]:
    from symback.rows.answers import constant

    return {name: constant(name, formula) for name, formula in given.items()}


def given_texts(graph: Graph, given: Mapping[str, Formula]) -> tuple[tuple[str, Any], ...]:
    """The inputs that are not drawn and their values, as the report would show them."""
    from symback.report.inputs import constant_value

    return tuple((name, constant_value(given[name])[0]) for name in graph.inputs if name in given)


def touch(graph: Graph, by: tuple[str, ...], point: Mapping[str, object], options: PlotOptions) -> Touch:
    """One point. Raises SymbackError (exit 3) where the output has no value, or none that a double can hold."""
    slopes: tuple[Slope, ...]
    try:
        report = report_of(graph, by, point, options)
        slopes = tuple(slope(report, name) for name in by)
    except SymbackError as error:
        if error.exit_code != NO_ANSWER:
            raise
        report = without_slopes(graph, point, options, error)
        why = Verdict(UNDEFINED, reason=error.reason.partition(" at this point: ")[2] or error.reason)
        slopes = tuple(Slope(name, None, why) for name in by)
    values = report.values
    inputs, output = tuple(values[name] for name in by), values[graph.output]
    numbers = [None if value is None else as_float(value) for value in (*inputs, output)]
    found = [number for number in numbers if number is not None and abs(number) < TOO_LARGE]
    if len(found) < len(numbers):
        raise SymbackError("a value is too large to be drawn", exit_code=NO_ANSWER)
    return Touch(inputs, output, slopes, tuple(found[:-1]), found[-1], report)


def report_of(graph: Graph, by: tuple[str, ...], point: Mapping[str, object], options: PlotOptions) -> Report:
    from symback.report.build import report_at
    from symback.report.options import Options

    chosen = Options(
        options.epsilons, options.scheme, options.arithmetic, options.digits, formulas=False, only=frozenset(by)
    )
    return report_at(graph, point, chosen)


def without_slopes(graph: Graph, point: Mapping[str, object], options: PlotOptions, error: SymbackError) -> Report:
    """The values alone, where no derivative exists. Raises `error` where there are no values either."""
    from symback.graph.graph import graph_of

    bare = graph_of(graph.program, graph.split, (), graph.valued)
    try:
        return report_of(bare, (), point, options)
    except SymbackError:
        raise error from None


def slope(report: Report, name: str) -> Slope:
    """The derivative by one input, as the report has it."""
    row = report.chained.get(name)
    if row is None:
        return Slope(name, report.gradient[name], Verdict(NOT_CHECKED))
    return Slope(name, row.value, row.verdict, row.nudges)


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


BESIDE = 0.7  # nudges that a panel shows before the point and after the nudged one
ZOOM_ROOM = 0.25  # of a nudge's height, above and below
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
    page = Paper((first, run * (1 + BESIDE)), (lowest - ZOOM_ROOM * size, highest + ZOOM_ROOM * size))
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


GRID = 60  # places along each side from which the heights are chosen
LINES = 9  # contour lines, about
HALVINGS = 4  # of a page; a valley that is flat in a picture a sixteenth as wide is shown from afar
UNEQUAL = 10  # inputs of sizes that differ by more are drawn to a scale each


def field(sketch: Sketch) -> Contours:
    """The picture over two inputs."""
    page = Paper(range_of(sketch, 0), range_of(sketch, 1))
    if len(sketch.touches) == 1 and not sketch.options.ranges:
        page = nearer_page(sketch, page, sketch.touches[0])
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


def nearer_page(sketch: Sketch, page: Paper, touch: Touch) -> Paper:
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
