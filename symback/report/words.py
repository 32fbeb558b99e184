"""What a report says besides its tables: the point, the gradient, what it cost, and what else there is to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.math_text import plain
from symback.document.model import Derivative, Name, Sign, formula, math, say
from symback.document.model import Number as Told
from symback.domains.text import TABLE_DIGITS, table_text
from symback.report.notation import notation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.document.model import Atom, Math, Sentence
    from symback.domains.values import Number
    from symback.report.model import Input, Report

LONG_PROGRAM = 4000  # characters
SHOWN = 400  # of a longer one
CLEAR = 2  # so many times the steps of backpropagation show what it saves
MOST_LISTED = 24  # inputs or derivatives in one line; those of a larger program stand in its tables


def heading(report: Report) -> str:
    """The point of a report: `w = 3, b = 8`; empty where there are no inputs or no values."""
    return plain(assigned(report.inputs), notation(report)) if report.has_values else ""


def at_line(report: Report) -> str:
    """The point in a sentence, as text."""
    return plain(at_sentence(report), notation(report))


def at_sentence(report: Report) -> Sentence:
    """The point in a sentence, data apart from parameters: `At w = 2, b = 8 (data: x = -2, y = 2)`."""
    if not report.has_values or not report.inputs:
        return ()
    parameters = listed_inputs([i for i in report.inputs if i.parameter])
    data = listed_inputs([i for i in report.inputs if not i.parameter])
    if not parameters:
        return say("At ", *data, " (all data)")
    return say("At ", *parameters, *((" (data: ", *data, ")") if data else ()))


def shortened(program: str) -> str:
    """A program as a heading bears it: of a long one the beginning, and how much there is."""
    if len(program) <= LONG_PROGRAM:
        return program
    lines = program.count("\n") + 1
    return program[:SHOWN].rsplit("\n", 1)[0] + f" … ({count(lines, 'line')}, {len(program):,} characters)"


def one_line(program: str) -> str:
    """A program as a heading of one line bears it: without its comments, the statements with `;` between."""
    found = ""
    for line in program.split("\n"):
        statement = line.partition("#")[0].strip().rstrip("; ")
        if statement:
            between = " " if found.count("(") > found.count(")") else "; "
            found += (between if found else "") + " ".join(statement.split())
    return found


def assigned(inputs: Sequence[Input]) -> Sentence:
    """`w = 3, b = 8`."""
    return joined([math(Name(row.name), "=", input_value(row)) for row in inputs], ", ")


def listed_inputs(rows: Sequence[Input]) -> Sentence:
    return shown(assigned(rows[:MOST_LISTED]), len(rows), " ")


def joined(items: Sequence[Math], between: str) -> Sentence:
    """Pieces of mathematics with words between them."""
    return say(*[part for item in items for part in (between, item)][1:])


def shown(sentence: Sentence, count: int, between: str) -> Sentence:
    """A list that is cut off says how many more there are."""
    more = count - MOST_LISTED
    return (*sentence, *say(f"{between}and {more} more")) if more > 0 else sentence


def listed(parts: list[str]) -> str:
    more = len(parts) - MOST_LISTED
    return ", ".join(parts[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def summary(report: Report) -> list[Sentence]:
    """The gradient, the cost, and the notes, a line each."""
    return [*gradient_line(report), *map(say, cost_line(report)), *(say(f"Note: {note}") for note in report.notes)]


def gradient_line(report: Report) -> list[Sentence]:
    """`Gradient: ∂J/∂w = -4   ∂J/∂b = 2`, nothing where there is none."""
    if not report.gradient or not report.has_values:
        return []
    first = list(report.gradient.items())[:MOST_LISTED]
    parts = [math(Derivative(report.output, name), "=", number(value)) for name, value in first]
    return [say("Gradient: ", *shown(joined(parts, "   "), len(report.gradient), "   "))]


def cost_line(report: Report) -> list[str]:
    """Backpropagation's steps against those of nudging every parameter on its own; nothing where the graph is too small to tell."""
    cost = report.cost
    if cost.nudge_steps < CLEAR * cost.backprop_steps:
        return []
    both = f"{cost.nodes:,} nodes + {cost.parameters:,} parameters: {cost.backprop_steps:,} steps"
    return [f"{both}; nudging each parameter: {cost.nodes:,}×{cost.parameters:,} = {cost.nudge_steps:,}"]


def count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def duration(seconds: float) -> str:
    """A time as people say it: `40 s`, `2.25 h`."""
    for limit, unit, size in ((1e-3, "µs", 1e-6), (1.0, "ms", 1e-3), (120.0, "s", 1.0), (7200.0, "min", 60.0)):
        if seconds < limit:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 3600:.3g} h"


def value_text(value: Number | None, digits: int = TABLE_DIGITS) -> str:
    """A number as people read it, — where there is none."""
    return "—" if value is None else table_text(value, digits)


def number(value: Number | None) -> Atom:
    return Sign("—") if value is None else Told(value, "value")


def input_value(row: Input) -> Atom:
    """An input's value as it was given where that is shorter than its digits: `π/4`."""
    return formula(row.written) if row.written else number(row.value)
