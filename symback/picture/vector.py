"""A picture as svg that stands alone: no scripts, no fonts or anything else from outside, light and dark, told to screen readers.

Tags that point right bear the values, blue; tags that point left the derivatives, green: the shape says it too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from symback.document.style import DARK, LIGHT
from symback.document.svg import attributes, own_id, told
from symback.errors import visible
from symback.picture.layout import PIXELS, Item, Size, Spacing, lay_out
from symback.picture.picture import OUTPUT, Part, Picture, cut, description, part_line
from symback.picture.terminal import reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.picture.layout import Box, Layout, Point, Wire

FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"


def style(root: str, theme: str) -> str:
    """The style sheet of one svg, its rules for what stands in `root` alone; auto follows the reader's setting."""
    shapes = rules(root, SHAPES)
    if theme == "auto":
        dark = colours(root, DARK).replace("\n", "\n  ").rstrip(" ")
        return f"{shapes}{colours(root, LIGHT)}@media (prefers-color-scheme: dark) {{\n  {dark}}}\n"
    return shapes + colours(root, DARK if theme == "dark" else LIGHT)


SHAPES = {
    "": "max-width: 100%; height: auto",
    "text": f"font-family: {FONT}; font-size: 13px; text-anchor: middle",
    ".name": "font-size: 16px; font-weight: bold",
    ".local": "font-size: 12px; text-anchor: end",
    ".local.down": "text-anchor: start",
    ".halo": "fill: none; stroke-width: 7px",
    ".wire": "fill: none; stroke-width: 1.5px",
    ".lit .wire": "stroke-width: 4px",
    ".box": "stroke-width: 1.5px",
    ".data .box, .unused .box": "stroke-dasharray: 4 3",
    ".output .box": "stroke-width: 2.5px",
}


def colours(root: str, palette: dict[str, str]) -> str:
    """The rules that colour a picture."""
    found = {
        ".paper": f"fill: {palette['paper']}",
        ".box": f"fill: {palette['band']}; stroke: {palette['wire']}",
        ".output .box": f"stroke: {palette['ink']}",
        ".halo": f"stroke: {palette['paper']}",
        ".wire": f"stroke: {palette['wire']}",
        ".arrow": f"fill: {palette['wire']}",
        ".lit .wire": f"stroke: {palette['warn']}",
        ".lit .arrow": f"fill: {palette['warn']}",
        ".name, .formula": f"fill: {palette['ink']}",
        ".unused .name, .unused .formula": f"fill: {palette['quiet']}",
        ".forward": f"fill: {palette['forward']}",
        ".forward.tag": f"fill: {palette['forward-soft']}",
        ".backward, .local": f"fill: {palette['backward']}",
        ".backward.tag": f"fill: {palette['backward-soft']}",
    }
    return rules(root, found)


def rules(root: str, found: dict[str, str]) -> str:
    """Rules, every selector below `root`."""
    return "".join(
        f"{', '.join(f'{root} {part}'.strip() for part in selector.split(', '))} {{ {body} }}\n"
        for selector, body in found.items()
    )


FORMULA_LENGTH, SLOPE_LENGTH = 44, 32  # characters that are shown of a formula
CHARACTER = 0.61  # width of a character of a fixed-width font, in its size
NAME, TEXT, SMALL = 16, 13, 12  # sizes of fonts in pixels
BOX, PILL = 50, 38  # heights of a node's and of an input's box
TAG, POINT = 20, 7  # height of a tag, length of its point
CORNER = 7  # radius of a wire's bend
ARROW = 9


def svg(picture: Picture, *, theme: str = "auto", down: bool = False, lit: tuple[tuple[str, str], ...] = ()) -> str:
    """The svg text of a picture; `theme` is light, dark, or auto, which follows the reader's own setting.

    `lit` are edges, from an operand to a node that uses it, that are drawn heavy: their groups have the class `lit`.
    A page can light others: every edge is a group of the class `edge`, with its names in `data-from` and `data-to`.
    """
    layout = placed(picture, down=down)
    body = "\n".join(Sheet(picture, layout, lit).pieces())
    name = own_id(picture.title + body)
    width, height = layout.width, layout.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {attributes(name)} width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">\n'
        f"{told(name, heading(picture), description(picture))}"
        f"<style>\n{style('#' + name, theme)}</style>\n"
        f'<rect class="paper" width="{width}" height="{height}" rx="10"/>\n{body}\n</svg>\n'
    )


def placed(picture: Picture, *, down: bool) -> Layout:
    """Return where the boxes and wires of the svg stand, in pixels."""
    return lay_out(items(picture, down=down), spacing(picture, down=down), down=down)


def width(picture: Picture, *, down: bool) -> int:
    """Return how wide the svg is, in pixels."""
    return placed(picture, down=down).width


def heading(picture: Picture) -> str:
    return f"Computation graph of {picture.heading}" + (f" at {picture.point}" if picture.point else "")


def text(words: str) -> str:
    return escape(visible(words))


def long(words: str, size: float) -> int:
    """The pixels that some characters take, rounded up."""
    return ceil(len(words) * size * CHARACTER)


def items(picture: Picture, *, down: bool) -> list[Item]:
    """The parts with the room that their boxes and tags take."""
    return [
        Item(
            part.name,
            tuple(e.source for e in picture.arriving[part.name]),
            size(picture, part, down=down),
            part.is_input,
        )
        for part in picture.parts
    ]


def size(picture: Picture, part: Part, *, down: bool) -> Size:
    """An input is a pill with its name, a node a box with name and formula."""
    width = max(long(part.label, NAME), long(cut(part.formula, FORMULA_LENGTH), TEXT)) + 28
    height = PILL if part.is_input else BOX
    tag = max((long(words, TEXT) + POINT + 12 for words in tags(part)), default=0)
    tails = [long(edge.text, SMALL) for edge in picture.arriving[part.name]]
    tail = max(tails, default=0)
    if down:
        beside = reach(len(picture.arriving[part.name]), tail, spacing(picture, down=True))
        return Size(width, height, TAG + 10 if tag else 0, SMALL + 4 if tail else 0, tag + 6, max(tag + 6, beside))
    return Size(max(width, height), height, tag + 10 if tag else 0, tail, TAG + 4, TAG + 4)


def spacing(picture: Picture, *, down: bool) -> Spacing:
    """Going down, wires arrive so far apart that what is written there has room."""
    tail = max((long(edge.text, SMALL) for edge in picture.edges), default=0)
    return replace(PIXELS, inlet=max(PIXELS.inlet, tail + 16)) if down else PIXELS


def tags(part: Part) -> list[str]:
    return [words for words in (part.value, cut(part.slope, SLOPE_LENGTH)) if words]


@dataclass(frozen=True)
class Sheet:
    """Draws a picture at its places: wires, boxes, then what is written."""

    picture: Picture
    layout: Layout
    lit: tuple[tuple[str, str], ...] = ()

    def pieces(self) -> Iterator[str]:
        parts = self.picture.by_name
        yield from self.wires()
        for box in self.layout.boxes:
            part = parts[box.name]
            yield f'<g class="{part.kind}"><title>{text(part_line(part, self.picture))}</title>'
            yield from drawn_box(box, part)
            yield from self.drawn_tags(box, part)
            yield "</g>"

    def wires(self) -> Iterator[str]:
        """The wires, those of one source together: first a halo that keeps them apart from what they pass over."""
        labels = {(edge.source, edge.target): edge.text for edge in self.picture.edges}
        by_source: dict[str, list[Wire]] = {}
        for wire in self.layout.wires:
            by_source.setdefault(wire.source, []).append(wire)
        for wires in sorted(by_source.values(), key=lambda wires: any(map(self.is_lit, wires))):
            yield f'<path class="halo" d="{" ".join(path(wire.points) for wire in wires)}"/>'
            for wire in sorted(wires, key=self.is_lit):  # the lit one last, over the way that it shares
                lit = " lit" if self.is_lit(wire) else ""
                yield f'<g class="edge{lit}" data-from="{text(wire.source)}" data-to="{text(wire.target)}">'
                yield f'<path class="wire" d="{path(wire.points)}"/>{arrow(wire.points[-1], down=self.layout.down)}</g>'
                yield from self.drawn_label(wire, labels[wire.source, wire.target])

    def is_lit(self, wire: Wire) -> bool:
        return (wire.source, wire.target) in self.lit

    def drawn_label(self, wire: Wire, label: str) -> Iterator[str]:
        """Return what is written where a wire arrives."""
        if not label:
            return
        x, y = wire.points[-1]
        if self.layout.down:
            yield f'<text class="local down" x="{x + 7}" y="{y - ARROW - 4}">{text(label)}</text>'
        else:
            yield f'<text class="local" x="{x - 5}" y="{y - 6}">{text(label)}</text>'

    def drawn_tags(self, box: Box, part: Part) -> Iterator[str]:
        """The value on one side of the outlet, the derivative on the other."""
        x, y = box.outlet
        slope = cut(part.slope, SLOPE_LENGTH)
        down = self.layout.down
        if part.kind == OUTPUT and (part.value or slope) and not down:
            yield f'<path class="wire" d="M{x} {y}h{max(long(w, TEXT) + POINT + 12 for w in tags(part)) + 4}"/>'
        if part.value:
            width = long(part.value, TEXT) + POINT + 12
            left, top = (x - 6 - width, y + 6) if down else (x + 6, y - TAG - 4)
            yield from tag(left, top, width, part.value, "forward", forward=True)
        if slope:
            width = long(slope, TEXT) + POINT + 12
            left, top = (x + 6, y + 6) if down else (x + 6, y + 4)
            yield from tag(left, top, width, slope, "backward", forward=False)


def drawn_box(box: Box, part: Part) -> Iterator[str]:
    """A pill for an input, a box for a node, a stack of boxes for several."""
    radius = box.height // 2 if part.is_input else 8
    middle, centre = box.x + box.width / 2, box.y + box.height / 2
    if part.count > 1:
        yield f'<rect class="box" x="{box.x + 4}" y="{box.y + 4}" width="{box.width}" height="{box.height}" rx="{radius}"/>'
    yield f'<rect class="box" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="{radius}"/>'
    formula = cut(part.formula, FORMULA_LENGTH)
    name = centre + 5.5 if not formula else centre - 4
    yield f'<text class="name" x="{middle:g}" y="{name:g}">{text(part.label)}</text>'
    if formula:
        yield f'<text class="formula" x="{middle:g}" y="{centre + 14:g}">{text(formula)}</text>'


def tag(x: int, y: int, width: int, words: str, kind: str, *, forward: bool) -> Iterator[str]:
    """A label that points the way: to the right forward, to the left backward."""
    flat, middle = width - POINT, y + TAG / 2
    if forward:
        shape = f"M{x} {y}h{flat}l{POINT} {TAG // 2}l{-POINT} {TAG // 2}h{-flat}z"
    else:
        shape = f"M{x + width} {y}h{-flat}l{-POINT} {TAG // 2}l{POINT} {TAG // 2}h{flat}z"
    centre = x + flat / 2 + (0 if forward else POINT)
    yield f'<path class="{kind} tag" d="{shape}"/>'
    yield f'<text class="{kind}" x="{centre:g}" y="{middle + 4.5:g}">{text(words)}</text>'


def arrow(tip: Point, *, down: bool) -> str:
    x, y = tip
    if down:
        return f'<path class="arrow" d="M{x} {y}l-5 {-ARROW}h10z"/>'
    return f'<path class="arrow" d="M{x} {y}l{-ARROW} -5v10z"/>'


def path(points: Sequence[Point]) -> str:
    """Straight pieces with round bends."""
    found = [f"M{points[0].x} {points[0].y}"]
    for (before, here), (_, after) in pairwise(pairwise(points)):
        radius = min(CORNER, distance(before, here) // 2, distance(here, after) // 2)
        start, end = towards(here, before, radius), towards(here, after, radius)
        found.append(f"L{start[0]} {start[1]}Q{here.x} {here.y} {end[0]} {end[1]}")
    return "".join(found) + f"L{points[-1].x} {points[-1].y}"


def distance(a: Point, b: Point) -> int:
    return abs(a.x - b.x) + abs(a.y - b.y)


def towards(start: Point, end: Point, length: int) -> tuple[int, int]:
    """The point `length` away from `start` on the way to `end`, straight along or across."""
    whole = max(distance(start, end), 1)
    return start.x + (end.x - start.x) * length // whole, start.y + (end.y - start.y) * length // whole
