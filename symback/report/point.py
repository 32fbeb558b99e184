"""The passes at one point: in the arithmetic that is shown, and in the one that judges; and how many digits they take."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.arithmetic.floats import Floats
from symback.arithmetic.mixed import MOST_DIGITS, Mixed
from symback.arithmetic.text import decimal_exponent
from symback.arithmetic.values import NeedMorePrecision, Undefined, Value
from symback.errors import SymbackError, no_answer
from symback.passes.backward import Backward, backward
from symback.passes.forward import Forward, forward, require_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.arithmetic.base import Arithmetic
    from symback.graph.graph import Graph
    from symback.report.options import Options
    from symback.syntax.formula import Formula

LARGE = 10_000  # operations: from here on a graph is walked in doubles, over arrays
EXACTLY, FLOATS, ARRAYS = "exactly", "floats", "arrays"


def chosen_arithmetic(graph: Graph, options: Options) -> str:
    """The one place that chooses how numbers are held: exactly (rationals and decimals), doubles, or arrays of them."""
    if options.arithmetic in ("auto", "float") and graph.operations >= LARGE:
        return ARRAYS
    return FLOATS if options.arithmetic == "float" else EXACTLY


@dataclass
class Point:
    """The passes at one point: in the arithmetic that is shown, and in the one that judges."""

    shown: Forward
    slopes: Backward
    arithmetic: Arithmetic
    judge_run: Forward
    judge_slopes: Backward
    judge_arithmetic: Mixed


def precisions(options: Options) -> list[int]:
    """The working digits to try, one after the other."""
    smallest = min(options.epsilons)
    start = 2 * options.digits + 20 + 2 * max(0, len(str(smallest.denominator)) - 1)
    return sorted({start, max(4 * start, 320), max(8 * start, MOST_DIGITS)})


def passes(graph: Graph, inputs: Mapping[str, Formula], options: Options, work: int) -> Point:
    """Forward and backward at `work` digits. Raises NeedMorePrecision where that is too few."""
    exact = options.arithmetic != "decimal"
    mixed = Mixed(options.digits, work, rational=exact)
    run, slopes = both(graph, inputs, mixed)
    if work < MOST_DIGITS and digits_asked(run) > work:
        raise NeedMorePrecision
    if options.arithmetic == "exact":
        require_rational(run)
    if chosen_arithmetic(graph, options) == EXACTLY:
        return Point(run, slopes, mixed, run, slopes, mixed)
    floats = Floats()
    return Point(*both(graph, inputs, floats), floats, run, slopes, mixed)


def both(graph: Graph, inputs: Mapping[str, Formula], arithmetic: Arithmetic) -> tuple[Forward, Backward]:
    """The forward and the backward pass."""
    values: dict[str, Value] = {}
    for name, formula in inputs.items():
        value = arithmetic.run(formula.code, [])[-1]
        if isinstance(value, Undefined):
            raise no_answer(f"{name} has no value here: {value.reason}")
        values[name] = value
    run = forward(graph, values, arithmetic)
    require_values(graph, run)
    return run, backward(graph, run, arithmetic)


def digits_asked(run: Forward) -> int:
    """Working digits that the sizes of the values ask for, so that a tiny step from them can be seen."""
    least = most = 0
    for value in run.values.values():
        if not isinstance(value, (Undefined, Fraction)):
            exponent = decimal_exponent(value) if value else 0
            least, most = min(least, exponent), max(most, exponent)
    return 60 - 2 * least + most


def require_rational(run: Forward) -> None:
    for name, value in run.values.items():
        if not isinstance(value, (Fraction, Undefined)):
            raise SymbackError(
                f"{name} is not rational, and exact arithmetic holds rationals only", hint="--arithmetic decimal"
            )
