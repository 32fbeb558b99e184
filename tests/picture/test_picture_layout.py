"""Where boxes and wires stand: nothing overlaps, nothing runs through a box, every edge is there, and it is always the same."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.picture.layout import PIXELS, Box, Item, Layout, Point, Size, Spacing, lay_out, layout

CHARACTERS = Spacing(box=1, wire=1, inlet=2, track=2, approach=3, rim=3)
DOWN = Spacing(box=2, wire=2, inlet=5, track=1, approach=2, rim=3)
RELU = "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2"


def small(name: str) -> Size:
    return Size(len(name) + 8, 3, lead=4, tail=2)


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    """Some inputs and nodes; a node uses a few of what stands before it."""
    sizes = st.builds(
        Size, st.integers(3, 30), st.integers(3, 6), st.integers(0, 9), st.integers(0, 9), st.integers(0, 12)
    )
    names = [f"x{i}" for i in range(draw(st.integers(0, 6)))]
    made = [Item(name, (), draw(sizes), is_input=True) for name in names]
    for number in range(draw(st.integers(1, 12))):
        some = st.lists(st.sampled_from(names), max_size=4, unique=True) if names else st.just([])
        made.append(Item(f"n{number}", tuple(draw(some)), draw(sizes)))
        names.append(f"n{number}")
    return made


@given(items(), st.sampled_from([(CHARACTERS, False), (PIXELS, False), (DOWN, True), (PIXELS, True)]))
@settings(max_examples=150, deadline=None)
def test_any_graph_is_drawn_right(some: list[Item], how: tuple[Spacing, bool]) -> None:
    spacing, down = how
    check(some, lay_out(some, spacing, down=down))


def check(some: list[Item], found: Layout) -> None:
    assert [box.name for box in found.boxes] == [item.name for item in some]
    assert [(w.source, w.target) for w in found.wires] == [(name, item.name) for item in some for name in item.operands]
    by_name = {box.name: box for box in found.boxes}
    for one, other in combinations(found.boxes, 2):
        assert not overlap(one, other), (one, other)
    for box, item in zip(found.boxes, some, strict=True):
        assert box.width >= item.size.width
        assert box.height >= item.size.height
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= found.width
        assert box.y + box.height <= found.height
    for wire in found.wires:
        source, target = by_name[wire.source], by_name[wire.target]
        assert source.column < target.column
        assert wire.points[0] == source.outlet
        assert on_edge(wire.points[0], source, down=found.down, leaves=True)
        assert on_edge(wire.points[-1], target, down=found.down, leaves=False)
        for piece in pairwise(wire.points):
            assert (piece[0].x == piece[1].x) != (piece[0].y == piece[1].y)
            assert piece[0].x <= piece[1].x or not found.down or piece[0].y == piece[1].y
            assert not any(through(piece, box) for box in found.boxes), (wire, piece)
    assert_apart(found)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def on_edge(point: Point, box: Box, *, down: bool, leaves: bool) -> bool:
    """Whether a wire leaves at the far edge, or arrives at the near one, and not at a corner."""
    if down:
        return point.y == box.y + box.height * leaves and box.x < point.x < box.x + box.width - 1
    return point.x == box.x + box.width * leaves and box.y < point.y < box.y + box.height - 1


def through(piece: tuple[Point, Point], box: Box) -> bool:
    """Whether a piece of wire runs through the inside of a box."""
    (x1, y1), (x2, y2) = sorted(piece)
    top, bottom = sorted((y1, y2))
    return x1 < box.x + box.width and x2 > box.x and top < box.y + box.height and bottom > box.y


def assert_apart(found: Layout) -> None:
    """Wires of different sources cross, but never run along each other."""
    pieces = {(wire.source, *sorted(piece)) for wire in found.wires for piece in pairwise(wire.points)}
    for (one, a, b), (other, c, d) in combinations(pieces, 2):
        if one == other:
            continue
        if a.x == b.x == c.x == d.x:
            assert b.y < c.y or d.y < a.y, (one, other, a, b, c, d)
        if a.y == b.y == c.y == d.y:
            assert b.x < c.x or d.x < a.x, (one, other, a, b, c, d)


CASES = [
    ("(2+3*w)**2", {"w": 0, "a": 1, "J": 2}),
    ("3*(a+b*c)", {"b": 0, "c": 0, "d": 1, "a": 1, "f": 2, "J": 3}),
    ("(w*x+b-y)**2/2", {"w": 0, "x": 0, "a": 1, "b": 1, "c": 2, "y": 2, "d": 3, "J": 4}),
    (RELU, {"w1": 0, "x": 0, "t1": 1, "b1": 1, "z1": 2, "a1": 3, "w2": 3, "t2": 4, "b2": 4, "z2": 5, "a2": 6, "y": 6, "J": 7}),
    ("w", {"w": 0, "J": 1}),
    ("3+4", {"J": 0}),
    ("w*w", {"w": 0, "J": 1}),
    ("k = w+1; m = 2*w; J = m**2", {"w": 0, "k": 1, "m": 1, "J": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "columns"), CASES)
def test_inputs_stand_before_their_first_use(program: str, columns: dict[str, int]) -> None:
    found = layout(Graph(program), small)
    assert {box.name: box.column for box in found.boxes} == columns


@pytest.mark.parametrize("program", [RELU, "a+b+c+d", "+".join(f"w{i}*x{i}" for i in range(1, 11))])
def test_the_longest_way_is_level(program: str) -> None:
    """From node to node along the longest way a wire bends by no more than the distance of two inlets."""
    found = layout(Graph(program), small, CHARACTERS)
    nodes = [box for box in found.boxes if not box.is_input]
    chain = [max((b for b in nodes if b.column == c), key=lambda b: -b.row) for c in {b.column for b in nodes}]
    assert all(
        abs(one.outlet.y - other.outlet.y) <= 1 for one, other in pairwise(sorted(chain, key=lambda b: b.column))
    )


def test_many_wires_into_one_box_do_not_cross() -> None:
    found = layout(Graph("+".join(f"w{i}" for i in range(1, 41)), split="none"), small, CHARACTERS)
    check([Item(box.name, tuple(f"w{i}" for i in range(1, 41)) if box.name == "J" else (), Size(1, 1)) for box in found.boxes], found)  # fmt: skip
    pieces = [(wire.source, *sorted(piece)) for wire in found.wires for piece in pairwise(wire.points)]
    across = [(s, a, b) for s, a, b in pieces if a.x == b.x]
    along = [(s, a, b) for s, a, b in pieces if a.y == b.y]
    assert not [1 for s, a, b in across for o, c, d in along if s != o and c.x < a.x < d.x and a.y < c.y < b.y]


def test_the_same_in_every_process() -> None:
    code = f"from symback import Graph; from symback.picture import svg; print(svg(Graph({RELU!r})))"
    made = {
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("0", "1", "2")
    }  # fmt: skip
    assert len(made) == 1


def test_large_pictures_take_bounded_time() -> None:
    names = [f"x{i}" for i in range(20)]
    some = [Item(name, (), Size(40, 30), is_input=True) for name in names]
    for number in range(300):
        some.append(Item(f"n{number}", (names[-1], names[-(number * 7 % 19) - 2]), Size(60, 44)))
        names.append(f"n{number}")
    check(some[:120], lay_out(some[:120], PIXELS))
    lay_out(some, PIXELS)
