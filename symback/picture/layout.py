"""Where the boxes and wires of a graph stand: left to right (or top down) in the order of computation.

    layout(graph, size_of, SPACING)      a Layout of frozen values; the same for the same graph, always

Columns first (columns.py), then the order within each (order.py), then how far across everything stands (across.py), then the
tracks of the wires between the columns (tracks.py). No two boxes overlap and no wire runs through a box.

This is our own because no library fits: fast-sugiyama knows no sizes of boxes, places the same graph differently from process to
process and has no wheels for musl; the wires of netext run into each other; grandalf is under the GPL and asleep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.picture.across import PASSES, Extent, Gaps, Rows
from symback.picture.columns import Columns, Place, arranged
from symback.picture.model import Box, Item, Layout, Point, Size, Spacing, Wire
from symback.picture.order import ordered
from symback.picture.tracks import Blocked, Net, tracks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from symback.graph.graph import Graph

PAIR = 2  # wires
PIXELS = Spacing(box=28, wire=21, inlet=22, track=14, approach=26, rim=24, margin=16)  # boxes have some 44


def layout(graph: Graph, size_of: Callable[[str], Size], spacing: Spacing = PIXELS, *, down: bool = False) -> Layout:
    """The picture of a whole graph; `size_of` tells the room that the box of an input or node needs."""
    return lay_out(items_of(graph, size_of), spacing, down=down)


def items_of(graph: Graph, size_of: Callable[[str], Size]) -> list[Item]:
    """Every input and node, in the order of computation."""
    inputs = [Item(name, (), size_of(name), is_input=True) for name in graph.inputs]
    return inputs + [Item(node.name, node.distinct_operands, size_of(node.name)) for node in graph.nodes]


def lay_out(items: Sequence[Item], spacing: Spacing, *, down: bool = False) -> Layout:
    """The picture of some items, which come in the order of computation."""
    return Placing(items, spacing, down=down).layout()


class Placing:
    """Places items. `rows` are across; what is along is called `start`, `end` and `width` of a column."""

    def __init__(self, items: Sequence[Item], spacing: Spacing, *, down: bool) -> None:
        self.items = {item.name: item for item in items}
        self.spacing, self.down = spacing, down
        self.columns: Columns = ordered(arranged(items))
        self.at = {place.name: place for column in reversed(self.columns.places) for place in column}
        self.before = self.columns.before()
        self.main = main_operands(items)
        self.extents = {place: self.extent(place) for column in self.columns.places for place in column}
        self.finder = Rows(self.columns, self.extents, Gaps(spacing.box, spacing.wire))
        self.rows = self.finder.settle()

    # Across

    def passes(self, place: Place) -> bool:
        """Whether there is no box at this place, only a wire that passes."""
        return self.at[place.name] != place

    def along(self, name: str) -> int:
        size = self.items[name].size
        return size.height if self.down else size.width

    def across(self, name: str) -> int:
        """What a box takes across: its own, or what the wires that arrive need."""
        size, wires = self.items[name].size, len(self.items[name].operands)
        gaps = PAIR if self.down and wires == PAIR else max(wires - 1, 0)
        return max(size.width if self.down else size.height, gaps * self.spacing.inlet + self.spacing.rim)

    def extent(self, place: Place) -> Extent:
        if self.passes(place):
            return Extent(0, 1, dict.fromkeys(self.before[place], 0), weight=PASSES)
        item, across = self.items[place.name], self.across(place.name)
        up, down = max(across // 2, item.size.before), max(across - across // 2, item.size.after)
        return Extent(up, down, self.inlets(place), 1 if item.is_input else 2, self.main[item.name])

    def inlets(self, place: Place) -> dict[Place, int]:
        """Where the wires arrive, seen from the middle of the box: in the order in which they come."""
        rank = {left: index for index, left in enumerate(self.columns.places[place.column - 1])} if place.column else {}
        arriving = sorted(self.before[place], key=lambda left: rank[left])
        first = -(((len(arriving) - 1) * self.spacing.inlet + 1) // 2)
        if self.down and len(arriving) == PAIR:  # far apart: the main one in the middle, so that it is straight
            first = -self.spacing.inlet * [left.name for left in arriving].index(self.main[place.name])
        return {left: first + index * self.spacing.inlet for index, left in enumerate(arriving)}

    # Between columns

    def nets(self, column: int) -> list[Net]:
        """What leaves each place of a column for the next."""
        after = self.finder.after
        return [
            Net(place, self.rows[place], tuple(self.rows[r] + self.extents[r].inlets[place] for r in after[place]))
            for place in self.columns.places[column]
            if after[place]
        ]

    def tracks(self, column: int) -> dict[Place, int]:
        """The tracks between a column and the next, whose places move on where wires would run into each other."""
        near = (self.spacing.wire + 1) // 2
        while True:
            try:
                return tracks(self.nets(column), near)
            except Blocked as blocked:
                self.move_on(column + 1, blocked.row)

    def move_on(self, column: int, row: int) -> None:
        """Move the place that a wire reaches at `row` by one unit, and what stands behind it as far as needed."""
        places = self.columns.places[column]
        reached = next(p for p in places if row - self.rows[p] in self.extents[p].inlets.values())
        self.finder.shift(reached, 1)

    # Along

    def layout(self) -> Layout:
        """All of it, with places along: every column as wide as its widest box, every gap as its tracks and texts need."""
        found = [self.tracks(column) for column in range(len(self.columns.places) - 1)]
        starts, ends, places = self.spans(found)
        boxes = tuple(self.box(name, starts, ends) for name in self.items)
        by_name = {box.name: box for box in boxes}
        wires = tuple(
            self.wire(by_name[operand], by_name[item.name], found, places)
            for item in self.items.values()
            for operand in item.operands
        )
        length = ends[-1] + self.lead(len(ends) - 1) + self.spacing.margin
        bottom = max(row + self.extents[place].down for place, row in self.rows.items()) + 2 * self.spacing.margin
        return Layout(boxes, wires, *((bottom, length) if self.down else (length, bottom)), self.down)

    def real(self, column: int) -> list[Item]:
        """The items with a box in a column."""
        return [self.items[place.name] for place in self.columns.places[column] if not self.passes(place)]

    def lead(self, column: int) -> int:
        """The length after a column before its wires may turn."""
        return max((item.size.lead for item in self.real(column)), default=0) or self.spacing.approach // 2

    def spans(self, found: Sequence[Mapping[Place, int]]) -> tuple[list[int], list[int], list[int]]:
        """Where every column starts and ends, and where the first track after it is."""
        starts, ends, first_tracks = [], [], []
        position = self.spacing.margin
        for column in range(len(self.columns.places)):
            if column:
                count = max(found[column - 1].values(), default=-1) + 1
                first_tracks.append(position + self.lead(column - 1))
                tail = max((item.size.tail for item in self.real(column)), default=0)
                turns = (count - 1) * self.spacing.track + self.spacing.approach
                position = first_tracks[-1] + max(turns, 1) + tail
            starts.append(position)
            position += max((self.along(item.name) for item in self.real(column)), default=0)
            ends.append(position)
        return starts, ends, first_tracks

    def box(self, name: str, starts: Sequence[int], ends: Sequence[int]) -> Box:
        """A node is as long as its column; the inputs of a column stand at its end, near what uses them."""
        place, item = self.at[name], self.items[name]
        row, across = self.rows[place] + self.spacing.margin, self.across(name)
        start, end = starts[place.column], ends[place.column]
        if item.is_input:
            start = end - max(self.along(other.name) for other in self.real(place.column) if other.is_input)
        first, along = row - across // 2, end - start
        frame = (first, start, across, along) if self.down else (start, first, along, across)
        number = self.columns.places[place.column].index(place)
        return Box(name, item.is_input, place.column, number, *frame, self.point(end, row))

    def point(self, along: int, row: int) -> Point:
        return Point(row, along) if self.down else Point(along, row)

    def wire(self, source: Box, target: Box, found: Sequence[Mapping[Place, int]], places: Sequence[int]) -> Wire:
        """From the source's outlet over the track of each gap to the inlet of the target."""
        margin = self.spacing.margin
        place, end = self.at[source.name], self.at[target.name]
        row = self.rows[place] + margin
        points = [source.outlet]
        for column in range(place.column, end.column):
            after = end if column + 1 == end.column else Place(source.name, column + 1)
            reached = self.rows[after] + self.extents[after].inlets[place] + margin
            if row != reached:
                along = places[column] + found[column][place] * self.spacing.track
                points += [self.point(along, row), self.point(along, reached)]
            place, row = after, reached
        points.append(self.point(target.y if self.down else target.x, row))
        return Wire(source.name, target.name, tuple(points))


def main_operands(items: Sequence[Item]) -> dict[str, str]:
    """For every item the operand to which the most steps lead, the first of equals."""
    steps: dict[str, int] = {}
    found = {}
    for item in items:
        found[item.name] = max(item.operands, key=lambda name: steps[name], default="")
        steps[item.name] = steps.get(found[item.name], -1) + 1
    return found
