"""The table of functions: a row each. To add a function, add a row (and run `python -m symback.derive`).

A row says how the function is called, how it is defined or computed, where it has values, and where it has
no derivative. Its derivative is not here: sympy derives it (symback/derive.py) and the result is committed in
symback/derivatives.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

ANY = 10**9
Test = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    `definition`, where there is one, is its formula in the language itself, with x, y for the arguments; else `real`
    names mpmath's function. `exact` lists rational points with rational values (or rational multiples of pi, as text).
    `domain` says where it has values, in words and as a test on the arguments. `breaks` are the formulas whose
    change of sign (or, for floor, of whole part) separates the smooth pieces; `at_breaks` says what happens there:
    kink, jump or pole. `sample` is a point inside the domain, away from breaks, for tests and tables.
    """

    name: str
    about: str
    arity: tuple[int, int] = (1, 1)
    aliases: tuple[str, ...] = ()
    definition: str | None = None
    real: str | None = None
    exact: tuple[tuple[str, str], ...] = ()
    domain: tuple[str, Test] | None = None
    breaks: tuple[str, ...] = ()
    at_breaks: str | None = None
    convention: str | None = None
    sample: tuple[str, ...] = ("7/10",)


def _within_one(x: Any) -> bool:
    return bool(-1 <= x <= 1)


def _positive(x: Any) -> bool:
    return bool(x > 0)


def _not_negative(x: Any) -> bool:
    return bool(x >= 0)


def _at_least_one(x: Any) -> bool:
    return bool(x >= 1)


def _gamma_domain(x: Any) -> bool:
    return bool(x > 0 or x != int(x))


def _base(x: Any, base: Any) -> bool:
    return bool(x > 0 and base > 0 and base != 1)


def _outside_one(x: Any) -> bool:
    return bool(x <= -1 or x >= 1)


POSITIVE = ("a positive argument", _positive)
WITHIN_ONE = ("an argument from -1 to 1", _within_one)
OUTSIDE_ONE = ("an argument of at least 1 or at most -1", _outside_one)
NOT_A_POLE = ("an argument that is not 0, -1, -2, …", _gamma_domain)

# fmt: off
FUNCTIONS: tuple[Function, ...] = (
    # exponentials, logarithms, powers
    Function("exp", "e to the power x", real="exp", exact=(("0", "1"),)),
    Function("expm1", "exp(x) - 1, precise near 0", real="expm1", exact=(("0", "0"),)),
    Function("log", "natural logarithm", aliases=("ln",), real="log", exact=(("1", "0"),), domain=POSITIVE),
    Function("log1p", "log(1 + x), precise near 0", real="log1p", exact=(("0", "0"),), domain=("an argument above -1", lambda x: bool(x > -1))),
    Function("log2", "logarithm to base 2", definition="log(x, 2)", domain=POSITIVE),
    Function("log10", "logarithm to base 10", definition="log(x, 10)", domain=POSITIVE),
    Function("sqrt", "square root", real="sqrt", domain=("an argument that is not negative", _not_negative)),
    Function("cbrt", "real cube root", real="cbrt", sample=("-7/10",)),
    Function("hypot", "length of the vector (x, y)", (2, 2), definition="sqrt(x**2 + y**2)", sample=("7/10", "2")),
    # trigonometric
    Function("sin", "sine", real="sin", exact=(("0", "0"),)),
    Function("cos", "cosine", real="cos", exact=(("0", "1"),)),
    Function("tan", "tangent", aliases=("tg",), definition="sin(x)/cos(x)", breaks=("cos(x)",), at_breaks="pole"),
    Function("cot", "cotangent", definition="cos(x)/sin(x)", breaks=("sin(x)",), at_breaks="pole"),
    Function("sec", "secant", definition="1/cos(x)", breaks=("cos(x)",), at_breaks="pole"),
    Function("csc", "cosecant", definition="1/sin(x)", breaks=("sin(x)",), at_breaks="pole"),
    Function("asin", "inverse sine", aliases=("arcsin",), real="asin", exact=(("0", "0"), ("1", "pi/2"), ("-1", "-pi/2"), ("1/2", "pi/6"), ("-1/2", "-pi/6")), domain=WITHIN_ONE),
    Function("acos", "inverse cosine", aliases=("arccos",), real="acos", exact=(("1", "0"), ("0", "pi/2"), ("-1", "pi"), ("1/2", "pi/3"), ("-1/2", "2*pi/3")), domain=WITHIN_ONE),
    Function("atan", "inverse tangent", aliases=("arctan",), real="atan", exact=(("0", "0"), ("1", "pi/4"), ("-1", "-pi/4"))),
    Function("acot", "inverse cotangent, atan(1/x)", aliases=("arccot",), definition="atan(1/x)", breaks=("x",), at_breaks="jump"),
    Function("asec", "inverse secant", aliases=("arcsec",), definition="acos(1/x)", domain=OUTSIDE_ONE, sample=("2",)),
    Function("acsc", "inverse cosecant", aliases=("arccsc",), definition="asin(1/x)", domain=OUTSIDE_ONE, sample=("2",)),
    Function("atan2", "angle of the point (x, y), called as atan2(y, x)", (2, 2), aliases=("arctan2",), real="atan2", exact=(("0, 1", "0"), ("1, 0", "pi/2"), ("-1, 0", "-pi/2"), ("1, 1", "pi/4"), ("0, -1", "pi")), domain=("two arguments that are not both 0", lambda y, x: bool(y != 0 or x != 0)), breaks=("where(y < 0, x, 1)",), at_breaks="jump", sample=("7/10", "2")),
    # hyperbolic
    Function("sinh", "hyperbolic sine", real="sinh", exact=(("0", "0"),)),
    Function("cosh", "hyperbolic cosine", real="cosh", exact=(("0", "1"),)),
    Function("tanh", "hyperbolic tangent", real="tanh", exact=(("0", "0"),)),
    Function("coth", "hyperbolic cotangent", definition="1/tanh(x)", breaks=("x",), at_breaks="pole"),
    Function("sech", "hyperbolic secant", definition="1/cosh(x)"),
    Function("csch", "hyperbolic cosecant", definition="1/sinh(x)", breaks=("x",), at_breaks="pole"),
    Function("asinh", "inverse hyperbolic sine", aliases=("arcsinh", "arsinh"), real="asinh", exact=(("0", "0"),)),
    Function("acosh", "inverse hyperbolic cosine", aliases=("arccosh", "arcosh"), real="acosh", exact=(("1", "0"),), domain=("an argument of at least 1", _at_least_one), sample=("2",)),
    Function("atanh", "inverse hyperbolic tangent", aliases=("arctanh", "artanh"), real="atanh", exact=(("0", "0"),), domain=("an argument between -1 and 1", lambda x: bool(-1 < x < 1))),
    Function("acoth", "inverse hyperbolic cotangent", aliases=("arccoth", "arcoth"), definition="atanh(1/x)", domain=("an argument above 1 or below -1", lambda x: bool(x > 1 or x < -1)), sample=("2",)),
    Function("asech", "inverse hyperbolic secant", aliases=("arcsech", "arsech"), definition="acosh(1/x)", domain=("an argument above 0, up to 1", lambda x: bool(0 < x <= 1))),
    Function("acsch", "inverse hyperbolic cosecant", aliases=("arccsch", "arcsch"), definition="asinh(1/x)", breaks=("x",), at_breaks="pole"),
    # pieces
    Function("abs", "absolute value", definition="where(x < 0, -x, x)", breaks=("x",), at_breaks="kink", convention="0 at 0"),
    Function("sign", "-1, 0 or 1", aliases=("sgn",), definition="where(x > 0, 1, where(x < 0, -1, 0))", breaks=("x",), at_breaks="jump"),
    Function("max", "the largest", (2, ANY), real="max", breaks=("x - y",), at_breaks="kink", convention="an equal share for each that ties", sample=("7/10", "2")),
    Function("min", "the smallest", (2, ANY), real="min", breaks=("x - y",), at_breaks="kink", convention="an equal share for each that ties", sample=("7/10", "2")),
    Function("floor", "the whole number below", real="floor", breaks=("floor(x)",), at_breaks="jump"),
    Function("ceil", "the whole number above", real="ceil", breaks=("floor(x)",), at_breaks="jump"),
    Function("where", "where(a < b, then, else), also with <= > >= == !=", (3, 3), breaks=("x - y",), at_breaks="kink", convention="the branch taken"),
    # of statistics and neural networks
    Function("erf", "error function", real="erf", exact=(("0", "0"),)),
    Function("erfc", "1 - erf(x)", real="erfc", exact=(("0", "1"),)),
    Function("gamma", "gamma function", real="gamma", domain=NOT_A_POLE, breaks=("where(x < 0, floor(x), 1)",), at_breaks="pole"),
    Function("lgamma", "logarithm of |gamma(x)|", aliases=("gammaln", "loggamma"), real="lgamma", exact=(("1", "0"), ("2", "0")), domain=NOT_A_POLE, breaks=("where(x < 0, floor(x), 1)",), at_breaks="pole"),
    Function("digamma", "derivative of lgamma", real="digamma", domain=NOT_A_POLE, breaks=("where(x < 0, floor(x), 1)",), at_breaks="pole"),
    Function("polygamma", "n-th derivative of digamma, polygamma(n, x)", (2, 2), real="polygamma", domain=("a whole n that is not negative, and an x that is not 0, -1, -2, …", lambda n, x: bool(n == int(n) and n >= 0 and _gamma_domain(x))), breaks=("where(y < 0, floor(y), 1)",), at_breaks="pole", sample=("1", "7/10")),
    Function("sigmoid", "1/(1 + exp(-x))", aliases=("expit", "logistic"), definition="1/(1 + exp(-x))"),
    Function("relu", "x where positive, else 0", definition="where(x > 0, x, 0)", breaks=("x",), at_breaks="kink", convention="0 at 0"),
    Function("leaky_relu", "x where positive, else x/100", definition="where(x > 0, x, x/100)", breaks=("x",), at_breaks="kink", convention="1/100 at 0, the left slope"),
    Function("softplus", "log(1 + exp(x))", definition="log1p(exp(x))"),
    Function("silu", "x*sigmoid(x)", aliases=("swish",), definition="x*sigmoid(x)"),
    Function("gelu", "x times the normal distribution of x", definition="x*erfc(-x/sqrt(2))/2"),
)
# fmt: on

# One name a count of arguments: log(x, base) is an operation of its own, and pow(x, y) is x**y.
LOG_BASE = "log_base"
_LOG_BASE_ROW = Function(LOG_BASE, "logarithm to a base, called as log(x, base)", (2, 2), definition="log(x)/log(y)", domain=("a positive argument and a positive base that is not 1", _base), sample=("7/10", "2"))  # fmt: skip

BY_NAME = {function.name: function for function in (*FUNCTIONS, _LOG_BASE_ROW)}
ALIASES = {name: f.name for f in FUNCTIONS for name in (f.name, *f.aliases)} | {"pow": "pow"}
CONSTANTS = frozenset({"pi", "e"})
# What people type and the language calls otherwise.
OTHER_NAMES = {
    "arctg": "atan",
    "fabs": "abs",
    "power": "pow",
    "if": "where",
    "heaviside": "where",
    "factorial": "gamma",
    "normcdf": "erf",
}


def operation(name: str, arguments: int) -> str:
    """The operation that a call of `name` with so many arguments stands for."""
    if name == "pow":
        return "**"
    return LOG_BASE if name == "log" and arguments == 2 else name


def arity(name: str) -> tuple[int, int]:
    """The least and the greatest number of arguments of `name`."""
    if name == "pow":
        return 2, 2
    return (1, 2) if name == "log" else BY_NAME[name].arity


def takes(name: str, arguments: int) -> bool:
    """Whether `name` can be called with so many arguments."""
    least, most = arity(name)
    return least <= arguments <= most


def arity_text(name: str) -> str:
    """How many arguments `name` takes, in words."""
    least, most = arity(name)
    if most == ANY:
        return f"{least} arguments or more"
    if least != most:
        return f"{least} or {most} arguments"
    return "one argument" if least == 1 else f"{least} arguments"


def rational_points(function: Function) -> dict[tuple[Fraction, ...], str]:
    """The exact points of a row: arguments to the text of the value."""
    return {tuple(Fraction(part.strip()) for part in point.split(",")): value for point, value in function.exact}
