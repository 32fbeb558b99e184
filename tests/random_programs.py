"""Random programs for hypothesis: the program's text and, beside it, what it means as a sympy expression."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import mpmath
import sympy
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from symback.domains.text import as_fraction

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("w", "b", "x")
SYMBOLS = {name: sympy.Symbol(name, real=True) for name in NAMES}
FUNCTIONS = {
    "sin": sympy.sin, "cos": sympy.cos, "exp": sympy.exp, "tanh": sympy.tanh, "atan": sympy.atan, "sinh": sympy.sinh,
    "cosh": sympy.cosh, "asinh": sympy.asinh, "erf": sympy.erf, "sqrt": sympy.sqrt, "log": sympy.log,
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)), "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "gelu": lambda x: x * (1 + sympy.erf(x / sympy.sqrt(2))) / 2, "log2": lambda x: sympy.log(x) / sympy.log(2),
    "tan": sympy.tan, "asin": sympy.asin, "acosh": sympy.acosh, "cbrt": lambda x: sympy.sign(x) * abs(x) ** sympy.Rational(1, 3),
}  # fmt: skip
DIGITS = 40
SECONDS = 2.0  # that sympy gets for one value


class Both(NamedTuple):
    """A program of the language and what it means: `single` is one expression, `named` has a statement for each operation."""

    single: str
    named: str
    means: Any


LEAVES = [*((name, SYMBOLS[name]) for name in NAMES), ("2", sympy.Integer(2)), ("1.25", sympy.Rational(5, 4))]
INFIX = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}
OPERATIONS = [*INFIX, *INFIX, "neg", "**", *FUNCTIONS]
LONGEST = 300  # characters of a single expression


@st.composite
def programs(draw: st.DrawFn) -> Both:
    """Three to eight operations, each on what stands before it, the last one included: values are used more than once."""
    pool = [(text, text, means) for text, means in LEAVES]  # single, named, sympy's
    statements: list[str] = []
    for count in range(draw(st.integers(3, 8))):
        operation = draw(st.sampled_from(OPERATIONS))
        last, other = pool[-1] if count else pool[0], pool[draw(st.integers(0, len(pool) - 1))]
        left, right = (last, other) if draw(st.booleans()) else (other, last)
        power = draw(st.sampled_from([-2, -1, 2, 3])) if operation == "**" else 0
        texts = [written(operation, left[k], right[k], last[k], power) for k in (0, 1)]
        means = meant(operation, left[2], right[2], last[2], power)
        assume(not means.has(sympy.zoo, sympy.nan, sympy.oo))
        statements.append(f"s{count} = {texts[1]}")
        pool.append((texts[0], f"s{count}", means))
    single, _, means = pool[-1]
    assume(len(single) <= LONGEST and means.free_symbols)
    return Both(single, "; ".join(statements), means)


def written(operation: str, left: str, right: str, last: str, power: int) -> str:
    if operation in INFIX:
        return f"({left} {operation} {right})"
    if operation == "**":
        return f"({last})**({power})"
    return f"(-{last})" if operation == "neg" else f"{operation}({last})"


def meant(operation: str, left: Any, right: Any, last: Any, power: int) -> Any:
    if operation in INFIX:
        return INFIX[operation](left, right)
    if operation == "**":
        return last**power
    return -last if operation == "neg" else FUNCTIONS[operation](last)


rationals = st.builds(Fraction, st.integers(-40, 40), st.sampled_from([7, 11, 13]))
points = st.fixed_dictionaries(dict.fromkeys(NAMES, rationals))
quick = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def put_in(expression: Any, point: dict[str, Fraction]) -> Any:
    """The value of a sympy expression to 40 digits, or None where it has none that is real and finite."""
    values = {SYMBOLS[n]: sympy.Rational(v.numerator, v.denominator) for n, v in point.items()}
    try:
        with within(SECONDS):
            found = sympy.N(expression.subs(values), DIGITS)
    except (
        ArithmeticError,
        MemoryError,
        TypeError,
        TimeoutError,
    ):  # sympy came by a nan, by 1e(1e9), or works on for minutes
        return None
    if found == 0 and expression != 0:  # which sympy also says where it lost every digit
        return None
    return found if found.is_Float or found.is_Rational else None


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in what takes longer."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def close(ours: Any, truth: Any) -> bool:
    with mpmath.workdps(DIGITS):
        rational = as_fraction(ours, 2 * DIGITS)
        own = mpmath.mpf(rational.numerator) / rational.denominator
        other = mpmath.mpf(str(truth))
        return bool(abs(own - other) <= (abs(other) + mpmath.mpf(10) ** -8) * mpmath.mpf(10) ** -20)
