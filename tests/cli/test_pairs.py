"""An option that another cannot heed is an error, never ignored: every pair of options either tells in the answer or is refused."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import click
import pytest

from symback.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROGRAM = "exp(w)*b + w/3 + relu(w - 2) + 1/(b - 5)"
POINT = ("--at", "w=2,b=3")
# Every option, in the ways in which it may be asked for.
ASKED = {
    "at": ["--at w=2,b=3 --at w=1,b=4"], "partial": ["--partial"], "wrt": ["--wrt b,w"], "split": ["--split none"],
    "eps": ["--eps 0.5", "--eps 0.5,0.25"], "scheme": ["--scheme central"], "arithmetic": ["--arithmetic float"], "digits": ["--digits 4"],
    "format_": ["--format json", "--format tsv", "--format plain", "--format html"], "output": ["-o out.txt"], "color": ["--color always"],
    "which": ["--table chained", "--table gradient", "--table forward"], "numbers_only": ["--numbers-only"], "how": ["--how"],
    "points_file": ["--points points.csv"], "on_error": ["--on-error null"], "precise": ["--precise"], "delimiter": ["--delimiter ,"], "verdicts": ["--verdicts"],
    "get": ["--get dw", "--get dw:formula", "--get dw:nudge", "--get J:exact"], "only": ["--only dw"], "top": ["--top 1"], "sweep": ["--sweep dw"],
    "nudge": ["--nudge sample", "--nudge none"], "order": ["--order 2"], "hvp": ["--hvp w=1"], "cost": ["--cost"],
}  # fmt: skip
# What is heeded, though this answer does not tell: the order and the nodes of what is one number, or of a table that has neither.
SAME = {
    ("wrt", "get"), ("split", "get"), ("wrt", "which"), ("split", "which"), ("wrt", "top"), ("split", "order"), ("split", "hvp"), ("split", "only"),
    ("split", "sweep"), ("wrt", "sweep"), ("at", "split"), ("split", "points_file"),  ("wrt", "only"), ("wrt", "hvp"),
    ("arithmetic", "get"), ("arithmetic", "sweep"), ("arithmetic", "points_file"), ("arithmetic", "top"), ("arithmetic", "which"),  # the same digits are shown
    ("numbers_only", "get"), ("numbers_only", "which"), ("format_", "which"), ("format_", "get"),  # no formulas as it is; tables as they are
    ("precise", "points_file"), ("delimiter", "points_file"), ("delimiter", "precise"), ("delimiter", "on_error"), ("delimiter", "verdicts"), ("on_error", "precise"), ("precise", "verdicts"),
}  # fmt: skip


def ways(names: list[str]) -> list[tuple[str, str]]:
    return [(name, way) for name in names for way in ASKED[name]]


def test_every_option_is_tried() -> None:
    command = cli.get_command(click.Context(cli), "diff")
    assert command is not None
    options = {str(p.name) for p in command.params if isinstance(p, click.Option)}
    assert options - {"file"} == ASKED.keys()


@pytest.mark.parametrize("name", ASKED)
def test_a_pair_of_options_tells_or_is_refused(
    name: str, run: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "out.txt"
    (tmp_path / "points.csv").write_text("w,b\n3,3\n2,5\n1,2\n")  # the second has no value

    def answer(*asked: str) -> tuple[int, str, str]:
        target.unlink(missing_ok=True)
        given = " ".join(asked).split()
        point = () if {"--at", "--points"} & {*given} else POINT
        found = run("diff", PROGRAM, *(("--at", "w=2") if name == "partial" and point else point), *given)
        return found.code, found.out + (f"file: {target.read_text()}" if target.exists() else ""), found.err

    idle = []
    for (one, first), (other, second) in itertools.product(ways([name]), ways([*ASKED])):
        if one == other or (one, other) in SAME or (other, one) in SAME:
            continue
        both = answer(first, second)
        if both[0] == 2:
            assert both[1] == "", (first, second)
        elif both == answer(second):
            idle.append(f"{first} does nothing beside {second}")
    assert not idle
