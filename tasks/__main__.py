"""What one does with this repository: `python -m tasks` lists it, `python -m tasks NAME` does it.

Nothing but Python is needed to begin: `setup` makes an environment with the rest. Continuous integration runs the same tasks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tasks import wheel

ROOT = Path(__file__).parent.parent
Task = Callable[..., None]


def run(*command: str | Path, **env: str) -> None:
    """Run a command in the repository; where it fails, stop with its exit code."""
    print("$", *command, flush=True)
    code = subprocess.run([str(word) for word in command], cwd=ROOT, env={**os.environ, **env}).returncode
    if code:
        sys.exit(code)


def python(*arguments: str, **env: str) -> None:
    """Run a module of this environment."""
    run(sys.executable, "-m", *arguments, **env)


def setup() -> None:
    """Make .venv, with symback as it stands here and everything that the other tasks need."""
    python("venv", ".venv")
    inside = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    run(inside / "python", "-m", "pip", "install", "-q", "-e", ".[dev]")
    print("now:", f"{inside / 'activate'}" if os.name == "nt" else "source .venv/bin/activate")


def test(*arguments: str) -> None:
    """Run the tests; further words go to pytest: `python -m tasks test tests/syntax -k power`."""
    python("pytest", *arguments)


def lint() -> None:
    """Look for mistakes and for lines that are not set as ruff sets them."""
    python("ruff", "check", ".")
    python("ruff", "format", "--check", ".")


def types() -> None:
    """Check the types."""
    python("mypy")


def imports() -> None:
    """Check that imports point one way: the contracts of pyproject.toml."""
    run(Path(sys.executable).with_name("lint-imports"), "--no-logo")


def style() -> None:
    """All that is checked without running symback: lint, types, imports."""
    lint()
    types()
    imports()


def tidy() -> None:
    """Set lines as ruff sets them, and mend what it can mend."""
    python("ruff", "check", "-q", "--fix", ".")
    python("ruff", "format", ".")


def generate() -> None:
    """Write anew what is made from the sources: the table of derivatives and the manual page."""
    python("symback.derive")
    python("symback.man")


def pages() -> None:
    """Write what the commands print now into README and docs; read the difference before you commit it."""
    python("pytest", "-n", "0", "-k", "page or docs or example or contributing", SYMBACK_UPDATE="1")


def wheels() -> None:
    """Build the wheel and try it in empty environments: oldest and newest Python, lowest and newest libraries."""
    wheel.try_everywhere(ROOT)


TASKS: tuple[Task, ...] = (setup, test, lint, types, imports, style, tidy, generate, pages, wheels)


def main(arguments: list[str]) -> None:
    tasks = {task.__name__: task for task in TASKS}
    if arguments and arguments[0] in tasks:
        tasks[arguments[0]](*arguments[1:])
        return
    print("python -m tasks NAME\n")
    for name, task in tasks.items():
        print(f"  {name:<9} {task.__doc__}")
    if arguments:
        sys.exit(f"\nno task {arguments[0]!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
