"""44 programs with gradients worked out elsewhere: numbers, exact ones, formulas by value, and formulas that a person expects."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from array_values import evaluated, flat

from symback.api import Graph
from symback.report.options import Options

CASES = {c["id"]: c for c in map(json.loads, (Path(__file__).parent / "cases.jsonl").read_text().splitlines())}
NUMBERS = Options(formulas=False, nudges=False)


def report(case: dict[str, Any], options: Options = NUMBERS) -> Any:
    return Graph(case["program"], wrt=case["wrt"]).report(case["values"], options)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_numbers(case: dict[str, Any]) -> None:
    found = report(case)
    for name, truth in (case.get("jacobian") or case["gradient"]).items():
        ours = np.array(found.gradient[name], dtype=float).ravel()
        assert ours == pytest.approx(np.array(truth, dtype=float).ravel(), rel=1e-9, abs=1e-12), name
    assert np.array(found.result).ravel() == pytest.approx(np.array(case["output"]).ravel(), rel=1e-9)


RATIONAL = (
    "bilinear",
    "gram",
    "quadratic",
    "trace-axbx",
    "trace-gram",
    "weighted-residual",
    "factorisation",
    "mse-rows",
    "hinge",
    "max-entry",
    "jac-linear",
)


@pytest.mark.parametrize("name", RATIONAL)
def test_what_is_rational_is_exact(name: str) -> None:
    found = report(CASES[name])
    assert found.arithmetic == "exact"
    for value in found.exact.values():
        assert all(isinstance(entry, Fraction) for entry in flat(value))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_formulas_have_the_value_of_the_gradient(case: dict[str, Any]) -> None:
    found = report(case, Options(nudges=False))
    values = {**case["values"], **{row.name: row.value for row in found.nodes}}
    for row in found.chained_rows:
        if not row.parameter or (found.is_jacobian and row.in_nodes is None):
            continue
        for text in (row.in_nodes, row.in_inputs):
            ours = evaluated(text, {name: as_given(value) for name, value in values.items()})
            assert ours == pytest.approx([float(v) for v in flat(row.value)], rel=1e-9, abs=1e-12), text


def as_given(value: Any) -> Any:
    """A value as it is given again: doubles for what is not rational."""
    if isinstance(value, list):
        return [as_given(part) for part in value]
    return value if isinstance(value, (str, Fraction)) else float(value)


@pytest.mark.parametrize(
    ("name", "by", "text"),
    [
        ("bilinear", "X", "a@b.T"),
        ("gram", "X", "X@(c@b.T + b@c.T)"),
        ("quadratic", "x", "(B + B.T)@x"),
        ("trace-square-b", "X", "(X@B + B@X).T"),
        ("trace-gram", "X", "2*A.T@(A@X@B + C)@B.T"),
        ("logdet", "X", "inv(X).T"),
        ("logdet-gram", "X", "2*X@inv(X.T@X)"),
        ("norm", "x", "(x - a)/norm(x - a)"),
        ("frobenius", "X", "2*X"),
        ("dense-sigmoid", "W", "((a - y)*a*(1 - a))@x.T"),
        ("bp1-bp4", "b2", "(a2 - y)*a2*(1 - a2)"),
        ("bp1-bp4", "b1", "(W2.T@((a2 - y)*a2*(1 - a2)))*a1*(1 - a1)"),
        ("logistic-batch", "w", "X@(A - Y).T/4"),
        ("softmax-cross-entropy", "z", "p - y"),
        ("softmax-layer", "W", "(p - y)@x.T"),
        ("softmax-batch", "b", "sum(P - Y, 1)/3"),
        ("mse-rows", "w", "2*X.T@e/5"),
        ("poisson", "w", "X.T@(exp(X@w) - y)"),
        ("factorisation", "V", "E.T@U"),
        ("batch-norm", "gamma1", "sum(G*H, 1)"),
        ("jac-linear", "x", "A"),
        ("jac-softmax", "z", "diag(p) - p@p.T"),
        ("jac-polar", "t", "[-rho*sin(t), rho*cos(t)]"),
        ("jac-sigmoid", "x", "diag(a*(1 - a))@W"),
    ],
)
def test_the_formula_that_a_person_expects(name: str, by: str, text: str) -> None:
    found = report(CASES[name], Options(nudges=False))
    assert found.known[by].in_nodes == text


def test_a_softmax_whose_weights_are_not_known_to_sum_to_one_keeps_their_sum() -> None:
    at = {"z": [1, 2], "y": ["1/2", "1/3"]}
    assert Graph("p = softmax(z); J = -sum(y*log(p))", wrt="z").at(at).known["z"].in_nodes == "sum(y)*p - y"  # type: ignore[attr-defined]


def test_every_entry_is_nudged_and_judged() -> None:
    found = Graph("J = sum(relu(x))").at(x=[-1, 0, 2])
    assert [entry.verdict.kind for entry in found.known["x"].entries] == ["match", "kink", "match"]  # type: ignore[attr-defined]


def test_numpy_arrays_go_in_and_come_out() -> None:
    found = Graph("J = a.T@X@b").at(a=np.array([1.0, 2.0]), X=np.arange(6).reshape(2, 3), b=[1, 1, 0.5])
    assert found.gradient["X"].tolist() == [[1, 1, 0.5], [2, 2, 1]]  # type: ignore[union-attr]
    assert found.result == 1 * (0 + 1 + 1) + 2 * (3 + 4 + 2.5)


def test_doubles_hold_a_softmax_of_large_entries() -> None:
    options = Options(arithmetic="float", formulas=False, nudges=False)
    found = Graph("p = softmax(z); J = logsumexp(z) - p[0]").report({"z": [1000, 999]}, options)
    assert found.result == pytest.approx(1000 + np.log1p(np.exp(-1)) - 1 / (1 + np.exp(-1)), rel=1e-15)


def test_a_derivative_that_only_single_factors_lack_is_there() -> None:
    assert Graph("J = norm(X)**2").at(X=[[0, 0]]).exact == {"X": [[0, 0]]}  # type: ignore[attr-defined]
