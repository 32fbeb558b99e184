"""The document of a sweep of ε: a table, a picture of the V on double logarithmic paper, and what they show."""

from __future__ import annotations

from functools import partial
from math import floor, log10
from typing import TYPE_CHECKING, Any

from symback.document.model import (
    NUMBER,
    PEOPLE,
    PROGRAMS,
    TEXT,
    Block,
    Column,
    Derivative,
    Document,
    Figure,
    Look,
    Table,
    math,
    notes,
    paragraph,
    say,
)
from symback.domains.text import as_float, decimal_text, exact_text, table_text
from symback.passes.judge import MATCH
from symback.render.json import number_data
from symback.report.words import listed_inputs, shortened

if TYPE_CHECKING:
    from symback.domains.values import Number
    from symback.report.sweep import Row, Sweep

EXACT, FLOAT, BOTH = "·", "●", "◉"
ASCII = str.maketrans({"·": ".", "●": "o", "◉": "@", "│": "|", "└": "+", "─": "-"})
LINE_EVERY = 2  # powers of ten that a line of the picture stands for
LOWEST = -24  # the picture ends here
DIGITS, LEFTOVER_DIGITS = 10, 3
WIDEST = 22  # characters of an exact quotient
COLUMN = 4  # characters from one ε to the next


def page(program: str, found: Sweep, digits: int, audience: str, *, several: bool) -> Document:
    """The sweep of one derivative at a point."""
    point = tuple((row.name, row.value) for row in found.inputs) if several else ()
    at = (" at ", *listed_inputs(found.inputs)) if found.inputs else ()
    head = say(math(Derivative(found.wanted.of, found.wanted.by or "")), *at, f", {found.scheme} nudges")
    drawn: list[Block] = (
        [Figure(partial(drawing, found))] if any(p is not None for side in sizes(found) for p in side) else []
    )
    said = [*summary(found), *(f"Note: {note}" for note in found.notes)]
    blocks = [table(found)] if audience == PROGRAMS else [*paragraph(head), table(found), *drawn, *notes(said)]
    return Document(shortened(program), lambda: blocks, lambda: as_data(found, digits), point, found.notes)


def table(found: Sweep) -> Table:
    """A row an ε: exact and in doubles, side by side."""
    titles = ("k exact", "leftover", "k in floats", "leftover")
    keys = ("k", "leftover", "float_k", "float_leftover")
    columns = (
        Column("epsilon", "ε", TEXT),
        *(Column(key, title, NUMBER, PEOPLE) for key, title in zip(keys, titles, strict=True)),
        *(Column(key, key, NUMBER, PROGRAMS) for key in keys),
    )
    rows = tuple(
        (f"1e-{exponent(row)}", number(row.k), number(row.leftover, LEFTOVER_DIGITS), number(row.float_k), number(row.float_leftover, LEFTOVER_DIGITS),
         row.k, row.leftover, row.float_k, row.float_leftover)
        for row in found.rows
    )  # fmt: skip
    return Table("sweep", "", columns, rows)


def exponent(row: Row) -> int:
    return str(row.epsilon.denominator).count("0")


def number(value: Number | None, digits: int = DIGITS) -> str:
    if value is None:
        return "—"
    text = table_text(value)
    return text if digits > LEFTOVER_DIGITS and len(text) <= WIDEST else decimal_text(value, digits)


def sizes(found: Sweep) -> tuple[list[float | None], list[float | None]]:
    """The powers of ten of the leftovers, exact and in doubles."""
    return [power(row.leftover) for row in found.rows], [power(row.float_leftover) for row in found.rows]


def drawing(found: Sweep, look: Look) -> list[str]:
    """The sizes of the leftovers over ε, both scales logarithmic; a leftover of 0 is not on the paper."""
    exact, floats = sizes(found)
    seen = [p for p in (*exact, *floats) if p is not None]
    top, bottom = max(seen), max(min(seen), LOWEST)
    high, low = floor(top / LINE_EVERY), floor(bottom / LINE_EVERY)
    lines = [f"|leftover|   {EXACT} exact   {FLOAT} floats   {BOTH} both"]
    for level in range(high, low - 1, -1):
        marks = "".join(f"{mark(e, f, level):>{COLUMN}}" for e, f in zip(exact, floats, strict=True))
        lines.append(f"{f'1e{level * LINE_EVERY}':>6} │{marks}")
    axis = "".join(f"{-k:>{COLUMN}}" for k in range(1, len(found.rows) + 1))
    lines += [f"{'':>6} └{'─' * (COLUMN * len(found.rows))}", f"{'ε = 1e':>8}{axis[1:]}"]
    return [(line.translate(ASCII).replace("ε", "eps") if look.ascii_only else line).rstrip() for line in lines]


def power(value: Number | None) -> float | None:
    """The power of ten of a size; None for 0 and for what is missing."""
    size = None if value is None else as_float(value)
    return log10(abs(size)) if size else None


def mark(exact: float | None, floats: float | None, level: int) -> str:
    """Return what stands on one line over one ε."""
    here = [p is not None and floor(p / LINE_EVERY) == level for p in (exact, floats)]
    return BOTH if all(here) else EXACT if here[0] else FLOAT if here[1] else ""


def summary(found: Sweep) -> list[str]:
    """The order of convergence and the ε that does best, in sentences."""
    if found.value is None:
        return [f"There is no derivative here: {found.verdict.reason or found.verdict.kind}."]
    lines = [f"The derivative is {table_text(found.value)} ({found.verdict.kind})."]
    if found.verdict.kind != MATCH:
        return [f"{lines[0]} {(found.verdict.reason or 'no limit').capitalize()}: the leftover does not shrink."]
    if found.order is None:
        lines.append("Exact: the leftover is 0, for every ε or from some ε on.")
    else:
        lines.append(
            f"Exact: a tenth of ε leaves about 1/{10**found.order:.4g} of the leftover: order {found.order:g}."
        )
    if found.best is not None:
        lines.append(
            f"Floats: the best ε is 1e-{exponent(found.best)}, off by {decimal_text(abs(found.best.float_leftover or 0.0), 2)}; below it rounding grows."
        )
    return lines


def as_data(found: Sweep, digits: int) -> dict[str, Any]:
    """The sweep as plain data."""
    best = None if found.best is None else exact_text(found.best.epsilon)
    return {
        "schema": 1,
        "derivative": found.wanted.text,
        "inputs": [{"name": i.name, "parameter": i.parameter, **number_data(i.value, digits)} for i in found.inputs],
        **number_data(found.value, digits),
        "verdict": found.verdict.kind,
        "scheme": found.scheme,
        "order": found.order,
        "best": best,
        "sweep": [row_data(row, digits) for row in found.rows],
        "notes": list(found.notes),
    }


def row_data(row: Row, digits: int) -> dict[str, Any]:
    return {
        "epsilon": exact_text(row.epsilon),
        "exact": {"k": number_data(row.k, digits), "leftover": number_data(row.leftover, digits)},
        "float": {"k": row.float_k, "leftover": row.float_leftover},
    }
