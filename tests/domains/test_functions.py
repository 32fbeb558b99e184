"""Every function of the table against mpmath at its sample point, exact, decimal and float."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import mpmath
import pytest

from symback import functions
from symback.domains.ball import Balls
from symback.domains.base import parse
from symback.domains.exact import Exact
from symback.domains.floats import Floats
from symback.domains.text import as_fraction
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from symback.domains.base import Domain

M = mpmath
TRUTH: dict[str, Callable[..., Any]] = {
    "exp": M.exp, "expm1": M.expm1, "log": M.log, "log1p": M.log1p, "log2": lambda x: M.log(x, 2), "log10": M.log10,
    "log_base": lambda x, base: M.log(x) / M.log(base), "sqrt": M.sqrt, "cbrt": lambda x: M.sign(x) * M.cbrt(abs(x)),
    "hypot": M.hypot, "sin": M.sin, "cos": M.cos, "tan": M.tan, "cot": M.cot, "sec": M.sec, "csc": M.csc, "asin": M.asin,
    "acos": M.acos, "atan": M.atan, "acot": M.acot, "asec": M.asec, "acsc": M.acsc, "atan2": M.atan2, "sinh": M.sinh,
    "cosh": M.cosh, "tanh": M.tanh, "coth": M.coth, "sech": M.sech, "csch": M.csch, "asinh": M.asinh, "acosh": M.acosh,
    "atanh": M.atanh, "acoth": M.acoth, "asech": M.asech, "acsch": M.acsch, "abs": abs, "sign": M.sign, "max": max,
    "min": min, "floor": M.floor, "ceil": M.ceil, "erf": M.erf, "erfc": M.erfc, "gamma": M.gamma,
    "lgamma": lambda x: M.log(abs(M.gamma(x))), "digamma": M.digamma, "polygamma": lambda n, x: M.psi(int(n), x),
    "sigmoid": lambda x: 1 / (1 + M.exp(-x)), "relu": lambda x: max(x, 0), "leaky_relu": lambda x: max(x, x / 100),
    "heaviside": lambda x: (1 + M.sign(x)) / 2, "logit": lambda x: M.log(x / (1 - x)), "elu": lambda x: x if x > 0 else M.exp(x) - 1,
    "normcdf": M.ncdf, "normpdf": M.npdf, "logaddexp": lambda x, y: M.log(M.exp(x) + M.exp(y)),
    "softplus": lambda x: M.log(1 + M.exp(x)), "silu": lambda x: x / (1 + M.exp(-x)), "gelu": lambda x: x * M.ncdf(x),
}  # fmt: skip
ARITHMETICS: dict[str, tuple[Domain, float]] = {
    "exact": (Exact(), 1e-28), "decimal": (Balls(), 1e-28), "float": (Floats(), 2e-15),
}  # fmt: skip
ROWS = [name for name in BY_NAME if name != "where"]


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("held", ARITHMETICS)
def test_a_row_at_its_sample_point(name: str, held: str) -> None:
    arithmetic, tolerance = ARITHMETICS[held]
    point = [Fraction(text) for text in BY_NAME[name].sample]
    with mpmath.workdps(50):
        truth = TRUTH[name](*(M.mpf(v.numerator) / v.denominator for v in point))
        found = arithmetic.apply(name, [arithmetic.number(v) for v in point])
        value = M.mpf(as_fraction(found).numerator) / as_fraction(found).denominator
        assert abs(value - truth) <= tolerance * abs(truth)


# name, argument, value as mpmath has it to 20 digits: where doubles overflow or cancel if the definition is taken as it stands
HARD = [
    ("sigmoid", "-800", "0"),
    ("sigmoid", "800", "1"),
    ("softplus", "800", "800"),
    ("softplus", "-800", "0"),
    ("silu", "-800", "0"),
    ("sech", "800", "0"),
    ("tanh", "800", "1"),
    ("gelu", "-40", "0"),
    ("erfc", "30", "0"),
    ("expm1", "1e-20", "1e-20"),
    ("log1p", "1e-20", "1e-20"),
    ("asinh", "1e-20", "1e-20"),
    ("lgamma", "1e6", "12815504.569147611660"),
    ("hypot", "1e200", None),
    ("acot", "-1/2", "-1.1071487177940905030"),
    ("cbrt", "-27", "-3"),
    ("elu", "-800", "-1"),
    ("normcdf", "-40", "0"),
    ("logit", "1e-300", "-690.77552789821370521"),
]


@pytest.mark.parametrize(("name", "argument", "value"), [row for row in HARD if row[2]])
@pytest.mark.parametrize("held", ["exact", "float"])
def test_far_from_the_sample_point(name: str, argument: str, value: str, held: str) -> None:
    arithmetic = ARITHMETICS[held][0]
    found = arithmetic.apply(name, [arithmetic.number(Fraction(argument))])
    assert float(found) == pytest.approx(float(Fraction(value)), rel=1e-14, abs=1e-300)


def test_hypot_of_large_doubles_does_not_overflow() -> None:
    assert Floats().apply("hypot", [3e200, 4e200]) == pytest.approx(5e200)


@pytest.mark.parametrize("held", ["exact", "float"])
def test_logaddexp_of_large_numbers_does_not_overflow(held: str) -> None:
    arithmetic = ARITHMETICS[held][0]
    found = arithmetic.apply("logaddexp", [arithmetic.number(Fraction(v)) for v in (10**7, -(10**7))])
    assert float(found) == 1e7


@pytest.mark.parametrize("name", sorted(functions.ALIASES))
def test_every_spelling_names_a_row(name: str) -> None:
    row = functions.ALIASES[name]
    assert row in ("pow", "clip") or row in BY_NAME
    assert functions.takes(row, functions.arity(row)[0])
    assert not functions.takes(row, functions.arity(row)[0] - 1)


ASKED_FOR = """exp log ln log2 log10 sqrt cbrt pow sin cos tan cot sec csc sinh cosh tanh coth sech csch asin acos atan acot asec
acsc asinh acosh atanh acoth asech acsch arcsin arccos arctan arccot arcsec arccsc arcsinh arccosh arctanh arccoth arcsech
arccsch atan2 abs sign min max hypot erf erfc gamma lgamma sigmoid relu leaky_relu softplus silu gelu floor ceil where elu logit heaviside normcdf normpdf logaddexp clip"""


def test_a_hint_names_what_the_language_has() -> None:
    for called, formula in functions.FORMULAS.items():
        parse(formula)
        assert called.partition("(")[0] not in functions.CALLED
    assert set(functions.OTHER_NAMES.values()) <= set(functions.ALIASES)
    assert not set(functions.OTHER_NAMES) & set(functions.CALLED)


def test_the_language_has_every_function_that_it_promises() -> None:
    assert set(ASKED_FOR.split()) <= set(functions.ALIASES)
