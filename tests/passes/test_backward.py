"""The walk back from any nodes: seeds name what is differentiated."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symback import Graph
from symback.domains.exact import Exact
from symback.passes.backward import backward
from symback.passes.forward import forward

# program, values, seeds, the derivatives of the sum of nodes times their seeds, worked out by hand
SEEDED = [
    ("a = 2+3*w; J = a**2", {"w": 3}, {"J": 1}, {"w": 66, "a": 22}),
    ("a = 2+3*w; J = a**2", {"w": 3}, {"a": 1}, {"w": 3, "a": 1}),
    ("a = 2+3*w; J = a**2", {"w": 3}, {"a": 5, "J": 2}, {"w": 5 * 3 + 2 * 66, "a": 5 + 2 * 22}),
    ("a = w*b; p = a+b; q = a*b; J = p", {"w": 2, "b": 3}, {"q": 1}, {"w": 9, "b": 12, "a": 3}),
    ("a = w*b; p = a+b; q = a*b; J = p", {"w": 2, "b": 3}, {"p": 1, "q": -1}, {"w": 3 - 9, "b": 3 - 12, "a": 1 - 3}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "seeds", "adjoints"), SEEDED)
def test_seeds_name_what_is_differentiated(
    program: str, at: dict[str, int], seeds: dict[str, int], adjoints: dict[str, int]
) -> None:
    graph, exact = Graph(program), Exact()
    run = forward(graph, {name: Fraction(value) for name, value in at.items()}, exact)
    found = backward(graph, run, exact, {name: Fraction(seed) for name, seed in seeds.items()}).chained
    assert {name: found[name] for name in adjoints} == adjoints
    assert found != backward(graph, run, exact, {name: Fraction(-seed) for name, seed in seeds.items()}).chained


def test_without_seeds_it_is_the_output() -> None:
    graph, exact = Graph("a = 2+3*w; J = a**2"), Exact()
    run = forward(graph, {"w": Fraction(3)}, exact)
    assert backward(graph, run, exact) == backward(graph, run, exact, {"J": exact.one})
