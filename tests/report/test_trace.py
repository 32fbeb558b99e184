"""The trace against truths of other kinds: the backward pass, plain arithmetic on nudged inputs, and the quotient itself."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.domains.text import as_float
from symback.domains.values import Pi
from symback.report.options import Options
from symback.report.trace import traced

if TYPE_CHECKING:
    from symback.report.trace import Leftover, Moved

EPSILON = Fraction(1, 1000)
NETWORK = "(2+3*w)**2"
LAYERS = "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2"

# program, point, the name nudged, the values on its way before and after, as the lectures have them
WAYS = [
    (NETWORK, {"w": 3}, "w", "w 3 3.001, a 11 11.003, J 121 121.066009"),
    (NETWORK, {"w": 3}, "a", "a 11 11.001, J 121 121.022001"),
    ("u = b*c; v = a+u; J = 3*v", {"a": 5, "b": 3, "c": 2}, "b", "b 3 3.001, u 6 6.002, v 11 11.002, J 33 33.006"),
    ("c = w*x; a = c+b; d = a-y; J = d**2/2", {"w": 2, "x": -2, "b": 8, "y": 2}, "w", "w 2 2.001, c -4 -4.002, a 4 3.998, d 2 1.998, J 2 1.996002"),
    (LAYERS, {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1}, "w1", "w1 2 2.001, t1 2 2.001, z1 2 2.001, a1 2 2.001, t2 6 6.003, z2 7 7.003, a2 7 7.003, J 2 2.0060045"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "name", "expected"), WAYS)
def test_every_node_on_the_way_before_and_after(program: str, at: dict[str, object], name: str, expected: str) -> None:
    ways = traced(Graph(program), at, Options())[1].ways(name)
    wanted = [(n, Fraction(before), Fraction(after)) for n, before, after in map(str.split, expected.split(", "))]
    assert [(m.name, m.before, m.after) for m in ways] == wanted
    for moved in ways:
        check_moved(moved)


def check_moved(moved: Moved) -> None:
    """What one row says of a change fits together."""
    assert moved.change == moved.after - moved.before
    assert moved.size == abs(moved.change)
    assert (moved.direction == "up") == (moved.change > 0)
    assert moved.rate_size == abs(moved.rate)
    assert moved.step == moved.rate_size * EPSILON
    assert (moved.heading == "down") == (moved.rate < 0)


def test_central_walks_to_both_sides() -> None:
    last = traced(Graph("w**3"), {"w": 2}, Options(scheme="central"))[1].ways("w")[-1]
    assert (last.minus, last.after) == (Fraction("1.999") ** 3, Fraction("2.001") ** 3)
    assert last.change == Fraction("2.001") ** 3 - Fraction("1.999") ** 3


def test_multiples_of_pi_lose_their_sign_too() -> None:
    last = traced(Graph("w*x"), {"w": 1, "x": "-pi/4"}, Options())[1].ways("w")[-1]
    assert (last.heading, last.rate, last.rate_size) == ("down", Pi(Fraction(-1, 4)), Pi(Fraction(1, 4)))


def test_no_values_no_ways() -> None:
    assert traced(Graph(NETWORK), {}, Options())[1].ways("w") == ()
    assert traced(Graph("w*x"), {"w": 3}, Options(partial=True))[1].ways("w") == ()


def test_a_node_that_loses_its_value_says_so() -> None:
    last = traced(Graph("sqrt(w) + b"), {"w": -0.0, "b": 1}, Options(scheme="central"))[1].ways("w")[-1]
    assert (last.minus, last.change, last.direction) == (None, None, "still")


TERMS = st.sampled_from(
    ["w*b", "w**2", "(w-b)/3", "w/(b**2+1)", "sin(w)", "exp(w/3)", "tanh(b*w)", "b", "sqrt(w**2+1)"]
)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(terms=st.lists(TERMS, min_size=1, max_size=3), w=st.integers(-4, 4), b=st.integers(1, 5))
def test_rates_left_to_right_are_the_derivatives_right_to_left(terms: list[str], w: int, b: int) -> None:
    graph = Graph(" * ".join(f"({t})" for t in terms) + " + w*b")
    report, found = traced(graph, {"w": w, "b": b}, Options())
    for name, row in report.chained.items():
        assert as_float(found.ways(name)[-1].rate) == pytest.approx(as_float(row.value), rel=1e-20, abs=1e-20)


# Why k is not the derivative

RATIONAL = [
    "w**2", "w**3", "1/w", "1/w**2", "(2+3*w)**2", "w/(1+w)", "(w-1/2)**3/w", "w*w*w - 2*w", "(w**2+1)**-1",
    "(w**2-4)/(w+2)", "1/(1+1/w)", "(w+1)/(w-1)", "(w/7-0.1)**3",
]  # fmt: skip
OF_CONSTANTS = ["pi*w**2", "4/3*pi*w**3", "(w+pi)**2", "pi/w", "e*w**2", "w**2/pi", "w**2*sqrt(2)"]


def quotient(program: str, scheme: str) -> tuple[Leftover, Any]:
    """Why k is not the derivative at w = 3, and k itself."""
    report, trace = traced(Graph(program), {"w": 3}, Options((Fraction(1, 7),), scheme))
    return trace.leftover("w"), report.chained["w"].nudges[0].k


@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize("program", RATIONAL)
def test_the_quotient_in_epsilon_is_k(program: str, scheme: str) -> None:
    found, k = quotient(program, scheme)
    assert found.at_point is not None
    assert found.in_names is not None
    names = Graph(f"w + epsilon + ({found.in_names})").at(w=3, epsilon="1/7").values["J"] - 3 - Fraction(1, 7)
    point = Graph(f"epsilon*0 + {found.at_point}").at(epsilon="1/7").values["J"]
    assert names == point == k


@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize("program", OF_CONSTANTS)
def test_the_quotient_may_hold_constants(program: str, scheme: str) -> None:
    found, k = quotient(program, scheme)
    for text in (found.in_names, found.at_point):
        if text is not None:  # a root is no rational number
            value = Graph(f"0*w + 0*epsilon + ({text})").at(w=3, epsilon="1/7").values["J"]
            assert as_float(value) == pytest.approx(as_float(k), rel=1e-14)


LECTURES = [
    ("w**2", {"w": 3}, "w", "2*w + epsilon", "6 + epsilon"),
    ("w**3", {"w": 2}, "w", "3*w**2 + 3*w*epsilon + epsilon**2", "12 + 6*epsilon + epsilon**2"),
    ("1/w", {"w": 2}, "w", "-1/(w*(w + epsilon))", "-1/(2*(2 + epsilon))"),
    (NETWORK, {"w": 3}, "a", "2*a + epsilon", "22 + epsilon"),
    (NETWORK, {"w": 3}, "w", "18*w + 12 + 9*epsilon", "66 + 9*epsilon"),
    ("2*w", {"w": 3}, "w", "2", "2"),
    ("pi*w**2", {"w": 3}, "w", "2*pi*w + pi*epsilon", "6*pi + pi*epsilon"),
    ("w/(w-3)", {"w": 4}, "w", "-3/((w + epsilon - 3)*(w - 3))", "-3/(1 + epsilon)"),
]


@pytest.mark.parametrize(("program", "at", "name", "letters", "point"), LECTURES)
def test_the_quotient_as_the_lectures_write_it(
    program: str, at: dict[str, object], name: str, letters: str, point: str
) -> None:
    found = traced(Graph(program), at, Options())[1].leftover(name)
    assert (found.in_names, found.at_point) == (letters, point)


def test_epsilon_gets_another_name_where_the_program_has_one() -> None:
    found = traced(Graph("epsilon**2"), {"epsilon": 3}, Options())[1]
    assert found.epsilon == "h"
    assert found.leftover("epsilon").at_point == "6 + h"


CURVED = ["exp(w)", "sin(w)/w", "w*exp(w)*cos(w)", "sigmoid(3*w)**2", "log(w)*sqrt(w)", "tanh(w)/(1+w**2)", "w**w", "atan2(w, 2)*softplus(w)"]  # fmt: skip


@pytest.mark.parametrize("program", CURVED)
def test_the_leading_term_is_the_leftover_but_for_a_share_that_shrinks_with_epsilon(program: str) -> None:
    graph = Graph(program)
    shares = []
    for epsilon in (Fraction(1, 10**6), Fraction(1, 10**8)):
        options = Options((epsilon,))
        left = graph.report({"w": "0.7"}, options).chained["w"].nudges[0].leftover
        amount = traced(graph, {"w": "0.7"}, options)[1].leftover("w").amount
        shares.append(abs(float(amount) / float(left) - 1))
    assert shares[0] < 1e-4
    assert shares[1] < shares[0] / 50 + 1e-12


@pytest.mark.parametrize(
    ("program", "formula"),
    [("exp(w)", "exp(w)/2"), ("sin(w)", "-sin(w)/2"), ("log(w)", "-1/(2*w**2)"), ("cos(w)*w", None)],
)
def test_the_formula_of_half_the_second_derivative_where_one_edge_is_all_the_way(
    program: str, formula: str | None
) -> None:
    assert traced(Graph(program), {"w": 2}, Options())[1].leftover("w").formula == formula


@pytest.mark.parametrize("program", ["relu(w)**2", "abs(w)*sin(w)", "max(w, 0)*w"])
def test_no_leading_term_at_a_kink(program: str) -> None:
    assert traced(Graph(program), {"w": 0}, Options())[1].leftover("w").leading is None


def test_too_many_nodes_for_a_formula_leave_it_out() -> None:
    program = "; ".join(f"x{i} = x{i - 1}*w" if i else "x0 = w" for i in range(60))
    found = traced(Graph(program), {"w": 2}, Options())[1].leftover("w")
    assert found.in_names is None
    assert found.leading == Fraction(60 * 59, 2) * 2**58
