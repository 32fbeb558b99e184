"""Formulas set as text, LaTeX and MathML."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from symback import Graph
from symback.document.math_latex import Latex
from symback.document.math_mathml import MathMl
from symback.document.math_text import Text
from symback.explain.formulas import formula, put_in
from symback.explain.model import Derivative, Formula, Math, Name, Notation, Number, math

if TYPE_CHECKING:
    from symback.document.math import Dialect

ONE_INPUT, SEVERAL = Notation("leibniz", "d", "J", "w"), Notation("leibniz", "∂", "J", None)

FORMULAS = [
    ("2 + 3*w", "2 + 3w", "2 + 3 w"),
    ("a**2", "a²", "a^{2}"),
    ("-a/w**2", "-a/w²", r"-\frac{a}{w^{2}}"),
    ("(a + b)*c", "(a + b)·c", r"\left(a + b\right) \cdot c"),
    ("a - (b - c)", "a - (b - c)", r"a - \left(b - c\right)"),
    ("a - (-b)", "a - (-b)", r"a - \left(-b\right)"),
    ("a*(-b)", "a·(-b)", r"a \cdot \left(-b\right)"),
    ("(-a)**2", "(-a)²", r"{\left(-a\right)}^{2}"),
    ("a**-2", "a⁻²", "a^{-2}"),
    ("a**b**c", "a^(b^c)", "a^{b^{c}}"),
    ("(a**b)**c", "(a^b)^c", r"{\left(a^{b}\right)}^{c}"),
    ("a/(b*c)", "a/(b·c)", r"\frac{a}{b \cdot c}"),
    ("a/b/c", "a/b/c", r"\frac{\frac{a}{b}}{c}"),
    ("2*(a + 1)", "2(a + 1)", r"2 \left(a + 1\right)"),
    ("2*sin(a)", "2·sin(a)", r"2 \cdot \sin\left(a\right)"),
    ("w*2", "w·2", r"w \cdot 2"),
    ("2*3", "2 × 3", r"2 \times 3"),
    ("sqrt(a)", "sqrt(a)", r"\sqrt{a}"),
    ("cbrt(a)", "cbrt(a)", r"\sqrt[3]{a}"),
    ("abs(a - b)", "|a - b|", r"\left|a - b\right|"),
    ("pi*alpha_1", "π·α₁", r"\pi \cdot \alpha_{1}"),
    ("epsilon*loss", "ε·loss", r"\varepsilon \cdot \mathit{loss}"),
    ("w1*my_name", "w1·my_name", r"w_{1} \cdot \mathit{my\_name}"),
    ("where(a > 0, 1, 0)", "(1 where a > 0, else 0)", r"\begin{cases} 1 & \text{where } a > 0 \\ 0 & \text{else} \end{cases}"),
    ("1e300*a", "1e300·a", r"1 \times 10^{300} \cdot a"),
    ("max(a, b, 2)", "max(a, b, 2)", r"\max\left(a, b, 2\right)"),
    ("sigmoid(a)", "sigmoid(a)", r"\operatorname{sigmoid}\left(a\right)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "plain", "latex"), FORMULAS)
def test_formulas(text: str, plain: str, latex: str) -> None:
    assert Text(SEVERAL).formula(formula(text)).text == plain
    assert Latex(SEVERAL).formula(formula(text)).text == latex
    ET.fromstring(f"<math>{MathMl(SEVERAL).formula(formula(text)).text}</math>")


def test_numbers_stand_in_parentheses_where_they_are_negative() -> None:
    found = put_in(formula("w*x + b"), {"w": Fraction(2), "x": Fraction(-2), "b": Fraction(-1, 3)})
    assert found is not None
    assert Text(SEVERAL).formula(found).text == "2 × (-2) + (-1/3)"
    assert Latex(SEVERAL).formula(found).text == r"2 \times \left(-2\right) + \left(-\frac{1}{3}\right)"


LINES = [
    (math(Derivative("J", "w"), "=", Number(Fraction(3), ""), "×", Number(Fraction(-22), ""), "=", Number(Fraction(-66), "")), "dJ/dw = 3 × (-22) = -66"),
    (math(Name("a"), "↑", Number(Fraction(3), ""), Name("epsilon"), "→", Name("J"), "↓", Number(Fraction(1, 3), ""), Name("epsilon")), "a↑3ε → J↓(1/3)ε"),
    (math("-", formula("a + b"), "×", formula("c")), "-(a + b) × c"),
    (math(formula("a"), "+", formula("-b")), "a + (-b)"),
]  # fmt: skip


@pytest.mark.parametrize(("piece", "expected"), LINES)
def test_lines(piece: Math, expected: str) -> None:
    assert Text(ONE_INPUT).math(piece) == expected


DERIVATIVES = [
    ("leibniz", ONE_INPUT, "dJ/dw", r"\frac{dJ}{dw}"),
    ("leibniz", SEVERAL, "∂J/∂w", r"\frac{\partial J}{\partial w}"),
    ("dvar", SEVERAL, "dw", r"\mathtt{dw}"),
    ("prime", ONE_INPUT, "J′", "{J}'"),
    ("prime", SEVERAL, "J′(w)", "{J}'(w)"),
]


@pytest.mark.parametrize(("style", "base", "plain", "latex"), DERIVATIVES)
def test_derivatives(style: str, base: Notation, plain: str, latex: str) -> None:
    notation = Notation(style, base.sign, base.output, base.only_input)
    assert Text(notation).derivative(Derivative("J", "w")) == plain
    assert Latex(notation).derivative(Derivative("J", "w")) == latex
    ET.fromstring(f"<math>{MathMl(notation).derivative(Derivative('J', 'w'))}</math>")


@pytest.mark.parametrize("style", ["leibniz", "dvar", "prime"])
def test_an_edge_alone_never_looks_like_the_derivative_along_all_ways(style: str) -> None:
    for dialect in (Text, Latex, MathMl):
        writer: Dialect = dialect(Notation(style, "d", "J", "w"))
        assert writer.derivative(Derivative("J", "w", direct=True)) != writer.derivative(Derivative("J", "w"))


@pytest.mark.parametrize(
    "program", ["(" * 5000 + "w" + ")" * 5000, "+".join(["w"] * 5000), "sin(" * 3000 + "w" + ")" * 3000]
)
def test_no_formula_is_too_deep_or_too_long(program: str) -> None:
    node = Graph(program, "none").nodes[-1]
    found = Formula(node.formula.code, node.formula.names, "")
    for dialect in (Text, Latex, MathMl):
        assert len(dialect(ONE_INPUT).formula(found).text) < 200
