"""The built wheel in empty environments: it is all that a user gets, so the main job and the examples must run from it alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

from tasks.pythons import available

LIBRARIES = ("lowest", "newest")
# What must hold outside the repository; the first is the main job.
COMMANDS = (
    (["diff", "(2+3*w)**2", "--at", "w=3", "--get", "dJ/dw"], "66\n"),
    (["diff", "(2+3*w)**2", "--get", "dw:formula"], "18*w + 12\n"),
    (["check", "sin(w)**2 + cos(w)**2", "--claim", "dw=0"], "match        dw=0   (proved)\n1 of 1 claim right\n"),
    (["diff", "gamma(w)", "--at", "w=1/2", "--get", "J", "--digits", "20"], "1.7724538509055160273\n"),
)
NEEDED = {"jq.sh": "jq", "makefile.sh": "make"}  # what an example needs besides


def try_everywhere(root: Path) -> None:
    """Build the wheel of the repository at `root` and try it; exits where something is not as it must be."""
    least = int(str(project(root)["requires-python"]).removeprefix(">=3."))
    found = available(least)
    if least not in found:
        print(f"SKIPPED: there is no Python 3.{least} here, the oldest that symback supports")
    if max(found) == least:
        print(f"SKIPPED: there is no Python newer than 3.{least} here")
    with tempfile.TemporaryDirectory() as folder:
        built = build(root, Path(folder))
        for minor in sorted({min(found), max(found)}):
            for libraries in LIBRARIES:
                start = time.monotonic()
                said = try_out(root, built, found[minor], libraries, Path(folder) / f"{minor}-{libraries}")
                print(f"Python 3.{minor}, {libraries} libraries, {time.monotonic() - start:.0f} s: {said}", flush=True)


def project(root: Path) -> dict[str, Any]:
    """What pyproject.toml says of the package."""
    found: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def build(root: Path, folder: Path) -> Path:
    """The wheel, built as pip builds it."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(root)]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def try_out(root: Path, built: Path, python: Path, libraries: str, folder: Path) -> str:
    """Install the wheel into a new environment and use it there; returns which libraries it ran with."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    (folder / "constraints.txt").write_text("\n".join(lower_bounds(root)) if libraries == "lowest" else "")
    pip = [str(folder / "bin/python"), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-q", "-c", str(folder / "constraints.txt"), str(built)], check=True)
    empty = folder / "empty"
    empty.mkdir()
    for arguments, expected in COMMANDS:
        must_print([folder / "bin/symback", *arguments], expected, folder, empty)
    must_print([folder / "bin/python", "-c", "import symback; print(symback.Graph('w**2').at(w=3).gradient['w'])"], "6\n", folder, empty)  # fmt: skip
    page = (root / "docs/scripting.md").read_text("utf-8")
    for script in sorted((root / "examples").glob("*.sh")):
        try_example(script, page, folder, empty)
    listed = subprocess.run([*pip, "freeze", "--exclude", "symback"], check=True, capture_output=True, text=True)
    return ", ".join(listed.stdout.split())


def lower_bounds(root: Path) -> list[str]:
    """`click>=8.2` as `click==8.2`, with the marker that may stand behind it."""
    found = []
    for text in project(root)["dependencies"]:
        requirement, semicolon, marker = text.partition(";")
        name, _, bounds = requirement.partition(">=")
        found.append(f"{name}=={bounds.split(',')[0].strip()}{semicolon}{marker}")
    return found


def try_example(script: Path, page: str, folder: Path, empty: Path) -> None:
    """A shell example prints what docs/scripting.md shows under its name."""
    needed = NEEDED.get(script.name)
    if needed and shutil.which(needed) is None:
        print(f"SKIPPED: {script.name} needs {needed}")
        return
    section = page[page.index(f"### {script.name}\n") :]
    shown = section.split("```text\n")[1].split("```\n")[0]
    must_print(["bash", script], shown, folder, empty)


def must_print(command: list[str | Path], expected: str, folder: Path, empty: Path) -> None:
    """Run a command as a user in an empty folder would, with this environment's symback; exit where it prints something else."""
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env = {**kept, "PATH": path, "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(command, cwd=empty, env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
    if (ran.returncode, ran.stdout, ran.stderr) != (0, expected, ""):
        words = " ".join(map(str, command))
        sys.exit(f"{words}\nprinted (exit {ran.returncode})\n{ran.stdout}{ran.stderr}\ninstead of\n{expected}")
