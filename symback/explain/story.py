"""Telling a story: the graph, the forward pass, right to left one node at a time, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symback.domains.text import DECIMAL_DIGITS
from symback.explain import short
from symback.explain.backward import seed_step, step
from symback.explain.closing import closing_steps
from symback.explain.forward import forward_step, given_value, graph_step
from symback.explain.large import LARGE, large_story_steps
from symback.explain.model import Line, Notation, Program, Sentence, Step, Story, listed, say
from symback.explain.teller import Teller
from symback.report.notation import partial_sign
from symback.report.trace import traced_and_error
from symback.report.words import MOST_LISTED, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from symback.explain.choices import Choices
    from symback.explain.model import Drawn
    from symback.graph.graph import Graph
    from symback.report.model import Chained, Report
    from symback.report.options import Options


DIGITS = 4  # that a story shows of what is rounded


def tell(
    graph: Graph,
    given: Mapping[str, object],
    options: Options,
    choices: Choices,
    draw: Callable[[Graph, Report], Drawn] | None = None,
) -> Story:
    """The story of a graph at a point, drawn by `draw` where it is small. Raises SymbackError as a report does (exit code 2 or 3)."""
    large, digits = len(graph.nodes) > LARGE, options.digits or DIGITS
    options = replace(options, digits=max(digits, DECIMAL_DIGITS))
    report, trace, missing = traced_and_error(graph, given, options, in_short(options) if large else options)
    if report.large:  # the numbers on the way of a nudge are not traced, so they are not told
        choices = replace(choices, without=choices.without | {"nudge", "leftover"})
    teller = Teller(graph, report, trace, choices, digits)
    steps = large_story_steps(teller, given) if large or report.large else all_steps(teller)
    if missing is not None and teller.values[report.output] is None:
        why = Line("notes", (Program(missing.reason),))
        steps.append(Step("notes", say("Why there is no answer"), (why,), why.pieces))
    small = not (large or report.large) and choices.tells("graph")
    return Story(
        shortened(graph.program),
        point(report, teller.digits),
        notation(report, choices),
        tuple(steps),
        draw(graph, replace(report, table_digits=digits)) if small and draw is not None else None,
        missing,
    )


def in_short(options: Options) -> Options:
    """The options for the numbers alone of a graph that is summed up."""
    parts = frozenset({"forward", "chained"})
    return replace(options, formulas=False, nudges=False, check="direction", parts=parts)


def all_steps(teller: Teller) -> list[Step]:
    """Every step of a graph of a size that one reads."""
    rows = wanted(teller)
    steps: list[Step] = []
    if teller.choices.long:
        steps += [graph_step(teller)] if teller.tells("graph") else []
        steps += [forward_step(teller)] if teller.tells("forward") else []
        steps += [seed_step(teller)] if teller.tells("backward") and rows else []
    elif teller.tells("graph") or teller.tells("forward"):
        steps.append(short.graph_step(teller))
    told = step if teller.choices.long else short.step
    steps += [told(teller, row) for row in rows] if teller.tells("backward") else []
    return steps + closing_steps(only_wanted(teller)) + notes(teller.report)


def wanted(teller: Teller) -> list[Chained]:
    """The derivatives to tell, from the output back: all, or those on the way to the ones asked for."""
    rows = [row for row in teller.report.chained_rows if row.parameter or not teller.graph.by_name[row.by].unused]
    if teller.choices.only is None:
        return rows
    on_the_way = set(teller.choices.only)
    for name in teller.choices.only:
        on_the_way.update(node.name for node in teller.downstream(name))
    return [row for row in rows if row.by in on_the_way]


def only_wanted(teller: Teller) -> Teller:
    """The same, its report with no more parameters than were asked for."""
    only = teller.choices.only
    if only is None:
        return teller
    rows = tuple(replace(r, parameter=True) for r in teller.report.chained_rows if r.by in only)
    return replace(teller, report=replace(teller.report, chained_rows=rows))


def notes(report: Report) -> list[Step]:
    """Return what the report notes besides."""
    if not report.notes:
        return []
    lines = tuple(Line("notes", (Program(note),)) for note in report.notes)
    return [Step("notes", say("To note"), lines, lines[0].pieces)]


def point(report: Report, digits: int | None = None) -> Sentence:
    """`w = 3, b = 8`; empty without values."""
    valued = [i for i in report.inputs if i.value is not None]
    found = [given_value(row, digits) for row in valued[:MOST_LISTED]]
    more = len(valued) - MOST_LISTED
    return tuple(listed(found, ", ")) + (say(f" and {more:,} more") if more > 0 else ())


def notation(report: Report, choices: Choices) -> Notation:
    only = report.inputs[0].name if len(report.inputs) == 1 else None
    return Notation(choices.notation, partial_sign(report), report.output, only)
