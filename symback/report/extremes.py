"""What there is to show of a large gradient: the largest and the smallest derivatives, and how many there are of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.model import NUMBER, PEOPLE, TEXT, Column, Table
from symback.report.notation import derivative_label

if TYPE_CHECKING:
    from symback.report.model import Report

SHOWN = 10  # of the largest, and of the smallest


def extremes(report: Report, top: int) -> list[Table]:
    """The derivatives that are largest, and those that are smallest and not 0, by size."""
    found = sorted(((abs(v), n) for n, v in report.gradient.items() if v), reverse=True)
    names = [name for _, name in found]
    count = min(top, SHOWN)
    if len(names) <= 2 * count:
        return [table(report, "Derivatives by size", names)]
    return [
        table(report, f"The {count} largest derivatives", names[:count]),
        table(report, f"The {count} smallest that are not 0", names[-count:]),
    ]


def table(report: Report, title: str, names: list[str]) -> Table:
    columns = (Column("label", "derivative", TEXT, PEOPLE), Column("value", "value", NUMBER))
    rows = tuple((derivative_label(report.output, name, report), report.gradient[name]) for name in names)
    return Table("gradient", title, columns, rows, digits=report.table_digits)


def counts(report: Report) -> tuple[str, ...]:
    """How many derivatives there are, and how many are 0 or do not exist."""
    values = list(report.gradient.values())
    none, zero = sum(v is None for v in values), sum(v == 0 for v in values)
    return (f"{report.output} = {report.result!r}; {len(values):,} derivatives: {zero:,} are 0, {none:,} do not exist",)
