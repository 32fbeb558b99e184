"""The notes' case: a network of tanh units, 10,001 nodes and 110,010 inputs, from text to the whole gradient as csv.

    python benchmarks/network.py write [--layers 1000] [--width 10] net.sym values.json
    python benchmarks/network.py compare [--symback PATH] [--layers 1000] [--runs 5] [--docs docs/performance.md]

`compare` makes an environment of its own for the peers (micrograd, PyTorch, CasADi), lets each read the same text and
values and write the gradient, as whole processes in one run, checks that all agree to 1e-9, and writes the table.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEERS = {
    "micrograd": """
from micrograd.engine import Value
import math
names = {n: Value(v) for n, v in values.items()}
def tanh(v):
    t = math.tanh(v.data)
    out = Value(t, (v,), "tanh")
    def back():
        v.grad += (1 - t * t) * out.grad
    out._backward = back
    return out
names["tanh"] = tanh
for line in text: exec(line, names)
import sys; sys.setrecursionlimit(10**6)
order, seen, todo = [], set(), [(names["J"], False)]
while todo:
    v, done = todo.pop()
    if done: order.append(v)
    elif v not in seen:
        seen.add(v); todo.append((v, True)); todo += [(c, False) for c in v._prev]
names["J"].grad = 1
for v in reversed(order): v._backward()
gradient = {n: names[n].grad for n in values}
""",
    "PyTorch": """
import torch
torch.set_default_dtype(torch.float64)
leaves = {n: torch.tensor(v, requires_grad=True) for n, v in values.items()}
names = dict(leaves, tanh=torch.tanh)
for line in text: exec(line, names)
found = torch.autograd.grad(names["J"], list(leaves.values()))
gradient = {n: g.item() for n, g in zip(leaves, found)}
""",
    "CasADi": """
import casadi
leaves = {n: casadi.SX.sym(n) for n in values}
names = dict(leaves, tanh=casadi.tanh)
for line in text: exec(line, names)
x = casadi.vertcat(*leaves.values())
f = casadi.Function("g", [x], [casadi.gradient(names["J"], x)])
found = f(casadi.DM(list(values.values()))).full().ravel().tolist()
gradient = dict(zip(leaves, found))
""",
}
DRIVER = """
import json, sys
text = open(sys.argv[1]).read().splitlines()
values = json.load(open(sys.argv[2]))
{body}
with open(sys.argv[3], "w") as out:
    out.write("by,value\\n")
    out.writelines(f"{{n}},{{g!r}}\\n" for n, g in gradient.items())
"""


def network(layers: int, width: int, seed: int = 1) -> tuple[str, dict[str, float]]:
    """The program, a statement a unit, and seeded values of its inputs and weights."""
    generator = random.Random(seed)
    scale = (3 / width) ** 0.5
    before = [f"x{i}" for i in range(width)]
    values = {name: generator.uniform(-1, 1) for name in before}
    lines = []
    for layer in range(1, layers + 1):
        now = [f"a{layer}_{unit}" for unit in range(width)]
        for unit, name in enumerate(now):
            weights = [f"w{layer}_{unit}_{k}" for k in range(width)]
            values |= {weight: generator.uniform(-scale, scale) for weight in weights}
            values[f"b{layer}_{unit}"] = generator.uniform(-0.1, 0.1)
            terms = " + ".join(f"{w}*{a}" for w, a in zip(weights, before, strict=True))
            lines.append(f"{name} = tanh({terms} + b{layer}_{unit})")
        before = now
    lines.append(f"J = ({' + '.join(f'{a}**2' for a in before)})/2")
    return "\n".join(lines) + "\n", values


def measured(command: list[str]) -> tuple[float, float, float]:
    """Seconds, seconds of processor time and peak MiB of a whole process (a peak is never below this one's own)."""
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command[:6])}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def gradient_of(path: Path) -> dict[str, float]:
    with path.open() as stream:
        return {row["by"]: float(row["value"]) for row in csv.DictReader(stream)}


def disagreement(one: dict[str, float], other: dict[str, float]) -> float:
    """The largest relative difference of two gradients (absolute below the largest slope's 1e-12)."""
    floor = 1e-12 * max(map(abs, one.values()))
    return max(abs(one[n] - other[n]) / max(abs(one[n]), floor) for n in one)


def peers_python(folder: Path) -> str:
    """The interpreter of an environment with the peers in it."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "-q", "micrograd", "casadi", "numpy", "torch==2.13.0"], check=True
        )
    return str(python)


def compare(arguments: argparse.Namespace) -> None:
    """Measure all, a run of each after the other, and report medians."""
    work = Path(tempfile.mkdtemp())
    program, values = work / "net.sym", work / "values.json"
    text, numbers = network(arguments.layers, arguments.width)
    program.write_text(text)
    values.write_text(json.dumps(numbers))
    python = peers_python(Path(arguments.peers))
    symback = [
        arguments.symback,
        "diff",
        "--file",
        str(program),
        "--at",
        f"@{values}",
        "--table",
        "gradient",
        "--format",
        "csv",
    ]
    commands = {"symback": [*symback, "-o", str(work / "symback.csv")]}
    for name, body in PEERS.items():
        driver = work / f"run_{name}.py"
        driver.write_text(DRIVER.format(body=body))
        commands[name] = [python, str(driver), str(program), str(values), str(work / f"{name}.csv")]
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for _ in range(arguments.runs):
        for name, command in commands.items():
            found[name].append(measured(command))
    own = gradient_of(work / "symback.csv")
    rows = []
    for name, results in found.items():
        seconds, processor = (statistics.median(row[i] for row in results) for i in (0, 1))
        memory = max(row[2] for row in results)
        apart = disagreement(own, gradient_of(work / f"{name}.csv"))
        rows.append((name, seconds, processor, memory, apart))
        assert apart <= 1e-9, f"{name} disagrees by {apart}"
    report(rows, arguments, len(numbers), len(text.splitlines()))


def report(
    rows: list[tuple[str, float, float, float, float]], arguments: argparse.Namespace, inputs: int, nodes: int
) -> None:
    """Print the table, and write it into the docs where asked."""
    _, own, own_processor, *_ = rows[0]
    lines = [
        (
            f"{nodes:,} nodes, {inputs:,} inputs; median of {arguments.runs} whole processes from text and JSON to csv; "
            f"Python {platform.python_version()}, {os.cpu_count()} cores."
        ),
        "",
        "| engine | seconds | symback takes | processor seconds | symback takes | peak MiB | largest difference |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {n} | {s:.2f} | {own / s:.2f} of it | {p:.2f} | {own_processor / p:.2f} of it | {m:.0f} | {d:.0e} |"
            for n, s, p, m, d in rows
        ),
    ]
    print("\n".join(lines))
    if arguments.docs:
        put_into(Path(arguments.docs), "network", lines)


def put_into(page: Path, place: str, lines: list[str]) -> None:
    """Write lines into a page, between `<!-- place -->` and `<!-- end place -->`."""
    begin, end = f"<!-- {place} -->\n", f"<!-- end {place} -->"
    head, _, rest = page.read_text().partition(begin)
    page.write_text(head + begin + "\n".join(lines) + "\n" + end + rest.partition(end)[2])


AFTER_IMPORTS = """
import sys, time
import numpy, symback.cli.diff, symback.files, symback.graph.graph, symback.render.formats.csv, symback.report.large
from symback.__main__ import main
start = time.process_time()
main(sys.argv[1:])
print(time.process_time() - start)
"""


def after_imports(options: list[str]) -> float:
    """Seconds of processor time that a command takes when all that it imports is there (in this very interpreter)."""
    ran = subprocess.run([sys.executable, "-c", AFTER_IMPORTS, *options], check=True, capture_output=True, text=True)
    return float(ran.stdout)


def grow(arguments: argparse.Namespace) -> None:
    """Measure how the time grows with the layers, whole processes and after imports, and report medians."""
    work = Path(tempfile.mkdtemp())
    commands = {}
    for layers in (100, 1000, 10_000):
        program, values = work / f"{layers}.sym", work / f"{layers}.json"
        text, numbers = network(layers, arguments.width)
        program.write_text(text)
        values.write_text(json.dumps(numbers))
        options = ["--file", str(program), "--at", f"@{values}", "--table", "gradient", "--format", "csv"]
        commands[layers] = ["diff", *options, "-o", str(work / "out.csv")]
    del text, numbers
    found: dict[int, list[tuple[float, ...]]] = {layers: [] for layers in commands}
    for _ in range(arguments.runs):
        for layers, options in commands.items():
            found[layers].append((*measured([arguments.symback, *options]), after_imports(options)))
    medians = {layers: [statistics.median(row[i] for row in rows) for i in range(4)] for layers, rows in found.items()}
    report_growth(medians, arguments)


def report_growth(medians: dict[int, list[float]], arguments: argparse.Namespace) -> None:
    """Print the table of growth, and write it into the docs where asked."""
    lines = [
        f"Medians of {arguments.runs} whole processes; processor seconds are compared; Python {platform.python_version()}.",
        "",
        "| layers | seconds | processor seconds | times the row before | after imports | times the row before | peak MiB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    before: list[float] | None = None
    for layers, row in medians.items():
        seconds, processor, memory, after = row
        whole, bare = ("", "") if before is None else (f"{processor / before[1]:.1f}", f"{after / before[3]:.1f}")
        lines.append(
            f"| {layers:,} | {seconds:.2f} | {processor:.2f} | {whole} | {after:.3f} | {bare} | {memory:.0f} |"
        )
        before = row
    print("\n".join(lines))
    if arguments.docs:
        put_into(Path(arguments.docs), "growth", lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name in ("write", "compare", "grow"):
        command = commands.add_parser(name)
        command.add_argument("--layers", type=int, default=1000)
        command.add_argument("--width", type=int, default=10)
        command.set_defaults(command=name)
        if name == "write":
            command.add_argument("program")
            command.add_argument("values")
        else:
            command.add_argument("--symback", default="symback")
            command.add_argument("--runs", type=int, default=5)
            command.add_argument("--peers", default=".peers")
            command.add_argument("--docs")
    arguments = parser.parse_args()
    if arguments.command == "write":
        text, values = network(arguments.layers, arguments.width)
        Path(arguments.program).write_text(text)
        Path(arguments.values).write_text(json.dumps(values))
    elif arguments.command == "grow":
        grow(arguments)
    else:
        compare(arguments)


if __name__ == "__main__":
    main()
