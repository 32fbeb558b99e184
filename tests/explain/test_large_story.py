"""The story of a graph that is walked over arrays: short, soon told, and with the numbers of the report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from symback import Graph, Options
from symback.report.large import large_report
from tests.network import network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Answer

PROGRAM, VALUES = network(60, 10)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "net.sym").write_text(PROGRAM)
    (tmp_path / "values.json").write_text(json.dumps(VALUES))
    return "--file", str(tmp_path / "net.sym"), "--at", f"@{tmp_path / 'values.json'}"


def test_the_largest_derivatives_are_told(run: Callable[..., Answer], files: tuple[str, ...]) -> None:
    told = run("explain", *files, "--top", "3", "--format", "plain")
    gradient = large_report(Graph(PROGRAM), VALUES, Options()).gradient
    largest = sorted(gradient, key=lambda name: -abs(gradient[name]))  # type: ignore[arg-type]
    places = [told.out.index(f"∂J/∂{pretty(name)} ") for name in largest[:3]]
    assert places == sorted(places)
    assert f"∂J/∂{pretty(largest[3])} " not in told.out
    assert f"{len(gradient) - 3} more are not told" in told.out
    assert "share a rule: there are 2 of them" in told.out
    assert "checked along" in told.out
    assert len(told.out) < 6000


def test_one_derivative_is_told_with_its_chain_and_nudged(run: Callable[..., Answer], files: tuple[str, ...]) -> None:
    told = run("explain", *files, "--only", "db59_3", "--long", "--format", "plain")
    assert (told.code, told.err) == (0, "")
    assert "Chain rule: ∂J/∂b59₃ = ∂a59₃/∂b59₃ × ∂J/∂a59₃ ≈" in told.out
    assert "and the backward pass says" in told.out
    assert "They agree" in told.out


def pretty(name: str) -> str:
    from symback.document.names import pretty as shown

    return shown(name)
