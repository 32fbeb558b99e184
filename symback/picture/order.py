"""In which order the places of a column stand, so that few wires cross: neighbours' averages, then swaps (Sugiyama's way)."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symback.picture.columns import Columns, Place

SWEEPS = 12
MOST_SWAPPED = 2000  # links of a picture whose neighbours are still swapped one by one
Order = list[list["Place"]]


def ordered(columns: Columns) -> Columns:
    """The same columns, their places put in a better order; equal ones keep theirs."""
    before, after = columns.before(), columns.after()
    order = [list(column) for column in columns.places]
    best, fewest = order, crossings(order, before)
    for sweep in range(SWEEPS):
        if fewest == 0 and sweep:
            break
        order = swept(order, before if sweep % 2 == 0 else after, forward=sweep % 2 == 0)
        if len(columns.links) <= MOST_SWAPPED:
            order = swapped(order, before, after)
        if (count := crossings(order, before)) < fewest:
            best, fewest = order, count
    return type(columns)(best, columns.links)


def swept(order: Order, neighbours: dict[Place, list[Place]], *, forward: bool) -> Order:
    """Every column sorted by where its neighbours stand on average, one column after the other."""
    found = [list(column) for column in order]
    rank = ranks(found)
    for column in found if forward else reversed(found):
        if not any(neighbours[place] for place in column):
            continue
        column.sort(key=lambda place: average([rank[n] for n in neighbours[place]], rank[place]))
        rank.update({place: index / len(column) for index, place in enumerate(column)})
    return found


def average(numbers: list[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


def ranks(order: Order) -> dict[Place, float]:
    """How far down its column every place stands, from 0 to 1."""
    return {place: index / len(column) for column in order for index, place in enumerate(column)}


def swapped(order: Order, before: dict[Place, list[Place]], after: dict[Place, list[Place]]) -> Order:
    """Neighbours swapped wherever that saves a crossing."""
    found = [list(column) for column in order]
    rank = ranks(found)
    for column in found:
        for _ in range(len(column)):
            if not sum(swap(column, i, rank, before, after) for i in range(len(column) - 1)):
                break
    return found


def swap(
    column: list[Place],
    index: int,
    rank: dict[Place, float],
    before: dict[Place, list[Place]],
    after: dict[Place, list[Place]],
) -> bool:
    """Swap two neighbours if that saves a crossing; whether it did."""
    upper, lower = column[index], column[index + 1]
    saved = 0
    for links in (before, after):
        above, below = [rank[n] for n in links[upper]], [rank[n] for n in links[lower]]
        saved += sum((a > b) - (a < b) for a in above for b in below)
    if saved <= 0:
        return False
    column[index : index + 2] = [lower, upper]
    rank[upper], rank[lower] = rank[lower], rank[upper]
    return True


def crossings(order: Order, before: dict[Place, list[Place]]) -> int:
    """The pairs of links that cross."""
    total = 0
    for left, right in pairwise(order):
        rank = {place: index for index, place in enumerate(left)}
        seen: list[int] = []
        for place in right:
            starts = [rank[neighbour] for neighbour in before[place]]
            total += sum(len(seen) - bisect_right(seen, start) for start in starts)
            for start in starts:
                insort(seen, start)
    return total
