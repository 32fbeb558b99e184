"""The arrow chain of the lab: w↑ε → a↑3ε → J↑66ε, and the same in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.equation import FIRST_ORDER, ROUNDING, Worth, worth
from symback.explain.model import Line, Name, Number, Sentence, Sign, listed, math, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.explain.model import Atom, Math
    from symback.explain.teller import Teller
    from symback.report.model import Chained
    from symback.report.trace import Moved

SMOOTH = ("match", "rounding", "epsilon", "not checked")  # verdicts of an edge that has a derivative
MOST_ARROWS = 8  # nodes in one arrow chain


def arrow_line(teller: Teller, row: Chained) -> list[Line]:
    """`w↑ε → a↑3ε → J↑66ε`, and the same in numbers; a node that stays ends the chain.

    Nothing where the rates are not those of the values: at a kink on the way they are conventions.
    """
    ways = teller.trace.ways(row.by)
    if not ways or not true_rates(teller, row, ways):
        return []
    if not is_line(teller, ways) or len(ways) > MOST_ARROWS:
        ways = (ways[0], ways[-1])
        start = "In arrows, all paths together: " if len(row.terms) > 1 else "In arrows: "
    else:
        start = "In arrows: "
    moving = tuple(moved for moved in ways if moved.rate_size != 0)
    arrows = math(*with_arrows([arrow(teller, moved) for moved in moving]))
    still = stay([moved for moved in ways if moved.rate_size == 0])
    if len(moving) == 1:
        return [Line("arrows", say(start, arrows, *still, "."))]
    order = "" if all(as_far_as_told(moved) for moved in moving) else ", to first order"
    return [Line("arrows", say(start, arrows, *still, f". In numbers{order}: ", steps(teller, moving), *still, "."))]


def steps(teller: Teller, moving: Sequence[Moved]) -> Math:
    """`w↑0.001 → a↑0.003 → J↑0.066`."""
    return math(*with_arrows([[Name(m.name), way(m), teller.number(m.step, "step")] for m in moving]))


def in_numbers(teller: Teller, row: Chained) -> Sentence:
    """`w↑0.001 → a↑0.003 → J↑0.066`: the name, the node that uses it, and the output; nothing where the rates are conventions."""
    ways = teller.trace.ways(row.by)
    if not ways or not true_rates(teller, row, ways):
        return ()
    ends = {row.by, row.terms[0].through, teller.report.output}
    told = [moved for moved in ways if moved.name in ends]
    moving = [moved for moved in told if moved.rate_size != 0]
    order = "" if all(as_far_as_told(moved) for moved in moving) else " to first order"
    return say(steps(teller, moving), order, *stay([moved for moved in told if moved.rate_size == 0]), ".")


def true_rates(teller: Teller, row: Chained, ways: tuple[Moved, ...]) -> bool:
    """True if every node on the way has its rate as a derivative, not as the convention at a kink."""
    if row.value is None or row.verdict.kind not in ("match", "rounding") or any(m.rate is None for m in ways):
        return False
    names = {moved.name for moved in ways}
    edges = [teller.report.local.get((m.name, o)) for m in ways[1:] for o in teller.graph.by_name[m.name].operands if o in names]  # fmt: skip
    if any(edge is not None and edge.verdict.kind not in SMOOTH for edge in edges):
        return False
    rate, value = (worth(Number(number, "rate"), None) for number in (ways[-1].rate, row.value))
    return rate is None or value is None or rate.near(value, ROUNDING)


def as_far_as_told(moved: Moved) -> bool:
    """True if a node moved about as far as its rate alone says."""
    if moved.change is None or moved.step is None or moved.direction != moved.heading:
        return False
    told, size = worth(Number(moved.step, "step"), None), worth(Number(moved.size, "change"), None)
    if moved.minus is not None and told is not None:
        told = Worth(2 * told.value, 2 * told.scale)
    return told is None or size is None or told.near(size, FIRST_ORDER)


def stay(ways: list[Moved]) -> Sentence:
    """`, and J stays`; to first order, where the nudge moves it all the same."""
    if not ways:
        return ()
    still = all(moved.change == 0 and (moved.minus is None or moved.minus == moved.before) for moved in ways)
    order = "" if still else " to first order"
    names = [Name(moved.name) for moved in ways]
    return say(", and ", *listed(names), (" stays" if len(names) == 1 else " stay") + order)


def is_line(teller: Teller, ways: tuple[Moved, ...]) -> bool:
    """True if the way has no forks: every node hangs on the one before it alone."""
    names = [moved.name for moved in ways]
    nodes = teller.graph.by_name
    return all(set(nodes[n].operands) & set(names) == {names[i]} for i, n in enumerate(names[1:]))


def arrow(teller: Teller, moved: Moved) -> list[Atom]:
    """a↑3ε; a rate of one is not written."""
    rate = [] if moved.rate_size == 1 else [teller.number(moved.rate_size, "rate")]
    return [Name(moved.name), way(moved), *rate, teller.epsilon]


def way(moved: Moved) -> Sign:
    return Sign("↓" if moved.heading == "down" else "↑")


def with_arrows(parts: list[list[Atom]]) -> list[Atom]:
    found: list[Atom] = []
    for part in parts:
        found += [Sign("→"), *part] if found else part
    return found
