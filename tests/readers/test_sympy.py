"""Expressions of sympy as programs: each has sympy's value and sympy's own derivatives, or a message."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
import sympy

from symback import Graph, SymbackError, from_sympy
from symback.domains.text import as_float
from symback.functions import FUNCTIONS, Function
from symback.readers.sympy import read

x, y = sympy.symbols("x y", real=True)
k = sympy.Symbol("k", integer=True)
AT = {"x": Fraction(7, 10), "y": Fraction(13, 10)}
HIGH = {"x": Fraction(12, 5), "y": Fraction(13, 10)}

READ = [
    ((2 + 3 * x) ** 2, AT), (x / (3 * y), AT), (-(x ** -2), AT), (x ** sympy.Rational(-1, 2) / y, AT), (x**y, AT),
    (sympy.Rational(-1, 3) * x**3, AT), (2**-x, AT), (sympy.pi * x + sympy.E, AT), (sympy.exp(-(x**2) / 2), AT),
    (sympy.GoldenRatio * x + sympy.EulerGamma, AT), (sympy.log(x, 2), AT), (sympy.Max(x, y, 1), AT), (sympy.Min(x, y), AT),
    (sympy.Abs(x - y), AT), (sympy.Piecewise((x**2, x > 1), (y, True)), AT), (sympy.Piecewise((x**2, x > 1), (y, True)), HIGH),
    (sympy.Piecewise((x, (x > 0) & (y < 1)), (x * y, sympy.Or(x > 1, y > 1)), (2, True)), AT),
    (sympy.Piecewise((x, sympy.Not(sympy.And(x > 1, y > 1))), (x**3, True)), HIGH), (sympy.Heaviside(x) * y, AT),
    (sympy.Piecewise((x**2, sympy.Eq(x, 0)), (sympy.sin(x) / x, True)), AT), (sympy.sinc(x), AT), (sympy.sign(x) * x, AT),
    (sympy.Sum(x**k / sympy.factorial(k), (k, 0, 6)), AT), (sympy.Product(x + k, (k, 1, 3)), AT),
    (sympy.Derivative(x**3 * y, x), AT), (sympy.binomial(y, x), AT), (sympy.factorial(x), AT), (sympy.harmonic(x), AT),
    (sympy.atan2(y, x), AT), (sympy.loggamma(x), AT), (sympy.digamma(x), AT), (sympy.polygamma(2, x), AT), (sympy.beta(x, y), AT),
    *((f(x), AT) for f in (
        sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc, sympy.asin, sympy.acos, sympy.atan, sympy.acot,
        sympy.sinh, sympy.cosh, sympy.tanh, sympy.coth, sympy.sech, sympy.csch, sympy.asinh, sympy.atanh, sympy.asech,
        sympy.acsch, sympy.erf, sympy.erfc, sympy.gamma, sympy.exp, sympy.log, sympy.sqrt, sympy.cbrt,
    )),
    *((f(x), HIGH) for f in (sympy.asec, sympy.acsc, sympy.acosh, sympy.acoth)),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "at"), READ, ids=[str(e) for e, _ in READ])
def test_what_is_read_has_sympys_value_and_derivatives(expression: sympy.Expr, at: dict[str, Fraction]) -> None:
    graph = Graph(read(expression).program)
    report = graph.at({name: at[name] for name in graph.inputs})
    point = {x: sympy.Rational(*at["x"].as_integer_ratio()), y: sympy.Rational(*at["y"].as_integer_ratio())}
    whole = expression.doit()
    assert as_float(report.values[graph.output]) == pytest.approx(float(sympy.N(whole.subs(point), 30)), rel=1e-14)
    for symbol in (x, y):
        slope = sympy.N(whole.diff(symbol).doit().subs(point).doit(), 30)
        assert as_float(report.gradient.get(str(symbol), Fraction(0))) == pytest.approx(
            float(slope), rel=1e-13, abs=1e-300
        )


@pytest.mark.parametrize(
    ("expression", "program"),
    [
        (sympy.Float("1.380649e-23") / x, "1.380649e-23/x"),
        (0.1 * x, "0.1*x"),
        (sympy.Float(0.1 + 0.2) * x, "0.30000000000000004*x"),
        (sympy.Float("0.1", 40) * x, "0.1*x"),
        (sympy.Symbol(r"x_{1}") + 1, "x_1 + 1"),
        (sympy.Symbol("α") * sympy.Symbol("lambda"), "lambda*alpha"),
        (sympy.Symbol("x") + sympy.Symbol("x", positive=True), "x + x_2"),
        (sympy.Symbol("pi") + sympy.pi, "pi_1 + pi"),
        (sympy.Symbol("e") + sympy.E, "e + exp(1)"),
        (sympy.Symbol("two words") + sympy.Symbol("2nd") + sympy.Symbol("or"), "x_2nd + or_1 + two_words"),
        (sympy.Function("relu")(x) + sympy.Function("swish")(x), "relu(x) + silu(x)"),
        (sympy.Piecewise((x, x > 5)), "where(x > 5, x, sqrt(-1 - x**2))"),
        (sympy.Heaviside(x, 0), "where(x > 0, 1, where(x < 0, 0, 0))"),
    ],
)
def test_the_text(expression: sympy.Expr, program: str) -> None:
    reading = read(expression)
    assert reading.program == program
    assert set(reading.symbols.values()) == expression.free_symbols


def test_equal_parts_of_a_large_expression_become_statements() -> None:
    expression: sympy.Expr = x
    for _ in range(12):
        expression = expression * sympy.sin(expression)
    reading = read(expression)
    assert len(reading.program.splitlines()) == 12
    assert reading.symbols == {"x": x}


@pytest.mark.parametrize(
    ("expression", "part"),
    [
        (sympy.I * x, "I"), (x + sympy.oo, "oo"), (sympy.zoo, "zoo"), (sympy.nan, "nan"), (sympy.Catalan * x, "Catalan"),
        (sympy.besselj(0, x), "besselj"), (sympy.Function("sigmiod")(x), "sigmoid"), (sympy.Function("relu")(x, y), "relu takes 1"),
        (sympy.Integral(sympy.exp(-(x**x)), (x, 0, y)), "Integral"), (sympy.Limit(1 / x, x, 0), "Limit"),
        (sympy.Sum(x, (k, 0, y)), "whole numbers"), (sympy.Sum(x**k, (k, 0, 10**9)), "1000 terms"),
        (sympy.Derivative(sympy.Function("f")(x), x), "Derivative"), (x > 1, "one expression"), (sympy.Matrix([x]), "one expression"),
        (sympy.MatrixSymbol("A", 2, 2)[0, 0], "A[0, 0]"), (sympy.DiracDelta(x), "DiracDelta"), ("x", "one expression"),
    ],
)  # fmt: skip
def test_what_the_language_lacks_is_refused(expression: object, part: str) -> None:
    with pytest.raises(SymbackError) as caught:
        read(expression)
    assert part in str(caught.value)
    assert caught.value.exit_code == 2


def call(row: Function) -> tuple[str, dict[str, str]]:
    """Return a program that calls a function at its sample point."""
    if row.name == "where":
        return "where(x < y, x**2, y)", {"x": "7/10", "y": "2"}
    names = "xy"[: len(row.sample)]
    if row.name == "polygamma":
        return "polygamma(1, y)", {"y": row.sample[1]}
    return f"{row.name}({', '.join(names)})", dict(zip(names, row.sample, strict=True))


@pytest.mark.parametrize("row", FUNCTIONS, ids=[row.name for row in FUNCTIONS])
def test_what_goes_to_sympy_is_evaluated_differentiated_compiled_and_kept(row: Function) -> None:
    program, at = call(row)
    graph = Graph(program)
    report = graph.at(at)
    whole = graph.to_sympy()
    point = {graph.symbols[name]: sympy.Rational(value) for name, value in at.items()}
    assert float(sympy.N(whole.subs(point), 30)) == pytest.approx(as_float(report.values[graph.output]), rel=1e-14)
    assert sympy.lambdify(list(point), whole, ["math", "mpmath"])(*map(float, point.values())) == pytest.approx(
        as_float(report.values[graph.output]), rel=1e-12
    )
    assert pickle.loads(pickle.dumps(whole)) == whole
    assert "operatorname{where" not in sympy.latex(whole)
    for name, symbol in zip(at, point, strict=True):
        truth = pytest.approx(as_float(report.gradient[name]), rel=1e-13, abs=1e-300)
        formula = graph.formulas.in_inputs(name)
        assert formula is not None
        for slope in (formula, whole.diff(symbol).doit()):
            if not slope.has(sympy.Derivative, sympy.DiracDelta):  # of floor, sign and heaviside: sympy has its own
                assert float(sympy.N(slope.subs(point), 30)) == truth


@pytest.mark.parametrize(
    "expression",
    [
        (2 + 3 * x) ** 2, x / (3 * y) + sympy.sin(x * y), sympy.exp(-(x**2) / 2) * y, sympy.log(1 + x**2), sympy.sqrt(x**2 + 1),
        sympy.Piecewise((x**2, x > 1), (x * y, True)), sympy.tanh(x * y), sympy.atan2(y, x), x**y, sympy.erf(x) / y,
    ],
)  # fmt: skip
def test_the_difference_from_sympys_own_derivative_simplifies_to_0(expression: sympy.Expr) -> None:
    graph = from_sympy(expression)
    assert sympy.simplify(graph.to_sympy() - expression) == 0
    for symbol in expression.free_symbols:
        assert sympy.simplify(graph.formulas.in_inputs(str(symbol)) - expression.diff(symbol)) == 0


def test_symbols_stand_for_names() -> None:
    rate = sympy.Symbol(r"\beta_{1}", positive=True)
    graph = from_sympy(rate * sympy.exp(rate * x) + x, wrt=[rate])
    assert graph.parameters == ("beta_1",)
    assert graph.at({rate: 2, x: 0}).gradient == graph.at(beta_1=2, x=0).gradient == {"beta_1": 1}
    assert graph.to_sympy().free_symbols == {rate, x}
    assert graph.formulas.in_inputs("beta_1").free_symbols == {rate, x}
    assert graph.to_sympy(graph.nodes[0].name).free_symbols <= {rate, x}


def test_the_persons_e_is_no_constant() -> None:
    e = sympy.Symbol("e")
    assert from_sympy(e**2 + sympy.E).at({e: 3}).gradient == {"e": 6}


def test_a_large_power_is_not_worked_out() -> None:
    assert Graph("w + 3**100").to_sympy() == sympy.Symbol("w", real=True) + 3**100
    with pytest.raises(SymbackError, match="too long"):
        Graph("w + 3**(10**9)").to_sympy()


def test_a_node_without_value_is_an_error() -> None:
    with pytest.raises(SymbackError):
        Graph("J = w*sqrt(-1 - 0*w)").at(w=1)
