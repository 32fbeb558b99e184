"""The way of the wires between two columns: along, across on a track of their own, and along again.

A net is all that leaves one place for the next column. Two nets never share a track where they would touch, nor a row; the
tracks stand in the order in which the fewest nets cross.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.picture.columns import Place


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
    """How many crossings the track of `first` before that of `second` costs, against the other way round."""
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
    """Whether `first`, were its track before that of `second`, would run on in the row where `second` comes from."""
    low, high = second.start - near, second.start + near
    return first.top < high and low < first.bottom and any(low < end < high for end in first.ends)


def crossed(first: Net, second: Net) -> int:
    """How often two nets cross where the track of `first` is before that of `second`."""
    top, bottom = second.top, second.bottom
    return (first.top <= second.start <= first.bottom) + len([end for end in first.ends if top <= end <= bottom])
