"""A new function is one row, a new domain, format or command one file: each is added to a copy of the package, used, and removed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import symback

ROW = 'Function("versine", "1 - cos(x)", aliases=("versin",), definition="1 - cos(x)"),'
DOMAIN = '''"""Whole numbers modulo 7."""
import operator
from symback.domains.base import Domain

OPERATIONS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "neg": operator.neg, "**": lambda x, y: pow(x, y, 7)}

class Seven(Domain):
    def number(self, value):
        return value.numerator * pow(value.denominator, -1, 7) % 7

    def basic(self, operation, values):
        return OPERATIONS[operation](*values) % 7 if operation in OPERATIONS else None
'''
WALKS = """
from symback import Graph
from symback.domains.seven import Seven
from symback.passes.backward import backward
from symback.passes.forward import forward
from symback.passes.push import push
graph, seven = Graph("(2+3*w)**2 + relu(w)"), Seven()
run = forward(graph, {"w": 3}, seven)
print(run.values["J"], backward(graph, run, seven).chained["w"], push(graph.nodes, run.inner, {"w": 1}, seven)["J"])
"""
REPORT_FORMAT = '''"""Words: every title and every cell, a line each."""
AUDIENCE = "programs"

def render(documents, look):
    for document in documents:
        for table in document.tables():
            yield f"{table.name}: {len(table.rows)} rows\\n"
'''
PICTURE_FORMAT = '''"""Edges: a wire a line."""
SEVERAL = False

def render(views, choices):
    return "".join(f"{edge.source} to {edge.target}\\n" for edge in views[0].picture.edges)
'''
STORY_FORMAT = '''"""Titles alone."""

def render(stories, *, brief=False):
    return "\\n".join(f"{len(step.lines)} lines" for story in stories for step in story.steps)
'''
COMMAND = '''"""`symback count`: how many nodes a program has."""
import click
from symback.cli.common import write
from symback.cli.options import program_arguments, read_graph

@click.command("count")
@program_arguments
def command(program, file):
    """Count the nodes of PROGRAM."""
    write(str(len(read_graph(program, file, None, (), {}).nodes)), None)
'''


class Copy(NamedTuple):
    """A copy of the package that a test may change."""

    folder: Path

    def python(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and what was printed."""
        ran = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder), "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return ran.returncode, ran.stdout + ran.stderr

    def run(self, *arguments: str) -> tuple[int, str]:
        """The copy's command line."""
        return self.python("-m", "symback", *arguments)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    shutil.copytree(Path(symback.__file__).parent, tmp_path / "symback", ignore=shutil.ignore_patterns("__pycache__"))
    return Copy(tmp_path)


def test_a_function_is_a_row(copy: Copy) -> None:
    table = copy.folder / "symback/functions.py"
    before = table.read_text(encoding="utf-8")
    first = before.index('    Function("exp"')
    table.write_text(before[:first] + "    " + ROW + "\n" + before[first:], encoding="utf-8")
    assert copy.python("-m", "symback.derive") == (0, "")  # writes its derivative

    assert copy.run("diff", "versine(w)**2", "--at", "w=0", "--get", "J", "--get", "dw") == (0, "0\n0\n")
    assert copy.run("diff", "3*versin(w)", "--get", "dw:formula") == (0, "3*sin(w)\n")
    assert copy.run("diff", "versine(w)", "--at", "w=1e-3", "--arithmetic", "float", "--table", "chained")[0] == 0
    assert copy.run("check", "versine(w)", "--claim", "dw=sin(w)") == (0, "match        dw=sin(w)   (proved)\n1 of 1 claim right\n")  # fmt: skip
    assert "versine" in copy.run("explain", "versine(w)", "--at", "w=1")[1]
    assert "sin(x)" in copy.run("functions", "versine")[1]
    assert "versine(" in copy.run("completion", "words", "bash", "--", "symback diff versi", "versi")[1]
    assert '"versine"' in copy.run("worksheet", "versine(w)", "--at", "w=1")[1]  # the page computes it too

    table.write_text(before, encoding="utf-8")
    assert copy.python("-m", "symback.derive") == (0, "")
    code, said = copy.run("diff", "versine(w)", "--at", "w=0")
    assert code == 2
    assert "versine is not a function" in said


def test_a_domain_is_a_file(copy: Copy) -> None:
    new = copy.folder / "symback/domains/seven.py"
    new.write_text(DOMAIN, encoding="utf-8")
    assert copy.python("-c", WALKS) == (0, f"{(121 + 3) % 7} {(66 + 1) % 7} {(66 + 1) % 7}\n")

    new.unlink()
    assert copy.python("-c", WALKS)[0] == 1


@pytest.mark.parametrize(
    ("file", "text", "command", "printed"),
    [
        ("document/formats/words.py", REPORT_FORMAT, ["diff", "w**2", "--at", "w=3"], "chained: 1 rows\n"),
        ("document/formats/words.py", REPORT_FORMAT, ["functions", "exp"], "functions: 1 rows\n"),
        ("picture/formats/words.py", PICTURE_FORMAT, ["graph", "w**2+b"], "w to a\na to J\nb to J\n"),
        ("document/formats/words.py", REPORT_FORMAT, ["check", "w**2", "--claim", "dw=2*w"], "check: 1 rows\n"),
        ("render/explain_words.py", STORY_FORMAT, ["explain", "w**2", "--at", "w=3"], " lines\n"),
    ],
    ids=["diff", "functions", "graph", "check", "explain"],
)
def test_a_format_is_a_file(copy: Copy, file: str, text: str, command: list[str], printed: str) -> None:
    new = copy.folder / "symback" / file
    new.write_text(text, encoding="utf-8")
    code, said = copy.run(*command, "--format", "words")
    assert code == 0
    assert said.endswith(printed)
    assert "|words" in copy.run(command[0], "--help")[1].replace("\n", "").replace(" ", "")

    new.unlink()
    code, said = copy.run(*command, "--format", "words")
    assert code == 2
    assert "'words' is not one of" in said


def test_a_command_is_a_file(copy: Copy) -> None:
    new = copy.folder / "symback/cli/count.py"
    new.write_text(COMMAND, encoding="utf-8")
    assert copy.run("count", "(2+3*w)**2") == (0, "2\n")
    assert "Count the nodes of PROGRAM." in copy.run("--help")[1]
    assert "count" in copy.run("completion", "words", "bash", "--", "symback cou", "cou")[1].split()

    new.unlink()
    assert "no such command 'count'" in copy.run("count", "w")[1]
