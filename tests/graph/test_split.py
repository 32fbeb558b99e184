"""Splitting: how the lectures cut an expression into nodes, every operation a node, and a statement as one node."""

from __future__ import annotations

import pytest

from symback import Graph
from symback.errors import SymbackError

LOSS = "-(y*log(a)+(1-y)*log(1-a))"
NETWORK = "(relu(w2*relu(w1*x+b1)+b2)-y)**2/2"

# expression, split, nodes. The first rows are the lectures' own; names are a to z without e and taken ones.
ROWS = [
    ("(2+3*w)**2", "lecture", "a = 2 + 3*w; J = a**2"),
    ("(2+3*w)**2", "atomic", "a = 3*w; b = 2 + a; J = b**2"),
    ("(2+3*w)**2", "none", "J = (2 + 3*w)**2"),
    ("3*(a+b*c)", "lecture", "d = b*c; f = a + d; J = 3*f"),
    ("3*(a+b*c)", "atomic", "d = b*c; f = a + d; J = 3*f"),
    ("3*(a+b*c)", "none", "J = 3*(a + b*c)"),
    ("(w*x+b-y)**2/2", "lecture", "a = w*x; c = a + b; d = c - y; J = d**2/2"),
    ("(w*x+b-y)**2/2", "atomic", "a = w*x; c = a + b; d = c - y; f = d**2; J = f/2"),
    (NETWORK, "lecture", "a = w1*x; b = a + b1; c = relu(b); d = w2*c; f = d + b2; g = relu(f); h = g - y; J = h**2/2"),
    ("w", "lecture", "J = w"),
    ("w", "atomic", "J = w"),
    ("w", "none", "J = w"),
    ("2*w", "lecture", "J = 2*w"),
    ("w*w", "lecture", "J = w*w"),
    ("sin(w)/w", "lecture", "a = sin(w); J = a/w"),
    ("sin(w)/w", "none", "J = sin(w)/w"),
    ("1/(1+exp(-z))", "lecture", "a = -z; b = 1 + exp(a); J = 1/b"),
    ("1/(1+exp(-z))", "atomic", "a = -z; b = exp(a); c = 1 + b; J = 1/c"),
    ("-(u+v)", "lecture", "a = u + v; J = -a"),
    ("exp(-z)", "lecture", "a = -z; J = exp(a)"),
    ("1+exp(a)", "lecture", "J = 1 + exp(a)"),
    ("1+exp(a)", "atomic", "b = exp(a); J = 1 + b"),
    # a literal scales or shifts within the node of one variable, on either side and more than once
    ("-w", "lecture", "J = -w"),
    ("w/2", "lecture", "J = w/2"),
    ("2/w", "lecture", "J = 2/w"),
    ("3-2*w", "lecture", "J = 3 - 2*w"),
    ("(w-1)/2", "lecture", "J = (w - 1)/2"),
    ("2*(w+3)*4", "lecture", "J = 2*(w + 3)*4"),
    ("2*(w+3)*4", "atomic", "a = w + 3; b = 2*a; J = b*4"),
    ("w**2+1", "lecture", "J = w**2 + 1"),
    ("2*3*w+1/4", "lecture", "J = 2*3*w + 1/4"),
    ("2*3*w+1/4", "atomic", "a = 2*3*w; J = a + 1/4"),
    ("pi*w+e", "lecture", "J = pi*w + e"),
    # never within a node of two variables
    ("(w+b)*2+1", "lecture", "a = w + b; J = a*2 + 1"),
    ("w*2*x", "lecture", "a = w*2; J = a*x"),
    ("w*w+w", "lecture", "a = w*w; J = a + w"),
    ("3*w**2-2*w+1", "lecture", "a = 3*w**2; b = 2*w; c = a - b; J = c + 1"),
    # never inside a function's argument or under a power
    ("sin(2*w)", "lecture", "a = 2*w; J = sin(a)"),
    ("2*sin(w)+1", "lecture", "J = 2*sin(w) + 1"),
    ("sin(w)**2", "lecture", "a = sin(w); J = a**2"),
    ("2**(w+1)", "lecture", "a = w + 1; J = 2**a"),
    ("1/(2*w)", "lecture", "a = 2*w; J = 1/a"),
    # operations on literals alone make no node
    ("2*3+1", "atomic", "J = 2*3 + 1"),
    ("w+sin(1)", "atomic", "J = w + sin(1)"),
    # named statements are nodes whatever they hold
    ("a = w; b = a; J = b", "none", "a = w; b = a; J = b"),
    ("d = a-y; J = d**2/2 + d", "none", "d = a - y; J = d**2/2 + d"),
    ("d = a-y; J = d**2/2 + d", "lecture", "d = a - y; b = d**2/2; J = b + d"),
]


def drawn(text: str, split: str | None = None) -> str:
    return "; ".join(f"{node.name} = {node.text()}" for node in Graph(text, split=split).nodes)


@pytest.mark.parametrize(("text", "split", "nodes"), ROWS)
def test_an_expression_is_cut_as_the_lectures_draw_it(text: str, split: str, nodes: str) -> None:
    assert drawn(text, split) == nodes


def test_the_loss_of_a_logistic_unit_has_eight_nodes() -> None:
    kinds = sorted(str(node.rule[-1][0]) for node in Graph(LOSS, split="lecture").nodes)
    assert kinds == sorted(["log", "*", "-", "-", "log", "*", "+", "neg"])


def test_nodes_stand_in_the_order_of_computation() -> None:
    assert drawn(LOSS) == "b = log(a); c = y*b; d = 1 - y; f = 1 - a; g = log(f); h = d*g; i = c + h; J = -i"


@pytest.mark.parametrize(
    ("text", "like"),
    [("(2+3*w)**2", "lecture"), ("a = 2+3*w; J = a**2 + 1", "none"), ("w = 3; (2+3*w)**2 + w", "lecture")],
)
def test_one_statement_is_cut_and_several_are_not(text: str, like: str) -> None:
    assert drawn(text) == drawn(text, like)


def test_there_is_no_other_split() -> None:
    with pytest.raises(SymbackError, match="split is one of lecture, atomic, none, not lectures"):
        Graph("w", split="lectures")


# expression, split, nodes: equal sub-expressions are one node, and no more than that is
SHARED = [
    ("(w+1)*(w+1)", "lecture", "a = w + 1; J = a*a"),
    ("a*b+a*b", "lecture", "c = a*b; J = c + c"),
    ("2*w+2*w", "lecture", "a = 2*w; J = a + a"),
    ("sin(w)*sin(w)", "atomic", "a = sin(w); J = a*a"),
    ("exp(w)/(1+exp(w))", "lecture", "a = exp(w); b = 1 + a; J = a/b"),
    ("sin(2*w)+cos(2*w)", "lecture", "a = 2*w; b = sin(a); c = cos(a); J = b + c"),
    ("(2+3*w)**2+(2+3*w)", "lecture", "a = 2 + 3*w; b = a**2; J = b + a"),
    ("w*b-b*w", "lecture", "a = w*b; c = b*w; J = a - c"),
    ("sin(w)+sin(b)", "lecture", "a = sin(w); c = sin(b); J = a + c"),
    ("(w+1)*(w+1)", "none", "J = (w + 1)*(w + 1)"),
]


@pytest.mark.parametrize(("text", "split", "nodes"), SHARED)
def test_equal_sub_expressions_are_one_node(text: str, split: str, nodes: str) -> None:
    assert drawn(text, split) == nodes


def test_every_node_of_a_shape_shares_its_rule() -> None:
    nodes = Graph("z = 2+3*w; u = 2+3*b; v = 2+4*w; z*u*v", split="none").by_name
    assert nodes["z"].rule == nodes["u"].rule != nodes["v"].rule


@pytest.mark.parametrize("split", ["lecture", "atomic"])
def test_depth_costs_no_recursion(split: str) -> None:
    depth = 20_000
    graph = Graph("sin(" * depth + "w" + ")" * depth, split=split)
    assert len(graph.nodes) == depth
    assert all(len(node.operands) == 1 for node in graph.nodes)
