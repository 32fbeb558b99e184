"""The heart of the story: right to left, one node at a time: question, nudge, leftover, rule, chain rule, arrows, reuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.arrows import arrow_line
from symback.explain.chain import brief, chain_lines, reuse_line
from symback.explain.equation import chain
from symback.explain.formulas import equation, node_formula
from symback.explain.leftover import leftover_line
from symback.explain.model import (
    Derivative,
    Formula,
    Line,
    Math,
    Name,
    Piece,
    Program,
    Sentence,
    Step,
    count,
    math,
    say,
)
from symback.explain.nudging import nudge_line, other_nudges
from symback.explain.rules import sentences
from symback.explain.teller import Teller, verdict_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from symback.graph.node import Node
    from symback.report.model import Chained, Local

LONGEST_RULE = 500  # instructions of a node whose formula is told in full, with the rules that it takes
SHORT = 60  # characters of a longer one that are told
MOST_EDGES = 8  # edges of one name that are told one by one


def seed_step(teller: Teller) -> Step:
    """Return what is said where the backward pass begins: the output by itself."""
    said = say(
        "Start at the end. If ", teller.output, " itself goes up by ", teller.epsilon, ", then ", teller.output,
        " goes up by just as much: ",
        math(Derivative(teller.report.output, teller.report.output), "=", count(1, "seed")), ".",
    )  # fmt: skip
    start = say("Now right to left: from ", teller.output, " back to the inputs, one node at a time.")
    return Step(
        "backward", say("The backward pass, right to left"), (Line("backward", (*said, *say(" "), *start)),), start
    )


def step(teller: Teller, row: Chained) -> Step:
    """One step: the derivative of the output by one node or parameter."""
    by = Name(row.by)
    lines = []
    if teller.tells("question"):
        lines.append(Line("question", say("If ", by, " goes up by a little, how does ", teller.output, " move?")))
    if not teller.downstream(row.by):
        return apart(teller, row, lines)
    lines += told(teller, row, ("nudge", nudge_line), ("leftover", leftover_line), ("nudge", other_nudges))
    warned = verdict_words(teller, row.verdict, teller.output, by, row.value)
    lines += [Line("verdict", tuple(warned))] if warned else []
    makers = ("rules", rule_lines), ("chain", chain_lines), ("arrows", arrow_line), ("reuse", reuse_line)
    lines += told(teller, row, *makers)
    smooth = smooth_after_all(teller, row)
    lines += [Line("verdict", tuple(smooth))] if smooth else []
    return Step(
        "backward",
        say(teller.total(row.by)),
        tuple(lines),
        brief(teller, row),
        row.by,
        row.in_nodes,
        teller.edges_of(row),
    )


def told(teller: Teller, row: Chained, *makers: tuple[str, Callable[[Teller, Chained], list[Line]]]) -> list[Line]:
    """The lines of those parts of a step that are told."""
    return [line for part, make in makers if teller.tells(part) for line in make(teller, row)]


def smooth_after_all(teller: Teller, row: Chained) -> list[Piece]:
    """Return what is said where an edge on the way has a kink and the output has none."""
    edges = [teller.report.local.get((term.through, row.by)) for term in row.terms]
    if row.verdict.kind != "match" or not any(edge is not None and edge.verdict.kind == "kink" for edge in edges):
        return []
    return list(
        say(
            "All the same, seen from ",
            Name(row.by),
            ", ",
            teller.output,
            " has no kink here: nudging to both sides agrees.",
        )
    )


def apart(teller: Teller, row: Chained, lines: list[Line]) -> Step:
    """The step of a parameter that the output does not depend on."""
    value = teller.result(row.value, "derivative")
    said = say("It does not move at all: no way leads from ", Name(row.by), " to ", teller.output, ".")
    slope = (*say(" So "), chain([math(teller.total(row.by)), *value], teller), *say(".")) if value else ()
    lines.append(Line("chain", (*said, *slope)))
    return Step("backward", say(teller.total(row.by)), tuple(lines), (*said, *slope), row.by, row.in_nodes)


def rule_lines(teller: Teller, row: Chained) -> list[Line]:
    """For every edge out of the name: the rule of calculus, and the local derivative that it gives."""
    users, rest = users_of(teller, row)
    found = [Line("rules", rule_line(teller, node, row.by)) for node in users]
    return [*found, Line("rules", rest)] if rest else found


def users_of(teller: Teller, row: Chained) -> tuple[list[Node], Sentence]:
    """The nodes that use a name, as many as are told one by one, and what is said of the others."""
    users = [node for node in teller.graph.consumers[row.by] if not node.unused]
    most = 1 if teller.report.large else MOST_EDGES
    if len(users) <= most:
        return users, ()
    return users[:most], say("And ", count(len(users) - most), " more nodes use ", Name(row.by), " in the same way.")


def rule_line(teller: Teller, node: Node, by: str) -> tuple[Piece, ...]:
    """`By calculus, for J = a²: ∂J/∂a = 2a = 2 × 11 = 22. Power rule: …`"""
    local = teller.report.local.get((node.name, by))
    if len(node.rule) > LONGEST_RULE:
        short = Program(f"{node.name} = {node.text(SHORT)}")
        return say("By calculus, for ", short, ": ", local_equation(teller, node, by, local), ".")
    away = ", away from this point: " if local is not None and local.verdict.kind == "undefined" else ": "
    intro = say("By calculus, for ", math(Name(node.name), "=", node_formula(node)), away)
    told = sentences(node, by, teller.taken)
    rules = [
        piece for words in told if teller.once(str(words)) for piece in say(" ", *words, ".")
    ]  # a rule is told once
    if not told:
        rules += say(" ", Name(node.name), " simply follows ", Name(by), ".")
    found = local_equation(teller, node, by, local)
    return (*intro, found, *say("."), *rules, *edge_words(teller, node, by, local))


def edge_words(teller: Teller, node: Node, by: str, local: Local | None) -> Sentence:
    """Return what is special about one edge, unless it is all the way: then the step has told it."""
    alone = node.name == teller.report.output and len(teller.report.chained[by].terms) == 1
    if local is None or alone or local.verdict.kind in ("epsilon", "rounding"):
        return ()
    warned = verdict_words(teller, local.verdict, Name(node.name), Name(by), local.value)
    return say(" ", *warned) if warned else ()


def local_equation(teller: Teller, node: Node, by: str, local: Local | None) -> Math:
    """`∂J/∂a = 2a = 2 × 11 = 22`; an operand in several slots adds up its shares first."""
    start = math(teller.edge(node.name, by))
    if local is None:
        return start
    slope = None if local.value is None else teller.number(local.value, "local")
    whole = teller.formula(teller.local_formula(local))
    shares = [teller.formula(slot.formula) for slot in local.slots if slot.formula != "0"]
    if (
        1 < len(shares) <= LONGEST_RULE
        and all(shares)
        and " + ".join(str(slot.formula) for slot in local.slots) != local.formula
    ):
        start = chain([start, added([share for share in shares if share is not None])], teller)
    chooses = whole is not None and any(str(instruction[0]).startswith("where") for instruction in whole.code)
    return equation(start, whole, {} if chooses else teller.values, slope, teller)


def added(shares: list[Formula]) -> Math:
    """The shares of several slots: `w + w`."""
    parts: list[str | Formula] = []
    for share in shares:
        parts += ["+", share] if parts else [share]
    return math(*parts)
