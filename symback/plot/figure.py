"""The picture by matplotlib: the curve with its tangents, and beside it each nudge from near by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symback.document.names import pretty
from symback.domains.text import table_text
from symback.plot.palette import CURVE, INK, LINE, NUDGE, PAPER, TANGENT
from symback.plot.reach import label_end, tangent_ends
from symback.plot.ticks import ticks
from symback.plot.words import beside_axis, derivative, point_name, title
from symback.report.tables import epsilon_text

if TYPE_CHECKING:
    from symback.plot.model import Drawing, Plot, Touch, Zoom

Axes = Any  # matplotlib's own types change from version to version
Figure = Any
STYLE: Any = {
    "font.size": 10,
    "font.sans-serif": ["DejaVu Sans"],
    "font.monospace": ["DejaVu Sans Mono"],
    "text.parse_math": False,
    "axes.edgecolor": LINE,
    "axes.facecolor": PAPER,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.unicode_minus": False,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "text.color": INK,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "svg.fonttype": "none",
    "svg.hashsalt": "symback",
    "path.simplify_threshold": 0.05,
}
WIDTH, HEIGHT = 9.0, 4.6  # inches
NARROW = 6.4  # where there are no nudges to show
ACROSS = 3  # nudges below each other
MARKS = 6  # numbers at an axis, about
BEHIND = {"boxstyle": "round,pad=0.15", "fc": PAPER, "ec": "none", "alpha": 0.8}
LINE_HEIGHT = 0.1  # of the paper's, which a second line of text needs below a point
FLAT = 0.02  # of a panel's height: a leg that is shorter has no side for its label
DIGITS, SHORT = 9, 6  # of a number at an axis, and of one within the picture


def draw(plot: Plot) -> Figure:
    """The figure; matplotlib's settings are the caller's."""
    from matplotlib.figure import Figure

    columns = -(-len(plot.zooms) // ACROSS)
    rows = min(len(plot.zooms), ACROSS) or 1
    size = (WIDTH + max(0, columns - 1) * 2.4 if columns else NARROW, HEIGHT + (rows - 1) * 0.9)
    figure = Figure(figsize=size, layout="constrained")
    figure.suptitle(title(plot), x=0.01, ha="left", family="monospace", size=11)
    grid = figure.add_gridspec(rows, 1 + columns, width_ratios=[1.7, *[1.0] * columns])
    main(figure.add_subplot(grid[:, 0]), plot)
    for place, zoom in enumerate(plot.zooms):
        near(figure.add_subplot(grid[place % rows, 1 + place // rows]), plot, zoom)
    return figure


def main(axes: Axes, plot: Plot) -> None:
    """The curve, the tangents and the points."""
    frame(axes, plot)
    for number, piece in enumerate(plot.pieces):
        alone = {"marker": "o", "markersize": 4} if len(piece.x) == 1 else {}
        axes.plot(piece.x, piece.y, color=CURVE, linewidth=2, gid=f"curve-{number + 1}", **alone)
    for number, touch in enumerate(plot.on_paper, 1):
        for slope, side in touch.tangents():
            xs, ys = tangent_ends(plot, touch, slope, side)
            axes.plot(xs, ys, color=TANGENT, linewidth=2.2, dashes=(4, 2), gid=f"tangent-{number}{' rl'[side].strip()}")
            slope_label(axes, plot, slope, side, (xs, ys))
        axes.plot(*touch.at, touch.height, "o", color=INK, markersize=6, gid=f"point-{number}", zorder=5)
        point_label(axes, plot, touch)


def frame(axes: Axes, plot: Plot) -> None:
    """Both axes, with the names at their ends, and thin lines through 0."""
    axes.set_xlim(*plot.paper.x)
    axes.set_ylim(*plot.paper.y)
    axes.set_xlabel(pretty(plot.by[0]), loc="right")
    axes.set_title(pretty(plot.output), loc="left")
    round_marks(axes, plot)
    axes.axhline(0, color=LINE, linewidth=0.8, zorder=0)
    axes.axvline(0, color=LINE, linewidth=0.8, zorder=0)


def round_marks(axes: Axes, picture: Drawing) -> None:
    """The numbers at the axes, written as elsewhere."""
    for place, ends in ((axes.set_xticks, picture.paper.x), (axes.set_yticks, picture.paper.y)):
        found = ticks(*ends, MARKS)
        place([at for at, _ in found], [text for _, text in found])


def slope_label(axes: Axes, plot: Plot, slope: float, side: int, ends: Any) -> None:
    """`slope 6` at an end of a tangent, on the side where the curve is not."""
    x, y, below = label_end(plot, ends, side)
    left = (slope > 0) == below
    place = {"xytext": (4 if left else -4, -3 if below else 3), "textcoords": "offset points"}
    align = {"ha": "left" if left else "right", "va": "top" if below else "bottom"}
    axes.annotate(f"slope {slope:.6g}", (x, y), color=TANGENT, annotation_clip=False, bbox=BEHIND, **place, **align)


def point_label(axes: Axes, plot: Plot, touch: Touch) -> None:
    """`(3, 9)` beside the point, on the side where the curve is not; why there is no slope, where there is none."""
    text = point_text(plot, touch)
    if touch.slope.value is None and not touch.tangents():
        text += f"\nno {derivative(plot, plot.by[0])}: {touch.slope.verdict.reason or 'undefined'}"
    slope = touch.tangents()[-1][0] if touch.tangents() else 0.0
    right = slope >= 0
    room = (touch.height - plot.paper.y[0]) / plot.paper.height
    above = room < LINE_HEIGHT * text.count("\n")  # below it would leave the paper
    place = {"xytext": (9 if right else -9, 5 if above else -5), "textcoords": "offset points"}
    align = {"ha": "left" if right else "right", "va": "bottom" if above else "top"}
    axes.annotate(text, (touch.at[0], touch.height), bbox=BEHIND, **place, **align)


def point_text(picture: Drawing, touch: Touch) -> str:
    """`w = 3, J = 9`."""
    return f"{point_name(picture, touch, SHORT)}, {pretty(picture.output)} = {table_text(touch.output, SHORT)}"


def near(axes: Axes, plot: Plot, zoom: Zoom) -> None:
    """One nudge: ε to the right, and how far the output goes."""
    run, rise, (low, high) = zoom.run, zoom.rise, zoom.paper.x
    axes.set_xlim(low, high)
    axes.set_ylim(*zoom.paper.y)
    for piece in zoom.pieces:
        axes.plot(piece.x, piece.y, color=CURVE, linewidth=2)
    for slope, side in zoom.touch.tangents():
        ends = (low if side <= 0 else 0.0), (high if side >= 0 else 0.0)
        axes.plot(ends, [slope * end for end in ends], color=TANGENT, linewidth=2.2, dashes=(4, 2))
    axes.plot(*zoom.legs, color=NUDGE, linewidth=1.4)
    axes.plot([run], [rise], "o", color=NUDGE, markersize=6, zorder=5)
    axes.plot([0], [0], "o", color=INK, markersize=6, zorder=5)
    if zoom.back is not None:
        axes.plot([-run], [zoom.back], "o", color=NUDGE, markersize=6, zorder=5)
    nudge_texts(axes, zoom)
    marks(axes, plot, zoom)


def nudge_texts(axes: Axes, zoom: Zoom) -> None:
    """What the two legs of the nudge are."""
    (x0, x1, _), (y0, y1, y2) = zoom.legs
    across, up = zoom.leg_texts
    below = y2 >= y1
    place = {"xytext": (0, -4 if below else 4), "textcoords": "offset points", "ha": "center"}
    axes.annotate(across, ((x0 + x1) / 2, y0), color=NUDGE, va="top" if below else "bottom", **place)
    beside = {"xytext": (5, 0), "textcoords": "offset points", "va": "center"}
    if abs(y2 - y1) < FLAT * zoom.paper.height:  # on the line it would not be read
        up, beside = f"{up} = {y2 - y1:.3g}", beside | {"xytext": (5, 5), "va": "bottom"}
    axes.annotate(up, (x1, (y1 + y2) / 2), color=NUDGE, **beside)


def marks(axes: Axes, plot: Plot, zoom: Zoom) -> None:
    """The numbers at the axes: the input and the output, before and after; and the panel's title."""
    name, nudge = pretty(plot.by[0]), zoom.nudge
    across = [(0.0, name), (zoom.run, f"{name}+ε")]
    up = [(0.0, zoom.touch.output), (zoom.rise, nudge.moved)]
    if zoom.back is not None:
        across.insert(0, (-zoom.run, f"{name}-ε"))
        up.append((zoom.back, nudge.minus))
    axes.set_xticks([place for place, _ in across], [text for _, text in across])
    axes.set_yticks(*apart(plot, up, zoom.paper.height))
    start = f"ε = {epsilon_text(nudge.epsilon)}" if len(plot.touches) == 1 else point_name(plot, zoom.touch, SHORT)
    axes.set_title(start + ("" if nudge.k is None else f": k = {table_text(nudge.k, DIGITS)}"), loc="left")


def apart(plot: Plot, up: list[tuple[float, Any]], height: float) -> tuple[list[float], list[str]]:
    """The marks at the left, without those that would stand on another."""
    kept: list[tuple[float, str]] = []
    for place, value in up:
        if all(abs(place - other) > height / 12 for other, _ in kept):
            kept.append((place, beside_axis(plot.output, value, place, DIGITS)))
    return [place for place, _ in kept], [text for _, text in kept]
