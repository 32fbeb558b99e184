"""Help, errors and answers in numbers come without sympy, and a formula is what it is loaded for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROBE = """
import sys
from symback.__main__ import main
code = main(sys.argv[1:])
print(code, *sorted(set(sys.modules) & {"sympy", "mpmath", "rich", "numpy", "click"}), file=sys.stderr)
"""


def loaded(*arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command, and which large packages it imported."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )
    assert "Traceback" not in ran.stderr
    code, *packages = ran.stderr.splitlines()[-1].split()
    return int(code), set(packages)


# arguments, exit code
WITHOUT_SYMPY = [
    (["--help"], 0),
    (["--version"], 0),
    (["dif", "w"], 2),
    (["diff", "--help"], 0),
    (["diff", "w", "--nonsense"], 2),
    (["diff", "2 +* w"], 2),
    (["diff", "sgimoid(w)"], 2),
    (["diff", "w", "--at", "v=3"], 2),
    (["diff", "1/w", "--at", "w=0"], 3),
    (["diff", "9**9**9"], 3),
    (["diff", "(2+3*w)**2", "--at", "w=3", "--get", "J"], 0),
    (["diff", "(2+3*w)**2", "--at", "w=3", "--get", "dw"], 0),
    (["diff", "(2+3*w)**2", "--at", "w=3", "--get", "dw:exact"], 0),
    (["diff", "(2+3*w)**2", "--at", "w=3", "--get", "dw:nudge"], 0),
    (["diff", "sin(w)/w", "--at", "w=pi/4", "--get", "dw"], 0),
    (["diff", "erf(w)*gamma(w)", "--at", "w=1.5", "--get", "dw"], 0),
    (["diff", "(2+3*w)**2", "--at", "w=3", "--numbers-only"], 0),
    (["diff", "(2+3*w)**2", "--at", "w=3", "--numbers-only", "--format", "json"], 0),
]


@pytest.mark.parametrize(("arguments", "code"), WITHOUT_SYMPY, ids=[" ".join(a) for a, _ in WITHOUT_SYMPY])
def test_without_sympy(arguments: list[str], code: int) -> None:
    found, packages = loaded(*arguments)
    assert found == code
    assert not {"sympy", "numpy"} & packages


@pytest.mark.parametrize(
    "arguments", [["--version"], ["diff", "2 +* w"], ["diff", "w**2", "--at", "w=3", "--get", "dw"]]
)
def test_rational_answers_and_errors_need_neither_rich_nor_mpmath(arguments: list[str]) -> None:
    assert loaded(*arguments)[1] <= {"click"}


def test_importing_the_package_loads_nothing_large() -> None:
    script = "import sys, symback; print(*sorted(set(sys.modules) & {'sympy', 'mpmath', 'rich', 'click', 'numpy'}))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == ""


def test_a_formula_needs_no_sympy() -> None:
    code, packages = loaded("diff", "(2+3*w)**7*sin(w)", "--get", "dw:formula")
    assert code == 0
    assert packages == {"click"}


def test_a_proof_does_load_it() -> None:
    assert "sympy" in loaded("check", "(2+3*w)**2", "--claim", "dw=6*(2+3*w)")[1]
