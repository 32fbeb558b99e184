"""What tests share: the command line run in this process, and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from browser import chromium  # noqa: F401 (a fixture, one for all)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def sixteen_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that nothing is known of, on whatever machine the tests run."""
    monkeypatch.setenv("TERM", "ansi")
    monkeypatch.delenv("COLORTERM", raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """`run("diff", "w**2")` runs the command line in this process."""
    from symback.__main__ import main

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return call


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., Answer]:
    """`process("diff", "-", text="w**2")` runs the command line as a process, in an empty folder; `env` adds to its environment."""

    def call(*arguments: str, text: str = "", seconds: float = 30, env: dict[str, str] | None = None) -> Answer:
        ran = subprocess.run(
            [sys.executable, "-m", "symback", *arguments],
            input=text.encode("utf-8", "surrogateescape"),
            capture_output=True,
            cwd=tmp_path,
            timeout=seconds,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})},
        )
        return Answer(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    return call
