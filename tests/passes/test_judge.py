"""Verdicts: each kind where it must stand, and `match` never for a wrong derivative."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.domains.exact import Exact
from symback.domains.text import as_fraction
from symback.domains.values import NeedMorePrecision
from symback.passes.backward import backward
from symback.passes.forward import forward
from symback.passes.judge import judge
from symback.passes.nudge import Probe, chained_probe
from symback.report.judging import on_edge
from symback.report.options import Options

if TYPE_CHECKING:
    from symback.report.model import Chained


def chained(text: str, w: str, by: str = "w", **choices: object) -> Chained:
    return Graph(text, wrt=("w",)).report({"w": w}, Options(**choices)).chained[by]  # type: ignore[arg-type]


# program, w, derivative of the output by w
MATCHES = [
    ("w**2", "3", "6"),
    ("w**2", "0", "0"),
    ("w**3", "0", "0"),
    ("w**100", "0", "0"),
    ("w*w*w - w", "1", "2"),
    ("w**4 - w**2", "0", "0"),
    ("relu(w)", "1", "1"),
    ("relu(w)", "-1", "0"),
    ("relu(w)**2", "0", "0"),
    ("abs(w)*w", "0", "0"),
    ("abs(w)**3", "0", "0"),
    ("abs(w)**2", "0", "0"),
    ("relu(w) - relu(-w)", "0", "1"),
    ("max(w, 2*w)", "1", "2"),
    ("max(w, w)", "1", "1"),
    ("where(w > 0, w**2, w**3)", "0", "0"),
    ("where(w > 0, 1/w, 3*w)", "-1", "3"),
    ("sigmoid(w)", "0", "1/4"),
    ("floor(w)", "1/2", "0"),
    ("0*w + 7", "5", "0"),
    ("w - w", "5", "0"),
    ("1e30*w", "2", "1e30"),
    ("1e-30*w**2", "1e-10", "2e-40"),
    ("(w - 1e-9)**2", "0", "-2e-9"),
    ("cbrt(w)**3", "0", "1"),
    ("sqrt(w**2 + 1)", "0", "0"),
    ("w**(4/3)", "0", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "w", "slope"), [row for row in MATCHES if row[2]])
def test_match(text: str, w: str, slope: str) -> None:
    row = chained(text, w)
    assert (row.verdict.kind, row.value) == ("match", Fraction(slope))


# program, w, reported value (the convention), left and right slope
KINKS = [
    ("relu(w)", "0", "0", "0", "1"),
    ("abs(w)", "0", "0", "-1", "1"),
    ("leaky_relu(w)", "0", "1/100", "1/100", "1"),
    ("max(w, 0)", "0", "1/2", "0", "1"),
    ("min(w, 0)", "0", "1/2", "1", "0"),
    ("max(w, 2*w)", "0", "3/2", "1", "2"),
    ("where(w > 0, w, 3*w)", "0", "3", "3", "1"),
    ("where(w >= 0, w, 3*w)", "0", "1", "3", "1"),
    ("3*abs(w - 1) + w", "1", "1", "-2", "4"),
    ("abs(w**2 - 4)", "2", "0", "-4", "4"),
    ("relu(w) + relu(-w)", "0", "0", "-1", "1"),
    ("hypot(w, 0)", "0", None, "-1", "1"),
]


@pytest.mark.parametrize(("text", "w", "value", "left", "right"), KINKS)
def test_kink(text: str, w: str, value: str | None, left: str, right: str) -> None:
    row = chained(text, w)
    verdict = row.verdict
    assert (verdict.kind, verdict.left, verdict.right) == ("kink", Fraction(left), Fraction(right))
    if value is not None:
        assert row.value == Fraction(value)


# program, point of w: another input keeps the report from ending with exit 3
UNDEFINED = [
    ("sign(w)", "0"),
    ("floor(w)", "2"),
    ("ceil(w)", "2"),
    ("sqrt(w)", "0"),
    ("cbrt(w)", "0"),
    ("sqrt(abs(w))", "0"),
    ("where(w > 0, 1, 2)", "0"),
    ("acos(w)", "1"),
    ("w**(1/2)", "0"),
    ("w**(2/3)", "0"),
    ("acosh(w)", "1"),
    ("atan2(w, -1)", "0"),
]


@pytest.mark.parametrize(("text", "w"), UNDEFINED)
def test_undefined(text: str, w: str) -> None:
    report = Graph(f"({text}) + b").at(w=w, b=1)
    row = report.chained["w"]
    assert (row.verdict.kind, row.value) == ("undefined", None)
    assert row.verdict.reason
    assert report.gradient == {"w": None, "b": 1}


# program, w, epsilon: an edge lies within epsilon of the point
EPSILON = [
    ("relu(w)", "-0.0005", "0.001"),
    ("abs(w)", "-0.0005", "0.001"),
    ("abs(w - 1)", "0.9999", "0.001"),
    ("1/w", "-0.0005", "0.001"),
    ("max(w, 1)", "0.9999", "0.001"),
    ("floor(w)", "0.9999", "0.001"),
    ("sqrt(1 - w)", "0.9995", "0.001"),
    ("log(2 - w)", "1.9999", "0.001"),
    ("where(w > 1, w, 0)", "0.9995", "0.001"),
    ("tan(w)", "1.57", "0.001"),
    ("gamma(w)", "-1.0001", "0.001"),
    ("floor(100*w)", "0.505", "0.05"),
]


@pytest.mark.parametrize(("text", "w", "eps"), EPSILON)
def test_epsilon_and_one_that_works(text: str, w: str, eps: str) -> None:
    verdict = chained(text, w, epsilons=(Fraction(eps),)).verdict
    assert verdict.kind == "epsilon"
    assert verdict.try_epsilon is not None
    assert 0 < verdict.try_epsilon < Fraction(eps)
    assert chained(text, w, epsilons=(verdict.try_epsilon,)).verdict.kind == "match"


def test_central_nudges_see_an_edge_on_either_side() -> None:
    assert chained("abs(w)", "0.0005").verdict.kind == "match"
    assert chained("abs(w)", "0.0005", scheme="central").verdict.kind == "epsilon"


def test_each_of_several_epsilons_has_its_own_verdict() -> None:
    row = chained("abs(w)", "-0.0005", epsilons=(Fraction("0.01"), Fraction("0.0001")))
    assert [nudge.verdict.kind for nudge in row.nudges] == ["epsilon", "match"]


@pytest.mark.parametrize("eps", ["1e-12", "1e-15", "1e-16"])
def test_rounding_in_floats_and_an_epsilon_that_works(eps: str) -> None:
    row = chained("w**2", "3", epsilons=(Fraction(eps),), arithmetic="float")
    assert (row.verdict.kind, row.value) == ("rounding", 6.0)
    assert row.verdict.try_epsilon is not None
    assert chained("w**2", "3", epsilons=(row.verdict.try_epsilon,), arithmetic="float").verdict.kind == "match"


def test_a_sensible_epsilon_in_floats_matches() -> None:
    assert chained("(2+3*w)**2", "3", arithmetic="float").verdict.kind == "match"


def test_a_chained_verdict_judges_the_output_and_a_local_one_the_edge() -> None:
    report = Graph("a = relu(w); J = a**2").at(w=0)
    assert report.chained["w"].verdict.kind == "match"
    assert report.local["a", "w"].verdict.kind == "kink"
    assert report.local["J", "a"].verdict.kind == "match"


# A wrong derivative is never called a match

PROGRAMS = ["w**2", "(2+3*w)**2", "w**3 - w", "1/w", "sin(w)", "exp(w)/w", "log(w)", "relu(w)", "w**2 - 6*w", "sqrt(w)",
            "sigmoid(w)", "w*1e-20", "w*1e20", "(w-3)**2", "(w-3)**3", "abs(w-3)*(w-3)", "1e-9*(w-3)", "tanh(20*w)"]  # fmt: skip


def edge(probe: Probe) -> bool:
    return any(on_edge(node, probe.run, probe.arithmetic) for node in probe.nodes)


def probe_at(text: str, w: Fraction) -> tuple[Probe, object]:
    graph = Graph(text)
    arithmetic = Exact(bits=700)
    run = forward(graph, {"w": w}, arithmetic)
    return chained_probe(graph, "w", run, arithmetic), backward(graph, run, arithmetic).chained["w"]


@pytest.mark.parametrize("text", PROGRAMS)
def test_the_right_derivative_matches(text: str) -> None:
    probe, slope = probe_at(text, Fraction(3))
    assert judge(probe, slope, on_edge=edge(probe)).kind == "match"


@pytest.mark.parametrize("text", PROGRAMS)
@settings(max_examples=12, deadline=None)
@given(
    factor=st.sampled_from(["0", "1.000000001", "0.999", "-1", "2", "1.5"]),
    shift=st.sampled_from(["0", "1e-12", "-1e-9", "1"]),
)
def test_a_wrong_derivative_never_matches(text: str, factor: str, shift: str) -> None:
    probe, slope = probe_at(text, Fraction(3))
    assert isinstance(probe.arithmetic, Exact)
    apply = probe.arithmetic.apply
    wrong = apply("+", (apply("*", (slope, Fraction(factor))), Fraction(shift)))
    if wrong is slope or as_fraction(wrong) == as_fraction(slope):
        return
    try:
        verdict = judge(probe, wrong, on_edge=edge(probe))
    except NeedMorePrecision:  # honest: it asks for more digits rather than call it a match
        return
    assert verdict.kind != "match" or (verdict.value is not wrong and verdict.reason)


@pytest.mark.parametrize("text", PROGRAMS)
@pytest.mark.parametrize("missed", ["1e-9", "-1e-12"])
def test_a_wrong_derivative_does_not_match_with_the_most_digits_either(text: str, missed: str) -> None:
    graph = Graph(text)
    arithmetic = Exact(bits=8000, last=True)
    run = forward(graph, {"w": Fraction(3)}, arithmetic)
    probe = chained_probe(graph, "w", run, arithmetic)
    right = backward(graph, run, arithmetic).chained["w"]
    verdict = judge(probe, arithmetic.apply("+", (right, Fraction(missed))), on_edge=edge(probe))
    assert verdict.kind != "match" or verdict.reason


@pytest.mark.parametrize(
    ("program", "point"),
    [
        ("log(w-1)", "1+1e-30"),
        ("sqrt(w-1)", "1+1e-30"),
        ("abs(w-1)", "1-1e-25"),
        ("floor(w)", "1-1e-25"),
        ("atanh(w)", "-0.9999999999999999999999"),
        ("tanh(1e30*w)", "0"),
        ("gamma(w)", "-1+1e-30"),
        ("hypot(w, 1e-200)", "0"),
    ],
)
def test_an_edge_may_be_very_near(program: str, point: str) -> None:
    verdict = Graph(program).at(w=point).chained["w"].verdict
    assert verdict.kind in ("match", "epsilon")


@pytest.mark.parametrize(("program", "point"), [("sin(x)/x", "1e-30"), ("exp(x)-1-x", "1e-40")])
def test_doubles_that_put_the_derivative_off_are_said_to(program: str, point: str) -> None:
    report = Graph(program).report({"x": point}, Options(arithmetic="float"))
    assert report.chained["x"].verdict.kind == "rounding"


@pytest.mark.parametrize("program", ["where(w==0, 1, sin(w)/w)", "where(w!=0, sin(w)/w, 1)"])
def test_a_branch_that_is_not_taken_crosses_nothing(program: str) -> None:
    row = Graph(program).at(w=0).chained["w"]
    assert (row.verdict.kind, row.value) == ("match", 0)
