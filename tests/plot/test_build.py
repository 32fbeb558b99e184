"""What a picture holds: points with slopes and nudges from the report, kinks with both tangents, and what is refused."""

from __future__ import annotations

from fractions import Fraction

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
    (zoom,) = plot("w**3", w=2).zooms
    (piece,) = zoom.pieces
    truth = [(2 + t) ** 3 - 8 for t in piece.x.tolist()]
    assert piece.y.tolist() == pytest.approx(truth, abs=1e-12)


def test_over_two_inputs_there_are_contours() -> None:
    found = Graph("a**2+2*b**2").plot(a=3, b=1)
    assert isinstance(found, Contours)
    assert [slope.value for slope in found.touches[0].slopes] == [6, 4]
    assert found.paper == ((-5, 5), (-5, 5))
    assert [text for _, text in found.levels] == ["0", "10", "20", "30", "40", "50", "60", "70"]
    assert Graph("a*b*c", wrt=("c", "a")).plot(a=1, b=2, c=3).by == ("c", "a")


REFUSED: list[tuple[str, tuple[str, ...] | None, dict[str, object], int, str]] = [
    ("a*b*c", None, {"a": 1, "b": 2, "c": 3}, 2, "room for one input or two"), ("3*2", None, {}, 2, "no input"), ("w*x", ("w",), {"w": 1}, 2, "x has no value"),
    ("w*x", ("w",), {"w": 1, "x": [1, 2]}, 2, "x has several values"), ("a*b", None, {"a": 1}, 2, "b has no value"), ("log(w)", None, {"w": -1}, 3, "positive argument"),
    ("1/w", None, {"w": [1, 0]}, 3, "division by zero at w=0"), ("w", None, {"w": "1e400"}, 3, "too large"), ("w", None, {"q": 1}, 2, "q is not an input"),
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
