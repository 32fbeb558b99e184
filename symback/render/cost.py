"""The page of costs: what was counted and timed as a table, and how it grows as a table and a small plot."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from symback.document.model import NUMBER, PROGRAMS, TEXT, WORDS, Column, Document, Table, notes, paragraph
from symback.report.build import report_at
from symback.report.cost import Part, Row, parts_of
from symback.report.words import count, duration, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.report.options import Options

WIDTH = 32  # columns of the plot
BACKPROP, NUDGING = "both passes", "nudging"


def page(graph: Graph, given: Mapping[str, object], options: Options, audience: str) -> Document:
    """Return what the gradient costs at a point, by backpropagation and by nudging. Raises SymbackError as a report does."""
    plain = replace(options, formulas=False, nudges=False, parts=frozenset(), check=None)
    report = report_at(graph, given, plain)
    if not report.has_values:
        from symback.errors import SymbackError

        raise SymbackError("--cost times the passes at a point", hint="--at w=3")
    parts = parts_of(graph, report)
    whole = parts[-1]
    start = f"{count(whole.nodes, 'node')} and {count(whole.parameters, 'parameter')}, walked in doubles over arrays."
    tables = [growth(parts)] if audience == PROGRAMS else [costs(whole), growth(parts), plot(parts)]
    return Document(
        shortened(graph.program),
        lambda: [*paragraph(start), *tables, *notes(sentences(parts))],
        lambda: as_data(parts),
    )


def costs(part: Part) -> Table:
    columns = (Column("what", "work", TEXT), Column("operations", "operations", TEXT), Column("seconds", "time", TEXT), Column("how", "how", WORDS))  # fmt: skip
    rows = tuple((r.what, f"{r.operations:,}", duration(r.seconds), how(r)) for r in part.rows)
    return Table("cost", "What the gradient costs", columns, rows)


def how(row: Row) -> str:
    return "reckoned from a sample" if row.reckoned else "measured"


def growth(parts: list[Part]) -> Table:
    """Return how the costs grow from a part of the graph to the whole."""
    columns = (
        Column("nodes", "nodes n", NUMBER), Column("parameters", "parameters p", NUMBER), Column("steps", "n + p", NUMBER),
        Column("backprop", BACKPROP, TEXT), Column("nudge_steps", "n × p", NUMBER), Column("nudging", NUDGING, TEXT),
    )  # fmt: skip
    rows = tuple(
        (str(p.nodes), str(p.parameters), str(p.nodes + p.parameters), duration(p.backprop), str(p.nodes * p.parameters), duration(p.nudging))
        for p in parts
    )  # fmt: skip
    return Table("growth", "How it grows, from a part of the graph to the whole", columns, rows)


def plot(parts: list[Part]) -> Table:
    """Bars of the times on a scale of powers of ten."""
    columns = (
        Column("nodes", "nodes n", TEXT),
        Column("what", "work", TEXT),
        Column("plot", "time, tenfold each |", TEXT),
    )
    times = [t for part in parts for t in (part.backprop, part.nudging)]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    tenfold = max(2, WIDTH // max(1, high - low))
    rows = []
    for part in parts:
        for what, seconds in ((BACKPROP, part.backprop), (NUDGING, part.nudging)):
            length = max(1, round(tenfold * (math.log10(seconds) - low)))
            bar = "".join("|" if i % tenfold == 0 else "=" for i in range(1, length + 1))
            rows.append((f"{part.nodes:,}" if what == BACKPROP else "", what, f"{bar} {duration(seconds)}"))
    return Table("plot", f"Drawn, from {duration(10.0**low)} on", columns, tuple(rows), labels=2)


def sentences(parts: list[Part]) -> list[str]:
    whole = parts[-1]
    ratio = whole.nudging / whole.backprop
    return [f"One pass forward and one back give the whole gradient; nudging would take {ratio:,.0f} times as long."]


def as_data(parts: list[Part]) -> dict[str, Any]:
    return {"schema": 1, "cost": [part_data(part) for part in parts]}


def part_data(part: Part) -> dict[str, Any]:
    rows = [
        {"what": r.what, "operations": r.operations, "seconds": r.seconds, "reckoned": r.reckoned} for r in part.rows
    ]
    steps = {"backprop_steps": part.nodes + part.parameters, "nudge_steps": part.nodes * part.parameters}
    return {"nodes": part.nodes, "parameters": part.parameters, **steps, "work": rows}
