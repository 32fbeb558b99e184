"""The passes over arrays give what the passes over single values give."""

from __future__ import annotations

import random

import numpy as np
import pytest

from symback import Graph, Options
from symback.domains.floats import Floats
from symback.passes.backward import backward
from symback.passes.columns import Plan
from symback.passes.forward import forward
from tests.network import network

PROGRAMS = [
    "(2+3*w)**2",
    "u = b*c; v = a+u; J = 3*v",
    "a = w*x; b = a*a + a; c = sin(b)/b; unused = a*b; J = c*b - a",
    "a = where(w > 0, log(w), x); b = max(a, x, 2) + relu(x); J = a*b",
    "a = where(w > 0, x, log(w)); J = a**2",
    "J = sigmoid(w)*softplus(x) + gelu(w) + atan2(w, x) + cbrt(x)",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_arrays_agree_with_single_values(program: str) -> None:
    graph = Graph(program)
    generator = random.Random(3)
    inputs = {name: generator.uniform(0.3, 2) for name in graph.inputs}
    plan = Plan(graph)
    values = plan.forward(np.array(list(inputs.values())))
    chained, _ = plan.gradient(plan.slopes(values))
    run = forward(graph, inputs, Floats())
    slopes = backward(graph, run, Floats()).chained
    for name in (*graph.inputs, *(n.name for n in graph.nodes if not n.unused)):
        assert values[plan.place[name]] == pytest.approx(run.values[name], rel=1e-12)
        assert chained[plan.place[name]] == pytest.approx(slopes[name] or 0, rel=1e-12)


def test_a_network_agrees_with_exact_passes() -> None:
    program, values = network(3, 4)
    graph = Graph(program)
    plan = Plan(graph)
    found, _ = plan.gradient(plan.slopes(plan.forward(np.array([values[n] for n in graph.inputs]))))
    truth = graph.report(values, Options(formulas=False, nudges=False)).gradient
    for name, slope in truth.items():
        assert found[plan.place[name]] == pytest.approx(float(slope), rel=1e-12, abs=1e-15)
