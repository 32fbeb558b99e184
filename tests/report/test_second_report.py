"""The Hessian and its product as reports: right numbers, symmetric, confirmed by nudging, refused where there is none."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from symback import Graph, Options, SymbackError
from symback.report.second import MOST_PARAMETERS, second_report
from tests.network import network

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer


def test_a_polynomial_stays_exact() -> None:
    found = second_report(Graph("w**2*b"), {"w": 3, "b": 2}, Options(), None)
    assert found.arithmetic == "exact"
    assert [e.value for e in found.entries] == [4, 6, 6, 0]
    assert found.entries[0].k == 4
    assert found.entries[1].leftover == Fraction(1, 1000)
    assert {e.verdict.kind for e in found.entries} == {"match"}


@pytest.mark.parametrize(("layers", "arithmetic"), [(1, "decimal"), (3, "decimal")])
def test_a_network_is_symmetric_and_agrees_with_products(layers: int, arithmetic: str) -> None:
    program, values = network(layers, 3)
    graph = Graph(program)
    found = second_report(graph, values, Options(), None)
    assert found.arithmetic == arithmetic
    matrix = {(e.and_by, e.by): float(e.value) for e in found.entries}
    assert all(value == pytest.approx(matrix[b, a], rel=1e-9, abs=1e-13) for (a, b), value in matrix.items())
    assert all(e.verdict.kind == "match" for e in found.entries)
    direction = {"w1_0_0": 1, "b1_2": "-1/2"}
    product = second_report(graph, values, Options(), direction)
    for entry in product.entries:
        expected = matrix["w1_0_0", entry.by] - matrix["b1_2", entry.by] / 2
        assert float(entry.value) == pytest.approx(expected, rel=1e-9, abs=1e-13)


def test_what_is_data_or_too_much_is_refused() -> None:
    program, values = network(2, 20)
    assert len(Graph(program).parameters) > MOST_PARAMETERS
    with pytest.raises(SymbackError, match="at most"):
        second_report(Graph(program), values, Options(), None)
    with pytest.raises(SymbackError, match="is data"):
        second_report(Graph("w*x", wrt=("w",)), {"w": 1, "x": 2}, Options(), {"x": 1})
    with pytest.raises(SymbackError, match="need values"):
        second_report(Graph("w*x"), {}, Options(), None)


def test_a_kink_is_not_confirmed() -> None:
    found = second_report(Graph("J = w*abs(w)"), {"w": 0}, Options(), None)
    assert found.entries[0].verdict.kind != "match"


def test_the_command(run: Callable[..., Answer]) -> None:
    answer = run("diff", "w**2*b", "--at", "w=3,b=2", "--order", "2", "--format", "json")
    assert json.loads(answer.out)["hessian"] == [[4, 6], [6, 0]]
    answer = run("diff", "w**2*b", "--at", "w=3,b=2", "--hvp", "w=1,b=1", "--format", "csv")
    assert answer.out.splitlines()[:2] == ["by,value,nudge,leftover,verdict", "w,10,10.002,0.002,match"]
    answer = run("diff", "w**2*b", "--at", "w=3,b=2", "--hvp", "c=1")
    assert (answer.code, answer.out) == (2, "")
    assert "∂²J/∂w∂b" in run("diff", "w**2*b", "--at", "w=3,b=2", "--order", "2").out


CANCELLING = "; ".join(f"c{i} = (1 - cos(x{i}))/x{i}**2" for i in range(6))
ADDED = " + ".join(f"c{i}" for i in range(6))


@pytest.mark.parametrize("end", ["", " + where(x0 > 0, x1, x2)*1e-9"])
def test_no_second_derivative_in_doubles_is_shown_without_digits(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The terms' second derivatives are about -1/12, of which doubles have no digit at 1e-9, and most at 1."""
    monkeypatch.setattr("symback.report.second.MOST_WORK", 0)  # doubles, as for a larger graph
    graph, options = Graph(f"{CANCELLING}; J = {ADDED}{end}"), Options(arithmetic="float")
    found = second_report(graph, {f"x{i}": "1e-9" for i in range(6)}, options, None)
    own = [e for e in found.entries if e.by == e.and_by]
    assert {(e.value, e.verdict.kind) for e in own} == {(None, "rounding")}
    assert any("no digits" in note for note in found.notes)
    found = second_report(graph, {f"x{i}": 1 for i in range(6)}, options, None)
    own = [e for e in found.entries if e.by == e.and_by]
    truth = -4.0 * math.sin(1) + 6 * (1 - math.cos(1)) + math.cos(1)  # (1 - cos x)/x^2, differentiated by hand
    assert all(e.value == pytest.approx(truth, rel=1e-9) for e in own)
    assert found.notes == ()
