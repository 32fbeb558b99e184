"""Claims about a graph that is walked over arrays: the verdicts are those of the exact walk on the same graph."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from symback import Graph, Options, SymbackError
from symback.check.checker import Checker
from symback.check.large import LargeChecker
from tests.network import network

PROGRAM, VALUES = network(3, 4)
GRAPH = Graph(PROGRAM)
CLAIMS = [
    ("a2_1=tanh(w2_1_0*a1_0 + w2_1_1*a1_1 + w2_1_2*a1_2 + w2_1_3*a1_3 + b2_1)", True),
    ("da2_1/da1_2=w2_1_2*(1 - a2_1**2)", True),
    ("da2_1/da1_2=w2_1_2*(1 + a2_1**2)", False),
    ("local:dJ/da3_3=a3_3", True),
    ("dJ/da3_3=2*a3_3", False),
    ("dJ/db3_0=a3_0*(1 - a3_0**2)", True),
    ("da1_0/dw3_0_0=0", True),
    ("da1_0/da1_0=1", True),
    ("dJ/dw1_1_1=0.5", False),
]


@pytest.mark.parametrize(("claim", "right"), CLAIMS)
def test_verdicts_agree_with_the_exact_walk(claim: str, right: bool) -> None:
    large = LargeChecker(GRAPH, VALUES).check(claim)
    exact = Checker(GRAPH, VALUES, prove=False, explain=False).check(claim)
    assert (large.is_right, exact.is_right) == (right, right)
    assert large.value == pytest.approx(float(exact.value), rel=1e-9)  # type: ignore[arg-type]
    assert (large.parts_at is None) == right


def test_numbers_are_held_against_the_gradient() -> None:
    gradient = Graph(PROGRAM).report(VALUES, Options(formulas=False, nudges=False)).gradient
    checker = LargeChecker(GRAPH, VALUES)
    for name, value in list(gradient.items())[::9]:
        assert checker.check(f"d{name}={float(value)!r}").is_right  # type: ignore[arg-type]
        assert not checker.check(f"d{name}={float(value) * 1.001!r}").is_right  # type: ignore[arg-type]


def test_without_a_point_formulas_are_checked_at_random_ones() -> None:
    checker = LargeChecker(GRAPH, {})
    assert checker.check("local:dJ/da3_3=a3_3").evidence == "agrees at 4 points"
    assert not checker.check("local:dJ/da3_3=2*a3_3").is_right
    with pytest.raises(SymbackError, match="only at a point"):
        checker.check("dJ/db3_0=3")


def test_a_kink_on_the_way_is_not_called_right() -> None:
    graph = Graph("a = relu(w*x); b = w*x; J = a*b + c")
    checker = LargeChecker(graph, {"w": 0, "x": 1, "c": 2})
    found = checker.check("dJ/dw=0")
    assert not found.is_right
    assert "a stands on an edge" in (found.reason or "")
    assert checker.check("dJ/dc=1").is_right


def test_a_focus_before_the_end_and_an_unused_node() -> None:
    graph = Graph("u = w**2; v = 3*w; J = v + b")
    checker = LargeChecker(graph, {"w": 2, "b": 1})
    assert checker.check("du/dw=4").is_right
    assert checker.check("dJ/dw=3").is_right
    assert checker.check("dv/db=0").is_right
    assert math.isclose(float(checker.check("u=5").value or 0), 4)


def test_a_long_file_is_judged_at_a_glance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Right numbers for the output's derivatives are not even parsed; what is written otherwise is read as ever."""
    checker = LargeChecker(GRAPH, VALUES)
    gradient = Graph(PROGRAM).report(VALUES, Options(formulas=False, nudges=False)).gradient
    slopes = {name: float(value) for name, value in gradient.items()}  # type: ignore[arg-type]  # all are there
    texts = [f"d{name}={value!r}" for name, value in slopes.items()]
    texts += [f"dJ/d{name} = {value:.11g}" for name, value in slopes.items()]
    monkeypatch.setattr("symback.check.large.read_claim", None)
    assert all(result.is_right for result in checker.check_all(texts))
    monkeypatch.undo()
    name, value = next(iter(slopes.items()))
    wrong = [f"d{name}={value * (1 + 1e-7)!r}", f"d{name}={-value!r}", f"d{name}=1/3", "dJ/da3_3=7"]
    assert not any(result.is_right for result in checker.check_all(wrong))
    assert LargeChecker(GRAPH, VALUES, tolerance=Fraction(1, 10**6)).check(wrong[0]).is_right


def test_derivatives_without_digits_are_not_judged() -> None:
    checker = LargeChecker(Graph("c = (1 - cos(w))/w**2; J = c*x"), {"w": "1e-9", "x": 1})
    found = checker.check_all(["dw=-8.333333e-11", "dw=-999999999.9"])
    assert [result.verdict for result in found] == ["not checked", "not checked"]
    assert "rounding" in (found[0].reason or "")


@pytest.mark.parametrize(("claim", "verdict"), [("dw=0", "not checked"), ("dx=1", "match"), ("dx=2", "wrong")])
def test_only_what_passes_an_edge_is_left_open(claim: str, verdict: str) -> None:
    assert LargeChecker(Graph("c = relu(w); J = c + x"), {"w": 0, "x": 1}).check(claim).verdict == verdict
