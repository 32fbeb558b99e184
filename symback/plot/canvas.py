"""A canvas of characters: lines as Braille dots, two across and four up in each character, and letters over them.

Where the terminal has ASCII only, the same dots become the nearest of its characters.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        """Whether so many characters are on the paper and hold no letters (nor dots, where that is asked)."""
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
