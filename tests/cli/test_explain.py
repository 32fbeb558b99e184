"""The command `explain`: its options, its manners in a terminal, and what it refuses."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Answer

NETWORK = ["(2+3*w)**2", "--at", "w=3"]
NEURON = ["c = w*x; a = c+b; d = a-y; J = d**2/2", "--at", "w=2,x=-2,b=8,y=2"]
COLOUR = re.compile("\x1b\\[[0-9;]*m")


def titles(text: str) -> list[str]:
    """The titles of the steps."""
    return [line.partition(". ")[2].partition("   ")[0] for line in text.splitlines() if re.match(r"[0-9]+\. ", line)]


@pytest.mark.parametrize("asked", ["dJ/dw", "dw", "w", "∂J/∂w"])
def test_only_tells_the_steps_that_lead_to_one_derivative(asked: str, run: Callable[..., Answer]) -> None:
    told = run("explain", *NEURON, "--only", asked).out
    assert [t for t in titles(told) if t.startswith("∂")] == ["∂J/∂d", "∂J/∂a", "∂J/∂c", "∂J/∂w"]
    assert "∂J/∂b" not in told


def test_only_of_a_node_tells_that_nodes_story(run: Callable[..., Answer]) -> None:
    told = run("explain", *NEURON, "--only", "da/dw").out
    assert [t for t in titles(told) if t.startswith("∂")] == ["∂a/∂c", "∂a/∂w"]


REFUSED = [
    (["--only", "dJ/dq"], "--only dJ/dq: the program has no q"),
    (["--only", "J"], "--only J is no derivative"),
    (["--only", "dJ/dw:exact"], "--only dJ/dw:exact is no derivative"),
    (["--only", "dJ/dw,da/dw"], "--only asks for derivatives of J and of a"),
    (["--only", "dx", "--wrt", "w"], "x is data"),
    (["--without", "nudges"], "nudges: an explanation has no such part"),
    (["--at", "w=0:100:1"], "101 points are too many to explain"),
    (["--notation", "newton"], "is not one of"),
    (["--format", "csv"], "is not one of"),
    (["--long", "--brief"], "--long does not go with --brief"),
]


@pytest.mark.parametrize(("more", "reason"), REFUSED)
def test_what_is_refused(more: list[str], reason: str, run: Callable[..., Answer]) -> None:
    arguments = [NEURON[0], *more] if more[0] == "--at" else [*NEURON, *more]
    told = run("explain", *arguments)
    assert (told.code, told.out) == (2, "")
    assert reason in told.err


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("sqrt(w)", "there is no value left of the point"),
        ("sign(w)", "it jumps here"),
        ("log(w)", "log(0) has no value: it needs a positive argument"),
        ("a = sin(w); J = a/w", "it has no value, and on both sides goes to 1"),
    ],
)
def test_a_point_without_derivative_is_told_and_is_exit_3(program: str, why: str, run: Callable[..., Answer]) -> None:
    told = run("explain", program, "--at", "w=0")
    assert told.code == 3
    assert f"{why}." in " ".join(told.out.split()) or why in told.out
    assert why in told.err


PARTS = {
    "graph": "The graph",
    "forward": "The forward pass",
    "question": "how does J move?",
    "nudge": "Raise",
    "leftover": "Why not exactly",
    "rules": "Power rule",
    "chain": "Chain rule",
    "arrows": "In arrows",
    "reuse": "not computed again",
    "backward": "right to left: from J",
    "gradient": "The gradient\n",
    "check": "Double check",
    "cost": "Why right to left",
    "advice": "decrease w",
}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_can_be_left_out(part: str, run: Callable[..., Answer]) -> None:
    wide = ["--long", "--format", "plain"]
    asked = ["--without", "backward"] if part in ("gradient", "check") else []  # which the steps have told
    assert PARTS[part] in run("explain", *NETWORK, *wide, *asked).out
    assert PARTS[part] not in run("explain", *NETWORK, *wide, *asked, "--without", part).out
    assert PARTS[part] not in run("explain", *NETWORK, *wide, *asked, "--without", f"cost, {part}").out


SHORT = {
    "graph": "x and y are data",
    "forward": "a = c + b = -4 + 8",
    "nudge": "Raise d",
    "leftover": "As ε shrinks",
    "rules": "Power rule",
    "chain": "Chain rule",
    "backward": "2. ∂J/∂d",
    "gradient": "∂J/∂w = -4, ∂J/∂b = 2",
    "check": "2.001 gives",
    "cost": "Right to left",
    "advice": "To lower J",
}


@pytest.mark.parametrize("part", SHORT)
def test_every_part_of_a_short_story_can_be_left_out(part: str, run: Callable[..., Answer]) -> None:
    told = ["explain", *NEURON, "--wrt", "w,b", "--format", "plain"]
    assert SHORT[part] in run(*told).out
    assert SHORT[part] not in run(*told, "--without", part).out


def test_brief_is_one_line_a_step(run: Callable[..., Answer]) -> None:
    brief = run("explain", *NETWORK, "--brief", "--format", "plain").out
    full = run("explain", *NETWORK, "--format", "plain").out
    assert len(titles(brief)) == len(titles(full)) == len(brief.splitlines()) - 2
    assert "3. dJ/dw = da/dw × dJ/da = 3 × 22 = 66; nudged by ε = 0.001: k = 66.009" in brief


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(
    width: int, run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    told = run("explain", *NEURON).out
    assert max(map(len, told.splitlines())) <= width
    assert all(line == line.rstrip() for line in told.splitlines())
    assert "[" not in told


def test_forward_is_blue_and_backward_is_green(run: Callable[..., Answer]) -> None:
    told = run("explain", *NETWORK, "--long", "--color", "always").out
    assert "\x1b[1;94m2. The forward pass" in told
    assert "\x1b[1;32m5. dJ/dw" in told
    assert COLOUR.sub("", told) == run("explain", *NETWORK, "--long").out


def test_ascii_terminals_get_ascii(process: Callable[..., Answer]) -> None:
    for format_ in ("table", "plain"):
        told = process("explain", "x_1**2*alpha", "--at", "x_1=-3,alpha=2", "--format", format_, env={"PYTHONIOENCODING": "ascii"})  # fmt: skip
        assert (told.code, told.err) == (0, "")
        assert told.out.isascii()
        assert "?" not in told.out.replace("move?", "").replace("exactly 2?", "").replace("fit?", "").replace(
            "-12?", ""
        )
        assert "eps" in told.out
        assert "x_1**2" in told.out


def test_formulas_alone_and_some_values(run: Callable[..., Answer]) -> None:
    told = run("explain", NETWORK[0], "--long", "--format", "plain").out
    assert "Chain rule: dJ/dw = da/dw × dJ/da = 3 × 2a = 6a = 18w + 12." in told
    assert "J moves k times as far as a, and k = 2a + ε." in told
    assert "nudge" not in told.partition("Why right to left")[0]


def test_output_goes_to_a_file_whole(run: Callable[..., Answer], tmp_path: Path) -> None:
    target = tmp_path / "story.txt"
    assert run("explain", *NETWORK, "-o", str(target)).out == ""
    assert target.read_text(encoding="utf-8") == run("explain", *NETWORK).out


def test_large_graphs_are_summed_up(run: Callable[..., Answer]) -> None:
    program = "; ".join(f"x{i} = x{i - 1}*w" if i else "x0 = w+b" for i in range(600))
    summary = run("explain", program, "--at", "w=1,b=1")
    assert summary.code == 0
    assert len(summary.out.partition("1. The graph")[2].splitlines()) < 60
    assert "--only dx599/dw" in summary.out
    asked = run("explain", program, "--at", "w=1,b=1", "--only", "db")
    assert "more steps of the same kind" in asked.out
    assert len(titles(asked.out)) < 20


class Stepping:
    """`--step` in a terminal: what it shows after every key."""

    def __init__(self, *more: str) -> None:
        self.leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.follower = follower
        self.before = termios.tcgetattr(follower)
        self.ran = subprocess.Popen(
            [sys.executable, "-m", "symback", "explain", *NETWORK, "--step", *more], start_new_session=True,
            stdin=follower, stdout=follower, stderr=follower, env={**os.environ, "NO_COLOR": "1", "TERM": "xterm"},
        )  # fmt: skip
        self.shown = self.until("q stop")

    def until(self, words: str) -> str:
        """What is shown up to some words."""
        shown = ""
        while words not in shown:
            ready, _, _ = select.select([self.leader], [], [], 30)
            assert ready, shown
            shown += os.read(self.leader, 65536).decode(errors="replace")
        return shown

    def press(self, key: str, words: str = "q stop") -> str:
        """What is shown after a key, up to some words."""
        os.write(self.leader, key.encode())
        return self.until(words)

    def end(self) -> int:
        """The exit code; the terminal is as it was."""
        code = self.ran.wait(timeout=30)
        assert termios.tcgetattr(self.follower) == self.before
        os.close(self.leader)
        os.close(self.follower)
        return code


@pytest.mark.parametrize(("on", "back"), [(" ", "\x7f"), ("\r", "\x1b[D"), ("\x1b[C", "\x1b[A"), ("\x1b[B", "\x1bOD")])
def test_step_goes_on_and_back(on: str, back: str) -> None:
    stepping = Stepping()
    assert "1. The graph" in stepping.shown
    second = stepping.press(on)
    assert "2. dJ/da" in second
    assert "━━━━▶│ J" in second
    assert "w ├━━━━▶" in stepping.press(on)
    assert "2. dJ/da" in stepping.press(back)
    assert "1. The graph" in stepping.press(back)
    assert "1. The graph" in stepping.press(back)  # there is nothing before
    after = stepping.press("q", "66 = 18w")
    assert after.index("1. The graph") < after.index("3. dJ/dw")  # all that was seen stays
    assert stepping.end() == 0


def test_step_ends_after_the_last() -> None:
    stepping = Stepping()
    for _ in range(3):
        stepping.press(" ")
    stepping.press(" ", "decrease w")
    assert stepping.end() == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_step_leaves_the_terminal_as_it_was(number: int, code: int) -> None:
    stepping = Stepping()
    assert not termios.tcgetattr(stepping.follower)[3] & termios.ICANON
    stepping.ran.send_signal(number)
    assert stepping.end() == code


def test_step_does_not_wait_where_nobody_is_asked(process: Callable[..., Answer]) -> None:
    assert process("explain", *NETWORK, "--step").out == process("explain", *NETWORK).out


DIGITS = [
    ([], "a = sin(w) = sin(1) ≈ 0.8415"),
    (["--digits", "7"], "a = sin(w) = sin(1) ≈ 0.841471"),
    (["--digits", "12"], "a = sin(w) = sin(1) ≈ 0.841470984808"),
]


@pytest.mark.parametrize(("more", "shown"), DIGITS)
def test_rounded_numbers_have_four_digits_or_those_asked_for(
    more: list[str], shown: str, run: Callable[..., Answer]
) -> None:
    assert f"{shown}\n" in run("explain", "sin(w)/w", "--at", "w=1", "--format", "plain", *more).out


@pytest.mark.parametrize(
    ("program", "at", "shown"),
    [
        ("sin(w)", "pi/4", ["at w = π/4\n", "J = sin(w) = sin(π/4) = √2/2 ≈ 0.7071\n"]),
        ("w**2", "sqrt(2)", ["at w = √2\n", "J = w² = √2² = 2\n"]),
        ("cos(w)*w", "3*pi/4", ["at w = 3π/4\n", "a = cos(w) = cos(3π/4) = -√2/2 ≈ -0.7071\n"]),
        ("w", "sqrt(2)+1", ["at w = √2 + 1 ≈ 2.414\n"]),
        ("2*w", "1/7", ["at w = 1/7\n"]),
    ],
)
def test_pi_and_roots_stay_as_they_are(program: str, at: str, shown: list[str], run: Callable[..., Answer]) -> None:
    told = run("explain", program, "--at", f"w={at}", "--format", "plain").out
    for text in shown:
        assert text in told


KNOWN = [
    ("t = tanh(c); J = t**2", "dt/dc = 1 - t²"),
    ("p = sigmoid(o); J = p**2", "dp/do = p·(1 - p)"),
    ("a = sqrt(w); J = a**3", "da/dw = 1/(2a)"),
    ("b = exp(w); J = b**2", "db/dw = b"),
    ("p1 = exp(z1)/(exp(z1) + exp(z2)); J = -log(p1)", "= p1 - 1"),
]


@pytest.mark.parametrize(("program", "factor"), KNOWN)
def test_factors_are_told_in_values_that_are_known(program: str, factor: str, run: Callable[..., Answer]) -> None:
    assert factor in run("explain", program, "--format", "plain").out
