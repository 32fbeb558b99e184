"""Where the boxes and wires of a graph stand: left to right (or top down) in the order of computation.

    layout(graph, size_of, SPACING)      a Layout of frozen values; the same for the same graph, always

Columns first and the order within each (columns.py), then how far across everything stands (Rows), then the tracks of the wires
between the columns. No two boxes overlap and no wire runs through a box.

Lengths are whole numbers in the unit of whoever draws: characters or pixels. *Along* runs with the computation, *across* at
right angles to it: x and y where the picture goes left to right, y and x where it goes down.

This is our own because no library fits: fast-sugiyama knows no sizes of boxes, places the same graph differently from process to
process and has no wheels for musl; the wires of netext run into each other; grandalf is under the GPL and asleep.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from symback.picture.columns import Columns, Place, arranged, ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from symback.graph.graph import Graph


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


@dataclass(frozen=True)
class Net:
    """From the row `start` to the rows `ends`."""

    source: Place
    start: int
    ends: tuple[int, ...]

    @cached_property
    def top(self) -> int:
        return min(self.start, *self.ends)

    @cached_property
    def bottom(self) -> int:
        return max(self.start, *self.ends)

    @property
    def straight(self) -> bool:
        return self.top == self.bottom


class Blocked(Exception):
    """No order of the tracks keeps the net's end apart from where another begins: `row` has to move."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def tracks(nets: Sequence[Net], near: int) -> dict[Place, int]:
    """The track of every net that has to go across, from 0. Rows nearer than `near` touch.

    Raises Blocked where there is no way.
    """
    found: list[tuple[Net, int]] = []
    for net in sorted_nets(nets, near):
        beside = [track for other, track in found if other.top - near <= net.bottom and net.top - near <= other.bottom]
        found.append((net, max(beside, default=-1) + 1))
    return {net.source: track for net, track in found}


def sorted_nets(nets: Sequence[Net], near: int) -> list[Net]:
    """The nets that go across, in an order without touching and with few crossings: next always the one that is best first.

    Raises Blocked where two want to be behind each other.
    """
    left = [net for net in nets if not net.straight]
    behind = {net: sum(touches(net, other, near) for other in left if other is not net) for net in left}
    worse = {net: sum(excess(net, other) for other in left) for net in left}
    order: list[Net] = []
    while left:
        free = [net for net in left if not behind[net]]
        if not free:
            raise Blocked(blocking_row(left, near))
        first = min(free, key=lambda net: worse[net])
        left.remove(first)
        order.append(first)
        for net in left:
            behind[net] -= touches(net, first, near)
            worse[net] -= excess(net, first)
    return order


def excess(first: Net, second: Net) -> int:
    """Return how many crossings the track of `first` before that of `second` costs, against the other way round."""
    if first.bottom < second.top or second.bottom < first.top:
        return 0
    return max(0, crossed(first, second) - crossed(second, first))


def blocking_row(nets: Sequence[Net], near: int) -> int:
    """The lowest end that runs into another net's start."""
    return max(
        end
        for a, b in combinations(nets, 2)
        for x, y in ((a, b), (b, a))
        for end in x.ends
        if abs(end - y.start) < near
    )


def touches(first: Net, second: Net, near: int) -> bool:
    """True if `first`, were its track before that of `second`, would run on in the row where `second` comes from."""
    low, high = second.start - near, second.start + near
    return first.top < high and low < first.bottom and any(low < end < high for end in first.ends)


def crossed(first: Net, second: Net) -> int:
    """Return how often two nets cross where the track of `first` is before that of `second`."""
    top, bottom = second.top, second.bottom
    return (first.top <= second.start <= first.bottom) + len([end for end in first.ends if top <= end <= bottom])


SWEEPS = 6
PASSES = 4  # the weight of a wire that only passes; that of a link is the product of its ends'
MAIN = 4  # how much more the wire on the longest way counts
BENT = 20  # what a bend costs, in rows, where wires that are nearly straight are straightened
MOST_STRAIGHTENED = 300  # links of a picture whose wires are straightened one by one
Wish = tuple[int, int]  # where to be, and how much it matters
Block = tuple[list[Wish], int, int]  # the wishes of places that move together, where, and how many they are


@dataclass(frozen=True)
class Extent:
    """What a place takes: from its row `up` and `down`; `inlets` are the rows at which wires arrive, seen from its row.

    `main` names the operand on the longest way there, whose wire should be straight before others.
    """

    up: int
    down: int
    inlets: Mapping[Place, int]
    weight: int = 1
    main: str = ""

    @property
    def passes(self) -> bool:
        return self.weight == PASSES


@dataclass(frozen=True)
class Gaps:
    """The distances between two boxes, and between a wire that passes and what is beside it."""

    box: int
    wire: int


class Rows:
    """Finds the row of every place, which is that of its outlet."""

    def __init__(self, columns: Columns, extents: Mapping[Place, Extent], gaps: Gaps) -> None:
        self.columns, self.extents, self.gaps = columns, extents, gaps
        self.before, self.after = columns.before(), columns.after()
        self.rows = {place: row for column in columns.places for place, row in packed(column, self.distances(column))}

    def distances(self, column: Sequence[Place]) -> list[int]:
        """Return how far every place of a column must stand from the one before it at least."""
        found = [0]
        for upper, lower in pairwise(column):
            above, below = self.extents[upper], self.extents[lower]
            gap = self.gaps.wire if above.passes or below.passes else self.gaps.box
            found.append(above.down + gap + below.up)
        return found

    def settle(self) -> dict[Place, int]:
        """The rows after a few walks to and fro, the best that were found; the uppermost box touches 0. `shift` changes them."""
        best, least = dict(self.rows), self.cost()
        for sweep in range(SWEEPS * 2):
            sides = ("before", "after") if sweep >= SWEEPS else (("before", "after")[sweep % 2],)
            for column in self.columns.places if sweep % 2 == 0 else reversed(self.columns.places):
                self.adjust(column, sides)
            if (cost := self.cost()) < least:
                best, least = dict(self.rows), cost
        self.rows = best
        if len(self.columns.links) <= MOST_STRAIGHTENED:
            self.straighten()
        top = min(row - self.extents[place].up for place, row in self.rows.items())
        self.rows = {place: row - top for place, row in self.rows.items()}
        return self.rows

    def adjust(self, column: Sequence[Place], sides: Sequence[str]) -> None:
        wishes = [list(self.wishes(place, sides)) or [(self.rows[place], 1)] for place in column]
        self.rows.update(zip(column, level(wishes, self.distances(column)), strict=True))

    def wishes(self, place: Place, sides: Sequence[str]) -> Iterator[Wish]:
        """The rows at which the wires to the neighbours on these sides would be straight."""
        if "before" in sides:
            for left in self.before[place]:
                yield self.rows[left] - self.extents[place].inlets[left], self.weight(left, place)
        if "after" in sides:
            for right in self.after[place]:
                yield self.rows[right] + self.extents[right].inlets[place], self.weight(place, right)

    def weight(self, left: Place, right: Place) -> int:
        main = self.extents[right].main == left.name
        return self.extents[left].weight * self.extents[right].weight * (MAIN if main else 1)

    def bend(self, left: Place, right: Place) -> int:
        """Return how far a link is from straight, down from its left end."""
        return self.rows[right] + self.extents[right].inlets[left] - self.rows[left]

    def cost(self, bent: int = 0) -> int:
        """Return how far from straight the wires are; `bent` is what any bend costs besides."""
        found = ((self.bend(left, right), self.weight(left, right)) for left, right in self.columns.links)
        return sum((abs(bend) + bent) * weight for bend, weight in found if bend)

    def straighten(self) -> None:
        """Move one end of a wire that is nearly straight, and what is in the way, where that leaves fewer bends."""
        for left, right in self.columns.links:
            for place, sign in ((right, -1), (left, 1)):
                if not 0 < abs(self.bend(left, right)) <= self.gaps.box:
                    break
                before, cost = dict(self.rows), self.cost(BENT)
                self.shift(place, sign * self.bend(left, right))
                if self.cost(BENT) >= cost:
                    self.rows = before

    def shift(self, place: Place, by: int) -> None:
        """Move a place, and those that it comes too near to."""
        column = self.columns.places[place.column]
        distances, at = self.distances(column), column.index(place)
        self.rows[place] += by
        for i in range(at + 1, len(column)):
            self.rows[column[i]] = max(self.rows[column[i]], self.rows[column[i - 1]] + distances[i])
        for i in range(at - 1, -1, -1):
            self.rows[column[i]] = min(self.rows[column[i]], self.rows[column[i + 1]] - distances[i + 1])


def packed(column: Sequence[Place], distances: Sequence[int]) -> Iterator[tuple[Place, int]]:
    """Places as near to each other as they may be."""
    row = 0
    for place, distance in zip(column, distances, strict=True):
        row += distance
        yield place, row


def level(wishes: Sequence[Sequence[Wish]], distances: Sequence[int]) -> list[int]:
    """Rows in order, at least `distances` apart, that are as near to the wishes as that allows in all."""
    shift, shifts = 0, []
    blocks: list[Block] = []
    for wanted, distance in zip(wishes, distances, strict=True):
        shift += distance
        shifts.append(shift)
        block = sorted((row - shift, weight) for row, weight in wanted)
        count = 1
        while blocks and blocks[-1][1] > median(block):
            others, _, more = blocks.pop()
            block, count = sorted(others + block), count + more
        blocks.append((block, median(block), count))
    rows = [row for _, row, count in blocks for _ in range(count)]
    return [row + shift for row, shift in zip(rows, shifts, strict=True)]


def median(wishes: Sequence[Wish]) -> int:
    """The weighted median of sorted wishes, the lower one of two."""
    half = sum(weight for _, weight in wishes)
    for row, weight in wishes:
        half -= 2 * weight
        if half <= 0:
            return row
    raise AssertionError("a place wants to be somewhere")


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
        """True if there is no box at this place, only a wire that passes."""
        return self.at[place.name] != place

    def along(self, name: str) -> int:
        size = self.items[name].size
        return size.height if self.down else size.width

    def across(self, name: str) -> int:
        """Return what a box takes across: its own, or what the wires that arrive need."""
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
        """Return where the wires arrive, seen from the middle of the box: in the order in which they come."""
        rank = {left: index for index, left in enumerate(self.columns.places[place.column - 1])} if place.column else {}
        arriving = sorted(self.before[place], key=lambda left: rank[left])
        first = -(((len(arriving) - 1) * self.spacing.inlet + 1) // 2)
        if self.down and len(arriving) == PAIR:  # far apart: the main one in the middle, so that it is straight
            first = -self.spacing.inlet * [left.name for left in arriving].index(self.main[place.name])
        return {left: first + index * self.spacing.inlet for index, left in enumerate(arriving)}

    # Between columns

    def nets(self, column: int) -> list[Net]:
        """Return what leaves each place of a column for the next."""
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
        """Return where every column starts and ends, and where the first track after it is."""
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
