"""Gradients with formulas beside sympy's and Alkahest's diff of the whole expression, after imports, in one process.

Two cases: a network of two layers of ten tanh units (230 parameters), and x <- x*sin(x) twelve times over.
Run: pip install alkahest && python benchmarks/against_sympy.py [--docs docs/performance.md]. Exits 1 where symback is not 100 times as fast.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import alkahest
import sympy
from network import network, put_into

from symback import Graph, Options

if TYPE_CHECKING:
    from symback.report.model import Report

WANTED = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs")
    asked = parser.parse_args()
    Graph("a = x*sin(x); J = tanh(a)").at(x=1)  # what is imported late is imported now
    cases = {
        "L = 2, W = 10: 230 parameters": network(2, 10),
        "x ← x·sin(x), 12 times": (chain(12), {"x": 1.5}),
    }
    rows = [measured(name, *case) for name, case in cases.items()]
    lines = [
        f"After imports. Ours has every value and every derivative, local and chained, as a number and as a formula (those of more than 240 parts are left out); sympy and Alkahest (Rust) have the whole derivatives as formulas, Alkahest's with equal parts shared; sympy {sympy.__version__}, Alkahest {version('alkahest')}, Python {platform.python_version()}.",
        "",
        "| case | sympy's diff, s | Alkahest's diff, s | symback, s | times as fast as sympy | as Alkahest | largest difference |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {name} | {theirs:.2f} | {rust:.3f} | {ours:.3f} | {theirs / ours:.0f} | {rust / ours:.2g} | {apart:.0e} |"
            for name, theirs, rust, ours, apart in rows
        ),
    ]
    print("\n".join(lines))
    if asked.docs:
        put_into(Path(asked.docs), "sympy", lines)
    return int(any(theirs < WANTED * ours for _, theirs, _, ours, _ in rows))


def chain(count: int) -> str:
    lines = ["x1 = x*sin(x)", *(f"x{i} = x{i - 1}*sin(x{i - 1})" for i in range(2, count + 1))]
    return "\n".join(lines)


def measured(name: str, program: str, values: dict[str, float]) -> tuple[str, float, float, float, float]:
    """Return the seconds that sympy, Alkahest and symback take, and how far their numbers are apart at most."""
    start = time.perf_counter()
    report = reported(program, values)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    expression, symbols = whole(program, values)
    found = [expression.diff(symbol) for symbol in symbols]
    theirs = time.perf_counter() - start
    start = time.perf_counter()
    rust, inputs = built(program, values)
    slopes = [alkahest.diff(rust, variable).value for variable in inputs]
    others = time.perf_counter() - start
    point = [values[str(symbol)] for symbol in symbols]
    apart = 0.0
    for symbol, formula, slope in list(zip(symbols, found, slopes, strict=True))[-12:]:
        truth = float(sympy.lambdify(symbols, formula, cse=True)(*point))
        for number in (float(report.gradient[str(symbol)] or 0), alkahest.compile_expr(slope, inputs)(point)):
            apart = max(apart, abs(number - truth) / max(1e-12, abs(truth)))
    assert apart < 1e-9, name
    return name, theirs, others, ours, apart


def reported(program: str, values: dict[str, float]) -> Report:
    """The report without nudges: every value and every derivative, as numbers and as formulas."""
    return Graph(program).report(values, Options(nudges=False))


def whole(program: str, values: dict[str, float]) -> tuple[sympy.Expr, list[sympy.Symbol]]:
    """The output as one expression in the inputs."""
    known: dict[str, sympy.Expr] = {name: sympy.Symbol(name) for name in values}
    name = ""
    for line in program.splitlines():
        name, _, text = line.partition(" = ")
        known[name] = sympy.parse_expr(text, local_dict=known)
    return known[name], [sympy.Symbol(name) for name in values]


def built(program: str, values: dict[str, float]) -> tuple[alkahest.Expr, list[alkahest.Expr]]:
    """Return the output as one expression of Alkahest, and its inputs."""
    pool = alkahest.ExprPool()
    inputs = {name: pool.symbol(name) for name in values}
    known = dict(inputs)
    name = ""
    for line in program.splitlines():
        name, _, text = line.partition(" = ")
        known[name] = alkahest.parse(text, pool, known)
    return known[name], list(inputs.values())


if __name__ == "__main__":
    sys.exit(main())
