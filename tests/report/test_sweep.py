"""The sweep of ε: the lectures' floats, the orders of convergence, and the picture."""

from __future__ import annotations

import json
from fractions import Fraction
from math import cos, sin

import pytest

from symback import Graph
from symback.__main__ import main
from symback.domains.text import table_text
from symback.report.get import parse
from symback.report.options import Options
from symback.report.sweep import Sweep, sweep


def swept(program: str, at: dict[str, object], what: str = "dw", scheme: str = "forward") -> Sweep:
    graph = Graph(program)
    return sweep(graph, parse(what, graph), at, Options(scheme=scheme))


def test_exactly_k_is_the_derivative_and_epsilon() -> None:
    found = swept("w**2", {"w": 3})
    assert [row.k for row in found.rows] == [6 + Fraction(1, 10**k) for k in range(1, 17)]
    assert [row.leftover for row in found.rows] == [Fraction(1, 10**k) for k in range(1, 17)]


def test_doubles_are_what_python_computes() -> None:
    """w**2 at 3 gives 6.00053 for 1e-12, 5.33 for 1e-15 and 0 for 1e-16, as the lectures' readers find."""
    found = swept("w**2", {"w": 3})
    for row in found.rows:
        epsilon = float(row.epsilon)
        assert row.float_k == pytest.approx(((3 + epsilon) ** 2 - 9.0) / epsilon, rel=1e-12)
    assert [round(found.rows[k - 1].float_k or 0, 5) for k in (12, 15, 16)] == [6.00053, 5.32907, 0]


@pytest.mark.parametrize(
    ("program", "at", "scheme", "order"),
    [
        ("w**2", 3, "forward", 1), ("w**3", 2, "central", 2), ("sin(w)", 1, "forward", 1), ("sin(w)", 1, "central", 2),
        ("w**3", 0, "forward", 2), ("w**5", 0, "central", 4), ("2*w", 3, "forward", None), ("w**2", 3, "central", None),
        ("abs(w)", 0, "forward", 0),
    ],
)  # fmt: skip
def test_order(program: str, at: int, scheme: str, order: float | None) -> None:
    assert swept(program, {"w": at}, scheme=scheme).order == (None if order is None else pytest.approx(order, abs=0.01))


def test_the_best_epsilon_in_doubles() -> None:
    best = swept("sin(w)", {"w": 1}).best
    assert best is not None
    errors = {e: abs((sin(1 + e) - sin(1)) / e - cos(1)) for e in (10.0**-k for k in range(1, 17))}
    assert float(best.epsilon) == pytest.approx(min(errors, key=lambda e: errors[e]))


def test_local_derivatives_and_those_of_a_node() -> None:
    assert swept("(2+3*w)**2", {"w": 3}, "local:dJ/da").value == 22
    assert swept("(2+3*w)**2", {"w": 3}, "da/dw").value == 3


@pytest.mark.parametrize(
    ("program", "at", "value", "in_doubles"),
    [("w*pi", 1, "3.14159265", True), ("w*pi", "pi", "3.14159265", True), ("1e200*w*1e200", 1, "1e400", False), ("w**2", "1e400", "2e400", False)],
)  # fmt: skip
def test_what_doubles_cannot_hold_has_no_column_of_them(program: str, at: object, value: str, in_doubles: bool) -> None:
    found = swept(program, {"w": at})
    assert found.value is not None
    assert table_text(found.value) == value
    assert found.verdict.kind == "match"
    assert all((row.float_k is not None) is in_doubles for row in found.rows)


@pytest.mark.parametrize("arguments", [["w**2", "--at", "w=3", "--sweep"], ["--sweep", "w**2", "--at", "w=3"], ["--sweep", "dw", "w**2", "--at", "w=3"], ["w**2", "--at", "w=3", "--sweep=dJ/dw"]])  # fmt: skip
def test_the_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *arguments]) == 0
    out = capsys.readouterr().out
    assert "dJ/dw at w = 3, forward nudges" in out
    assert "1e-16" in out
    assert "order 1" in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_command_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "w**2", "--at", "w=3", "--sweep", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["order"], data["value"], data["verdict"]) == (1.0, 6.0, "match")
    assert data["sweep"][0]["exact"]["k"]["exact"] == "61/10"
    assert [row["epsilon"] for row in data["sweep"]] == [f"1/{10**k}" for k in range(1, 17)]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["w*b", "--at", "w=3,b=2", "--sweep"], 2), (["w**2", "--sweep"], 2), (["w**2", "--at", "w=3", "--sweep=dq"], 2),
        (["log(w)", "--at", "w=-1", "--sweep"], 3),
    ],
)  # fmt: skip
def test_what_cannot_be_swept(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *arguments]) == code
    assert capsys.readouterr().out == ""


def test_a_leftover_that_is_a_multiple_of_pi_has_an_order() -> None:
    found = swept("a = x*y; J = a*x", {"x": "1/3", "y": "pi"}, "dx")
    assert found.order == 1
    assert [str(row.leftover) for row in found.rows[:2]] == ["1/10*pi", "1/100*pi"]
