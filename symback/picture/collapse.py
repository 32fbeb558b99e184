"""Graphs too large to draw box by box: nodes of one shape at the same depth become one box, and of what is too deep the middle.

groups(graph, most)     the names that each box stands for, in the order of computation
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symback.picture.columns import numbers
from symback.picture.model import Item, Size

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from symback.graph.graph import Graph

MOST_BOXES = 60  # that a picture has unless more are asked for
SHOWN_ENDS = 4  # columns at either end of a picture whose middle is left out
MOST_IN_COLUMN = 6  # groups of a column, where there are too many in all
NO_SIZE = Size(0, 0)
Group = tuple[str, ...]


def groups(graph: Graph, most: int) -> list[Group]:
    """A group for every box: single names where that makes at most so many boxes."""
    if len(graph.inputs) + len(graph.nodes) <= most:
        return [(name,) for name in (*graph.inputs, *graph.by_name)]
    items = [Item(name, (), NO_SIZE, is_input=True) for name in graph.inputs]
    items += [Item(node.name, node.distinct_operands, NO_SIZE) for node in graph.nodes]
    columns = numbers(items)
    found = by_shape(graph, columns)
    if len(found) > most:
        found = narrowed(found, columns)
    if len(found) > most:
        found = without_middle(found, columns)
    return sorted(found, key=lambda group: columns[group[0]])


def by_shape(graph: Graph, columns: dict[str, int]) -> list[Group]:
    """Nodes of one rule in one column are a group, and so are inputs of one kind that go into the same group."""
    keys: dict[str, Hashable] = {}
    for node in graph.nodes:
        own = node.name if node.name == graph.output else ""
        keys[node.name] = (columns[node.name], node.rule, node.unused, own)
    first = {name: keys[users[0].name] if users else None for name, users in graph.consumers.items()}
    for name in graph.inputs:
        keys[name] = (columns[name], graph.is_data(name), first[name], "input")
    return collected({name: keys[name] for name in (*graph.inputs, *graph.by_name)})


def collected(keys: dict[str, Any]) -> list[Group]:
    """Names of equal keys together, in the order of the first."""
    found: dict[Hashable, list[str]] = {}
    for name, key in keys.items():
        found.setdefault(key, []).append(name)
    return [tuple(names) for names in found.values()]


def narrowed(found: Sequence[Group], columns: dict[str, int]) -> list[Group]:
    """Of a column with very many groups all but the first few together."""
    by_column: dict[int, list[Group]] = {}
    for group in found:
        by_column.setdefault(columns[group[0]], []).append(group)
    kept: list[Group] = []
    for listed in by_column.values():
        first, rest = listed[: MOST_IN_COLUMN - 1], listed[MOST_IN_COLUMN - 1 :]
        kept += listed if len(listed) <= MOST_IN_COLUMN else [*first, tuple(name for group in rest for name in group)]
    return kept


def without_middle(found: Sequence[Group], columns: dict[str, int]) -> list[Group]:
    """The columns of the middle as one group."""
    last = max(columns.values()) - SHOWN_ENDS
    middle = [group for group in found if SHOWN_ENDS < columns[group[0]] <= last]
    ends = [group for group in found if not SHOWN_ENDS < columns[group[0]] <= last]
    return [*ends, tuple(name for group in middle for name in group)]
