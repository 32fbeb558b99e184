"""A million points of a ten-node expression: `symback diff --points` beside a gradient written by hand in NumPy.

Both are whole processes from one csv file to another: the hand-written one takes np.loadtxt and np.savetxt.
Run: python benchmarks/points.py [--points N] [--symback PATH] [--docs docs/performance.md]. Exits 1 where symback takes longer.
"""

from __future__ import annotations

import argparse
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from network import put_into

PROGRAM = (
    "a = w*x; b = a + v*y; c = tanh(b); d = c*u; f = d + s; g = sigmoid(f); h = g - z; i = h**2; j = exp(-i); J = j*i"
)
NAMES = ("w", "x", "v", "y", "u", "s", "z")

BY_HAND = """
import sys
import numpy as np
data = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
w, x, v, y, u, s, z = data.T
b = w*x + v*y
c = np.tanh(b)
g = 1/(1 + np.exp(-(c*u + s)))
h = g - z
i = h**2
j = np.exp(-i)
dh = (j - i*j)*2*h
df = dh*g*(1 - g)
db = df*u*(1 - c**2)
table = np.column_stack([data, j*i, db*x, db*w, db*y, db*v, df*c, df, -dh])
np.savetxt(sys.argv[2], table, delimiter=",", header="w,x,v,y,u,s,z,J,dw,dx,dv,dy,du,ds,dz", comments="")
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--symback", default=shutil.which("symback") or "symback")
    parser.add_argument("--docs", help="write the table into this page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, ours, theirs = (Path(folder, name) for name in ("points.csv", "ours.csv", "theirs.csv"))
        write_points(data, asked.points)
        hand = timed([sys.executable, "-c", BY_HAND, str(data), str(theirs)])
        symback = timed([asked.symback, "diff", PROGRAM, "--points", str(data), "-o", str(ours)])
        apart = furthest(ours, theirs)
    lines = [
        f"{asked.points:,} points of ten nodes and seven inputs, from csv to csv; Python {platform.python_version()}.",
        "",
        "| engine | seconds | of it | largest difference |",
        "| --- | ---: | ---: | ---: |",
        f"| by hand in NumPy, np.loadtxt, np.savetxt | {hand:.2f} | 1.00 |  |",
        f"| symback diff --points | {symback:.2f} | {symback / hand:.2f} | {apart:.0e} |",
    ]
    print("\n".join(lines))
    if asked.docs:
        put_into(Path(asked.docs), "points", lines)
    return 0 if symback <= hand and apart <= 1e-9 else 1


def write_points(path: Path, count: int) -> None:
    draw = random.Random(1).gauss
    with path.open("w", encoding="utf-8") as stream:
        stream.write(",".join(NAMES) + "\n")
        for _ in range(count):
            stream.write(",".join(f"{draw(0, 1):.6f}" for _ in NAMES) + "\n")


def timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def furthest(ours: Path, theirs: Path) -> float:
    """The largest difference of two tables, relative to 1 or the number."""
    import numpy as np

    a, b = (np.loadtxt(path, delimiter=",", skiprows=1, usecols=range(7, 15)) for path in (ours, theirs))
    order = [0, 1, 2, 3, 4, 5, 6, 7]
    return float(np.max(np.abs(a[:, order] - b) / np.maximum(1, np.abs(b))))


if __name__ == "__main__":
    sys.exit(main())
