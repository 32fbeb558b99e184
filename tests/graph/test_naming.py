"""Names for nodes that nobody named."""

from __future__ import annotations

from itertools import islice

import pytest

from symback import Graph
from symback.graph.naming import fresh_names


def test_a_to_z_without_e_and_taken_names_then_a1() -> None:
    names = list(islice(fresh_names({"b", "z", "c1"}), 26))
    assert "".join(names[:23]) == "acdfghijklmnopqrstuvwxy"
    assert names[23:] == ["a1", "b1", "d1"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sin(sin(sin(w)))", ["a", "b", "J"]),
        ("sin(sin(sin(a)))", ["b", "c", "J"]),
        ("sin(sin(sin(J)))", ["a", "b", "L"]),
        ("sin(sin(a*b*c))", ["d", "f", "g", "J"]),
        ("a = sin(sin(w)); sin(a)", ["b", "a", "J"]),
    ],
)
def test_nodes_get_names_that_are_not_taken(text: str, names: list[str]) -> None:
    assert [node.name for node in Graph(text, split="lecture").nodes] == names


def test_a_name_that_only_at_uses_is_taken_too() -> None:
    graph = Graph("gamma*sin(sin(w))", valued=("gamma", "a"))
    assert [node.name for node in graph.nodes] == ["b", "c", "J"]
