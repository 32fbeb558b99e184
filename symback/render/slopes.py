"""Several points at once: a derivative as a slope, one row a point, parameter and nudge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.model import ALL, FORMULA, NUMBER, PROGRAMS, TEXT, Cell, Column, Derivative, Table, math
from symback.document.names import pretty
from symback.report.notation import derivative_label, notation
from symback.report.tables import epsilon_text, nudged_by, verdict_text

if TYPE_CHECKING:
    from symback.report.model import Input, Report


def slopes(reports: list[Report]) -> Table:
    """The varying inputs, the output before and after the nudge, k, and the derivative: a row a point, parameter, epsilon."""
    first = reports[0]
    several = len(first.gradient) != 1
    formula = None if several else only_formula(reports)
    inputs = varying(reports)
    columns = (
        *(Column(f"in_{name}", pretty(name), NUMBER) for name in inputs),
        Column("label", "derivative", TEXT, ALL if several else PROGRAMS),
        Column("epsilon", "ε", TEXT, ALL if len(first.epsilons) > 1 else PROGRAMS),
        Column("output", first.output, NUMBER), Column("moved", f"nudged {first.output}", NUMBER),
        Column("k", "nudge", NUMBER), Column("formula", "formula", FORMULA, PROGRAMS if formula else ALL),
        Column("value", "value" if several else slope_name(first), NUMBER), Column("leftover", "leftover", NUMBER),
        Column("verdict", "verdict", TEXT), *([Column("how", "how known", TEXT)] if first.tells_how else []),
    )  # fmt: skip
    rows = tuple(row for report in reports for row in point_rows(report, inputs))
    return Table("chained", title(first, formula), columns, rows, labels=len(inputs) + 2, notation=notation(first))


def only_formula(reports: list[Report]) -> str | None:
    """The formula of the one derivative, where it is the same at every point."""
    found = {report.chained[by].in_inputs for report in reports for by in report.gradient}
    return found.pop() if len(found) == 1 else None


def title(report: Report, formula: str | None) -> str:
    """Return what the table is about; the formula that holds at every point stands there once."""
    shown = f": {slope_name(report)} = {formula}" if formula else ""
    return f"Slopes of {pretty(report.output)}{shown}{nudged_by(report)}"


def slope_name(report: Report) -> str:
    return derivative_label(report.output, next(iter(report.gradient)), report)


def varying(reports: list[Report]) -> list[str]:
    """The inputs that differ from point to point; all where none does."""
    points = [{row.name: row.value for row in report.inputs} for report in reports]
    names = [name for name in points[0] if any(point[name] != points[0][name] for point in points)]
    return names or list(points[0])


def constant(reports: list[Report]) -> list[Input]:
    """Every input that is the same at every point, and not a column of the slopes."""
    columns = varying(reports)
    return [row for row in reports[0].inputs if row.name not in columns]


def point_rows(report: Report, inputs: list[str]) -> list[tuple[Cell, ...]]:
    """A row a parameter and epsilon; one without a nudge where there is none."""
    rows: list[tuple[Cell, ...]] = []
    values = report.values
    for by in report.gradient:
        row, label = report.chained[by], math(Derivative(report.output, by))
        for n in row.nudges or (None,):
            epsilon, moved, k, leftover = (
                (epsilon_text(n.epsilon), n.moved, n.k, n.leftover) if n else ("", None, None, None)
            )
            rows.append(
                (
                    *(values[name] for name in inputs), label, epsilon, values[report.output], moved, k,
                    row.in_inputs, row.value, leftover, verdict_text(n or row, report.table_digits),
                    *([(n or row).verdict.how or ""] if report.tells_how else []),
                )
            )  # fmt: skip
    return rows
