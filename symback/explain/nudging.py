"""The nudge of one step: every node on its way before and after, and how far the output moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.formulas import epsilon_number, equals, is_exact
from symback.explain.model import Line, Math, Name, Number, Piece, Sentence, count, math, say

if TYPE_CHECKING:
    from symback.explain.model import Atom
    from symback.explain.teller import Teller
    from symback.report.model import Chained, Nudged
    from symback.report.trace import Moved

MOST_WAY = 10  # nodes on the way that are told one by one


def other_nudges(teller: Teller, row: Chained) -> list[Line]:
    """What the other ε give, side by side."""
    return [several(teller, n) for n in row.nudges[1:]]


def nudge_line(teller: Teller, row: Chained) -> list[Line]:
    """`Raise a by ε = 0.001: a: 11 → 11.001, J: 121 → 121.022001. J goes up by 0.022001 ≈ 22 × 0.001.`"""
    ways = teller.trace.ways(row.by)
    if not row.nudges or not ways:
        return []
    first = row.nudges[0]
    nudge = math(teller.epsilon, "=", epsilon_number(first.epsilon))
    both = "" if first.minus is None else ", lower it by as much,"
    start = say("Raise ", Name(row.by), " by ", nudge, f"{both} and compute again what follows: ")
    return [Line("nudge", (*start, *told(ways), *say(". "), *moves(teller, row, ways[-1])))]


def told(ways: tuple[Moved, ...]) -> list[Piece]:
    """Every node on the way before and after; the middle of a long way is left out."""
    shown = list(ways) if len(ways) <= MOST_WAY else [*ways[: MOST_WAY - 2], *ways[-1:]]
    found: list[Piece] = []
    for place, moved in enumerate(shown):
        if place == len(shown) - 1 and len(ways) > MOST_WAY:
            found += say(", then ", count(len(ways) - len(shown)), " more nodes")
        found += say(", ") if place else ()
        found += say(Name(moved.name), ": ", before_after(moved))
    return found


def before_after(moved: Moved) -> Math | str:
    """`11 → 11.001`; central: `10.999 ← 11 → 11.001`."""
    if moved.before is None or moved.after is None:
        return "no value"
    low: list[str | Atom] = [] if moved.minus is None else [Number(moved.minus, "minus"), "←"]
    return math(*low, Number(moved.before, "value"), "→", Number(moved.after, "nudged"))


def moves(teller: Teller, row: Chained, last: Moved) -> Sentence:
    """How far the output moves, against what the derivative says."""
    if last.change is None or last.size is None:
        return say("There ", teller.output, " has no value.")
    if last.direction == "still":
        return say(teller.output, " does not move.")
    epsilon = epsilon_number(row.nudges[0].epsilon)
    size = Number(last.size, "change")
    start = say("" if last.minus is None else "From low to high ", teller.output, f" goes {last.direction} by ")
    if row.value is None or last.rate_size is None or row.verdict.kind not in ("match", "rounding"):
        return say(*start, size, ".")
    exactly = row.nudges[0].leftover == 0 and is_exact(last.rate_size)
    if last.rate_size == 0:
        return say(*start, size, ", hardly anything beside ", epsilon, ".")
    rate = Number(last.rate_size, "rate")
    twice: list[str | Atom] = [] if last.minus is None else [count(2), "×"]
    return say(*start, math(size, "=" if exactly else "≈", rate, "×", *twice, epsilon), ".")


def several(teller: Teller, nudged: Nudged) -> Line:
    """What another ε gives."""
    nudge = math(teller.epsilon, "=", epsilon_number(nudged.epsilon))
    if nudged.k is None:
        return Line("nudge", say("With ", nudge, " there is no quotient."))
    moved = (
        say(teller.output, " goes to ", Number(nudged.moved, "nudged"), ", and ") if nudged.moved is not None else ()
    )
    k = Number(nudged.k, "k")
    return Line("nudge", say("With ", nudge, ": ", *moved, math(teller.k, equals(k), k), "."))
