"""Lines a second: `symback batch` beside a loop of sympy's parse_expr, diff and evalf over the same lines.

Whole processes, imports included, one after the other. The lines are made here: integrals, losses and test functions
of optimisation with random constants. With --memory also the memory that 1,000 and 100,000 lines take.
Run: python benchmarks/batch.py [--lines N] [--symback PATH] [--memory] [--docs docs/performance.md].
Exits 1 where a ratio falls short, or memory grows by more than a tenth.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from network import put_into

FASTER = {"--numbers-only": 5.0, "with formulas": 1.5}
FORMS = (
    "x*y", "a*(b + x)", "#*log(x)", "acos(x/(1 + #))", "(x + #*y)**2", "1/(#*x + #)", "sqrt(#*x**2 + #)", "exp(-#*x)*sin(#*y)",
    "-1/3*sin(x)**3/(1 - cos(x))**3", "(#*x**2 + 1)*exp(x**2)", "atan(#*x)/# + log(x**2 + #)/2", "x**#*y**#",
    "(x*w + b - y)**2/2", "tanh(w*x + b)", "1/(1 + exp(-(w*x + b)))", "sqrt(#)*asinh(sqrt(#)*x)/#", "a*exp(-b*x)*cos(c*x)",
    "(1 - x)**2 + 100*(y - x**2)**2", "(x**2 + y - 11)**2 + (x + y**2 - 7)**2", "log(x + sqrt(x**2 + #))",
    "(#*x**3 + #*x*y + 4*z - #*x**2*z - 18)*(8*x**2 + 2*y*z + 2*y**2 - 52)", "erf((x - #)/#)*exp(-y**2/#)",
    "-cos(#*sqrt(x**2 + y**2))/(#*(x**2 + y**2) + 2)", "x*log(a + b*x) - x + a*log(a + b*x)/b", "(x*sinh(#*x))/(1 + #*y**2)",
    "(16.08 - a/(1 + exp(b - c*1)))**2 + (33.83 - a/(1 + exp(b - c*2)))**2 + (65.8 - a/(1 + exp(b - c*3)))**2",
    "2*sqrt(a + b*x)*(3*b*x - #*a)/(15*b**2)", "x/2*sqrt(a**2 + x**2) - a**2/2*log(x + sqrt(a**2 + x**2))",
)  # fmt: skip
NAME = re.compile(r"\b[a-z]\b")

LOOP = """
import json, sys
import sympy
from sympy.parsing.sympy_parser import parse_expr
for line in open(sys.argv[1]):
    case = json.loads(line)
    names = {name: sympy.Symbol(name) for name in case["at"]}
    expression = parse_expr(case["program"], local_dict=names)
    point = {names[name]: value for name, value in case["at"].items()}
    print(json.dumps({n: float(expression.diff(names[n]).evalf(subs=point)) for n in case["at"]}))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000)
    parser.add_argument("--symback", default=shutil.which("symback") or "symback")
    parser.add_argument("--memory", action="store_true", help="also: the memory of 1,000 and of 100,000 lines")
    parser.add_argument("--docs", help="write the tables into this page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines, short = speeds(asked.symback, asked.lines, Path(folder))
        if asked.memory:
            more, grown = memory(asked.symback, Path(folder))
            lines, short = [*lines, "", *more], short or grown
    print("\n".join(lines))
    if asked.docs:
        put_into(Path(asked.docs), "batch", lines)
    return int(short)


def speeds(symback: str, count: int, folder: Path) -> tuple[list[str], bool]:
    """The table of lines a second, and whether a ratio falls short or a number is off."""
    questions, theirs, ours = folder / "lines.jsonl", folder / "theirs.jsonl", folder / "ours.jsonl"
    write_lines(questions, count)
    loop, processor = timed([sys.executable, "-c", LOOP, str(questions)], theirs)
    rows, short = [f"| sympy in a loop | {count / loop:.0f} |  |  |  |  |"], False
    for kind, wanted in FASTER.items():
        took, own = timed([symback, "batch", *([kind] if kind.startswith("--") else []), str(questions)], ours)
        apart = furthest(ours, theirs)
        short |= processor / own < wanted or apart > 1e-9
        rows.append(
            f"| symback batch, {kind} | {count / took:.0f} | {loop / took:.1f} | {processor / own:.1f} | {wanted} | {apart:.0e} |"
        )
    head = [
        f"{count:,} lines, no two alike, imports included; Python {platform.python_version()}.",
        "",
        "| engine | lines a second | times as many | by processor time | at least | largest difference |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    return [*head, *rows], short


def write_lines(path: Path, count: int) -> None:
    """`count` questions, no two alike."""
    draw = random.Random(1)
    with path.open("w", encoding="utf-8") as stream:
        for index in range(count):
            form = FORMS[index % len(FORMS)] + " + #*x" * (index % 3)
            program = re.sub("#", lambda _: str(draw.randrange(100, 1000) / 100), form)
            at = {name: draw.randrange(1, 16) / 16 for name in sorted(set(NAME.findall(program)))}
            stream.write(json.dumps({"id": index, "program": program, "at": at}) + "\n")


def timed(command: list[str], output: Path) -> tuple[float, float]:
    """Seconds of a whole process, by the clock and of the processor."""
    start = time.perf_counter()
    with output.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(command, stdout=stream)
        _, status, used = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


def furthest(ours: Path, theirs: Path) -> float:
    """The largest difference of the gradients, relative to 1 or the number."""
    pairs = zip(ours.read_text().splitlines(), theirs.read_text().splitlines(), strict=True)
    found = 0.0
    for mine, other in pairs:
        gradient = json.loads(mine)["gradient"]
        for name, value in json.loads(other).items():
            found = max(found, abs(gradient[name] - value) / max(1, abs(value)))
    return found


def memory(symback: str, folder: Path) -> tuple[list[str], bool]:
    """The table of peaks, and whether one of 100,000 lines is above that of 1,000 by more than a tenth."""
    lines = ["| memory in MiB (--numbers-only) | 1,000 lines | 100,000 lines |", "| --- | ---: | ---: |"]
    grown = False
    for jobs in (1, 2):
        few, many = (peak(symback, folder, count, jobs) for count in (1_000, 100_000))
        lines.append(f"| --jobs {jobs}, {'one process' if jobs == 1 else 'the largest process'} | {few} | {many} |")
        grown |= many > few * 1.1
    return lines, grown


def peak(symback: str, folder: Path, count: int, jobs: int) -> int:
    """MiB of a process over so many lines; with jobs, of the largest of them."""
    path = folder / "many.txt"
    path.write_text("".join(f"w={i}; (2+3*w)**2/{i + 1}\n" for i in range(count)), encoding="utf-8")
    command = [
        symback,
        "batch",
        "--numbers-only",
        "--jobs",
        str(jobs),
        str(path),
        "-o",
        str(path.with_suffix(".jsonl")),
    ]
    process = subprocess.Popen(command)
    largest = 0
    while process.poll() is None:
        largest = max(largest, *(resident(each) for each in family(process.pid)))
        time.sleep(0.05)
    return largest >> 10


def family(number: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{number}/task/{number}/children")
    return [number, *(map(int, children.read_text().split()) if children.exists() else [])]


def resident(number: int) -> int:
    """KiB that a process has held at most; 0 where it is gone."""
    try:
        text = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+([0-9]+)", text)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
