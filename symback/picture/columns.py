"""Which column everything stands in: a node right of its operands, an input next to its first use.

A wire that skips columns passes each of them at a place of its own, so that it never runs through a box.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.picture.model import Item


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
