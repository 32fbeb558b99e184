"""Laying down a picture: which inputs are drawn, over which range, with which points; the curve or the field, and each nudge from near by."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.domains.text import as_float, as_fraction, table_text
from symback.errors import NO_ANSWER, SymbackError, Way, giving
from symback.passes.judge import MATCH, NOT_CHECKED, Verdict
from symback.plot.model import MOST_TOUCHES, Contours, Dot, Lack, Plot, Slope, Touch, Zoom
from symback.plot.sample import CALLS, TOO_LARGE, Paper, Values, coarse, crossings, pieces
from symback.plot.words import SHORT_DIGITS, mark_text, round_step, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.plot.model import Drawing, PlotOptions, Range
    from symback.plot.sample import Column, Function, Piece
    from symback.report.model import Nudged, Report
    from symback.syntax.formula import Formula

Point = Mapping[str, object]
Place = tuple[float, float, "float | None"]  # an input, the output, the slope


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
    found = touches_of(graph, by, points, options)
    touches = tuple(one for one in found if isinstance(one, Touch))
    lacks = tuple(one for one in found if isinstance(one, Lack))
    values = Values(graph, by, numbers(given))
    others = {name: value for name, value in (points[0] if points else {}).items() if name not in by}
    sketch = Sketch(graph, by, values, given_texts(graph, given), others, touches, lacks, options)
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
    others: Point
    touches: tuple[Touch, ...]
    lacks: tuple[Lack, ...]
    options: PlotOptions

    def common(self, paper: Paper) -> dict[str, Any]:
        """Return what every picture holds."""
        return {
            "program": self.graph.program,
            "output": self.graph.output,
            "by": self.by,
            "sign": "d" if len(self.graph.inputs) == 1 else "∂",
            "given": self.given,
            "paper": paper,
            "touches": self.touches,
            "lacks": self.lacks,
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


def touches_of(graph: Graph, by: tuple[str, ...], points: Sequence[Point], options: PlotOptions) -> list[Touch | Lack]:
    """The points of the picture; an error among several says at which."""
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
    return found


def wants_touch(graph: Graph, by: tuple[str, ...], point: Point) -> bool:
    """True if a point says where on the picture it is. Raises SymbackError where it says half of it."""
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


def touch(graph: Graph, by: tuple[str, ...], point: Point, options: PlotOptions) -> Touch | Lack:
    """One point; where the output has no value there, a Lack. Raises SymbackError (exit 3) for what no double can hold."""
    report, error = report_of(graph, by, point, options)
    values = report.values
    inputs, output = tuple(values[name] for name in by), values[graph.output]
    numbers = [None if value is None else as_float(value) for value in (*inputs, output)]
    found = [number for number in numbers if number is not None and abs(number) < TOO_LARGE]
    if output is None and error is not None and len(found) == len(inputs):
        return Lack(inputs, tuple(found), error)
    if len(found) < len(numbers):
        raise SymbackError("a value is too large to be drawn", exit_code=NO_ANSWER)
    slopes = tuple(slope(report, name) for name in by)
    return Touch(inputs, output, slopes, tuple(found[:-1]), found[-1], report, point, error)


def report_of(
    graph: Graph, by: tuple[str, ...], point: Point, options: PlotOptions, *, nudges: bool = True
) -> tuple[Report, SymbackError | None]:
    """The report of a point, and why it has no answer, if it has none."""
    from symback.report.build import report_and_error
    from symback.report.options import Options

    chosen = Options(options.epsilons, options.scheme, options.arithmetic, options.digits, formulas=False, nudges=nudges, only=frozenset(by))  # fmt: skip
    return report_and_error(graph, point, chosen)


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
SHAPE = 0.75  # of a paper's width is its height, about
FLATTEST, CLEAR, STEEPEST = (
    0.364,
    0.45,
    2.75,
)  # how steep a tangent is well seen on the paper: from 20 degrees, at 24, up to 70
NEAR, LOOSE = 0.1, 0.06  # so near to the point, in widths, a curve keeps so near to its tangent, in heights
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


def sensible(
    function: Function,
    points: Sequence[Place],
    tries: int = TRIES,
    asked: Range | None = None,
    beside: Sequence[float] = (),
) -> Paper:
    """The paper to draw on: about 0, without long holes, or nearer to a point whose tangent would be too flat there, or too steep.

    `points` are the inputs' values, the output's, and the slopes there; `asked` is the range where one was asked for; `tries` is how
    often a nearer range may be tried. What is `beside` is on it too.
    """
    held = [*(x for x, _, _ in points), *beside]
    wide = asked or without_holes(function, around(held), held)
    heights_needed = [y for x, y, _ in points if wide[0] <= x <= wide[1]]
    first = Paper(wide, heights(function(coarse(wide)), heights_needed))
    sloped = [place for place in points if place[2] and wide[0] <= place[0] <= wide[1]]
    if not sloped or any(FLATTEST <= steepness(first, slope) <= STEEPEST for _, _, slope in sloped if slope):
        return first
    x, y, slope = max(sloped, key=lambda place: abs(place[2] or 0.0))
    assert slope
    half = (wide[1] - wide[0]) / 2
    found: Paper | None = first
    for _ in range(1 if asked else tries + 1):
        if found is not None:
            if FLATTEST <= steepness(found, slope) <= STEEPEST:
                return found
            if (lower := cut_to_slope(function, found, (x, y, slope))) is not None:
                return lower
        half /= 2
        found = (
            Paper((x - half, x + half), heights(function(coarse((x - half, x + half))), [y])) if x - half < x else None
        )
    return first


def steepness(page: Paper, slope: float) -> float:
    """Return how steep a slope is on some paper: the tangent of its angle, were the paper four wide and three high."""
    return abs(slope) * page.width / page.height * SHAPE


def cut_to_slope(function: Function, page: Paper, place: tuple[float, float, float]) -> Paper | None:
    """The paper with less height, so that a flat tangent is seen; None where the curve would soon leave its tangent there."""
    x, y, slope = place
    size = abs(slope) * page.width * SHAPE / CLEAR
    if size >= page.height:
        return None
    beside = np.array([-NEAR, NEAR]) * page.width
    if not np.all(np.abs(function(x + beside) - (y + slope * beside)) <= LOOSE * size):
        return None
    margin = MARGIN * (page.height / (1 + 2 * MARGIN) - size)  # by how much less is left free
    low = min(max(y - size / 2, page.y[0] + margin), max(page.y[1] - margin, y + size / 2) - size)
    return Paper(page.x, (low, low + size))


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
SHARES_OF_WIDTH = (0.1, 0.2, 0.3, 0.05, 0.02, 0.01)  # that a large nudge may take, the best first
APART, FAR_APART = 0.12, 0.6  # of the slope: so far may the secant's be from the tangent's
MOST_CALLS = 2000  # operations of a graph that is nudged once more for the picture's sake
TOUCHING, SAME = 1e-9, 1e-3  # of the width, and of the height: what is so near is one place
MOST_JOINTS = 24  # whose ends are marked
SHORT = 9  # digits behind the point
COARSEST = 1 / 200  # of a panel's height that rounding may move the curve by
ROUNDING = 2.0**-50


def curve(sketch: Sketch) -> Plot:
    """The picture against one input."""
    function, options, touches = sketch.values, sketch.options, sketch.touches
    (name,) = sketch.by
    places = [(t.at[0], t.height, max((s for s, _ in t.tangents()), key=abs, default=None)) for t in touches]
    tries, beside = min(TRIES, CALLS // function.effort.calls), [lack.at[0] for lack in sketch.lacks]
    page = sensible(function, places, tries, options.range_of(name), beside)
    page = Paper(page.x, options.heights or page.y)
    marks = [*(t.at[0] for t in touches), *beside, *crossings(function, coarse(page.x))]
    found = pieces(function, page, function.effort, marks)
    nudges = [(t, nudge) for t in touches for nudge in t.slope.nudges if nudge.moved is not None]
    if len(touches) == 1 and options.epsilons == type(options)().epsilons:
        nudges = [*((touches[0], nudge) for nudge in large_nudge(sketch, touches[0], page)), *nudges]
    return Plot(
        **sketch.common(page),
        notes=() if found else ("there is no value anywhere in this range",),
        pieces=found,
        dots=dots(sketch, found, page),
        zooms=tuple(zoom(sketch, *one) for one in nudges) if options.zoom and len(nudges) <= MOST_ZOOMS else (),
    )


def large_nudge(sketch: Sketch, touch: Touch, page: Paper) -> list[Nudged]:
    """A nudge so large that its secant stands apart from the tangent; none on a line, and where an edge lies within it."""
    if len(touch.tangents()) != 1 or touch.slope.verdict.kind != MATCH or sketch.values.effort.calls > MOST_CALLS:
        return []
    ((slope, _),) = touch.tangents()
    (x,) = touch.at
    for share in SHARES_OF_WIDTH:
        epsilon = round_step(share * page.width)
        first, last = sketch.values(np.array([x - float(epsilon), x + float(epsilon)]))
        central = sketch.options.scheme != "forward"
        k = (last - first) / float(2 * epsilon) if central else (last - touch.height) / float(epsilon)
        apart = abs(k - slope) / (max(abs(k), abs(slope)) or 1.0)
        if not (APART <= apart <= FAR_APART or apart == 1):  # of a slope of 0 it is always 1
            continue
        report, _ = report_of(sketch.graph, sketch.by, touch.point, replace(sketch.options, epsilons=(epsilon,)))
        (nudge,) = report.chained[sketch.by[0]].nudges
        if nudge.verdict.kind == MATCH and nudge.moved is not None:
            return [nudge]
    return []


def dots(sketch: Sketch, found: Sequence[Piece], page: Paper) -> tuple[Dot, ...]:
    """The ends of pieces at jumps, and holes, where that is known exactly: at places that are short decimals."""
    joints = [(a, b) for a, b in pairwise(found) if b.x[0] - a.x[-1] <= TOUCHING * page.width]
    if len(joints) > MOST_JOINTS:
        return ()
    kept: dict[Dot, None] = {}
    for before, after in joints:
        place = short_between(float(before.x[-1]), float(after.x[0]))
        ends = [float(y) for y in (before.y[-1], after.y[0])]
        if place is None or not all(page.y[0] <= y <= page.y[1] for y in ends):
            continue
        report, _ = report_of(sketch.graph, (), {**sketch.others, sketch.by[0]: place}, sketch.options, nudges=False)
        value = None if report.result is None else as_float(report.result)
        near = SAME * page.height
        if value is None and abs(ends[1] - ends[0]) <= near:
            ends = ends[:1]
        elif value is not None and all(abs(value - y) > near for y in ends):
            ends.append(value)
        kept |= {Dot(float(place), y, closed=value is not None and abs(value - y) <= near): None for y in ends}
    return tuple(kept)


def short_between(low: float, high: float) -> str | None:
    """The shortest decimal from `low` to `high`; None where it is long."""
    for digits in range(SHORT):
        text = f"{(low + high) / 2:.{digits}f}"
        if low <= float(text) <= high:
            return text
    return None


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
    """Return how far a value moved, worked out before it is rounded to a double."""
    if isinstance(moved, float) or isinstance(base, float):
        return float(moved) - float(base)
    return as_float(as_fraction(moved) - as_fraction(base)) or 0.0


GRID = 60  # places along each side from which the heights are chosen
LINES = 8  # contour lines at least
MOSTLY = 0.6  # of a page: so much of it in a quarter of the heights is most of it
SHARES_BELOW = (0.01, 0.03, 0.07, 0.12, 0.22, 0.35, 0.5, 0.65, 0.8, 0.92)  # of the page that lie below the lines then
HALVINGS = 4  # of a page; a valley that is flat in a picture a sixteenth as wide is shown from afar
UNEQUAL = 10  # inputs of sizes that differ by more are drawn to a scale each


def field(sketch: Sketch) -> Contours:
    """The picture over two inputs."""
    page = Paper(range_of(sketch, 0), range_of(sketch, 1))
    if len(sketch.touches) == 1 and not sketch.options.ranges:
        page = nearer_page(sketch, page, sketch.touches[0])
    height = heights_of(sketch, page)
    return Contours(**sketch.common(page), function=sketch.values, levels=levels(sketch, page, height), heights=height)


def levels(sketch: Sketch, page: Paper, height: Range) -> list[tuple[float, str]]:
    """The heights of the contour lines: evenly spread, or where most of the page lies at one end of them so that each band
    has its share of it; and one through every point.
    """
    own = {t.height: table_text(t.output, SHORT_DIGITS) for t in sketch.touches if height[0] <= t.height <= height[1]}
    y = sampled(sketch, page)
    y = np.sort(y[(y > height[0]) & (y < height[1])])
    found = dict(enough_ticks(height))
    if len(y) and not sketch.options.heights:
        below = np.searchsorted(y, (height[0] + (height[1] - height[0]) * np.array([0.25, 0.75]))) / len(y)
        if below[0] > MOSTLY or below[1] < 1 - MOSTLY:
            found = shares(y, from_top=below[0] <= MOSTLY)
    for at in own:  # a line beside that of a point would hide it
        near = sorted(found, key=lambda level: abs(level - at))[:2]
        if len(near) > 1 and abs(near[0] - at) < abs(near[1] - near[0]) / 3:
            del found[near[0]]
    return sorted((found | own).items())


def enough_ticks(height: Range) -> list[tuple[float, str]]:
    """Round heights strictly between two, LINES of them at least."""
    wanted = LINES
    while (
        len(found := [mark for mark in ticks(*height, wanted) if height[0] < mark[0] < height[1]]) < LINES
        and wanted < 3 * LINES
    ):
        wanted += 1
    return found


def shares(y: Column, *, from_top: bool) -> dict[float, str]:
    """Heights that each have a share of the sorted ones on their side, as round steps from where the most of those are."""
    size = float(y[-1] - y[0])
    unit = round_step(size / 1000) if size > 0 else Fraction(1)
    sign, first = (
        (-1, math.ceil(Fraction(float(y[-1])) / unit)) if from_top else (1, math.floor(Fraction(float(y[0])) / unit))
    )
    base = first * unit if abs(first) > 10 else Fraction(0)
    steps = [
        abs(float(q) - float(base)) for q in np.quantile(y, [1 - s for s in SHARES_BELOW] if from_top else SHARES_BELOW)
    ]
    found = [base + sign * min(round_step(step), round_step(step / 2), key=lambda s: abs(math.log(s / step))) for step in steps if step > 0]  # fmt: skip
    return {float(level): mark_text(level) for level in found}


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
    return sketch.options.heights or heights(sampled(sketch, page), ())


def sampled(sketch: Sketch, page: Paper) -> Column:
    """The output at places all over a page."""
    across, up = np.meshgrid(coarse(page.x, GRID), coarse(page.y, GRID))
    return sketch.values(across.ravel(), up.ravel())
