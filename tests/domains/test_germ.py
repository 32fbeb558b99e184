"""Germs: value, slope and half the second derivative just right and just left of a point, exactly where the coefficients are exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symback import Graph
from symback.domains.exact import Exact
from symback.domains.germ import Germ, Germs, NeedTerms, NotWritable, constant, moving
from symback.domains.text import as_fraction
from symback.domains.values import Pi, Surd, Undefined
from symback.passes.judge import SPANS

F, HALF = Fraction, Fraction(1, 2)


def beside(program: str, w: Any, sign: int) -> Germ | Undefined:
    """The germ of a program in w: right of the point (1) or left (-1)."""
    [node] = Graph(program, split="none").nodes
    for span in SPANS:
        germs = Germs(Exact(), span)
        try:
            found: Any = germs.run(node.rule, [moving(w, sign) for _ in node.operands])[-1]
            if isinstance(found, Germ):
                found.coefficient(F(1))
        except NeedTerms:
            continue
        return found  # type: ignore[no-any-return]
    raise NotWritable


# program, point, value, slopes left and right, half the second derivative left and right (None: not asked)
ROWS: list[tuple[str, Any, Any, Any, Any, Any, Any]] = [
    ("(2+3*w)**2", F(3), F(121), F(66), F(66), F(9), F(9)),
    ("abs(w)", F(0), F(0), F(-1), F(1), F(0), F(0)),
    ("relu(w) - relu(-w)", F(0), F(0), F(1), F(1), F(0), F(0)),
    ("cbrt(w)**3", F(0), F(0), F(1), F(1), F(0), F(0)),
    ("where(w != 0, sin(w)/w, 1)", F(0), F(1), F(0), F(0), F(-1, 6), F(-1, 6)),
    ("where(w != 0, (sin(w) - w)/w**3, 1)", F(0), F(-1, 6), F(0), F(0), F(1, 120), F(1, 120)),
    ("w*exp(abs(w)**0.1)", F(0), F(0), F(1), F(1), None, None),
    ("abs(w)**1.01", F(0), F(0), F(0), F(0), None, None),
    ("where(w == 0, 0, w**2*sin(1/w))", F(0), F(0), F(0), F(0), None, None),
    ("where(w == 0, 0, exp(-1/w**2))", F(0), F(0), F(0), F(0), F(0), F(0)),
    ("relu(w) + log(1 + exp(-abs(w)))", F(0), None, HALF, HALF, F(1, 8), F(1, 8)),
    ("max(sin(w), cos(w))", Pi(F(1, 4)), Surd(HALF, 2), Surd(F(-1, 2), 2), Surd(HALF, 2), None, None),
    ("acos(cos(w))", F(0), F(0), F(-1), F(1), None, None),
    ("asin(sin(w))", Pi(HALF), Pi(HALF), F(1), F(-1), None, None),
    ("floor(w) + ceil(-w)", F(2), F(0), F(0), F(0), F(0), F(0)),
    ("where(w == -3, 0, 1/gamma(w))", F(-3), F(0), F(-6), F(-6), None, None),
    ("acosh(1 + w**2)", F(0), F(0), Surd(F(-1), 2), Surd(F(1), 2), F(0), F(0)),
    ("w + 1e-20*abs(w)", F(0), F(0), 1 - F(1, 10**20), 1 + F(1, 10**20), F(0), F(0)),
    ("gelu(w)", F(0), F(0), HALF, HALF, None, None),
    ("hypot(w, 0)**2", F(0), F(0), F(0), F(0), F(1), F(1)),
]  # fmt: skip


def same(found: Any, wanted: Any) -> bool:
    exact = type(found) is type(wanted) and found == wanted
    return exact or (not isinstance(found, Fraction) and abs(as_fraction(found) - as_fraction(wanted)) < F(1, 10**50))


@pytest.mark.parametrize(("program", "w", "value", "left", "right", "before", "beyond"), ROWS)
def test_both_sides(program: str, w: Any, value: Any, left: Any, right: Any, before: Any, beyond: Any) -> None:
    apply = Exact().apply
    for sign, slope, curvature in ((1, right, beyond), (-1, left, before)):
        found = beside(program, w, sign)
        assert isinstance(found, Germ)
        assert value is None or same(found.coefficient(F(0)), value)
        assert same(apply("*", (F(sign), found.coefficient(F(1)))), slope)
        assert curvature is None or same(found.coefficient(F(2)), curvature)


@pytest.mark.parametrize(
    "program", ["where(w == 0, 0, w/log(abs(w)))", "abs(w)**(abs(w) + 1)", "where(w == 0, 0, w*log(abs(w)))"]
)
def test_what_no_power_of_t_says_is_not_written(program: str) -> None:
    with pytest.raises(NotWritable):
        beside(program, F(0), 1)


@pytest.mark.parametrize(
    ("program", "w", "sign"),
    [("sqrt(w)", F(0), -1), ("log(w)", F(-1), 1), ("acos(w)", F(1), 1), ("1/(w - w)", F(2), 1)],
)
def test_a_side_without_value_is_said(program: str, w: Fraction, sign: int) -> None:
    assert isinstance(beside(program, w, sign), Undefined)


def test_a_pole_and_a_vertical_tangent_show_in_the_exponents() -> None:
    pole, vertical = beside("where(w == 0, 0, 1/w)", F(0), 1), beside("cbrt(w)", F(0), 1)
    assert isinstance(pole, Germ)
    assert isinstance(vertical, Germ)
    assert [pole.terms[0][0], vertical.terms[0][0]] == [F(-1), F(1, 3)]


def test_what_is_equal_by_its_making_is_0() -> None:
    germs = Germs(Exact())
    w = moving(F(1), 1)
    assert germs.apply("-", (germs.apply("exp", (w,)), germs.apply("exp", (w,)))).is_zero
    assert not germs.apply("-", (germs.apply("exp", (w,)), constant(F(1)))).is_zero
