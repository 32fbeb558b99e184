"""Which Pythons a machine has."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWEST = 30  # the highest minor version that is looked for
PROBE = "import ensurepip, sys, venv; print(sys.version_info.minor, sys.executable)"


def available(least: int) -> dict[int, Path]:
    """Every Python 3 from 3.`least` on that runs and can make environments, by its minor version."""
    found: dict[int, Path] = {}
    for candidate in candidates(least):
        minor, path = probed(candidate)
        if minor >= least:
            found.setdefault(minor, path)
    return found


def candidates(least: int) -> Iterator[Path]:
    """The Python that runs this, those on PATH by their names, and those that pyenv or uv keep."""
    yield Path(sys.executable)
    for minor in range(least, NEWEST):
        if command := shutil.which(f"python3.{minor}"):
            yield Path(command)
    for kept in kept_folders():
        for minor in range(least, NEWEST):
            yield from sorted(kept.glob(f"*/bin/python3.{minor}"))


def kept_folders() -> Iterator[Path]:
    for command, inside in ((["pyenv", "root"], "versions"), (["uv", "python", "dir"], "")):
        if shutil.which(command[0]):
            said = subprocess.run(command, capture_output=True, text=True).stdout.strip()
            if said:
                yield Path(said) / inside


def probed(candidate: Path) -> tuple[int, Path]:
    """The minor version and the real path; version 0 for what does not run."""
    ran = subprocess.run([candidate, "-c", PROBE], capture_output=True, text=True)
    minor, _, path = ran.stdout.strip().partition(" ")
    return (int(minor), Path(path)) if ran.returncode == 0 and minor.isdigit() else (0, candidate)
