"""The picture by matplotlib, as svg, png, pdf or a page: the same bytes every time, in light and in dark, told to screen readers."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.document import style
from symback.document.formats.html import spelled, start, text
from symback.document.names import pretty
from symback.document.svg import attributes, own_id, told
from symback.domains.text import table_text
from symback.errors import SymbackError
from symback.plot.model import Contours, Plot, gradient_arrow, inside, tangent_ends
from symback.plot.sample import FAR, coarse
from symback.plot.words import (
    SHORT_DIGITS,
    beside_axis,
    derivative,
    description,
    given,
    marks,
    point_name,
    sentences,
    title,
)
from symback.report.tables import epsilon_text
from symback.report.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.document.model import Look
    from symback.plot.model import Drawing, Touch, Zoom

# The light ones are drawn; in a dark surrounding the svg's style puts the dark ones in their place.
NAMES = ("paper", "ink", "line", "forward", "backward", "warn")
PAPER, INK, LINE, CURVE, TANGENT, NUDGE = (style.LIGHT[name] for name in NAMES)
DARK = {style.LIGHT[name]: style.DARK[name] for name in NAMES}


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
PANEL = (4.4, 3.4)  # of a nudge alone
ACROSS = 3  # nudges below each other
MARKS = 6  # numbers at an axis, about
BEHIND = {"boxstyle": "round,pad=0.15", "fc": PAPER, "ec": "none", "alpha": 0.8}
LETTER, LINE_HEIGHT = 0.017, 0.055  # of the paper's sides, which a letter and a line of text take
PROBES, OUTSIDE = 12, 40  # places along a text that are looked at, and how bad it is to be beyond the paper
FLAT = 0.02  # of a panel's height: a leg that is shorter has no side for its label
DIGITS = 9  # of a number at an axis


def curve_figure(plot: Plot) -> Figure:
    """The curve, and beside it each nudge."""
    columns = -(-len(plot.zooms) // ACROSS)
    rows = min(len(plot.zooms), ACROSS) or 1
    size = (WIDTH + max(0, columns - 1) * 2.4 if columns else NARROW, HEIGHT + (rows - 1) * 0.9)
    figure = new_figure(size, title(plot))
    grid = figure.add_gridspec(rows, 1 + columns, width_ratios=[1.7, *[1.0] * columns])
    main(figure.add_subplot(grid[:, 0]), plot)
    for place, zoom in enumerate(plot.zooms):
        near(figure.add_subplot(grid[place % rows, 1 + place // rows]), plot, zoom)
    return figure


def new_figure(size: tuple[float, float], words: str = "") -> Figure:
    """An empty figure, so wide and high in inches, with a title; matplotlib's settings are the caller's."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    if words:
        figure.suptitle(words, x=0.01, ha="left", family="monospace", size=11)
    return figure


def panels(picture: Drawing) -> list[tuple[Figure, str]]:
    """The same in figures of their own, which a page sets beside each other or below, each with its name."""
    if isinstance(picture, Contours):
        return [(contour_figure(picture, titled=False), "The picture")]
    assert isinstance(picture, Plot)
    curve = new_figure((NARROW, HEIGHT))
    main(curve.add_subplot(), picture)
    found = [(curve, "The curve")]
    for number, zoom in enumerate(picture.zooms, 1):
        figure = new_figure(PANEL)
        near(figure.add_subplot(), picture, zoom)
        found.append((figure, f"Nudge {number}"))
    return found


def main(axes: Axes, plot: Plot) -> None:
    """The curve, the tangents and the points."""
    frame(axes, plot)
    for number, piece in enumerate(plot.pieces):
        alone = {"marker": "o", "markersize": 4} if len(piece.x) == 1 else {}
        axes.plot(piece.x, piece.y, color=CURVE, linewidth=2, gid=f"curve-{number + 1}", **alone)
    for dot in plot.dots:
        filling = CURVE if dot.closed else PAPER
        axes.plot(
            dot.x,
            dot.y,
            "o",
            color=CURVE,
            markerfacecolor=filling,
            markersize=5.5,
            markeredgewidth=1.6,
            zorder=4,
            clip_on=False,
        )
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
    for axis, place in enumerate((axes.set_xticks, axes.set_yticks)):
        found = marks(picture, axis, MARKS)
        place([at for at, _ in found], [text for _, text in found])


def slope_label(axes: Axes, plot: Plot, slope: float, side: int, ends: Any) -> None:
    """`slope 6` at an end of a tangent."""
    (x0, x1), (y0, y1) = ends
    places = [inside(plot, (x1, y1), (x0, y0)), inside(plot, (x0, y0), (x1, y1))]
    if side:
        places = [places[0 if side > 0 else 1]]
    write(axes, plot, f"slope {slope:.6g}", places, TANGENT)


def point_label(axes: Axes, plot: Plot, touch: Touch) -> None:
    """`w = 3, J = 9` beside the point; why there is no slope, where there is none."""
    text = point_text(plot, touch)
    if touch.slope.value is None and not touch.tangents():
        text += f"\nno {derivative(plot, plot.by[0])}: {touch.slope.verdict.reason or 'undefined'}"
    write(axes, plot, text, [(touch.at[0], touch.height)], INK)


def write(axes: Axes, plot: Plot, text: str, places: Sequence[tuple[float, float]], colour: str) -> None:
    """A text beside one of some places, on the side where the fewest lines run through it and the most of it is on the paper."""
    size = (
        max(map(len, text.split("\n"))) * LETTER * plot.paper.width,
        (text.count("\n") + 1) * LINE_HEIGHT * plot.paper.height,
    )
    options = [(place, left, below) for place in places for below in (True, False) for left in (True, False)]
    (x, y), left, below = min(options, key=lambda one: crowded(plot, one[0], size, left=one[1], below=one[2]))
    place = {"xytext": (6 if left else -6, -5 if below else 5), "textcoords": "offset points"}
    align = {"ha": "left" if left else "right", "va": "top" if below else "bottom"}
    axes.annotate(text, (x, y), color=colour, annotation_clip=False, bbox=BEHIND, **place, **align)


def crowded(plot: Plot, place: tuple[float, float], size: tuple[float, float], *, left: bool, below: bool) -> float:
    """Return how much of the lines and of the space beyond the paper a text would stand on, its left or right end beside a place."""
    (width, height), (x, y) = size, place
    across = np.linspace(x, x + width if left else x - width, PROBES)
    low, high = (y - height, y) if below else (y, y + height)
    count = 0.0
    for piece in plot.pieces:
        heights = np.interp(across, piece.x, piece.y, left=np.nan, right=np.nan)
        count += float(np.sum((heights >= low) & (heights <= high)))
        count += float(
            np.any((piece.y >= low) & (piece.y <= high) & (piece.x >= across.min()) & (piece.x <= across.max()))
        )
    for touch in plot.on_paper:
        for slope, side in touch.tangents():
            (x0, x1), _ = tangent_ends(plot, touch, slope, side)
            heights = touch.height + slope * (across - touch.at[0])
            count += float(np.sum((heights >= low) & (heights <= high) & (across >= x0) & (across <= x1))) / 2
    paper = plot.paper
    beyond = max(0.0, across.max() - paper.x[1]) / paper.width + max(0.0, paper.x[0] - across.min()) / paper.width
    return float(count + OUTSIDE * (beyond + max(0.0, high - paper.y[1], paper.y[0] - low) / paper.height))


def point_text(picture: Drawing, touch: Touch) -> str:
    """`w = 3, J = 9`."""
    return f"{point_name(picture, touch, SHORT_DIGITS)}, {pretty(picture.output)} = {table_text(touch.output, SHORT_DIGITS)}"


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
    if zoom.secant is not None:
        axes.plot(*zoom.secant, color=NUDGE, linewidth=1.4, linestyle=":", gid="secant")
    axes.plot(*zoom.legs, color=NUDGE, linewidth=1.4)
    axes.plot([run], [rise], "o", color=NUDGE, markersize=6, zorder=5)
    axes.plot([0], [0], "o", color=INK, markersize=6, zorder=5)
    if zoom.back is not None:
        axes.plot([-run], [zoom.back], "o", color=NUDGE, markersize=6, zorder=5)
    nudge_texts(axes, zoom)
    nudge_marks(axes, plot, zoom)


def nudge_texts(axes: Axes, zoom: Zoom) -> None:
    """Return what the two legs of the nudge are."""
    (x0, x1, _), (y0, y1, y2) = zoom.legs
    across, up = zoom.leg_texts
    below = y2 >= y1
    place = {"xytext": (0, -4 if below else 4), "textcoords": "offset points", "ha": "center"}
    axes.annotate(across, ((x0 + x1) / 2, y0), color=NUDGE, va="top" if below else "bottom", **place)
    beside = {"xytext": (5, 0), "textcoords": "offset points", "va": "center"}
    if abs(y2 - y1) < FLAT * zoom.paper.height:  # on the line it would not be read
        up, beside = f"{up} = {y2 - y1:.3g}", beside | {"xytext": (5, 5), "va": "bottom"}
    axes.annotate(up, (x1, (y1 + y2) / 2), color=NUDGE, **beside)


def nudge_marks(axes: Axes, plot: Plot, zoom: Zoom) -> None:
    """The numbers at the axes: the input and the output, before and after; and the panel's title."""
    name, nudge = pretty(plot.by[0]), zoom.nudge
    across = [(0.0, name), (zoom.run, f"{name}+ε")]
    up = [(0.0, zoom.touch.output), (zoom.rise, nudge.moved)]
    if zoom.back is not None:
        across.insert(0, (-zoom.run, f"{name}-ε"))
        up.append((zoom.back, nudge.minus))
    axes.set_xticks([place for place, _ in across], [text for _, text in across])
    axes.set_yticks(*apart(plot, up, zoom.paper.height))
    start = (
        f"ε = {epsilon_text(nudge.epsilon)}" if len(plot.touches) == 1 else point_name(plot, zoom.touch, SHORT_DIGITS)
    )
    axes.set_title(start + ("" if nudge.k is None else f": k = {table_text(nudge.k, DIGITS)}"), loc="left")


def apart(plot: Plot, up: list[tuple[float, Any]], height: float) -> tuple[list[float], list[str]]:
    """The marks at the left, without those that would stand on another."""
    kept: list[tuple[float, str]] = []
    for place, value in up:
        if all(abs(place - other) > height / 12 for other, _ in kept):
            kept.append((place, beside_axis(plot.output, value, place, DIGITS)))
    return [place for place, _ in kept], [text for _, text in kept]


SIZE = (6.4, 5.6)  # inches
GRID = 80  # places along each side
PALEST, DEEPEST = 0.03, 0.45  # how much of the blue a band has
NEAR_EDGE = 0.2  # of the width
UNEQUAL = 4.0  # ranges that differ by more are not drawn to one scale


def contour_figure(picture: Contours, *, titled: bool = True) -> Figure:
    """The contours, the points and the arrows of their gradients."""
    figure = new_figure(SIZE, title(picture) if titled else "")
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
    clear(figure, axes)
    return figure


def clear(figure: Figure, axes: Axes) -> None:
    """Take away the heights of lines that stand below the words at a point or an arrow."""
    from matplotlib.text import Annotation

    figure.draw_without_rendering()
    words = [one.get_window_extent() for one in axes.texts if isinstance(one, Annotation) and one.get_text()]
    for one in axes.texts:
        if not isinstance(one, Annotation) and any(one.get_window_extent().overlaps(box) for box in words):
            one.set_visible(False)


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
    own = {touch.height for touch in picture.touches}
    widths = [1.8 if level in own else 0.9 for level in levels]
    found = axes.contour(x, y, shown, levels, colors=CURVE, linewidths=widths)
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
    parts = ("—" if slope.value is None else table_text(slope.value, SHORT_DIGITS) for slope in touch.slopes)
    return f"gradient ({', '.join(parts)})"


def label_place(picture: Contours, touch: Touch, end: tuple[float, float]) -> dict[str, Any]:
    """Beyond the arrow's head, and within the frame."""
    up = end[1] >= touch.at[1]
    share = (end[0] - picture.paper.x[0]) / picture.paper.width
    side = "left" if share < NEAR_EDGE else "right" if share > 1 - NEAR_EDGE else "center"
    place = {"xytext": (0, 7 if up else -7), "textcoords": "offset points", "annotation_clip": False}
    return place | {"ha": side, "va": "bottom" if up else "top"}


FONTS = "system-ui, 'DejaVu Sans', sans-serif"
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?!\d*[a-z#%])")
MONOSPACE = "ui-monospace, 'DejaVu Sans Mono', monospace"


def finished(svg: str, title: str, description: str) -> str:
    """The svg with a title, a description and a dark dress; without a document type, which points to the network."""
    svg = re.sub(r"<!DOCTYPE.*?>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = svg.replace("'DejaVu Sans Mono'", "MONO").replace("'DejaVu Sans'", FONTS).replace("MONO", MONOSPACE)
    svg = re.sub(r'(?<= )(d|x|y|transform)="[^"]*"', lambda found: LONG_NUMBER.sub(rounded, found[0]), svg)
    name = own_id(description + svg)
    svg = svg.replace("*{stroke-linejoin", f"#{name} *{{stroke-linejoin")
    head = re.search(r"<svg [^>]*>\n?", svg)
    assert head is not None
    opened = head[0].replace("<svg ", f'<svg {attributes(name)} style="max-width: 100%; height: auto" ', 1)
    return svg[: head.start()] + opened + told(name, title, description) + dark(name) + svg[head.end() :]


def dark(name: str) -> str:
    """The style that puts a dark colour for each light one where the reader's setting is dark."""
    rules = "".join(
        f'#{name} [style*="{what}: {light}"]{{{what}:{colour} !important}}'
        for light, colour in DARK.items()
        for what in ("fill", "stroke")
    )
    return f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>\n"


def rounded(number: re.Match[str]) -> str:
    """A coordinate to a hundredth of a point, which nobody sees."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


DRAWN = ("svg", "png", "pdf")
DOTS = 150  # of a png, to the inch
INSTALL = "pip install matplotlib, or pipx inject symback matplotlib"


def drawn(picture: Drawing, kind: str) -> bytes:
    """The picture as a file of that kind. Raises SymbackError where matplotlib is not installed."""
    with settings(kind):
        if isinstance(picture, Contours):
            return saved(contour_figure(picture), kind, title(picture), description(picture))
        assert isinstance(picture, Plot)
        return saved(curve_figure(picture), kind, title(picture), description(picture))


@contextmanager
def settings(kind: str) -> Iterator[None]:
    """matplotlib with the settings of our pictures, the user's own put back behind. Raises SymbackError where it is not installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        raise SymbackError(f"matplotlib draws {kind}, and it is not installed", hint=INSTALL) from None
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        yield


def saved(figure: Figure, kind: str, name: str, words: str) -> bytes:
    """A figure as a file of that kind, which says its name and a description."""
    stream = io.BytesIO()
    figure.savefig(stream, format=kind, dpi=DOTS, metadata=metadata(kind, name, words))
    return finished(stream.getvalue().decode(), name, words).encode() if kind == "svg" else stream.getvalue()


def save(picture: Drawing, name: str) -> None:
    """Write the picture to a file, in the kind that its name's ending asks for."""
    from symback.files import write_whole

    kind = name.rpartition(".")[2].lower()
    if kind not in DRAWN:
        raise SymbackError(f"a picture's name ends in {', '.join('.' + k for k in DRAWN)}, not {name[-40:]!r}")
    write_whole(drawn(picture, kind), name)


def metadata(kind: str, name: str, words: str) -> dict[str, Any]:
    """Return what the file says of itself: no dates, or no two files would be the same."""
    if kind == "svg":
        return {"Date": None, "Creator": None, "Format": None, "Type": None}
    if kind == "png":
        return {"Software": None, "Title": name, "Description": words}
    return {"CreationDate": None, "Producer": None, "Creator": None, "Title": name, "Subject": words}


PAGE_STYLE = """
figure, .nudges { display: flex; flex-wrap: wrap; align-items: center; gap: 1rem; } .nudges { flex: 1 1 20rem; }
"""


def render_html(picture: Drawing, paper: Look) -> str:
    """The page: the curve and each nudge as pictures of their own, beside each other or below. Raises SymbackError as drawn does."""
    said = sentences(picture)
    with settings("a page"):
        found = [
            saved(figure, "svg", name, name if place else description(picture)).decode()
            for place, (figure, name) in enumerate(panels(picture))
        ]
    curve, *nudges = (own_names(svg[svg.index("<svg") :], f"panel{place}-") for place, svg in enumerate(found))
    beside = f'<div class="nudges">\n{"".join(nudges)}</div>' if nudges else ""
    told = "".join(f"<p>{text(sentence)}</p>\n" for sentence in [*filter(None, [given(picture)]), *said])
    page = start(shortened(picture.program)).replace("</style>", f"{PAGE_STYLE}</style>", 1)
    return spelled(f"{page}<figure>\n{curve}{beside}</figure>\n{told}</main>\n</body>\n</html>\n", paper)


def own_names(svg: str, prefix: str) -> str:
    """The svg with ids that no other picture of the page has; those of symback itself are such already."""
    return re.sub(r'(\bid="|href="#|url\(#)(?!symback-)', rf"\1{prefix}", svg)
