"""The report as tables: which there are, their columns and their rows, decided once for every format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symback.document.model import (
    ALL,
    FORMULA,
    NUMBER,
    PEOPLE,
    PROGRAMS,
    TEXT,
    Cell,
    Column,
    Derivative,
    Math,
    Table,
    math,
)
from symback.document.names import pretty
from symback.domains.text import short_decimal, table_text
from symback.passes.nudge import CENTRAL
from symback.report.notation import edge, notation, partial_sign

if TYPE_CHECKING:
    from fractions import Fraction

    from symback.report.model import Chained, Local, Nudged, Report, Term
    from symback.report.second import Entry

SHOWN = 10  # of the largest, and of the smallest
NAMES = ("forward", "local", "chained", "gradient")
LONGEST = 60  # characters of a derivative in inputs beside its value
TOO_LONG = "—"  # stands where a formula is too long to be shown


def epsilon_text(epsilon: Fraction) -> str:
    return short_decimal(epsilon) or f"{float(epsilon):g}"


def tables(report: Report, which: str = "all", audience: str = ALL) -> list[Table]:
    """The tables named `which`, in the order in which they are told; for programs without the labels that people read."""
    if which == "gradient" and audience == PROGRAMS:
        return [bare_gradient(report)]
    made = {"forward": forward, "local": local, "chained": chained, "gradient": gradient}
    found = (made[name](report) for name in NAMES if which in (name, "all"))
    return [replace(table, notation=notation(report)) for table in found]


def forward(report: Report) -> Table:
    columns = (Column("name", "node", TEXT), Column("formula", "formula", FORMULA), Column("value", "value", NUMBER))
    return Table(
        "forward", "Forward pass, left to right", columns, tuple((n.name, n.formula, n.value) for n in report.nodes)
    )


def local(report: Report) -> Table:
    columns = (
        Column("node", "node", TEXT, PROGRAMS), Column("by", "by", TEXT, PROGRAMS), Column("label", "derivative", TEXT, PEOPLE),
        Column("formula", "formula", FORMULA), Column("value", "value", NUMBER), *nudge_columns(report),
    )  # fmt: skip
    rows = tuple(
        (r.node, r.by, math(edge(r.node, r.by, report)), formula(r.formula, r), r.value, *nudge_cells(r, report))
        for r in report.local_rows
    )
    return Table(
        "local", f"Backward pass, local derivatives: one edge each{nudged_by(report)}", columns, rows, labels=3
    )


def chained(report: Report) -> Table:
    columns = (
        Column("by", "by", TEXT, PROGRAMS), Column("label", "derivative", TEXT, PEOPLE), Column("chain", "chain", TEXT, PEOPLE),
        Column("in_nodes", "in nodes", FORMULA), Column("in_inputs", "in inputs", FORMULA, PROGRAMS if has_long_formulas(report) else ALL), Column("value", "value", NUMBER),
        *nudge_columns(report),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    details: set[int] = set()
    for row in report.chained_rows:
        label = math(Derivative(report.output, row.by))
        formulas = (formula(row.in_nodes, row), formula(row.in_inputs, row))
        rows.append((row.by, label, chain(row, report), *formulas, row.value, *nudge_cells(row, report)))
        if len(row.terms) > 1:
            details.update(range(len(rows), len(rows) + len(row.terms)))
            rows += [term_cells(row.by, term, report, len(columns)) for term in row.terms]
    title = f"Backward pass, chained derivatives: along every path{nudged_by(report)}"
    return Table("chained", title, columns, tuple(rows), frozenset(details), labels=2)


def has_long_formulas(report: Report) -> bool:
    """True if a derivative in inputs is too long for a table beside its value, which people then read."""
    return report.has_values and any(len(row.in_inputs or "") > LONGEST for row in report.chained_rows)


def term_cells(by: str, term: Term, report: Report, width: int) -> tuple[Cell, ...]:
    """The row of one path of a sum: the node it goes through, the path, the product and its value."""
    cells = (
        by,
        f"  via {pretty(term.through)}",
        path(by, term.through, report),
        product(term, report.table_digits),
        None,
        term.value,
    )
    return (*cells, *[None] * (width - len(cells)))


def nudged_by(report: Report) -> str:
    """Return what a title says about the nudge: `; nudge ε = 0.001`."""
    nudged = any(row.nudges for row in report.chained_rows) or any(row.nudges for row in report.local_rows)
    if not report.has_values or not nudged:
        return ""
    sign = "±" if report.scheme == CENTRAL else ""
    return "; nudge ε = " + ", ".join(sign + epsilon_text(e) for e in report.epsilons)


def product(term: Term, digits: int) -> str | None:
    """One path's share in numbers where there are some: `3 × 22`, else in formulas."""
    if term.local_value is not None and term.upstream_value is not None:
        upstream = table_text(term.upstream_value, digits)
        return f"{table_text(term.local_value, digits)} × " + (
            f"({upstream})" if upstream.startswith("-") else upstream
        )
    if term.local is None or term.upstream is None:
        return None
    return f"({term.local})*({term.upstream})"


def gradient(report: Report) -> Table:
    title = f"{partial_sign(report)}{report.output}/{partial_sign(report)}…"
    columns = (
        Column("by", "by", TEXT, PROGRAMS),
        Column("label", "gradient", TEXT, PEOPLE),
        Column("value", "value", NUMBER),
    )
    rows = tuple((name, math(Derivative(report.output, name)), value) for name, value in report.gradient.items())
    return Table("gradient", f"Gradient: every {title}", columns, rows)


def bare_gradient(report: Report) -> Table:
    """The gradient as programs read it: of 100,000 derivatives nobody reads the labels."""
    columns = (Column("by", "by", TEXT, PROGRAMS), Column("value", "value", NUMBER))
    return Table("gradient", "Gradient", columns, tuple(report.gradient.items()))


def formula(text: str | None, row: Local | Chained) -> str | None:
    return text if text is not None or not row.too_long else TOO_LONG


def chain(row: Chained, report: Report) -> Cell:
    """The chain rule for one derivative: `∂a/∂w·∂J/∂a`, summed over the paths."""
    paths = [path(row.by, term.through, report) for term in row.terms]
    return math(*[part for found in paths for part in ("+", found)][1:]) if paths else "no path"


def path(by: str, through: str, report: Report) -> Math:
    first = edge(through, by, report)
    return math(first) if through == report.output else math(first, "·", Derivative(report.output, through))


def nudge_columns(report: Report) -> tuple[Column, ...]:
    """nudge, leftover and verdict (people see the slopes of a kink too); with several epsilons a nudge and a leftover each."""
    found: list[Column] = []
    for i, epsilon in enumerate(report.epsilons):
        suffix = "" if i == 0 else f"_{epsilon_text(epsilon)}"
        shown = f" ε={epsilon_text(epsilon)}" if len(report.epsilons) > 1 else ""
        found += [Column(f"nudge{suffix}", f"nudge{shown}", NUMBER), Column(f"leftover{suffix}", "leftover", NUMBER)]
    verdicts = [Column("verdict", "verdict", TEXT, audience) for audience in (PROGRAMS, PEOPLE)]
    how = [Column("how", "how known", TEXT, PEOPLE)] if report.tells_how else []
    return (*found, *verdicts, *how)


def nudge_cells(row: Local | Chained, report: Report) -> list[Cell]:
    cells: list[Cell] = []
    for nudged in row.nudges:
        cells += [nudged.k, nudged.leftover]
    cells += [None] * (2 * len(report.epsilons) - len(cells))
    how: list[Cell] = [row.verdict.how or ""] if report.tells_how else []
    return [*cells, row.verdict.kind, verdict_text(row, report.table_digits), *how]


def verdict_text(row: Local | Chained | Nudged | Entry, digits: int) -> str:
    """A verdict in few words: with the slopes of a kink, and the epsilon that would do."""
    verdict = row.verdict
    if verdict.left is not None and verdict.right is not None:
        return f"{verdict.kind} {table_text(verdict.left, digits)} | {table_text(verdict.right, digits)}"
    if verdict.try_epsilon is not None:
        return f"{verdict.kind}, try {epsilon_text(verdict.try_epsilon)}"
    return verdict.kind


def extremes(report: Report, top: int) -> list[Table]:
    """The derivatives that are largest, and those that are smallest and not 0, by size."""
    found = sorted(((abs(v), n) for n, v in report.gradient.items() if v), reverse=True)
    names = [name for _, name in found]
    count = min(top, SHOWN)
    if len(names) <= 2 * count:
        return [by_size(report, "Derivatives by size", names)]
    return [
        by_size(report, f"The {count} largest derivatives", names[:count]),
        by_size(report, f"The {count} smallest that are not 0", names[-count:]),
    ]


def by_size(report: Report, title: str, names: list[str]) -> Table:
    columns = (Column("label", "derivative", TEXT, PEOPLE), Column("value", "value", NUMBER))
    rows = tuple((math(Derivative(report.output, name)), report.gradient[name]) for name in names)
    return Table("gradient", title, columns, rows, notation=notation(report))


def counts(report: Report) -> tuple[str, ...]:
    """Return how many derivatives there are, and how many are 0 or do not exist."""
    values = list(report.gradient.values())
    none, zero = sum(v is None for v in values), sum(v == 0 for v in values)
    return (f"{report.output} = {report.result!r}; {len(values):,} derivatives: {zero:,} are 0, {none:,} do not exist",)
