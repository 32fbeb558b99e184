"""Checks the ```console blocks of a page: every `$ command` is run and what it prints must be what the page shows.

    check_file("docs/formats.md")

A block holds commands after `$ `, each followed by its output; a line that ends in a backslash goes on. Commands run in
bash, in an empty folder that lasts for the whole page, 80 columns wide and without colour; what goes to standard error is
shown too, and a last line `[exit 2]` stands for an exit code that is not 0. `...` alone on a line stands for any lines.
With SYMBACK_UPDATE=1 the outputs are written into the page instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY_LINES = "..."
LONGEST = 120  # seconds


def check_file(path: str | Path, files: str | Path | None = None) -> None:
    """Run every console block of the page; AssertionError shows the first that prints something else.

    The commands find copies of what stands in the folder `files`.
    """
    page = ROOT / path
    text = page.read_text(encoding="utf-8")
    assert BLOCK.search(text), f"{path} has no console block"
    with tempfile.TemporaryDirectory() as folder:
        if files is not None:
            shutil.copytree(ROOT / files, folder, dirs_exist_ok=True)
        found = BLOCK.sub(lambda block: "```console\n" + rerun(block[1], Path(folder)) + "```", text)
    if os.environ.get("SYMBACK_UPDATE"):
        page.write_text(found, encoding="utf-8")
    assert found == text or os.environ.get("SYMBACK_UPDATE"), difference(text, found, str(path))


def rerun(block: str, folder: Path) -> str:
    """The block with the outputs that its commands have now; where `...` covers the difference, as it is."""
    made = []
    for command, expected in commands(block):
        actual = output(command.replace("\\\n", " "), folder)
        made.append(f"$ {command}\n" + (expected if matches(expected, actual) else actual))
    return "".join(made)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Every command of a block with the output shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command = re.match(r"(?:[^\n]*\\\n)*[^\n]*", part)
        assert command is not None
        yield command[0], part[command.end() + 1 :]


def matches(expected: str, actual: str) -> bool:
    """Whether the output is the expected one, `...` lines standing for anything."""
    parts = re.split(rf"^{re.escape(ANY_LINES)}\n", expected, flags=re.MULTILINE)
    return re.fullmatch(r"(?:.*\n)*".join(map(re.escape, parts)), actual) is not None


def output(command: str, folder: Path) -> str:
    """What a command prints, and `[exit N]` where N is not 0."""
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=LONGEST,
        check=False,
    )
    text = done.stdout.decode()
    text += "\n" if text and not text.endswith("\n") else ""
    return text + (f"[exit {done.returncode}]\n" if done.returncode else "")


def environment() -> dict[str, str]:
    """A plain environment in which `symback` is the one under test and the pages' files are at hand as $EXAMPLES."""
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "TMPDIR", "PYTHONPATH")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return kept | {
        "PATH": path,
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "EXAMPLES": str(ROOT / "examples"),
    }


def difference(before: str, after: str, name: str) -> str:
    import difflib

    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, "what the commands print", lineterm="")
    return "\n".join(lines)
