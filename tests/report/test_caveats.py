"""What doubles lose is worked out with more digits, and what was lost or taken for 0 is said wherever the value stands."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from symback import Graph, Options

# program, point, J and dJ/dx there: by series, or as sqrt(x + 1) - sqrt(x) = 1/(sqrt(x + 1) + sqrt(x))
LOST = [
    ("(1-cos(x))/x**2", "1e-9", 0.5, -1e-9 / 12),
    ("exp(x) - 1 - x", "1e-10", 5e-21, 1e-10),
    ("sqrt(x+1) - sqrt(x)", "1e15", 1.5811388300841893e-08, -7.905694150420946e-24),
    ("where(1 - cos(x) > 0, x, 5)", "1e-9", 1e-9, 1.0),
    ("sqrt(1 - cos(x))", "1e-9", 1e-9 / 2**0.5, 1 / 2**0.5),
    ("log(1 + x) - x", "1e-12", -5e-25, -1e-12),
]
HELD = [("w**2", "3"), ("sin(w)", "1e-300"), ("gelu(w)", "-9"), ("sigmoid(w)", "40"), ("exp(w) - 1", "1")]
FLOAT = ("--arithmetic", "float")


def last_number(text: str) -> float:
    return float(text.rsplit(maxsplit=1)[-1])


@pytest.mark.parametrize(("program", "point", "value", "slope"), LOST)
@pytest.mark.parametrize("split", ["lecture", "atomic", "none"])
def test_no_format_shows_a_number_without_digits(
    program: str, point: str, value: float, slope: float, split: str, run: Any
) -> None:
    asked = ("diff", program, "--at", f"x={point}", "--split", split, *FLOAT)
    whole = json.loads(run(*asked, "--format", "json").out)
    assert whole["nodes"][-1]["value"] == pytest.approx(value, rel=1e-8)
    assert whole["gradient"]["x"] == pytest.approx(slope, rel=1e-8)
    assert any("doubles lose digits of" in note for note in whole["notes"])
    row = next(row for row in whole["chained"] if row["by"] == "x")
    assert row["value"] == whole["gradient"]["x"]
    for extra in (("--get", "J", "--get", "dJ/dx"), ("--table", "gradient", "--format", "csv"), ("--format", "tsv")):
        found = run(*asked, *extra)
        assert "doubles lose digits of" in found.err
    assert last_number(run(*asked, "--get", "dJ/dx").out) == pytest.approx(slope, rel=1e-8)
    table = run(*asked, "--table", "gradient").out
    assert float(table.split("dJ/dx")[1].split()[0]) == pytest.approx(slope, rel=1e-8)
    assert "Note: doubles lose digits of" in table


@pytest.mark.parametrize(("program", "point"), HELD)
def test_what_doubles_hold_is_theirs(program: str, point: str) -> None:
    report = Graph(program).report({"w": point}, Options(arithmetic="float"))
    assert report.caveats == ()
    assert isinstance(report.values["J"], float)


@pytest.mark.parametrize("command", ["explain", "plot", "graph"])
def test_other_commands_say_it_too(command: str, run: Any) -> None:
    more = ["--without", "cost"] if command == "explain" else []
    found = run(command, "(1-cos(x))/x**2", "--at", "x=1e-9", *FLOAT, *more)
    assert "1000000000.\n" not in found.out
    assert "doubles lose digits of" in " ".join(found.out.split())


def test_what_doubles_cannot_tell_is_no_fault_of_the_program(run: Any) -> None:
    found = run("diff", "log(1-tanh(x))", "--at", "x=50", *FLOAT)
    assert (found.code, found.out) == (3, "")
    assert "doubles cannot tell: to them log(0) has no value" in found.err
    assert "--arithmetic auto" in found.err
    assert "doubles" not in run("diff", "log(x)", "--at", "x=-1", *FLOAT).err


TOO_SMALL = "a value below 10^-1,000,000 was taken for 0"
SHOWN = [
    ("--get", "J"),
    ("--table", "forward"),
    ("--table", "gradient", "--format", "csv"),
    ("--sweep",),
    ("--order", "2"),
]


@pytest.mark.parametrize("options", SHOWN, ids=" ".join)
def test_what_was_taken_for_0_is_said(options: tuple[str, ...], run: Any) -> None:
    found = run("diff", "exp(x)", "--at", "x=-3e6", *options)
    assert TOO_SMALL in found.out + found.err
    larger = run("diff", "exp(x)", "--at", "x=-3", *options)
    assert TOO_SMALL not in larger.out + larger.err


def numbers_of(data: Any) -> Any:
    """Every object that has a value and an exact or decimal number beside it."""
    if isinstance(data, dict):
        if "value" in data and ("decimal" in data or data.get("exact")):
            yield data["value"], data.get("exact") or data["decimal"]
        for inner in data.values():
            yield from numbers_of(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from numbers_of(inner)


SMALL = ["exp(-x**2)/1e0", "x*1e-320", "1e300**(x/50)", "-exp(-x**2)", "x**2*1e-330"]
DOCUMENTS = [
    ("diff",), ("diff", "--sweep"), ("diff", "--order", "2"), ("explain",), ("graph",), ("check", "--claim", "dx=1"),
]  # fmt: skip


@pytest.mark.parametrize("program", SMALL)
@pytest.mark.parametrize("command", DOCUMENTS, ids=" ".join)
def test_a_number_of_json_has_its_digits_or_is_null(program: str, command: tuple[str, ...], run: Any) -> None:
    found = run(command[0], program, "--at", "x=100", "--format", "json", *command[1:])
    data = json.loads(found.out)
    for value, text in numbers_of(data):
        mantissa, _, exponent = text.partition("e")
        if "/" in text or abs(int(exponent or 0)) < 400:
            exact = Fraction(text)
            held = value is not None and abs(Fraction(value) - exact) <= abs(exact) / 2**52
            assert held or (value is None and not Fraction(1, 2**1022) <= abs(exact) < 2**1024)
        else:
            assert value is None, mantissa
