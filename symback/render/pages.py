"""The documents of `diff` and `functions`: sentences, tables, and the same as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symback.document import MOST_ROWS
from symback.document.model import PEOPLE, PROGRAMS, Document, Notes, notes, paragraph, say
from symback.report.notation import notation
from symback.report.tables import counts, extremes, has_long_formulas, tables
from symback.report.words import assigned, at_sentence, shortened, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from symback.document.model import Sentence, Table
    from symback.report.model import Report

MOST_EVER = 20_000  # however many they ask for


def pages(
    reports: Iterable[Report], which: str | None, audience: str, *, several: bool, top: int = MOST_ROWS
) -> Iterator[Document]:
    """The documents of some reports: for people all of several points in one table (unless `which` names others).

    People get at most `top` rows of a table.
    """
    if audience == PEOPLE and several and which is None:
        yield slopes_page(list(reports), top)
        return
    for report in reports:
        yield (
            page_for_people(report, which, top)
            if audience == PEOPLE
            else page_for_programs(report, which, several=several)
        )


def page_for_people(report: Report, which: str | None, top: int) -> Document:
    """Without `which`, or with `all`: every table but the gradient's, which a sentence tells.

    Of a large graph, unless a table is named: the largest and the smallest derivatives.
    """
    after: tuple[Sentence, ...] = ()
    if which is None and report.large:
        shown = extremes(report, top)
        after = (*map(say, counts(report)), *summary(report)[1:])
    elif which in (None, "all"):
        shown = [table for table in tables(report) if table.name != "gradient"]
        after = tuple(summary(report))
    else:
        shown = tables(report, which)
        after = tuple(say(f"Note: {note}") for note in (report.notes if report.large else report.caveats))
    if has_long_formulas(report) and any(table.name == "chained" for table in shown):
        after = (
            *after,
            say(
                f"In inputs the derivatives are long: --get d{report.output}/d{report.chained_rows[-1].by}:formula writes one, --format csv all."
            ),
        )
    cut, left = first_rows(shown, top)
    said = (*map(say, left), *after)
    blocks = [*paragraph(at_sentence(report)), *cut, *([Notes(said)] if said else [])]
    return Document(shortened(report.program), lambda: blocks, notation=notation(report))


def first_rows(shown: list[Table], top: int) -> tuple[list[Table], list[str]]:
    """At most `top` rows of each table, and sentences about those that are left out."""
    top = min(top, MOST_EVER)
    long = [table for table in shown if len(table.rows) > top]
    left = [f"{t.title}: {len(t.rows) - top:,} more rows; {more_rows(len(t.rows))}" for t in long]
    return [table.first(top) for table in shown], left


def more_rows(count: int) -> str:
    """Return how to see all rows of a table: as many as nobody reads are for programs."""
    return f"--top {count} shows all" if count <= MOST_EVER else "--format csv writes all"


def page_for_programs(report: Report, which: str | None, *, several: bool) -> Document:
    """One table, `chained` unless said otherwise."""
    point = tuple((row.name, row.value) for row in report.inputs) if several else ()
    return Document(
        report.program,
        lambda: tables(report, which or "chained", PROGRAMS),
        lambda: as_data(report, which),
        point=point,
        caveats=report.caveats,
    )


def slopes_page(reports: list[Report], top: int) -> Document:
    """A row a point, parameter and nudge."""
    from symback.render.slopes import constant, slopes

    found = dict.fromkeys(f"Note: {note}" for report in reports for note in report.notes)
    same = constant(reports)
    cut, left = first_rows([slopes(reports)], top)
    return Document(
        reports[0].program,
        lambda: [*paragraph(say("At ", *assigned(same)) if same else ()), *cut, *notes((*left, *found))],
        notation=notation(reports[0]),
    )


def as_data(report: Report, which: str | None) -> dict[str, Any]:
    """The report as plain data; where a table is named, the lists of the others are empty, and that of a large graph's inputs too."""
    from symback.render.json import as_dict

    lists = {"forward": "nodes", "local": "local", "chained": "chained"} if which not in (None, "all") else {}
    if lists and report.large:
        lists["inputs"] = "inputs"
    return as_dict(report, {name for table, name in lists.items() if table != which})


def reference_page(names: Sequence[str] = ()) -> Document:
    """The functions, or those named. Raises SymbackError for a name that is none."""
    from symback.report import reference

    entries = reference.chosen(names)
    return Document("Functions of symback", lambda: [reference.table(entries)], lambda: reference.data(entries))
