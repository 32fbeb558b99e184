"""Costs: what is counted is so, what is reckoned is said to be, and growing parts are parts of the graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from symback import Graph, Options
from symback.report import cost
from tests.network import network

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from conftest import Answer


def test_operations_are_counted() -> None:
    assert cost.counted(Graph("a = w*x + b; J = a**2", split="none")) == (3, 4)


def test_parts_grow_to_the_whole() -> None:
    program, values = network(8, 3)
    graph = Graph(program)
    parts = cost.parts_of(graph, graph.report(values, Options(formulas=False, nudges=False)))
    assert [part.nodes for part in parts] == [3, 6, 12, 25]
    assert parts[-1].parameters == len(graph.parameters)
    assert [p.parameters for p in parts] == sorted({p.parameters for p in parts})
    for part in parts:
        forward, backward, nudging = part.rows
        assert 0 < forward.operations < backward.operations < nudging.operations
        assert nudging.operations == forward.operations * (part.parameters + 1)
        assert min(row.seconds for row in part.rows) > 0


def test_a_sample_is_said_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "PATIENCE", 0.0)
    program, values = network(3, 3)
    graph = Graph(program)
    parts = cost.parts_of(graph, graph.report(values, Options(formulas=False, nudges=False)))
    assert [row.reckoned for row in parts[-1].rows] == [False, False, True]


def test_the_command(run: Callable[..., Answer]) -> None:
    answer = run("diff", "a = w*x; J = a**2", "--at", "w=3,x=2", "--cost")
    assert "forward pass" in answer.out
    assert "2 nodes and 2 parameters" in answer.out
    found = json.loads(run("diff", "(2+3*w)**2", "--at", "w=3", "--cost", "--format", "json").out)
    assert found["cost"][-1]["backprop_steps"] == 3
    assert run("diff", "w**2", "--cost").code == 2
