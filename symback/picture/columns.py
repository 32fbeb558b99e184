"""Which column everything stands in, and in which order there.

A node stands right of its operands, an input next to its first use. A wire that skips columns passes each of them at a place of its
own, so that it never runs through a box. The order is one in which few wires cross: neighbours' averages, then swaps (Sugiyama's way).
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.picture.layout import Item


class Place(NamedTuple):
    """Where the item `name`, or the wire that comes from it, passes a column."""

    name: str
    column: int


@dataclass(frozen=True)
class Columns:
    """The places of every column, and the links from a place to the next column's."""

    places: list[list[Place]]
    links: list[tuple[Place, Place]]

    def after(self) -> dict[Place, list[Place]]:
        """For every place those that it is linked to in the next column."""
        found: dict[Place, list[Place]] = {place: [] for column in self.places for place in column}
        for left, right in self.links:
            found[left].append(right)
        return found

    def before(self) -> dict[Place, list[Place]]:
        """For every place those that are linked to it in the column before."""
        found: dict[Place, list[Place]] = {place: [] for column in self.places for place in column}
        for left, right in self.links:
            found[right].append(left)
        return found


def arranged(items: Sequence[Item]) -> Columns:
    """The columns of some items, which come in the order of computation."""
    number = numbers(items)
    last = {item.name: number[item.name] for item in items}  # the last column that a wire from there reaches
    for item in items:
        for operand in item.operands:
            last[operand] = max(last[operand], number[item.name] - 1)
    places: list[list[Place]] = [[] for _ in range(max(number.values()) + 1)]
    links = []
    for item in sorted(items, key=lambda item: item.is_input):  # what enters late stands below what is computed
        for column in range(number[item.name], last[item.name] + 1):
            places[column].append(Place(item.name, column))
            if column > number[item.name]:
                links.append((Place(item.name, column - 1), Place(item.name, column)))
    for item in items:
        column = number[item.name]
        links += [(Place(operand, column - 1), Place(item.name, column)) for operand in item.operands]
    return Columns(places, links)


def numbers(items: Sequence[Item]) -> dict[str, int]:
    """The column of every item, from 0."""
    found: dict[str, int] = {}
    inputs = {item.name for item in items if item.is_input}
    for item in items:
        if item.name not in inputs:
            nodes = [found[name] for name in item.operands if name not in inputs]
            found[item.name] = max(nodes, default=0 if item.operands else -1) + 1
    consumers: dict[str, list[str]] = {item.name: [] for item in items}
    for item in items:
        for operand in item.operands:
            consumers[operand].append(item.name)
    pull_right(items, inputs, consumers, found)
    for name in inputs:
        found[name] = min((found[user] for user in consumers[name]), default=1) - 1
    least = min(found.values())
    return {item.name: found[item.name] - least for item in items}


def pull_right(
    items: Sequence[Item], inputs: set[str], consumers: Mapping[str, list[str]], found: dict[str, int]
) -> None:
    """Move a node next to its first use where that makes wires shorter: where more of them leave it than reach it."""
    for item in reversed(items):
        users = consumers[item.name]
        if item.name not in inputs and users and sum(name not in inputs for name in item.operands) < len(users):
            found[item.name] = max(found[item.name], min(found[user] for user in users) - 1)


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
    """Return how far down its column every place stands, from 0 to 1."""
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
