"""Where the boxes of an exercise stand, in pixels: left to right for wide pages, top down for narrow ones, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from symback.picture.layout import PIXELS, Size, layout
from symback.worksheet.setting import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from symback.exercise.model import Exercise
    from symback.picture.layout import Box, Layout, Point, Wire

NODE, NODE_HEIGHT = (152, 340), 112  # from the narrowest to the widest node
INPUT, INPUT_HEIGHT = (72, 200), 44
LETTER = 8.5  # the width of a character, about
LONGEST_FORMULA = 38  # characters that a node shows
ROUND = 10  # of a wire's corners
BESIDE = 12  # room before and after a box: those below a node are a little wider than it
PAGES = {"": (690, 740), "aside": (955, 410)}  # pixels that headings leave, upright and on its side, of A4 or Letter
LARGEST, GOOD, SMALLEST = 0.8, 0.6, 0.42  # scales; at 0.8 a box is 9 mm high
BOX, AROUND = 52, 46  # the height of a green box with the gap to the next; the room around a column
TALL = 400  # of a column, in which its nodes' formulas stand again, for the drawing may be out of sight


@dataclass(frozen=True)
class Drawing:
    """The graph of an exercise, laid out in both directions."""

    exercise: Exercise

    def size(self, name: str) -> Size:
        """The room for an input or node: as wide as its formula, within bounds."""
        node = self.exercise.graph.by_name.get(name)
        if node is None:
            text = f"{name} = {shown(value)}" if (value := self.exercise.report.values[name]) is not None else name
            return Size(bounded(len(text), *INPUT), INPUT_HEIGHT, BESIDE)
        return Size(bounded(len(f"{name} = {node.text(LONGEST_FORMULA)}"), *NODE), NODE_HEIGHT, BESIDE, BESIDE)

    @cached_property
    def across(self) -> Layout:
        """Left to right."""
        return layout(self.exercise.graph, self.size, PIXELS)

    @cached_property
    def down(self) -> Layout:
        """Top down."""
        return layout(self.exercise.graph, self.size, PIXELS, down=True)

    def place(self, name: str) -> str:
        """Both places of an input or node, as CSS variables."""
        return f"{variables(self.across.box(name), '')};{variables(self.down.box(name), 'd')}"

    def columns(self) -> list[tuple[list[str], int, int]]:
        """The nodes of every column left to right, with the column's left end and width."""
        found: dict[int, list[Box]] = {}
        for box in self.across.boxes:
            if not box.is_input and not self.exercise.graph.by_name[box.name].unused:
                found.setdefault(box.column, []).append(box)
        columns = [sorted(boxes, key=lambda box: box.row) for _, boxes in sorted(found.items())]
        return [([box.name for box in boxes], boxes[0].x, boxes[0].width) for boxes in columns]


def bounded(characters: int, least: int, most: int) -> int:
    return max(least, min(most, round(characters * LETTER) + 26))


def variables(box: Box, prefix: str) -> str:
    """Left, top, width and height of a box as CSS variables."""
    values = {"x": box.x, "y": box.y, "w": box.width, "h": box.height}
    return ";".join(f"--{prefix}{key}:{value}px" for key, value in values.items())


def wires_svg(drawn: Layout, css: str) -> str:
    """The wires of a drawing; screen readers are told the formulas instead."""
    arrows = "".join(f'<path d="{arrow(wire.points)}"/>' for wire in drawn.wires)
    ways = "".join(f'<path d="{way(wire)}"/>' for wire in drawn.wires)
    return (
        f'<svg class="wires {css}" width="{drawn.width}" height="{drawn.height}" aria-hidden="true">'
        f'<g class="way">{ways}</g><g class="arrow">{arrows}</g></svg>'
    )


def way(wire: Wire) -> str:
    """A wire's straight pieces with rounded corners, as an SVG path."""
    points = wire.points
    parts = [f"M{points[0].x} {points[0].y}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = toward(corner, before), toward(corner, after)
        parts.append(f"L{start[0]} {start[1]}Q{corner.x} {corner.y} {end[0]} {end[1]}")
    return "".join([*parts, f"L{points[-1].x} {points[-1].y}"])


def toward(corner: Point, other: Point) -> tuple[int, int]:
    """The point near a corner on the way to another point."""
    dx, dy = other.x - corner.x, other.y - corner.y
    length = max(abs(dx), abs(dy), 1)
    near = min(ROUND, length // 2)
    return corner.x + dx * near // length, corner.y + dy * near // length


def arrow(points: Sequence[Point]) -> str:
    """The head of an arrow where a wire ends."""
    (before, tip) = last_pair(points)
    if tip.x > before.x:
        return f"M{tip.x} {tip.y}l-9 -5v10z"
    return f"M{tip.x} {tip.y}l-5 -9h10z"


def last_pair(points: Iterable[Point]) -> tuple[Point, Point]:
    """The last two points that differ."""
    return [pair for pair in pairwise(points) if pair[0] != pair[1]][-1]


def paper_of(drawing: Drawing) -> tuple[str, float]:
    """Return the classes (paper.css) and the scale with which an exercise is printed: upright if that is good enough, else on its side.

    Where the drawing with its green boxes below would be too small to write into, they are a list after it, and it may
    go top down; where it still is, every node is a card.
    """
    whole = drawing.across.height + AROUND + deepest(drawing)
    below = [(side, scaled(drawing.across.width, whole, side)) for side in PAGES]
    alone = [
        (" ".join(filter(None, ("listed", side, way))), scaled(drawn.width, drawn.height, side))
        for side in PAGES
        for way, drawn in (("down", drawing.down), ("", drawing.across))
    ]
    for papers in (below, alone):
        best = max(papers, key=lambda paper: min(paper[1], GOOD))  # of equals, the first
        if best[1] >= SMALLEST:
            return best
    return "listed carded", LARGEST


def scaled(width: int, height: int, side: str) -> float:
    """Return the scale at which something fits a page."""
    return min(LARGEST, PAGES[side][0] / width, PAGES[side][1] / height)


def deepest(drawing: Drawing) -> int:
    """Return the height of the green boxes below the fullest column."""
    exercise = drawing.exercise
    below = [exercise.columns[box.column] for box in exercise.boxes if box.operand is not None]
    return BOX * max((sum(map(below.count, names)) for names, _, _ in drawing.columns()), default=0)
