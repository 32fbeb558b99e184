"""Large graphs on the command line: short pages for people, bad input told quickly, and what is checked is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.network import network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Answer

PROGRAM, VALUES = network(60, 10)
LINES = 60  # that a page for people has at most, the point and the notes included


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("large")
    program, values = folder / "net.sym", folder / "values.json"
    program.write_text(PROGRAM)
    values.write_text(json.dumps(VALUES))
    return program, values


Files = tuple["Path", "Path"]


def diff(run: Callable[..., Answer], files: Files, *options: str) -> Answer:
    return run("diff", "--file", str(files[0]), "--at", f"@{files[1]}", *options)


@pytest.mark.parametrize("format_", ["table", "plain", "markdown", "latex"])
@pytest.mark.parametrize("options", [(), ("--table", "gradient", "--top", "20"), ("--table", "local", "--top", "9")])
def test_pages_for_people_are_short(
    run: Callable[..., Answer], files: Files, format_: str, options: tuple[str, ...]
) -> None:
    answer = diff(run, files, "--format", format_, *options)
    assert answer.code == 0
    assert len(answer.out.splitlines()) < 2 * LINES
    assert len(answer.out) < 12_000


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("direction", "along 3 random directions by central differences: match"),
        ("sample", "parameters were nudged one by one"),
        ("none", "no derivative was nudged"),
    ],
)
def test_what_was_checked_is_said(run: Callable[..., Answer], files: Files, mode: str, said: str) -> None:
    answer = diff(run, files, "--nudge", mode)
    assert said in " ".join(answer.out.split())


def test_programs_get_no_nudges_unless_asked(run: Callable[..., Answer], files: Files) -> None:
    found = json.loads(diff(run, files, "--format", "json", "--numbers-only").out)
    assert all(row["nudge"] is None for row in found["chained"])
    found = json.loads(diff(run, files, "--format", "json", "--numbers-only", "--nudge", "sample").out)
    nudged = [row for row in found["chained"] if row["nudge"] is not None]
    assert nudged
    for row in nudged:
        assert row["verdict"] == "match"
        assert row["nudge"]["k"]["value"] - row["value"] == pytest.approx(row["nudge"]["leftover"]["value"], abs=1e-12)


def test_small_graphs_are_nudged_unless_told(run: Callable[..., Answer]) -> None:
    assert "nudge ε" in run("diff", "w**3/3", "--at", "w=3").out
    assert "nudge ε" not in run("diff", "w**3/3", "--at", "w=3", "--nudge", "none").out
    for mode in ("sample", "direction"):
        told = " ".join(run("diff", "w**3/3", "--at", "w=3", "--nudge", mode).out.split())
        assert "nudge ε" in told
        assert f"every parameter was nudged alone, which says more than --nudge {mode}" in told


def test_get_of_a_nudge_nudges_that_alone(run: Callable[..., Answer], files: Files) -> None:
    names = ["db59_3", "db59_3:nudge", "a59_3", "local:dJ/da60_1"]
    answer = diff(run, files, *(word for name in names for word in ("--get", name)))
    slope, quotient, value, edge = map(float, answer.out.split())
    assert quotient == pytest.approx(slope, rel=0.05)
    assert -1 < value < 1
    assert edge == pytest.approx(float(diff(run, files, "--get", "a60_1").out))


def test_only_is_nudged_alone(run: Callable[..., Answer], files: Files) -> None:
    told = " ".join(diff(run, files, "--only", "db59_3", "--nudge", "all", "--table", "chained").out.split())
    assert "1 of 6,610 parameters were nudged one by one: 1 match" in told


def test_json_holds_the_table_that_is_named(run: Callable[..., Answer], files: Files) -> None:
    whole = json.loads(diff(run, files, "--format", "json").out)
    assert whole["local"][0]["formula"] is None
    named = json.loads(diff(run, files, "--format", "json", "--table", "local", "--only", "a59_3").out)
    assert named["chained"] == []
    assert {row["by"] for row in named["local"]} == {"a59_3"}
    assert named["local"][0]["formula"] is not None
    assert named["gradient"] == {}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "a30_0 = tanh(w30_0_0*a29_0",
            "a30_0 = tanh(w30_0_0*a50_0",
            "a50_0 is defined by itself in a circle: a30_0 needs a50_0 needs a49_0 needs",
        ),
        ("a50_0 = ", "a30_0 = ", "a30_0 is defined twice"),
        ("a50_0 = tanh(", "a50_0 = tanh((", "("),
    ],
)
def test_bad_programs(run: Callable[..., Answer], files: Files, tmp_path: Path, old: str, new: str, said: str) -> None:
    bad = tmp_path / "bad.sym"
    bad.write_text(PROGRAM.replace(old, new))
    answer = run("diff", "--file", str(bad), "--at", f"@{files[1]}")
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert len(answer.err) < 1000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"w5_0_3": None}, ["w5_0_3 has no value"]),
        ({f"w5_{i}_{k}": None for i in range(3) for k in range(4)}, ["w5_0_0", "and 6 more have no value"]),
        ({"w5_0_33": 1}, ["w5_0_33 is not an input", "try: w5_0_3"]),
        ({f"q{i}": 1 for i in range(9)}, ["q0, q1, q2, q3, q4, q5 and 3 more are not inputs"]),
    ],
)
def test_bad_values(
    run: Callable[..., Answer], files: Files, tmp_path: Path, change: dict[str, float | None], said: list[str]
) -> None:
    values = {name: value for name, value in (VALUES | change).items() if value is not None}
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(values))
    answer = run("diff", "--file", str(files[0]), "--at", f"@{bad}")
    assert (answer.code, answer.out) == (2, "")
    assert all(part in answer.err for part in said)


def test_what_is_no_text_and_what_is_too_much(run: Callable[..., Answer], tmp_path: Path) -> None:
    binary, huge = tmp_path / "binary.sym", tmp_path / "huge.sym"
    binary.write_bytes(bytes(range(256)) * 1000)
    huge.write_text("J = w" + " + w" * 3_000_000)
    for path, said in ((binary, "not in the language"), (huge, "characters in one piece")):
        answer = run("diff", "--file", str(path), "--at", "w=1")
        assert (answer.code, answer.out) == (2, "")
        assert said in answer.err


def test_depth_width_and_repetition(run: Callable[..., Answer], tmp_path: Path) -> None:
    """10,000 layers, 100,000 terms in one statement, and a chain of 1,000."""
    program = tmp_path / "program.sym"
    layers = ["a0 = w*x", *(f"a{i} = tanh(w*a{i - 1} + x)" for i in range(1, 10_001))]
    program.write_text("\n".join(layers))
    assert float(run("diff", "--file", str(program), "--at", "w=0.5,x=0.1", "--get", "dw").out) > 0
    program.write_text("J = " + " + ".join(f"w{i}*x" for i in range(100_000)) + "\n")
    values = tmp_path / "values.json"
    values.write_text(json.dumps({"x": 2} | {f"w{i}": 1 for i in range(100_000)}))
    found = run("diff", "--file", str(program), "--at", f"@{values}", "--get", "dx")
    assert float(found.out) == 100_000
    program.write_text("\n".join(["x1 = x*sin(x)", *(f"x{i} = x{i - 1}*sin(x{i - 1})" for i in range(2, 1001))]))
    assert run("diff", "--file", str(program), "--at", "x=1.5", "--get", "dx").code == 0
