"""A sweep of ε: a table, a picture of the V on double logarithmic paper, or JSON."""

from __future__ import annotations

import json
from math import floor, log10
from typing import TYPE_CHECKING, Any

from symback.document.names import plain_ascii
from symback.domains.text import TABLE_DIGITS, as_float, decimal_text, exact_text, table_text
from symback.passes.judge import MATCH
from symback.render.json import number_data
from symback.report.words import listed_inputs

if TYPE_CHECKING:
    from symback.domains.values import Number
    from symback.report.sweep import Row, Sweep

HEADER = ("ε", "k exact", "leftover", "k in floats", "leftover")
EXACT, FLOAT, BOTH = "·", "●", "◉"
ASCII = str.maketrans({"·": ".", "●": "o", "◉": "@", "│": "|", "└": "+", "─": "-"})
LINE_EVERY = 2  # powers of ten that a line of the picture stands for
LOWEST = -24  # the picture ends here
LEFTOVER_DIGITS = 3
WIDEST = 22  # characters of an exact quotient
COLUMN = 4  # characters from one ε to the next


def render(found: Sweep, *, ascii_only: bool) -> str:
    """The table, the picture, and what they show."""
    point = f" at {listed_inputs(found.inputs, TABLE_DIGITS)}" if found.inputs else ""
    lines = [
        f"d{found.wanted.of}/d{found.wanted.by}{point}, {found.scheme} nudges",
        "",
        *table(found),
        "",
        *picture(found),
        *summary(found),
        *(f"Note: {note}" for note in found.notes),
    ]
    text = "\n".join(line.rstrip() for line in lines)
    return plain_ascii(text.translate(ASCII)) if ascii_only else text


def table(found: Sweep) -> list[str]:
    """A line an ε: exact and in floats, side by side."""
    rows = [HEADER, *(cells(row) for row in found.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADER))]
    return ["  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows]


def cells(row: Row) -> tuple[str, ...]:
    exponent = str(row.epsilon.denominator).count("0")
    return (
        f"1e-{exponent}",
        number(row.k),
        number(row.leftover, LEFTOVER_DIGITS),
        "—" if row.float_k is None else f"{row.float_k:.10g}",
        "—" if row.float_leftover is None else f"{row.float_leftover:.3g}",
    )


def number(value: Number | None, digits: int = 10) -> str:
    if value is None:
        return "—"
    text = table_text(value)
    return text if digits > LEFTOVER_DIGITS and len(text) <= WIDEST else decimal_text(value, digits)


def picture(found: Sweep) -> list[str]:
    """The sizes of the leftovers over ε, both scales logarithmic; a leftover of 0 is not on the paper."""
    exact = [power(row.leftover) for row in found.rows]
    floats = [power(row.float_leftover) for row in found.rows]
    seen = [p for p in (*exact, *floats) if p is not None]
    if not seen:
        return []
    top, bottom = max(seen), max(min(seen), LOWEST)
    high, low = floor(top / LINE_EVERY), floor(bottom / LINE_EVERY)
    lines = [f"|leftover|   {EXACT} exact   {FLOAT} floats   {BOTH} both"]
    for level in range(high, low - 1, -1):
        marks = "".join(f"{mark(e, f, level):>{COLUMN}}" for e, f in zip(exact, floats, strict=True))
        lines.append(f"{f'1e{level * LINE_EVERY:+03d}':>6} │{marks}")
    axis = "".join(f"{-k:>{COLUMN}}" for k in range(1, len(found.rows) + 1))
    return [*lines, f"{'':>6} └{'─' * (COLUMN * len(found.rows))}", f"{'ε = 1e':>8}{axis[1:]}", ""]


def power(value: Number | None) -> float | None:
    """The power of ten of a size; None for 0 and for what is missing."""
    size = None if value is None else as_float(value)
    return log10(abs(size)) if size else None


def mark(exact: float | None, floats: float | None, level: int) -> str:
    """What stands on one line over one ε."""
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
        exponent = str(found.best.epsilon.denominator).count("0")
        lines.append(
            f"Floats: the best ε is 1e-{exponent}, off by {abs(found.best.float_leftover or 0):.2g}; below it rounding grows."
        )
    return lines


def render_json(found: Sweep, digits: int) -> str:
    """The sweep as one line of JSON."""
    best = None if found.best is None else exact_text(found.best.epsilon)
    data = {
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
    return json.dumps(data, allow_nan=False)


def row_data(row: Row, digits: int) -> dict[str, Any]:
    return {
        "epsilon": exact_text(row.epsilon),
        "exact": {"k": number_data(row.k, digits), "leftover": number_data(row.leftover, digits)},
        "float": {"k": row.float_k, "leftover": row.float_leftover},
    }
