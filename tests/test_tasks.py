"""What continuous integration runs are tasks that anyone can run, and the lowest libraries are those that pyproject promises."""

from __future__ import annotations

import re
import subprocess
import sys

from doc_blocks import ROOT

from tasks.pythons import available
from tasks.wheel import lower_bounds, project


def listed() -> list[str]:
    """The tasks that `python -m tasks` lists."""
    ran = subprocess.run([sys.executable, "-m", "tasks"], cwd=ROOT, capture_output=True, text=True, check=True)
    return re.findall(r"^  (\w+) +\S", ran.stdout, re.MULTILINE)


def test_continuous_integration_calls_tasks_and_the_commands_of_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    called = re.findall(r"python -m tasks (\w+)", script)
    assert called == ["style", "generate", "wheels"]
    assert set(called) < set(listed())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for pattern in re.findall(r"grep -m1 -E '([^']+)' README.md", script):
        assert len(re.findall(pattern, readme, re.MULTILINE)) == 1


def test_contributing_names_tasks_that_there_are() -> None:
    named = re.findall(r"python3? -m tasks (\w+)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert named
    assert set(named) <= set(listed())


def test_an_unknown_task_is_an_error() -> None:
    ran = subprocess.run([sys.executable, "-m", "tasks", "tset"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "no task 'tset'" in ran.stderr


def test_the_lowest_libraries_are_the_bounds_of_pyproject() -> None:
    bounds = lower_bounds(ROOT)
    assert len(bounds) == len(project(ROOT)["dependencies"])
    assert "click==8.2" in bounds
    assert "python-flint==0.6; python_version < '3.13'" in bounds
    assert "numpy==1.26; python_version < '3.13'" in bounds


def test_the_python_that_runs_this_is_found() -> None:
    found = available(11)
    assert sys.version_info.minor in found
    assert all(path.exists() for path in found.values())
