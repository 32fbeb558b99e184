"""The manual page is the commands' own help, and roff has nothing to say against it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from symback.cli.main import cli
from symback.man import page

COMMITTED = Path(__file__).parent.parent / "man" / "symback.1"


def test_the_page_is_fresh() -> None:
    """In a process of its own: click keeps the help option of a command as it was first asked for."""
    printed = [sys.executable, "-c", "import symback.man, sys; sys.stdout.write(symback.man.page())"]
    fresh = subprocess.run(
        printed, capture_output=True, encoding="utf-8", check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert COMMITTED.read_text("utf-8") == fresh.stdout, "python -m symback.man"


def test_every_command_is_in_it() -> None:
    text = page().replace("\\-", "-")
    for name in cli.list_commands(None):  # type: ignore[arg-type]
        assert f".SS symback {name}" in text
    assert "--numbers-only" in text


def test_roff_takes_it() -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(["groff", "-man", "-ww", "-Kutf8", "-Tutf8", str(COMMITTED)], capture_output=True, text=True)
    assert done.stderr == ""
    assert "symback batch" in done.stdout
