"""The programs in examples/ give what closed forms, textbooks and the lecture say, and examples/README.md shows what they print."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from doc_blocks import ROOT, check_file
from tools import need

import symback

if TYPE_CHECKING:
    from symback.report.model import Report

EXAMPLES = ROOT / "examples"
PROGRAMS = sorted(path.stem for path in EXAMPLES.glob("*.sym"))
INDEX = EXAMPLES / "README.md"


def report(name: str, **at: float) -> Report:
    """The report of a program with the values that stand in it, or with others."""
    return symback.Graph((EXAMPLES / f"{name}.sym").read_text("utf-8")).at(at)


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def normal_below(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


def logistic_regression() -> dict[str, float]:
    """The mean of (p - y)*x, and of p - y."""
    x, y = np.array([0.5, 1.5, 2.5, 4]), np.array([0, 1, 0, 1])
    p = sigmoid(x - 2)
    return {"L": -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), "w": np.mean((p - y) * x), "b": np.mean(p - y)}


def two_layer_network() -> dict[str, float]:
    """Backpropagation as it is written in matrices: p - y at the output, times v*(1 - h**2) one layer before."""
    x = np.array([1, -0.5])
    u, c = np.array([[0.3, -0.2], [-0.4, 0.5], [0.2, 0.7]]), np.array([0.1, 0, -0.3])
    v = np.array([0.6, -0.5, 0.4])
    h = np.tanh(u @ x + c)
    p = sigmoid(v @ h + 0.05)
    behind = (p - 1) * v * (1 - h**2)
    truth = {"L": -np.log(p), "p": -1 / p, "d": p - 1}
    for i in range(3):
        truth |= {f"v{i + 1}": (p - 1) * h[i], f"c{i + 1}": behind[i], f"h{i + 1}": (p - 1) * v[i]}
        truth |= {f"u{i + 1}{k + 1}": behind[i] * x[k] for k in range(2)}
    return truth


def rosenbrock(x: float = -1.2, y: float = 1) -> dict[str, float]:
    return {
        "f": (1 - x) ** 2 + 100 * (y - x * x) ** 2,
        "x": -2 * (1 - x) - 400 * x * (y - x * x),
        "y": 200 * (y - x * x),
    }


def black_scholes() -> dict[str, float]:
    """The price and its sensitivities in the closed forms of the textbooks."""
    share, strike, rate, sigma, years = 42, 40, 0.1, 0.2, 0.5
    d1 = (math.log(share / strike) + (rate + sigma**2 / 2) * years) / (sigma * math.sqrt(years))
    d2 = d1 - sigma * math.sqrt(years)
    bond, density = strike * math.exp(-rate * years), math.exp(-(d1**2) / 2) / math.sqrt(2 * math.pi)
    return {
        "C": share * normal_below(d1) - bond * normal_below(d2),
        "S": normal_below(d1),
        "K": -math.exp(-rate * years) * normal_below(d2),
        "r": years * bond * normal_below(d2),
        "sigma": share * math.sqrt(years) * density,
        "T": share * density * sigma / (2 * math.sqrt(years)) + rate * bond * normal_below(d2),
    }


def pendulum() -> dict[str, float]:
    g = 4 * math.pi**2 * 0.995 / 2.003**2
    return {"g": g, "l": g / 0.995, "t": -2 * g / 2.003}


def robot_arm() -> dict[str, float]:
    """The distance's derivative by the joints: the unit vector from the goal, times the Jacobian's columns."""
    x, y = 0.5 * math.cos(math.pi / 6), 0.5 * math.sin(math.pi / 6) + 0.4
    along = np.array([x - 0.6, y - 0.5]) / math.hypot(x - 0.6, y - 0.5)
    jacobian = np.array([[-y, -0.4], [x, 0]])
    by_t1, by_t2 = along @ jacobian
    return {"x": along[0], "y": along[1], "t1": by_t1, "t2": by_t2, "goal_x": -along[0], "goal_y": -along[1]}


# The output's value and its derivatives, worked out without symback: the lecture's numbers, and closed forms.
TRUTHS: dict[str, dict[str, float]] = {
    "shared_inputs": {"J": 33, "v": 3, "a": 3, "u": 3, "b": 6, "c": 9},
    "neuron": {"J": 2, "d": 2, "a": 2, "c": 2, "b": 2, "w": -4},
    "first_network": {"J": 121, "a": 22, "w": 66},
    "relu_layers": {"J": 2, "a2": 2, "z2": 2, "b2": 2, "t2": 2, "w2": 4, "a1": 6, "z1": 6, "b1": 6, "t1": 6, "w1": 6},
    "logistic_unit": {"L": 1 / 4, "a": -1, "z": -1 / 4, "w0": -1 / 4, "w1": -1 / 2, "b": -1 / 4},
    "logistic_regression": logistic_regression(),
    "two_layer_network": two_layer_network(),
    "rosenbrock": rosenbrock(),
    "black_scholes": black_scholes(),
    "pendulum": pendulum(),
    "robot_arm": robot_arm(),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_values_and_derivatives_are_the_closed_forms(name: str) -> None:
    found = report(name)
    for variable, truth in TRUTHS[name].items():
        value = found.values[variable] if variable == found.output else found.chained[variable].value
        assert float(value) == pytest.approx(truth, rel=1e-12, abs=1e-12), variable
    assert {row.verdict.kind for row in found.chained.values()} == {"match"}


def test_the_neuron_at_the_lab_s_point() -> None:
    found = report("neuron", w=-2, b=8, x=2, y=1)
    assert [found.values["J"], found.chained["w"].value, found.chained["b"].value] == [4.5, 6, 3]


@pytest.mark.parametrize(("x", "y"), [(1, 1), (0, 0), (2, -1)])
def test_rosenbrock_elsewhere(x: float, y: float) -> None:
    truth = rosenbrock(x, y)
    found = report("rosenbrock", x=x, y=y)
    assert (found.values["f"], *found.gradient.values()) == (truth["f"], truth["x"], truth["y"])


def test_slopes_of_the_lecture() -> None:
    """Every line of slopes.txt: the point, J, the nudge's k, the derivative."""
    lines = [line for line in (EXAMPLES / "slopes.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    found = [symback.Graph(line).at().chained["w"] for line in lines]
    assert [slope.value for slope in found] == [6, 4, -6, 12, 1, -1 / 4, 2, -1 / 32]
    quotients = [6.001, 4.001, -5.999, 12.006001, 1, -0.249875062468765, 2, -0.031238285155]
    assert [float(slope.nudges[0].k) for slope in found] == pytest.approx(quotients, rel=1e-10)


def test_every_example_stands_in_the_index() -> None:
    shown = set(re.findall(r"^\| \[([\w.]+)\]\(\1\) \|", INDEX.read_text("utf-8"), re.MULTILINE)) | {"tour.ipynb"}
    assert shown == {path.name for path in EXAMPLES.iterdir() if path.is_file() and path != INDEX}
    assert sorted(TRUTHS) == PROGRAMS


def test_the_index_shows_what_the_commands_print() -> None:
    need("jq")
    check_file("examples/README.md", files="examples")
