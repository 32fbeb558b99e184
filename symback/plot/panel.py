"""A panel of a terminal picture: a canvas with a frame, its title, and the marks of both axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symback.document.names import plain_ascii

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.plot.canvas import Canvas, Line

GAP = 2  # blanks between a mark's text and the next


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
                free = start + len(text) + GAP
        return found

    def start(self, column: int, text: str) -> int:
        """Where a text stands that belongs to a column: about it, and on the paper."""
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
