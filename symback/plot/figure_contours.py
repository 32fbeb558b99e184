"""The contours by matplotlib: bands of height, lines with their heights, and the gradient's arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from symback.document.names import pretty
from symback.domains.text import table_text
from symback.plot.arrow import gradient_arrow
from symback.plot.figure import BEHIND, SHORT, Axes, Figure, point_text, round_marks
from symback.plot.palette import CURVE, INK, PAPER, TANGENT
from symback.plot.sample import FAR, coarse
from symback.plot.words import title

if TYPE_CHECKING:
    from symback.plot.model import Contours, Touch

SIZE = (6.4, 5.6)  # inches
GRID = 64  # places along each side
PALEST, DEEPEST = 0.03, 0.45  # how much of the blue a band has
NEAR_EDGE = 0.2  # of the width
UNEQUAL = 4.0  # ranges that differ by more are not drawn to one scale


def draw(picture: Contours) -> Figure:
    """The figure; matplotlib's settings are the caller's."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    figure.suptitle(title(picture), x=0.01, ha="left", family="monospace", size=11)
    axes = figure.add_subplot()
    axes.set_xlim(*picture.paper.x)
    axes.set_ylim(*picture.paper.y)
    if 1 / UNEQUAL <= picture.paper.width / picture.paper.height <= UNEQUAL:
        axes.set_aspect("equal")
    axes.set_xlabel(pretty(picture.by[0]), loc="right")
    axes.set_title(pretty(picture.by[1]), loc="left")
    round_marks(axes, picture)
    surface(axes, picture)
    for number, touch in enumerate(picture.on_paper, 1):
        arrow(axes, picture, touch, number)
    return figure


def surface(axes: Axes, picture: Contours) -> None:
    """Bands and lines; what has no value, or is far beyond the lines (a pole), is left out."""
    x, y = coarse(picture.paper.x, GRID), coarse(picture.paper.y, GRID)
    across, up = np.meshgrid(x, y)
    height = picture.function(across.ravel(), up.ravel()).reshape(across.shape)
    low, high = picture.heights
    far = FAR * (high - low)
    shown = np.ma.masked_where(~np.isfinite(height) | (height < low - far) | (height > high + far), height)
    levels = [level for level, _ in picture.levels]
    if not levels or not shown.count():
        return
    bands = [min(float(shown.min()), levels[0] - 1), *levels, max(float(shown.max()), levels[-1] + 1)]
    alphas = np.linspace(PALEST, DEEPEST, len(bands) - 1)
    axes.contourf(x, y, shown, bands, colors=[(CURVE, float(a)) for a in alphas])
    found = axes.contour(x, y, shown, levels, colors=CURVE, linewidths=0.9)
    labels(axes, found, picture)


def labels(axes: Axes, found: Any, picture: Contours) -> None:
    texts = dict(picture.levels)
    axes.clabel(found, fmt=texts, fontsize=8, colors=INK, inline_spacing=3)


def arrow(axes: Axes, picture: Contours, touch: Touch, number: int) -> None:
    """The point, and the arrow where it has a gradient."""
    end = gradient_arrow(picture, touch)
    if end is not None:
        look = {
            "arrowstyle": "-|>",
            "color": TANGENT,
            "linewidth": 2.2,
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 16,
        }
        axes.annotate("", end, touch.at, arrowprops=look, gid=f"gradient-{number}")
        axes.annotate(gradient_text(touch), end, color=TANGENT, bbox=BEHIND, **label_place(picture, touch, end))
    axes.plot(*touch.at, "o", color=INK, markersize=7, markeredgecolor=PAPER, gid=f"point-{number}", zorder=5)
    below = end is None or end[1] >= touch.at[1]
    place = {"xytext": (0, -9 if below else 9), "textcoords": "offset points", "va": "top" if below else "bottom"}
    text = point_text(picture, touch)
    axes.annotate(text, touch.at, ha="center", bbox=BEHIND, **place)


def gradient_text(touch: Touch) -> str:
    """`gradient (6, 4)`."""
    parts = ("—" if slope.value is None else table_text(slope.value, SHORT) for slope in touch.slopes)
    return f"gradient ({', '.join(parts)})"


def label_place(picture: Contours, touch: Touch, end: tuple[float, float]) -> dict[str, Any]:
    """Beyond the arrow's head, and within the frame."""
    up = end[1] >= touch.at[1]
    share = (end[0] - picture.paper.x[0]) / picture.paper.width
    side = "left" if share < NEAR_EDGE else "right" if share > 1 - NEAR_EDGE else "center"
    place = {"xytext": (0, 7 if up else -7), "textcoords": "offset points", "annotation_clip": False}
    return place | {"ha": side, "va": "bottom" if up else "top"}
