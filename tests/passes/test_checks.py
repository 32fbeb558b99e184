"""Checks along directions agree with a right gradient, and never with a wrong one."""

from __future__ import annotations

import numpy as np
import pytest

from symback import Graph
from symback.passes.checks import Checks
from symback.passes.columns import Plan
from tests.network import network

PROGRAM, VALUES = network(6, 5)
RELU = PROGRAM.replace("tanh", "relu")


def checks(program: str, change: float = 0.0, of: str = "w3_2_1") -> Checks:
    """The checks of a gradient with one derivative off by `change` of itself."""
    graph = Graph(program)
    plan = Plan(graph)
    inputs = np.array([VALUES[name] for name in graph.inputs])
    slopes = plan.gradient(plan.slopes(plan.forward(inputs)))[0][: len(inputs)]
    slopes[plan.place[of]] *= 1 + change
    return Checks(plan, inputs, slopes, np.arange(len(inputs)))


@pytest.mark.parametrize("program", [PROGRAM, RELU], ids=["tanh", "relu"])
def test_a_right_gradient_agrees(program: str) -> None:
    assert all(one.agrees for one in checks(program).directions(4))
    for _, verdicts in (found := checks(program)).alone(found.sample(30)):
        assert all(one.agrees for one in verdicts)


@pytest.mark.parametrize("change", [-2.0, -1.0, 0.01, 1.0])
def test_one_wrong_derivative_is_found(change: float) -> None:
    """Every direction moves every parameter, so none of them can miss it."""
    assert not any(one.agrees for one in checks(PROGRAM, change, "w6_0_0").directions(4))


def test_the_sample_finds_the_wrong_one_alone() -> None:
    found = checks(PROGRAM, 0.01)
    wrong = [
        found.plan.graph.inputs[place]
        for places, verdicts in found.alone(found.moved)
        for place, one in zip(places, verdicts, strict=True)
        if not one.agrees
    ]
    assert wrong == ["w3_2_1"]


def test_a_sample_is_of_different_parameters_and_the_same_again() -> None:
    first, second = (checks(PROGRAM).sample(20).tolist() for _ in range(2))
    assert first == second
    assert len(set(first)) == 20
