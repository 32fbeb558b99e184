"""`symback plot` as a user meets it: pictures as they were looked at, widths, ASCII, colour, files and refusals."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Answer

    Run = Callable[..., Answer]

SNAPSHOTS = Path(__file__).parent / "snapshots"
BOWL = "(a-1)**2 + 2*b**2 + a*b"
# name, columns, encoding, arguments
CASES = [
    ("network-80", 80, "utf-8", ["(2+3*w)**2", "--at", "w=3"]), ("network-200", 200, "utf-8", ["(2+3*w)**2", "--at", "w=3"]),
    ("network-40", 40, "utf-8", ["(2+3*w)**2", "--at", "w=3"]), ("network-ascii", 80, "ascii", ["(2+3*w)**2", "--at", "w=3"]),
    ("tangents-80", 80, "utf-8", ["w**2", "--at", "w=3", "--at", "w=2", "--at", "w=-3"]), ("kink-80", 80, "utf-8", ["abs(w)", "--at", "w=0", "--eps", "0.5"]),
    ("poles-80", 80, "utf-8", ["tan(w)", "--range=-5:5", "--y-range=-5:5"]), ("jumps-60", 60, "utf-8", ["floor(w)", "--at", "w=1.5", "--no-zoom"]),
    ("contours-80", 80, "utf-8", [BOWL, "--at", "a=-2,b=1"]), ("contours-ascii", 60, "ascii", [BOWL, "--at", "a=-2,b=1"]),
    ("central-80", 80, "utf-8", ["w**2", "--at", "w=1", "--eps", "0.5", "--scheme", "central"]),
]  # fmt: skip


def printed(process: Run, columns: int, encoding: str, arguments: list[str]) -> str:
    answer = process("plot", *arguments, env={"COLUMNS": str(columns), "PYTHONIOENCODING": encoding, "NO_COLOR": "1"})
    assert answer.code == 0, answer.err
    return answer.out


@pytest.mark.parametrize(("name", "columns", "encoding", "arguments"), CASES, ids=[case[0] for case in CASES])
def test_the_picture_is_the_one_that_was_looked_at(
    name: str, columns: int, encoding: str, arguments: list[str], process: Run
) -> None:
    found = printed(process, columns, encoding, arguments)
    kept = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("SYMBACK_UPDATE"):
        kept.write_text(found, "utf-8")
    assert found == kept.read_text("utf-8")
    assert max(map(len, found.splitlines())) <= columns
    assert encoding != "ascii" or found.isascii()
    assert not any(line.endswith(" ") for line in found.splitlines())


@pytest.mark.parametrize("columns", [40, 57, 76, 77, 100, 131, 200])
@pytest.mark.parametrize("program", ["w**2*1234567", "w**7/3", BOWL.replace("b", "w").replace("a", "w")])
def test_no_line_is_wider_than_the_terminal(
    columns: int, program: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    answer = run("plot", program, "--at", "w=3")
    assert max(map(len, answer.out.splitlines())) <= columns


def test_colours(run: Run) -> None:
    out = run("plot", "w**2", "--at", "w=3", "--color", "always").out
    assert {"\x1b[94m", "\x1b[32m", "\x1b[35m"} <= set(re.findall(r"\x1b\[\d+m", out))
    plain = run("plot", "w**2", "--at", "w=3", "--color", "never").out
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", out) == plain


def test_json(run: Run) -> None:
    data = json.loads(run("plot", "1/w", "--at", "w=2", "--format", "json").out)
    assert len(data["pieces"]) == 2
    assert data["pieces"][0]["input"][-1] < 0 < data["pieces"][1]["input"][0]
    slope = data["points"][0]["slopes"][0]
    assert (slope["exact"], slope["verdict"]) == ("-1/4", "match")
    assert all(
        y == pytest.approx(1 / x)
        for piece in data["pieces"]
        for x, y in zip(piece["input"], piece["output"], strict=True)
    )


def test_json_over_two_inputs(run: Run) -> None:
    data = json.loads(run("plot", "a/b", "--at", "a=3,b=1", "--format", "json").out)
    assert data["by"] == ["a", "b"]
    across, up = data["grid"]["inputs"]
    for b, row in zip(up, data["grid"]["output"], strict=True):
        assert row == [None if b == 0 else pytest.approx(a / b) for a in across]


def test_csv(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("plot", "1/w", "--format", "csv").out)))
    assert {row["piece"] for row in rows} == {"1", "2"}
    assert all(float(row["J"]) == pytest.approx(1 / float(row["w"])) for row in rows)
    rows = list(csv.DictReader(io.StringIO(run("plot", "a/b", "--format", "csv").out)))
    assert all(
        row["J"] == "" if float(row["b"]) == 0 else float(row["J"]) == float(row["a"]) / float(row["b"]) for row in rows
    )


def test_ranges(run: Run) -> None:
    data = json.loads(run("plot", "sin(w)", "--range", "-2*pi:2*pi", "--y-range", "-2:2", "--format", "json").out)
    assert data["ranges"] == {"w": pytest.approx([-6.283185307179586, 6.283185307179586])}
    assert data["heights"] == [-2, 2]
    data = json.loads(run("plot", "a*b", "--range", "a=0:1", "--range", "b=2:3", "--format", "json").out)
    assert data["ranges"] == {"a": [0, 1], "b": [2, 3]}


@pytest.mark.parametrize(("name", "start"), [("x.svg", b"<?xml"), ("x.PNG", b"\x89PNG"), ("x.pdf", b"%PDF"), ("x.txt", b"w**2"), ("x.json", b"{"), ("x.csv", b"w,J"), ("x.html", b"<!DOCTYPE html>"), ("x", b"w**2")])  # fmt: skip
def test_a_file_is_what_its_name_says(name: str, start: bytes, run: Run, tmp_path: Path) -> None:
    answer = run("plot", "w**2", "--at", "w=3", "-o", str(tmp_path / name))
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(start)


def test_plain_has_no_colour(run: Run) -> None:
    arguments = ["plot", "w**2", "--at", "w=3"]
    coloured, plain = run(*arguments, "--color", "always").out, run(*arguments, "--format", "plain").out
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain != coloured


def test_a_page_says_what_its_picture_shows(run: Run) -> None:
    page = run("plot", "where(w < 1, w, 2*w)", "--at", "w=3", "--format", "html").out
    assert page.count("<svg ") == 2  # the curve, and the nudge
    names = re.findall(r'\bid="([^"]*)"', page)
    assert len(names) == len(set(names))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]*)', page)) <= set(names)
    assert page.count("where(w &lt; 1, w, 2*w)</") == 2  # in the title of the page and in its heading
    assert "<?xml" not in page
    assert "<h1>where(w &lt; 1, w, 2*w)</h1>" in page
    assert "<p>w = 3: J = 6; slope dJ/dw = 2; " in page


@pytest.mark.parametrize(("program", "at", "reason"), [("sin(w)/w", "w=0", "goes to 1"), ("1/w", "w=0", "division by zero"), ("sign(w)", "w=0", "it jumps here")])  # fmt: skip
def test_a_point_without_answer_is_shown_then_told(
    program: str, at: str, reason: str, run: Run, tmp_path: Path
) -> None:
    answer = run("plot", program, "--at", at)
    assert answer.code == 3
    assert "J against w" in answer.out
    assert reason in answer.out
    assert reason in answer.err
    assert run("plot", program, "--at", at, "-o", str(tmp_path / "x.svg")).code == 3
    assert "<svg" in (tmp_path / "x.svg").read_text("utf-8")


def test_several_points_are_numbered_as_their_sentences(run: Run) -> None:
    for program, at in (("w**2", ["w=3", "w=-2"]), ("a*b", ["a=1", "a=3", "b=2"])):
        lines = run("plot", program, *(word for point in at for word in ("--at", point)), "--no-zoom").out.splitlines()
        told = [line[:3] for line in lines if ": J = " in line]
        assert told == ["1  ", "2  "]


def test_format_wins_over_the_name(run: Run, tmp_path: Path) -> None:
    assert run("plot", "w**2", "--format", "svg", "-o", str(tmp_path / "x.txt")).code == 0
    assert (tmp_path / "x.txt").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["w**2", "--at", "w=3", "-o", "x.jpg"], 2, "not written as .jpg"), (["w**2", "--range", "5:-5"], 2, "does not"), (["w**2", "--range", "5"], 2, "first:last"),
        (["w**2", "--range", "a:b"], 2, "a is a name"), (["w**2", "--range", "q=1:2"], 2, "q is not drawn"), (["w**2", "--range", "-1e300:1e300"], 2, "too wide"),
        (["w**2", "--y-range", "1:1"], 2, "must go up"), (["w**2", "--at", "w=3", "--partial"], 2, "--partial"), (["a*b*c"], 2, "--wrt a,b"), (["log(w)", "--at", "w=-1", "--format", "json"], 3, "positive"),
        (["1/w", "--at", "w=0", "--format", "csv"], 3, "division by zero"), (["w**2", "--at", "w=0:50:1"], 2, "too many"), (["w**2", "--at", "w=0:1e6:1e-6"], 2, "more than 1,000,000"), (["3*2"], 2, "no input"),
        (["w**2", "--format", "gif"], 2, "gif"), (["w*"], 2, "ends after"), (["w**2", "--at", "w=3", "-o", "no/such/folder.svg"], 2, "cannot write"),
    ],
)  # fmt: skip
def test_what_is_refused(arguments: list[str], code: int, message: str, run: Run) -> None:
    answer = run("plot", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err


def test_without_matplotlib_the_way_out_is_said(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    answer = run("plot", "w**2", "--at", "w=3", "-o", str(tmp_path / "x.svg"))
    assert (answer.code, answer.out) == (2, "")
    assert "matplotlib" in answer.err
    assert "pip install matplotlib, or pipx inject symback matplotlib" in answer.err
    assert not list(tmp_path.iterdir())
    assert run("plot", "w**2", "--at", "w=3").code == 0


@pytest.mark.parametrize(
    ("arguments", "light"),
    [(["w**2", "--at", "w=3"], {"sympy", "matplotlib", "rich"}), (["--help"], {"sympy", "matplotlib", "rich", "numpy"}), (["w*"], {"sympy", "matplotlib", "rich", "numpy"})],
)  # fmt: skip
def test_what_is_not_needed_is_not_loaded(arguments: list[str], light: set[str]) -> None:
    script = "import sys; from symback.__main__ import main; main(['plot', *sys.argv[1:]]); print('loaded', *sys.modules, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONIOENCODING": "utf-8"})  # fmt: skip
    assert not light & set(ran.stderr.splitlines()[-1].split())


def test_the_examples_run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from symback.cli.plot import EXAMPLES

    monkeypatch.chdir(tmp_path)
    lines = [line.strip() for line in EXAMPLES.splitlines() if line.strip().startswith("symback")]
    assert len(lines) > 5
    for line in lines:
        assert run(*shlex.split(line)[1:]).code == 0, line
    assert [path.name for path in tmp_path.iterdir()] == ["sine.svg"]
