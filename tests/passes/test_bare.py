"""The fast walk has the careful one's values, says nothing where it meets something special, and never calls a wrong slope right."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symback.graph.graph import Graph
from symback.passes.bare import Unsure, Walker, bare
from symback.passes.nudge import Probe, chained_probe
from symback.passes.judge import MATCH, halves, judge, step, surely_halves
from symback.report.inputs import input_formulas
from symback.report.options import Options
from symback.report.point import passes

STEP = Fraction(1, 10**20)
CASES = [
    ("(2+3*w)**2*x", {"w": "3", "x": "1/3"}),
    ("sin(w)*exp(-x*w)/(1 + w**2)", {"w": "3/2", "x": "2"}),
    ("log(w + sqrt(w**2 + 1)) - atan(w)**3 + w**(1/3)*pi", {"w": "7/5"}),
    ("where(w > 1, w**3, 0) + max(w, 0)", {"w": "2"}),
    ("sigmoid(w)*gelu(w) + softplus(w) + tanh(w)/cosh(w)", {"w": "-0.7"}),
    ("w**w + 2**w + e**w", {"w": "1.25"}),
    ("erf(w) + asin(w) - acos(w) + relu(w)", {"w": "0.5"}),
]


def walked(program: str, values: dict[str, str], name: str = "w", precision: int = 90) -> tuple[Probe, Walker, object]:
    graph = Graph(program)
    point = passes(graph, input_formulas(graph, values, partial=False), Options(), precision)
    probe = chained_probe(graph, name, point.judge_run, point.judge_arithmetic)
    walker = Walker(point.judge_run.values, point.judge_arithmetic.bits)
    return probe, walker, point.judge_slopes.chained[name]


@pytest.mark.parametrize(("program", "values"), CASES)
def test_the_walk_is_the_careful_one(program: str, values: dict[str, str]) -> None:
    probe, walker, _ = walked(program, values)
    fast = walker.at(probe.nodes, probe.name, probe.result, bare(STEP, walker.bits))
    careful = probe.arithmetic.real(probe.at(STEP))
    assert abs(careful - careful.context.make_mpf(fast)) < careful.context.mpf(10) ** -80


@pytest.mark.parametrize(("program", "values"), CASES)
def test_a_right_slope_halves_and_a_wrong_one_does_not(program: str, values: dict[str, str]) -> None:
    probe, walker, slope = walked(program, values)
    h = step(probe)
    assert halves(probe, h, slope)
    assert surely_halves(probe, h, slope, walker)
    for wrong in (Fraction(1, 10**15), Fraction(-1, 10**9), Fraction(1)):
        claimed = probe.arithmetic.multiply(slope, 1 + wrong)
        assert not surely_halves(probe, h, claimed, walker)


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("1/w", "1e-30"),
        ("log(w)", "1e-30"),
        ("gamma(w)", "3/2"),
        ("sqrt(w)", "1e-25"),
        ("cbrt(w)*floor(w)", "3/2"),
        ("tan(w)", "pi/2 - 1e-25"),
    ],
)
def test_what_is_special_is_left_to_the_careful_walk(program: str, value: str) -> None:
    """A step that ends outside, or a function that has no fast form: Unsure, or no halving; never an exception."""
    probe, walker, slope = walked(program, {"w": value}, precision=320)
    far = Fraction(-1, 10**20)
    if program in ("log(w)", "sqrt(w)", "gamma(w)", "cbrt(w)*floor(w)"):
        with pytest.raises(Unsure):
            walker.at(probe.nodes, "w", "J", bare(far, walker.bits))
    else:
        assert not surely_halves(probe, far, slope, walker)
    assert judge(probe, slope, walker).kind == judge(probe, slope).kind == MATCH
