"""Several points at once: a derivative as a slope, one row a point, parameter and nudge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.render.table import draw, text
from symback.report.notation import derivative_label, pretty
from symback.report.tables import FORMULA, NUMBER, TEXT, Cell, Column, Table, epsilon_text

if TYPE_CHECKING:
    from rich.console import Console

    from symback.report.model import Report


def render(reports: list[Report], console: Console) -> None:
    """Print the slopes of all points as one table."""
    draw(slopes(reports).for_people(), console, not console.encoding.lower().startswith("utf"))
    for note in dict.fromkeys(note for report in reports for note in report.notes):
        console.print(f"Note: {note}", markup=False)


def slopes(reports: list[Report]) -> Table:
    """Inputs, the output before and after the nudge, k, and the derivative, for every point, parameter and epsilon."""
    first = reports[0]
    several = len(first.gradient) > 1
    columns = [
        *(Column(f"in_{row.name}", pretty(row.name), NUMBER) for row in first.inputs),
        Column("output", first.output, NUMBER), Column("label", "derivative" if several else "", TEXT),
        Column("epsilon", "ε", TEXT), Column("moved", f"nudged {first.output}", NUMBER), Column("k", "k", NUMBER),
        Column("formula", "formula" if several else derivative_label(first.output, first.inputs[0].name, first) if first.inputs else "", FORMULA),
        Column("value", "value", NUMBER), Column("leftover", "leftover", NUMBER), Column("verdict", "verdict", TEXT),
    ]  # fmt: skip
    rows = tuple(row for report in reports for row in point_rows(report))
    kept = [i for i, c in enumerate(columns) if c.key != "label" or several]
    return Table("chained", f"Slopes of {first.output}", tuple(columns), rows).only(kept, rows)


def point_rows(report: Report) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    before = [i.value for i in report.inputs] + [report.values[report.output]]
    for by in report.gradient:
        row, label = report.chained[by], derivative_label(report.output, by, report)
        rows += [
            (
                *before,
                label,
                epsilon_text(n.epsilon),
                n.moved,
                n.k,
                row.in_inputs,
                row.value,
                n.leftover,
                n.verdict.kind,
            )
            for n in row.nudges
        ]
    return rows


def heading(report: Report) -> str:
    """The point of a report: `w = 3, b = 8`."""
    return ", ".join(f"{row.name} = {text(row.value)}" for row in report.inputs)
