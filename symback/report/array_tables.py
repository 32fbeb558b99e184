"""The report of a program with arrays as tables, as data, and one value by name (`--get`)."""

from __future__ import annotations

import re
from collections import Counter
from math import prod
from typing import TYPE_CHECKING, Any

from symback.document.model import FORMULA, NUMBER, PEOPLE, TEXT, WORDS, Cell, Column, Table
from symback.document.names import pretty
from symback.domains.text import decimal_text, exact_text, json_number, plain_text, table_text
from symback.errors import SymbackError, no_answer, suggestion
from symback.report.arrays import ArrayRow, array_report, flat, shape_said
from symback.syntax.arrays import INDEX
from symback.syntax.names import NAME_PATTERN, normal_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.report.arrays import ArrayReport
    from symback.report.model import Chained
    from symback.report.options import Options

SCHEMA = 1
MOST_SHOWN = 12  # entries of an array that stand in a table, and characters of them
MOST_WIDE = 44
OF_LONG = 4  # digits, and entries of a row, of an array that is shortened
CHECKED, MIXED = "not checked", "mixed"


def tables(report: ArrayReport, which: str, audience: str) -> list[Table]:
    """The tables named `which`: people read a row an array, programs a row an entry."""
    made: dict[str, Callable[[ArrayReport], Table]] = (
        {"forward": forward, "chained": chained, "gradient": gradient}
        if audience == PEOPLE
        else {"forward": forward_entries, "chained": entries, "gradient": gradient_entries}
    )
    found = ("forward", "chained") if which == "all" else (which,)
    return [made[table](report) for table in found]


def forward(report: ArrayReport) -> Table:
    columns = [Column("name", "node", TEXT), Column("shape", "shape", TEXT), Column("formula", "formula", WORDS)]
    columns += [Column("value", "value", TEXT)] if report.has_values else []
    rows = tuple(
        (pretty(row.name), shape_said(row), row.formula, value_text(row.value, report.options.table_digits))[
            : len(columns)
        ]
        for row in report.nodes
    )
    return Table("forward", "Forward pass, left to right", tuple(columns), rows)


def label(report: ArrayReport, by: str) -> str:
    sign = "∂" if len(report.inputs) > 1 else "d"
    return f"{sign}{pretty(report.output)}/{sign}{pretty(by)}"


def chained(report: ArrayReport) -> Table:
    """A row a derivative: its shape, its formula in nodes, how it is pulled, its value, and how many entries match."""
    columns = (
        Column("label", "derivative", TEXT), Column("shape", "shape", TEXT), Column("formula", "formula", WORDS),
        Column("pull", "pulled from", WORDS), Column("value", "value", TEXT), Column("match", "nudges", TEXT),
    )  # fmt: skip
    rows = tuple(
        (label(report, row.name), shape_said(row), row.people[0], row.people[2],
         value_text(row.value, report.options.table_digits), verdicts(row))
        for row in report.chained_rows
    )  # fmt: skip
    kept = [k for k in range(len(columns)) if k < 2 or any(row[k] for row in rows)]
    title = (
        "Backward pass: the Jacobians, a row an entry of the output"
        if report.is_jacobian
        else "Backward pass, right to left"
    )
    return Table("chained", title, tuple(columns[k] for k in kept), tuple(tuple(row[k] for k in kept) for row in rows))


def gradient(report: ArrayReport) -> Table:
    columns = (Column("label", "derivative", TEXT), Column("value", "value", TEXT))
    rows = tuple(
        (label(report, r.name), value_text(r.value, report.options.table_digits))
        for r in report.chained_rows
        if r.parameter
    )
    return Table("gradient", "Gradient", columns, rows)


def verdicts(row: ArrayRow) -> str:
    """Return how many of an array's entries match their nudges; nothing where they were not nudged."""
    if not row.entries:
        return ""
    counts = Counter(entry.verdict.kind for entry in row.entries)
    total = len(row.entries)
    if counts["match"] == total:
        return "match" if total == 1 else f"all {total} match"
    others = ", ".join(f"{entry.by} {entry.verdict.kind}" for entry in row.entries if entry.verdict.kind != "match")
    return f"{counts['match']} of {total} match; {others}"


def value_text(value: Any, digits: int) -> str | None:
    """A value as people read it: an array in brackets, a large one with … for what is left out."""
    if value is None:
        return None
    if not isinstance(value, list):
        return table_text(value, digits)
    whole = nested_text(value, lambda one: "—" if one is None else table_text(one, digits))
    if len(flat(value)) <= MOST_SHOWN and len(whole) <= MOST_WIDE:
        return whole
    return shortened(value, min(digits, OF_LONG))


def shortened(value: Any, digits: int) -> str:
    """An array's first entries, in few digits."""
    if not isinstance(value, list):
        return "—" if value is None else decimal_text(value, digits)
    most = 2 if isinstance(value[0], list) else OF_LONG
    parts = [shortened(part, digits) for part in value[:most]]
    return f"[{', '.join([*parts, *(['…'] if len(value) > most else [])])}]"


def nested_text(value: Any, say: Callable[[Any], str]) -> str:
    if not isinstance(value, list):
        return say(value)
    return f"[{', '.join(nested_text(part, say) for part in value)}]"


# For programs, a row an entry


def places(report: ArrayReport) -> list[tuple[str | None, str, Number | None, Any]]:
    """Every derivative's entry: the entry of the output where that is an array, its name, its value, and its nudged row."""
    found: list[tuple[str | None, str, Number | None, Any]] = []
    if not report.is_jacobian:
        for row in report.chained_rows:
            nudged = row.entries or (None,) * len(row.places())
            found += [(None, by, value, judged) for (by, value), judged in zip(row.places(), nudged, strict=True)]
        return found
    output = report.nodes[-1]
    for row in report.chained_rows:
        for (of, _), part in zip(output.places(), row.value or [], strict=False):
            found += [(of, by, value, None) for by, value in ArrayRow(row.name, row.own, part).places()]
    return found


def entries(report: ArrayReport) -> Table:
    of = (Column("of", "of", TEXT),) if report.is_jacobian else ()
    columns = (
        *of, Column("by", "by", TEXT), Column("in_nodes", "in nodes", FORMULA), Column("in_inputs", "in inputs", FORMULA),
        Column("value", "value", NUMBER), Column("nudge", "nudge", NUMBER), Column("leftover", "leftover", NUMBER), Column("verdict", "verdict", TEXT),
    )  # fmt: skip
    formulas = {row.name: (row.in_nodes, row.in_inputs) for row in report.chained_rows if not row.shape}
    rows: list[tuple[Cell, ...]] = []
    for output, by, value, judged in places(report):
        nudge = judged.nudges[0] if judged is not None and judged.nudges else None
        rows.append((
            *([output] if of else []), by, *formulas.get(by, (None, None)), value,
            None if nudge is None else nudge.k, None if nudge is None else nudge.leftover, CHECKED if judged is None else judged.verdict.kind,
        ))  # fmt: skip
    if not report.has_values:
        rows = [
            (*([report.output] if of else []), row.name, row.in_nodes, row.in_inputs, None, None, None, CHECKED)
            for row in report.chained_rows
        ]
    return Table("chained", "Backward pass", columns, tuple(rows))


def gradient_entries(report: ArrayReport) -> Table:
    parameters = {row.name for row in report.chained_rows if row.parameter}
    of = (Column("of", "of", TEXT),) if report.is_jacobian else ()
    columns = (*of, Column("by", "by", TEXT), Column("value", "value", NUMBER))
    rows = tuple(
        (*([output] if of else []), by, value)
        for output, by, value, _ in places(report)
        if by.partition("[")[0] in parameters
    )
    return Table("gradient", "Gradient", columns, rows)


def forward_entries(report: ArrayReport) -> Table:
    columns = (Column("name", "node", TEXT), Column("formula", "formula", FORMULA), Column("value", "value", NUMBER))
    rows = tuple(
        (entry, row.formula if not row.shape else None, value) for row in report.nodes for entry, value in row.places()
    )
    if not report.has_values:
        rows = tuple((row.name, row.formula, None) for row in report.nodes)
    return Table("forward", "Forward pass", columns, rows)


# As data


def as_dict(report: ArrayReport) -> dict[str, Any]:
    """The report as plain data: numbers are nested lists, with their shapes."""
    digits = report.options.decimals
    return {
        "schema": SCHEMA,
        "output": report.output,
        "arithmetic": report.arithmetic,
        "epsilon": exact_text(report.options.epsilons[0]),
        "scheme": report.options.scheme,
        "inputs": [{"name": r.name, "parameter": r.parameter, **number_data(r, digits)} for r in report.inputs],
        "nodes": [{"name": r.name, "formula": r.formula, **number_data(r, digits)} for r in report.nodes],
        "local": [],
        "chained": [derivative_data(row, digits) for row in report.chained_rows],
        "gradient": {r.name: mapped(r.value, json_number) for r in report.chained_rows if r.parameter},
        "cost": {
            "nodes": len(report.nodes),
            "parameters": (count := sum(len(flat(r.value)) for r in report.inputs if r.parameter)),
            "backprop_steps": len(report.nodes) + count,
            "nudge_steps": len(report.nodes) * count,
        },
        "notes": list(report.notes),
    }


def derivative_data(row: ArrayRow, digits: int) -> dict[str, Any]:
    """One derivative; its verdict is that of its entries, where they have one and the same."""
    kinds = {entry.verdict.kind for entry in row.entries} or {CHECKED}
    found: dict[str, Any] = {
        "by": row.name, "parameter": row.parameter, "in_nodes": row.in_nodes, "in_inputs": row.in_inputs, "pull": row.pull,
        **number_data(row, digits), "terms": [], "nudge": None, "verdict": kinds.pop() if len(kinds) == 1 else MIXED,
    }  # fmt: skip
    if row.entries:
        found["entries"] = [entry_data(entry) for entry in row.entries]
    return found


def entry_data(row: Chained) -> dict[str, Any]:
    """The nudge of one entry, and its verdict."""
    nudge = row.nudges[0] if row.nudges else None
    return {
        "by": row.by,
        "k": None if nudge is None else json_number(nudge.k),
        "leftover": None if nudge is None else json_number(nudge.leftover),
        "verdict": row.verdict.kind,
    }


def number_data(row: ArrayRow, digits: int) -> dict[str, Any]:
    """shape, value, exact and, where not all of it is rational, decimal."""
    found = {"shape": list(row.shape), "value": mapped(row.value, json_number), "exact": mapped(row.value, as_exact)}
    if any(entry is not None and exact_text(entry) is None for entry in flat(row.value)):
        found["decimal"] = mapped(row.value, lambda one: None if one is None else plain_text(one, digits))
    return found


def as_exact(value: Number | None) -> str | None:
    return None if value is None else exact_text(value)


def mapped(value: Any, say: Callable[[Any], Any]) -> Any:
    return [mapped(part, say) for part in value] if isinstance(value, list) else say(value)


# One value by name

ENTRY = rf"({NAME_PATTERN})((?:\[[^][]*\])?)"
ASKED = re.compile(rf"(?:[d∂]{ENTRY}/[d∂]{ENTRY}|{ENTRY})(?::(\w+))?")
FORMS = ("exact", "formula", "nodes", "nudge")


def got(graph: Graph, given: Mapping[str, object], asked: str, options: Options, known: dict[str, ArrayReport]) -> str:
    """One value: a number, or a JSON array; `:formula` its text. `known` holds the reports by their outputs. Raises SymbackError."""
    match = ASKED.fullmatch(asked.strip())
    if match is None:
        raise SymbackError(f"--get {asked[:60]}: this is no value's name", hint="dJ/dW, dJ/dW[0,1], dW, a, a[0]")
    of, of_entry, by, by_entry, alone, alone_entry, form = match.groups()
    if form and form not in FORMS:
        raise SymbackError(f"--get {asked}: {form} is none of {', '.join(FORMS)}", hint=suggestion(form, list(FORMS)))
    if alone is not None and normal_name(alone) not in graph.names and alone[:1] in "d∂":
        of, of_entry, by, by_entry, alone = graph.output, "", alone[1:], alone_entry, None
    for one in (alone,) if alone else (of, by):
        if normal_name(one) not in graph.names:
            raise SymbackError(f"--get {asked}: the program has no {one}", hint=suggestion(one, sorted(graph.names)))
    output = graph.output if alone else normal_name(of)
    if output not in graph.by_name:
        raise SymbackError(f"--get {asked}: {output} is an input and has no derivative")
    if output not in known:
        known[output] = array_report(graph if output == graph.output else graph.focused(output), given, options)
    report = known[output]
    if alone:
        row = next(r for r in (*report.inputs, *report.nodes) if r.name == normal_name(alone))
        if form in ("formula", "nodes"):
            return row.formula or row.name
        return number_got(taken(row.value, alone_entry, asked), form, options, asked)
    row = derivative_row(report, normal_name(by), graph, asked)
    if form in ("formula", "nodes"):
        if of_entry or by_entry or row.in_nodes is None:
            raise no_answer(f"--get {asked}: there is no formula for this")
        return row.in_nodes
    if form == "nudge":
        return nudge_got(row, by_entry, options, asked)
    value = row.value
    if report.is_jacobian and value is not None:
        rows = [value[place_of(of_entry, report.nodes[-1].shape, asked)]] if of_entry else value
        column = place_of(by_entry, row.own, asked) if by_entry else None
        found = [part if column is None else part[column] for part in rows]
        value = found[0] if of_entry else found
    else:
        value = taken(value, by_entry, asked)
    return number_got(value, form, options, asked)


def derivative_row(report: ArrayReport, by: str, graph: Graph, asked: str) -> ArrayRow:
    row = report.known.get(by)
    if row is None:
        data = graph.is_data(by)
        reason = f"{by} is data and gets no derivative" if data else f"{report.output} does not come after {by}"
        raise SymbackError(f"--get {asked}: {reason}", hint=f"--wrt {by}" if data else None)
    return row


def taken(value: Any, index: str, asked: str) -> Any:
    """The entry of a value at an index such as `[0,1]`; the value itself without one."""
    if not index or value is None:
        return value
    parts = index[1:-1].replace(" ", "").split(",")
    for part in parts:
        whole = INDEX.fullmatch(part) is not None and ":" not in part
        if not whole or not isinstance(value, list) or not -len(value) <= int(part) < len(value):
            raise SymbackError(f"--get {asked}: there is no such entry", hint="entries count from 0")
        value = value[int(part)]
    return value


def place_of(index: str, shape: tuple[int, ...], asked: str) -> int:
    """Return the place of an entry among all of an array, row by row."""
    count = prod(shape)
    numbered = list(range(count))
    rows = [numbered[k : k + shape[1]] for k in range(0, count, shape[1])] if len(shape) > 1 else numbered
    found = taken(rows, index, asked) if shape else None
    if not isinstance(found, int):
        raise SymbackError(f"--get {asked}: there is no such entry", hint="entries count from 0")
    return found


def number_got(value: Any, form: str | None, options: Options, asked: str) -> str:
    """A number or a JSON array; `null` for entries without a value."""
    if value is None:
        raise no_answer(f"--get {asked}: there is no value")
    if form == "exact":
        if not isinstance(value, list):
            if exact_text(value) is None:
                raise no_answer(f"--get {asked}: the value is not rational")
            return str(exact_text(value))
        return nested_text(value, lambda one: "null" if as_exact(one) is None else f'"{as_exact(one)}"')
    return nested_text(value, lambda one: "null" if one is None else plain_text(one, options.get_digits))


def nudge_got(row: ArrayRow, index: str, options: Options, asked: str) -> str:
    if not row.entries:
        raise no_answer(f"--get {asked}: the entries were not nudged")
    chosen = [entry for entry in row.entries if not index or entry.by == f"{row.name}{index.replace(' ', '')}"]
    if not chosen or not all(entry.nudges for entry in chosen):
        raise SymbackError(f"--get {asked}: there is no such nudge")
    found = [plain_text(entry.nudges[0].k, options.get_digits) for entry in chosen]
    if index or not row.shape:
        return found[0]
    columns = row.shape[-1]
    lines = [found[k : k + columns] for k in range(0, len(found), columns)] if len(row.shape) > 1 else [found]
    texts = [f"[{', '.join(line)}]" for line in lines]
    return texts[0] if len(row.shape) < 2 else f"[{', '.join(texts)}]"
