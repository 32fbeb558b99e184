"""The report as tables: which there are, their columns and their rows, decided once for every format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symback.domains.text import TABLE_DIGITS, short_decimal, table_text
from symback.domains.values import Number
from symback.passes.judge import NOT_CHECKED
from symback.passes.nudge import CENTRAL
from symback.report.notation import derivative_label, edge_label, partial_sign, pretty

if TYPE_CHECKING:
    from fractions import Fraction

    from symback.report.model import Chained, Local, Nudged, Report, Term
    from symback.report.second import Entry

NAMES = ("forward", "local", "chained", "gradient")
TEXT, WORDS, FORMULA, NUMBER = "text", "words", "formula", "number"  # words may be folded
ALL, PEOPLE, PROGRAMS = "all", "people", "programs"

Cell = str | Number | None
TOO_LONG = "—"  # stands where a formula is too long to be shown


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` for programs (csv, json), `title` for people, what stands in it, and who sees it."""

    key: str
    title: str
    kind: str
    audience: str = ALL


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report. Rows in `details` (the paths of a sum) are for people only.

    The first `labels` columns say what a row is about, and are repeated where a table is shown in parts.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    details: frozenset[int] = frozenset()
    labels: int = 1
    digits: int = TABLE_DIGITS  # of its numbers, as people read them

    def for_people(self) -> Table:
        """Without the columns that only programs read, that hold nothing, or that say the same as the one before."""
        kept = [i for i, c in enumerate(self.columns) if c.audience != PROGRAMS and not self.is_empty(i)]
        twice = [i for i in kept if self.repeats(i)]
        found = self.only([i for i in kept if i not in twice], self.rows)
        return found if not twice else found.titled(self.columns[twice[0] - 1].key, "formula")

    def for_programs(self) -> Table:
        """Every column that has a key, whether there is something in it or not, and no details."""
        kept = [i for i, c in enumerate(self.columns) if c.audience != PEOPLE]
        rows = self.rows if not self.details else tuple(r for i, r in enumerate(self.rows) if i not in self.details)
        return self.only(kept, rows)

    def titled(self, key: str, title: str) -> Table:
        """The table with another title for one column."""
        columns = (replace(c, title=title) if c.key == key else c for c in self.columns)
        return replace(self, columns=tuple(columns))

    def is_empty(self, index: int) -> bool:
        column = self.columns[index]
        return (column.kind in (NUMBER, FORMULA) and all(row[index] is None for row in self.rows)) or (
            column.key == "verdict" and all(row[index] in (None, "", NOT_CHECKED) for row in self.rows)
        )

    def repeats(self, index: int) -> bool:
        """Whether a column of formulas is the one before it over again."""
        return (
            index > 0
            and self.columns[index].kind == self.columns[index - 1].kind == FORMULA
            and all(row[index] == row[index - 1] or i in self.details for i, row in enumerate(self.rows))
        )

    def first(self, count: int) -> Table:
        """The first `count` rows."""
        return replace(self, rows=self.rows[:count])

    def only(self, kept: list[int], rows: tuple[tuple[Cell, ...], ...]) -> Table:
        if len(kept) == len(self.columns):
            return replace(self, rows=rows)
        columns = tuple(self.columns[i] for i in kept)
        labels = max(1, sum(i < self.labels for i in kept))
        return replace(self, columns=columns, rows=tuple(tuple(row[i] for i in kept) for row in rows), labels=labels)


def epsilon_text(epsilon: Fraction) -> str:
    return short_decimal(epsilon) or f"{float(epsilon):g}"


def tables(report: Report, which: str = "all", audience: str = ALL) -> list[Table]:
    """The tables named `which`, in the order in which they are told; for programs without the labels that people read."""
    if which == "gradient" and audience == PROGRAMS:
        return [bare_gradient(report)]
    made = {"forward": forward, "local": local, "chained": chained, "gradient": gradient}
    found = (made[name](report) for name in NAMES if which in (name, "all"))
    return [replace(table, digits=report.table_digits) for table in found]


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
        (r.node, r.by, edge_label(r.node, r.by, report), formula(r.formula, r), r.value, *nudge_cells(r, report))
        for r in report.local_rows
    )
    return Table(
        "local", f"Backward pass, local derivatives: one edge each{nudged_by(report)}", columns, rows, labels=3
    )


def chained(report: Report) -> Table:
    columns = (
        Column("by", "by", TEXT, PROGRAMS), Column("label", "derivative", TEXT, PEOPLE), Column("chain", "chain", TEXT, PEOPLE),
        Column("in_nodes", "in nodes", FORMULA), Column("in_inputs", "in inputs", FORMULA), Column("value", "value", NUMBER),
        *nudge_columns(report),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    details: set[int] = set()
    for row in report.chained_rows:
        label = derivative_label(report.output, row.by, report)
        formulas = (formula(row.in_nodes, row), formula(row.in_inputs, row))
        rows.append((row.by, label, chain(row, report), *formulas, row.value, *nudge_cells(row, report)))
        if len(row.terms) > 1:
            details.update(range(len(rows), len(rows) + len(row.terms)))
            rows += [term_cells(row.by, term, report, len(columns)) for term in row.terms]
    title = f"Backward pass, chained derivatives: along every path{nudged_by(report)}"
    return Table("chained", title, columns, tuple(rows), frozenset(details), labels=2)


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
    """What a title says about the nudge: `; nudge ε = 0.001`."""
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
    rows = tuple(
        (name, derivative_label(report.output, name, report), value) for name, value in report.gradient.items()
    )
    return Table("gradient", f"Gradient: every {title}", columns, rows)


def bare_gradient(report: Report) -> Table:
    """The gradient as programs read it: of 100,000 derivatives nobody reads the labels."""
    columns = (Column("by", "by", TEXT, PROGRAMS), Column("value", "value", NUMBER))
    return Table("gradient", "Gradient", columns, tuple(report.gradient.items()))


def formula(text: str | None, row: Local | Chained) -> str | None:
    return text if text is not None or not row.too_long else TOO_LONG


def chain(row: Chained, report: Report) -> str:
    """The chain rule for one derivative: `∂a/∂w·∂J/∂a`, summed over the paths."""
    return " + ".join(path(row.by, term.through, report) for term in row.terms) or "no path"


def path(by: str, through: str, report: Report) -> str:
    edge = edge_label(through, by, report)
    return edge if through == report.output else f"{edge}·{derivative_label(report.output, through, report)}"


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
