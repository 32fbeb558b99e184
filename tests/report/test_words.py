"""What a report says besides its tables."""

from __future__ import annotations

import pytest

from symback import Graph
from symback.document.math_text import plain
from symback.report.notation import notation
from symback.report.options import Options
from symback.report.words import at_line, cost_line, gradient_line, heading, one_line, summary


def texts(lines, at):
    return [plain(line, notation(at)) for line in lines]


def report(program: str, at: dict[str, str], wrt: tuple[str, ...] | None = None, **options: object):
    return Graph(program, wrt=wrt).report(at, Options(**options))  # type: ignore[arg-type]


NEURON = ("(w*x+b-y)**2/2", {"w": "2", "x": "-2", "b": "8", "y": "2"})


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (report("w**2", {"w": "3"}), "At w = 3"),
        (report("w_1*α", {"w_1": "1/3", "alpha": "0.5"}), "At w₁ = 1/3, α = 0.5"),
        (report(*NEURON, ("w", "b")), "At w = 2, b = 8 (data: x = -2, y = 2)"),
        (report("w**2", {}), ""),
        (report("1+2", {}), ""),
        (report("w*v", {"w": "3"}, partial=True), "At w = 3, v = —"),
    ],
)
def test_the_point(made, line):
    assert at_line(made) == line


def test_a_heading_is_the_bare_point():
    assert heading(report("w*v", {"w": "3", "v": "2"})) == "w = 3, v = 2"


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("(2+3*w)**2", "(2+3*w)**2"),
        ("# a file\nw = 3;\n\na = 2 + 3*w  # a node\nJ = a**2\n", "w = 3; a = 2 + 3*w; J = a**2"),
        ("a = w; J = a*(b +\n  c)\n", "a = w; J = a*(b + c)"),
        ("# nothing", ""),
    ],
)
def test_a_program_in_one_line(program, line):
    assert one_line(program) == line


def test_the_gradient_in_the_order_of_wrt():
    found = report(*NEURON, ("b", "w"))
    assert texts(gradient_line(found), found) == ["Gradient: ∂J/∂b = 2   ∂J/∂w = -4"]
    assert gradient_line(report("w**2", {})) == []


def test_a_long_gradient_is_cut_and_says_so():
    names = [f"w{i}" for i in range(30)]
    found = report("+".join(names), dict.fromkeys(names, "1"))
    (line,) = texts(gradient_line(found), found)
    assert line.count("∂J/") == 24
    assert line.endswith("   and 6 more")


@pytest.mark.parametrize(
    ("program", "wrt", "line"),
    [
        ("(2+3*w)**2", None, []),  # 2 × 1 steps against 2 + 1 say nothing
        ("w", None, []),
        ("u = a*b; v = u*c; s = v*d; J = s*f", ("a", "c", "d"), []),  # 4 × 3 against 7
        (
            "u = a*b; v = u*c; s = v*d; J = s*f",
            ("a", "c", "d", "f"),
            ["4 nodes + 4 parameters: 8 steps; nudging each parameter: 4×4 = 16"],
        ),
    ],
)
def test_the_cost(program, wrt, line):
    assert cost_line(report(program, {}, wrt)) == line


def test_notes_come_last():
    found = report("u = a*2; J = b**2", {"a": "1", "b": "2"})
    assert texts(summary(found), found)[-2:] == ["Note: u: not used by J", "Note: J does not depend on a"]
