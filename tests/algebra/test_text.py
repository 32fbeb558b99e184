"""What a formula looks like: as it came, and tidied (test_against_sympy reads it back)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symback import Graph
from symback.algebra.domain import LETTERS
from symback.algebra.expression import Expression, symbol
from symback.algebra.text import text
from symback.algebra.tidy import tidy
from symback.domains.exact import Exact
from symback.domains.text import as_fraction
from symback.formulas import Formulas
from symback.passes.backward import backward
from symback.passes.forward import forward
from symback.syntax.program import parse_program


def read(program: str) -> Expression:
    [node] = Graph(program, split="none").nodes
    found = LETTERS.run(node.rule, [symbol(name) for name in node.operands])[-1]
    assert isinstance(found, Expression)
    return found


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
    ("sign(x)/abs(x)", "1/x", "1/x"),
    ("sign(x)*abs(x)", "x", "x"),
    ("sign(x)**2", "sign(x)**2", "sign(x)**2"),
    ("sign(x)**3", "sign(x)", "sign(x)"),
    ("sign(x)**4/x", "1/x", "1/x"),
    ("sign(x)**3*abs(x)", "x", "x"),
    ("abs(x)/sign(x)", "abs(x)/sign(x)", "abs(x)/sign(x)"),
    ("sqrt(x)**2", "x", "x"),
    ("sqrt(4*x*y)", "2*sqrt(x*y)", "2*sqrt(x*y)"),
    ("w*2**0.6666666666666666", "2**0.6666666666666666*w", "2**0.6666666666666666*w"),  # nothing to take out of a root
    ("w*(5/3)**-3.123456789", "81*(5/3)**0.876543211*w/625", "81*(5/3)**0.876543211*w/625"),
    ("w*(5/3)**0.01*(6/5)**0.01", "2**0.01*w", "2**0.01*w"),
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


DERIVATIVES = [  # program, its output's derivative by w
    ("(w + 1)/(w - 1)", "-2/(w - 1)**2"),
    ("w/(w - 3)", "-3/(w - 3)**2"),
    ("2*w/(w - b)", "-2*b/(w - b)**2"),
    ("((w + 1)**2 + (w - 1)**2)**2", "8*w*((w + 1)**2 + (w - 1)**2)"),
    ("(w**2 - b**2)/(w + b)", "1"),
    ("(w**3 - 1)/(w - 1)", "2*w + 1"),
    ("(exp(2*w) - 1)/(exp(w) + 1)", "exp(w)"),
    ("(w - 4)/(sqrt(w) - 2)", "1/(2*sqrt(w))"),
    ("1/(1/w + 1/b)", "b**2/(b + w)**2"),
    ("atan(w/b)", "b/(b**2 + w**2)"),
    ("log(abs(w))", "1/w"),
    ("sign(w)/abs(w)", "-1/w**2"),
    ("abs(w)**3", "3*w**2*sign(w)"),
    ("where(w > 0, sqrt(w), 0)", "where(w > 0, 1/(2*sqrt(w)), 0)"),
    ("where(w > 0, w**(1/3), w)", "where(w > 0, 1/(3*w**(2/3)), 1)"),
    ("where(w != 0, sin(w)/w, 1)", "where(w != 0, (w*cos(w) - sin(w))/w**2, 0)"),
    (
        "where(w != 0, (1 - cos(w))/w, 0)",
        "where(w != 0, (w*sin(w) + cos(w) - 1)/w**2, 1/2)",
    ),  # its limit, not the branch's slope
    ("where(w == 0, 0, log(1 + w))", "1/(w + 1)"),
    ("where(b == 1, w, 2*w)", "where(b == 1, 1, 2)"),  # where w moves, b does not
    ("where(w != 0, w*log(abs(w)), 0)", "log(abs(w)) + 1"),
    ("1.380649e-23*log(w)", "1.380649e-23/w"),
    ("1.6e-19*w/3", "1/1.875e19"),
    ("3e25*x*w/7", "3e25*x/7"),
    ("-123456789000000000000*w", "-1.23456789e20"),
    ("-(w*x)/7e20", "-x/7e20"),
    ("0.7*w", "0.7"),
    ("pi*w**2", "2*pi*w"),
    ("w**b", "b*w**(b - 1)"),
]


@pytest.mark.parametrize(("program", "wanted"), DERIVATIVES)
def test_derivatives(program: str, wanted: str) -> None:
    formulas = Formulas(Graph(program))
    assert formulas.text(formulas.in_inputs("w")) == wanted


LOSSES = [  # of z = w*x + b and a = sigmoid(z): the loss, its derivative by z in inputs, and in nodes
    ("-(y*log(a) + (1 - y)*log(1 - a))", "sigmoid(b + w*x) - y", "a - y"),
    ("(a - y)**2/2", "(1 - sigmoid(b + w*x))*(sigmoid(b + w*x) - y)*sigmoid(b + w*x)", "a*(1 - a)*(a - y)"),
]


@pytest.mark.parametrize(("loss", "in_inputs", "in_nodes"), LOSSES)
def test_losses_as_every_course_writes_them(loss: str, in_inputs: str, in_nodes: str) -> None:
    formulas = Formulas(Graph(f"z = w*x + b; a = sigmoid(z); L = {loss}"))
    assert formulas.text(formulas.in_inputs("z")) == in_inputs
    assert formulas.text(formulas.in_nodes("z")) == in_nodes


SOFTMAX = "s = exp(z1) + exp(z2) + exp(z3); p1 = exp(z1)/s; p2 = exp(z2)/s; p3 = exp(z3)/s; "
SHARES = [  # a program, a name in it, and the output's derivative by that in nodes
    ("p1 = exp(z1)/(exp(z1) + exp(z2)); L = -log(p1)", "z1", "p1 - 1"),
    ("p1 = exp(z1)/(exp(z1) + exp(z2)); L = p1*c", "z2", "-c*p1*exp(z2)/(exp(z1) + exp(z2))"),
    ("p1 = exp(z1)/(exp(z1) + exp(z2)); p2 = exp(z2)/(exp(z1) + exp(z2)); L = -log(p1) + 0*p2", "z2", "p2"),
    (SOFTMAX + "L = -log(p1)", "z1", "p1 - 1"),
    (SOFTMAX + "L = -log(p1)", "z3", "p3"),
    (SOFTMAX + "L = -(y1*log(p1) + y2*log(p2) + y3*log(p3))", "z1", "p1*(y1 + y2 + y3) - y1"),
    ("z = w*x + b; a = 1/(1 + exp(-z)); L = -(y*log(a) + (1 - y)*log(1 - a))", "z", "a - y"),
    ("a = 1/(1 + e**(-z)); L = (a - y)**2/2", "z", "a*(1 - a)*(a - y)"),
    ("a = exp(z)/(1 + exp(z)); L = a*c", "z", "a*c*(1 - a)"),
    ("a = 3/(2 + 5*exp(-2*z)); L = a**2", "z", "4*a**2*(1 - 2*a/3)"),
    # nothing is divided by that may be 0
    ("q = exp(z)/s; p = x*exp(z)/s; L = q**2 + 0*p", "z", "2*q**2"),
    ("p = x*exp(z)/s; L = exp(z)/s + p", "z", "p + exp(z)/s"),
    ("a = 1/(1 + x*exp(-z)); L = a*b", "x", "-b*exp(-z)/(x*exp(-z) + 1)**2"),
    ("p = exp(w*x + b)/c; L = exp(w*x + b) + p", "b", "p + exp(b + w*x)"),
]


@pytest.mark.parametrize(("program", "name", "wanted"), SHARES)
def test_shares_of_a_sum_have_their_names(program: str, name: str, wanted: str) -> None:
    graph = Graph(program, split="none")
    formulas = Formulas(graph)
    found = formulas.text(formulas.in_nodes(name))
    assert found == wanted
    exact = Exact()
    run = forward(
        graph, {n: Fraction(2 * k - 3, 3) for k, n in enumerate(graph.inputs) if n != "c"} | {"c": Fraction(7)}, exact
    )
    truth = backward(graph, run, exact).chained[name]
    for written in (found, formulas.text(formulas.in_inputs(name))):
        formula = parse_program(written or "").statements[-1].formula
        ours = exact.run(formula.code, [run.values[n] for n in formula.names])[-1]
        assert abs(as_fraction(ours) - as_fraction(truth)) < Fraction(1, 10**20)
