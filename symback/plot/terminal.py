"""The picture in the terminal, in Braille dots and letters over them: the curve with its tangents and nudges, or the contour lines.

A character has two dots across and four up. Where the terminal has ASCII only, the same dots become the nearest of its characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.document.names import plain_ascii, pretty
from symback.document.style import painted
from symback.document.terminal import hanging
from symback.domains.text import table_text
from symback.plot.model import gradient_arrow, tangent_ends
from symback.plot.words import beside_axis, marks, point_name, sentences, title
from symback.report.tables import epsilon_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from symback.document.model import Look
    from symback.plot.model import Contours, Drawing, Plot, Touch, Zoom
    from symback.plot.sample import Paper

ACROSS, UP = 2, 4  # dots in a character
# Braille counts its dots down the left column, then the right one, and the lowest row last.
BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
BRAILLE = 0x2800
SOLID, DASHED, DOTTED = (1,), (1, 1, 1, 0, 0), (1, 0, 0, 0)
Span = tuple[str, str]  # text and its style, such as `bold blue`
Line = list[Span]


class Canvas:
    """`columns` by `rows` characters that show some paper. Coordinates are those of the paper; y goes up."""

    def __init__(self, paper: Paper, columns: int, rows: int) -> None:
        self.paper, self.columns, self.rows = paper, columns, rows
        self.dots: dict[tuple[int, int], tuple[int, str]] = {}
        self.letters: dict[tuple[int, int], Span] = {}

    # Places

    def dot(self, x: float, y: float) -> tuple[float, float]:
        """The dot that a place on the paper falls on, counted from the top left corner; not yet rounded."""
        across = (x - self.paper.x[0]) / self.paper.width * (self.columns * ACROSS - 1)
        down = (self.paper.y[1] - y) / self.paper.height * (self.rows * UP - 1)
        return across, down

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """The character that a place falls on, as (row, column); it may lie outside."""
        across, down = self.dot(x, y)
        return round(down) // UP, round(across) // ACROSS

    # Drawing

    def polyline(self, xs: Iterable[float], ys: Iterable[float], style: str, pattern: Sequence[int] = SOLID) -> None:
        """Lines from place to place, cut at the paper's edges; a single place is a dot."""
        places = [self.dot(x, y) for x, y in zip(xs, ys, strict=True)]
        if len(places) == 1:
            places *= 2
        step = 0
        for start, end in pairwise(places):
            step = self.segment(start, end, style, pattern, step)

    def segment(
        self, start: tuple[float, float], end: tuple[float, float], style: str, pattern: Sequence[int], step: int
    ) -> int:
        """The dots of one line; `step` counts along the pattern from line to line."""
        inside = clipped(start, end, self.columns * ACROSS - 0.51, self.rows * UP - 0.51)
        if inside is None:
            return step
        (x0, y0), (x1, y1) = inside
        count = max(1, round(max(abs(x1 - x0), abs(y1 - y0))))
        for i in range(count + 1):
            if pattern[(step + i) % len(pattern)]:
                self.mark(round(x0 + (x1 - x0) * i / count), round(y0 + (y1 - y0) * i / count), style)
        return step + count

    def mark(self, across: int, down: int, style: str) -> None:
        """One dot, by its place among the dots."""
        if 0 <= across < self.columns * ACROSS and 0 <= down < self.rows * UP:
            place = down // UP, across // ACROSS
            bits, _ = self.dots.get(place, (0, ""))
            self.dots[place] = bits | BITS[down % UP][across % ACROSS], style

    def write(self, row: int, column: int, text: str, style: str) -> None:
        """Letters over the dots; what would stand outside is left out."""
        for i, char in enumerate(text):
            if 0 <= row < self.rows and 0 <= column + i < self.columns:
                self.letters[row, column + i] = char, style

    def is_free(self, row: int, column: int, length: int, *, of_dots: bool = True) -> bool:
        """True if so many characters are on the paper and hold no letters (nor dots, where that is asked)."""
        places = [(row, column + i) for i in range(length)]
        inside = 0 <= row < self.rows and column >= 0 and column + length <= self.columns
        return inside and not any(p in self.letters or (of_dots and p in self.dots) for p in places)

    # Reading

    def lines(self, *, ascii_only: bool) -> list[Line]:
        """The rows from top to bottom, each as spans of one style."""
        return [merged(self.characters(row, ascii_only)) for row in range(self.rows)]

    def characters(self, row: int, ascii_only: bool) -> Iterator[Span]:
        for column in range(self.columns):
            if (row, column) in self.letters:
                yield self.letters[row, column]
            elif (row, column) in self.dots:
                bits, style = self.dots[row, column]
                yield (nearest(bits) if ascii_only else chr(BRAILLE + bits)), style
            else:
                yield " ", ""


def merged(spans: Iterable[Span]) -> Line:
    """Neighbours of one style put together."""
    found: Line = []
    for text, style in spans:
        if found and found[-1][1] == style:
            found[-1] = found[-1][0] + text, style
        else:
            found.append((text, style))
    return found


def nearest(bits: int) -> str:
    """The ASCII character that looks most like some dots."""
    left = [row for row in range(UP) if bits & BITS[row][0]]
    right = [row for row in range(UP) if bits & BITS[row][1]]
    rows = sorted({*left, *right})
    if bits.bit_count() == 1:
        return "." if rows[0] >= UP // 2 else "'"
    if left and right:
        fall = sum(right) / len(right) - sum(left) / len(left)
        if abs(fall) >= 1:
            return "\\" if fall > 0 else "/"
    if rows[-1] - rows[0] > 1:
        return "|"
    middle = sum(rows) / len(rows)
    return "'" if middle < 1 else "-" if middle <= 2 else "."


def clipped(
    start: tuple[float, float], end: tuple[float, float], right: float, bottom: float
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a line that lies on the dots (Liang and Barsky's way); None where none does."""
    (x0, y0), (x1, y1) = start, end
    first, last = 0.0, 1.0
    for move, room in ((x0 - x1, x0 + 0.49), (x1 - x0, right - x0), (y0 - y1, y0 + 0.49), (y1 - y0, bottom - y0)):
        if move == 0:
            if room < 0:
                return None
        elif move < 0:
            first = max(first, room / move)
        else:
            last = min(last, room / move)
    if first > last:
        return None
    return (x0 + first * (x1 - x0), y0 + first * (y1 - y0)), (x0 + last * (x1 - x0), y0 + last * (y1 - y0))


MARK_GAP = 2  # blanks between a mark's text and the next


@dataclass
class Panel:
    """A canvas and what stands around it. `left` and `below` are the marks, by where they stand and what they say."""

    canvas: Canvas
    title: str
    left: Sequence[tuple[float, str]]
    below: Sequence[tuple[float, str]]
    margin: int  # characters to the left of the frame

    def lines(self, *, ascii_only: bool) -> list[Line]:
        """The panel from top to bottom, every line as wide as the others."""
        bar, corner, rule, up = "|+-+" if ascii_only else "│└─┴"
        labels = {self.canvas.cell(self.canvas.paper.x[0], y)[0]: text for y, text in self.left}
        found: list[Line] = [[(self.title.center(self.width)[: self.width], "bold")]]
        for row, drawn in enumerate(self.canvas.lines(ascii_only=ascii_only)):
            side = ("+" if ascii_only else "┤") if row in labels else bar
            found.append([(labels.get(row, "").rjust(self.margin), ""), (side, "dim"), *drawn])
        places = dict(self.places())
        axis = "".join(up if column in places else rule for column in range(self.canvas.columns))
        found.append([(" " * self.margin, ""), (corner + axis, "dim")])
        found.append([(self.numbers(places), "")])
        return [[(plain_ascii(text), style) for text, style in line] for line in found] if ascii_only else found

    @property
    def width(self) -> int:
        return self.margin + 1 + self.canvas.columns

    def places(self) -> list[tuple[int, str]]:
        """The marks below by column: those whose texts would touch are left out."""
        found: list[tuple[int, str]] = []
        free = -self.margin
        for x, text in self.below:
            column = self.canvas.cell(x, self.canvas.paper.y[0])[1]
            start = self.start(column, text)
            if start >= free:
                found.append((column, text))
                free = start + len(text) + MARK_GAP
        return found

    def start(self, column: int, text: str) -> int:
        """Return where a text stands that belongs to a column: about it, and on the paper."""
        return max(-self.margin, min(column - len(text) // 2, self.canvas.columns - len(text)))

    def numbers(self, places: dict[int, str]) -> str:
        line = ""
        for column, text in places.items():
            line = line.ljust(self.margin + 1 + self.start(column, text)) + text
        return line.ljust(self.width)[: self.width]


def sign(place: int) -> str:
    """The number of a point, as one character."""
    return f"{place + 1}" if place < 9 else "abc"[place - 9]


def margin_for(marks: Sequence[tuple[float, str]]) -> int:
    """The characters that the texts at the left take."""
    return max((len(text) for _, text in marks), default=0)


def beside(panels: Sequence[list[Line]], gap: int) -> list[Line]:
    """Panels of one height next to each other."""
    found: list[Line] = []
    for parts in zip(*panels, strict=True):
        line: Line = []
        for part in parts:
            line += [*([(" " * gap, "")] if line else []), *part]
        found.append(line)
    return found


CURVE, TANGENT, NUDGE, POINT, AXIS = "blue", "green", "magenta", "bold", "dim"
MOST_WIDTH = 160
MOST_ROWS, LEAST_ROWS = 30, 12
GAP = 3  # characters between panels
SMALLEST = 30  # characters of a panel
MAIN_SHARE = (0.58, 0.44)  # of the width, beside one nudge and beside two
WIDE = 120  # characters, where two nudges stand beside the curve
DIGITS = 7  # of a number at an axis


def render(picture: Drawing, look: Look) -> str:
    """The picture as text, as wide as the paper and no wider than is good for it."""
    from symback.plot.model import Contours, Plot

    if isinstance(picture, Contours):
        from symback.plot.terminal import block

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
    """The panels: beside each other where there are few nudges and room for them, else the nudges below.

    Of a large nudge and a small one the large one shows more, where there is room for one of them alone.
    """
    width = min(look.width, MOST_WIDTH)
    zooms = plot.zooms if width >= SMALLEST else ()
    if len(zooms) == 2 and zooms[0].is_large and width < WIDE:
        zooms = zooms[:1]
    if len(zooms) in (1, 2) and (len(zooms) == 1 or zooms[0].is_large) and width >= 2 * SMALLEST + GAP:
        main = round((width - GAP) * MAIN_SHARE[len(zooms) - 1])
        each = (width - main) // len(zooms) - GAP
        rows = rows_for(main)
        panels = [main_panel(plot, main, rows, look), *(zoom_panel(plot, zoom, each, rows, look) for zoom in zooms)]
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
    return max(LEAST_ROWS, min(MOST_ROWS, width // 3))


def main_panel(plot: Plot, width: int, rows: int, look: Look) -> list[Line]:
    """The curve, its tangents and its points."""
    left = marks(plot, 1, max(2, rows // 4))
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
    for dot in plot.dots:
        canvas.write(*canvas.cell(dot.x, dot.y), (".o" if look.ascii_only else "•∘")[not dot.closed], CURVE)
    for place, touch in enumerate(plot.touches):
        disc = "O" if look.ascii_only else "●"
        canvas.write(*canvas.cell(touch.at[0], touch.height), sign(place) if len(plot.touches) > 1 else disc, POINT)
    heading = spelled(f"{pretty(plot.output)} against {pretty(plot.by[0])}", look)
    below = marks(plot, 0, max(2, width // 12))
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
    if zoom.secant is not None:
        canvas.polyline(*zoom.secant, NUDGE, DOTTED)
    canvas.polyline(*zoom.legs, NUDGE)
    nudge_labels(canvas, zoom, look)
    if zoom.back is not None:
        canvas.write(*canvas.cell(-run, zoom.back), "o", NUDGE)
    canvas.write(*canvas.cell(run, rise), "o" if look.ascii_only else "○", NUDGE)
    canvas.write(*canvas.cell(0, 0), "O" if look.ascii_only else "●", POINT)
    epsilon, k = zoom.nudge.epsilon, zoom.nudge.k
    heading = f"nudged at {point_name(plot, zoom.touch)}" if len(plot.touches) > 1 else f"ε = {epsilon_text(epsilon)}"
    if len(plot.touches) == 1 and k is not None:
        heading += f": k = {table_text(k, DIGITS)}"
    heading = spelled(heading, look)
    return Panel(canvas, heading, left, run_marks(plot, zoom), margin).lines(ascii_only=look.ascii_only)


def nudge_labels(canvas: Canvas, zoom: Zoom, look: Look) -> None:
    """Return how far the input moves, below its leg, and how far the output does, beside its own, where there is room."""
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


LABEL = "dim"
CONTOUR_WIDTH = 100
HEADS = "→↗↑↖←↙↓↘"
ASCII_HEADS = ">/^\\</v\\"
STEEP = 3  # lines between two dots: with more there is no line but a wall


def block(picture: Contours, look: Look) -> list[Line]:
    """The panel, as nearly square as the ranges are."""
    width = min(look.width, CONTOUR_WIDTH)
    rows = max(LEAST_ROWS, min(MOST_ROWS, width * 3 // 8))
    left = marks(picture, 1, max(2, rows // 4))
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
    below = marks(picture, 0, max(2, canvas.columns // 12))
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
        canvas.mark(int(column), int(row), CURVE)
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
    canvas.polyline((touch.at[0], end[0]), (touch.at[1], end[1]), TANGENT)
    (x0, y0), (x1, y1) = canvas.dot(*touch.at), canvas.dot(*end)
    eighth = round(np.arctan2(y0 - y1, x1 - x0) / (np.pi / 4)) % 8
    canvas.write(*canvas.cell(*end), (ASCII_HEADS if look.ascii_only else HEADS)[eighth], TANGENT)
