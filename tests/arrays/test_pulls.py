"""Every pull of an array operation against its scalar expansion, on random shapes; formulas of the same against numbers, at other sizes."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from array_values import evaluated, flat

from symback.api import Graph
from symback.domains import array
from symback.domains.array import Letter
from symback.graph.graph import graph_of
from symback.report.array_inputs import Inputs
from symback.report.arrays import array_report, unfolded
from symback.report.build import report_at
from symback.report.options import Options

Shapes = dict[str, tuple[str, ...]]
# A program, and the shapes of its inputs in letters; a size of 1 stands for itself.
PROGRAMS: dict[str, Shapes] = {
    "sum(G*(A@B))": {"A": ("m", "n"), "B": ("n", "p"), "G": ("m", "p")},
    "sum(g*(A@x))": {"A": ("m", "n"), "x": ("n",), "g": ("m",)},
    "x.T@A@y": {"A": ("m", "n"), "x": ("m",), "y": ("n",)},
    "x@y": {"x": ("n",), "y": ("n",)},
    "sum(G*(x@y.T))": {"x": ("m",), "y": ("n",), "G": ("m", "n")},
    "sum(g*(x.T@A))": {"A": ("m", "n"), "x": ("m",), "g": ("1", "n")},
    "dot(x, y)**2": {"x": ("n",), "y": ("n",)},
    "sum(G*outer(x, y))": {"x": ("m",), "y": ("n",), "G": ("m", "n")},
    "sum(G*A.T)": {"A": ("m", "n"), "G": ("n", "m")},
    "sum(x)*sum(A)": {"A": ("m", "n"), "x": ("n",)},
    "sum(g*sum(A, 0))": {"A": ("m", "n"), "g": ("1", "n")},
    "sum(g*sum(A, 1))": {"A": ("m", "n"), "g": ("m",)},
    "mean(A**2)*mean(x)": {"A": ("m", "n"), "x": ("n",)},
    "sum(g*mean(A, 0)**2)": {"A": ("m", "n"), "g": ("1", "n")},
    "sum(g*mean(A, 1)**2)": {"A": ("m", "n"), "g": ("m",)},
    "sum(g*softmax(x))": {"x": ("n",), "g": ("n",)},
    "sum(G*softmax(A))": {"A": ("m", "n"), "G": ("m", "n")},
    "sum(G*softmax(A, 1))": {"A": ("m", "n"), "G": ("m", "n")},
    "logsumexp(x)**2": {"x": ("n",)},
    "sum(g*logsumexp(A))": {"A": ("m", "n"), "g": ("1", "n")},
    "sum(g*logsumexp(A, 1))": {"A": ("m", "n"), "g": ("m",)},
    "max(A)**2 + min(x)": {"A": ("m", "n"), "x": ("n",)},
    "sum(g*max(A, 0)) + sum(h*min(A, 1))": {"A": ("m", "n"), "g": ("1", "n"), "h": ("m",)},
    "norm(A)**3 + norm(x)": {"A": ("m", "n"), "x": ("n",)},
    "norm1(A)**2": {"A": ("m", "n")},
    "tr(A)**2": {"A": ("n", "n")},
    "det(A)**2": {"A": ("n", "n")},
    "logdet(A@A.T + x@x.T)": {"A": ("n", "n"), "x": ("n",)},
    "sum(G*inv(A))": {"A": ("n", "n"), "G": ("n", "n")},
    "sum(G*diag(x)) + sum(x*diag(G))": {"x": ("n",), "G": ("n", "n")},
    "x[0]**2*A[0,0] + A[-1,0]*x[-1]": {"A": ("m", "n"), "x": ("n",)},
    "sum(g*A[0,:]) + sum(h*A[:,-1])": {"A": ("m", "n"), "g": ("1", "n"), "h": ("m",)},
    "sum(x[0:1]**2) + sum(A[0:1,:]**2)": {"A": ("m", "n"), "x": ("n",)},
    "norm([s*t, s**2, t]) + sum([[s, t], [t, s]]@[s, t])": {"s": (), "t": ()},
    "sum(A*x + A*g - A/x)": {"A": ("m", "n"), "x": ("m",), "g": ("1", "n")},
    "sum(s*A + A**2/s) - sum(s - x)": {"A": ("m", "n"), "s": (), "x": ("n",)},
    "sum(exp(A)*sigmoid(A) + x*tanh(A))": {"A": ("m", "n"), "x": ("m",)},
    "sum(where(A > 1/2, A**2, x*A))": {"A": ("m", "n"), "x": ("m",)},
    "sum(max(A, x) + min(A, 1/2) + relu(A - x))": {"A": ("m", "n"), "x": ("m",)},
    "sum(ones(n)*x) + sum(eye(n)@x) + sum(zeros(n) + x**2)/n": {"x": ("n",)},
    "|s|*sum(abs(x)) + sum(x')": {"x": ("n",), "s": ()},
    "sum((A - mean(A, 1))**2) + sum(softmax(A@x)*A@x)": {"A": ("m", "n"), "x": ("n",)},
}
SIZES = [
    {"m": 2, "n": 3, "p": 2},
    {"m": 1, "n": 1, "p": 1},
    {"m": 3, "n": 1, "p": 2},
    {"m": 1, "n": 3, "p": 2},
    {"m": 2, "n": 2, "p": 3},
]


def sized(shape: tuple[str, ...], sizes: dict[str, int]) -> tuple[int, ...]:
    return tuple(Letter(sizes[size]) if size in sizes else 1 for size in shape)


def value_at(chance: random.Random, shape: tuple[int, ...]) -> Any:
    """Nested lists of fractions; a diagonal that keeps matrices away from singular ones."""
    if not shape:
        return str(Fraction(chance.randrange(1, 9), 7))
    if len(shape) == 1:
        return [str(Fraction(chance.randrange(1, 30), 7)) for _ in range(shape[0])]
    return [
        [str(Fraction(chance.randrange(-9, 30) + (20 + 7 * i if i == j else 0), 7)) for j in range(shape[1])]
        for i in range(shape[0])
    ]


def declared(program: str, shapes: Shapes) -> str:
    lines = [f"{name}: {'×'.join(shape)}" for name, shape in shapes.items() if shape]
    return "; ".join([*lines, f"J = {program}"])


def disagreements(program: str, sizes: dict[str, int], seed: int = 0) -> list[str]:
    """Entries of the gradient that are not those of the same program in scalars."""
    chance = random.Random(seed)
    shapes = PROGRAMS[program]
    values = {name: value_at(chance, sized(shape, sizes)) for name, shape in shapes.items()}
    graph = graph_of(declared(program, shapes), arrays=True)
    options = Options(formulas=False, nudges=False)
    found = array_report(graph, values, options)
    scalars = unfolded(graph, Inputs(graph, values), lambda name: sized(shapes.get(name, ()), sizes))
    assert scalars is not None
    truth = report_at(*scalars, options).gradient
    return [
        f"{by}: {value} is {truth[by]}"
        for row in found.chained_rows
        if row.parameter
        for by, value in row.places()
        if abs(float(value) - float(truth[by])) > 1e-12 * max(1, abs(float(truth[by])))
    ]


@pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: "×".join(map(str, sizes.values())))
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_pull_is_that_of_the_scalars(program: str, sizes: dict[str, int]) -> None:
    assert disagreements(program, sizes) == []


@pytest.mark.parametrize(
    ("operation", "wrong", "program"),
    [
        ("@", ("g@y.T", "x@g"), "sum(G*(A@B))"),
        ("T", ("g",), "sum(G*A.T)"),
        ("inv", ("f.T@g@f.T",), "sum(G*inv(A))"),
        ("softmax", ("f*g",), "sum(g*softmax(x))"),
        ("mean", ("g*o",), "mean(A**2)*mean(x)"),
    ],
)
def test_a_broken_pull_is_refused(
    monkeypatch: pytest.MonkeyPatch, operation: str, wrong: tuple[str, ...], program: str
) -> None:
    monkeypatch.setitem(array.PULLS, operation, wrong)
    assert disagreements(program, {"m": 2, "n": 2, "p": 2}) != []


@pytest.mark.parametrize("sizes", [{"m": 2, "n": 3, "p": 2}, {"m": 4, "n": 2, "p": 3}], ids=str)
@pytest.mark.parametrize("program", [p for p in PROGRAMS if "[" not in p])
def test_a_formula_holds_at_every_size(program: str, sizes: dict[str, int]) -> None:
    chance = random.Random(1)
    shapes = PROGRAMS[program]
    values = {name: value_at(chance, sized(shape, sizes)) for name, shape in shapes.items()}
    formulas = Graph(declared(program, shapes)).at()
    numbers = Graph(declared(program, shapes)).at(values)
    for row, with_numbers in zip(formulas.chained_rows, numbers.chained_rows, strict=True):  # type: ignore[attr-defined]
        used = "".join(
            f" + 0*sum({name})" for name, shape in shapes.items() if shape
        )  # which gives every letter its size
        found = evaluated(declared(f"{row.in_inputs}{used}", shapes), values)
        assert found == pytest.approx([float(one) for one in flat(with_numbers.value)], rel=1e-9, abs=1e-12), (
            row.in_inputs
        )


JACOBIANS: dict[str, Shapes] = {
    "B@sigmoid(A@x)": {"A": ("m", "n"), "B": ("n", "m"), "x": ("n",)},
    "x*sum(x*y)": {"x": ("n",), "y": ("n",)},
    "softmax(A@x) - x": {"A": ("n", "n"), "x": ("n",)},
    "x/norm(x)": {"x": ("n",)},
    "A@x*s + s**2*y": {"A": ("m", "n"), "x": ("n",), "y": ("m",), "s": ()},
    "x@x.T@y": {"x": ("n",), "y": ("n",)},
    "inv(A)@x": {"A": ("n", "n"), "x": ("n",)},
    "sum(A, 1) + mean(x) + x": {"A": ("n", "n"), "x": ("n",)},
    "exp(x)/sum(exp(x)) + x[0]": {"x": ("n",)},
    "[s*t, s/t, sin(s)]": {"s": (), "t": ()},
    "[x[0]*s, x[-1]**2]": {"x": ("n",), "s": ()},
}


@pytest.mark.parametrize("sizes", [{"m": 2, "n": 3}, {"m": 3, "n": 2}], ids=str)
@pytest.mark.parametrize("program", JACOBIANS)
def test_the_formula_of_a_jacobian_has_its_value_and_rows_are_gradients(program: str, sizes: dict[str, int]) -> None:
    chance = random.Random(3)
    shapes = JACOBIANS[program]
    values = {name: value_at(chance, sized(shape, sizes)) for name, shape in shapes.items()}
    text = declared(program, shapes)
    found = Graph(text).at(values)
    formulas = Graph(text).at()
    for row in found.chained_rows:
        for k, ours in enumerate(row.value):  # type: ignore[arg-type]
            truth = Graph(f"{text}; K = J[{k}]").at(values).exact[row.name]  # type: ignore[attr-defined]
            assert [float(v) for v in flat(ours)] == pytest.approx(
                [float(v) for v in flat(truth)], rel=1e-12, abs=1e-14
            )
        formula = formulas.known[row.name].in_inputs  # type: ignore[attr-defined]
        if formula is not None:
            used = "".join(f" + 0*sum({name})" for name, shape in shapes.items() if shape)
            ours = evaluated(declared(f"{formula}{used}", shapes), values)
            assert ours == pytest.approx([float(v) for v in flat(row.value)], rel=1e-9, abs=1e-12), formula
