"""`--get`: one value and nothing else, in every form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
import sympy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Answer

NETWORK = ["(2+3*w)**2", "--at", "w=3"]
NEURON = ["c = w*x; a = c+b; d = a-y; J = d**2/2", "--at", "w=2,x=-2,b=8,y=2", "--wrt", "w,b"]

# arguments of diff, what is asked for, the answer
ROWS = [
    (NETWORK, "J", "121"),
    (NETWORK, "a", "11"),
    (NETWORK, "w", "3"),
    (NETWORK, "dJ/dw", "66"),
    (NETWORK, "∂J/∂w", "66"),
    (NETWORK, "dw", "66"),
    (NETWORK, "da", "22"),
    (NETWORK, "dJ/da", "22"),
    (NETWORK, "da/dw", "3"),
    (NETWORK, "dJ/dJ", "1"),
    (NETWORK, "local:dJ/da", "22"),
    (NETWORK, "local:da/dw", "3"),
    (NETWORK, "J:exact", "121"),
    (NETWORK, "J:formula", "(2 + 3*w)**2"),
    (NETWORK, "J:nodes", "a**2"),
    (NETWORK, "a:formula", "2 + 3*w"),
    (NETWORK, "w:formula", "w"),
    (NEURON, "J:formula", "(w*x + b - y)**2/2"),
    (NETWORK, "dw:exact", "66"),
    (NETWORK, "dw:formula", "18*w + 12"),
    (NETWORK, "dw:nodes", "6*a"),
    (NETWORK, "dw:nudge", "66.009"),
    (NETWORK, "dJ/da:nudge", "22.001"),
    (NETWORK, "local:dJ/da:nudge", "22.001"),
    (NETWORK, "local:dJ/da:formula", "2*a"),
    (NEURON, "dw", "-4"),
    (NEURON, "dJ/dd:nudge", "2.0005"),
    (NEURON, "dd/dw", "-2"),
    (NEURON, "dd/db", "1"),
    (NEURON, "x", "-2"),
    (["1/w", "--at", "w=3"], "J", "0.33333333333333333"),
    (["1/w", "--at", "w=3"], "J:exact", "1/3"),
    (["1/w", "--at", "w=3"], "dw:exact", "-1/9"),
    (["1/w", "--at", "w=3", "--digits", "5"], "J", "0.33333"),
    (["w**2", "--at", "w=0.1"], "J", "0.01"),
    (["sqrt(w)", "--at", "w=3"], "J", "1.7320508075688773"),
    (["sqrt(w)", "--at", "w=3", "--digits", "30"], "J", "1.73205080756887729352744634151"),
    (["sqrt(w)", "--at", "w=3", "--digits", "40"], "J", "1.732050807568877293527446341505872366943"),
    (["exp(w)", "--at", "w=1"], "dw", "2.7182818284590452"),
    (["sin(w)", "--at", "w=pi"], "J", "0"),
    (["sin(w)", "--at", "w=pi"], "dw", "-1"),
    (["w*x", "--at", "w=2,x=5", "--eps", "0.01,0.001"], "dw:nudge", "5\t5"),
    (["w**2", "--at", "w=3", "--eps", "0.01"], "dw:nudge", "6.01"),
    (["w**2", "--at", "w=3", "--scheme", "central"], "dw:nudge", "6"),
    (["w**2", "--at", "w=3", "--arithmetic", "float"], "J", "9.0"),
    (["w**2"], "dw:formula", "2*w"),
    (["dw = 2*w; J = dw**2", "--at", "w=3"], "dw", "6"),
    (["α*w₁", "--at", "α=2,w₁=3"], "dα", "3"),
    (["α*w₁", "--at", "α=2,w₁=3"], "dJ/dw_1", "2"),
]


@pytest.mark.parametrize(("arguments", "wanted", "answer"), ROWS)
def test_one_value_and_nothing_else(run: Callable[..., Answer], arguments: list[str], wanted: str, answer: str) -> None:
    answered = run("diff", *arguments, "--get", wanted)
    assert (answered.code, answered.out, answered.err) == (0, answer + "\n", "")


def test_several_values_have_a_line_each(run: Callable[..., Answer]) -> None:
    assert run("diff", *NETWORK, "--get", "J", "--get", "dw", "--get", "dw:nudge").out == "121\n66\n66.009\n"


def test_several_points_have_a_line_each_with_tabs(run: Callable[..., Answer]) -> None:
    answered = run("diff", "w**2", "--at", "w=3", "--at", "w=2", "--at", "w=-3", "--get", "w", "--get", "dw")
    assert answered.out == "3\t6\n2\t4\n-3\t-6\n"


def test_a_grid_of_points_varies_the_last_fastest(run: Callable[..., Answer]) -> None:
    answered = run("diff", "w*b", "--at", "w=0:1:1", "--at", "b=1:2:0.5", "--get", "w", "--get", "b", "--get", "J")
    rows = [line.split("\t") for line in answered.out.splitlines()]
    assert rows == [
        ["0", "1", "0"], ["0", "1.5", "0"], ["0", "2", "0"], ["1", "1", "1"], ["1", "1.5", "1.5"], ["1", "2", "2"],
    ]  # fmt: skip


# arguments, what is asked for, exit code, words of the message
REFUSED = [
    (NETWORK, "b", 2, "the program has no b"),
    (NETWORK, "dJ/db", 2, "the program has no b"),
    (NETWORK, "dw/da", 2, "w is an input and has no derivative"),
    (NETWORK, "dw:fraction", 2, "fraction is none of exact, formula, nodes, nudge"),
    (NETWORK, "local:dJ/dw", 2, "there is no edge from w to J"),
    (NEURON, "dx", 2, "--wrt w,b,x"),
    (NEURON, "dJ/dy", 2, "y is data and gets no derivative"),
    (["w**2"], "dw", 2, "--at"),
    (["w**2"], "J", 2, "--at"),
    (["sqrt(w)", "--at", "w=2"], "J:exact", 2, "not rational"),
    (["; ".join(["a0 = w + 1", *(f"a{k} = a{k - 1}*a{k - 1}" for k in range(1, 30))])], "a29:formula", 3, "too long"),
    (["sign(w)", "--at", "w=0"], "dw", 3, "does not exist"),
    (["sqrt(w)", "--at", "w=0"], "dw", 3, "does not exist"),
    (["1/w", "--at", "w=0"], "J", 3, "division by zero"),
    (["log(w)", "--at", "w=-1"], "dw", 3, "positive"),
    (NEURON, "d2J/dz2", 2, "no such inputs"),
    (NEURON, "d2J/da2", 2, "no such inputs"),
    (NEURON, "d2J/dx2", 2, "--wrt w,b,x"),
    (NEURON, "d2w/db2", 2, "w is an input"),
    (NEURON, "local:d2J/dw2", 2, "the program has no d2J/dw2"),
    (NEURON, "d2J/dw2:nodes", 2, "d2J/dw2:formula"),
    (["ad*a + a*da", "--at", "a=1,ad=2,da=3"], "d2J/dadda", 2, "two readings"),  # by a and da, or by ad and a
    (["relu(w)", "--at", "w=0"], "d2J/dw2", 3, "kink"),
    (["w**2"], "d2J/dw2", 2, "--at"),
]


@pytest.mark.parametrize(("arguments", "wanted", "code", "words"), REFUSED)
def test_what_is_not_there(
    run: Callable[..., Answer], arguments: list[str], wanted: str, code: int, words: str
) -> None:
    answered = run("diff", *arguments, "--get", wanted)
    assert (answered.code, answered.out) == (code, "")
    assert words in answered.err
    assert "Traceback" not in answered.err


@pytest.mark.parametrize("asked", ["du/dv", "du/db", "du/dv:exact", "du/dv:formula", "du/dv:nodes", "du/dv:nudge"])
def test_a_derivative_by_what_does_not_lie_before_is_0(asked, run):
    assert run("diff", "u=a*2; v=b*3+u; J=u+v", "--at", "a=1,b=2", "--get", asked).out == "0\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "(2+3*w)**2", "--at", "w=3", "--only", "da/dJ"),
        ("diff", "(2+3*w)**2", "--at", "w=3", "--only", "J"),
        ("diff", "(2+3*w)**2", "--at", "w=3", "--sweep", "da/dJ"),
        ("explain", "(2+3*w)**2", "--at", "w=3", "--only", "da/dJ"),
        ("check", "(2+3*w)**2", "--claim", "da/dJ=w"),
    ],
    ids=" ".join,
)
def test_what_is_no_derivative_is_an_error(arguments, run):
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")


SECOND = "a = exp(w/3)*b**2; s = a*w + x; J = s**3*cos(b)"


@pytest.mark.parametrize("of", ["J", "a", "s"])
@pytest.mark.parametrize("by", ["w2", "w²", "b2", "wdb", "bdw", "w∂b"])
def test_second_derivatives_are_those_of_sympy(of, by, run):
    w, b, x = sympy.symbols("w b x")
    a = sympy.exp(w / 3) * b**2
    nodes = {"a": a, "s": a * w + x, "J": (a * w + x) ** 3 * sympy.cos(b)}
    one, other = {"w": (w, w), "b": (b, b)}[by[0]] if by[-1] in "2²" else (w, b)
    truth = nodes[of].diff(one, other)
    point = {w: sympy.Rational(7, 10), b: 2, x: -1}
    found = run(
        "diff", SECOND, "--at", "w=0.7,b=2,x=-1", "--wrt", "b,w", "--get", f"d2{of}/d{by}", "--digits", "25"
    ).out
    assert abs(sympy.Float(found, 30) - truth.subs(point).evalf(30)) < abs(truth.subs(point)) * sympy.Float("1e-24")
    formula = run("diff", SECOND, "--wrt", "b,w", "--get", f"d2{of}/d{by}:formula").out
    assert sympy.simplify(sympy.sympify(formula, {"w": w, "b": b, "x": x}) - truth) == 0


def test_no_second_derivative_is_worked_out_that_is_not_asked_for(run, monkeypatch):
    from symback.passes.second import Singles

    asked = []
    product = Singles.product
    monkeypatch.setattr(Singles, "product", lambda self, way: asked.append(sorted(way)) or product(self, way))
    many = "*".join(f"(v{k} + {k})" for k in range(40))
    at = ",".join(f"v{k}=1" for k in range(40))
    found = run("diff", many, "--at", at, "--get", "d2J/dv3dv5:exact")
    assert (found.out, asked) == (f"{math.factorial(40) // 24}\n", [["v3"], ["v5"]])
