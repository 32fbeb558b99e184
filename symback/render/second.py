"""The page of second derivatives: a matrix where it fits a terminal, else the largest entries, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symback.document.model import NUMBER, PEOPLE, PROGRAMS, TEXT, Column, Document, Table, notes, paragraph
from symback.document.names import pretty
from symback.domains.text import exact_text, json_number
from symback.passes.judge import KINK, MATCH
from symback.render.json import Writer
from symback.report.notation import notation
from symback.report.second import Entry, SecondReport, second_report
from symback.report.tables import verdict_text
from symback.report.words import at_sentence, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.report.options import Options

WIDEST = 6  # parameters of a Hessian that is shown as a matrix


def page(
    graph: Graph,
    given: Mapping[str, object],
    options: Options,
    direction: Any,
    audience: str,
    top: int,
    *,
    several: bool,
) -> Document:
    """The Hessian, or its product with a direction, at a point."""
    found = second_report(graph, given, options, direction)
    title, point = shortened(graph.program), tuple((row.name, row.value) for row in found.point.inputs)
    if audience == PEOPLE:
        said = [*paragraph(at_sentence(found.point)), *tables_for_people(found, top), *notes(closing(found, top))]
        return Document(title, lambda: said, notation=notation(found.point))
    return Document(
        title,
        lambda: [entries_table(found, found.entries)],
        lambda: as_data(found),
        point if several else (),
        found.notes,
    )


def tables_for_people(found: SecondReport, top: int) -> list[Table]:
    """The matrix of a small Hessian; of what is larger, the largest entries, each pair once."""
    place = {name: i for i, name in enumerate(found.parameters)}
    once = [e for e in found.entries if e.and_by is None or place[e.and_by] <= place[e.by]]
    if len(once) > top:
        once = sorted(once, key=lambda e: -abs(float(e.value or 0)))[:top]
    made = [entries_table(found, tuple(once))]
    if found.direction is None and len(found.parameters) <= WIDEST:
        made.insert(0, matrix(found))
    return made


def matrix(found: SecondReport) -> Table:
    """The Hessian as a square, a row and a column a parameter."""
    names = found.parameters
    columns = (Column("by", "", TEXT), *(Column(n, pretty(n), NUMBER) for n in names))
    values = [entry.value for entry in found.entries]
    size = len(names)
    rows = tuple((pretty(n), *values[i * size : (i + 1) * size]) for i, n in enumerate(names))
    return Table(
        "hessian",
        f"The Hessian: every second derivative of {found.point.output}",
        columns,
        rows,
        notation=notation(found.point),
    )


def entries_table(found: SecondReport, entries: tuple[Entry, ...]) -> Table:
    """A row an entry, with its nudge and verdict."""
    product = found.direction is not None
    other = () if product else (Column("and", "and", TEXT, PROGRAMS),)
    columns = (
        Column("by", "by", TEXT, PROGRAMS), *other, Column("label", "derivative", TEXT, PEOPLE), Column("value", "value", NUMBER),
        Column("nudge", "nudge", NUMBER), Column("leftover", "leftover", NUMBER), Column("verdict", "verdict", TEXT, PROGRAMS), Column("verdict", "verdict", TEXT, PEOPLE),
    )  # fmt: skip
    rows = tuple(
        (
            e.by,
            *([] if product else [e.and_by]),
            label(found, e),
            e.value,
            e.k,
            e.leftover,
            e.verdict.kind,
            verdict_text(e, found.point.table_digits),
        )
        for e in entries
    )
    title = "The Hessian times the direction" if product else "Second derivatives, each nudged in the gradient"
    return Table(
        "hvp" if product else "second",
        title,
        columns,
        rows,
        labels=2 if product else 3,
        notation=notation(found.point),
    )


def label(found: SecondReport, entry: Entry) -> str:
    """`∂²J/∂w∂b`, or `(Hv)_w`."""
    output, by = pretty(found.point.output), pretty(entry.by)
    if entry.and_by is None:
        return f"(Hv) {by}"
    sign = "d" if len(found.point.inputs) <= 1 else "∂"
    below = f"{sign}{by}²" if entry.by == entry.and_by else f"{sign}{pretty(entry.and_by)}{sign}{by}"
    return f"{sign}²{output}/{below}"


def closing(found: SecondReport, top: int) -> tuple[str, ...]:
    """Return how many there are, and how many the nudges confirm."""
    total = len(found.entries)
    right = sum(e.verdict.kind == MATCH for e in found.entries)
    said = [f"{confirmed(right, total)} ({found.arithmetic} arithmetic)."]
    said += dict.fromkeys(f"Undefined where {e.verdict.reason}" for e in found.entries if e.verdict.reason)
    if total > top:
        said.append(f"The largest are shown; --top {total} shows all")
    return (*said, *(f"Note: {note}" for note in found.notes))


def confirmed(right: int, total: int) -> str:
    """Return how many entries the nudges confirm, in words."""
    if total == 1:
        return "Nudging the gradient confirms it" if right else "Nudging the gradient does not confirm it"
    which = "all" if right == total else f"{right:,} of the" if right else "none of the"
    return f"Nudging the gradient confirms {which} {total:,} entries"


def as_data(found: SecondReport) -> dict[str, Any]:
    """The same as plain data: the matrix in full, or the product."""
    names = found.parameters
    values = [json_number(e.value) for e in found.entries]
    writer = Writer(found.point)
    data: dict[str, Any] = {
        "schema": 1,
        "output": found.point.output,
        "arithmetic": found.arithmetic,
        "epsilon": exact_text(found.epsilon),
        "inputs": [writer.input(row) for row in found.point.inputs],
        "parameters": list(names),
        "entries": [entry_data(e) for e in found.entries],
        "notes": list(found.notes),
    }
    if found.direction is None:
        return data | {"hessian": [values[i : i + len(names)] for i in range(0, len(values), len(names))]}
    direction = {name: json_number(value) for name, value in found.direction.items()}
    return data | {"direction": direction, "hvp": dict(zip(names, values, strict=True))}


def entry_data(entry: Entry) -> dict[str, Any]:
    numbers = {"value": entry.value, "nudge": entry.k, "leftover": entry.leftover}
    named = {"by": entry.by} | ({} if entry.and_by is None else {"and": entry.and_by})
    shown = {key: json_number(value) for key, value in numbers.items()}
    exact = None if entry.value is None else exact_text(entry.value)
    how = {} if entry.verdict.how is None else {"how": entry.verdict.how}
    sides = {"left": entry.verdict.left, "right": entry.verdict.right} if entry.verdict.kind == KINK else {}
    slopes = {key: json_number(value) for key, value in sides.items() if value is not None}
    return named | shown | {"exact": exact, "verdict": entry.verdict.kind} | how | slopes
