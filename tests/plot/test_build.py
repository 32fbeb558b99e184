"""What a picture holds: points with slopes and nudges from the report, kinks with both tangents, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from symback import Graph
from symback.errors import SymbackError
from symback.plot.model import Contours, Drawing, Plot, PlotOptions


def plot(
    program: str, wrt: tuple[str, ...] | None = None, options: PlotOptions | None = None, **values: object
) -> Plot:
    found = Graph(program, wrt=wrt).plot(values, options)
    assert isinstance(found, Plot)
    return found


def test_the_lecture_s_three_tangents() -> None:
    found = plot("w**2", w=[3, 2, -3])
    assert [t.tangents() for t in found.touches] == [[(6.0, 0)], [(4.0, 0)], [(-6.0, 0)]]
    assert [(t.at, t.height) for t in found.touches] == [((3.0,), 9.0), ((2.0,), 4.0), ((-3.0,), 9.0)]
    assert [z.nudge.k for z in found.zooms] == [Fraction(6001, 1000), Fraction(4001, 1000), Fraction(-5999, 1000)]
    assert [z.rise for z in found.zooms] == [0.006001, 0.004001, -0.005999]
    assert found.paper.x == (-5, 5)


@pytest.mark.parametrize(
    ("program", "at", "tangents", "kind", "value"),
    [
        ("abs(w)", 0, [(-1.0, -1), (1.0, 1)], "kink", 0), ("relu(w)", 0, [(0.0, -1), (1.0, 1)], "kink", 0),
        ("sqrt(w**2)", 0, [(-1.0, -1), (1.0, 1)], "kink", None), ("where(w > 0, w, 2*w)", 0, [(2.0, -1), (1.0, 1)], "kink", 2),
        ("relu(w)**2", 0, [(0.0, 0)], "match", 0), ("sign(w)", 0, [], "undefined", None), ("cbrt(w)", 0, [], "undefined", None),
        ("sqrt(w)", 0, [], "undefined", None),
    ],
)  # fmt: skip
def test_slopes_at_special_points(
    program: str, at: int, tangents: list[tuple[float, int]], kind: str, value: int | None
) -> None:
    (touch,) = plot(program, w=at).touches
    assert touch.tangents() == tangents
    assert touch.slope.verdict.kind == kind
    assert touch.slope.value == value
    assert touch.report.program == program


@pytest.mark.parametrize(
    ("program", "at", "said"),
    [
        ("abs(w)", 0, "a kink: slope -1 on the left and 1 on the right, dJ/dw = 0 by convention"), ("sqrt(w**2)", 0, "dJ/dw = none by convention"),
        ("sign(w)", 0, "w = 0: J = 0; no dJ/dw: it jumps here"), ("cbrt(w)", 0, "no dJ/dw: its tangent is vertical here"),
        ("sqrt(w)", 0, "no dJ/dw: there is no value left of the point"), ("w**2", 3, "slope dJ/dw = 6; w + 0.001 moves J to 9.006001: k = 6.001 (match)"),
        ("abs(w)", "-0.0005", "(epsilon, try ε = 0.0001)"), ("log(1-w)", "0.9995", "at w + 0.001 there is no value"),
    ],
)  # fmt: skip
def test_what_is_said(program: str, at: object, said: str) -> None:
    text = " ".join(plot(program, w=at).text(200).split())
    assert said in text


def test_inputs_that_are_not_drawn_have_the_value_given() -> None:
    found = plot("c = w*x; J = (c+b-y)**2/2", ("w",), w=2, x=-2, b=8, y=2)
    assert found.by == ("w",)
    assert dict(found.given) == {"x": -2, "b": 8, "y": 2}
    (piece,) = found.pieces
    assert piece.y.tolist() == pytest.approx([(-2 * w + 6) ** 2 / 2 for w in piece.x.tolist()])
    assert found.touches[0].slope.value == -4


def test_values_in_the_program_and_none_at_all() -> None:
    assert plot("w = 3; w**2").touches[0].height == 9
    assert plot("w**2").touches == ()
    assert plot("w*x", ("w",), x=2).touches == ()


def test_a_central_nudge_has_two_ends() -> None:
    (zoom,) = plot("w**2", None, PlotOptions(scheme="central", epsilons=(Fraction(1, 2),)), w=1).zooms
    assert (zoom.run, zoom.rise, zoom.back) == (0.5, 1.25, -0.75)
    assert zoom.legs == ((-0.5, 0.5, 0.5), (-0.75, -0.75, 1.25))


def test_several_nudges_and_none() -> None:
    epsilons = (Fraction(1, 10), Fraction(1, 100))
    assert [z.run for z in plot("w**2", None, PlotOptions(epsilons=epsilons), w=1).zooms] == [0.1, 0.01]
    assert plot("w**2", None, PlotOptions(zoom=False), w=1).zooms == ()
    assert plot("w**2", w=list(range(8))).zooms == ()


def test_a_nudge_too_small_for_doubles_is_drawn_from_the_exact_numbers() -> None:
    (zoom,) = plot("w**2", None, PlotOptions(epsilons=(Fraction(1, 10**30),)), w=3).zooms
    assert zoom.rise == pytest.approx(6e-30)
    assert zoom.pieces == ()
    assert zoom.paper.y[0] < 0 < zoom.rise < zoom.paper.y[1]


def test_near_by_the_curve_is_the_curve() -> None:
    zoom = plot("w**3", w=2).zooms[-1]
    (piece,) = zoom.pieces
    truth = [(2 + t) ** 3 - 8 for t in piece.x.tolist()]
    assert piece.y.tolist() == pytest.approx(truth, abs=1e-12)


def test_over_two_inputs_there_are_contours() -> None:
    found = Graph("a**2+2*b**2").plot(a=3, b=1)
    assert isinstance(found, Contours)
    assert [slope.value for slope in found.touches[0].slopes] == [6, 4]
    assert found.paper == ((-5, 5), (-5, 5))
    assert [text for _, text in found.levels] == ["0", "11", "20", "30", "40", "50", "60", "70"]
    assert Graph("a*b*c", wrt=("c", "a")).plot(a=1, b=2, c=3).by == ("c", "a")


REFUSED: list[tuple[str, tuple[str, ...] | None, dict[str, object], int, str]] = [
    ("a*b*c", None, {"a": 1, "b": 2, "c": 3}, 2, "room for one input or two"), ("3*2", None, {}, 2, "no input"), ("w*x", ("w",), {"w": 1}, 2, "x has no value"),
    ("w*x", ("w",), {"w": 1, "x": [1, 2]}, 2, "x has several values"), ("a*b", None, {"a": 1}, 2, "b has no value"),
    ("w", None, {"w": "1e400"}, 3, "too large"), ("w", None, {"q": 1}, 2, "q is not an input"),
    ("w**2", None, {"w": list(range(13))}, 2, "13 points"), ("w*x", ("w",), {"x": "1e400"}, 3, "a double can hold"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "wrt", "values", "code", "reason"), REFUSED)
def test_what_is_refused(
    program: str, wrt: tuple[str, ...] | None, values: dict[str, object], code: int, reason: str
) -> None:
    with pytest.raises(SymbackError) as caught:
        Graph(program, wrt=wrt).plot(values)
    assert caught.value.exit_code == code
    assert reason in caught.value.reason


@pytest.mark.parametrize(("program", "at", "reason"), [
    ("log(w)", [-1], "positive argument"), ("1/w", [1, 0], "division by zero"), ("sin(w)/w", [0], "on both sides goes to 1"), ("sign(w)", [0], "it jumps here"),
    ("a*log(b)", [(1, -1)], "positive argument"), ("w**2", [3], None), ("relu(w)", [0], None),
])  # fmt: skip
def test_a_point_without_answer_is_drawn_with_its_reason(program: str, at: list[object], reason: str | None) -> None:
    values = {"a": at[0][0], "b": at[0][1]} if isinstance(at[0], tuple) else {"w": at}
    found = Graph(program).plot(values)
    assert len(found.touches) + len(found.lacks) == len(at)
    assert (found.error is None) == (reason is None)
    assert found.error is None or found.error.exit_code == 3
    assert reason is None or reason in " ".join(found.text(200).split())


@pytest.mark.parametrize(("program", "at", "scheme", "epsilon", "k"), [
    ("w**2", 3, "forward", 1, 7), ("w**2", 0, "forward", 1, 1), ("1/w", "0.5", "forward", "1/5", "-20/7"), ("w**3", 1, "central", None, None),
    ("2+3*w", 1, "forward", None, None), ("abs(w)", 0, "forward", None, None), ("floor(w)", "0.5", "forward", None, None), ("w**2", 3, "central", None, None),
])  # fmt: skip
def test_a_large_nudge_shows_the_secant(program: str, at: object, scheme: str, epsilon: object, k: object) -> None:
    """Where it differs from the tangent, and no edge lies between; the usual nudge stands beside it."""
    zooms = plot(program, None, PlotOptions(scheme=scheme), w=at).zooms
    large = [(zoom.nudge.epsilon, zoom.nudge.k) for zoom in zooms if zoom.is_large]
    if epsilon is not None:
        assert large == [(Fraction(str(epsilon)), Fraction(str(k)))]
        assert zooms[0].secant is not None
    elif program != "w**3":
        assert large == []
    assert zooms[-1].nudge.epsilon == Fraction(1, 1000)
    assert not plot(program, None, PlotOptions(scheme=scheme, epsilons=(Fraction(1, 10),)), w=at).zooms[0].is_large


@pytest.mark.parametrize(("program", "ends", "closed", "open_"), [
    ("floor(w)", (-1.5, 1.5), {(-1, -1), (0, 0), (1, 1)}, {(-1, -2), (0, -1), (1, 0)}), ("sign(w)", (-1, 1), {(0, 0)}, {(0, -1), (0, 1)}),
    ("ceil(w)", (0.5, 1.5), {(1, 1)}, {(1, 2)}), ("sin(w)/w", (-2, 2), set(), {(0, 1)}), ("(w**2-1)/(w-1)", (0, 2), set(), {(1, 2)}),
    ("floor(100*w)", (0.285, 0.295), {(0.29, 29)}, {(0.29, 28)}),  # to doubles 100*0.29 is below 29
    ("floor(w**2)", (1.1, 1.5), set(), set()),  # at a root of 2
    ("abs(w)", (-1, 1), set(), set()), ("1/w", (-1, 1), set(), set()), ("relu(w)", (-1, 1), set(), set()),
])  # fmt: skip
def test_ends_at_jumps_and_holes(
    program: str, ends: tuple[float, float], closed: set[tuple[float, float]], open_: set[tuple[float, float]]
) -> None:
    found = plot(program, None, PlotOptions(ranges=ends)).dots
    assert {(d.x, round(d.y, 9)) for d in found if d.closed} == closed
    assert {(d.x, round(d.y, 9)) for d in found if not d.closed} == open_


def test_contours_show_a_valley_and_pass_through_the_point() -> None:
    """Rosenbrock's function: on its page half of the places are above 400, and the valley's floor is below 1."""
    found = contours("(1-a)**2 + 100*(b-a**2)**2", a=-1, b=1)
    heights = [level for level, _ in found.levels]
    assert 4 in heights
    assert min(heights) < 1
    assert sum(level > 400 for level in heights) <= 4
    assert len(contours("sin(a)*cos(b)", a=1, b="0.5").levels) >= 8
    even = contours("a + b", a=1, b=1)
    assert sorted({round(b - a, 9) for (a, _), (b, _) in pairwise(even.levels)}) == [1]


def test_a_range_of_something_else_is_refused() -> None:
    with pytest.raises(SymbackError, match="q is not drawn"):
        Graph("w").plot({"w": 1}, PlotOptions(ranges={"q": (0, 1)}))


def test_names_that_a_value_makes_inputs() -> None:
    assert isinstance(Graph("gamma*w", wrt=("w",)).plot({"gamma": 2, "w": 1}), Drawing)
    assert Graph("e*w", wrt=("w",)).plot({"e": 2, "w": 1}).touches[0].height == 2


def test_a_large_program_is_drawn() -> None:
    lines = ["n0 = w/2", *(f"n{i} = tanh(n{i - 1}+0.01)" for i in range(1, 4000))]
    found = plot("; ".join(lines), w=1)
    assert found.pieces
    assert found.touches[0].slope.verdict.kind == "not checked"


def test_a_title_does_not_list_a_thousand_inputs() -> None:
    """Nor does it take long to find their values."""
    program = " + ".join(f"w{i}" for i in range(1000))
    text = Graph(program, wrt=("w7",)).plot({f"w{i}": 1 for i in range(1000)}).text(200)
    assert "w25 = 1" not in text
    assert "and 975 more" in " ".join(text.split())


def contours(program: str, options: PlotOptions | None = None, **values: object) -> Contours:
    found = Graph(program).plot(values, options)
    assert isinstance(found, Contours)
    return found


@pytest.mark.parametrize(
    ("program", "at", "ranges"),
    [
        ("a**2 + b**2", {"a": 1, "b": 2}, ((-4, 4), (-4, 4))), ("a**2 + b**2", {"a": 0, "b": 0}, ((-5, 5), (-5, 5))),
        ("(b-2*a-2)**2/2", {"a": 2, "b": 8}, ((4.25, 11.75), (-1.75, 5.75))),  # a flat valley: from near by
        ("(1-a)**2 + 100*(b-a**2)**2", {"a": -1, "b": 1}, ((-2, 2), (-2, 2))),  # too flat for that
        ("a*b", {"a": "0.001", "b": 1000}, ((-0.002, 0.002), (-2000, 2000))),  # of a scale each
    ],
)  # fmt: skip
def test_the_page_of_a_field(program: str, at: dict[str, object], ranges: object) -> None:
    found = contours(program, **at)
    assert found.paper == ranges
    assert contours(program, PlotOptions(ranges=(-9, 9)), **at).paper == ((-9, 9), (-9, 9))
