"""What a nudge meets on its way: edges in between and at its end, and those that the result does not notice."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symback import Graph
from symback.report.options import Options

# program, point of w, ε, verdict
ROWS = [
    ("relu(w**3)", "0.0001", "0.001", "match"),
    ("where((w-3)**3 < 0, 1, 3)", "3.000001", "0.001", "match"),
    ("sqrt(w**2 + 1e-14)", "-0.0005", "0.001", "match"),
    ("1/(1/(1 + 1e6*w))", "0", "0.001", "match"),
    ("abs(sin(16000*pi*w + 0.3))", "0", "0.001", "epsilon"),
    ("sign(w)", "-0.001", "0.001", "epsilon"),  # a jump exactly at the end
    ("where(w < 1, w, 10)", "0.999", "0.001", "epsilon"),
    ("where(w <= 1, w, 10)", "0.999", "0.001", "match"),  # it jumps beyond the end
    ("floor(log10(w))", "99.999", "0.001", "epsilon"),
    ("floor(log10(w))", "99.9989", "0.001", "match"),
    ("ceil(w)", "-0.001", "0.001", "match"),
    ("ceil(-w)", "-0.001", "0.001", "epsilon"),
    ("relu(w)", "-0.001", "0.001", "match"),  # a kink exactly at the end shows in nothing
    ("hypot(w, w)", "-0.001", "0.001", "match"),
    ("hypot(w, w)", "-0.0009", "0.001", "epsilon"),
    ("sqrt(w**2)", "-0.001", "0.001", "match"),
    ("sqrt(w**2)/w", "-0.001", "0.001", "epsilon"),
    ("relu(w)**2", "-0.0005", "0.001", "match"),  # the result has no kink there
    ("relu(w)**2 + relu(w)", "-0.0005", "0.001", "epsilon"),
    ("sqrt((w - 0.0003)**2)", "0", "0.001", "epsilon"),  # touched, and left again
    ("((w - 0.0003)**2)**1.5", "0", "0.001", "match"),
    # the same at places that are no simple numbers
    ("sqrt(sin(16000*pi*w + 0.4)**2)", "0", "0.001", "epsilon"),
    ("acos(cos(16000*pi*w + 0.4))", "0", "0.001", "epsilon"),
    ("asin(sin(16000*pi*w + 0.4))", "0", "0.001", "epsilon"),
    ("hypot(sin(16000*pi*w + 0.4), 0)", "0", "0.001", "epsilon"),
    ("sqrt((w - pi/10000)**2)", "0", "0.001", "epsilon"),
    ("sqrt((w - pi/10000)**2)**3", "0", "0.001", "match"),
    ("hypot(w - pi/10000, 0)**2", "0", "0.001", "match"),
    ("acos(cos(w))**2", "6.283", "0.001", "match"),
    ("sqrt(sin(16000*pi*w + 0.4)**2 + 1)", "0", "0.001", "match"),
    ("sqrt(w**2 + 1)", "0", "0.001", "match"),
    ("where(w > 1, abs(w - 0.0005), w)", "0", "0.001", "match"),  # on a branch that is not taken
    ("clip(1/3, max(cbrt(w), sigmoid(sigmoid(w))), -w/sigmoid(w))*sigmoid(w)", "-0.0005", "0.001", "match"),  # nor on what is not the largest
    ("max(cbrt(w), 0)", "-0.0005", "0.001", "epsilon"),
    ("max(1/w, exp(1))", "-0.0005", "0.001", "epsilon"),
    ("max(2 + floor(1000*w) - floor(1000*w - 1/2), 2.5)", "-0.0007", "0.001", "epsilon"),  # it is the largest for a while
    ("where(w == 0, 0, w/w)", "-0.0005", "0.001", "epsilon"),
    ("max(w, w, 1)", "1.5", "0.001", "match"),
    ("abs(exp(w) - exp(w)) + w", "0.3", "0.001", "match"),
    ("log(2 - w)", "1.9999", "0.001", "epsilon"),
    ("gamma(w)", "-1.0001", "0.001", "epsilon"),
    ("tan(1000*w)", "0", "0.01", "epsilon"),
    ("atan2(w, 1)", "-0.0005", "0.001", "match"),
    ("atan2(w, -1)", "-0.0005", "0.001", "epsilon"),
    ("relu(w)", "-1e-5000", "0.001", "epsilon"),
    ("atan2(-1, w)", "-0.0005", "0.001", "match"),
    ("atan2(-1, w)*w", "0", "0.001", "match"),
    ("atan2(-0.0005, w)", "-0.0005", "0.001", "match"),
    ("where(w > 0, w, -w)**2", "1e-30 - 0.001", "0.001", "match"),
    ("where(w > 0, w, -w)", "1e-30 - 0.001", "0.001", "epsilon"),
    ("(1 - cos(w))/w**2", "-0.0005", "0.001", "epsilon"),  # no value at 0
    # at scales far below ε
    ("hypot(w, 1e-300)", "1e-300", "0.001", "match"),
    ("heaviside(w**2)", "1e-300", "0.001", "match"),
    ("1/w", "1e-300", "0.001", "match"),
    ("w**-2 + 1/w", "1e-300", "0.001", "match"),
    ("1/w", "-1e-300", "0.001", "epsilon"),
    ("1/(w - 1e-300)", "1e-200", "0.001", "match"),
    ("atan2(w**2 + 1e-40, w)", "1e-20", "0.001", "match"),
    ("abs(w - 1e-300)*(w - 1e-300)", "0", "0.001", "match"),
    ("abs(w**2 - 2)*(w**2 - 2)", "1.4142", "0.001", "match"),
    ("0**w", "1", "0.001", "match"),
    ("0**w", "1/1000", "0.001", "match"),
    ("0**(1/1000 - w)", "0", "0.001", "epsilon"),  # 0**0 is 1
    ("abs(w - 1e-300)", "0", "0.001", "epsilon"),
    ("hypot(w, 1e-300) + abs(w - 1e-150)", "0", "0.001", "epsilon"),
    # beside an edge that is met all along, and is none
    ("max(w, w) + abs(w - 1e-20)", "0", "0.001", "epsilon"),
    ("where(w >= w, w, 1) + abs(w - pi/3000)", "1/1000", "0.001", "epsilon"),
    ("min(w, w)*abs(tan(w) - 1)", "0.785", "0.001", "epsilon"),
    ("max(w, w) + sqrt((w - pi/1e20)**2)", "0", "0.001", "epsilon"),
    ("max(w, w) + sqrt((w - pi/1e20)**2)**3", "0", "0.001", "match"),
    ("max(w, w) + relu(w - 1/3000)**2", "0", "0.001", "match"),
    ("min(pi/31.4, w, pi/31.4)", "1/10", "0.001", "epsilon"),
    ("floor(exp(atan2(w, w)))*w", "4", "0.001", "match"),
    ("normpdf(w)**2 + w", "1e300", "0.001", "match"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "w", "epsilon", "verdict"), ROWS)
def test_verdict(program: str, w: str, epsilon: str, verdict: str) -> None:
    graph = Graph(program)
    found = graph.report({"w": w}, Options(epsilons=(Fraction(epsilon),))).chained["w"].verdict
    assert found.kind == verdict
    assert found.how in ("exact", "enclosed", "probed")
    if found.try_epsilon is not None:
        again = graph.report({"w": w}, Options(epsilons=(found.try_epsilon,))).chained["w"].verdict
        assert again.kind == "match"


def test_how_it_is_known() -> None:
    def how(program: str, w: str) -> str | None:
        return Graph(program).at(w=w).chained["w"].verdict.how

    assert how("(2+3*w)**2", "3") == "exact"
    assert how("sin(w)", "1") == "enclosed"
    assert how("1/w", "2") == "enclosed"
    assert how("abs(w)", "0") == "exact"
    assert how("where(w == 0, 0, w**3*log(abs(w)))", "0") == "probed"
