"""The short telling, as the lecture has it: the graph with its numbers, then a step for each derivative in about three lines.

The nudge says how far the next node moves, and what is known of that node does the rest; the factor is the local
derivative, by a rule that is told once; the product is the chain rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.arrows import in_numbers
from symback.explain.backward import apart, edge_words, local_equation, smooth_after_all, users_of
from symback.explain.chain import (
    MOST_PATHS,
    adds_up,
    brief,
    chained_equation,
    direct_words,
    is_direct,
    limit_words,
    many,
)
from symback.explain.equation import chain
from symback.explain.formulas import formula, node_formula
from symback.explain.forward import data_words, forward_words
from symback.explain.leftover import leaves_over
from symback.explain.model import Line, Name, Sentence, Step, listed, math, say
from symback.explain.nudging import nudge_line, other_nudges
from symback.explain.rules import sentences
from symback.explain.teller import verdict_words

if TYPE_CHECKING:
    from symback.domains.values import Number as Value
    from symback.explain.equation import Side
    from symback.explain.teller import Teller
    from symback.graph.node import Node
    from symback.report.model import Chained

LONGEST_LETTERS = 30  # characters of a derivative in inputs that is told beside its number


def graph_step(teller: Teller) -> Step:
    """The graph and the forward pass in one: every node with its numbers put in."""
    lines = [Line("graph", said) for said in data_words(teller)] if teller.tells("graph") else []
    if teller.tells("forward"):
        lines += [Line("forward", forward_words(teller, node)) for node in teller.graph.nodes]
    else:
        lines += [Line("graph", (math(Name(node.name), "=", node_formula(node)),)) for node in teller.graph.nodes]
    value = teller.values[teller.report.output]
    last: list[Side] = [math(teller.output), *teller.result(value, "value")]
    return Step("graph", say("The graph"), tuple(lines), say("Forward: ", chain(last, teller), "."))


def step(teller: Teller, row: Chained) -> Step:
    """The derivative of the output by one node or parameter."""
    if not teller.downstream(row.by):
        return apart(teller, row, [])
    lines = nudge(teller, row) if teller.tells("nudge") else []
    lines += other_nudges(teller, row) if teller.tells("nudge") else []
    limit = row.verdict.kind == "match" and not adds_up(row)  # which the product tells
    warned = [] if limit else verdict_words(teller, row.verdict, teller.output, Name(row.by), row.value)
    lines += [Line("verdict", tuple(warned))] if warned else []
    lines += worked(teller, row)
    smooth = [] if limit else smooth_after_all(teller, row)
    lines += [Line("verdict", tuple(smooth))] if smooth else []
    title = say(teller.total(row.by))
    return Step("backward", title, tuple(lines), brief(teller, row), row.by, row.in_nodes, teller.edges_of(row))


def nudge(teller: Teller, row: Chained) -> list[Line]:
    """Return how far the next node moves, and so the output; the numbers of the nudge where that node is the output, or at a kink."""
    if (
        row.value is None
        or row.verdict.kind != "match"
        or not (len(row.terms) > 1 or is_plain(teller, row))
        or not adds_up(row)
    ):
        return [*nudge_line(teller, row), *leftover(teller, row)]
    if len(row.terms) > 1:
        return [Line("nudge", ways(teller, row))]
    said = discovered(teller, row) if teller.once("the chain rule") else in_numbers(teller, row)
    return [Line("nudge", said)] if said else []


def leftover(teller: Teller, row: Chained) -> list[Line]:
    """Why the quotient is not exactly the derivative: told once."""
    if not teller.tells("leftover") or row.value == 0 or not leaves_over(row) or not teller.once("what stays"):
        return []
    nudged, found = row.nudges[0], teller.trace.leftover(row.by)
    assert nudged.k is not None
    assert row.value is not None
    letters = formula(found.at_point) if found.at_point and len(found.at_point) <= LONGEST_LETTERS else None
    quotient = chain([teller.number(nudged.k, "k"), *([letters] if letters is not None else [])], teller)
    slope = teller.number(row.value, "derivative")
    return [Line("leftover", say("As ", teller.epsilon, " shrinks, ", quotient, " becomes ", slope, "."))]


def discovered(teller: Teller, row: Chained) -> Sentence:
    """`a moves 3 times as far as w, and J is known to move 22 times as far as a.`"""
    term = row.terms[0]
    assert term.local_value is not None
    assert term.upstream_value is not None
    local, up = far(teller, term.local_value, "local"), far(teller, term.upstream_value, "upstream")
    through = Name(term.through)
    return say(through, " moves ", *local, " as far as ", Name(row.by), "; ", teller.output, ", we know, ", *up, " as far as ", through, ".")  # fmt: skip


def far(teller: Teller, rate: Value, role: str) -> Sentence:
    """`3 times`, as far as something else."""
    return say("just") if rate == 1 else say(teller.number(rate, role), " times")


def ways(teller: Teller, row: Chained) -> Sentence:
    """Return which nodes a change goes through; that the shares add up is told once."""
    through = listed([Name(term.through) for term in row.terms[:MOST_PATHS]])
    more = " and others" if len(row.terms) > MOST_PATHS else ""
    if not teller.once("paths"):
        return say(Name(row.by), " is used by ", *through, f"{more}.", *direct_words(teller, row))
    return say(Name(row.by), " is used by ", *through, f"{more}: a change travels along every path, and the shares add up.", *direct_words(teller, row))  # fmt: skip


def worked(teller: Teller, row: Chained) -> list[Line]:
    """The factor and the product; a factor whose rule is known stands in the product alone."""
    before = set(teller.said)
    rules = [Line("rules", said) for said in factors(teller, row)] if teller.tells("rules") else []
    if not teller.tells("chain"):
        return rules
    if rules and before == teller.said and is_plain(teller, row):
        rules = []
    return rules + [Line("chain", said) for said in product(teller, row, known=not rules)]


def is_plain(teller: Teller, row: Chained) -> bool:
    """True if the derivative is one edge's factor times what is known, and nothing on that edge needs care."""
    if row.value is None or len(row.terms) != 1 or is_direct(teller, row) or not adds_up(row):
        return False
    local = teller.report.local.get((row.terms[0].through, row.by))
    return local is not None and local.verdict.kind not in ("kink", "undefined")


def factors(teller: Teller, row: Chained) -> list[Sentence]:
    """The local derivative on every edge, with its rule where that is new."""
    users, rest = users_of(teller, row)
    found = [factor(teller, node, row.by) for node in users]
    return [said for said in found if said] + ([rest] if rest else [])


def factor(teller: Teller, node: Node, by: str) -> Sentence:
    """`∂a/∂w = 3. Constant factor rule: …`; at a kink or where there is no derivative, that."""
    local = teller.report.local.get((node.name, by))
    special = edge_words(teller, node, by, local)
    if local is None or local.verdict.kind in ("kink", "undefined"):
        whole = teller.report.chained[by].verdict
        return () if local is not None and local.verdict.kind == whole.kind == "undefined" else special[1:]
    rules = [say(" ", *words, ".") for words in sentences(node, by, teller.taken) if teller.once(str(words))]
    return say(local_equation(teller, node, by, local), ".", *(piece for words in rules for piece in words), *special)


def product(teller: Teller, row: Chained, *, known: bool) -> list[Sentence]:
    """The chain rule with its numbers; nothing where the factor is all of it. `known`: with the factor as a formula in it."""
    if is_direct(teller, row):
        return []
    if not adds_up(row):
        return [limit_words(teller, row)]
    if row.value is None and teller.values[teller.report.output] is not None and row.verdict.kind == "undefined":
        return []
    if len(row.terms) > MOST_PATHS:
        return [many(teller, row)]
    text = row.in_inputs or ""
    short = row.parameter and 0 < len(text) <= LONGEST_LETTERS and "where(" not in text
    first = teller.once("chain rule")
    told = chained_equation(teller, row, known=known and not first, letters=short)
    return [say("Chain rule: " if first else "", told, ".")]
