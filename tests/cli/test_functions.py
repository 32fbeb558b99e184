"""`symback functions` against the functions themselves: every derivative it shows is the slope of the function it names."""

from __future__ import annotations

import csv
import io
import json
import re

import mpmath
import pytest

from symback import Graph, functions
from symback.domains.text import plain_text
from symback.report.options import Options
from symback.report.reference import Entry, entries

ENTRIES = entries()
NUMBERS = Options(nudges=False, formulas=False)


def value(program: str, at: dict[str, str]) -> mpmath.mpf:
    graph = Graph(program, valued=tuple(at))
    used = {name: number for name, number in at.items() if name in graph.inputs}
    report = graph.report(used, NUMBERS)
    return mpmath.mpf(plain_text(report.values[report.output], 40))


def sample(entry: Entry) -> dict[str, str]:
    """A point inside the domain, an argument each."""
    names = list(entry.derivatives)
    if entry.name == "where":
        return {"a": "1", "b": "2", "x": "7/10", "y": "2"}
    if entry.call == "log(x, base)":
        return {"x": "7/10", "base": "2"}
    if entry.name == "clip":
        return {"x": "7/10", "low": "-1", "high": "2"}
    row = functions.BY_NAME.get(entry.name)
    return dict(zip(names, row.sample if row else ("7/10", "2"), strict=True))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.call)
def test_the_derivative_is_the_slope(entry):
    at = sample(entry)
    call = entry.call.replace(", …", "")
    step = mpmath.mpf(10) ** -6
    for name, formula in entry.derivatives.items():
        if formula is None:
            continue
        from fractions import Fraction

        up, down = (value(call, at | {name: str(Fraction(at[name]) + sign * Fraction(1, 10**6))}) for sign in (1, -1))
        assert abs((up - down) / (2 * step) - value(formula, at)) < 1e-8


def test_every_function_of_the_language_is_there_once():
    calls = [entry.call for entry in ENTRIES]
    assert len(calls) == len(set(calls))
    assert {entry.name for entry in ENTRIES} == {row.name for row in functions.FUNCTIONS} | {"pow", "clip"}


def test_every_row_says_where_there_is_no_derivative():
    found = {entry.call: entry.excluded for entry in ENTRIES}
    expected = {
        "sqrt(x)": "vertical tangent at 0",
        "abs(x)": "kink where x = 0",
        "asin(x)": "vertical tangent at -1, 1",
        "floor(x)": "jump where x is a whole number",
        "max(x, y, …)": "kink where x = y",
        "atan2(y, x)": "jump where y = 0 and x < 0",
        "where(a < b, x, y)": "kink where a = b",
        "sin(x)": "",
    }
    assert {call: found[call] for call in expected} == expected
    assert next(e.domain for e in ENTRIES if e.name == "tan") == "every number but where cos(x) = 0"


def test_json_and_csv_tell_the_same(run):
    listed = json.loads(run("functions", "--format", "json").out)["functions"]
    rows = list(csv.DictReader(io.StringIO(run("functions", "--format", "csv").out)))
    assert [row["call"] for row in rows] == [entry["call"] for entry in listed]
    assert all(
        entry["derivatives"][0]["formula"] in row["derivative"]
        for row, entry in zip(rows, listed, strict=True)
        if entry["name"] != "polygamma"
    )
    assert [(e["name"], e["convention"]) for e in listed if e["convention"]][:1] == [("abs", "0 at 0")]


@pytest.mark.parametrize("format_", ["table", "plain", "markdown", "latex", "html", "tsv"])
def test_every_format_names_every_function(format_, run):
    text = run("functions", "--format", format_).out.replace("\\", "")
    assert all(re.search(rf"\b{entry.name}\(", text) for entry in ENTRIES)


@pytest.mark.parametrize(
    ("asked", "found"),
    [(("ln",), ["log(x)", "log(x, base)"]), (("relu", "SQRT"), ["sqrt(x)", "relu(x)"]), (("pow",), ["pow(x, y)"])],
)
def test_functions_by_name_or_other_name(asked, found, run):
    listed = json.loads(run("functions", *asked, "--format", "json").out)["functions"]
    assert [entry["call"] for entry in listed] == found
