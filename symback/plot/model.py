"""What a picture shows, laid down once: the terminal, matplotlib and the data formats only draw it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import hypot
from typing import TYPE_CHECKING, Any, NamedTuple

from symback.domains.text import as_float

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.domains.values import Number
    from symback.errors import SymbackError
    from symback.passes.judge import Verdict
    from symback.plot.sample import Paper, Piece, Values
    from symback.report.model import Nudged, Report

Range = tuple[float, float]
MOST_TOUCHES = 12  # points of one picture
STEEPEST = 1e150  # of a tangent that is drawn
UNSEEN = 0.02  # of the height: a secant that is so near to the tangent is not seen


@dataclass(frozen=True)
class PlotOptions:
    """What can be chosen about a picture.

    `ranges` are those of the inputs drawn, by name, or one for all of them (default: about the points); `heights` is
    that of the output; `zoom` says whether each nudge gets a panel of its own. `epsilons`, `scheme`,
    `arithmetic` and `digits` are those of the report.
    """

    ranges: Mapping[str, Range] | Range | None = None
    heights: Range | None = None
    zoom: bool = True
    epsilons: tuple[Fraction, ...] = (Fraction(1, 1000),)
    scheme: str = "forward"
    arithmetic: str = "auto"
    digits: int = 30

    def __post_init__(self) -> None:
        from symback.plot.build import checked_range

        for name, ends in self.named_ranges.items():
            checked_range(ends, f"the range of {name}" if name else "the range")
        if self.heights is not None:
            checked_range(self.heights, "the range of the output")

    @property
    def named_ranges(self) -> Mapping[str, Range]:
        """The ranges by name; one for all has the name ""."""
        if self.ranges is None:
            return {}
        return {"": self.ranges} if isinstance(self.ranges, tuple) else self.ranges

    def range_of(self, name: str) -> Range | None:
        """The range that was asked for an input; None where none was."""
        found = self.named_ranges
        return found.get(name, found.get(""))


@dataclass(frozen=True)
class Slope:
    """The derivative by one input at a point: its value, what nudging says of it, and the nudges themselves."""

    by: str
    value: Number | None
    verdict: Verdict
    nudges: tuple[Nudged, ...] = ()


@dataclass(frozen=True)
class Touch:
    """A point of the curve or of the field: the drawn inputs' values, the output's, and the slopes there.

    `at` and `height` are the same as doubles, for drawing; `report` is where they come from.
    """

    inputs: tuple[Number, ...]
    output: Number
    slopes: tuple[Slope, ...]
    at: tuple[float, ...]
    height: float
    report: Report
    point: Mapping[str, object]
    error: SymbackError | None = None  # why there is no slope

    @property
    def slope(self) -> Slope:
        """The slope along the curve."""
        return self.slopes[0]

    def tangents(self) -> list[tuple[float, int]]:
        """The tangents' slopes, each with its side: 0 for both, at a kink -1 for the left one and 1 for the right one."""
        from symback.domains.text import as_float
        from symback.passes.judge import KINK

        verdict = self.slope.verdict
        if verdict.kind == KINK and verdict.left is not None and verdict.right is not None:
            sides = [(as_float(verdict.left), -1), (as_float(verdict.right), 1)]
        else:
            sides = [(None if self.slope.value is None else as_float(self.slope.value), 0)]
        return [(slope, side) for slope, side in sides if slope is not None and abs(slope) < STEEPEST]


@dataclass(frozen=True)
class Lack:
    """A point at which the output has no value, and why."""

    inputs: tuple[Number, ...]
    at: tuple[float, ...]
    error: SymbackError


class Dot(NamedTuple):
    """Where a curve jumps: an end that belongs to it (`closed`), or one that does not, or a hole."""

    x: float
    y: float
    closed: bool


@dataclass(frozen=True)
class Zoom:
    """One nudge, large enough to see: how far the input moves (`run`, ε) and how far the output does (`rise`, k·ε).

    The paper's origin is the point. `back` is what a central nudge finds at -ε, None for a forward one. `pieces` is
    empty where doubles are too coarse to draw the curve so near.
    """

    touch: Touch
    nudge: Nudged
    run: float
    rise: float
    back: float | None
    paper: Paper
    pieces: tuple[Piece, ...]

    @property
    def is_large(self) -> bool:
        """True if the nudge is not one that was asked for, but one so large that its secant is seen."""
        return self.nudge not in self.touch.slope.nudges

    @property
    def secant(self) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """The x and the y of the ends of the secant, across the paper; None where it is not seen beside a tangent."""
        low, high = self.paper.x
        start, first = (0.0, 0.0) if self.back is None else (-self.run, self.back)
        k = (self.rise - first) / (self.run - start)
        if all(
            abs(k - slope) * self.run < UNSEEN * self.paper.height for slope, side in self.touch.tangents() if side >= 0
        ):
            return None
        return (low, high), (first + k * (low - start), first + k * (high - start))

    @property
    def legs(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """The x and the y of the quotient's two legs: to the right as far as the input moves, then up as the output does."""
        if self.back is None:
            return (0.0, self.run, self.run), (0.0, 0.0, self.rise)
        return (-self.run, self.run, self.run), (self.back, self.back, self.rise)

    @property
    def leg_texts(self) -> tuple[str, str]:
        """Return what the legs are: a central nudge goes twice as far."""
        return ("ε", "k·ε") if self.back is None else ("2ε", "2k·ε")


@dataclass(frozen=True, kw_only=True, repr=False)
class Drawing:
    """What every picture has: the program, what is drawn (`by`) and what is given, the paper, and the points.

    In a notebook it shows itself; `text`, `svg` and `save` give it elsewhere.
    """

    program: str
    output: str
    by: tuple[str, ...]
    sign: str
    given: tuple[tuple[str, Number], ...]
    paper: Paper
    touches: tuple[Touch, ...]
    lacks: tuple[Lack, ...]
    scheme: str
    notes: tuple[str, ...] = ()

    @property
    def error(self) -> SymbackError | None:
        """Why a point of the picture has no answer: the output no value there, or no slope."""
        errors = [*(lack.error for lack in self.lacks), *(touch.error for touch in self.touches)]
        return next((error for error in errors if error is not None), None)

    @property
    def on_paper(self) -> tuple[Touch, ...]:
        """The points that are not beside the picture."""
        ranges = self.paper if len(self.by) > 1 else (self.paper.x,)
        return tuple(
            t for t in self.touches if all(low <= at <= high for at, (low, high) in zip(t.at, ranges, strict=True))
        )

    def text(self, width: int = 80, *, ascii_only: bool = False) -> str:
        """The picture as `symback plot` prints it."""
        from symback.document.model import Look
        from symback.plot.terminal import render

        return render(self, Look(width, color=False, ascii_only=ascii_only))

    def svg(self) -> str:
        """The picture as svg. Raises SymbackError where matplotlib is not installed."""
        from symback.plot.figure import drawn

        return drawn(self, "svg").decode()

    def save(self, name: str) -> None:
        """Write an svg, png or pdf, as the name ends. Raises SymbackError for another ending, or without matplotlib."""
        from symback.plot.figure import save

        save(self, name)

    def __repr__(self) -> str:
        from symback.report.words import count

        drawn, points = " and ".join(self.by), count(len(self.touches), "point")
        return f"<{type(self).__name__} of {self.output} against {drawn}, {points}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 (IPython's signature)
        printer.text(self.text())

    def _repr_svg_(self) -> str | None:
        from symback.notebook import plot_svg

        return plot_svg(self)

    def _repr_html_(self) -> str | None:
        from symback.notebook import plot_html

        return plot_html(self)


@dataclass(frozen=True, kw_only=True, repr=False)
class Plot(Drawing):
    """J against one input: the curve in pieces, the points with their tangents, and the nudges from near by."""

    pieces: tuple[Piece, ...]
    dots: tuple[Dot, ...]
    zooms: tuple[Zoom, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class Contours(Drawing):
    """J over two inputs: `function` gives its value on columns of both, `levels` are the heights of the lines."""

    function: Values
    levels: Sequence[tuple[float, str]]
    heights: Range


REACH = 0.36  # of the paper's side, to each side of the point


def tangent_ends(plot: Plot, touch: Touch, slope: float, side: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """The x and the y of a tangent's ends."""
    (x,), y = touch.at, touch.height
    half = REACH * plot.paper.width / hypot(1.0, slope * plot.paper.width / plot.paper.height)
    start, end = (0.0 if side > 0 else -half), (0.0 if side < 0 else half)
    return (x + start, x + end), (y + slope * start, y + slope * end)


def inside(plot: Plot, end: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """An end of a tangent, or where the tangent leaves the paper on the way there."""
    share = 1.0
    for to, start, (low, high) in zip(end, other, plot.paper, strict=True):
        if to > high > start or to < low < start:
            share = min(share, ((high if to > high else low) - start) / (to - start))
    return other[0] + share * (end[0] - other[0]), other[1] + share * (end[1] - other[1])


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
    """Return how far the arrow may go along each axis before it leaves the paper, if the point is on it."""
    found = []
    for at, (low, high), step in zip(touch.at, picture.paper, (first, second), strict=True):
        if step and low <= at <= high:
            found.append(INSIDE * ((high if step > 0 else low) - at) / step)
    return found or [float("inf")]
