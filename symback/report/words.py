"""What a report says besides its tables: the point, the gradient, what it cost, and what else there is to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.domains.text import table_text
from symback.report.notation import derivative_label, pretty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.domains.values import Number
    from symback.report.model import Input, Report

LONG_PROGRAM = 4000  # characters
SHOWN = 400  # of a longer one
MOST_LISTED = 24  # inputs or derivatives in one line; those of a larger program stand in its tables


def heading(report: Report) -> str:
    """The point of a report: `w = 3, b = 8`; empty where there are no inputs or no values."""
    return "" if not report.has_values else ", ".join(assigned(report.inputs))


def at_line(report: Report) -> str:
    """The point in a sentence, data apart from parameters: `At w = 2, b = 8 (data: x = -2, y = 2)`."""
    if not report.has_values or not report.inputs:
        return ""
    parameters = listed_inputs([i for i in report.inputs if i.parameter])
    data = listed_inputs([i for i in report.inputs if not i.parameter])
    return f"At {parameters}" + (f" (data: {data})" if data else "") if parameters else f"At {data} (all data)"


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


def assigned(inputs: Sequence[Input]) -> list[str]:
    return [f"{pretty(row.name)} = {value_text(row.value)}" for row in inputs]


def listed_inputs(rows: list[Input]) -> str:
    more = len(rows) - MOST_LISTED
    return ", ".join(assigned(rows[:MOST_LISTED])) + (f" and {more} more" if more > 0 else "")


def listed(parts: list[str]) -> str:
    more = len(parts) - MOST_LISTED
    return ", ".join(parts[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def summary(report: Report) -> list[str]:
    """The gradient, the cost, and the notes, a line each."""
    return [*gradient_line(report), cost_line(report), *(f"Note: {note}" for note in report.notes)]


def gradient_line(report: Report) -> list[str]:
    """`Gradient: ∂J/∂w = -4   ∂J/∂b = 2`, nothing where there is none."""
    if not report.gradient or not report.has_values:
        return []
    parts = [
        f"{derivative_label(report.output, name, report)} = {value_text(value)}"
        for name, value in report.gradient.items()
    ]
    more = len(parts) - MOST_LISTED
    return ["Gradient: " + "   ".join(parts[:MOST_LISTED]) + (f"   and {more} more" if more > 0 else "")]


def cost_line(report: Report) -> str:
    """Backpropagation's steps against those of nudging every parameter on its own."""
    cost = report.cost
    return (
        f"{count(cost.nodes, 'node')} + {count(cost.parameters, 'parameter')}: {count(cost.backprop_steps, 'step')}; "
        f"nudging each parameter: {cost.nodes}×{cost.parameters} = {cost.nudge_steps}"
    )


def count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def value_text(value: Number | None) -> str:
    """A number as people read it, — where there is none."""
    return "—" if value is None else table_text(value)
