"""A line of a batch in, a line of JSON out."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symback import Graph
from symback.lines.answer import Settings, answer
from symback.lines.jobs import answers
from symback.lines.question import is_blank
from symback.render.json import as_dict
from symback.report.options import Options

FAST = Settings(Options(formulas=False, nudges=False))
SYMBACK = [sys.executable, "-m", "symback", "batch"]


def ask(line: str, settings: Settings = FAST) -> dict[str, Any]:
    text, _ = answer(line, settings)
    assert "\n" not in text
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


GRADIENTS = [
    ("w=3; (2+3*w)**2", {"w": 66}),
    ('{"program": "w**2", "at": {"w": 3}}', {"w": 6}),
    ('{"program": "w*x", "at": {"w": "3/2", "x": 0.1}, "wrt": ["w"]}', {"w": 0.1}),
    ('{"program": "w*x", "at": {"w": 1, "x": 2}, "wrt": "w, x"}', {"w": 2, "x": 1}),
    ('{"program": "a = w;\\nJ = a*α", "at": {"w": 5, "α": 2}}', {"w": 2, "alpha": 5}),
    ('{"program": "e*gamma", "at": {"e": 2, "gamma": 3}}', {"e": 3, "gamma": 2}),
    ('\ufeff{"program": "w", "at": {"w": 1e400}}', {"w": 1}),
]


@pytest.mark.parametrize(("line", "gradient"), GRADIENTS)
def test_gradient(line: str, gradient: dict[str, float]) -> None:
    assert ask(line)["gradient"] == gradient


ERRORS = [
    ("w*", 2, 2, "ends after"),
    ("  w $ 2", 2, 5, "$"),
    ('{"program": "w*", "at": {}}', 2, 2, "ends after"),
    ('{"program": ', 2, 12, "not JSON"),
    ('{"program": 3}', 2, None, "program"),
    ("{}", 2, None, "program"),
    ('{"program": "w", "att": {"w": 1}}', 2, None, "att"),
    ('{"program": "w", "source": "mine"}', 2, None, "no 'source'"),
    ('{"program": "w", "at": {"w": 1}, "eps": 0.1}', 2, None, "no 'eps'"),
    ('{"program": "w", "at": {"w": 1}, "at": {"w": 2}}', 2, None, "'at' stands twice"),
    ('{"program": "w", "at": {"w": 1, "w": 2}}', 2, None, "'w' stands twice"),
    ('{"program": "w_1", "at": {"w_1": 1, "w₁": 2}}', 2, None, "'w_1' stands twice"),
    ('{"program": "w", "at": [1]}', 2, None, "at"),
    ('{"program": "w", "at": {"w": [1, 2]}}', 2, None, "one number"),
    ('{"program": "w", "at": {"w": true}}', 2, None, "one number"),
    ('{"program": "w", "at": {"w": NaN}}', 2, None, "w"),
    ('{"program": "w", "at": {"v": 1}}', 2, None, "v is not an input"),
    ('{"program": "w", "wrt": 3}', 2, None, "wrt"),
    ('{"program": "w", "wrt": ["v"]}', 2, None, "v is not an input"),
    ('{"program": "1/w", "at": {"w": 0}}', 3, 1, "division by zero"),
    ('{"program": "9**9**9", "at": {}}', 3, 1, ""),
    ('{"a":' * 100_000, 2, None, "nested"),
    ("w=\udc80", 2, 3, "UTF-8"),
]


@pytest.mark.parametrize(("line", "code", "column", "part"), ERRORS)
def test_error(line: str, code: int, column: int | None, part: str) -> None:
    error = ask(line)["error"]
    assert (error["code"], error["column"]) == (code, column)
    assert part in error["message"]


@pytest.mark.parametrize("identity", ["7", '"seven"', "[1, 2.5]", "null", "true", '{"a": 0.1}', "-3"])
def test_the_id_comes_back(identity: str) -> None:
    for rest in ('"program": "w"', '"program": "w*"', '"program": "w", "eps": 1', '"program": "w", "at": {}, "at": {}'):
        assert ask(f'{{"id": {identity}, {rest}}}')["id"] == json.loads(identity)


def test_an_answer_is_the_object_of_diff() -> None:
    options = Options()
    found = ask('{"id": 1, "program": "(2+3*w)**2*x", "at": {"w": 3, "x": 0.5}}', Settings(options))
    report = Graph("(2+3*w)**2*x").report({"w": 3, "x": 0.5}, options)
    assert found == {"id": 1, **json.loads(json.dumps(as_dict(report)))}


def test_what_holds_for_every_line() -> None:
    settings = Settings(Options(formulas=False, nudges=False), at={"w": "3"}, wrt=("w",))
    assert ask("w**2", settings)["gradient"] == {"w": 6}
    assert ask("w=5; w**2", settings)["gradient"] == {"w": 10}
    assert ask('{"program": "w**2*v", "at": {"w": 2, "v": 1}}', settings)["gradient"] == {"w": 4}


@given(st.text(max_size=60))
def test_any_line_has_one_answer(line: str) -> None:
    if not is_blank(line):
        found = ask(line)
        assert ("error" in found) != ("gradient" in found)


def test_several_processes_keep_the_order() -> None:
    lines = [f"w={i}; w**2{'*' if i % 7 == 0 else ''}" for i in range(200)]
    alone = list(answers(lines, FAST, 1))
    assert list(answers(lines, FAST, 3)) == alone
    assert [json.loads(text)["gradient"]["w"] for text, right in alone if right] == [2 * i for i in range(200) if i % 7]


def test_lines_are_taken_only_as_they_are_needed() -> None:
    taken = []

    def endless() -> Any:
        while True:
            taken.append(1)
            yield "w=1; w"

    for jobs in (1, 2):
        taken.clear()
        stream = answers(endless(), FAST, jobs)
        assert json.loads(next(stream)[0])["gradient"] == {"w": 1}
        assert len(taken) < 500
        stream.close()


def run(*options: str, text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SYMBACK, *options], input=text, capture_output=True, text=True, timeout=60)


def test_command(tmp_path: Any) -> None:
    done = run("--numbers-only", text="# squares\n\nw=3; w**2\r\nw=4; w**2")
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["gradient"] for line in done.stdout.splitlines()] == [{"w": 6}, {"w": 8}]
    failed = run("--numbers-only", text="w*\nw=3; w\n")
    assert failed.returncode == 1
    assert len(failed.stdout.splitlines()) == 2
    target = tmp_path / "out.jsonl"
    assert run("--numbers-only", "-o", str(target), text="w=3; w\n").stdout == ""
    assert len(target.read_text().splitlines()) == 1
    assert run("no/such/file", text="").returncode == 2
    assert run("--at", "w=1:3:1", text="w\n").returncode == 2


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_leaves_complete_lines(jobs: str) -> None:
    process = subprocess.Popen(
        [*SYMBACK, "--numbers-only", "--jobs", jobs],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    watchdog = threading.Timer(60, process.kill)  # should it ever wait for ever
    watchdog.daemon = True
    watchdog.start()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"w=3; w**2\n" * 64)
    process.stdin.flush()
    first = process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.stderr is not None
    errors = process.stderr.read()
    process.wait(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    for line in (first + rest).splitlines():
        assert json.loads(line)["gradient"] == {"w": 6}
    assert (first + rest).endswith(b"\n")


def test_a_file_may_be_named_as_in_other_commands(run: Any, tmp_path: Any) -> None:
    file = tmp_path / "programs.txt"
    file.write_text("w=3; w**2\n")
    answer = run("batch", str(file)).out
    assert '"gradient": {"w": 6.0}' in answer
    assert run("batch", "-f", str(file)).out == run("batch", "--file", str(file)).out == answer
    assert run("batch", str(file), "-f", str(file)).code == 2
