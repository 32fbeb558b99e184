"""The pages on checking and verdicts show what the commands print, and their conventions are those of the engine."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from doc_blocks import ROOT, check_file

from symback import Graph

ROW = re.compile(r"^\| (`.*`) \| 0 \| (\S+) \| (\S+) \| ([^|]+) \|$", re.MULTILINE)
CONVENTIONS = [
    (program, *row[1:])
    for row in ROW.findall((ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8"))
    for program in re.findall(r"`([^`]+)`", row[0])
]


@pytest.mark.parametrize("page", ["docs/check.md", "docs/verdicts.md"])
def test_page(page: str) -> None:
    check_file(page)


@pytest.mark.parametrize(("program", "left", "right", "value"), CONVENTIONS)
def test_convention(program: str, left: str, right: str, value: str) -> None:
    row = Graph(program).at(w=0).chained["w"]
    assert (row.verdict.kind, row.verdict.left, row.verdict.right) == ("kink", Fraction(left), Fraction(right))
    stated = re.match(r"null|[-/0-9]+", value)
    assert stated is not None
    assert row.value == (None if stated[0] == "null" else Fraction(stated[0]))


def test_there_are_conventions() -> None:
    assert len(CONVENTIONS) == 8
