"""Which rule of calculus stands behind which edge, and what it says in general."""

from __future__ import annotations

import pytest

from symback import Graph
from symback.explain.cut import reason
from symback.explain.model import Notation, Story
from symback.explain.rules import sentences
from symback.render.explain_plain import text

NO_STORY = Story("", (), Notation("leibniz", "d", "J", None), ())

RULES = [
    ("w**2", "Power rule: uⁿ has the derivative n·uⁿ⁻¹"),
    ("2+3*w", "Added constants drop out / Constant factors stay"),
    ("w/7", "Constant factors stay"),
    ("w*x", "Product rule: the derivative of u·v with respect to u is v"),
    ("w*w", "Product rule: each factor takes its turn, so the derivative of u·v is du·v + u·dv"),
    ("w/x", "Quotient rule: the derivative of u/v with respect to u is 1/v"),
    ("x/w", "Quotient rule: the derivative of u/v with respect to v is -u/v²"),
    ("w/(1+w)", "Quotient rule: the derivative of u/v is (du·v - u·dv)/v² / Added constants drop out"),
    ("w+x", "Sum rule: every summand passes its change on"),
    ("x-w", "Difference rule: the second part counts with a minus sign"),
    ("-w", "A minus sign stays in front"),
    ("1-w", "A minus sign stays in front"),
    ("2**w", "Exponential rule: the derivative of u^v with respect to v is u^v·log(u)"),
    ("exp(w)", "exp is its own derivative"),
    ("sin(w)", "The derivative of sin(u) is cos(u)"),
    ("sigmoid(w)", "The derivative of sigmoid(u) is sigmoid(u)·(1 - sigmoid(u))"),
    ("sqrt(w)", "The derivative of sqrt(u) is 1/(2·sqrt(u))"),
    ("tan(w)", "The derivative of tan(u) is tan(u)² + 1"),
    ("log(w, x)", "The derivative of log(u, v) with respect to u is 1/(u·log(v))"),
    ("atan2(x, w)", "The derivative of atan2(u, v) with respect to v is -u/(u² + v²)"),
    ("relu(w)", "The derivative of relu(u) is (1 where u > 0, else 0)"),
    ("max(w, x)", "In max only the largest value passes its change on (equal values share)"),
    ("where(w > 0, w, x)", "Only the branch that is taken passes its change on"),
    ("sin(w**2)", "The derivative of sin(u) is cos(u) / Power rule: uⁿ has the derivative n·uⁿ⁻¹ / Chain rule inside the node: from the outside in, the slopes multiply"),
    ("w", ""),
]  # fmt: skip


@pytest.mark.parametrize(("program", "expected"), RULES)
def test_rules_of_a_whole_statement(program: str, expected: str) -> None:
    node = Graph(program, "none").nodes[-1]
    found = [text(words, NO_STORY) for words in sentences(node, "w", set())]
    assert " / ".join(found) == expected


def test_letters_that_the_program_uses_are_not_used() -> None:
    node = Graph("u*v").nodes[-1]
    [found] = sentences(node, "u", {"u", "v"})
    assert text(found, NO_STORY) == "Product rule: the derivative of p·q with respect to p is q"


CUTS = [
    ("2+3*w", "lecture", "Plain numbers only scale or shift w, so they need no node of their own."),
    ("w**2", "lecture", "It is a power of w, which is not linear, so it is a node of its own."),
    ("1+exp(w)", "lecture", "It is the function exp of w, which is not linear, so it is a node of its own. The plain numbers beside it need none."),
    ("1/w", "lecture", "It divides by w, which is not linear, so it is a node of its own."),
    ("w*x", "lecture", "It is a product of w and x: where variables meet, there is a node."),
    ("w*w", "lecture", "It is a product of w with itself, one node."),
    ("w", "lecture", "It only passes on the value of w."),
    ("2+3", "lecture", "It has no input in it: it is a fixed number."),
    ("2*w", "atomic", "It is a single operation: a product of w."),
    ("w*x", "none", "You named it, so it is a node: a product of w and x."),
    ("(w*x+1)**2", "none", "You named it, so it is a node, with several operations inside."),
]  # fmt: skip


@pytest.mark.parametrize(("program", "split", "expected"), CUTS)
def test_why_a_node_is_cut_there(program: str, split: str, expected: str) -> None:
    graph = Graph(program, split)
    assert text(reason(graph, graph.nodes[-1]), NO_STORY) == expected
