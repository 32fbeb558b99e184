"""`symback diff` of programs with arrays: what is asked for, what is written, and what is refused."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

import numpy as np
import pytest

from symback.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

LAYER = "z = W@x + b; a = sigmoid(z); J = sum((a - y)**2)/2"
AT = "W=[[1,2,3],[3,4,0]],x=[1,1/2,0],b=[1,1/2],y=[1,0]"


def run(*arguments: str) -> tuple[int, str]:
    """The exit code of a command, and all that it wrote."""
    out = io.StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(out):
        try:
            code = main([*arguments]) or 0
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue()


def get(program: str, at: str, *names: str, more: tuple[str, ...] = ()) -> list[str]:
    code, text = run("diff", program, "--at", at, *(part for name in names for part in ("--get", name)), *more)
    assert code == 0, text
    return text.splitlines()


@pytest.mark.parametrize(
    ("program", "at", "name", "text"),
    [
        ("J = a.T@X@b", "a=[1,2],X=[[1,2],[3,4]],b=[1,1/2]", "dJ/dX", "[[1, 0.5], [2, 1]]"),
        ("J = a.T@X@b", "a=[1,2],X=[[1,2],[3,4]],b=[1,1/2]", "dJ/dX[1,0]", "2"),
        ("J = a.T@X@b", "a=[1,2],X=[[1,2],[3,4]],b=[1,1/3]", "dJ/dX:exact", '[["1", "1/3"], ["2", "2/3"]]'),
        ("J = a.T@X@b", "a=[1,2],X=[[1,2],[3,4]],b=[1,1/2]", "dX:formula", "a@b.T"),
        ("J = a.T@X@b", "a=[1,2],X=[[1,2],[3,4]],b=[1,1/2]", "J", "12"),
        ("y = A@x; J = sum(y**2)", "A=[[1,2],[3,4]],x=[1,1]", "y", "[3, 7]"),
        ("y = A@x; J = sum(y**2)", "A=[[1,2],[3,4]],x=[1,1]", "y[1]", "7"),
        ("y = A@x; J = sum(y**2)", "A=[[1,2],[3,4]],x=[1,1]", "dy/dx", "[[1, 2], [3, 4]]"),
        ("y = A@x; J = sum(y**2)", "A=[[1,2],[3,4]],x=[1,1]", "dy[1]/dx[0]", "3"),
        ("y = A@x", "A=[[1,2],[3,4]],x=[5,6]", "dy/dA", "[[5, 6, 0, 0], [0, 0, 5, 6]]"),
        ("y = A@x", "A=[[1,2],[3,4]],x=[5,6]", "dy[1]/dA[1,0]", "5"),
        ("y = A@x", "A=[[1,2],[3,4]],x=[5,6]", "dy/dA[1,0]", "[0, 5]"),
        ("Y = A.T", "A=[[1,2],[3,4]]", "dY[0,1]/dA[1,0]", "1"),
        ("J = (s.T)*sum(x)", "x=[1,2],s=3", "dJ/ds", "3"),
        ("J = x[0]*x[1]**2", "x=[3,2]", "dx:formula", "[x[1]**2, 2*x[1]*x[0]]"),
        ("J = sum(x**2)", "x=[1,2]", "dJ/dx:nudge", "[2.001, 4.001]"),
        ("J = det(X)", "X=[[1,2],[2,4]]", "dX", "[[4, -2], [-2, 1]]"),
    ],
)  # fmt: skip
def test_one_value_by_name(program: str, at: str, name: str, text: str) -> None:
    assert get(program, at, name) == [text]


def test_a_formula_in_letters_holds_for_all_sizes() -> None:
    program = f"W: m×n; x: n; b: m; y: m; {LAYER}"
    code, text = run("diff", program, "--get", "dJ/dW:formula", "--wrt", "W")
    assert (code, text) == (0, "((a - y)*a*(1 - a))@x.T\n")


def test_json_holds_nested_lists_with_their_shapes() -> None:
    code, text = run("diff", LAYER, "--at", AT, "--wrt", "W", "--format", "json")
    found = json.loads(text)
    row = found["chained"][-1]
    assert code == 0
    assert (row["by"], row["shape"], row["pull"], row["verdict"]) == ("W", [2, 3], "dJ/dz@x.T", "match")
    assert found["gradient"]["W"] == row["value"]
    assert np.array(row["value"]).shape == (2, 3)


def test_csv_has_a_row_an_entry() -> None:
    code, text = run(
        "diff", "J = a.T@X@b", "--at", "a=[1,2],X=[[1,2],[3,4]],b=[1,1/2]", "--wrt", "X", "--format", "csv"
    )
    assert code == 0
    assert [line.split(",")[0] for line in text.replace('"X[', "X[").splitlines()][1:] == ["X[0", "X[0", "X[1", "X[1"]


def test_a_table_shows_shapes_formulas_and_pulls() -> None:
    code, text = run("diff", LAYER, "--at", AT, "--wrt", "W,b", "--format", "plain")
    assert code == 0
    for part in ("2*3", "((a - y)*a*(1 - a))@x.T", "dJ/dz@x.T", "all 6 match"):
        assert part in text


def test_values_come_from_files(tmp_path: Path) -> None:
    np.save(tmp_path / "W.npy", np.array([[1.0, 2.0], [3.0, 4.0]]))
    np.savez(tmp_path / "all.npz", W=np.array([[1.0, 2.0], [3.0, 4.0]]), x=np.array([1.0, 1.0]))
    (tmp_path / "W.csv").write_text("1,2\n3,4\n")
    (tmp_path / "all.json").write_text('{"W": [[1, 2], [3, 4]], "x": [1, 1]}')
    for at in ("W=@{}/W.npy,x=[1,1]", "W=@{}/W.csv,x=[1,1]", "@{}/all.npz", "@{}/all.json"):
        assert get("J = sum(W@x)", at.format(tmp_path), "dJ/dx") == ["[4, 6]"]


@pytest.mark.parametrize(
    ("program", "at", "code", "reason"),
    [
        ("J = sum(W@x)", "W=[[1,2]],x=[1,2,3]", 2, "2 columns meet 3 rows"),
        ("J = sum(A + b)", "A=[[1,2],[3,4],[5,6]],b=[1,2]", 2, "b.T in place of b"),
        ("J = x.T@y", "x=1,y=2", 2, "these are scalars"),
        ("J = sum(x)", "x=[[1,2],[3]]", 2, "rows have 2, 1 entries"),
        ("J = sum(x)", "x=[]", 2, "without entries"),
        ("J = sum(x)", "x=[1,nan]", 2, "nan is a name"),
        ("J = sum(x)", 'x=["a"]', 2, "'\"' is not in the language"),
        ("J = x[5]", "x=[1,2]", 2, "the entry 5 of 2"),
        ("x[0].T", "x=3", 2, "a scalar has no entries"),
        ("x: n; J = x[5]", "x=[1,2]", 2, "the entry 5 of 2"),
        ("x: 3; J = sum(x)", "x=[1,2]", 2, "declared as 3"),
        ("A: 100000x10000; J = sum(A)", "A=[[1]]", 2, "1,000,000,000 entries"),
        ("J = sum(eye(100000)@x)", "x=[1]", 2, "10,000,000,000 entries"),
        ("J = sum(x)*z", "x=[1,2]", 2, "z has no value"),
        ("J = sum(inv(X))", "X=[[1,2],[2,4]]", 3, "no inverse"),
        ("J = logdet(X)", "X=[[1,2],[2,4]]", 3, "log(0) has no value"),
        ("J = tr(X)", "X=[[1,2]]", 2, "needs a square matrix"),
        ("J = sum(x)", "x=@nothing.npy", 2, "No such file"),
        ("J = sum(x[0]", "x=[1,2]", 2, "never closed"),
        ("J = sum([1,2)@x", "x=[1,2]", 2, "a ) inside ["),
    ],
)  # fmt: skip
def test_what_is_refused(program: str, at: str, code: int, reason: str) -> None:
    found, text = run("diff", program, "--at", at)
    assert found == code, text
    assert reason in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "J = sum(x)"), ("check", "J = sum(x)", "--claim", "dx=1"), ("graph", "J = A@x"), ("plot", "sum(x)"),
        ("quiz", "sum(x)"), ("worksheet", "sum(x)", "-o", "w.html"), ("check", "x**2", "--at", "x=[1,2]", "--claim", "dx=1"),
        ("diff", "sum(x)", "--order", "2"), ("diff", "sum(x)", "--hvp", "x=1"), ("diff", "sum(x)", "--partial"),
        ("diff", "sum(x)", "--split", "lecture"), ("diff", "sum(x)", "--cost"), ("diff", "sum(x)", "--table", "local"),
    ],
)  # fmt: skip
def test_what_takes_no_arrays_says_so(arguments: tuple[str, ...]) -> None:
    code, text = run(*arguments)
    assert code == 2
    assert "vectors and matrices" in text or "array" in text


@pytest.mark.parametrize("name", ["sum", "mean", "T", "det", "ones", "inv", "x_T"])
def test_names_of_array_functions_are_names_in_programs_of_scalars(name: str) -> None:
    assert run("diff", f"{name}**2", "--at", f"{name}=3", "--get", f"d{name}") == (0, "6\n")
