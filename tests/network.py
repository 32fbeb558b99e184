"""A network of tanh units as a program, for tests of large graphs."""

from __future__ import annotations

import random


def network(layers: int, width: int, seed: int = 1) -> tuple[str, dict[str, float]]:
    """The program of `layers` layers of `width` units, a statement a unit, and seeded values of its inputs."""
    generator = random.Random(seed)
    before = [f"x{i}" for i in range(width)]
    values = {name: generator.uniform(-1, 1) for name in before}
    statements = []
    for layer in range(1, layers + 1):
        now = []
        for unit in range(width):
            weights = [f"w{layer}_{unit}_{k}" for k in range(width)]
            values |= {name: generator.uniform(-1, 1) for name in (*weights, f"b{layer}_{unit}")}
            terms = " + ".join(f"{w}*{a}" for w, a in zip(weights, before, strict=True))
            statements.append(f"a{layer}_{unit} = tanh({terms} + b{layer}_{unit})")
            now.append(f"a{layer}_{unit}")
        before = now
    statements.append(f"J = ({' + '.join(f'{a}**2' for a in before)})/2")
    return "\n".join(statements) + "\n", values
