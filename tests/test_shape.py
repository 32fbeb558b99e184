"""A reason wherever a checker is told to look away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from doc_blocks import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = sorted(
    path
    for folder in ("symback", "tests", "tasks", "benchmarks", "examples")
    for ending in ("py", "js", "css", "sh")
    for path in (ROOT / folder).rglob(f"*.{ending}")
)
PYTHON = [path for path in SOURCES if path.suffix == ".py"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# What tells a checker to look away, and what must follow it: the rule's name, and why.
LOOK_AWAY = {
    "noqa": (re.compile(r"#\s*noqa\b"), re.compile(r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)* \(\S.+\)$")),
    "type: ignore": (re.compile(r"#\s*type: ignore"), re.compile(r"# type: ignore\[[a-z-]+(, [a-z-]+)*\]  # \S.+$")),
    "pragma": (re.compile(r"#\s*pragma"), re.compile(r"# pragma: no cover \(\S.+\)$")),
}


@pytest.mark.parametrize("kind", LOOK_AWAY)
def test_every_exception_has_its_reason(kind: str) -> None:
    marked, reasoned = LOOK_AWAY[kind]
    files = [path for path in PYTHON if name(path).startswith("symback/")]
    lines = [(name(path), line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(file, line.strip()) for file, line in lines if marked.search(line) and not reasoned.search(line)] == []


def test_every_rule_that_is_off_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lint = text[text.index("[tool.ruff.lint]") : text.index("[tool.mypy]")]
    off = [line for line in lint.splitlines() if re.search(r'"[A-Z]+\d*"', line) and not line.startswith("select")]
    assert off
    assert [line for line in off if not re.search(r"\]?,?\s+# \S", line)] == []
