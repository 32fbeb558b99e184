"""Which edges are not all of a derivative: the operand reaches the node on other ways too.

Such an edge is written `dJ/dw|direct`, so that one name never has two values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symback.report.model import Report

NAME = re.compile(r"[^\W\d]\w*")
MOST_WORK = (
    1_000_000  # nodes visited; past that every edge of an operand with several users is marked, which is true too
)


def direct_edges(report: Report) -> frozenset[tuple[str, str]]:
    """The (node, operand) of every such edge. Where the rows show a part of the graph alone, more edges are marked."""
    users, order = users_of(report), order_of(report)
    operands: dict[str, set[str]] = {}
    for by, nodes in users.items():
        for node in nodes:
            operands.setdefault(node, set()).add(by)
    found: set[tuple[str, str]] = set()
    work = 0
    for by, nodes in users.items():
        if len(nodes) < 2:
            continue
        last = max(order.get(node, 0) for node in nodes)
        reached, waiting = set(nodes), list(nodes)
        while waiting and work <= MOST_WORK:
            new = [n for n in users.get(waiting.pop(), ()) if n not in reached and order.get(n, 0) < last]
            reached.update(new)
            waiting += new
            work += 1 + len(new)
        unsure = work > MOST_WORK or not all(node in users or node == report.output for node in nodes)
        found |= {(n, by) for n in nodes if unsure or not reached.isdisjoint(operands[n])}
    return frozenset(found)


def users_of(report: Report) -> dict[str, list[str]]:
    """The nodes that use each name; only those that the output depends on. From the formulas, or of a large graph from the rows."""
    unused = {row.name for row in report.nodes if row.unused}
    found: dict[str, dict[str, None]] = {}
    for edge in report.local_rows:
        found.setdefault(edge.by, {})[edge.node] = None
    for row in report.chained_rows:
        for term in row.terms:
            found.setdefault(row.by, {})[term.through] = None
    if not report.large:
        names = {*(row.name for row in report.inputs), *(row.name for row in report.nodes)}
        for node in report.nodes:
            for name in NAME.findall(node.formula):
                if name in names:
                    found.setdefault(name, {})[node.name] = None
    return {by: [node for node in nodes if node not in unused] for by, nodes in found.items() if by not in unused}


def order_of(report: Report) -> dict[str, int]:
    """The place of every node in the order of computation."""
    if report.nodes:
        return {row.name: place for place, row in enumerate(report.nodes)}
    back = [report.output, *(row.node for row in report.local_rows), *(row.by for row in report.chained_rows)]
    return {name: -place for place, name in enumerate(dict.fromkeys(back))}
