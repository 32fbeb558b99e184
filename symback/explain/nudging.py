"""The nudge of one step: every node on its way before and after, and how far the output moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.domains.ball import absolute
from symback.explain.equation import FIRST_ORDER, ROUNDING, Equation, Untrue, worth
from symback.explain.formulas import epsilon_number, equals
from symback.explain.model import Line, Math, Name, Number, Piece, Sentence, count, math, say
from symback.explain.straight import is_still, is_straight, is_unseen
from symback.explain.teller import is_positive
from symback.report.trace import DOWN, STILL, UP

if TYPE_CHECKING:
    from symback.explain.model import Atom
    from symback.explain.teller import Teller
    from symback.report.model import Chained, Nudged
    from symback.report.trace import Moved

SMOOTH = ("match", "rounding")  # verdicts under which the derivative says how far the output moves
MOST_WAY = 10  # nodes on the way that are told one by one


def other_nudges(teller: Teller, row: Chained) -> list[Line]:
    """Return what the other ε give, side by side."""
    return [several(teller, n) for n in row.nudges[1:]]


def nudge_line(teller: Teller, row: Chained) -> list[Line]:
    """`Raise a by ε = 0.001: a: 11 → 11.001, J: 121 → 121.022001. J goes up by 0.022001 ≈ 22 × 0.001.`"""
    ways = teller.trace.ways(row.by)
    if not row.nudges or not ways:
        return []
    first = row.nudges[0]
    nudge = math(teller.epsilon, "=", epsilon_number(first.epsilon))
    both = "" if first.minus is None else ", lower it by as much"
    start = say("Raise ", Name(row.by), " by ", nudge, both)
    if not teller.choices.long:
        return [Line("nudge", (*start, *say(". " if both else ": "), *moves(teller, row, ways[-1])))]
    start = say(*start, f"{',' if both else ''} and recompute everything downstream: ")
    return [Line("nudge", (*start, *told(teller, ways), *say(". "), *moves(teller, row, ways[-1])))]


def told(teller: Teller, ways: tuple[Moved, ...]) -> list[Piece]:
    """Every node on the way before and after; the middle of a long way is left out."""
    shown = list(ways) if len(ways) <= MOST_WAY else [*ways[: MOST_WAY - 2], *ways[-1:]]
    found: list[Piece] = []
    for place, moved in enumerate(shown):
        if place == len(shown) - 1 and len(ways) > MOST_WAY:
            found += say(", then ", count(len(ways) - len(shown)), " more nodes")
        found += say(", ") if place else ()
        found += say(Name(moved.name), ": ", before_after(teller, moved))
    return found


def before_after(teller: Teller, moved: Moved) -> Math | str:
    """`11 → 11.001`; central: `10.999 ← 11 → 11.001`."""
    if moved.before is None or moved.after is None:
        return "no value"
    if moved.minus is None:
        before, after = teller.apart((moved.before, "value"), (moved.after, "nudged"))
        return math(before, "→", after)
    low, before, after = teller.apart((moved.minus, "minus"), (moved.before, "value"), (moved.after, "nudged"))
    return math(low, "←", before, "→", after)


def moves(teller: Teller, row: Chained, last: Moved) -> Sentence:
    """Return how far the output moves, against what the derivative says."""
    if last.change is None or last.size is None:
        if last.after is not None:
            return say("The digits at hand do not tell how far ", teller.output, " goes.")
        return say("There ", teller.output, " has no value.")
    if last.direction == STILL:
        return still(teller, row, last)
    epsilon = epsilon_number(row.nudges[0].epsilon)
    size = teller.number(last.size, "change")
    start = say("" if last.minus is None else "From low to high ", teller.output, f" goes {last.direction} by ")
    slope = None if row.value is None else absolute(row.value)
    if slope is None or row.verdict.kind not in SMOOTH:
        return say(*start, size, ".")
    rate = teller.number(slope, "rate")
    twice: list[str | Atom] = [] if last.minus is None else [count(2), "×"]
    told = math(rate, "×", *twice, epsilon)
    if slope == 0:
        if is_little(size, epsilon):
            return say(*start, size, ", hardly anything beside ", epsilon, ".")
        return say(*start, size, ", though the slope is ", rate, ": this nudge is too coarse to show it.")
    if last.direction != (UP if is_positive(row.value) else DOWN):
        return say(*start, size, ", the other way than its slope says: this nudge is too coarse to show it.")
    if last.minus is None and last.step is not None and row.nudges[0].leftover == 0 and is_straight(teller, row):
        step, whole = worth(teller.number(last.step, "change"), None), worth(size, None)
        if step is not None and whole is not None and step.near(whole, ROUNDING):  # not where rates are conventions
            size = teller.number(last.step, "change")
    if worth(size, None) is None or worth(told, None) is None:  # too large or too small to be compared
        return say(*start, size, "; the slope alone says ", told, ".")
    try:
        return say(*start, Equation((size, told), None, FIRST_ORDER).math, ".")
    except Untrue:
        return say(*start, size, ", while the slope alone says ", told, ": this nudge is too coarse to show it.")


def is_little(size: Number, epsilon: Number) -> bool:
    """True if `size` is hardly anything beside ε."""
    moved, nudge = worth(size, None), worth(epsilon, None)
    return moved is not None and nudge is not None and moved.value <= FIRST_ORDER * nudge.value


def still(teller: Teller, row: Chained, last: Moved) -> Sentence:
    """Return what is said where the output ends as high as it began: because it does not move, or because it moves there and back."""
    if last.minus is not None and last.before != last.minus:
        ends = teller.number(last.minus, "minus")
        return say("On both sides ", teller.output, " comes to ", ends, ", so from low to high nothing is left.")
    if is_still(teller, row):
        return say(teller.output, " does not move.")
    if is_unseen(row):
        return say("The digits at hand do not show whether ", teller.output, " moves.")
    return say(teller.output, " ends as high as it began.")


def several(teller: Teller, nudged: Nudged) -> Line:
    """Return what another ε gives."""
    nudge = math(teller.epsilon, "=", epsilon_number(nudged.epsilon))
    if nudged.k is None:
        return Line("nudge", say("With ", nudge, " there is no quotient."))
    low = () if nudged.minus is None else say(" from ", teller.number(nudged.minus, "minus"))
    to = say(" to ", teller.number(nudged.moved, "nudged"), ", and ") if nudged.moved is not None else ()
    moved = say(teller.output, " goes", *low, *to) if to else ()
    k = teller.number(nudged.k, "k")
    return Line("nudge", say("With ", nudge, ": ", *moved, math(teller.k, equals(k), k), "."))
