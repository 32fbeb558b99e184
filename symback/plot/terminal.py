"""The picture in the terminal: the curve with its tangents, the nudges from near by, and a sentence for every point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.names import plain_ascii, pretty
from symback.document.style import painted
from symback.document.terminal import hanging
from symback.plot.canvas import DASHED, DOTTED, Canvas, Line
from symback.plot.panel import Panel, beside, margin_for, sign
from symback.plot.reach import tangent_ends
from symback.plot.ticks import ticks
from symback.plot.words import beside_axis, point_name, sentences, title
from symback.report.tables import epsilon_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.document.model import Look
    from symback.plot.model import Drawing, Plot, Touch, Zoom

CURVE, TANGENT, NUDGE, POINT, AXIS = "blue", "green", "magenta", "bold", "dim"
MOST_WIDTH = 160
MOST_ROWS, LEAST_ROWS = 30, 12
GAP = 3  # characters between panels
SMALLEST = 30  # characters of a panel
MAIN_SHARE = 0.58  # of the width, where the panels stand side by side
DIGITS = 7  # of a number at an axis


def render(picture: Drawing, look: Look) -> str:
    """The picture as text, as wide as the paper and no wider than is good for it."""
    from symback.plot.model import Contours, Plot

    if isinstance(picture, Contours):
        from symback.plot.terminal_contours import block

        drawn = block(picture, look)
    else:
        assert isinstance(picture, Plot)
        drawn = curve_block(picture, look)
    said = [spelled(line, look) for line in numbered(picture)]
    head = [(painted(line, "bold", look)) for line in hanging(spelled(title(picture), look), look.width)]
    body = [line_text(line, look) for line in drawn]
    return "\n".join([*head, "", *body, "", *(part for line in said for part in hanging(line, look.width))]) + "\n"


def numbered(picture: Drawing) -> list[str]:
    """The sentences, those of several points with the number that stands at the point."""
    said, count = sentences(picture), len(picture.touches)
    return [*(f"{sign(i)}  {line}" for i, line in enumerate(said[:count])), *said[count:]] if count > 1 else said


def spelled(text: str, look: Look) -> str:
    return plain_ascii(text) if look.ascii_only else text


def line_text(line: Line, look: Look) -> str:
    """A line with its styles; the blanks at its end go."""
    line = list(line)
    while line and not line[-1][0].strip():
        line.pop()
    if line:
        line[-1] = line[-1][0].rstrip(), line[-1][1]
    return "".join(painted(text, style if text.strip() else "", look) for text, style in line)


def curve_block(plot: Plot, look: Look) -> list[Line]:
    """The panels: beside each other where there is one nudge and room for both, else the nudges below."""
    width = min(look.width, MOST_WIDTH)
    zooms = plot.zooms if width >= SMALLEST else ()
    if len(zooms) == 1 and width >= 2 * SMALLEST + GAP:
        main = round((width - GAP) * MAIN_SHARE)
        rows = rows_for(main)
        panels = [main_panel(plot, main, rows, look), zoom_panel(plot, zooms[0], width - GAP - main, rows, look)]
        return beside(panels, GAP)
    found = main_panel(plot, width, rows_for(width * 3 // 4), look)
    for some in in_rows(zooms, width):
        each = (width - GAP * (len(some) - 1)) // len(some)
        each = min(each, width // 2)
        rows = rows_for(each)
        found += [[], *beside([zoom_panel(plot, z, each, rows, look) for z in some], GAP)]
    return found


def in_rows(zooms: Sequence[Zoom], width: int) -> Iterator[Sequence[Zoom]]:
    """The nudges that stand beside each other."""
    across = max(1, min(3, (width + GAP) // (SMALLEST - 6 + GAP)))
    for i in range(0, len(zooms), across):
        yield zooms[i : i + across]


def rows_for(width: int) -> int:
    """The rows of a panel so wide: a character is about twice as high as it is wide."""
    return max(LEAST_ROWS, min(MOST_ROWS, width * 3 // 8))


def main_panel(plot: Plot, width: int, rows: int, look: Look) -> list[Line]:
    """The curve, its tangents and its points."""
    left = ticks(*plot.paper.y, max(2, rows // 4))
    margin = margin_for(left)
    canvas = Canvas(plot.paper, width - margin - 1, rows)
    axes(canvas)
    for piece in plot.pieces:
        canvas.polyline(piece.x.tolist(), piece.y.tolist(), CURVE)
    for touch in plot.touches:
        for slope, side in touch.tangents():
            canvas.polyline(*tangent_ends(plot, touch, slope, side), TANGENT, DASHED)
            if len(plot.touches) == len(plot.on_paper) == 1:
                slope_label(canvas, plot, touch, slope, side)
    for place, touch in enumerate(plot.touches):
        disc = "O" if look.ascii_only else "●"
        canvas.write(*canvas.cell(touch.at[0], touch.height), sign(place) if len(plot.touches) > 1 else disc, POINT)
    heading = spelled(f"{pretty(plot.output)} against {pretty(plot.by[0])}", look)
    below = ticks(*plot.paper.x, max(2, width // 12))
    return Panel(canvas, heading, left, below, margin).lines(ascii_only=look.ascii_only)


def slope_label(canvas: Canvas, plot: Plot, touch: Touch, slope: float, side: int) -> None:
    """`slope 6` at an end of the tangent, where there is room."""
    text = f"slope {slope:.4g}"
    xs, ys = tangent_ends(plot, touch, slope, side)
    for x, y in ((xs[1], ys[1]), (xs[0], ys[0])) if side >= 0 else ((xs[0], ys[0]),):
        row, column = canvas.cell(x, y)
        row = max(0, min(canvas.rows - 1, row))
        for start in (column + 2, column - len(text) - 2, column - len(text) - 5):
            for line in (row, row + 1, row - 1, row + 2, row - 2):
                if canvas.is_free(line, start - 1, len(text) + 2):
                    canvas.write(line, start, text, TANGENT)
                    return


def axes(canvas: Canvas) -> None:
    """Thin lines through 0, where 0 is on the paper and not at its edge."""
    (x0, x1), (y0, y1) = canvas.paper
    if x0 < 0 < x1:
        canvas.polyline((0, 0), (y0, y1), AXIS, DOTTED)
    if y0 < 0 < y1:
        canvas.polyline((x0, x1), (0, 0), AXIS, DOTTED)


def zoom_panel(plot: Plot, zoom: Zoom, width: int, rows: int, look: Look) -> list[Line]:
    """One nudge: the point, how far the input moves and how far the output does."""
    left = height_marks(plot, zoom)
    margin = min(margin_for(left), width // 2)
    canvas = Canvas(zoom.paper, width - margin - 1, rows)
    (low, high), run, rise = zoom.paper.x, zoom.run, zoom.rise
    for piece in zoom.pieces:
        canvas.polyline(piece.x.tolist(), piece.y.tolist(), CURVE)
    for slope, side in zoom.touch.tangents():
        start, end = (low if side <= 0 else 0.0), (high if side >= 0 else 0.0)
        canvas.polyline((start, end), (slope * start, slope * end), TANGENT, DASHED)
    canvas.polyline(*zoom.legs, NUDGE)
    nudge_labels(canvas, zoom, look)
    if zoom.back is not None:
        canvas.write(*canvas.cell(-run, zoom.back), "o", NUDGE)
    canvas.write(*canvas.cell(run, rise), "o" if look.ascii_only else "○", NUDGE)
    canvas.write(*canvas.cell(0, 0), "O" if look.ascii_only else "●", POINT)
    where = point_name(plot, zoom.touch) if len(plot.touches) > 1 else f"ε = {epsilon_text(zoom.nudge.epsilon)}"
    heading = spelled(f"nudged at {where}" if len(plot.touches) > 1 else f"the nudge, {where}", look)
    return Panel(canvas, heading, left, run_marks(plot, zoom), margin).lines(ascii_only=look.ascii_only)


def nudge_labels(canvas: Canvas, zoom: Zoom, look: Look) -> None:
    """How far the input moves, below its leg, and how far the output does, beside its own, where there is room."""
    across, up = (spelled(text, look) for text in zoom.leg_texts)
    xs, ys = zoom.legs
    row, column = canvas.cell((xs[0] + xs[1]) / 2, ys[0])
    below = 1 if ys[2] >= ys[1] else -1
    if canvas.is_free(row + below, column, len(across)):
        canvas.write(row + below, column, across, NUDGE)
    row, column = canvas.cell(xs[1], (ys[1] + ys[2]) / 2)
    if canvas.is_free(row, column + 2, len(up)):
        canvas.write(row, column + 2, up, NUDGE)


def height_marks(plot: Plot, zoom: Zoom) -> list[tuple[float, str]]:
    """The output before and after, at the left."""
    values = [(0.0, zoom.touch.output), (zoom.rise, zoom.nudge.moved)]
    if zoom.back is not None:
        values.append((zoom.back, zoom.nudge.minus))
    return [(moved, beside_axis(plot.output, value, moved, DIGITS)) for moved, value in values]


def run_marks(plot: Plot, zoom: Zoom) -> list[tuple[float, str]]:
    """The input before and after, below."""
    name = pretty(plot.by[0])
    ahead = [(0.0, name), (zoom.run, f"{name}+ε")]
    return ahead if zoom.back is None else [(-zoom.run, f"{name}-ε"), *ahead]
