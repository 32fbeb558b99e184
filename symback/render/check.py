"""The documents of `check`: an item a claim, and under a wrong one what is true and what may have gone wrong; a class's marks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.document.model import (
    NUMBER,
    PEOPLE,
    PROGRAMS,
    TEXT,
    Cell,
    Column,
    Document,
    Item,
    Items,
    Program,
    Sentence,
    Table,
    notes,
    paragraph,
    say,
)
from symback.domains.text import TABLE_DIGITS, exact_text, point_text, table_text
from symback.passes.judge import KINK
from symback.render import check_data
from symback.report.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.check.marks import Marks, Tally
    from symback.check.model import Checked, Counterexample, Result

COLUMNS = ("claim", "verdict", "value", "exact", "truth", "parts_at", "slip", "evidence", "reason")


def page(program: str, checked: Checked, audience: str, *, several: bool) -> Document:
    """The claims at one point: for people how many are right, and the notes, below them."""
    point = tuple((name, value) for name, value in checked.at.items()) if several else ()
    at = ", ".join(f"{name} = {number_text(value)}" for name, value in point)
    if audience == PROGRAMS:
        return Document(program, lambda: [table(checked)], lambda: check_data.claims(checked), point)
    right = sum(result.is_right for result in checked.results)
    closing = f"{right} of {count(len(checked.results), 'claim')} right"
    items = Items(tuple(map(item, checked.results)), say(closing))
    return Document(program, lambda: [*paragraph(at), items, *notes([f"Note: {note}" for note in checked.notes])])


def table(checked: Checked) -> Table:
    """The results for programs, a claim a row."""
    columns = tuple(Column(key, key, NUMBER if key == "value" else TEXT) for key in COLUMNS)
    rows = tuple(
        (r.claim, r.verdict, r.value, None if r.value is None else exact_text(r.value), r.truth, r.parts_at,
         str(r.slips[0]) if r.slips else None, r.evidence, r.reason)
        for r in checked.results
    )  # fmt: skip
    return Table("check", "", columns, rows)


def item(result: Result) -> Item:
    """A claim with its verdict and, where it is not right, what there is to say about it."""
    evidence = f"   ({result.evidence})" if result.is_right and result.evidence else ""
    return Item(result.verdict, say(Program(result.claim), evidence), tuple(details(result)))


def details(result: Result) -> Iterator[tuple[str, Sentence]]:
    """Return what there is to say about a claim: a label and words each."""
    if result.is_right:
        if result.reason:
            yield "but", say(result.reason)
        return
    value = "" if result.value is None else table_text(result.value)
    formula = "" if result.truth in (None, value) else result.truth or ""
    if value or formula:
        yield "truth", say(value, " = " if value and formula else "", Program(formula) if formula else "")
    if result.verdict == KINK and result.left is not None and result.right is not None:
        convention = f"; {value} is the convention" if value else ""
        yield "slopes", say(f"{table_text(result.left)} left, {table_text(result.right)} right{convention}")
    if result.reason and result.verdict != KINK:
        yield "because", say(result.reason)
    if result.counterexample is not None:
        yield "for", say(differs(result.counterexample))
    if result.parts_at:
        yield "parts at", say(result.parts_at)
    for slip in result.slips:
        yield "possibly", say(str(slip))


def differs(found: Counterexample) -> str:
    """The point of a counterexample, and both values there with the digits that tell them apart."""
    at = ", ".join(f"{name} = {point_text(value)}" for name, value in found.point.items()) or "every point"
    if found.claimed is None:
        return f"{at}: the claim has no value, the truth is {table_text(found.truth)}"
    pairs = ((table_text(found.claimed, n), table_text(found.truth, n)) for n in (TABLE_DIGITS, 17, 30, 60, 120, 300))
    claimed, truth = next(
        (pair for pair in pairs if pair[0] != pair[1]), (table_text(found.claimed), table_text(found.truth))
    )
    return f"{at}: the claim gives {claimed}, the truth is {truth}"


def marks_page(program: str, found: Marks, audience: str) -> Document:
    """A class's marks, a row a student: a verdict a claim, then how many are right."""
    if audience == PROGRAMS:
        return Document(program, lambda: [marks_table(found, audience)], lambda: check_data.marks(found))
    total, of = sum(m.right for m in found.marks), sum(len(m.results) for m in found.marks)
    failed = [tally_text(tally, len(found.marks)) for tally in found.tallies() if tally.failed]
    said = notes([f"{total} of {count(of, 'answer')} right", *failed])
    return Document(program, lambda: [marks_table(found, audience), *said])


def marks_table(found: Marks, audience: str) -> Table:
    columns = [Column("student", "student", TEXT), *(Column(name, name, TEXT) for name in found.columns)]
    columns += [Column("right", "right", TEXT), Column("of", "of", TEXT, PROGRAMS)]
    people = audience == PEOPLE
    rows: list[tuple[Cell, ...]] = [
        (
            m.student if people else defused(m.student),
            *(r.verdict for r in m.results),
            f"{m.right}/{len(m.results)}" if people else str(m.right),
            str(len(m.results)),
        )
        for m in found.marks
    ]
    return Table("marks", "", tuple(columns), tuple(rows))


def tally_text(tally: Tally, of: int) -> str:
    """`dJ/dw: 3 of 30 not right; 2 by this slip: sign`."""
    slip = f"; {tally.often} by this slip: {tally.slip}" if tally.slip else ""
    return f"{tally.claim}: {tally.failed} of {of} not right{slip}"


def defused(name: str) -> str:
    """A name that somebody typed, as text to a spreadsheet: one that begins as a formula does gets a mark before it."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@") else name


def number_text(value: Any) -> str:
    """A value of the point as it was given, or as the number that a range made of it."""
    return table_text(value) if isinstance(value, Fraction) else str(value)[:60]
