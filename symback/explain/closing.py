"""The end of the story: the gradient, the double check, the cost both ways, and what the gradient says to do."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.ball import within
from symback.explain.equation import FIRST_ORDER, Equation, chain, is_exact
from symback.explain.formulas import formula
from symback.explain.model import Line, Math, Name, Number, Piece, Sentence, Step, count, listed, math, say
from symback.explain.straight import is_unseen
from symback.explain.teller import Teller, is_positive, verdict_words
from symback.passes.nudge import CENTRAL

if TYPE_CHECKING:
    from symback.domains.values import Number as Value
    from symback.report.model import Chained

MOST = 40  # parameters that are told one by one


def closing_steps(teller: Teller) -> list[Step]:
    """The steps that end the story, those that are wanted."""
    rows = [row for row in teller.report.chained_rows if row.parameter]
    if not rows:
        return []
    made = {"gradient": gradient, "check": check, "cost": cost, "advice": advice}
    steps = [tell(teller, rows[:MOST]) for part, tell in made.items() if teller.tells(part)]
    return [step for step in steps if step is not None]


def gradient(teller: Teller, rows: list[Chained]) -> Step:
    """All the derivatives that were asked for."""
    lines = [Line("gradient", slope_words(teller, row)) for row in rows]
    brief = say("The gradient: ", *listed([slope(teller, row) for row in rows], ", "), ".")
    return Step("gradient", say("The gradient"), tuple(lines), brief)


def slope(teller: Teller, row: Chained) -> Math:
    """`∂J/∂w = 66`, or the formula."""
    start = math(teller.total(row.by))
    if row.value is not None:
        return chain([start, Number(row.value, "derivative")], teller)
    text = row.in_inputs or row.in_nodes
    return start if text is None or row.verdict.kind == "undefined" else chain([start, formula(text)])


def slope_words(teller: Teller, row: Chained) -> Sentence:
    """The slope, or that there is none."""
    found = slope(teller, row)
    return say(found, " does not exist here.") if row.verdict.kind == "undefined" else (found,)


def check(teller: Teller, rows: list[Chained]) -> Step | None:
    """Every parameter nudged alone, against what the backward pass says."""
    nudged = [row for row in rows if row.nudges]
    if not nudged:
        return None
    intro = say("Does it all fit? Nudge each parameter alone, and compare.")
    lines = [Line("check", intro), *(Line("check", checked(teller, row)) for row in nudged)]
    right = [
        Name(row.by) for row in nudged if row.nudges[0].verdict.kind == "match" and agrees(row) and not is_unseen(row)
    ]
    brief = say("Nudging agrees for ", *listed(right), ".") if right else intro
    return Step("check", say("Double check"), tuple(lines), brief)


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
    first = math(Number(ends[0], "value"), "→", Number(ends[1], "nudged"))
    last = math(Number(before, "value"), "→", Number(nudged.moved, "nudged"))
    quotient = chain([math(teller.k), Number(nudged.k, "k")])
    moves = ", " if before == nudged.moved else " moves "
    start = say(Name(row.by), ": ", first, moves, teller.output, ": ", last, ", so ", quotient)
    if row.value is None:
        return say(*start, ". ", *verdict_words(teller, row.verdict, teller.output, Name(row.by), row.value))
    against = say(", and the backward pass says ", Number(row.value, "derivative"), ". ")
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
    """Whether nudge and derivative agree, in words."""
    nudged = row.nudges[0]
    if nudged.verdict.kind != "match":
        return tuple(verdict_words(teller, nudged.verdict, teller.output, Name(row.by), row.value))
    if is_unseen(row):
        return say("The digits at hand do not tell the two apart.")
    if nudged.leftover == 0:
        return say("They agree exactly." if nudged.k == row.value and is_exact(nudged.k) else "They agree in all digits.")  # fmt: skip
    if agrees(row):
        return say("They agree: the difference fades with the nudge.")
    return say("This nudge is coarse: the difference fades with it.")


def agrees(row: Chained) -> bool:
    """Whether the first nudge's quotient is about the derivative: within a share of it, or of ε where the derivative is zero."""
    k, value = row.nudges[0].k, row.value
    return k is None or value is None or within(k, value, FIRST_ORDER, FIRST_ORDER if value == 0 else Fraction(0))


def cost(teller: Teller, rows: list[Chained]) -> Step:  # noqa: ARG001 (every closing step takes the rows)
    """n + p steps right to left against n × p by nudging."""
    found = teller.report.cost
    n, p = count(found.nodes, "nodes"), count(found.parameters, "parameters")
    back = Equation((math(n, "+", p), count(found.backprop_steps, "steps"))).math
    nudge = Equation((math(n, "×", p), count(found.nudge_steps, "steps"))).math
    both = math(Name("n"), "+", Name("p")), math(Name("n"), "×", Name("p"))
    here = say(math(Name("n"), "=", n), " and ", math(Name("p"), "=", p))
    lines = [
        Line("cost", say("With ", Name("n"), " nodes and ", Name("p"), " parameters, right to left takes about ", both[0],
             " steps, since every derivative is found once and used again. Nudging each parameter alone takes about ", both[1], ".")),
        Line("cost", say("Here ", *here, ": ", back, " against ", nudge, ".")),
    ]  # fmt: skip
    if found.nudge_steps <= found.backprop_steps:
        lines.append(Line("cost", say("So small a graph hides the gain; with many parameters it is enormous.")))
    return Step("cost", say("Why right to left"), tuple(lines), say("Right to left: ", back, " steps; nudging each parameter: ", nudge, "."))  # fmt: skip


def advice(teller: Teller, rows: list[Chained]) -> Step | None:
    """Raise or lower each parameter to lower the output."""
    lines = [Line("advice", advised(teller, row)) for row in rows if row.value is not None]
    if not lines:
        return None
    intro = say("The gradient tells which way is down. To make ", teller.output, " smaller, take a small step:")
    if all(row.value == 0 and row.verdict.kind != "kink" for row in rows if row.value is not None):
        intro = say("It is flat here: the gradient gives no direction.")
    brief = [piece for place, line in enumerate(lines) for piece in (*(say(" ") if place else ()), *line.pieces)]
    return Step("advice", say("What to do with it"), (Line("advice", intro), *lines), tuple(brief))


def advised(teller: Teller, row: Chained) -> Sentence:
    """`Lower w: ∂J/∂w = 66 is positive.`"""
    name, found = Name(row.by), slope(teller, row)
    sign = 0 if row.value == 0 else 1 if is_positive(row.value) else -1
    if row.verdict.kind == "kink":
        return say("Be careful with ", name, ": ", teller.output, " has a kink here, so look at both sides.")
    if sign == 0:
        return say("Leave ", name, " for now: ", found, ", so a small change hardly moves ", teller.output, ".")
    way, words = ("Lower", "positive") if sign > 0 else ("Raise", "negative")
    return say(f"{way} ", name, ": ", found, f" is {words}.")
