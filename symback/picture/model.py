"""What a picture is made of: items to place, and the boxes and wires that come of them.

Lengths are whole numbers in the unit of whoever draws: characters or pixels. *Along* runs with the computation, *across* at
right angles to it: x and y where the picture goes left to right, y and x where it goes down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    """A place: x to the right, y down, from the upper left corner."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Size:
    """The room that one box needs: its own, and that of what is written around it.

    Along: `tail` before it, where wires arrive, and `lead` behind it, where they leave. Across, from the middle of the box:
    `before` and `after`, if that is more than the box.
    """

    width: int
    height: int
    lead: int = 0
    tail: int = 0
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Spacing:
    """The distances: between boxes across, between a wire and what it passes, between the wires that arrive at a box, and
    between the wires that run across side by side; `approach` is straight before a box, `rim` what a box is higher than its
    inlets are apart, `margin` around everything.
    """

    box: int
    wire: int
    inlet: int
    track: int
    approach: int
    rim: int
    margin: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be placed: an input (no operands; stands next to its first use) or a node. Operands are distinct."""

    name: str
    operands: tuple[str, ...]
    size: Size
    is_input: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A placed input or node; `column` counts along and `row` across, from 0. Wires leave it at `outlet`."""

    name: str
    is_input: bool
    column: int
    row: int
    x: int
    y: int
    width: int
    height: int
    outlet: Point


@dataclass(frozen=True, slots=True)
class Wire:
    """The way from a box to one that uses it, in straight pieces from point to point; wires of one source share their way."""

    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A placed picture. `down` says that it goes top down; `boxes` stand in the order of computation, inputs first."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    width: int
    height: int
    down: bool = False

    def box(self, name: str) -> Box:
        """The box of an input or node."""
        return next(box for box in self.boxes if box.name == name)
