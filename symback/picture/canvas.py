"""A sheet of characters: boxes, wires that join or pass over each other, and texts, in box-drawing characters or ASCII."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from symback.document.style import painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.document.model import Look
    from symback.picture.model import Point

UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8
LIT = "bold magenta"  # the style of the wire that is lit, and the name of its net
LINES = {UP | DOWN: "│", LEFT | RIGHT: "─", RIGHT | DOWN: "╭", LEFT | DOWN: "╮", UP | RIGHT: "╰", UP | LEFT: "╯",
         UP | RIGHT | DOWN: "├", UP | DOWN | LEFT: "┤", RIGHT | DOWN | LEFT: "┬", UP | RIGHT | LEFT: "┴",
         UP | RIGHT | DOWN | LEFT: "┼", UP: "│", DOWN: "│", LEFT: "─", RIGHT: "─"}  # fmt: skip
HEAVY = dict(zip(LINES, "┃━┏┓┗┛┣┫┳┻╋┃┃━━", strict=True))  # of a wire that is lit
ASCII = str.maketrans("│─╭╮╰╯├┤┬┴┼▶▼╌╎┃━┏┓┗┛┣┫┳┻╋", "|-+++++++++>v-|#=#########")
TURNED = {(0, -1): (UP, DOWN), (1, 0): (RIGHT, LEFT), (0, 1): (DOWN, UP), (-1, 0): (LEFT, RIGHT)}


class Canvas:
    """A sheet of `width` times `height` characters. What is drawn later covers what is there; wires go below everything."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.wires: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)  # by place and net: the directions
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}

    def wire(self, net: str, points: Sequence[Point]) -> None:
        """Draw a wire. Wires of one net join; those of different nets pass over each other, and that of the net LIT over all."""
        for start, end in pairwise(points):
            step = (sign(end.x - start.x), sign(end.y - start.y))
            x, y = start
            while (x, y) != end:
                forth, back = TURNED[step]
                here = self.wires[x, y]
                here[net] = here.get(net, 0) | forth
                x, y = x + step[0], y + step[1]
                there = self.wires[x, y]
                there[net] = there.get(net, 0) | back

    def text(self, x: int, y: int, text: str, style: str = "") -> None:
        for offset, char in enumerate(text):
            self.cells[x + offset, y] = (char, style)

    def box(self, x: int, y: int, width: int, height: int, style: str = "") -> None:
        """A frame, empty inside."""
        inside = width - 2
        self.text(x, y, f"╭{'─' * inside}╮", style)
        for row in range(y + 1, y + height - 1):
            self.text(x, row, f"│{' ' * inside}│", style)
        self.text(x, y + height - 1, f"╰{'─' * inside}╯", style)

    def lines(self, look: Look) -> list[str]:
        """The sheet as lines, in colour or ASCII as the paper takes it, without blanks at their ends."""
        rows = [[self.cell(x, y) for x in range(self.width)] for y in range(self.height)]
        return ["".join(run(cells, look) for cells in runs(row)).rstrip() for row in rows]

    def cell(self, x: int, y: int) -> tuple[str, str]:
        if (x, y) in self.cells:
            return self.cells[x, y]
        nets = self.wires.get((x, y))
        if not nets:
            return " ", ""
        if LIT in nets:
            return HEAVY[nets[LIT]], LIT
        return ("│" if len(nets) > 1 else LINES[next(iter(nets.values()))]), ""  # of two that cross, one passes over


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def runs(row: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A row as texts of one style each; the blanks at its end go."""
    found = [("".join(char for char, _ in group), style) for style, group in groupby(row, key=lambda cell: cell[1])]
    while found and not found[-1][0].strip():
        found.pop()
    return found


def run(cells: tuple[str, str], look: Look) -> str:
    text, style = cells
    if look.ascii_only:
        text = text.translate(ASCII)
    return painted(text, style, look) if text.strip() else text
