"""Lines a second: `symback batch` beside a loop of sympy's parse_expr, diff and evalf over the same lines.

Whole processes, imports included, one after the other. The lines are made here: integrals, losses and test functions
of optimisation with random constants. Also: memory over 100,000 lines (with --memory).
Run: python benchmarks/batch.py [--lines N] [--symback PATH]. Exits 1 where a ratio falls short.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import resource

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
    asked = parser.parse_args()
    short = False
    with tempfile.TemporaryDirectory() as folder:
        lines, theirs = Path(folder, "lines.jsonl"), Path(folder, "theirs.jsonl")
        write_lines(lines, asked.lines)
        loop = timed([sys.executable, "-c", LOOP, str(lines)], theirs)
        print(f"{asked.lines} lines; sympy in a loop: {asked.lines / loop:.0f} a second")
        for kind, wanted in FASTER.items():
            ours = Path(folder, "ours.jsonl")
            options = [kind] if kind.startswith("--") else []
            took = timed([asked.symback, "batch", *options, str(lines)], ours)
            apart = furthest(ours, theirs)
            short |= loop / took < wanted or apart > 1e-9
            print(
                f"symback batch {kind}: {asked.lines / took:.0f} a second, ratio {loop / took:.1f} (at least {wanted}), furthest apart {apart:.0e}"
            )
        if asked.memory:
            short |= not flat(asked.symback, Path(folder, "many.jsonl"))
    return int(short)


def write_lines(path: Path, count: int) -> None:
    """`count` questions, no two alike."""
    draw = random.Random(1)
    with path.open("w", encoding="utf-8") as stream:
        for index in range(count):
            form = FORMS[index % len(FORMS)] + " + #*x" * (index % 3)
            program = re.sub("#", lambda _: str(draw.randrange(100, 1000) / 100), form)
            at = {name: draw.randrange(1, 16) / 16 for name in sorted(set(NAME.findall(program)))}
            stream.write(json.dumps({"id": index, "program": program, "at": at}) + "\n")


def timed(command: list[str], output: Path) -> float:
    start = time.perf_counter()
    with output.open("w", encoding="utf-8") as stream:
        subprocess.run(command, check=True, stdout=stream)
    return time.perf_counter() - start


def furthest(ours: Path, theirs: Path) -> float:
    """The largest difference of the gradients, relative to 1 or the number."""
    pairs = zip(ours.read_text().splitlines(), theirs.read_text().splitlines(), strict=True)
    found = 0.0
    for mine, other in pairs:
        gradient = json.loads(mine)["gradient"]
        for name, value in json.loads(other).items():
            found = max(found, abs(gradient[name] - value) / max(1, abs(value)))
    return found


def flat(symback: str, path: Path) -> bool:
    """Whether 100,000 lines take no more memory than 1,000, to within 10 %."""
    sizes = []
    for count in (1_000, 100_000):
        path.write_text("".join(f"w={i}; (2+3*w)**2/{i + 1}\n" for i in range(count)), encoding="utf-8")
        command = [symback, "batch", "--numbers-only", str(path), "-o", str(path.with_suffix(".out"))]
        process = subprocess.Popen(command)
        _, _, usage = resource_of(process)
        sizes.append(usage.ru_maxrss)
    print(f"memory: {sizes[0] >> 10} MiB for 1,000 lines, {sizes[1] >> 10} MiB for 100,000")
    return sizes[1] < sizes[0] * 1.1


def resource_of(process: subprocess.Popen[bytes]) -> tuple[int, int, resource.struct_rusage]:
    import os

    return os.wait4(process.pid, 0)


if __name__ == "__main__":
    sys.exit(main())
