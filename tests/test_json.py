"""`diff --format json`, key by key as it is promised to scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Answer


@pytest.fixture
def ask(run: Callable[..., Answer]) -> Callable[..., list[dict[str, Any]]]:
    """The JSON objects that diff answers, one a point."""

    def call(*arguments: str) -> list[dict[str, Any]]:
        answered = run("diff", *arguments, "--format", "json")
        assert (answered.code, answered.err) == (0, "")
        return [json.loads(line) for line in answered.out.splitlines()]

    return call


PROMISED: dict[str, Any] = {
    "schema": 1, "output": "J", "arithmetic": "exact", "epsilon": "1/1000", "scheme": "forward",
    "inputs": [{"name": "w", "parameter": True, "value": 3.0, "exact": "3"}],
    "nodes": [
        {"name": "a", "formula": "2 + 3*w", "value": 11.0, "exact": "11"},
        {"name": "J", "formula": "a**2", "value": 121.0, "exact": "121"},
    ],
    "local": [
        {
            "node": "J", "by": "a", "formula": "2*a", "value": 22.0, "exact": "22", "verdict": "match",
            "slots": [{"slot": 0, "formula": "2*a", "value": 22.0, "exact": "22"}],
            "nudge": {
                "node": {"value": 121.022001, "exact": "121022001/1000000"},
                "k": {"value": 22.001, "exact": "22001/1000"},
                "leftover": {"value": 0.001, "exact": "1/1000"},
            },
        },
        {
            "node": "a", "by": "w", "formula": "3", "value": 3.0, "exact": "3", "verdict": "match",
            "slots": [{"slot": 0, "formula": "3", "value": 3.0, "exact": "3"}],
            "nudge": {
                "node": {"value": 11.003, "exact": "11003/1000"},
                "k": {"value": 3.0, "exact": "3"},
                "leftover": {"value": 0.0, "exact": "0"},
            },
        },
    ],
    "chained": [
        {
            "by": "a", "in_nodes": "2*a", "in_inputs": "6*w + 4", "value": 22.0, "exact": "22", "verdict": "match",
            "terms": [{"through": "J", "local": "2*a", "upstream": "1", "value": 22.0}],
            "nudge": {
                "output": {"value": 121.022001, "exact": "121022001/1000000"},
                "k": {"value": 22.001, "exact": "22001/1000"},
                "leftover": {"value": 0.001, "exact": "1/1000"},
            },
        },
        {
            "by": "w", "in_nodes": "6*a", "in_inputs": "18*w + 12", "value": 66.0, "exact": "66", "verdict": "match",
            "terms": [{"through": "a", "local": "3", "upstream": "2*a", "value": 66.0}],
            "nudge": {
                "output": {"value": 121.066009, "exact": "121066009/1000000"},
                "k": {"value": 66.009, "exact": "66009/1000"},
                "leftover": {"value": 0.009, "exact": "9/1000"},
            },
        },
    ],
    "gradient": {"w": 66.0},
    "cost": {"nodes": 2, "parameters": 1, "backprop_steps": 3, "nudge_steps": 2},
}  # fmt: skip


def holds(found: Any, promised: Any, path: str = "") -> None:
    """Assert that `found` has everything that `promised` has; keys may be added."""
    if isinstance(promised, dict):
        for key, value in promised.items():
            assert key in found, f"{path}.{key}"
            holds(found[key], value, f"{path}.{key}")
    elif isinstance(promised, list):
        assert len(found) == len(promised), path
        for i, (own, other) in enumerate(zip(found, promised, strict=True)):
            holds(own, other, f"{path}[{i}]")
    else:
        assert found == promised, path
        assert type(found) is type(promised), path


def test_the_example_of_the_contract(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("(2+3*w)**2", "--at", "w=3")
    holds(found, PROMISED)


def test_no_number_is_written_twice(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("(2+3*w)**2", "--at", "w=3")
    assert "decimal" not in json.dumps(found)
    assert "nudges" not in json.dumps(found)


def test_decimals(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("sqrt(w)", "--at", "w=2")
    assert found["arithmetic"] == "decimal"
    holds(found["inputs"][0], {"value": 2.0, "exact": "2"})
    node = found["nodes"][0]
    assert (node["value"], node["exact"]) == (2**0.5, None)
    assert node["decimal"] == "1.41421356237309504880168872421"
    chained = found["chained"][0]
    assert chained["decimal"] == "0.353553390593273762200422181052"
    assert set(chained["nudge"]) == {"output", "k", "leftover"}
    assert all(part["exact"] is None and part["decimal"] for part in chained["nudge"].values())


def test_digits_of_decimals(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("sqrt(w)", "--at", "w=2", "--digits", "10")
    assert found["nodes"][0]["decimal"] == "1.414213562"


def test_an_input_that_is_a_multiple_of_pi(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("sin(w)", "--at", "w=pi/2")
    assert found["inputs"][0]["exact"] is None
    assert found["inputs"][0]["decimal"] == "1.57079632679489661923132169164"
    holds(found["nodes"][0], {"value": 1.0, "exact": "1"})
    holds(found["gradient"], {"w": 0.0})


def test_floats(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("w*b", "--at", "w=0.1,b=3", "--arithmetic", "float")
    assert found["arithmetic"] == "float"
    assert found["nodes"][0]["value"] == 0.30000000000000004
    assert found["nodes"][0]["exact"] is None
    assert found["gradient"] == {"w": 3.0, "b": 0.1}


def test_exact_refuses_what_is_not_rational(run: Callable[..., Answer]) -> None:
    answered = run("diff", "sqrt(w)", "--at", "w=2", "--arithmetic", "exact", "--format", "json")
    assert (answered.code, answered.out) == (2, "")
    assert "not rational" in answered.err


def test_without_values(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("(2+3*w)**2")
    rows = [*found["inputs"], *found["nodes"], *found["local"], *found["chained"]]
    assert all(row["value"] is None and row["exact"] is None for row in rows)
    assert all(row["nudge"] is None and row["verdict"] == "not checked" for row in found["local"] + found["chained"])
    assert [row["in_inputs"] for row in found["chained"]] == ["6*w + 4", "18*w + 12"]
    assert found["gradient"] == {"w": None}


def test_several_epsilons(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("w**2", "--at", "w=3", "--eps", "0.01,0.001,1/4")
    assert found["epsilon"] == "1/100"
    (row,) = found["chained"]
    assert [nudge["epsilon"] for nudge in row["nudges"]] == ["1/100", "1/1000", "1/4"]
    assert [nudge["k"]["exact"] for nudge in row["nudges"]] == ["601/100", "6001/1000", "25/4"]
    assert [nudge["leftover"]["exact"] for nudge in row["nudges"]] == ["1/100", "1/1000", "1/4"]
    assert [nudge["verdict"] for nudge in row["nudges"]] == ["match"] * 3
    assert row["nudge"] == {key: row["nudges"][0][key] for key in ("output", "k", "leftover")}
    assert [nudge["k"]["exact"] for nudge in found["local"][0]["nudges"]] == ["601/100", "6001/1000", "25/4"]


def test_central_nudges(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("w**3", "--at", "w=2", "--scheme", "central")
    assert found["scheme"] == "central"
    for rows, moved in (("local", "node"), ("chained", "output")):
        nudge = found[rows][0]["nudge"]
        assert nudge[moved]["exact"] == "8012006001/1000000000"
        assert nudge["minus"]["exact"] == "7988005999/1000000000"
        assert nudge["k"]["exact"] == "12000001/1000000"
        assert nudge["leftover"]["exact"] == "1/1000000"


def test_data_are_no_parameters(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("(w*x+b-y)**2/2", "--at", "w=2,x=-2,b=8,y=2", "--wrt", "w,b")
    assert {row["name"]: row["parameter"] for row in found["inputs"]} == {"w": True, "x": False, "b": True, "y": False}
    assert found["gradient"] == {"w": -4.0, "b": 2.0}
    assert not {"x", "y"} & {row["by"] for row in found["local"] + found["chained"]}
    assert found["cost"] == {"nodes": 4, "parameters": 2, "backprop_steps": 6, "nudge_steps": 8}


def test_repeated_uses_are_summed_and_each_has_its_slot(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("w*w", "--at", "w=3")
    (row,) = found["local"]
    holds(row, {"node": "J", "by": "w", "formula": "2*w", "value": 6.0, "exact": "6"})
    assert [(slot["slot"], slot["formula"], slot["exact"]) for slot in row["slots"]] == [(0, "w", "3"), (1, "w", "3")]


def test_paths_are_terms_that_sum(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("a = w**2; b = 3*w; J = a*b", "--at", "w=2")
    row = next(row for row in found["chained"] if row["by"] == "w")
    assert {t["through"]: (t["local"], t["upstream"], t["value"]) for t in row["terms"]} == {
        "a": ("2*w", "b", 24.0), "b": ("3", "a", 12.0),
    }  # fmt: skip
    assert (row["exact"], row["in_inputs"]) == ("36", "9*w**2")


def test_several_points_are_a_line_each(ask: Callable[..., list[dict[str, Any]]]) -> None:
    found = ask("w**2", "--at", "w=3", "--at", "w=2", "--at", "w=-3")
    assert [(one["inputs"][0]["value"], one["gradient"]["w"]) for one in found] == [
        (3.0, 6.0),
        (2.0, 4.0),
        (-3.0, -6.0),
    ]


def test_a_kink_has_left_and_right(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("relu(w)", "--at", "w=0")
    (row,) = found["chained"]
    assert (row["verdict"], row["value"]) == ("kink", 0.0)
    assert (row["left"]["exact"], row["right"]["exact"]) == ("0", "1")


def test_an_undefined_derivative_is_null(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("sign(w)+b", "--at", "w=0,b=1")
    assert found["gradient"] == {"w": None, "b": 1.0}
    row = next(row for row in found["chained"] if row["by"] == "w")
    assert (row["verdict"], row["value"], row["exact"]) == ("undefined", None, None)


def test_a_nudge_over_a_kink_names_an_epsilon_to_try(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("relu(w)", "--at", "w=-0.0005")
    (row,) = found["chained"]
    assert (row["verdict"], row["value"], row["try"]) == ("epsilon", 0.0, "1/10000")


def test_what_a_double_cannot_hold_is_null_with_digits_beside(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("exp(w)", "--at", "w=100000")
    node = found["nodes"][0]
    assert (node["value"], node["exact"]) == (None, None)
    assert node["decimal"].startswith("2.80666336042612317931838581857")
    assert node["decimal"].endswith("e43429")
    (found,) = ask("w**9", "--at", "w=1e50")
    assert found["nodes"][0]["value"] is None
    assert found["nodes"][0]["exact"] == "1" + "0" * 450


def test_unused_nodes_are_marked(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("a = 2*w; J = w**2", "--at", "w=3")
    assert {node["name"]: node.get("unused", False) for node in found["nodes"]} == {"a": True, "J": False}


def test_numbers_only_has_no_derived_formula(ask: Callable[..., list[dict[str, Any]]]) -> None:
    (found,) = ask("(2+3*w)**2", "--at", "w=3", "--numbers-only")
    assert [row["formula"] for row in found["local"]] == [None, None]
    assert [(row["in_nodes"], row["in_inputs"]) for row in found["chained"]] == [(None, None)] * 2
    assert found["gradient"] == {"w": 66.0}
    assert found["nodes"][1]["formula"] == "a**2"


def test_the_answer_is_strict_json(run: Callable[..., Answer]) -> None:
    out = run("diff", "1/w + exp(b)", "--at", "w=1e-300,b=9999", "--format", "json").out

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(out, parse_constant=refuse)
