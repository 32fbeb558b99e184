"""The Python API: a graph, a point, and plain typed objects."""

from __future__ import annotations

import dataclasses
import json
import math
import pickle
import re
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import sympy

import symback
from symback import Graph, Options, Report, SymbackError
from symback.report.model import Chained, Cost, Input, Local, NodeValue, Nudged, Slot, Term

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Answer


def test_a_graph_at_a_point() -> None:
    report = Graph("(2+3*w)**2").at(w=3)
    assert isinstance(report, Report)
    assert report.values == {"w": 3, "a": 11, "J": 121}
    assert report.gradient == {"w": 66}
    assert report.local_rows[0].value == 22
    assert report.chained["w"].value == 66
    assert report.chained["w"].nudges[0].k == Fraction("66.009")
    assert (report.output, report.arithmetic, report.scheme, report.has_values) == ("J", "exact", "forward", True)


def test_names_that_python_keeps_for_itself() -> None:
    assert Graph("lambda**2").at({"lambda": 3}).gradient == {"lambda": 6}
    assert Graph("lambda*w").at({"lambda": 3}, w=2).gradient == {"lambda": 2, "w": 3}
    assert Graph("self + values").at({"self": 1}, values=2).values["J"] == 3


# what may stand for a value, and the value
VALUES = [
    (3, "3"),
    (-3, "-3"),
    (0.1, "1/10"),
    (1e-3, "1/1000"),
    (-2.5, "-5/2"),
    (1e22, "1e22"),
    (Fraction(1, 3), "1/3"),
    (Decimal("0.1"), "1/10"),
    (Decimal("1E+5"), "100000"),
    ("1/3", "1/3"),
    ("-3", "-3"),
    ("0.1", "1/10"),
    ("1e-3", "1/1000"),
    (" 2*(1+1) ", "4"),
    ("sqrt(4)", "2"),
    ("2**-1", "1/2"),
    (10**400, "1e400"),
]


@pytest.mark.parametrize(("given", "value"), VALUES, ids=[repr(given)[:20] for given, _ in VALUES])
def test_values_are_numbers_or_text_and_exact(given: object, value: str) -> None:
    found = Graph("w").at(w=given).values["w"]
    assert isinstance(found, Fraction)
    assert found == Fraction(value)


def test_floats_mean_the_decimal_that_they_are_written_as() -> None:
    assert Graph("a+b").at(a=0.1, b=0.2).values["J"] == Fraction(3, 10)


def test_a_subclass_of_float_is_a_number() -> None:
    class Double(float):
        def __repr__(self) -> str:
            return f"Double({float(self)!r})"  # as numpy.float64 does

    assert Graph("w**2").at(w=Double(0.1)).values["J"] == Fraction(1, 100)


# values, exit code, words of the message
REFUSED = [
    ({"w": True}, 2, "needs a number, not True"),
    ({"w": None}, 2, "needs a number, not None"),
    ({"w": float("nan")}, 2, "finite"),
    ({"w": float("inf")}, 2, "finite"),
    ({"w": Decimal("NaN")}, 2, "finite"),
    ({"w": "b"}, 2, "b is a name"),
    ({"w": ""}, 2, "no value"),
    ({"w": "1 2"}, 2, "two numbers side by side"),
    ({"w": "1;2"}, 2, "one value is one expression"),
    ({"w": "__import__('os')"}, 2, "not"),
    ({"w": [[1], [2, 3]]}, 2, "its rows have 1, 2 entries"),
    ({"v": 3}, 2, "v is not an input of the program"),
    ({"w": 3, "pi": 3}, 2, "pi is not an input"),
    ({"w": "1/0"}, 3, "division by zero"),
    ({"w": "9**9**9"}, 3, "beyond"),
    ({"w": 0}, 3, "division by zero"),
]


@pytest.mark.parametrize(("values", "code", "words"), REFUSED, ids=[str(values) for values, _, _ in REFUSED])
def test_what_is_no_value(values: dict[str, object], code: int, words: str) -> None:
    with pytest.raises(SymbackError) as caught:
        Graph("1/w").at(values)
    assert words in str(caught.value)
    assert caught.value.exit_code == code


def test_missing_values_are_named_and_partial_leaves_letters() -> None:
    graph = Graph("w*x + b")
    with pytest.raises(SymbackError, match="x, b have no value") as caught:
        graph.at(w=3)
    assert caught.value.hint is not None
    assert "at(x=…,b=…)" in caught.value.hint
    report = graph.report({"w": 3}, Options(partial=True))
    assert report.values == {"w": 3, "x": None, "b": None, "a": None, "J": None}
    assert {name: row.in_inputs for name, row in report.chained.items()} == {"a": "1", "w": "x", "x": "3", "b": "1"}


def test_objects_are_plain_typed_and_do_not_change() -> None:
    report = Graph("a = w*w; J = a + w").at(w=3)
    rows: list[tuple[object, type]] = [
        (report.inputs[0], Input),
        (report.nodes[0], NodeValue),
        (report.local_rows[0], Local),
        (report.local_rows[0].slots[0], Slot),
        (report.chained_rows[0], Chained),
        (report.chained_rows[0].terms[0], Term),
        (report.chained_rows[0].nudges[0], Nudged),
        (report.cost, Cost),
    ]
    for row, kind in rows:
        assert type(row) is kind
        assert dataclasses.is_dataclass(row)
        field = dataclasses.fields(row)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(row, field, None)


def test_options() -> None:
    options = Options(epsilons=(Fraction(1, 100), Fraction(1, 1000)), scheme="central", digits=10)
    row = Graph("w**3").report({"w": 2}, options).chained["w"]
    assert [nudge.epsilon for nudge in row.nudges] == list(options.epsilons)
    assert [nudge.leftover for nudge in row.nudges] == [Fraction(1, 10**4), Fraction(1, 10**6)]
    assert Graph("w**2").report({"w": 3}, Options(nudges=False)).chained["w"].nudges == ()
    assert Graph("w**2").report({"w": 3}, Options(formulas=False)).chained["w"].in_inputs is None
    only = Graph("w*b*x").report({"w": 3, "b": 2, "x": 5}, Options(only=frozenset({"w"})))
    assert [row.by for row in only.chained_rows] == ["w"]


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"scheme": "backward"}, "the scheme is one of forward, central"),
        ({"arithmetic": "double"}, "the arithmetic is one of auto, exact, decimal, float"),
        ({"digits": 0}, "digits are from 1 to 1000"),
        ({"digits": 10**9}, "digits are from 1 to 1000"),
        ({"epsilons": ()}, "a nudge is above 0"),
        ({"epsilons": (Fraction(0),)}, "a nudge is above 0"),
        ({"epsilons": (Fraction(-1),)}, "a nudge is above 0"),
    ],
)
def test_options_that_cannot_be(choices: dict[str, object], words: str) -> None:
    with pytest.raises(SymbackError, match=words):
        Options(**choices)  # type: ignore[arg-type]


def test_every_node_and_derivative_as_a_sympy_expression() -> None:
    w, a = sympy.symbols("w a", real=True)
    formulas = Graph("(2+3*w)**2").formulas
    assert formulas.node("J") == a**2
    assert formulas.local("J", "a") == 2 * a
    assert formulas.in_nodes("w") == 6 * a
    assert sympy.expand(formulas.in_inputs("w") - (18 * w + 12)) == 0


def test_an_error_knows_its_place_and_the_way_out() -> None:
    with pytest.raises(SymbackError) as caught:
        Graph("2 + sgimoid(w)")
    error = caught.value
    assert (error.reason, error.column, error.hint, error.exit_code) == (
        "sgimoid is not a function", 5, "2 + sigmoid(w)", 2,
    )  # fmt: skip


def test_the_public_names_are_there() -> None:
    assert all(hasattr(symback, name) for name in symback.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Grpah'"):
        symback.Grpah  # noqa: B018 (the error is what is tested)


def test_names_may_be_written_as_in_the_program() -> None:
    assert Graph("α**2 + w₁").at(α=3, w_1=1).gradient == {"alpha": 6, "w_1": 1}
    assert Graph("α**2 + w₁").at({"α": 3, "w₁": 1}).values["J"] == 10


def test_a_report_prints_as_the_command_does(run: Callable[..., Answer]) -> None:
    told = run("diff", "(2+3*w)**2", "--at", "w=3").out
    assert str(Graph("(2+3*w)**2").at(w=3)).rstrip() == told.rstrip()


def test_whatever_there_is_shows_itself_in_a_line() -> None:
    """And in a console of IPython as the command draws it; a large one names only the first few."""
    graph = Graph("(2+3*w)**2")
    assert repr(graph.at(w=3)) == "<Report of J at w = 3: J = 121, dJ/dw = 66>"
    assert repr(graph.at()) == "<Report of J>"
    assert repr(graph.formulas) == "<Expressions of J by w>"
    large = Graph(" + ".join(f"v{k}*{k}" for k in range(1, 400)))
    report = large.at({f"v{k}": 1 for k in range(1, 400)})
    assert repr(report) == "<Report of J at 399 inputs: J = 79800, ∂J/∂v1 = 1, ∂J/∂v2 = 2, ∂J/∂v3 = 3 and 396 more>"
    assert max(map(len, map(repr, (large, report, large.formulas, report.chained["v1"], report.local_rows[0])))) < 350
    shown: list[str] = []
    graph._repr_pretty_(SimpleNamespace(text=shown.append), cycle=False)
    assert "J = a²" in shown[0]
    assert "──" in shown[0]


def test_a_report_as_plain_data(run: Callable[..., Answer]) -> None:
    told = json.loads(run("diff", "sin(w)/b", "--at", "w=pi/4,b=3", "--format", "json").out)
    assert json.loads(json.dumps(Graph("sin(w)/b").at(w="pi/4", b=3).to_dict())) == told


def test_a_graph_is_data_with_questions_on_top() -> None:
    """Copies by other fields read the text again; what is pickled answers as before; nothing of it can be set."""
    graph = Graph("c = w*x; J = c**2")
    assert repr(graph) == "Graph('c = w*x; J = c**2')"
    assert repr(Graph("w*x", wrt="w", split="none")) == "Graph('w*x', split='none', wrt=('w',))"
    assert dataclasses.replace(graph, wrt=("w",)).at(w=2, x=3).gradient == {"w": 36}
    with pytest.raises(SymbackError, match="v is not an input"):
        dataclasses.replace(graph, wrt=("v",))
    copied = pickle.loads(pickle.dumps(graph))
    assert isinstance(copied, Graph)
    assert copied != graph
    assert copied.at(w=2, x=3) == graph.at(w=2, x=3)
    assert graph.derived is graph.derived
    with pytest.raises(dataclasses.FrozenInstanceError):
        graph.wrt = ("w",)  # type: ignore[misc]  # that it cannot be set is what is tested
    with pytest.raises(TypeError, match="program"):
        Graph()  # type: ignore[call-arg]  # as before


# What the values of a report are, and the double next to each: an exact multiple of pi or a root, a ball, a fraction.
NUMBERS = [
    ("pi*w", math.pi * 3),
    ("-pi/w", -math.pi / 3),
    ("sqrt(w)", math.sqrt(3)),
    ("exp(w)", math.exp(3)),
    ("w/7", 3 / 7),
]
OPERATIONS: list[Callable[[Any], Any]] = [
    lambda v: v + 2, lambda v: 2 + v, lambda v: v - 2, lambda v: 2 - v, lambda v: v * 2, lambda v: 2 * v, lambda v: v / 2,
    lambda v: 2 / v, lambda v: v**2, lambda v: -v, abs, float, math.sin, np.float64, lambda v: np.float64(2) * v,
    lambda v: np.array([v], dtype=float)[0], lambda v: sum([v, v]), lambda v: v - v / 2, lambda v: v + 0.5,
]  # fmt: skip


@pytest.mark.parametrize(("program", "double"), NUMBERS)
def test_values_are_numbers(program: str, double: float) -> None:
    value = Graph(program).at(w=3).result
    for operation in OPERATIONS:
        assert float(operation(value)) == pytest.approx(float(operation(double)), rel=1e-14)
    assert (value < 0, value <= 0, value > 0, value >= 0) == (double < 0, double <= 0, double > 0, double >= 0)
    assert sorted([value, 100, -100])[1] is value
    with pytest.raises(TypeError):
        value + "1"


def test_an_exact_irrational_is_written_as_it_is_read() -> None:
    for text in ("pi", "-pi", "2/3*pi", "sqrt(2)", "-5*sqrt(3)"):
        value = Graph("w").at(w=text).result
        assert Graph("w").at(w=str(value)).result == value
        assert f"{value:.3f}" == f"{float(value):.3f}"
        assert round(value, 2) == round(float(value), 2)
    with pytest.raises(OverflowError):
        float(Graph("10**400*pi").at().result)


@pytest.mark.parametrize("wrt", ["weight", ["weight"], ("weight",), " weight ", "weight,bias", ["weight", "bias"]])
def test_parameters_are_named_as_text_or_one_by_one(wrt: str | list[str] | tuple[str, ...]) -> None:
    graph = Graph("weight*x + bias", wrt=wrt)
    assert graph.parameters == (("weight", "bias") if "bias" in wrt else ("weight",))


@pytest.mark.parametrize(
    "value", [np.float64(0.1), np.float32(0.1), np.array(0.1), np.array("1/10"), Decimal("0.1"), 0.1]
)
def test_numpy_scalars_and_arrays_of_one_number_are_values(value: object) -> None:
    assert Graph("w**2").at(w=value).result == Fraction(1, 100)
    assert Graph("w").at(w=np.int64(3)).result == Graph("w").at(w=np.array(3)).result == 3


@pytest.mark.parametrize("value", [True, np.bool_(True), np.array(True), None, np.float64("nan"), [[1.0], []]])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(SymbackError):
        Graph("w").at(w=value)


def test_the_package_lists_what_it_offers() -> None:
    assert set(dir(symback)) == set(symback.__all__)
    assert all(hasattr(symback, name) for name in dir(symback))


# What goes wrong, and what the message says to do.
MISTAKES: list[tuple[Callable[[], object], str]] = [
    (lambda: Graph("w*b").at(w=1), "at(b=…), or Options(partial=True) to leave letters"),
    (lambda: Graph("gamma*w").at(w=1), "give gamma a value with at(…)"),
    (lambda: Graph("w*b").hessian(), "at(w=…,b=…)"),
    (lambda: Graph("w*b", wrt="w").hvp({"b": 1}, w=1, b=2), "b is data"),
    (lambda: Graph("w*b*c").plot(w=1, b=2, c=3), 'wrt="w", or wrt="w,b"'),
    (lambda: Graph("w*b").plot({"w": 1, "b": 1}, symback.PlotOptions(ranges={"x": (1, 2)})), 'ranges={"w": (-5, 5)}'),
    (lambda: Graph("d/dx x**2"), '.gradient["x"]'),
    (lambda: Graph("1,w"), "several numbers are several values"),
    (lambda: Graph("sqrt(w)").report({"w": 2}, Options(arithmetic="exact")), 'Options(arithmetic="decimal")'),
    (lambda: Graph("w*b").check("dw=3"), "at(w=…,b=…), or claim a formula"),
    (lambda: Graph("w").check("nonsense", w=1), 'try: ["dJ/dw=66"'),
    (lambda: Graph("w").check("dw=1", w=1, assume=["w>2"]), "the assumption w>2 does not hold"),
    (lambda: Graph("w").explain(w=1, without=["nonsense"]), "nonsense: an explanation has no such part"),
    (lambda: Graph("w").explain(w=1, format="pdf"), "not pdf"),
    (lambda: Graph("w").check("d2J/dw2=1", w=1), "the program has no d2J/dw2"),
    (lambda: Graph("w*b", wrt="w").check("db=1", w=1, b=1), 'wrt="w,b"'),
    (lambda: Graph("w").check("de=1", w=1), "at(e=…), which makes it an input"),
    (lambda: Graph("w").check("dw=1", w=1, assume=["w"]), 'assume=["B > 0"'),
    (
        lambda: Graph("1/w + 0*relu(w)").report({"w": "1e-400"}, Options(arithmetic="float")),
        'Options(arithmetic="auto")',
    ),
    (lambda: Graph("diff(w**2, w)"), '.gradient["w"]'),
    (lambda: symback.points("w*b", [{"w": 1}]), "b in every row"),
    (lambda: symback.points("w*b", [{"w": 1}], on_error="never"), "stop, skip, null"),
]


@pytest.mark.parametrize(("mistake", "way"), MISTAKES, ids=[way for _, way in MISTAKES])
def test_errors_speak_python(mistake: Callable[[], object], way: str) -> None:
    with pytest.raises(SymbackError) as caught:
        mistake()
    assert way in str(caught.value)
    assert not re.search(r"(?<!\w)--\w", str(caught.value))


@pytest.mark.parametrize("claims", [["dJ/dw=66", "J=121", "da/dw=2+1"], "dJ/dw=66", ["dJ/dw=18*w+12"]])
def test_claims_are_checked_as_the_command_does(claims: list[str] | str, run: Callable[..., Answer]) -> None:
    program, listed = "a = 2+3*w; J = a**2", [claims] if isinstance(claims, str) else claims
    for wrong in ([], ["dw=22"]):
        asked = [*listed, *wrong]
        checked = Graph(program).check(asked if wrong or not isinstance(claims, str) else claims, w=3)
        told = run("check", program, "--at", "w=3", "--format", "json", *(x for c in asked for x in ("--claim", c))).out
        assert [r.verdict for r in checked.results] == [row["verdict"] for row in json.loads(told)["claims"]]
        assert checked.all_right is not bool(wrong)


@pytest.mark.parametrize("format_", ["plain", "markdown", "latex", "html", "json"])
def test_a_story_is_what_the_command_tells(format_: str, run: Callable[..., Answer]) -> None:
    told = run("explain", "(2+3*w)**2", "--at", "w=3", "--format", format_).out
    assert Graph("(2+3*w)**2").explain(w=3, format=format_).rstrip() == told.rstrip()


def test_second_derivatives_are_those_of_the_command(run: Callable[..., Answer]) -> None:
    graph = Graph("gamma*w**2*b")
    point = {"w": 3, "b": 2, "gamma": 5}
    found = graph.hessian(point).values
    told = json.loads(run("diff", graph.program, "--at", "w=3,b=2,gamma=5", "--order", "2", "--format", "json").out)
    names = ("gamma", "w", "b")
    assert (
        told["hessian"]
        == [[found[by, other] for other in names] for by in names]
        == [[0, 12, 9], [12, 20, 30], [9, 30, 0]]
    )
    assert graph.hvp({"w": 2}, point).values == {name: 2 * found[name, "w"] for name in names}


def test_points_are_answered_as_the_command_does(run: Callable[..., Answer], tmp_path: Path) -> None:
    rows = [{"w": 3, "b": 0.1, "id": "x"}, {"w": -1, "b": 2, "id": None}, {"w": 0, "b": 1e300, "id": "007"}]
    (tmp_path / "rows.json").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for keywords, options in [
        ({"on_error": "null"}, ["--on-error", "null"]),
        ({"on_error": "skip", "wrt": "b,w"}, ["--on-error", "skip", "--wrt", "b,w"]),
        ({"on_error": "skip", "only": ["b"], "precise": True}, ["--on-error", "skip", "--only", "db", "--precise"]),
        ({"on_error": "null", "judged": Options()}, ["--on-error", "null", "--verdicts"]),
    ]:
        told = run("diff", "sqrt(w)*b", "--points", str(tmp_path / "rows.json"), "--format", "json", *options).out
        assert symback.points("sqrt(w)*b", rows, **keywords) == [json.loads(line) for line in told.splitlines()]
        assert "J" in told
    with pytest.raises(SymbackError, match="row 2"):
        symback.points("sqrt(w)*b", rows)


@pytest.mark.parametrize("value", [3, 3.0, Fraction(3), Decimal(3), "3", np.int64(3), np.float32(3), np.array(3)])
def test_what_is_a_number_is_one_in_a_row_and_in_a_batch(value: object) -> None:
    assert symback.points("w**2", [{"w": value}])[0]["dJ/dw"] == 6
    assert [found["gradient"] for found in symback.batch([{"program": "w**2", "at": {"w": value}}])] == [{"w": 6.0}]


def test_a_batch_is_answered_as_the_command_does(run: Callable[..., Answer], tmp_path: Path) -> None:
    asked = ["w=3; (2+3*w)**2", {"program": "w*x", "at": {"w": 2, "x": "1/3"}, "id": 7}, "w*", "sqrt(w) # one"]
    lines = [one if isinstance(one, str) else json.dumps(one) for one in asked]
    (tmp_path / "lines.txt").write_text("\n".join(lines) + "\n")
    told = [json.loads(line) for line in run("batch", str(tmp_path / "lines.txt"), "--at", "w=4").out.splitlines()]
    told[2]["error"].pop("line")
    assert list(symback.batch(asked, {"w": 4})) == told
    assert [found["output"] for found in symback.batch(["a*b"], options=Options(partial=True))] == ["J"]
    (wrong,) = symback.batch(["a*b"], {"a": 1})
    assert wrong["error"]["hint"] == "at(b=…), or Options(partial=True) to leave letters"


TYPED = """
from typing import Any, assert_type
import symback
graph = symback.Graph("w*b", wrt="w")
assert_type(graph.at(w=3, b=2), symback.Report)
assert_type(graph.report({"w": 3, "b": 2}, symback.Options()).gradient["w"] is None, bool)
assert_type(graph.explain(w=3, b=2), str)
assert_type(graph.check("dw=2", w=3, b=2).all_right, bool)
assert_type([result.verdict for result in graph.check(["dw=2"], {"w": 3}, b=2).results], list[str])
assert_type(graph.hessian(w=3, b=2).parameters, tuple[str, ...])
assert_type(graph.hvp({"w": 1}, w=3, b=2).arithmetic, str)
assert_type(graph.focused("J"), symback.Graph)
assert_type(symback.points(graph, [{"w": 3, "b": 2.5}], only=["w"], judged=symback.Options()), list[dict[str, Any]])
assert_type(symback.points("w*b", ({"w": k} for k in range(3)), {"b": "1/3"}, wrt="w"), list[dict[str, Any]])
assert_type(next(symback.batch(["w**2", {"program": "w*b"}], {"w": 3}, options=symback.Options(), jobs=1)), dict[str, Any])
"""


def test_the_types_are_those_that_are_promised() -> None:
    mypy = pytest.importorskip("mypy.api")
    said, _, code = mypy.run(["--config-file=", "--strict", "--follow-imports=silent", "-c", TYPED])
    assert code == 0, said
    said, _, code = mypy.run(["--config-file=", "--strict", "--follow-imports=silent", "-c", TYPED + "graph.at(3)\n"])
    assert code == 1, said
