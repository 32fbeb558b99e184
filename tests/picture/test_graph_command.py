"""`symback graph` as a command: what it refuses, where it writes, and graphs too large to draw box by box."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from network import network

from symback import Graph
from symback.picture.picture import groups

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Answer

REFUSED = [
    (["a*(b"], 2, "( is never closed"),
    (["a*b", "--at", "a=2"], 2, "b has no value"),
    (["sqrt(w)", "--at", "w=0", "--format", "json"], 3, "does not exist"),
    (["w**2", "--at", "w=1:3:1", "--format", "svg"], 2, "svg holds one picture, and --at gives 3 points"),
    (["w**2", "--at", "w=1:100:1"], 2, "too many to draw"),
    (["w**2", "--format", "csv"], 2, "csv"),
    (["w**2", "--boxes", "2"], 2, "--boxes"),
    (["w**2", "--wrt", "x"], 2, "x is not an input"),
    (["w**2", "-o", "/nowhere/graph.svg"], 2, "cannot write /nowhere/graph.svg"),
    (["w**2", "-o", "gra\0ph.svg"], 2, "NUL"),
    (["w**2", "-o", "graph.pdf"], 2, "not written as .pdf"),
    (["9**9**9*w"], 3, "10^"),
    (["w", "w"], 2, "PROGRAM"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), REFUSED)
def test_what_it_refuses(arguments: list[str], code: int, words: str, run: Callable[..., Answer]) -> None:
    answer = run("graph", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err
    assert "Traceback" not in answer.err


SHOWN = [  # what has no answer at the point is —
    (["log(w)", "--at", "w=-1"], "J = log(w) │", "log(-1) has no value"),
    (["sqrt(w)", "--at", "w=0"], "J = sqrt(w) │", "no value left of the point"),
    (["sign(w)", "--at", "w=0"], "J = sign(w) │", "it jumps here"),
    (["w/sin(w)", "--at", "w=0"], "J = w/a │", "J has a hole here: it has no value, and on both sides goes to 1"),
    (["(exp(w)-1)/w", "--at", "w=0"], "J = a/w", "on both sides goes to 1"),
    (["(exp(w)-1)/w**2", "--at", "w=0"], "J = a/b", "division by zero"),
    (["abs(w)/w", "--at", "w=0"], "J = a/w", "division by zero"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "box", "reason"), SHOWN)
def test_a_point_without_answer_is_shown_then_told(
    arguments: list[str], box: str, reason: str, run: Callable[..., Answer]
) -> None:
    answer = run("graph", *arguments)
    assert answer.code == 3
    assert box in answer.out
    assert "—" in answer.out
    assert reason in answer.err
    page = run("graph", *arguments, "--format", "html")
    assert page.code == 3
    assert reason in page.out


@pytest.mark.parametrize(("name", "start"), [
    ("g.svg", "<svg "), ("g.html", "<!DOCTYPE html>"), ("g.dot", "digraph"), ("g.gv", "digraph"), ("g.mmd", "flowchart"), ("g.json", "{"), ("g.md", "At w = 3\n\n```mermaid\n"), ("g.txt", "At w = 3"), ("g", "At w = 3"),
])  # fmt: skip
def test_the_files_name_says_the_format(name: str, start: str, tmp_path: Path, run: Callable[..., Answer]) -> None:
    answer = run("graph", "w**2", "--at", "w=3", "-o", str(tmp_path / name))
    assert (answer.code, answer.out) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_format_wins_over_the_files_name(tmp_path: Path, run: Callable[..., Answer]) -> None:
    run("graph", "w**2", "--format", "dot", "-o", str(tmp_path / "g.svg"))
    assert (tmp_path / "g.svg").read_text(encoding="utf-8").startswith("digraph")


@pytest.mark.parametrize("format_", ["plain", "json", "html"])
def test_several_points(format_: str, run: Callable[..., Answer]) -> None:
    out = run("graph", "w**2", "--at", "w=3", "--at", "w=2", "--format", format_).out
    assert {"plain": out.count("At w = "), "json": len(out.splitlines()), "html": out.count("<svg ")}[format_] == 2


def test_pictures_load_neither_sympy_nor_rich(process: Callable[..., Answer]) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from symback.__main__ import main; main(['graph', '(2+3*w)**2', '--at', 'w=3', '--format', 'svg']);"
        "print([m for m in ('sympy', 'rich', 'numpy', 'mpmath') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"


def test_a_network_becomes_a_few_boxes(tmp_path: Path, run: Callable[..., Answer]) -> None:
    """3,001 nodes and 33,010 inputs: in bounded time, with and without values."""
    program, values = network(300, 10)
    (tmp_path / "net").write_text(program)
    (tmp_path / "at.csv").write_text("".join(f"{name},{value!r}\n" for name, value in values.items()))
    started = time.process_time()
    answer = run("graph", "--file", str(tmp_path / "net"), "--at", f"@{tmp_path / 'at.csv'}")
    assert answer.code == 0
    assert "36,011 inputs and nodes are drawn as 16 boxes" in answer.out
    assert re.search(r"a1₀ … a1₉ × 10", answer.out)
    assert "nudge" not in answer.out
    answer = run("graph", "--file", str(tmp_path / "net"), "--format", "svg")
    assert answer.code == 0
    assert answer.out.count("<title>") == 16
    assert time.process_time() - started < 20


@pytest.mark.parametrize("program", [
    "\n".join(["h0 = x", *(f"h{i} = tanh(w*h{i - 1})" for i in range(1, 5001))]),  # long
    "+".join(f"w{i}*x{i}" for i in range(3000)),  # long, with an input at every step
    "J = " + "+".join(f"w{i}" for i in range(5000)),  # one node of many operands
    "\n".join([*(f"n{i} = " + "*".join("x" * (i % 90 + 1)) for i in range(900)), "J = " + "+".join(f"n{i}" for i in range(900))]),  # many shapes beside each other
], ids=["chain", "sum", "fan", "shapes"])  # fmt: skip
def test_large_graphs_have_few_boxes(program: str) -> None:
    graph = Graph(program)
    found = groups(graph, 60)
    assert len(found) <= 60
    names = [name for group in found for name in group]
    assert sorted(names) == sorted((*graph.inputs, *graph.by_name))
    place = {name: index for index, group in enumerate(found) for name in group}
    assert all(place[operand] <= place[node.name] for node in graph.nodes for operand in node.operands)


def test_small_graphs_are_drawn_whole() -> None:
    graph = Graph("+".join(f"w{i}" for i in range(40)), split="none")
    assert groups(graph, 60) == [(name,) for name in (*graph.inputs, "J")]


def test_boxes_are_what_is_asked_for(run: Callable[..., Answer]) -> None:
    program = "\n".join(["h0 = x", *(f"h{i} = tanh(w*h{i - 1})" for i in range(1, 31))])
    assert run("graph", program, "--format", "svg").out.count("<title>") == 33
    assert run("graph", program, "--format", "svg", "--boxes", "20").out.count("<title>") <= 20
