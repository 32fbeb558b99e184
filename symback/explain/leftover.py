"""Why a nudge's quotient k is not exactly the derivative, said for one step."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.explain.equation import FIRST_ORDER, chain, worth
from symback.explain.formulas import epsilon_number, equals, formula
from symback.explain.model import Line, Math, Name, Number, Sentence, math, say
from symback.explain.straight import is_straight, is_unseen

if TYPE_CHECKING:
    from symback.domains.values import Number as Value
    from symback.explain.equation import Side
    from symback.explain.teller import Teller
    from symback.report.model import Chained, Nudged
    from symback.report.trace import Leftover

HALF = Fraction(1, 2)
LONGEST_LETTERS = 80  # characters of a quotient in names


def leftover_line(teller: Teller, row: Chained) -> list[Line]:
    """Why k is not exactly the derivative, or that it is; without numbers, k as a formula."""
    if teller.values[teller.report.output] is None:
        found = teller.trace.leftover(row.by)
        return [Line("leftover", in_letters(teller, row, found.in_names))] if found.in_names else []
    if not row.nudges or row.value is None or row.verdict.kind != "match":
        return []
    nudged = row.nudges[0]
    if nudged.leftover is None or nudged.k is None:
        return []
    return [Line("leftover", why(teller, row, nudged, teller.trace.leftover(row.by)))]


def leaves_over(row: Chained) -> bool:
    """True if the first nudge's quotient is seen to differ from the derivative."""
    if not row.nudges or row.value is None or row.verdict.kind != "match" or is_unseen(row):
        return False
    return row.nudges[0].k is not None and row.nudges[0].leftover not in (None, 0)


def why(teller: Teller, row: Chained, nudged: Nudged, found: Leftover) -> Sentence:
    """`Why not exactly 22? J moves k times as far as a, and k = 2a + ε = 22 + ε = 22.001.`"""
    text = found.at_point or found.in_names
    in_epsilon = text is not None and teller.trace.epsilon in formula(text).names
    if is_unseen(row):
        return say("Here the digits at hand tell neither ", teller.k, " nor what is left over from 0.")
    if nudged.leftover == 0:
        return by_chance(teller, row, found, nudged) if in_epsilon else exactly(teller, row, nudged, known=text is not None)  # fmt: skip
    question = say(
        "Why not exactly ", teller.number(row.value, "derivative"), "? ", *times_as_far(teller, row), ", and "
    )
    if text is not None and len(text) <= LONGEST_LETTERS:
        return say(*question, rational(teller, found, nudged), *what_stays(teller))
    k = teller.number(nudged.k, "k")
    start = say(
        *question, math(teller.k, equals(k), k), ", so ", teller.number(nudged.leftover, "leftover"), " is left over"
    )
    return say(*start, *leading(teller, nudged, found), *what_stays(teller))


def times_as_far(teller: Teller, row: Chained) -> Sentence:
    """`J moves k times as far as a`."""
    return say(teller.output, " moves ", teller.k, " times as far as ", Name(row.by))


def what_stays(teller: Teller) -> Sentence:
    """Return what a smaller ε does: said once a story."""
    if not teller.once("what stays"):
        return say(".")
    return say(". As ", teller.epsilon, " shrinks, so does what is left over, and only the derivative stays.")


def exactly(teller: Teller, row: Chained, nudged: Nudged, *, known: bool) -> Sentence:
    """Return what is said where nothing is left over: a straight line, or both sides leave over as much; `known` where k has no ε in it."""
    slope = teller.number(row.value, "derivative")
    whole = math(teller.k, equals(slope), slope)
    start = say("Here ", whole, *(say(" whatever ", teller.epsilon, " is") if known else say(" with nothing left over")))  # fmt: skip
    if is_straight(teller, row) or (known and nudged.minus is None):
        line = say(": seen from ", Name(row.by), ", ", teller.output, " is a straight line")
        return say(*start, *line, "." if known else " around this point.")
    if known:
        return say(*start, ": what the nudge up leaves over, the nudge down takes away.")
    return say(*start, ".")


def by_chance(teller: Teller, row: Chained, found: Leftover, nudged: Nudged) -> Sentence:
    """Return what is said where k depends on ε, and this ε happens to leave nothing over."""
    return say("Here ", *times_as_far(teller, row), ", and ", rational(teller, found, nudged), ": with just this ", teller.epsilon, " nothing is left over.")  # fmt: skip


def rational(teller: Teller, found: Leftover, nudged: Nudged) -> Math:
    """`k = 2a + ε = 22 + ε = 22.001`."""
    both = (found.in_names, found.at_point)
    texts = dict.fromkeys(text for text in both if text is not None and len(text) <= LONGEST_LETTERS)
    return chain([math(teller.k), *map(formula, texts), teller.number(nudged.k, "k")], teller)


def leading(teller: Teller, nudged: Nudged, found: Leftover) -> Sentence:
    """The leading term of the leftover, half the second derivative times ε, and how much of the leftover it is."""
    if found.leading is None or found.amount is None:
        return ()
    half = teller.number(found.leading, "half second derivative")
    if found.leading == 0:
        return say("; the second derivative is ", half, " here, so it shrinks even faster than ", teller.epsilon)
    letters = formula(found.formula) if found.formula is not None else None
    start: list[Side] = [math(letters, "×", teller.epsilon)] if letters is not None and letters.names else []
    product = math(half, "×", epsilon_number(nudged.epsilon))
    amount = chain([*start, product, teller.number(found.amount, "leading term")], teller)
    share = how_much(found.amount, nudged.leftover)
    if share is None:
        return say("; half the second derivative times ", teller.epsilon, " is ", amount, ", so with this nudge what comes after it counts as well")  # fmt: skip
    return say(f", {share} of it half the second derivative times ", teller.epsilon, ": ", amount)


def how_much(part: Value, whole: Value) -> str | None:
    """Return how much of `whole` a part is: all, nearly all or most; None where it is less than half, or more than all."""
    one, other = (worth(Number(value, "leftover"), None) for value in (part, whole))
    if one is None or other is None or not other.value:
        return None
    share = one.value / other.value
    if share == 1 and Number(part, "leftover").is_exact:
        return "all"
    if abs(share - 1) <= FIRST_ORDER:
        return "nearly all"
    return "most" if HALF < share < 1 else None


def in_letters(teller: Teller, row: Chained, text: str) -> Sentence:
    """Without numbers: the quotient as a formula."""
    quotient = formula(text)
    start = say("Raise ", Name(row.by), " by ", teller.epsilon, ": ", *times_as_far(teller, row), ", and ")
    if teller.trace.epsilon not in quotient.names:
        return say(*start, math(teller.k, "=", quotient), " whatever ", teller.epsilon, " is.")
    return say(*start, math(teller.k, "=", quotient), *what_stays(teller))
