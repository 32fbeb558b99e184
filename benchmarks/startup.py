"""How long a single call takes, beside `python -c "import sympy"` in the same run: medians of whole processes.

Builds a wheel and installs it, with its bytecode, into a fresh environment (an editable install may compile at every
start); or measures --symback and --python as they are.
Run: python benchmarks/startup.py [--runs 15] [--docs docs/performance.md]. Exits 1 where a ratio is above its limit.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from network import put_into

PROGRAM = ["diff", "(2+3*w)**2", "--at", "w=3"]
ROW = "row.csv"  # a point, in the folder that the calls are made in
LIMITS = {
    "--help": (["--help"], 0.35),
    "--version": (["--version"], 0.35),
    "a mistyped command": (["dif", "w"], 0.35),
    "a syntax error": (["diff", "2+*w"], 0.35),
    "--get of a number": ([*PROGRAM, "--get", "dw"], 0.35),
    "json, numbers only": ([*PROGRAM, "--format", "json", "--numbers-only"], 0.35),
    "check of a number": (["check", *PROGRAM[1:], "--claim", "dw=66"], 0.35),
    "--points, one row": (["diff", PROGRAM[1], "--points", ROW], 0.35),
    "quiz, left at once": (["quiz", *PROGRAM[1:]], 0.35),
    "full table": (PROGRAM, 0.40),
    "explain": (["explain", *PROGRAM[1:]], 0.45),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--symback")
    parser.add_argument("--python")
    parser.add_argument("--docs", help="write the table into this page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        symback, python = (asked.symback, asked.python) if asked.symback else installed(Path(folder))
        Path(folder, ROW).write_text("w\n3\n", encoding="utf-8")
        commands = {"import sympy": [python or sys.executable, "-c", "import sympy"]}
        commands |= {name: [symback, *arguments] for name, (arguments, _) in LIMITS.items()}
        times = measured(commands, asked.runs, folder)
    return report(times, asked.docs)


def installed(folder: Path) -> tuple[str, str]:
    """The command and the interpreter of a fresh environment with a wheel of this tree in it."""
    root = Path(__file__).resolve().parent.parent
    environment = folder / "venv"
    venv.create(environment, with_pip=True)
    python = str(environment / "bin" / "python")
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(root)], check=True)
    subprocess.run([*pip, "install", "--compile", *map(str, folder.glob("*.whl"))], check=True)
    return str(environment / "bin" / "symback"), python


def measured(commands: dict[str, list[str]], runs: int, folder: str) -> dict[str, list[float]]:
    """Seconds of every run; the commands take turns, so that what else the machine does hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            times[name].append(time.perf_counter() - start)
    return {name: found[1:] for name, found in times.items()}  # the first fills caches


def report(times: dict[str, list[float]], page: str | None) -> int:
    medians = {name: statistics.median(found) for name, found in times.items()}
    base = medians.pop("import sympy")
    lines = [
        f"Medians of whole processes, installed from a wheel; Python {platform.python_version()}.",
        "",
        "| call | milliseconds | of `import sympy` | at most |",
        "| --- | ---: | ---: | ---: |",
        f'| `python -c "import sympy"` | {base * 1000:.0f} | 1.00 |  |',
        *(f"| {name} | {m * 1000:.0f} | {m / base:.2f} | {LIMITS[name][1]} |" for name, m in medians.items()),
    ]
    print("\n".join(lines))
    if page:
        put_into(Path(page), "startup", lines)
    return int(any(median / base > LIMITS[name][1] for name, median in medians.items()))


if __name__ == "__main__":
    sys.exit(main())
