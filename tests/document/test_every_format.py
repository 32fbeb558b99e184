"""Every format serves every document, and several points are told apart in each."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from symback.document import formats

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer

POINTS = ("--at", "w=3", "--at", "w=2")
# a command, and what its answer at w = 3 holds in every format
COMMANDS = {
    "diff": (["diff", "(2+3*w)**2", *POINTS], "66.009"),
    "sweep": (["diff", "(2+3*w)**2", *POINTS, "--sweep"], "66.009"),
    "hessian": (["diff", "(2+3*w)**2", *POINTS, "--order", "2"], "18"),
    "hvp": (["diff", "(2+3*w)**2", *POINTS, "--hvp", "w=2"], "36"),
    "cost": (["diff", "(2+3*w)**2", "--at", "w=3", "--cost"], "2"),
    "check": (["check", "(2+3*w)**2", *POINTS, "--claim", "dw=18*w+12"], "match"),
    "functions": (["functions", "relu"], "relu"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", formats.names())
def test_every_format_serves_every_command(name: str, command: str, run: Callable[..., Answer]) -> None:
    arguments, held = COMMANDS[command]
    answer = run(*arguments, "--format", name)
    assert (answer.code, answer.err) == (0, "")
    assert held in answer.out
    assert answer.out.endswith("\n")


@pytest.mark.parametrize("command", ["sweep", "hessian", "hvp", "check"])
@pytest.mark.parametrize("name", ["table", "plain", "markdown", "latex", "html"])
def test_people_see_which_point_is_meant(name: str, command: str, run: Callable[..., Answer]) -> None:
    out = re.sub(r"<[^>]*>|\s", "", run(*COMMANDS[command][0], "--format", name).out)
    told = [out.find(f"w={value}") for value in (3, 2)]
    assert -1 < told[0] < told[1]


@pytest.mark.parametrize("command", ["sweep", "hessian", "hvp", "check"])
def test_rows_of_csv_begin_with_their_point(command: str, run: Callable[..., Answer]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(*COMMANDS[command][0], "--format", "csv").out)))
    assert list(dict.fromkeys(row["w"] for row in rows)) == ["3", "2"]
    assert (
        len(
            {
                row["w"]
                for row in csv.DictReader(
                    io.StringIO(run(*COMMANDS[command][0][:4], *COMMANDS[command][0][6:], "--format", "csv").out)
                )
                if "w" in row
            }
        )
        == 0
    )


def test_json_has_a_line_a_point(run: Callable[..., Answer]) -> None:
    lines = run(*COMMANDS["check"][0], "--format", "json").out.splitlines()
    assert [json.loads(line)["at"] for line in lines] == [{"w": "3"}, {"w": "2"}]
