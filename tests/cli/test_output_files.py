"""-o writes a file whole or not at all, and leaves its mode, its links and what is no file as they are."""

from __future__ import annotations

import json
import os
import select
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from doc_blocks import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "symback"]
CLEAN = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}


def write(run, target: Path | str, program: str = "w**2") -> tuple[int, str]:
    answer = run("diff", program, "--at", "w=3", "--get", "J", "-o", str(target))
    assert answer.out == ""
    return answer.code, answer.err


def test_a_file_keeps_its_mode_and_a_link_its_place(tmp_path, run):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    assert write(run, link) == (0, "")
    assert link.is_symlink()
    assert real.read_text() == "9\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link", "real"]


def test_a_new_file_has_the_usual_mode(tmp_path, run):
    write(run, tmp_path / "new")
    (tmp_path / "other").write_text("")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_failure_leaves_the_old_file(tmp_path, run):
    target = tmp_path / "page"
    target.write_text("old")
    code, err = write(run, target, "log(w-4)")
    assert code == 3
    assert err
    assert target.read_text() == "old"


@pytest.mark.parametrize(
    ("target", "message"),
    [("", "Is a directory"), ("no/such/folder", "No such file"), ("plain/below", "Not a directory")],
)
def test_a_place_that_cannot_be_written_is_a_message(target, message, tmp_path, run):
    (tmp_path / "plain").write_text("")
    code, err = write(run, tmp_path / target)
    assert code == 2
    assert message in err


def test_standard_output_by_its_names(tmp_path):
    log = tmp_path / "log"
    command = " ".join(COMMAND) + " diff 'w**2' --at w=3 --get J -o "
    script = f"echo first; {command} /dev/stdout; {command} -; echo last"
    with log.open("w") as stream:
        subprocess.run(["bash", "-c", script], stdout=stream, env=CLEAN, check=True)
    assert log.read_text() == "first\n9\n9\nlast\n"


def test_a_named_pipe_is_written_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    child = subprocess.Popen([*COMMAND, "diff", "w**2", "--at", "w=3", "--get", "J", "-o", str(pipe)], env=CLEAN)
    with pipe.open() as stream:
        assert select.select([stream], [], [], 30)[0]
        assert stream.read() == "9\n"
    assert child.wait(30) == 0
    assert stat.S_ISFIFO(pipe.stat().st_mode)


NEURON = ("w*x", "--at", "w=3,x=2")
# command, suffix, how the file begins (None: refused)
SUFFIXES = [
    ("diff", "json", '{"schema": 1'), ("diff", "csv", "by,in_nodes"), ("diff", "html", "<!DOCTYPE html>"), ("diff", "tex", "\\documentclass"),
    ("diff", "txt", "At w = 3"), ("diff", "svg", None), ("diff", "log", None), ("explain", "html", "<!DOCTYPE html>"),
    ("explain", "md", "#"), ("explain", "csv", None), ("check", "json", '{"schema": 1'), ("check", "html", "<!DOCTYPE html>"), ("check", "svg", None),
    ("graph", "svg", "<svg"), ("graph", "mmd", "flowchart"), ("graph", "tex", None), ("worksheet", "html", "<!DOCTYPE html>"),
    ("worksheet", "pdf", None),
]  # fmt: skip


@pytest.mark.parametrize(("command", "suffix", "begins"), SUFFIXES)
def test_the_suffix_decides_the_format(command, suffix, begins, tmp_path, run):
    target = tmp_path / f"answer.{suffix}"
    claim = ("--claim", "dw=2") if command == "check" else ()
    answer = run(command, *NEURON, *claim, "-o", str(target))
    assert (answer.code, answer.out) == ((0, "") if begins else (2, ""))
    assert target.read_text().startswith(begins) if begins else not target.exists()


def test_a_format_that_is_told_wins_over_the_suffix(tmp_path, run):
    target = tmp_path / "answer.txt"
    assert run("diff", *NEURON, "--format", "json", "-o", str(target)).code == 0
    assert target.read_text().startswith("{")


IDLE = [
    ("--get", "J", "--format", "json"), ("--get", "J", "--table", "local"), ("--on-error", "skip"), ("--sweep", "dw", "--get", "J"),
    ("--cost", "--table", "local"), ("--order", "2", "--only", "dw"), ("--points", "-", "--how"), ("--points", "-", "--eps", "0.1"), ("--verdicts",), ("--get", "dw:formula", "--numbers-only"), ("--get", "J", "--how"),
    ("--order", "2", "--hvp", "w=1"), ("--order", "2", "--eps", "0.1,0.01"), ("--cost", "--eps", "0.1"), ("--format", "csv", "--top", "3"),
    ("--format", "json", "--how"), ("--sweep", "dw", "--how"), ("--hvp", "w=1", "--partial"),
    ("--get", "J", "-o", "x.html"), ("--get", "J", "--format", "csv"), ("--get", "dw", "--eps", "0.1"), ("--table", "gradient", "--nudge", "none"),
    ("--table", "forward", "--only", "dw"), ("--nudge", "none", "--scheme", "central"), ("--format", "html", "--color", "always"),
]  # fmt: skip


@pytest.mark.parametrize("options", IDLE, ids=" ".join)
def test_an_option_that_another_leaves_nothing_to_do_is_an_error(options, run):
    answer = run("diff", *NEURON, *options)
    assert (answer.code, answer.out) == (2, "")
    assert "does not go with" in answer.err or "not written as" in answer.err


def test_json_of_a_named_table_holds_that_list_alone(run):
    for table, full in (("forward", "nodes"), ("local", "local"), ("chained", "chained"), ("gradient", "gradient")):
        data = json.loads(run("diff", *NEURON, "--table", table, "--format", "json").out)
        assert [name for name in ("nodes", "local", "chained") if data[name]] == [full] * (table != "gradient")
        assert data["gradient"] == {"w": 2.0, "x": 3.0}


NAMELESS = "import sys; from symback.__main__ import run; "
NAMED = "import os; del os.O_TMPFILE; " + NAMELESS  # as on systems that have no files without a name


@pytest.mark.parametrize(
    ("start", "number"),
    [(NAMELESS, signal.SIGKILL), (NAMELESS, signal.SIGTERM), (NAMED, signal.SIGTERM), (NAMED, signal.SIGHUP), (NAMED, signal.SIGINT)],
)  # fmt: skip
def test_no_scratch_file_outlives_a_signal(start, number, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("old")
    command = [sys.executable, "-c", start + "run()", "diff", "w**2", "--points", "-", "-o", str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=CLEAN) as child:
        child.stdin.write(b"w\n" + b"3\n" * 600_000)
        child.stdin.flush()
        modes = [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir() if path != target]
        assert modes == [0o600] * (start == NAMED)
        child.send_signal(number)
    assert child.returncode == (130 if number == signal.SIGINT else -number)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_without_nameless_files_modes_are_kept_too(tmp_path, run, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE")
    test_a_new_file_has_the_usual_mode(tmp_path, run)
    (tmp_path / "below").mkdir()
    test_a_file_keeps_its_mode_and_a_link_its_place(tmp_path / "below", run)


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path, run, monkeypatch):
    (tmp_path / "mine").write_text("old")
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # which is true for root of every file
    code, err = write(run, tmp_path / "mine")
    assert (code, (tmp_path / "mine").read_text()) == (2, "old")
    assert "Permission denied" in err


def test_what_cannot_be_read_is_not_said_of_what_is_written(tmp_path, run):
    answer = run("diff", "w**2", "--points", str(tmp_path), "-o", str(tmp_path / "out.csv"))
    assert answer.code == 2
    assert "cannot write" not in answer.err
    assert "Is a directory" in answer.err
