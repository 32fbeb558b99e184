"""--only names derivatives in every way that --get does; --digits reaches csv; an error among points says at which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("name", ["b", "db", "dJ/db", "∂J/∂b"])
def test_only_takes_a_name_or_a_derivative(run: Callable, name: str) -> None:
    found = run("diff", "w*b", "--at", "w=2,b=3", "--only", name, "--table", "gradient", "--format", "csv")
    assert (found.code, found.out) == (0, "by,value\nb,2\n")


def test_only_refuses_what_is_not_there(run: Callable) -> None:
    found = run("diff", "w*b", "--at", "w=2,b=3", "--only", "dz")
    assert found.code == 2
    assert found.out == ""
    assert "z" in found.err


def test_digits_reach_csv(run: Callable) -> None:
    found = run("diff", "sin(x)", "--at", "x=1", "--table", "forward", "--format", "csv", "--digits", "25")
    assert found.out == "name,formula,value\nJ,sin(x),0.8414709848078965066525023\n"


def test_an_error_among_points_says_at_which(run: Callable) -> None:
    found = run("diff", "1/w", "--at", "w=1", "--at", "w=0")
    assert (found.code, found.out) == (3, "")
    assert "division by zero at w=0" in found.err
