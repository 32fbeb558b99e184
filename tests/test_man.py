"""The manual page is the commands' own help, and roff has nothing to say against it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from symback.cli.main import cli
from symback.man import page

COMMITTED = Path(__file__).parent.parent / "man" / "symback.1"


def test_the_page_is_fresh() -> None:
    assert COMMITTED.read_text("utf-8") == page(), "python -m symback.man"


def test_every_command_is_in_it() -> None:
    text = page().replace("\\-", "-")
    for name in cli.list_commands(None):  # type: ignore[arg-type]
        assert f".SS symback {name}" in text
    assert "--no-cache" in text


def test_roff_takes_it() -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(["groff", "-man", "-ww", "-Kutf8", "-Tutf8", str(COMMITTED)], capture_output=True, text=True)
    assert done.stderr == ""
    assert "symback batch" in done.stdout
