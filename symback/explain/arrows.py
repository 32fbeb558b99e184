"""The arrow chain of the lab: w↑ε → a↑3ε → J↑66ε, and the same in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.model import Line, Name, Number, Sign, math, say

if TYPE_CHECKING:
    from symback.explain.model import Atom
    from symback.explain.teller import Teller
    from symback.report.model import Chained
    from symback.report.trace import Moved

MOST_ARROWS = 8  # nodes in one arrow chain


def arrow_line(teller: Teller, row: Chained) -> list[Line]:
    """`w↑ε → a↑3ε → J↑66ε`, and the same in numbers."""
    ways = teller.trace.ways(row.by)
    if (
        not ways
        or row.value is None
        or row.verdict.kind not in ("match", "rounding")
        or any(m.rate is None for m in ways)
    ):
        return []
    if not is_line(teller, ways) or len(ways) > MOST_ARROWS:
        ways = (ways[0], ways[-1])
        start = "In arrows, all paths together: " if len(row.terms) > 1 else "In arrows: "
    else:
        start = "In arrows: "
    arrows = math(*with_arrows([arrow(teller, moved) for moved in ways]))
    numbers = math(*with_arrows([[Name(m.name), way(m), Number(m.step, "step")] for m in ways]))
    return [Line("arrows", say(start, arrows, ". In numbers: ", numbers, "."))]


def is_line(teller: Teller, ways: tuple[Moved, ...]) -> bool:
    """Whether the way has no forks: every node hangs on the one before it alone."""
    names = [moved.name for moved in ways]
    nodes = teller.graph.by_name
    return all(set(nodes[n].operands) & set(names) == {names[i]} for i, n in enumerate(names[1:]))


def arrow(teller: Teller, moved: Moved) -> list[Atom]:
    """a↑3ε; a rate of one is not written."""
    rate = [] if moved.rate_size == 1 else [Number(moved.rate_size, "rate")]
    return [Name(moved.name), way(moved), *rate, teller.epsilon]


def way(moved: Moved) -> Sign:
    return Sign("↓" if moved.heading == "down" else "↑")


def with_arrows(parts: list[list[Atom]]) -> list[Atom]:
    found: list[Atom] = []
    for part in parts:
        found += [Sign("→"), *part] if found else part
    return found
