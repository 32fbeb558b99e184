"""Doubles over all scales: values and slopes of every function beside exact arithmetic, and bounds that hold."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from symback.domains.columns import Arrays
from symback.domains.exact import Exact
from symback.domains.floats import Floats
from symback.domains.rounded import Drawn, Rough, Rounded
from symback.domains.text import as_float
from symback.domains.values import Undefined
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = [
    1e-300, 1e-160, 1e-150, 1e-16, 1e-9, 1e-3, 0.3, 0.5, 0.5 + 1e-9, 0.9, 1 - 1e-9, 1.0, 1 + 1e-9, 2.5, 6.5, 9.0, 20.3, 37.0, 40.1, 350.7,
    710.1, 800.5, 1e8, 1e16, 1e150, 1e160, 1e300,
]  # fmt: skip
PAIRED = [1e-300, 1e-160, 1e-9, 0.3, 1.0, 40.1, 800.5, 1e160, 1e300]
OPERATORS = ["+", "-", "*", "/", "**"]
LEFT_OUT = {"where", "polygamma"}  # its first operand is a whole number
FUNCTIONS = [name for name in (*BY_NAME, *OPERATORS, "neg") if name not in LEFT_OUT]
SMALL = {"gamma": 170.0, "lgamma": 1e4, "digamma": 1e4, "**": 1e4}  # beyond which exact arithmetic takes its time
CLOSE = 1e-12
EXACT = Exact(30, 6000, last=True)


def arguments(name: str) -> Iterator[tuple[float, ...]]:
    count = 2 if name in (*OPERATORS, "max", "min") else 1 if name == "neg" else BY_NAME[name].arity[0]
    sizes = [sign * size for size in (SIZES if count == 1 else PAIRED) for sign in (1, -1)] + [0.0]
    points = [(x,) for x in sizes] if count == 1 else [(x, y) for x in sizes for y in sizes]
    return (point for point in points if abs(point[-1]) <= SMALL.get(name, math.inf))


def truths(name: str, point: tuple[float, ...]) -> Iterator[tuple[int, float]]:
    """The value (-1) and the derivative by each operand, where a double holds them."""
    exact = [Fraction(x) for x in point]
    value = EXACT.apply(name, exact)
    found = [(-1, value)]
    if not isinstance(value, Undefined):
        found += [(k, EXACT.partial(name, k, exact, value)) for k in range(len(point))]
    for k, number in found:
        if number is not None and not isinstance(number, Undefined) and (double := as_float(number)) is not None:
            yield k, double


def in_floats(name: str, point: tuple[float, ...], k: int) -> float:
    value = Floats().apply(name, list(point))
    found = value if k < 0 else Floats().partial(name, k, list(point), value)
    return math.nan if isinstance(found, Undefined) or found is None else float(found)


def in_columns(domain: Any, name: str, columns: list[Any], k: int) -> Any:
    with np.errstate(all="ignore"):
        value = domain.apply(name, columns)
        return value if k < 0 else domain.partial(name, k, columns, value)


def one(column: Any) -> float:
    return float(np.broadcast_to(column, (1,))[0])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_values_and_slopes_over_all_scales(name: str) -> None:
    for point in arguments(name):
        for k, truth in truths(name, point):
            columns = [np.array([x]) for x in point]
            found = in_floats(name, point, k), one(in_columns(Arrays(), name, columns, k))
            for double in found:
                assert abs(double - truth) <= CLOSE * abs(truth) + 1e-305, (point, k, found, truth)
            bounded = in_columns(Rounded(), name, [Rough(column) for column in columns], k)
            error = 0.0 if bounded.error is None else one(bounded.error)
            off = abs(one(bounded.value) - truth)
            assert not off > error + 1e-15 * abs(truth) + 1e-300, (
                point,
                k,
                error,
                truth,
            )  # a bound that is nan says nothing


def test_tails_by_their_closed_forms() -> None:
    """sigmoid′(40) = e⁻⁴⁰ to first order, gelu′(−9) by mpmath, 1/cosh², and log(eˣ + eʸ) far out."""
    known = [("sigmoid", 40.0, 4.248354255291589e-18), ("gelu", -9.0, -9.1409860919e-18), ("tanh", 30.0, 3.5025833e-26)]
    for name, x, slope in known:
        value = Floats().apply(name, [x])
        assert float(Floats().partial(name, 0, [x], value)) == pytest.approx(slope, rel=1e-7)  # type: ignore[arg-type]
    slope = Floats().partial("logaddexp", 0, [1000.0, 999.0], Floats().apply("logaddexp", [1000.0, 999.0]))
    assert slope == pytest.approx(1 / (1 + math.exp(-1)), rel=1e-15)


def test_drawn_errors_are_of_the_size_of_the_bound() -> None:
    """(1 − cos x)/x² at 1e-9: all digits gone, by both."""
    for domain in (Rounded(), Drawn(1, 2.0)):
        x = Rough(np.array([1e-9, 1.0]))
        one_minus = domain.apply("-", [domain.number(Fraction(1)), domain.apply("cos", [x])])
        found = domain.apply("/", [one_minus, domain.apply("**", [x, domain.number(Fraction(2))])])
        lost = np.abs(found.error) > 1e-9 * np.abs(found.value)
        assert lost.tolist() == [True, False]
