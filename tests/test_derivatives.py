"""The committed table of derivatives is what sympy derives, and every row agrees with a high-precision difference."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from symback import derivatives
from symback.derivatives import DERIVATIVES
from symback.domains.base import derivative
from symback.domains.exact import Exact
from symback.domains.text import as_fraction
from symback.domains.values import Undefined
from symback.functions import BY_NAME

DIGITS = 60
OPERATORS = ["+", "-", "*", "/", "neg", "**"]
# Points inside the domain, where it is not all numbers; away from kinks, jumps and poles.
POINTS: dict[str, list[tuple[str, ...]]] = {
    "log": [("7/10",), ("12",)], "log1p": [("-9/10",), ("5",)], "log2": [("7/10",), ("12",)], "log10": [("7/10",), ("12",)],
    "sqrt": [("1/50",), ("12",)], "asec": [("-3",), ("2",)], "acsc": [("-3",), ("2",)], "acosh": [("11/10",), ("9",)],
    "acoth": [("-3",), ("2",)], "asech": [("1/50",), ("9/10",)], "atanh": [("-9/10",), ("1/3",)], "asin": [("-9/10",), ("1/3",)],
    "acos": [("-9/10",), ("1/3",)], "polygamma": [("1", "7/10"), ("2", "5"), ("0", "-3/2")],
    "logit": [("1/50",), ("9/10",)], "log_base": [("7/10", "2"), ("12", "1/3")], "**": [("7/10", "2"), ("12", "-1/3"), ("3", "5")],
    "atan2": [("7/10", "2"), ("-3", "-2"), ("5", "-1/3")],
}  # fmt: skip
EVERYWHERE = [("-7/3",), ("-1/5",), ("1/3",), ("13/10",), ("5/2",)]
PAIRS = [("7/10", "2"), ("-3", "5/4"), ("-1/3", "-7")]


def points(operation: str) -> list[tuple[Fraction, ...]]:
    row = BY_NAME.get(operation)
    texts = POINTS.get(operation) or (EVERYWHERE if len(DERIVATIVES[operation]) == 1 else PAIRS)
    texts = [*texts, row.sample] if row else texts
    return [tuple(Fraction(text) for text in point) for point in texts]


CASES = [
    pytest.param(operation, position, point, id=f"{operation}-{position}-{'_'.join(map(str, point))}")
    for operation in DERIVATIVES
    for position in range(len(DERIVATIVES[operation]))
    for point in points(operation)
    if (operation, position) != ("polygamma", 0)  # no derivative by its order
]


def test_the_committed_table_is_what_sympy_derives() -> None:
    from symback import derive

    assert Path(derivatives.__file__).read_text(encoding="utf-8") == derive.source(derive.derive_all())


def test_every_function_has_a_row() -> None:
    handled = {"max", "min", "where"}  # by convention
    assert set(DERIVATIVES) == {*OPERATORS, *BY_NAME} - handled
    assert all(len(DERIVATIVES[name]) == row.arity[0] for name, row in BY_NAME.items() if name not in handled)


@pytest.mark.parametrize(("operation", "position", "point"), CASES)
def test_a_row_agrees_with_a_central_difference(operation: str, position: int, point: tuple[Fraction, ...]) -> None:
    arithmetic = Exact(DIGITS, 14 * DIGITS)

    def value(step: Fraction) -> object:
        moved = [v + step if k == position else v for k, v in enumerate(point)]
        found = arithmetic.apply(operation, moved)
        assert not isinstance(found, Undefined), (operation, moved)
        return as_fraction(found, 4 * DIGITS)

    h = Fraction(1, 10**DIGITS)
    difference = (value(h) - value(-h)) / (2 * h)  # type: ignore[operator]
    here = arithmetic.apply(operation, point)
    slots = [*point, *[here] * (3 - len(point))]
    slope = as_fraction(arithmetic.run(derivative(operation, position), slots)[-1], 2 * DIGITS)
    assert abs(slope - difference) <= (1 + abs(slope)) * Fraction(1, 10**50)
