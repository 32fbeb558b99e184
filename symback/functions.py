"""The table of functions: a row each. To add a function, add a row (and run `python -m symback.derive`).

A row says how the function is called, how it is defined or computed, where it has values, and where it has
no derivative. Its derivative is not here: sympy derives it (symback/derive.py) and the result is committed in
symback/derivatives.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

ANY = 10**9
Test = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    `definition`, where there is one, is its formula in the language itself, with x, y for the arguments; else `real`
    names the function of python-flint's balls, or that of REAL in symback/domains/ball.py. `stable` is a formula of the same value for numbers, where the definition would overflow or cancel. `exact` lists rational points with rational values (or rational multiples of pi, as text).
    `domain` says where it has values, in words and as a test on the arguments. `breaks` are the formulas whose
    change of sign (or, for floor, of whole part) separates the smooth pieces; `at_breaks` says what happens there:
    kink, jump, pole, or bend, where there is a derivative and no second one. `sample` is a point inside the domain, away from breaks, for tests and tables.
    """

    name: str
    about: str
    arity: tuple[int, int] = (1, 1)
    aliases: tuple[str, ...] = ()
    definition: str | None = None
    stable: str | None = None
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
    Function("sech", "hyperbolic secant", definition="1/cosh(x)", stable="2*exp(-abs(x))/(1 + exp(-2*abs(x)))"),
    Function("csch", "hyperbolic cosecant", definition="1/sinh(x)", stable="-2*sign(x)*exp(-abs(x))/expm1(-2*abs(x))", breaks=("x",), at_breaks="pole"),
    Function("asinh", "inverse hyperbolic sine", aliases=("arcsinh", "arsinh"), real="asinh", exact=(("0", "0"),)),
    Function("acosh", "inverse hyperbolic cosine", aliases=("arccosh", "arcosh"), real="acosh", exact=(("1", "0"),), domain=("an argument of at least 1", _at_least_one), sample=("2",)),
    Function("atanh", "inverse hyperbolic tangent", aliases=("arctanh", "artanh"), real="atanh", exact=(("0", "0"),), domain=("an argument between -1 and 1", lambda x: bool(-1 < x < 1))),
    Function("acoth", "inverse hyperbolic cotangent", aliases=("arccoth", "arcoth"), definition="atanh(1/x)", domain=("an argument above 1 or below -1", lambda x: bool(x > 1 or x < -1)), sample=("2",)),
    Function("asech", "inverse hyperbolic secant", aliases=("arcsech", "arsech"), definition="acosh(1/x)", domain=("an argument above 0, up to 1", lambda x: bool(0 < x <= 1))),
    Function("acsch", "inverse hyperbolic cosecant", aliases=("arccsch", "arcsch"), definition="asinh(1/x)", breaks=("x",), at_breaks="pole"),
    # pieces
    Function("abs", "absolute value", definition="where(x < 0, -x, x)", breaks=("x",), at_breaks="kink", convention="0 at 0"),
    Function("sign", "-1, 0 or 1", aliases=("sgn",), definition="where(x > 0, 1, where(x < 0, -1, 0))", breaks=("x",), at_breaks="jump"),
    Function("heaviside", "0 below 0, 1 above, 1/2 at 0", definition="where(x > 0, 1, where(x < 0, 0, 1/2))", breaks=("x",), at_breaks="jump"),
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
    Function("sigmoid", "1/(1 + exp(-x))", aliases=("expit", "logistic"), definition="1/(1 + exp(-x))", stable="where(x < 0, exp(x)/(1 + exp(x)), 1/(1 + exp(-x)))"),
    Function("logit", "inverse of sigmoid, log(x/(1 - x))", definition="log(x/(1 - x))", domain=("an argument between 0 and 1", lambda x: bool(0 < x < 1))),
    Function("relu", "x where positive, else 0", definition="where(x > 0, x, 0)", breaks=("x",), at_breaks="kink", convention="0 at 0"),
    Function("leaky_relu", "x where positive, else x/100", definition="where(x > 0, x, x/100)", breaks=("x",), at_breaks="kink", convention="1/100 at 0, the left slope"),
    Function("elu", "x where positive, else exp(x) - 1", definition="where(x > 0, x, expm1(x))", breaks=("x",), at_breaks="bend"),
    Function("softplus", "log(1 + exp(x))", definition="log1p(exp(x))", stable="max(x, 0) + log1p(exp(-abs(x)))"),
    Function("silu", "x*sigmoid(x)", aliases=("swish",), definition="x*sigmoid(x)", stable="where(x < 0, x*exp(x)/(1 + exp(x)), x/(1 + exp(-x)))"),
    Function("gelu", "x times the normal distribution of x", definition="x*erfc(-x/sqrt(2))/2"),
    Function("normcdf", "the standard normal distribution, up to x", definition="erfc(-x/sqrt(2))/2"),
    Function("normpdf", "the standard normal distribution's density", definition="exp(-x**2/2)/sqrt(2*pi)"),
    Function("logaddexp", "log(exp(x) + exp(y))", (2, 2), definition="log(exp(x) + exp(y))", stable="max(x, y) + log1p(exp(-abs(x - y)))", sample=("7/10", "2")),
)
# fmt: on

# One name a count of arguments: log(x, base) is an operation of its own, and pow(x, y) is x**y.
LOG_BASE = "log_base"
_LOG_BASE_ROW = Function(LOG_BASE, "logarithm to a base, called as log(x, base)", (2, 2), definition="log(x)/log(y)", domain=("a positive argument and a positive base that is not 1", _base), sample=("7/10", "2"))  # fmt: skip

BY_NAME = {function.name: function for function in (*FUNCTIONS, _LOG_BASE_ROW)}
# pow and clip have no row: the parser makes `**`, and min(max(x, low), high), of them.
CLIP = "clip"
ALIASES = {name: f.name for f in FUNCTIONS for name in (f.name, *f.aliases)} | {"pow": "pow", CLIP: CLIP}
CALLED = ALIASES | {"sigma": "sigmoid"}  # sigma alone stays a variable, and σ(z) is a function
CONSTANTS = frozenset({"pi", "e"})
# What people type and the language calls otherwise: the same function, by its name here.
OTHER_NAMES = {
    "arctg": "atan", "tang": "tan", "ctg": "cot", "cotan": "cot", "cosec": "csc", "sh": "sinh", "ch": "cosh", "th": "tanh",
    "fabs": "abs", "absolute": "abs", "power": "pow", "if": "where", "ifelse": "where", "piecewise": "where",
    "loge": "log", "lg": "log10", "lb": "log2", "ld": "log2", "step": "heaviside", "unitstep": "heaviside", "sig": "sigmoid",
    "normal_cdf": "normcdf", "norm_cdf": "normcdf", "ncdf": "normcdf", "phi_cdf": "normcdf", "normal_pdf": "normpdf",
    "norm_pdf": "normpdf", "npdf": "normpdf", "clamp": "clip", "maximum": "max", "minimum": "min", "fmax": "max", "fmin": "min",
    "ceiling": "ceil", "tgamma": "gamma", "lngamma": "lgamma", "psi": "digamma", "sgm": "sigmoid", "ramp": "relu",
    "curt": "cbrt", "cuberoot": "cbrt", "squareroot": "sqrt",
}  # fmt: skip
# What the language writes as a formula: none of these is any function of the language, however near the names are.
FORMULAS = {
    "sqr(x)": "x**2", "square(x)": "x**2", "sq(x)": "x**2", "cube(x)": "x**3", "exp2(x)": "2**x", "exp10(x)": "10**x",
    "pow2(x)": "2**x", "pow10(x)": "10**x", "factorial(n)": "gamma(n + 1)", "fact(n)": "gamma(n + 1)", "inv(x)": "1/x",
    "reciprocal(x)": "1/x", "rsqrt(x)": "1/sqrt(x)", "sinc(x)": "sin(x)/x", "sinpi(x)": "sin(pi*x)", "cospi(x)": "cos(pi*x)",
    "tanpi(x)": "tan(pi*x)", "sind(x)": "sin(x*pi/180)", "cosd(x)": "cos(x*pi/180)", "tand(x)": "tan(x*pi/180)",
    "radians(x)": "x*pi/180", "deg2rad(x)": "x*pi/180", "degrees(x)": "x*180/pi", "rad2deg(x)": "x*180/pi",
    "round(x)": "floor(x + 1/2)", "rint(x)": "floor(x + 1/2)", "trunc(x)": "sign(x)*floor(abs(x))", "frac(x)": "x - floor(x)",
    "fix(x)": "sign(x)*floor(abs(x))", "int(x)": "sign(x)*floor(abs(x))", "mod(x, y)": "x - y*floor(x/y)",
    "root(x, n)": "x**(1/n)", "nthroot(x, n)": "x**(1/n)", "beta(a, b)": "gamma(a)*gamma(b)/gamma(a + b)",
    "lbeta(a, b)": "lgamma(a) + lgamma(b) - lgamma(a + b)", "binomial(n, k)": "gamma(n + 1)/(gamma(k + 1)*gamma(n - k + 1))",
    "relu6(x)": "clip(x, 0, 6)", "hardtanh(x)": "clip(x, -1, 1)", "softsign(x)": "x/(1 + abs(x))", "mish(x)": "x*tanh(softplus(x))",
    "logsigmoid(x)": "-softplus(-x)", "logsumexp(x, y)": "logaddexp(x, y)", "versin(x)": "1 - cos(x)", "coversin(x)": "1 - sin(x)",
    "haversin(x)": "(1 - cos(x))/2", "gd(x)": "atan(sinh(x))", "log3(x)": "log(x, 3)",
    "logb(x, b)": "log(x, b)", "logn(x, n)": "log(x, n)", "fma(x, y, z)": "x*y + z", "add(x, y)": "x + y", "sub(x, y)": "x - y",
    "mul(x, y)": "x*y", "multiply(x, y)": "x*y", "div(x, y)": "x/y", "divide(x, y)": "x/y", "neg(x)": "-x", "negative(x)": "-x",
    "subtract(x, y)": "x - y", "xlogy(x, y)": "x*log(y)", "xlog1py(x, y)": "x*log1p(y)", "erfcx(x)": "exp(x**2)*erfc(x)",
    "trigamma(x)": "polygamma(1, x)", "log_ndtr(x)": "log(normcdf(x))", "ndtr(x)": "normcdf(x)",
    "selu(x)": "1.0507009873554805*where(x > 0, x, 1.6732632423543772*expm1(x))",
}  # fmt: skip
# Functions that the language does not have, and that none of it is near to.
FOREIGN = frozenset(
    [
        "erfi",
        "erfinv",
        "erfcinv",
        "ndtri",
        "zeta",
        "eta",
        "besselj",
        "bessely",
        "besseli",
        "besselk",
        "airy",
        "ei",
        "si",
        "ci",
        "li",
        "shi",
        "chi",
        "lambertw",
        "expint",
        "expn",
        "ellipk",
        "ellipe",
        "dawson",
        "fresnel",
        "legendre",
        "hermite",
        "chebyshev",
        "real",
        "imag",
        "conj",
        "arg",
        "angle",
        "nextafter",
        "ulp",
        "isnan",
        "gcd",
        "lcm",
        "sigma",
        "softmax",
        "logsoftmax",
        "log_softmax",
        "softmin",
        "argmax",
        "argmin",
        "mse",
        "mae",
        "rmse",
        "bce",
        "nll",
        "loss",
        "cross_entropy",
        "crossentropy",
        "entropy",
        "kl",
        "median",
        "var",
        "std",
        "cov",
        "corr",
        "dirac",
        "n",
        "phi",
        "rand",
        "randn",
        "random",
    ]
)
# Functions of several numbers, as formulas of however many are given.
OF_ALL: dict[str, Callable[[Sequence[str]], str]] = {
    "sum": " + ".join,
    "prod": lambda given: "*".join(map(operand, given)),
    "mean": lambda given: f"({' + '.join(given)})/{len(given)}",
    "norm": lambda given: f"sqrt({' + '.join(f'{operand(one)}**2' for one in given)})",
}
OF_ALL |= {"product": OF_ALL["prod"], "average": OF_ALL["mean"], "avg": OF_ALL["mean"]}
# What stands for one thing to some and for another to others: both are said.
EITHER = {"N": "normcdf", "Phi": "normcdf"}
# What one number of an array's function is, for the reader to write with names of their own.
OF_ARRAYS = {
    "softmax": "exp(a)/(exp(a) + exp(b)), its entry for a, of two",
    "mse": "((a - y)**2 + (b - z)**2)/2, of two examples",
    "mae": "(abs(a - y) + abs(b - z))/2, of two examples",
}
DERIVATIVES = frozenset({"diff", "derivative", "derive", "differentiate", "grad", "gradient"})
INTEGRALS = frozenset({"integral", "integrate", "antiderivative"})


def meant(name: str, arguments: Sequence[str]) -> str | None:
    """Return what a call of what is no function means in the language: the formula with the call's own arguments, or the name."""
    lowered = name.lower()
    for pattern, formula in FORMULAS.items():
        called, _, letters = pattern.rstrip(")").partition("(")
        names = letters.split(", ")
        if called == lowered and len(arguments) in (0, len(names)):
            return with_arguments(formula, dict(zip(names, arguments, strict=False)))
    if lowered in OF_ALL and len(arguments) > 1:
        return OF_ALL[lowered](arguments)
    other = OTHER_NAMES.get(lowered)
    return (
        f"{other}({', '.join(arguments) or '…'})"
        if other and other != "where"
        else "where(w > 0, …, …)"
        if other
        else None
    )


def with_arguments(formula: str, given: Mapping[str, str]) -> str:
    """A formula of the table with arguments in place of its letters."""
    return re.sub(r"\b[a-z]\b(?!\()", lambda m: operand(given.get(m[0], m[0])), formula)


def operand(text: str) -> str:
    """An argument as an operand: in parentheses where it is not an atom."""
    return text if re.fullmatch(r"[^\W\d]\w*(\([^()]*\))?|[0-9.]+", text) else f"({text})"


def is_foreign(name: str) -> bool:
    """True for a name that has a meaning of its own elsewhere: no function of the language is a misspelling of it."""
    lowered = name.lower()
    return lowered in FOREIGN or lowered in OF_ALL or any(pattern.partition("(")[0] == lowered for pattern in FORMULAS)


def glued_call(name: str, names: Collection[str]) -> str | None:
    """The call that a variable's name reads as: `cosx` as cos(x); `names` are those that the program uses besides."""
    for function in sorted(CALLED, key=len, reverse=True):
        rest = name.removeprefix(function)
        if rest in (name, "") or name in CALLED or arity(CALLED[function])[0] != 1:
            continue
        letter = re.fullmatch(r"[0-9]*([a-z]|theta|phi|alpha|pi)", rest)
        if rest in names or (letter and name not in WORDS and letter[1] in ARGUMENT_LETTERS):
            return f"{function}({rest})"
    return None


WORDS = frozenset({"cost", "tgt"})  # that are names of their own
ARGUMENT_LETTERS = frozenset({"x", "y", "z", "t", "u", "v", "w", "r", "theta", "phi", "alpha", "pi"})


def operation(name: str, arguments: int) -> str:
    """The operation that a call of `name` with so many arguments stands for."""
    if name == "pow":
        return "**"
    return LOG_BASE if name == "log" and arguments == 2 else name


def arity(name: str) -> tuple[int, int]:
    """The least and the greatest number of arguments of `name`."""
    if name in ("pow", CLIP):
        return (2, 2) if name == "pow" else (3, 3)
    return (1, 2) if name == "log" else BY_NAME[name].arity


def takes(name: str, arguments: int) -> bool:
    """True if `name` can be called with so many arguments."""
    least, most = arity(name)
    return least <= arguments <= most


def arity_text(name: str) -> str:
    """Return how many arguments `name` takes, in words."""
    least, most = arity(name)
    if most == ANY:
        return f"{least} arguments or more"
    if least != most:
        return f"{least} or {most} arguments"
    return "one argument" if least == 1 else f"{least} arguments"


def rational_points(function: Function) -> dict[tuple[Fraction, ...], str]:
    """The exact points of a row: arguments to the text of the value."""
    return {tuple(Fraction(part.strip()) for part in point.split(",")): value for point, value in function.exact}
