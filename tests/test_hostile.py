"""Nothing that a program's text says is executed, nothing ends in a traceback, and answers do not wait for ever."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Answer

# text of a program, exit codes that would be right
HOSTILE = [
    ("", {2}),
    ("\0", {2}),
    ("w\0+1", {2}),
    ("\x1b[31mw\x1b[0m", {2}),
    ("w \x1b]0;title\x07", {2}),
    ("w\r\nw", {2}),
    ("9**9**9", {3}),
    ("9**9**9*w", {3}),
    ("w**9**9**9", {3}),
    ("2**2**2**2**2**2", {3}),
    ("gamma(gamma(gamma(100)))", {3}),
    ("exp(exp(exp(exp(9))))", {3}),
    ("1e1000000*1e1000000", {3}),
    ("1" + "0" * 2_000_000, {3}),
    ("0." + "0" * 3_000_000 + "1", {3}),
    ("sin(1e999999)", {3}),
    ("cosh(1e-999999)", {0}),
    ("sqrt(1e-999999)", {0}),
    ("cbrt(1e300000+7)", {0}),
    ("a0 = 1/3*w; " + "; ".join(f"a{k} = a{k - 1}*a{k - 1} + 1" for k in range(1, 30)) + "; J = a29", {3}),
    ("max(" + ",".join(["w"] * 20_000) + ")", {0}),
    ("(" * 50_000, {2}),
    ("(" * 50_000 + "w" + ")" * 50_000, {0}),
    ("sin(" * 3_000 + "1" + ")" * 3_000, {0}),
    ("-" * 50_000 + "1", {0}),
    ("|" * 9_999, {2}),
    ("__import__('os').system('touch PWNED')", {2}),
    ("__import__(os)", {2}),
    ("open(PWNED, w)", {2}),
    ("eval(w)", {2}),
    ("exec(w)", {2}),
    ("().__class__.__bases__", {2}),
    ("lambda: 0", {2}),
    ("w if 1 else 2", {2}),
    ("[w for w in ()]", {2}),
    ("$(touch PWNED)", {2}),
    ("`touch PWNED`", {2}),
    ("w; touch PWNED", {2}),
    ("{{7*7}}", {2}),
    ("%s%n%x", {2}),
    ("[red]w[/red]", {2}),
    ("а + 1", {2}),
    ("ｗ", {2}),
    ("w\u202e+1", {2}),
    ("w\u0301", {2}),
    ("\ud800", {2}),
    ("\udcff\udcfe", {2}),
    ("𝐰", {2}),
    ("١+٢", {2}),
    ("w\u00a0+1", {2}),
    ("\ufeffw", {2, 0}),
    ("a" * 100_000, {2}),
    ("a=1;" * 5_000, {2}),
    (";" * 100_000, {2}),
    ("w(" * 10_000, {2}),
    ("1/" + "-" * 100_000 + "2w", {2}),
    ("1_" * 50_000, {2}),
    ("where(" + "not " * 50_000 + "w > 0, 1, 2)", {2}),
    ("1/0", {3}),
    ("log(-1)", {3}),
    ("0**-1", {3}),
    ("(-8)**(1/3)", {3}),
    ("tan(pi/2)", {3}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), HOSTILE, ids=[ascii(text)[:40] for text, _ in HOSTILE])
def test_hostile_text_gets_a_message_and_no_more(
    run: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, codes: set[int]
) -> None:
    monkeypatch.chdir(tmp_path)
    begun = time.process_time()
    answered = run("diff", "--get", "J", *(["--at", "w=2"] if needs_value(text) else []), "--", text)
    assert time.process_time() - begun < 5
    assert list(tmp_path.iterdir()) == []
    assert "Traceback" not in answered.err
    assert not {"\x1b", "\0", "\x07", "\u202e"} & set(answered.err + answered.out)
    assert answered.code in codes, answered.err
    if answered.code:
        assert answered.out == ""
        assert "error: " in answered.err
        assert len(answered.err) < 2_000


def needs_value(text: str) -> bool:
    return "w" in text


def test_a_name_that_is_not_a_number_needs_a_value(run: Callable[..., Answer]) -> None:
    assert run("diff", "NaN + inf", "--at", "NaN=1,inf=2", "--get", "J").out == "3\n"


VALUES = ["nan", "inf", "__import__('os').system('touch PWNED')", "1;2", "", "w", "9**9**9", "1/0", "\0", "\x1b[0m", "1e9999999",
          "[1", "0x10", "1,5", "two", "(" * 9_999, "\ud800"]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=[ascii(v)[:30] for v in VALUES])
def test_hostile_values(
    run: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answered = run("diff", "w**2", "--at", f"w={value}", "--get", "J")
    assert answered.code in (2, 3)
    assert answered.out == ""
    assert "Traceback" not in answered.err
    assert "\x1b" not in answered.err
    assert list(tmp_path.iterdir()) == []


OPTIONS = [
    ["--eps", "0"], ["--eps", "-1"], ["--eps", "x"], ["--eps", ""], ["--eps", "1e-999"], ["--digits", "0"], ["--digits", "-3"],
    ["--digits", "1000000000"], ["--digits", "x"], ["--wrt", "v"], ["--wrt", ""], ["--wrt", "1"], ["--get", ""],
    ["--get", "local:"], ["--get", "d/d"], ["--get", "\0"], ["--get", "J:x"], ["--at", "@/nonexistent"], ["--at", "="], ["--at", "w"],
    ["--at", "w=1:2:0"], ["--at", "w=2:1:1"], ["--at", "w=0:1e12:1"], ["--at", "w=1:2"], ["--split", "half"], ["--format", "xml"],
    ["--table", "none"], ["--nonsense"], ["--file", "/nonexistent"], ["-o", "/nonexistent/x"],
]  # fmt: skip


@pytest.mark.parametrize("options", OPTIONS, ids=[ascii(" ".join(o)) for o in OPTIONS])
def test_hostile_options(run: Callable[..., Answer], options: list[str]) -> None:
    at = [] if "--at" in options else ["--at", "w=2"]
    answered = run("diff", "w**2", *at, *options)
    assert answered.code == 2, answered.out
    assert answered.out == ""
    assert "rror: " in answered.err
    assert "Traceback" not in answered.err


def test_bytes_that_are_no_text_on_standard_input(process: Callable[..., Answer]) -> None:
    answered = process("diff", "-", text="w + \udcff\udcfe")
    assert (answered.code, answered.out) == (2, "")
    assert "the byte 0xFF is not UTF-8 text" in answered.err


# numbers at both ends of what can be held, and the exit code
FAR = [
    ("explain", "log(w+1)", "1e999990", 0),
    ("explain", "relu(w)", "-1e999990", 0),
    ("diff", "exp(-w)", "1e999990", 0),
    ("worksheet", "log(w)", "1e400000", 3),
    ("worksheet", "log(w)", "2", 0),
    ("quiz", "abs(w)", "1e-999990", 1),  # nobody answers
]


@pytest.mark.parametrize(("command", "text", "value", "code"), FAR)
def test_numbers_far_out(
    run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch, command: str, text: str, value: str, code: int
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    begun = time.process_time()
    answered = run(command, text, "--at", f"w={value}")
    assert time.process_time() - begun < 5
    assert answered.code == code
    assert "failed on this" not in answered.err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_messages_and_tables_in_a_narrow_encoding(process: Callable[..., Answer], encoding: str) -> None:
    wrong = process("diff", "α + сos(w)", env={"PYTHONIOENCODING": encoding})
    assert (wrong.code, wrong.out) == (2, "")
    assert "CYRILLIC SMALL LETTER ES" in wrong.err
    right = process("diff", "alpha*w", "--at", "alpha=1,w=2", env={"PYTHONIOENCODING": encoding})
    assert (right.code, right.err) == (0, "")
    assert "match" in right.out


def test_a_fault_of_ours_is_a_message_too(run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise TypeError("it is \x1b broken")

    monkeypatch.setattr("symback.graph.graph.parse_program", fail)
    answered = run("diff", "w**2")
    assert (answered.code, answered.out) == (3, "")
    assert "failed on this: TypeError: it is \\x1b broken (test_hostile.py, line" in answered.err
