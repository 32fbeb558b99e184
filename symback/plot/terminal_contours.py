"""The contours in the terminal: lines of one height as dots, with their heights written in, the point and the arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from symback.document.names import plain_ascii, pretty
from symback.plot.arrow import gradient_arrow
from symback.plot.canvas import ACROSS, UP, Canvas, Line
from symback.plot.panel import Panel, margin_for, sign
from symback.plot.ticks import ticks

if TYPE_CHECKING:
    from symback.document.model import Look
    from symback.plot.model import Contours, Touch

LINE, LABEL, ARROW, POINT = "blue", "dim", "green", "bold"
MOST_WIDTH = 100
HEADS = "→↗↑↖←↙↓↘"
ASCII_HEADS = ">/^\\</v\\"
MOST_ROWS, LEAST_ROWS = 32, 12
STEEP = 3  # lines between two dots: with more there is no line but a wall


def block(picture: Contours, look: Look) -> list[Line]:
    """The panel, as nearly square as the ranges are."""
    width = min(look.width, MOST_WIDTH)
    rows = max(LEAST_ROWS, min(MOST_ROWS, width * 3 // 8))
    left = ticks(*picture.paper.y, max(2, rows // 4))
    margin = margin_for(left)
    canvas = Canvas(picture.paper, min(width - margin - 1, rows * UP // ACROSS), rows)
    levels = lines(canvas, picture)
    for touch in picture.touches:
        arrow(canvas, picture, touch, look)
    for place, touch in enumerate(picture.touches):
        disc = "O" if look.ascii_only else "●"
        canvas.write(*canvas.cell(*touch.at), disc if len(picture.touches) == 1 else sign(place), POINT)
    labels(canvas, picture, levels)
    names = [pretty(name) for name in picture.by]
    heading = f"{pretty(picture.output)} over {names[0]} (right) and {names[1]} (up)"
    heading = plain_ascii(heading) if look.ascii_only else heading
    below = ticks(*picture.paper.x, max(2, canvas.columns // 12))
    return Panel(canvas, heading, left, below, margin).lines(ascii_only=look.ascii_only)


def lines(canvas: Canvas, picture: Contours) -> Any:
    """A dot wherever the height passes a level on the way to the next dot, right or down.

    Returns the number of the level that each dot is on, -1 where there is no dot.
    """
    across, down = canvas.columns * ACROSS, canvas.rows * UP
    grid = np.meshgrid(np.linspace(*picture.paper.x, across), np.linspace(*picture.paper.y[::-1], down))
    height = picture.function(grid[0].ravel(), grid[1].ravel()).reshape(down, across)
    bands = np.searchsorted([level for level, _ in picture.levels], height).astype(float)
    bands[~np.isfinite(height)] = np.nan
    found = np.full((down, across), -1)
    for axis in (0, 1):
        step = np.abs(np.diff(bands, axis=axis))
        passed = (step >= 1) & (step <= STEEP)
        part = found[: passed.shape[0], : passed.shape[1]]
        lower = np.minimum(bands[: passed.shape[0], : passed.shape[1]], bands[-passed.shape[0] :, -passed.shape[1] :])
        part[passed] = lower[passed]
    for row, column in zip(*np.nonzero(found >= 0), strict=True):
        canvas.mark(int(column), int(row), LINE)
    return found


def labels(canvas: Canvas, picture: Contours, levels: Any) -> None:
    """The height of each line, once, in the line; where it runs level there is most room."""
    for number, (_, text) in enumerate(picture.levels):
        on_line = (levels == number).reshape(canvas.rows, UP, canvas.columns, ACROSS).any(axis=(1, 3))
        places = []
        for row, column in zip(*np.nonzero(on_line), strict=True):
            start = int(column) - len(text) // 2
            if canvas.is_free(int(row), start - 1, len(text) + 2, of_dots=False):
                run = int(on_line[row, start : start + len(text)].sum())
                score = run, -2 * abs(int(row) - canvas.rows // 3) - abs(start - canvas.columns // 3)
                places.append((score, int(row), start))
        if places:
            _, line, start = max(places)
            canvas.write(line, start, text, LABEL)


def arrow(canvas: Canvas, picture: Contours, touch: Touch, look: Look) -> None:
    """From the point the way the output rises fastest, with a head."""
    end = gradient_arrow(picture, touch)
    if end is None:
        return
    canvas.polyline((touch.at[0], end[0]), (touch.at[1], end[1]), ARROW)
    (x0, y0), (x1, y1) = canvas.dot(*touch.at), canvas.dot(*end)
    eighth = round(np.arctan2(y0 - y1, x1 - x0) / (np.pi / 4)) % 8
    canvas.write(*canvas.cell(*end), (ASCII_HEADS if look.ascii_only else HEADS)[eighth], ARROW)
