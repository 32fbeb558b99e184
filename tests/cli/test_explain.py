"""The command `explain`: its options, its manners in a terminal, and what it refuses."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
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
    return [line.partition(". ")[2] for line in text.splitlines() if re.match(r"[0-9]+\. ", line)]


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
]


@pytest.mark.parametrize(("more", "reason"), REFUSED)
def test_what_is_refused(more: list[str], reason: str, run: Callable[..., Answer]) -> None:
    arguments = [NEURON[0], *more] if more[0] == "--at" else [*NEURON, *more]
    told = run("explain", *arguments)
    assert (told.code, told.out) == (2, "")
    assert reason in told.err


def test_no_answer_is_exit_3(run: Callable[..., Answer]) -> None:
    told = run("explain", "log(w)", "--at", "w=-1")
    assert (told.code, told.out) == (3, "")
    assert "log" in told.err


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
    "cost": "against",
    "advice": "Lower w",
}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_can_be_left_out(part: str, run: Callable[..., Answer]) -> None:
    wide = ["--format", "plain"]
    assert PARTS[part] in run("explain", *NETWORK, *wide).out
    assert PARTS[part] not in run("explain", *NETWORK, *wide, "--without", part).out
    assert PARTS[part] not in run("explain", *NETWORK, *wide, "--without", f"cost, {part}").out


def test_brief_is_one_line_a_step(run: Callable[..., Answer]) -> None:
    brief = run("explain", *NETWORK, "--brief", "--format", "plain").out
    full = run("explain", *NETWORK, "--format", "plain").out
    assert len(titles(brief)) == len(titles(full)) == len(brief.splitlines()) - 2
    assert "5. dJ/dw = da/dw × dJ/da = 3 × 22 = 66; nudged by ε = 0.001: k = 66.009" in brief


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
    told = run("explain", *NETWORK, "--color", "always").out
    assert "\x1b[1;34m2. The forward pass" in told
    assert "\x1b[1;32m5. dJ/dw" in told
    assert COLOUR.sub("", told) == run("explain", *NETWORK).out


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
    told = run("explain", NETWORK[0], "--format", "plain").out
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


def stepped(answers: str, *more: str) -> str:
    """What a terminal shows when `--step` is answered line by line."""
    leader, follower = pty.openpty()
    ran = subprocess.Popen(
        [sys.executable, "-m", "symback", "explain", *NETWORK, "--step", *more],
        stdin=follower, stdout=follower, stderr=follower, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "TERM": "xterm"},
    )  # fmt: skip
    os.close(follower)
    os.write(leader, answers.encode())
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    ran.wait(timeout=30)
    os.close(leader)
    assert ran.returncode == 0
    return shown.decode()


def test_step_waits_for_enter_between_steps() -> None:
    shown = stepped("\n" * 20)
    assert shown.count("Enter for the next step") == 8
    assert "9. What to do with it" in shown


def test_step_can_be_stopped() -> None:
    shown = stepped("\n\nq\n")
    assert shown.count("Enter for the next step") == 3
    assert "3. The backward pass" in shown
    assert "4. dJ/da" not in shown


def test_step_does_not_wait_where_nobody_is_asked(process: Callable[..., Answer]) -> None:
    assert process("explain", *NETWORK, "--step").out == process("explain", *NETWORK).out
