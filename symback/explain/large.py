"""A graph that is too large to be told node by node: a summary, and the steps of the parameters asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symback.domains.text import as_float
from symback.explain import short
from symback.explain.backward import step
from symback.explain.closing import closing_steps
from symback.explain.formulas import equals
from symback.explain.forward import forward_equation
from symback.explain.model import Line, Name, Piece, Program, Sentence, Step, count, math, say
from symback.report.build import report_at, report_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.explain.teller import Teller
    from symback.graph.node import Node
    from symback.report.model import Chained

LARGE = 40  # nodes; more are summed up
ENDS = 4  # nodes told at either end
SHORT = 60  # characters of a node's formula where the graph is walked over arrays
MOST_STEPS = 8  # steps told for the parameters asked for
MOST_RULES = 1000  # rules whose derivatives are worked out as formulas
FORMULAS_UP_TO = 150  # nodes of a graph whose formulas are worked out


def large_story_steps(teller: Teller, given: Mapping[str, object]) -> list[Step]:
    """The summary; then the steps that lead to the derivatives asked for, if any were."""
    steps = [summary(teller)] if teller.tells("graph") else []
    steps += [ends(teller)] if teller.tells("forward") else []
    only = teller.choices.only
    if only is None:
        return [*steps, *closing_steps(largest(teller), told=False), *noted(teller), hint(teller)]
    rows, left_out = way(teller, only)
    detailed = with_details(teller, given, [row.by for row in rows])
    found = detailed.report.chained
    for place, row in enumerate(rows if teller.tells("backward") else ()):
        if left_out and place == MOST_STEPS // 2:
            steps.append(gap(left_out))
        steps.append((step if teller.choices.long else short.step)(detailed, found[row.by]))
    asked = tuple(replace(found[name], parameter=True) for name in only)
    return steps + closing_steps(replace(detailed, report=replace(detailed.report, chained_rows=asked)))


def summary(teller: Teller) -> Step:
    """Return how large the graph is, how many rules its nodes share, and what comes out."""
    cost = teller.report.cost
    size = say("The graph has ", count(cost.nodes, "nodes"), " nodes and ", count(cost.parameters, "parameters"), " parameters, too many to tell one by one.")  # fmt: skip
    rules = len({node.rule for node in teller.graph.nodes})
    shared = say(" Nodes that differ in names alone share a rule: there are ", count(rules, "rules"), " of them.") if rules < cost.nodes / 2 else ()  # fmt: skip
    value = teller.values[teller.report.output]
    end = (
        say(" It ends with ", math(teller.output, "=", teller.number(value, "value")), ".") if value is not None else ()
    )
    return Step("graph", say("The graph"), (Line("graph", (*size, *shared, *end)),), (*size, *end))


def ends(teller: Teller) -> Step:
    """The forward pass at its beginning and its end."""
    nodes = teller.graph.nodes
    told = forward_value if teller.report.large else forward_math
    first, last = (nodes[:ENDS], nodes[-ENDS:]) if len(nodes) > 2 * ENDS else (nodes, ())
    lines = [Line("forward", told(teller, node)) for node in first]
    if last:
        lines.append(Line("forward", say("Then ", count(len(nodes) - 2 * ENDS), " more nodes, and at the end:")))
    lines += [Line("forward", told(teller, node)) for node in last]
    return Step("forward", say("The forward pass, left to right"), tuple(lines), lines[-1].pieces)


def forward_value(teller: Teller, node: Node) -> Sentence:
    """`a3 = tanh(w3*a2 + …`, no more of it than one reads, and the value."""
    value = teller.values[node.name]
    start = say(math(Name(node.name)), " = ", Program(node.text(SHORT)))
    return (
        start
        if value is None
        else say(*start, f" {equals(teller.number(value, 'value'))} ", math(teller.number(value, "value")))
    )


def forward_math(teller: Teller, node: Node) -> Sentence:
    return (forward_equation(teller, node),)


def largest(teller: Teller) -> Teller:
    """The same, with no more parameters than one reads: those with the largest derivatives."""
    rows = [row for row in teller.report.chained_rows if row.parameter]
    if len(rows) > teller.choices.top:
        rows = sorted(rows, key=lambda row: -abs(as_float(row.value) or 0) if row.value is not None else 0)
    return replace(teller, report=replace(teller.report, chained_rows=tuple(rows[: teller.choices.top])))


def noted(teller: Teller) -> list[Step]:
    """Return which derivatives were told, and what the report notes besides."""
    left_out = teller.report.cost.parameters - teller.choices.top
    said = [say("The gradient above is that of the largest derivatives; ", count(left_out), " more are not told.")] if left_out > 0 else []  # fmt: skip
    said += [(Program(note),) for note in teller.report.notes]
    lines = tuple(Line("notes", pieces) for pieces in said)
    return [Step("notes", say("To note"), lines, lines[0].pieces)] if lines else []


def hint(teller: Teller) -> Step:
    """Return how to see the steps of one parameter."""
    first = next(iter(teller.graph.parameters), teller.report.output)
    said = say(
        "To see how one derivative comes about, ask for it: ", Program(f"--only d{teller.report.output}/d{first}"), "."
    )
    return Step("notes", say("More"), (Line("notes", said),), said)


def way(teller: Teller, only: tuple[str, ...]) -> tuple[list[Chained], int]:
    """The rows on the way from the output to the names asked for, at most MOST_STEPS, and how many are left out."""
    wanted = set(only)
    for name in only:
        wanted.update(node.name for node in teller.downstream(name))
    rows = [row for row in teller.report.chained_rows if row.by in wanted]
    if len(rows) <= MOST_STEPS:
        return rows, 0
    half = MOST_STEPS // 2
    return [*rows[:half], *rows[-half:]], len(rows) - MOST_STEPS


def gap(left_out: int) -> Step:
    """Return what stands for the steps that are left out."""
    said: tuple[Piece, ...] = say("Then ", count(left_out), " more steps of the same kind.")
    return Step("backward", say("And so on"), (Line("backward", said),), said)


def with_details(teller: Teller, given: Mapping[str, object], names: list[str]) -> Teller:
    """The same with nudges (and, unless that is too much work, formulas) for the derivatives that are told."""
    asked = frozenset({*names, *(teller.choices.only or ())})
    if teller.report.large:
        formulas = len({node.rule for node in teller.graph.nodes}) <= MOST_RULES
        options = replace(teller.trace.options, only=asked, check="all", parts=frozenset({"local", "chained"}))
        edges = report = report_at(teller.graph, given, replace(options, formulas=formulas))
    else:
        formulas = len(teller.graph.nodes) <= FORMULAS_UP_TO
        options = replace(teller.trace.options, formulas=formulas)
        walks = teller.trace.walks
        assert walks is not None
        edges = report_of(walks, replace(options, nudges=False)) if formulas else teller.report
        report = report_of(walks, replace(options, only=asked))
    known = {**teller.report.chained, **report.chained}
    rows = tuple(known[row.by] for row in teller.report.chained_rows)
    whole = replace(report, nodes=teller.report.nodes, local_rows=edges.local_rows, chained_rows=rows)
    return replace(teller, report=whole)
