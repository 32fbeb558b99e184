"""A picture in characters: values in blue above the wires, derivatives in green below, left to right or top down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from symback.document.names import plain_ascii
from symback.picture.canvas import LIT, Canvas
from symback.picture.layout import PAIR, lay_out
from symback.picture.model import Item, Size, Spacing
from symback.picture.picture import DATA, UNUSED, Edge, Part, Picture

if TYPE_CHECKING:
    from symback.document.model import Look
    from symback.picture.model import Box, Layout, Wire

Piece = TypeVar("Piece", Part, Edge)
FORWARD, BACKWARD = "blue", "green"
FORMULA_LENGTHS = (48, 20, 0)  # characters of a formula that a box shows; 0: its name alone
LEAST_SLOPE, LONGEST_NUMBER = 12, 99
FRAME = 4  # what a frame adds to a text's width


@dataclass(frozen=True)
class Manner:
    """A way to draw: which way it goes, how far a wire goes on behind its labels, and straight on before a box."""

    down: bool
    stub: int
    approach: int


RIGHT, TIGHT, DOWN = Manner(False, 2, 3), Manner(False, 1, 2), Manner(True, 0, 2)
MANNERS = {"auto": (RIGHT, TIGHT, DOWN), "right": (RIGHT, TIGHT), "down": (DOWN,)}


@dataclass(frozen=True)
class Drawing:
    """A picture at its place on the paper."""

    picture: Picture
    layout: Layout
    look: Look
    is_cut: bool = False  # whether formulas were cut to fit
    lit: tuple[str, str] | None = None  # the edge, operand and node, that is drawn heavy

    def lines(self) -> list[str]:
        canvas = Canvas(self.layout.width, self.layout.height)
        parts = self.picture.by_name
        for wire in self.layout.wires:
            canvas.wire(wire.source, wire.points)
            if (wire.source, wire.target) == self.lit:
                canvas.wire(LIT, wire.points)
        for box in self.layout.boxes:
            draw_box(canvas, box, parts[box.name])
            draw_label(canvas, box, parts[box.name], down=self.layout.down)
        labels = {(edge.source, edge.target): edge.text for edge in self.picture.edges}
        for wire in self.layout.wires:
            lit = LIT if (wire.source, wire.target) == self.lit else ""
            draw_end(canvas, wire, labels[wire.source, wire.target], lit, down=self.layout.down)
        return canvas.lines(self.look)


def drawn(picture: Picture, look: Look, direction: str = "auto", lit: tuple[str, str] | None = None) -> Drawing | None:
    """The picture at its place; None where it is wider than the paper, however it is drawn.

    `direction` is right, down, or auto: to the right where that fits, else down. `lit` is an edge, from an operand to a
    node that uses it, that is drawn heavy and in a colour of its own.
    """
    picture = spelled(picture) if look.ascii_only else picture
    for length in FORMULA_LENGTHS:
        short = shortened(picture, length)
        for manner in MANNERS[direction]:
            layout = placed(short, manner)
            if layout.width <= look.width:
                return Drawing(short, layout, look, short != picture, lit)
    return None


def whole(picture: Picture, look: Look, *, down: bool) -> Drawing:
    """The picture at its place, as wide as it is."""
    picture = shortened(spelled(picture) if look.ascii_only else picture, FORMULA_LENGTHS[0])
    return Drawing(picture, placed(picture, DOWN if down else RIGHT), look)


def spelled(picture: Picture) -> Picture:
    """The picture's texts in ASCII."""
    return replace(
        picture,
        parts=tuple(in_ascii(part, "label", "formula", "value", "slope") for part in picture.parts),
        edges=tuple(in_ascii(edge, "local", "share") for edge in picture.edges),
    )


def in_ascii(piece: Piece, *fields: str) -> Piece:
    """A part or edge with some of its texts in ASCII."""
    texts: dict[str, Any] = {field: plain_ascii(getattr(piece, field)) for field in fields}
    return replace(piece, **texts)


def shortened(picture: Picture, length: int) -> Picture:
    """The picture with formulas of at most so many characters; numbers stay whole."""
    back = max(length, LEAST_SLOPE) if picture.formulas else LONGEST_NUMBER
    parts = (replace(part, formula=cut(part.formula, length), slope=cut(part.slope, back)) for part in picture.parts)
    edges = (replace(edge, local=cut(edge.local, back)) for edge in picture.edges)
    return replace(picture, parts=tuple(parts), edges=tuple(edges))


def cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…" if length else ""


def placed(picture: Picture, manner: Manner) -> Layout:
    """Where everything stands, in characters."""
    items = [
        Item(
            part.name, tuple(e.source for e in picture.arriving[part.name]), size(picture, part, manner), part.is_input
        )
        for part in picture.parts
    ]
    return lay_out(items, spacing(picture, manner), down=manner.down)


def size(picture: Picture, part: Part, manner: Manner) -> Size:
    """The room for a frame around the text, for the labels behind it, and for what stands where wires arrive."""
    label = max(len(part.value), len(part.slope))
    tail = max((len(edge.text) for edge in picture.arriving[part.name]), default=0)
    if manner.down:
        beside = reach(len(picture.arriving[part.name]), tail, spacing(picture, manner))
        return Size(
            len(part.text) + FRAME, 3, 1, 1 if tail else 0, len(part.value) + 1, max(len(part.slope) + 2, beside)
        )
    return Size(len(part.text) + FRAME, 3, lead=label + manner.stub, tail=tail + 1 if tail else 0)


def reach(wires: int, tail: int, spacing: Spacing) -> int:
    """How far after the middle of a box what stands beside the last of some wires ends, going down."""
    gaps = 1 if wires == PAIR else (wires - 1) / 2
    return int(gaps * spacing.inlet) + tail + 3 if tail else 0


def spacing(picture: Picture, manner: Manner) -> Spacing:
    if not manner.down:
        return Spacing(box=1, wire=1, inlet=2, track=2, approach=manner.approach, rim=3)
    tail = max((len(edge.text) for edge in picture.edges), default=0)
    return Spacing(box=2, wire=2, inlet=max(4, tail + 3), track=1, approach=manner.approach, rim=3)


def draw_box(canvas: Canvas, box: Box, part: Part) -> None:
    """The frame, and in its middle what it is; of what is not a step of the way to the output the frame is dim."""
    dim = part.kind in (DATA, UNUSED)
    canvas.box(box.x, box.y, box.width, box.height, "dim" if dim else "")
    style = "dim" if part.kind == UNUSED else "bold"
    x, y = box.x + (box.width - len(part.text)) // 2, box.y + box.height // 2
    canvas.text(x, y, part.label, style)
    canvas.text(x + len(part.label), y, part.rest, "dim" if part.kind == UNUSED else "")


def draw_label(canvas: Canvas, box: Box, part: Part, *, down: bool) -> None:
    """The value above the wire that leaves a box, the derivative below; going down, left and right of it."""
    x, y = box.outlet
    if down:
        canvas.text(x - 1 - len(part.value), y, part.value, FORWARD)
        canvas.text(x + 2, y, part.slope, BACKWARD)
        return
    canvas.text(x + 1, y - 1, part.value, FORWARD)
    canvas.text(x + 1, y + 1, part.slope, BACKWARD)


def draw_end(canvas: Canvas, wire: Wire, label: str, style: str, *, down: bool) -> None:
    """The joint where the wire leaves, the arrow where it arrives, and what is written there."""
    (x, y), (left, top) = wire.points[-1], wire.points[0]
    if down:
        canvas.text(left, top - 1, "┬")
        canvas.text(x, y - 1, "▼", style)
        canvas.text(x + 2, y - 2, label, BACKWARD)
        return
    canvas.text(left - 1, top, "├")
    canvas.text(x - 1, y, "▶", style)
    canvas.text(x - 1 - len(label), y - 1, label, BACKWARD)
