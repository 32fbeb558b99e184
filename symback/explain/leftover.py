"""Why a nudge's quotient k is not exactly the derivative, said for one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.formulas import chain, epsilon_number, equals, formula, put_in
from symback.explain.model import Line, Math, Name, Number, Sentence, math, say

if TYPE_CHECKING:
    from symback.explain.teller import Teller
    from symback.report.leftover import Leftover
    from symback.report.model import Chained, Nudged

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


def why(teller: Teller, row: Chained, nudged: Nudged, found: Leftover) -> Sentence:
    """`Why not exactly 22? J moves k times as far as a, and k = 2a + ε = 22 + ε = 22.001.`"""
    text = found.at_point or found.in_names
    in_epsilon = text is not None and teller.trace.epsilon in formula(text).names
    if nudged.leftover == 0 and not in_epsilon:
        return exactly(teller, row, found)
    question = say("Why not exactly ", Number(row.value, "derivative"), "? ", *times_as_far(teller, row), ", and ")
    if text is not None and len(text) <= LONGEST_LETTERS:
        return say(*question, rational(teller, found, nudged), *what_stays(teller))
    k = Number(nudged.k, "k")
    start = say(*question, math(teller.k, equals(k), k), ", so ", Number(nudged.leftover, "leftover"), " is left over")
    return say(*start, *leading(teller, nudged, found), *what_stays(teller))


def times_as_far(teller: Teller, row: Chained) -> Sentence:
    """`J moves k times as far as a`."""
    return say(teller.output, " moves ", teller.k, " times as far as ", Name(row.by))


def what_stays(teller: Teller) -> Sentence:
    """What a smaller ε does: said once a story."""
    if not teller.once("what stays"):
        return say(".")
    return say(". As ", teller.epsilon, " shrinks, so does what is left over, and only the derivative stays.")


def exactly(teller: Teller, row: Chained, found: Leftover) -> Sentence:
    """Where nothing is left over: a straight line, everywhere or as far as the nudge goes."""
    slope = Number(row.value, "derivative")
    whole = math(teller.k, equals(slope), slope)
    line = say("seen from ", Name(row.by), ", ", teller.output, " is a straight line")
    if found.at_point is None and found.in_names is None:
        return say("Here ", whole, " with nothing left over: ", *line, " around this point.")
    return say("Here ", whole, " whatever ", teller.epsilon, " is: ", *line, ".")


def rational(teller: Teller, found: Leftover, nudged: Nudged) -> Math:
    """`k = 2a + ε = 22 + ε = 22.001`."""
    both = (found.in_names, found.at_point)
    texts = dict.fromkeys(text for text in both if text is not None and len(text) <= LONGEST_LETTERS)
    return chain([math(teller.k), *map(formula, texts), Number(nudged.k, "k")])


def leading(teller: Teller, nudged: Nudged, found: Leftover) -> Sentence:
    """The leading term of the leftover: half the second derivative times ε."""
    if found.leading is None or found.amount is None:
        return ()
    half = Number(found.leading, "half second derivative")
    if found.leading == 0:
        return say("; the second derivative is ", half, " here, so it shrinks even faster than ", teller.epsilon)
    share = "" if found.amount == nudged.leftover else "nearly "
    words = say(f", {share}all of it half the second derivative times ", teller.epsilon, ": ")
    letters = formula(found.formula) if found.formula is not None else None
    told = letters is not None and put_in(letters, teller.values) is not None
    start = [math(letters, "×", teller.epsilon)] if told and letters is not None else []
    product = math(half, "×", epsilon_number(nudged.epsilon))
    return say(*words, chain([*start, product, Number(found.amount, "leading term")]))


def in_letters(teller: Teller, row: Chained, text: str) -> Sentence:
    """Without numbers: the quotient as a formula."""
    quotient = formula(text)
    start = say("Raise ", Name(row.by), " by ", teller.epsilon, ": ", *times_as_far(teller, row), ", and ")
    if teller.trace.epsilon not in quotient.names:
        return say(*start, math(teller.k, "=", quotient), " whatever ", teller.epsilon, " is.")
    return say(*start, math(teller.k, "=", quotient), *what_stays(teller))
