"""--only names derivatives in every way that --get does; --digits and --wrt reach every format; an error among points says at which."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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


@pytest.mark.parametrize("format_", ["table", "plain", "markdown", "latex", "html"])
def test_digits_reach_what_people_read(run: Callable, format_: str) -> None:
    """Cells, the gradient's sentence and the slopes of a kink; what is short is exact all the same."""
    asked = ("diff", "sin(x) + abs(y)*pi + z", "--at", "x=1,y=0,z=0.123456", "--format", format_, "--color", "never")
    found = run(*asked, "--digits", "4")
    shown = re.findall(r"\b0\.[0-9]+", found.out)
    assert {"0.8415", "0.5403", "0.123456"} <= set(shown)
    assert not [number for number in shown if len(number) > len("0.00012345") and number != "0.123456"]
    assert "3.142" in found.out
    assert "3.14159265" in run(*asked).out


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("pi/4", "π/4"),
        ("sqrt(2)/2", "√2/2"),
        ("12345/67891", "12345/67891"),
        ("exp(1)", "exp(1)"),
        ("6/4", "1.5"),  # a small number is said as it is
        ("0.1*pi", "0.1π"),
        ("1.23456789012345678901234567890123", "1.23456789"),
        ("sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)", "8.02808366"),
    ],
)
def test_a_value_is_shown_as_it_was_given(run: Callable, value: str, shown: str) -> None:
    """Unless a number says as much in fewer letters."""
    rest = ("--table", "forward")
    assert run("diff", "w**2*x", "--at", f"w={value},x=1", *rest).out.startswith(f"At w = {shown}, x = 1\n")
    assert run("diff", f"w = {value}; w**2").out.startswith(f"At w = {shown}\n")


@pytest.mark.parametrize("extra", [[], ["--arithmetic", "float"], ["--order", "2"], ["--nudge", "none"]])
def test_answers_come_in_the_order_of_wrt(run: Callable, extra: list[str]) -> None:
    asked = ("diff", "w**2*b*x", "--at", "w=2,b=3,x=1", "--wrt", "x,w", "--format", "json", *extra)
    found = json.loads(run(*asked).out)
    if extra[:1] == ["--order"]:
        assert (found["parameters"], found["hessian"]) == (["x", "w"], [[0.0, 12.0], [12.0, 6.0]])
    else:
        assert list(found["gradient"].items()) == [("x", 12.0), ("w", 12.0)]
        assert [row["by"] for row in found["chained"] if row["parameter"]] == ["x", "w"]


def test_an_error_among_points_says_at_which(run: Callable) -> None:
    found = run("diff", "1/w", "--at", "w=1", "--at", "w=0")
    assert (found.code, found.out) == (3, "")
    assert "division by zero at w=0" in found.err


def test_each_of_several_nudges_is_got(run: Callable) -> None:
    """Side by side, as --eps says; a line for each point or --get."""
    asked = ("diff", "w**2", "--get", "dw:nudge", "--eps", "0.1,0.01")
    assert run(*asked, "--at", "w=3").out == "6.1\t6.01\n"
    assert run(*asked, "--at", "w=3", "--at", "w=2").out == "6.1\t6.01\n4.1\t4.01\n"


def test_top_and_how_hold_for_several_points(run: Callable) -> None:
    found = run("diff", "w**2", "--at", "w=1:5:1", "--top", "2", "--how")
    assert "how known" in found.out
    assert "3 more rows; --top 5 shows all" in found.out


def test_quiet_writes_its_file_all_the_same(run: Callable, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    asked = ("check", "w**2", "--at", "w=3", "--claim", "dw=6,J=8", "--quiet")
    found = run(*asked, "-o", str(target))
    assert (found.code, found.out, found.err) == (1, "", "")
    assert [claim["verdict"] for claim in json.loads(target.read_text())["claims"]] == ["match", "wrong"]
    assert run(*asked, "--format", "json").code == 2


@pytest.mark.parametrize(("extra", "header"), [(["--order", "2"], "w,b,by,and"), (["--hvp", "w=1"], "w,b,by,value")])
def test_second_derivatives_at_several_points_say_at_which(run: Callable, extra: list[str], header: str) -> None:
    asked = ("diff", "w**2*b", "--at", "w=2,b=3", "--format", "csv", *extra)
    assert run(*asked).out.startswith(header.removeprefix("w,b,"))
    several = run(*asked, "--at", "w=1,b=5").out.splitlines()
    assert several[0].startswith(header)
    assert {line[:3] for line in several[1:]} == {"2,3", "1,5"}


def test_a_sweep_says_at_which_point(run: Callable) -> None:
    found = run("diff", "w**2", "--at", "w=1:2:1", "--sweep").out
    assert found.count("dJ/dw at w = 1, forward") == found.count("dJ/dw at w = 2, forward") == 1
