"""Large graphs: doubles over arrays, rows only of what is wanted, errors that name the place."""

from __future__ import annotations

import pytest

from symback import Graph, Options, SymbackError
from symback.report.point import LARGE
from tests.network import network

PROGRAM, VALUES = network(120, 10)
GRAPH = Graph(PROGRAM)


def test_it_is_large() -> None:
    assert GRAPH.operations >= LARGE
    assert GRAPH.at(VALUES).arithmetic == "float"


def test_the_gradient_agrees_with_nudging() -> None:
    report = GRAPH.report(VALUES, Options(parts=frozenset()))
    assert report.local_rows == () == report.chained_rows
    step = 1e-6
    for name in ("w120_3_4", "b119_0", "w118_9_9"):
        up = GRAPH.at(VALUES | {name: VALUES[name] + step}).values["J"]
        down = GRAPH.at(VALUES | {name: VALUES[name] - step}).values["J"]
        assert report.gradient[name] == pytest.approx((up - down) / (2 * step), rel=1e-6)


def test_rows_agree_with_the_gradient() -> None:
    report = GRAPH.at(VALUES)
    assert {r.by: r.value for r in report.chained_rows if r.parameter} == report.gradient
    assert report.local["a5_0", "a4_3"].value == pytest.approx(
        VALUES["w5_0_3"] * (1 - report.values["a5_0"] ** 2), rel=1e-12
    )


def test_a_chain_of_many_terms_and_a_deep_chain() -> None:
    assert Graph(" + ".join(f"w{i}*x" for i in range(30_000)), split="none").at(
        dict.fromkeys([*(f"w{i}" for i in range(30_000)), "x"], 2)
    ).gradient["x"] == pytest.approx(60_000)
    deep = "; ".join(["x1 = x*sin(x)", *(f"x{i + 1} = x{i}*sin(x{i})" for i in range(1, 15_000))])
    assert Graph(deep).at(x=0.5).gradient["x"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "code", "part"),
    [
        ({"w5_0_3": None}, 2, "w5_0_3 has no value"),
        ({"w5_0_33": 1}, 2, "w5_0_33 is not an input"),
        ({"w5_0_3": "abc"}, 2, "must be a number"),
        ({"w5_0_3": "1e999"}, 3, "w5_0_3 is beyond the range of doubles"),
    ],
)
def test_one_bad_value_among_thousands(change: dict[str, object], code: int, part: str) -> None:
    values = {name: value for name, value in (VALUES | change).items() if value is not None}
    with pytest.raises(SymbackError) as caught:
        GRAPH.at(values)
    assert caught.value.exit_code == code
    assert part in caught.value.reason


def test_a_node_without_value_is_named() -> None:
    program = PROGRAM.replace("tanh(w60_0_0*a59_0", "log(w60_0_0*a59_0 - 99")
    with pytest.raises(SymbackError) as caught:
        Graph(program).at(VALUES)
    assert caught.value.exit_code == 3
    assert "(in a60_0)" in caught.value.reason
    assert caught.value.span is not None


LONG = "+x" * LARGE
# what stands in a large graph at w, with dJ/dw (None: none) and the verdict
EDGED = [
    ("abs(w)", "0", 0, "kink"),
    ("max(w, 2*w)", "0", 1.5, "kink"),
    ("sqrt(w**2)", "0", None, "kink"),
    ("(1-cos(w))/w**2", "1e-9", -8.333333333333333e-11, "not checked"),
    ("exp(w)-1-w", "1e-9", 1.0000000005e-9, None),
    ("relu(w)", "2", 1, "match"),
]


@pytest.mark.parametrize(("formula", "at", "slope", "verdict"), EDGED)
def test_edges_and_lost_digits(formula: str, at: str, slope: float | None, verdict: str | None) -> None:
    graph = Graph(f"c = {formula}; J = c{LONG}", wrt=("w",))
    report = graph.report({"w": at, "x": 1}, Options(formulas=False, check="all", parts=frozenset({"chained"})))
    row = report.chained["w"]
    assert row.value == (None if slope is None else pytest.approx(slope, rel=1e-12))
    assert verdict is None or row.verdict.kind == verdict


def test_a_jump_in_a_large_graph_is_no_derivative() -> None:
    with pytest.raises(SymbackError, match="it jumps here") as caught:
        Graph(f"c = floor(w); J = c{LONG}", wrt=("w",)).at(w=0, x=1)
    assert caught.value.exit_code == 3


def test_the_output_is_worked_out_again_too() -> None:
    report = Graph(f"c = (1-cos(w))/w**2; J = c{LONG}").report({"w": "1e-9", "x": 0}, Options(formulas=False))
    assert report.result == 0.5
