"""Notations of elsewhere: what a line is written in is said, and the line that is offered in the language has the same value."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from symback.domains.floats import Floats
from symback.errors import SymbackError
from symback.syntax.notations import NOTATIONS
from symback.syntax.program import parse_program

w, x, y = 0.75, 1.25, 2.5
# the line, what is said of it, the line in the language, and its value for w, x, y (x_1 is x, w_0 is w)
OFFERED = [
    (r"\frac{1}{x}", "LaTeX", "(1/x)", 1 / x),
    (r"\frac{x_{1}+1}{2y}w", "LaTeX", "((x_1+1)/(2y))*w", (x + 1) / (2 * y) * w),
    (r"\frac{\frac{w}{x}}{y}", "LaTeX", "((w/x)/y)", w / x / y),
    (r"\dfrac12 x", "LaTeX", "(1/2)*x", x / 2),
    (r"e^{-x^{2}}\sin(x)", "LaTeX", "e^(-x**2)*sin(x)", math.exp(-(x**2)) * math.sin(x)),
    (r"$x^2y$", "LaTeX", "x^2*y", x**2 * y),
    (r"2\pi x", "LaTeX", "2*pi*x", 2 * math.pi * x),
    (r"\sin x + \ln y", "LaTeX", "sin(x) + ln(y)", math.sin(x) + math.log(y)),
    (r"\sqrt{x}\cdot\sqrt[3]{y}", "LaTeX", "sqrt(x)*cbrt(y)", math.sqrt(x) * y ** (1 / 3)),
    (r"\left(x+1\right)^2", "LaTeX", "(x+1)^2", (x + 1) ** 2),
    (r"\mathrm{relu}(x)", "LaTeX", "relu(x)", x),
    ("x_{1}*2", "LaTeX", "x_1*2", 2 * x),
    ("np.exp(-x)*torch.tanh(w)", "a module's", "exp(-x)*tanh(w)", math.exp(-x) * math.tanh(w)),
    ("np.pi*x**2", "a module's", "pi*x**2", math.pi * x**2),
    ("np.power(x, 2)**2", "a module's", "pow(x, 2)**2", x**4),
    ("np.maximum(w, x)", "a module's", "max(w, x)", x),
    ("1 - np.mod(y, x)", "a module's", "1 - (y - x*floor(y/x))", 1 - y % x),
    ("torch.nn.functional.relu(w*x)", "a module's", "relu(w*x)", w * x),
    ("Math.PI*x", "a module's", "pi*x", math.pi * x),
    ("x.exp() + 1", "an attribute", "exp(x) + 1", math.exp(x) + 1),
    ("(x+1).sqrt()", "an attribute", "sqrt(x+1)", math.sqrt(x + 1)),
    ("f = lambda x: x**2", "Python's", "f = x**2", x**2),
    ("def f(x): return 2*x", "Python's", "2*x", 2 * x),
]
# Lines that could say something else in the language: none is offered.
NOT_OFFERED = [
    r"ab\cdot w",  # a product in LaTeX, a name here
    r"\sin \pi x",  # of pi, or of pi*x
    r"x^23\alpha",  # x**2*3
    r"\frac{dJ}{dw}",
    r"\foo{x}",
    r"\frac{x}{",
    "np.sinc(x)",  # sin(pi*x)/(pi*x)
    "np.max(x, 0)",  # along an axis
    "torch.frac(x)",  # keeps the sign
    "math.tau*x",  # no variable
    "np.dot(w, x)",
    "x.mean()",
    "w[x]*w_x",
    "f'(x) = 2x",
    "y' = 2x",
]


@pytest.mark.parametrize(("line", "said", "way", "value"), OFFERED, ids=[row[0] for row in OFFERED])
def test_the_line_that_is_offered_has_the_value_of_the_one_that_was_written(
    line: str, said: str, way: str, value: float
) -> None:
    error = refused(line)
    assert said in error.reason
    assert error.hint == way
    formula = parse_program(way).statements[-1].formula
    point = {"w": w, "x": x, "y": y, "x_1": x, "w_0": w}
    numbers = Floats()
    found = numbers.run(formula.code, [numbers.number(Fraction(point[name])) for name in formula.names])[-1]
    assert float(found) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("line", NOT_OFFERED)
def test_a_line_that_may_say_something_else_is_not_offered(line: str) -> None:
    assert refused(line).hint in {notation.way for notation in NOTATIONS}


def test_the_line_of_a_longer_program_is_the_one_that_is_offered() -> None:
    error = refused("a = 2*w\nb = np.exp(a)\n")
    assert (error.hint, error.column) == ("b = exp(a)", 13)


def refused(line: str) -> SymbackError:
    with pytest.raises(SymbackError) as caught:
        parse_program(line)
    return caught.value
