"""A picture in characters: values in blue above the wires, derivatives in green below, left to right or top down; or as a table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from symback.document.model import FORMULA, TEXT, WORDS, Column, Table
from symback.document.names import plain_ascii
from symback.document.style import painted
from symback.document.terminal import draw
from symback.picture.layout import PAIR, Item, Size, Spacing, lay_out
from symback.picture.picture import DATA, OUTPUT, UNUSED, Edge, Part, Picture, cut, picture_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.document.model import Look
    from symback.exercise.model import Exercise
    from symback.picture.layout import Box, Layout, Point, Wire

NORTH, EAST, SOUTH, WEST = 1, 2, 4, 8
LIT = "bold magenta"  # the style of the wire that is lit, and the name of its net
LINES = {NORTH | SOUTH: "│", WEST | EAST: "─", EAST | SOUTH: "╭", WEST | SOUTH: "╮", NORTH | EAST: "╰", NORTH | WEST: "╯",
         NORTH | EAST | SOUTH: "├", NORTH | SOUTH | WEST: "┤", EAST | SOUTH | WEST: "┬", NORTH | EAST | WEST: "┴",
         NORTH | EAST | SOUTH | WEST: "┼", NORTH: "│", SOUTH: "│", WEST: "─", EAST: "─"}  # fmt: skip
HEAVY = dict(zip(LINES, "┃━┏┓┗┛┣┫┳┻╋┃┃━━", strict=True))  # of a wire that is lit
ASCII = str.maketrans("│─╭╮╰╯├┤┬┴┼▶▼╌╎┃━┏┓┗┛┣┫┳┻╋", "|-+++++++++>v-|#=#########")
TURNED = {(0, -1): (NORTH, SOUTH), (1, 0): (EAST, WEST), (0, 1): (SOUTH, NORTH), (-1, 0): (WEST, EAST)}


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


Piece = TypeVar("Piece", Part, Edge)
FORWARD, BACKWARD = "blue", "green"
FORMULA_LENGTHS = (48, 36, 28, 20, 14, 0)  # characters of a formula that a box shows; 0: its name alone
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
    lit: tuple[tuple[str, str], ...] = ()  # the edges, operand and node, that are drawn heavy
    left_out: tuple[str, ...] = ()  # what it does not show of its picture

    def lines(self) -> list[str]:
        canvas = Canvas(self.layout.width, self.layout.height)
        parts = self.picture.by_name
        for wire in self.layout.wires:
            canvas.wire(wire.source, wire.points)
            if (wire.source, wire.target) in self.lit:
                canvas.wire(LIT, wire.points)
        for box in self.layout.boxes:
            draw_box(canvas, box, parts[box.name])
            draw_label(canvas, box, parts[box.name], down=self.layout.down)
        labels = {(edge.source, edge.target): edge.text for edge in self.picture.edges}
        for wire in self.layout.wires:
            lit = LIT if (wire.source, wire.target) in self.lit else ""
            draw_end(canvas, wire, labels[wire.source, wire.target], lit, down=self.layout.down)
        return canvas.lines(self.look)


def drawn(
    picture: Picture,
    look: Look,
    direction: str = "auto",
    lit: tuple[tuple[str, str], ...] = (),
    brief: Picture | None = None,
) -> Drawing | None:
    """The picture at its place; None where it is wider than the paper, however it is drawn.

    `direction` is right, down, or auto: to the right where that fits, else down. `lit` are edges, from an operand to a
    node that uses it, that are drawn heavy and in a colour of their own. `brief` is the same picture with fewer digits, which is
    taken before formulas are cut.
    """
    tries = [(picture, FORMULA_LENGTHS[0]), *((brief or picture, length) for length in FORMULA_LENGTHS)]
    for found, length in tries:
        full = spelled(found) if look.ascii_only else found
        short = shortened(full, length)
        for manner in MANNERS[direction]:
            layout = placed(short, manner)
            if layout.width <= look.width:
                return Drawing(short, layout, look, lit, left_out(full, short, rounded=found != picture))
    return None


def left_out(full: Picture, short: Picture, *, rounded: bool) -> tuple[str, ...]:
    """Return what a drawing does not show of its picture, in a sentence."""
    pairs = list(zip(full.parts, short.parts, strict=True))
    ways = {
        "cut (…)": any((a.slope, a.formula) != (b.slope, b.formula) and "…" in b.formula + b.slope for a, b in pairs),
        "left out": any(a.formula and not b.formula for a, b in pairs),
    }
    shorter = " or ".join(way for way, taken in ways.items() if taken)
    done = " and ".join(
        [*(["numbers are rounded"] if rounded else []), *([f"formulas are {shorter}"] if shorter else [])]
    )
    return (f"{done.capitalize()} to fit; symback diff shows them whole.",) if done else ()


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


def placed(picture: Picture, manner: Manner) -> Layout:
    """Return where everything stands, in characters."""
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
    """Return how far after the middle of a box what stands beside the last of some wires ends, going down."""
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


def table(picture: Picture) -> Table:
    """A row a box: its name, formula, value and derivative, and what it goes into."""
    columns = (
        Column("name", "name", TEXT),
        Column("formula", "formula", FORMULA),
        Column("value", "value", TEXT),
        Column("slope", picture.slope_label, FORMULA if picture.formulas else TEXT),
        Column("into", "goes into", WORDS),
    )
    kept = [i for i, column in enumerate(columns) if i in (0, 4) or any(cells(p, picture)[i] for p in picture.parts)]
    rows = tuple(tuple(cells(part, picture)[i] for i in kept) for part in picture.parts)
    return Table("forward", "The computation graph", tuple(columns[i] for i in kept), rows)


def cells(part: Part, picture: Picture) -> tuple[str, ...]:
    into = ", ".join(picture.by_name[edge.target].label for edge in picture.edges if edge.source == part.name)
    return part.label, part.formula, part.value, part.slope, into


def listing(picture: Picture, look: Look) -> list[str]:
    """The table as lines of a terminal."""
    return list(draw(table(picture), look))


UNKNOWN = "?"
MOST_LINES = 45  # of a drawing that one looks at while answering


def graph_lines(exercise: Exercise, look: Look, *, backward: bool) -> list[str]:
    """The drawing, for the forward pass or the backward one: left to right, else top down; empty where there is no room for it."""
    picture = picture_of(exercise.graph, exercise.report)
    parts = tuple(blanked(part, backward=backward) for part in picture.parts)
    edges = tuple(replace(edge, local="", share="") for edge in picture.edges)
    drawing = drawn(replace(picture, parts=parts, edges=edges), look)
    lines = drawing.lines() if drawing is not None and has_all(drawing.picture.parts) else []
    return lines if len(lines) <= MOST_LINES else []


def has_all(parts: Sequence[Part]) -> bool:
    """True if every node has a box of its own, with its formula in it."""
    return all(part.is_input or (part.formula and not part.formula.endswith("…") and part.count == 1) for part in parts)


def blanked(part: Part, *, backward: bool) -> Part:
    """A part without its answers: before the forward pass nodes have no value, before the backward pass nothing has a slope."""
    if not backward:
        return replace(part, value=part.value if part.is_input or not part.value else UNKNOWN, slope="")
    known = part.kind == OUTPUT or not part.slope
    return replace(part, slope=part.slope if known else UNKNOWN)
