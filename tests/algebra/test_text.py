"""What a formula looks like: as it came, and tidied (test_against_sympy reads it back)."""

from __future__ import annotations

import pytest

from symback.algebra.expression import Expression, symbol
from symback.algebra.rules import expressions
from symback.algebra.text import text
from symback.algebra.tidy import tidy
from symback.graph.graph import Graph


def read(program: str) -> Expression:
    [node] = Graph(program, split="none").nodes
    return expressions(node.rule, [symbol(name) for name in node.operands])[-1]


CASES = [  # program, as it comes, tidied
    ("2 + 3*w", "3*w + 2", "3*w + 2"),
    ("x*x + x", "x**2 + x", "x**2 + x"),
    ("w - w + 1", "1", "1"),
    ("2*(x + 1)", "2*x + 2", "2*x + 2"),
    ("4*x + 2", "4*x + 2", "4*x + 2"),
    ("6*x*y + 4*x*z", "6*x*y + 4*x*z", "6*x*y + 4*x*z"),
    ("x*y*z + x**2*y - x*y", "x**2*y + x*y*z - x*y", "x*y*(x + z - 1)"),
    ("x/2 + y/2", "x/2 + y/2", "(x + y)/2"),
    ("a/x - w/x**2", "a/x - w/x**2", "(a*x - w)/x**2"),
    ("x*(a + b) - x*a", "x*(a + b) - a*x", "b*x"),
    ("-x - y", "-x - y", "-x - y"),
    ("-2*x - 2*y", "-2*x - 2*y", "-2*(x + y)"),
    ("y - x", "y - x", "y - x"),
    ("(1 - y)*(-w)*z", "-w*z*(1 - y)", "w*z*(y - 1)"),
    ("1 - x**2", "1 - x**2", "1 - x**2"),
    ("b**2 + 2*a*b + a**2", "a**2 + 2*a*b + b**2", "a**2 + 2*a*b + b**2"),
    ("x/(2*y)", "x/(2*y)", "x/(2*y)"),
    ("-3/(x*y**2)", "-3/(x*y**2)", "-3/(x*y**2)"),
    ("1/sqrt(x)", "1/sqrt(x)", "1/sqrt(x)"),
    ("x**(2/3)", "x**(2/3)", "x**(2/3)"),
    ("x**y*x", "x**(y + 1)", "x**(y + 1)"),
    ("x**-y", "x**(-y)", "x**(-y)"),
    ("(x*y)**z", "(x*y)**z", "(x*y)**z"),
    ("(x*y)**2", "x**2*y**2", "x**2*y**2"),
    ("(x + y)**2/(x + y)", "x + y", "x + y"),
    ("(-2)**x", "(-2)**x", "(-2)**x"),
    ("(1/3)**x", "(1/3)**x", "(1/3)**x"),
    ("sqrt(12)*sqrt(2)*x", "2*sqrt(6)*x", "2*sqrt(6)*x"),
    ("(2/3)**(1/2)*x", "sqrt(6)*x/3", "sqrt(6)*x/3"),
    ("sqrt(x**2)", "abs(x)", "abs(x)"),
    ("abs(x)**2", "x**2", "x**2"),
    ("abs(x)**3", "abs(x)**3", "abs(x)**3"),
    ("sqrt(x)**2", "x", "x"),
    ("sqrt(4*x*y)", "2*sqrt(x*y)", "2*sqrt(x*y)"),
    ("sqrt(-x)", "sqrt(-x)", "sqrt(-x)"),
    ("exp(x)*exp(-x)", "1", "1"),
    ("exp(2*x)*exp(y)", "exp(2*x + y)", "exp(2*x + y)"),
    ("e**x/e", "exp(x - 1)", "exp(x - 1)"),
    ("log(exp(x))", "x", "x"),
    ("exp(log(x))", "x", "x"),
    ("sin(-x)*cos(-x)", "-sin(x)*cos(x)", "-sin(x)*cos(x)"),
    ("tan(atan(x))", "x", "x"),
    ("sin(pi/6)*x", "x/2", "x/2"),
    ("atan(1)*x", "pi*x/4", "pi*x/4"),
    ("max(2, 3)*x", "3*x", "3*x"),
    ("where(2 > 1, x, y)", "x", "x"),
    ("where(w > 0, x, y)*w", "w*where(w > 0, x, y)", "w*where(w > 0, x, y)"),
    ("log(x, 2)", "log(x)/log(2)", "log(x)/log(2)"),
    ("exp(x)*x*sin(x)*(x + 1)*2", "2*x*(x + 1)*exp(x)*sin(x)", "2*x*(x + 1)*exp(x)*sin(x)"),
    ("0*x + 0**2", "0", "0"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "came", "short"), CASES)
def test_text(program: str, came: str, short: str) -> None:
    expression = read(program)
    assert (text(expression), text(tidy(expression))) == (came, short)
