"""Columns of points: what they give is what a report gives at each point, and a bad row is named."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.domains.text import as_float, json_number
from symback.errors import SymbackError
from symback.functions import FUNCTIONS
from symback.report.options import Options
from symback.rows.answers import Points

FAST = Options(formulas=False, nudges=False)
TINY = 1e-12


def answer(program: str, table: str, on_error: str = "stop", format_: str = "csv", **given: str) -> str:
    return "".join(
        Points(Graph(program, None, None, tuple(given)), given, on_error, format_).answers(io.BytesIO(table.encode()))
    )


def rows(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


def expected(program: str, point: dict[str, float]) -> list[float | None]:
    """The output and its derivatives as the report has them, exact or to 30 digits."""
    graph = Graph(program)
    report = graph.report({name: repr(point[name]) for name in graph.inputs}, FAST)
    return [None if v is None else json_number(v) for v in (report.values[report.output], *report.gradient.values())]


def close(found: str, truth: float | None) -> bool:
    return found == "" if truth is None else math.isclose(float(found), truth, rel_tol=1e-9, abs_tol=TINY)


@pytest.mark.parametrize(
    "function", [f for f in FUNCTIONS if f.name not in ("where", "polygamma")], ids=lambda f: f.name
)
def test_every_function_at_its_sample(function: Any) -> None:
    names = ["x", "y"][: max(1, min(2, function.arity[0]))]
    point = {name: float(Fraction(text)) for name, text in zip(names, function.sample, strict=True)}
    program = f"1 + 3*{function.name}({', '.join(names)})"
    table = ",".join(names) + "\n" + ",".join(map(repr, point.values())) + "\n"
    found = rows(answer(program, table))[1][len(names) :]
    assert all(close(*pair) for pair in zip(found, expected(program, point), strict=True)), (
        found,
        expected(program, point),
    )


PROGRAMS = (
    "(2+3*x)**2*y", "x/y + y/x", "relu(x)*y + relu(-y)", "relu(x) - relu(-x)", "abs(x)*x + max(x, y, 0)", "min(x, y)**2",
    "where(x > 0, log(x), 0)*y", "where(x == y, x, y)", "sqrt(x)*y", "a = x*y; b = a + x; J = tanh(b)*a + b**3", "x**y",
    "floor(x)*y", "sign(x) + y", "atan2(y, x)", "leaky_relu(x)*silu(y)", "exp(x*100)/(1 + exp(x*100)) + y", "cbrt(x*y)", "x**3 + 0*y",
)  # fmt: skip
SMALL = st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.25, 1.0, 2.0, 10.0])


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PROGRAMS), st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=6))
def test_rows_are_what_diff_says(program: str, points: list[tuple[float, float]]) -> None:
    found = rows(answer(program, "x,y\n" + "".join(f"{x},{y}\n" for x, y in points), "null"))[1:]
    empty: list[float | None] = [None] * (1 + len(Graph(program).inputs))
    for (x, y), row in zip(points, found, strict=True):
        try:
            truth = expected(program, {"x": x, "y": y})
        except SymbackError:
            truth = empty
        truth = empty if truth[0] is None else truth  # no double holds the output
        assert all(close(*pair) for pair in zip(row[2:], truth, strict=True)), (program, x, y, row, truth)


BAD = [
    ("w\n1\nabc\n", "row 2, column w"),
    ("w,v\n1,2\n1\n", "row 2: 1 cells under 2 names"),
    ("w\n1\n1e400\n", "row 2, column w"),
    ("w,v\n,1\n", "row 1, column w: the cell is empty"),
    ("w\nnan\n", "row 1, column w"),
    ("w\n1_000\n0x10\n", "row 2, column w"),
    ("w\n1\n-1\n", "row 2: log(-1)"),
    ("w\n" + "1\n" * 70_000 + "x\n", "row 70001, column w"),
    ("v\n1\n", "names no input"),
    ("w:v\n1:2\n", "try: --delimiter ':'"),
    ("w;v\n1,5;2\n", "row 1, column w: decimals are written with a point, not a comma\n  try: 1.5"),
    ("w,w\n1,1\n", "twice"),
    ("w,J\n1,1\n", "column J already"),
    ("", "no header"),
    ('w,t\n1,"a\n', "row 1: a quote is never closed"),
    ('w,t\n1,a\n2,"a"b\n', "row 2: text stands behind a closing quote"),
    ("w,t\n1,a\rb\n", "a carriage return alone ends no line"),
    ("w\n1\n1e-400\n", "row 2, column w: 1e-400 is not a number that a double can hold"),
    ("w\n1e-310\n", "row 1, column w: 1e-310 is not a number that a double can hold"),
    (f"w\n0.{'0' * 330}1\n", "row 1, column w"),
    ('{"w": 1}\n{"v": 1}\n', "row 2: this is no object with the names of the first"),
    ('{"w": 1}\n{"w": 1\n', "row 2: this line is not JSON"),
    ('{"w": 1}\n{"w": 1, "w": 2}\n', "row 2: 'w' stands twice"),
    ('{"w": 1}\n{"w": null}\n', "row 2, column w: the cell is empty"),
    ('[{"w": 1}]\n', "one JSON list"),
]


@pytest.mark.parametrize(("table", "message"), BAD)
def test_what_is_wrong_is_named(table: str, message: str) -> None:
    with pytest.raises(SymbackError, match=r".") as caught:
        answer("log(w)", table)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("program", "value"), [("w**2", "1e200"), ("exp(w)", "800"), ("-exp(exp(w))", "7"), ("w*1e300", "1e300")]
)
def test_what_no_double_holds_is_no_answer(program: str, value: str) -> None:
    with pytest.raises(SymbackError, match="row 2: J is beyond the range of doubles") as caught:
        answer(program, f"w\n1\n{value}\n")
    assert caught.value.exit_code == 3
    assert answer(program, f"w\n1\n{value}\n", "null").endswith(f"\n{value},,\n")


def test_a_row_without_an_answer() -> None:
    table = "w,id\n1,a\nx,b\n-1,c\n2,d\n"
    assert [row[1] for row in rows(answer("log(w)", table, "skip"))[1:]] == ["a", "d"]
    assert rows(answer("log(w)", table, "null"))[2:4] == [["x", "b", "", ""], ["-1", "c", "", ""]]


def test_cells_are_handed_through() -> None:
    assert rows(answer("w*x + b", 'x,name\n1/2,"a,b"\n 0.50 ,c\n', w="3", b="pi"))[2] == [
        " 0.50 ",
        "c",
        "4.641592653589793",
        "0.5",
        "3.0",
        "1.0",
    ]
    found = json.loads(answer("w*x", 'x,name\n0.5,"a,b"\n', format_="json", w="3"))
    assert found == {"x": 0.5, "name": "a,b", "J": 1.5, "dJ/dw": 0.5, "dJ/dx": 3.0}
    assert answer("w", "w,b\n1,x\n", format_="tsv") == "w\tb\tJ\tdJ/dw\n1\tx\t1.0\t1.0\n"
    assert answer("w*w_1", "w\tw₁\n2\t3\n").splitlines()[1].endswith("6.0,3.0,2.0")


def run(*options: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "symback", "diff", *options], input=text, capture_output=True, text=True, timeout=60
    )


def test_command(tmp_path: Any) -> None:
    done = run("w**2", "--points", "-", text="w\n3\n")
    assert (done.stdout, done.stderr, done.returncode) == ("w,J,dJ/dw\n3,9.0,6.0\n", "", 0)
    stopped = run("log(w)", "--points", "-", text="w\n1\n-1\n")
    assert (stopped.stdout, stopped.returncode) == ("w,J,dJ/dw\n1,0.0,1.0\n", 3)
    assert "row 2" in stopped.stderr
    target = tmp_path / "out.csv"
    assert run("log(w)", "--points", "-", "-o", str(target), text="w\n1\n-1\n").returncode == 3
    assert not list(tmp_path.iterdir())
    target.write_text("old")
    assert run("log(w)", "--points", "-", "-o", str(target), text="w\n1\nx\n").returncode == 2
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]
    assert run("log(w)", "--points", "-", "-o", str(target), text="w\n1\n").returncode == 0
    assert [path.read_text() for path in tmp_path.iterdir()] == ["w,J,dJ/dw\n1,0.0,1.0\n"]
    assert run("log(w)", "--points", str(tmp_path / "none.csv")).returncode == 2


@pytest.mark.parametrize(
    "option",
    [
        ["--get", "J"],
        ["--table", "chained"],
        ["--arithmetic", "exact"],
        ["--at", "w=1,2"],
        ["--eps", "0.1"],
        ["--format", "html"],
        ["--how"],
        ["--only", "dv"],
    ],
)
def test_what_does_not_go_with_points(option: list[str]) -> None:
    done = run("w", "--points", "-", *option, text="w\n1\n")
    assert (done.returncode, done.stdout) == (2, "")


def test_memory_stays_flat(tmp_path: Any) -> None:
    pytest.importorskip("resource")
    measure = (
        "import resource, sys; from symback.__main__ import main; main(['diff', 'tanh(w*x)', '--points', sys.argv[1], '-o', sys.argv[2]]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    sizes = []
    for count in (20_000, 400_000):
        table = tmp_path / "points.csv"
        table.write_text("w,x\n" + "0.123456789,1.25\n" * count)
        done = subprocess.run(
            [sys.executable, "-c", measure, str(table), str(tmp_path / "out.csv")], capture_output=True, text=True
        )
        sizes.append(int(done.stdout))
    assert sizes[1] < 1.3 * sizes[0]


# a table, and its rows after reading: the other cell, and J = 10*w (None: no answer)
TABLES = [
    ('w,t\n1,"a\n2,b"\n3,c\n', [("a\n2,b", 10), ("c", 30)]),
    ('w,t\r\n1,"a,""b"\r\n3,c', [('a,"b', 10), ("c", 30)]),
    ("\ufeffw;t\n1;a\n3;c\n", [("a", 10), ("c", 30)]),
    ('w,t\n1,5ft11"\n2,b\n3,c"\n', [('5ft11"', 10), ("b", 20), ('c"', 30)]),
    ("w,t\n1,a\x00b\n3,c\n", [("a\x00b", 10), ("c", 30)]),
    (f"w,t\n1,{'x' * 200_000}\n3,c\n", [("x" * 200_000, 10), ("c", 30)]),
    ('w,t\n2,a\n1,"a\n3,c\n', [("a", 20), ("a\n3,c", None)]),
    ("w,t\r1,a\r3,c\r", [("a", 10), ("c", 30)]),
    ("w|t\n1|a,b\n3|c\n", [("a,b", 10), ("c", 30)]),
    ('{"w": 1, "t": "a, b"}\n\n{"t": "007", "w": 3}\n', [("a, b", 10), ("007", 30)]),
]


@pytest.mark.parametrize("mark", [":", " ", "tab", "^", ";"])
def test_the_cells_are_between_what_delimiter_says(mark: str, run: Any, tmp_path: Any) -> None:
    """For points, and for claims: a class's answers, and derivatives as diff writes them."""
    file, one = tmp_path / "table", "\t" if mark == "tab" else mark
    asked = ("--delimiter", mark)
    file.write_text(f'w{one}t\n3{one}"a, b{one}c"\n')
    assert list(csv.reader(run("diff", "w**2", "--points", str(file), *asked).out.splitlines()))[1] == [
        "3",
        f"a, b{one}c",
        "9.0",
        "6.0",
    ]
    file.write_text(f"student{one}dw\nAda{one}6\n")
    assert "1 of 1 answer right" in run("check", "w**2", "--at", "w=3", "--claims", str(file), *asked).out
    file.write_text(f"by{one}value\nw{one}6\n")
    assert "1 of 1 claim right" in run("check", "w**2", "--at", "w=3", "--claims", str(file), *asked).out


@pytest.mark.parametrize("mark", ["ab", "", "1", '"', "w", "-"])
def test_what_is_no_delimiter_is_an_error(mark: str, run: Any) -> None:
    found = run("diff", "w**2", "--points", "-", "--delimiter", mark)
    assert (found.code, found.out) == (2, "")
    assert "--delimiter is one character" in found.err


def test_nothing_is_written_before_a_first_row_without_answer(run: Any, tmp_path: Any) -> None:
    (tmp_path / "points.csv").write_text("w\n-1\n4\n")
    found = run("diff", "log(w)", "--points", str(tmp_path / "points.csv"))
    assert (found.code, found.out) == (3, "")
    (tmp_path / "points.csv").write_text("w\n")
    assert run("diff", "log(w)", "--points", str(tmp_path / "points.csv")).out == "w,J,dJ/dw\n"


@pytest.mark.parametrize(("table", "expected"), TABLES, ids=[repr(table[:20]) for table, _ in TABLES])
def test_cells_as_rfc_4180_has_them(table: str, expected: list[tuple[str, int | None]]) -> None:
    text = answer("10*w", table, "null")
    csv.field_size_limit(1 << 24)
    found = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [(row[1], float(row[2]) if row[2] else None) for row in found] == expected
    lines = [json.loads(line) for line in answer("10*w", table, "null", "json").splitlines()]
    assert [(row["t"], row["J"]) for row in lines] == expected


def test_other_columns_are_in_json_as_they_stand() -> None:
    cells = ["007", "12345678901234567890", "1e5", "-0.50", "1_0", "nan", ""]
    table = "w,id\n" + "".join(f"1,{cell}\n" for cell in cells)
    found = [line.partition('"id": ')[2].partition(", ")[0] for line in answer("w", table, format_="json").splitlines()]
    assert found == ['"007"', "12345678901234567890", "1e5", "-0.50", '"1_0"', '"nan"', '""']


@pytest.mark.parametrize("lines", [1, 3])
def test_a_cell_that_goes_on_beyond_a_block(lines: int) -> None:
    cell = "\n".join(["x" * 700_000] * lines)
    text = answer("10*w", f'w,t\n1,"{cell}"\n2,"{cell}"\n3,c\n')
    assert [row[2] for row in csv.reader(io.StringIO(text, newline=""))] == ["J", "10.0", "20.0", "30.0"]


def test_a_quote_within_a_name_is_a_character() -> None:
    assert answer("10*w", 'w,5"\n1,a\n').splitlines()[1] == "1,a,10.0,10.0"


# programs whose doubles cancel, overflow on the way or take one branch, with a row, and J and its derivatives as they are
EXACTLY = [
    ("(1-cos(x))/x^2", "x\n1e-9\n", [0.5, -8.333333333333333e-11]),
    ("(exp(x)-1-x)/x**2", "x\n1e-6\n", [0.5000001666667083, 0.16666675000002502]),
    ("sqrt(x+1)-sqrt(x)", "x\n1e15\n", [1.5811388300841893e-08, -7.905694150420946e-24]),
    ("log(exp(x)+exp(y))", "x,y\n1000,999\n", [1000.3132616875182, 0.7310585786300049, 0.2689414213699951]),
    ("log(exp(x)+exp(y))", "x,y\n-800,-801\n", [-799.6867383124818, 0.7310585786300049, 0.2689414213699951]),
    ("log(exp(x)+exp(y))", "x,y\n1,2\n", [2.313261687518223, 0.2689414213699951, 0.7310585786300049]),
    ("a = w**2; J = where(a > 1, w, 2*w)", "w\n0.5\n", [1.0, 2.0]),
    ("where(w*b > 1, w**2, b)", "w,b\n1,2\n", [1.0, 2.0, 0.0]),
    ("gelu(w)", "w\n-9\n", [-1.0157295653584580e-18, -9.140986091928e-18]),
    ("sigmoid(w)", "w\n40\n", [1.0, 4.248354255291589e-18]),
]


@pytest.mark.parametrize(("program", "table", "numbers"), EXACTLY)
def test_what_doubles_lose_is_worked_out_again(program: str, table: str, numbers: list[float]) -> None:
    found = rows(answer(program, table))[1][-len(numbers) :]
    assert [float(cell) for cell in found] == pytest.approx(numbers, rel=1e-9)


def test_more_lost_rows_than_are_worked_out_again_are_left_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symback.rows.answers.AGAIN", 2)
    table = "x\n" + "1e-9\n" * 3 + "1\n"
    found = Points(Graph("(1-cos(x))/x^2"), {})
    text = "".join(found.answers(io.BytesIO(table.encode())))
    assert [row[1] for row in rows(text)[1:]] == ["0.5", "0.5", "", repr(1 - math.cos(1))]
    assert (found.again, found.rough, found.failed) == (2, 1, 0)
    precise = Points(Graph("(1-cos(x))/x^2"), {}, precise=True)
    assert [row[1] for row in rows("".join(precise.answers(io.BytesIO(table.encode()))))[1:4]] == ["0.5"] * 3
    assert json.loads(answer("(1-cos(x))/x^2", "x\n1e-9\n", "stop", "json"))["J"] == 0.5


def test_two_equal_columns_lose_nothing() -> None:
    """What is read is taken as it is: a difference of 0 is 0, and no row goes the slow way."""
    found = Points(Graph("(y - z)**2"), {})
    text = "".join(found.answers(io.BytesIO(b"y,z\n" + b"0.1,0.1\n0.3,0.1\n" * 50)))
    assert (rows(text)[1][2:], found.again) == (["0.0", "0.0", "-0.0"], 0)


def test_a_quoted_column_changes_nothing() -> None:
    plain = "w,t\n" + "0.5,a b\n1.5,c\n" * 3
    quoted = "w,t\n" + '0.5,"a b"\n1.5,c\n' * 3
    assert [row[-2:] for row in csv.reader(answer("w**2", plain).splitlines())] == [
        row[-2:] for row in csv.reader(answer("w**2", quoted).splitlines())
    ]


# a program, a row at which not all has an answer, what is said of it, and what is left: J and its derivatives
MISSING = [
    ("hypot(x, y)", "x,y\n0,0\n", "dJ/dx does not exist", [0.0, None, None]),
    ("hypot(x, 0*x)", "x\n0\n", "dJ/dx does not exist", [0.0, None]),
    ("where(x > 0, sqrt(x), y)", "x,y\n0,1\n", "dJ/dx does not exist", [1.0, None, 1.0]),
    ("sqrt(x)", "x\n0\n", "dJ/dx does not exist", [0.0, None]),
    ("cbrt(x) + y", "x,y\n0,2\n", "dJ/dx does not exist", [2.0, None, 1.0]),
    ("x**1.5*1e300", "x\n1e6\n", "J is beyond the range of doubles", [None, None]),
    ("log(x)", "x\n-1\n", "log(-1) has no value", [None, None]),
]


@pytest.mark.parametrize(("program", "table", "said", "left"), MISSING)
def test_a_missing_answer_is_counted_and_heeded(program: str, table: str, said: str, left: list[float | None]) -> None:
    with pytest.raises(SymbackError, match="row 1: ") as caught:
        answer(program, table)
    assert said in str(caught.value)
    assert caught.value.exit_code == 3
    assert len(rows(answer(program, table, "skip"))) == 1
    found = Points(Graph(program), {}, "null")
    text = "".join(found.answers(io.BytesIO(table.encode())))
    assert [float(cell) if cell else None for cell in rows(text)[1][-len(left) :]] == left
    assert found.failed == 1


def test_a_kink_with_a_convention_is_an_answer() -> None:
    found = Points(Graph("abs(w) + relu(w)"), {})
    assert rows("".join(found.answers(io.BytesIO(b"w\n0\n"))))[1] == ["0", "0.0", "0.0"]
    assert found.failed == 0


def test_precise_reads_decimals_as_at_does() -> None:
    """sin(3.141592653589793) is 2.38e-16, and 1.22e-16 at the double next to that number (mpmath)."""
    table = io.BytesIO(b"x\n3.141592653589793\n")
    text = "".join(Points(Graph("sin(x)"), {}, precise=True).answers(table))
    assert float(rows(text)[1][1]) == pytest.approx(2.384626433832795e-16, rel=1e-12)
    assert float(rows(answer("sin(x)", "x\n3.141592653589793\n"))[1][1]) == pytest.approx(1.2246467991473532e-16)
    given = {"y": "3.141592653589793"}
    mixed = "".join(Points(Graph("sin(x + y)", None, None, ("y",)), given, precise=True).answers(io.BytesIO(b"x\n0\n")))
    assert float(rows(mixed)[1][1]) == pytest.approx(2.384626433832795e-16, rel=1e-12)


def test_what_only_digits_could_tell() -> None:
    assert rows(answer("log(1-tanh(x))", "x\n50\n"))[1][1:] == ["-99.30685281944005", "-2.0"]


def test_json_lines_are_handed_through_as_they_were_written() -> None:
    lines = '{"n": "007", "w": 3, "z": [1, {"a": 1.50}], "k": 1e400}\n{"w": "1/2", "k":null, "n": 1, "z": true}\n'
    found = answer("10*w", lines, format_="json").splitlines()
    assert found == [
        '{"n": "007", "w": 3, "z": [1, {"a": 1.50}], "k": 1e400, "J": 30.0, "dJ/dw": 10.0}',
        '{"w": "1/2", "k":null, "n": 1, "z": true, "J": 5.0, "dJ/dw": 10.0}',
    ]


def test_a_number_that_no_double_holds_stays_as_it_was_written() -> None:
    lines = answer("w", "w\n1e-400\n1e400\n1e-310\n0e-400\n2\n", "null", "json").splitlines()
    assert [json.loads(line)["w"] for line in lines] == ["1e-400", "1e400", "1e-310", 0.0, 2.0]
    assert [json.loads(line)["J"] for line in lines] == [None, None, None, 0.0, 2.0]


def test_packed_points_and_what_is_no_whole_gz_file(tmp_path: Any) -> None:
    table, packed = tmp_path / "points.csv.gz", gzip.compress(b"w\n3\n" * 1 + b"4\n" * 1000)
    table.write_bytes(packed)
    assert run("w**2", "--points", str(table)).stdout.startswith("w,J,dJ/dw\n3,9.0,6.0\n")
    table.write_bytes(packed[:-9])
    done = run("w**2", "--points", str(table))
    assert (done.returncode, "no whole gz file" in done.stderr) == (2, True)


def test_only_some_derivatives_and_verdicts() -> None:
    table = io.BytesIO(b"w,x\n0,1\n2,1\n")
    text = "".join(Points(Graph("a = relu(w); J = a*x"), {}, only=["x", "a"]).answers(table))
    assert rows(text) == [
        ["w", "x", "J", "dJ/dx", "dJ/da"],
        ["0", "1", "0.0", "0.0", "1.0"],
        ["2", "1", "2.0", "2.0", "1.0"],
    ]
    judged = Options(formulas=False)
    text = "".join(Points(Graph("relu(w)*x"), {}, judged=judged).answers(io.BytesIO(b"w,x\n0,1\n2,1\n-0.0001,1\n")))
    assert [row[-1] for row in rows(text)] == ["verdict", "dw: kink; dx: match", "match", "dw: epsilon; dx: match"]


SUNK = [  # a program, a value of w, and which of J and dJ/dw no double holds: not 0, and below 1e-308
    ("exp(-w)", 800, (True, True)),
    ("sigmoid(w)", 800, (False, True)),
    ("sigmoid(w)", -800, (True, True)),
    ("exp(-w)**2 + 1", 400, (False, True)),
    ("exp(-w)*(w - 400)", 400, (False, False)),  # 0, and exp(-400)
    ("exp(-w)**2*(w - 400)", 400, (False, True)),
    ("1/exp(w)/exp(w)", 400, (True, True)),
    ("(w/1e200)**2", 1, (True, True)),
    ("w*w*w + sin(w)*tanh(w)", 0, (False, False)),
    ("relu(w)*exp(-w)", -1, (False, False)),
    ("where(w > 0, 1, exp(w))", -800, (True, True)),
    ("erfc(w)", 30, (True, True)),
    ("exp(-w) - exp(-w)", 800, (False, False)),
    ("w*1e-320*1e20", 1, (False, False)),
]


@pytest.mark.parametrize(("program", "at", "sunk"), SUNK, ids=[f"{program} at {at}" for program, at, _ in SUNK])
def test_what_is_too_small_for_a_double_is_no_0(program: str, at: int, sunk: tuple[bool, bool]) -> None:
    """Held against the report, which knows what is 0; also far beyond the rows that are worked out again."""
    report = Graph(program).at(w=at)
    exact = [report.result, report.gradient["w"]]
    held = [value is None or value == 0 or abs(as_float(value) or 0.0) >= 2.0**-1022 for value in exact]
    assert held == [not one for one in sunk]
    found = rows(answer(program, f"w\n{at}\n", "null"))[1][1:]
    wanted = ["" if gone else value for gone, value in zip(sunk, exact, strict=True)]
    assert [text == "" for text in found] == [value == "" or (sunk[0] and not sunk[1]) for value in wanted]
    many = rows(answer(program, "w\n" + f"{at}\n" * 1200, "null"))[-1][1:]
    assert all(
        text == "" for text, gone in zip(many, sunk, strict=True) if gone
    )  # where nothing tells, more is left empty
    if any(sunk):
        with pytest.raises(SymbackError, match="beyond the range of doubles"):
            answer(program, f"w\n{at}\n")
