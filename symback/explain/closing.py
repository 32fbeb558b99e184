"""The end of the story: the gradient, the double check, the cost both ways, and what the gradient says to do."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.ball import within
from symback.explain.equation import FIRST_ORDER, Equation, chain
from symback.explain.formulas import formula
from symback.explain.model import Line, Math, Name, Number, Piece, Sentence, Step, Words, count, listed, math, say
from symback.explain.straight import is_unseen
from symback.explain.teller import Teller, is_positive, verdict_words
from symback.passes.nudge import CENTRAL
from symback.report.model import Cost
from symback.report.words import CLEAR

if TYPE_CHECKING:
    from symback.domains.values import Number as Value
    from symback.report.model import Chained

FEW = 3  # parameters that are named where they agree
MOST = 40  # parameters that are told one by one
NETWORK = Cost(10_000, 100_000)  # the network of the lecture


def closing_steps(teller: Teller, *, told: bool = True) -> list[Step]:
    """The steps that end the story, those that are wanted; `told` says that a step was told for every derivative."""
    rows = [row for row in teller.report.chained_rows if row.parameter]
    if not rows:
        return []
    if told:  # those of a large graph stand by size
        places = {name: place for place, name in enumerate(teller.graph.parameters)}
        rows.sort(key=lambda row: places.get(row.by, -1))
    told = told and teller.tells("backward")
    few = rows[:MOST]
    if not teller.choices.long:
        return outcome(teller, few, told=told)
    steps: list[Step | None] = []
    if teller.tells("gradient") and not (told and len(rows) == 1):  # of a single one the step before has told it
        steps.append(gradient(teller, few))
    if teller.tells("check"):
        steps.append(check(teller, few, told=told))
    if teller.tells("cost"):
        steps.append(cost(teller))
    if teller.tells("advice"):
        steps.append(advice(teller, few))
    return [step for step in steps if step is not None]


def outcome(teller: Teller, rows: list[Chained], *, told: bool) -> list[Step]:
    """All of it in one step, one line for each."""
    lines: list[Line] = []
    if teller.tells("gradient") and not (told and len(rows) == 1):
        lines += gradient(teller, rows).lines
    if teller.tells("check"):
        lines += [Line("check", said) for said in checks(teller, rows, told=told)]
    if teller.tells("cost") and not (teller.report.has_values and all(row.value is None for row in rows)):
        lines += cost(teller).lines
    advised = advice(teller, rows) if teller.tells("advice") else None
    lines += advised.lines if advised is not None else ()
    told_briefly = [line.pieces for line in lines if line.part != "cost"] or [lines[0].pieces] if lines else []
    brief: list[Piece] = []
    for place, said in enumerate(told_briefly):
        stop = "" if isinstance(said[-1], Words) else "."
        brief += say(" " if place else "", *said, stop)
    return [Step("outcome", say("Outcome"), tuple(lines), tuple(brief))] if lines else []


def gradient(teller: Teller, rows: list[Chained]) -> Step:
    """All the derivatives that were asked for."""
    if any(row.verdict.kind == "undefined" for row in rows) or teller.choices.long:
        lines = [Line("gradient", slope_words(teller, row)) for row in rows]
    else:
        lines = [Line("gradient", tuple(listed([slope(teller, row) for row in rows], ", ")))]
    brief = say("The gradient: ", *listed([slope(teller, row) for row in rows], ", "), ".")
    return Step("gradient", say("The gradient"), tuple(lines), brief)


def slope(teller: Teller, row: Chained) -> Math:
    """`∂J/∂w = 66`, or the formula."""
    start = math(teller.total(row.by))
    if row.value is not None:
        return chain([start, *teller.result(row.value, "derivative")], teller)
    text = row.in_inputs or row.in_nodes
    return start if text is None or row.verdict.kind == "undefined" else chain([start, formula(text)])


def slope_words(teller: Teller, row: Chained) -> Sentence:
    """The slope, or that there is none."""
    found = slope(teller, row)
    return say(found, " does not exist here.") if row.verdict.kind == "undefined" else (found,)


def check(teller: Teller, rows: list[Chained], *, told: bool) -> Step | None:
    """Every parameter nudged alone, against what the backward pass says; nothing where its own step has told that."""
    nudged = [] if told and teller.tells("nudge") else [row for row in rows if row.nudges]
    if not nudged:
        return None
    lines = [Line("check", checked(teller, row)) for row in nudged]
    right = [Name(row.by) for row in nudged if does_agree(row)]
    brief = say("Nudging agrees for ", *listed(right), ".") if right else lines[0].pieces
    return Step("check", say("Double check"), tuple(lines), brief)


def checks(teller: Teller, rows: list[Chained], *, told: bool) -> list[Sentence]:
    """One parameter nudged alone, that the others agree too, and each that does not."""
    from symback.explain.chain import is_direct

    nudged = [
        row
        for row in rows
        if row.nudges and row.terms and not (told and teller.tells("nudge") and is_direct(teller, row))
    ]
    right = [row for row in nudged if does_agree(row)]
    found = [quickly(teller, row) for row in right[:1]]
    others = [Name(row.by) for row in right[1:]]
    if others:
        names = say("The others") if len(others) > FEW else tuple(listed(others))
        found.append(say(*names, " agrees too." if len(others) == 1 else " agree too."))
    warned = [row for row in nudged if told and row.verdict.kind != "match"]  # in their own steps
    return found + [checked(teller, row) for row in nudged if row not in right and row not in warned]


def does_agree(row: Chained) -> bool:
    """True if the first nudge shows about the derivative."""
    return row.nudges[0].verdict.kind == "match" and agrees(row) and not is_unseen(row)


def quickly(teller: Teller, row: Chained) -> Sentence:
    """`w = 3.001 gives J = 121.066009, 66.009 ≈ 66 times as far.`"""
    ends, nudged = moved_from(teller, row.by), row.nudges[0]
    if ends is None or nudged.k is None or nudged.moved is None or nudged.minus is not None or row.value in (None, 0):
        return checked(teller, row)
    assert row.value is not None
    place = teller.apart((ends[0], "value"), (ends[1], "nudged"))[1]
    moved = teller.apart((teller.values[teller.report.output], "value"), (nudged.moved, "nudged"))[1]
    k, slope = teller.number(nudged.k, "k"), teller.number(row.value, "derivative")
    times = Equation((k, slope), None, FIRST_ORDER).math if k.text != slope.text else math(k)
    return say(chain([math(Name(row.by)), place]), " gives ", chain([math(teller.output), moved]), ", ", times, " times as far.")  # fmt: skip


def checked(teller: Teller, row: Chained) -> tuple[Piece, ...]:
    """`w: 3 → 3.001 moves J: 121 → 121.066009, so k = 66.009, against 66: they agree.`"""
    ends, nudged = moved_from(teller, row.by), row.nudges[0]
    if ends is None or nudged.k is None or nudged.moved is None:
        return say(
            Name(row.by),
            ": ",
            *(
                verdict_words(teller, row.verdict, teller.output, Name(row.by), row.value)
                or say("the nudge leads to no value.")
            ),
        )
    before = teller.values[teller.report.output] if nudged.minus is None else nudged.minus
    first, last = (
        math(low, "→", high)
        for low, high in (
            teller.apart((ends[0], "value"), (ends[1], "nudged")),
            teller.apart((before, "value"), (nudged.moved, "nudged")),
        )
    )
    quotient = chain([math(teller.k), teller.number(nudged.k, "k")])
    moves = ", " if before == nudged.moved else " moves "
    start = say(Name(row.by), ": ", first, moves, teller.output, ": ", last, ", so ", quotient)
    if row.value is None:
        return say(*start, ". ", *verdict_words(teller, row.verdict, teller.output, Name(row.by), row.value))
    against = say(", and the backward pass says ", teller.number(row.value, "derivative"), ". ")
    return say(*start, *against, *verdict(teller, row))


def moved_from(teller: Teller, name: str) -> tuple[Value, Value] | None:
    """A parameter's value before the nudge (central: nudged down) and after it; of a large graph, whose nudges are not traced, in doubles."""
    if teller.report.large:
        before, epsilon = teller.values[name], float(teller.report.epsilons[0])
        low = epsilon if teller.report.scheme == CENTRAL else 0
        return (before - low, before + epsilon) if isinstance(before, float) else None
    ways = teller.trace.ways(name)
    if not ways or ways[0].after is None:
        return None
    return (ways[0].before if ways[0].minus is None else ways[0].minus, ways[0].after)


def verdict(teller: Teller, row: Chained) -> Sentence:
    """True if nudge and derivative agree, in words."""
    nudged = row.nudges[0]
    if nudged.verdict.kind != "match":
        return tuple(verdict_words(teller, nudged.verdict, teller.output, Name(row.by), row.value))
    if is_unseen(row):
        return say("The digits at hand do not tell the two apart.")
    if nudged.leftover == 0:
        return say("They agree exactly." if nudged.k == row.value and Number(nudged.k, "k").is_exact else "They agree in all digits.")  # fmt: skip
    if agrees(row):
        return say("They agree: the difference fades with the nudge.")
    return say("This nudge is coarse: the difference fades with it.")


def agrees(row: Chained) -> bool:
    """True if the first nudge's quotient is about the derivative: within a share of it, or of ε where the derivative is zero."""
    k, value = row.nudges[0].k, row.value
    return k is None or value is None or within(k, value, FIRST_ORDER, FIRST_ORDER if value == 0 else Fraction(0))


def cost(teller: Teller) -> Step:
    """n + p steps right to left against n × p by nudging; of a small graph with the numbers of a large network."""
    found = teller.report.cost
    small = found.nudge_steps < CLEAR * found.backprop_steps
    if small:
        found = NETWORK
    n, p = count(found.nodes, "nodes"), count(found.parameters, "parameters")
    back = Equation((math(n, "+", p), count(found.backprop_steps, "steps"))).math
    nudge = Equation((math(n, "×", p), count(found.nudge_steps, "steps"))).math
    if teller.choices.long:
        told = say("Every derivative is found once, and used again. ", "In a network of " if small else "Here, with ", n, " nodes and ", p,
                   " parameters that takes ", back, " steps; nudging each parameter alone, ", nudge, ".")  # fmt: skip
    else:
        told = say("Right to left, ", n, " nodes with ", p, " parameters take ", count(found.backprop_steps, "steps"),
                   " steps; nudging, ", count(found.nudge_steps, "steps"), ".")  # fmt: skip
    return Step("cost", say("Why right to left"), (Line("cost", told),), say("Right to left: ", back, " steps; nudging each parameter: ", nudge, "."))  # fmt: skip


def advice(teller: Teller, rows: list[Chained]) -> Step | None:
    """Return which parameters to increase or to decrease so that the output goes down."""
    known = [row for row in rows if row.value is not None]
    smooth = [row for row in known if row.verdict.kind != "kink" and row.value is not None]
    kinks = [Name(row.by) for row in known if row.verdict.kind == "kink"]
    down = [Name(row.by) for row in smooth if row.value != 0 and is_positive(row.value)]
    up = [Name(row.by) for row in smooth if row.value != 0 and not is_positive(row.value)]
    flat = [Name(row.by) for row in smooth if row.value == 0 and row.terms]
    ways = [way(teller, *each) for each in (("decrease ", down, "positive"), ("increase ", up, "negative")) if each[1]]
    lines: list[Sentence] = []
    if ways:
        both = [
            piece
            for place, said in enumerate(ways)
            for piece in (*(say("; " if teller.choices.long else " and ") if place else ()), *said)
        ]
        lines.append(say("To lower ", teller.output, ", ", *both, "."))
    if flat and not (ways or kinks):
        lines.append(say("It is flat here: the gradient gives no direction."))
    elif flat:
        lines.append(say("Leave ", *listed(flat), " for now: a small change hardly moves ", teller.output, "."))
    if kinks:
        lines.append(say("Be careful with ", *listed(kinks), ": ", teller.output, " has a kink here, so look at both sides."))  # fmt: skip
    brief = [piece for place, line in enumerate(lines) for piece in (*(say(" ") if place else ()), *line)]
    made = tuple(Line("advice", line) for line in lines)
    return Step("advice", say("What to do with it"), made, tuple(brief)) if lines else None


def way(teller: Teller, verb: str, names: list[Name], sign: str) -> Sentence:
    """`decrease w`, and in a long story why."""
    reason = f", whose derivative{' is' if len(names) == 1 else 's are'} {sign}" if teller.choices.long else ""
    return say(verb, *listed(names), reason)
