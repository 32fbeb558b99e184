"""Three hints for every box, from the question to the answer, in the words of `symback explain`.

The first asks the question that explain asks, the second names the rule, the third is the whole equation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.backward import edge_words, local_equation
from symback.explain.chain import chained_equation, direct_words, product, summed
from symback.explain.equation import chain
from symback.explain.formulas import is_name, node_formula, put_in
from symback.explain.forward import forward_equation
from symback.explain.model import Name, Piece, Sentence, listed, math, say
from symback.explain.rules import sentences
from symback.explain.teller import verdict_words

if TYPE_CHECKING:
    from symback.explain.teller import Teller
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.report.model import Chained, Local

Hints = tuple[Sentence, Sentence, Sentence]


def forward_hints(teller: Teller, node: Node) -> Hints:
    """The node's formula, the formula with the numbers put in, and its value."""
    name, written = math(Name(node.name)), node_formula(node)
    first = say("Compute ", chain([name, written]), ".")
    filled = put_in(written, teller.values)
    if filled is None or is_name(filled):
        second = say(name, " is just ", written, ".")
    else:
        second = say("Put the numbers in: ", chain([name, filled]), ".")
    return first, second, say(forward_equation(teller, node), ".")


def local_hints(teller: Teller, row: Local) -> Hints:
    """How the node moves with its operand, the rule of calculus for it, and the local derivative."""
    node = teller.graph.by_name[row.node]
    by, of = Name(row.by), Name(row.node)
    written = chain([math(of), node_formula(node)])
    alone = " and nothing else does" if teller.edge(row.node, row.by).direct else ""
    first = say(written, ". If ", by, f" goes up by a little{alone}, how does ", of, " move?")
    found = local_equation(teller, node, row.by, row)
    return first, say(*rule(teller, node, row), *kink(teller, node, row)), say(found, ".")


def rule(teller: Teller, node: Node, row: Local) -> list[Piece]:
    """The rules of calculus on the way from the node down to its operand."""
    found: list[Piece] = []
    for words in sentences(node, row.by, teller.taken):
        found += say(" " if found else "", *words, ".")
    return found or list(say(Name(node.name), " simply follows ", Name(row.by), "."))


def kink(teller: Teller, node: Node, row: Local) -> Sentence:
    """At a kink the value is a convention, which nobody can work out."""
    if row.verdict.kind != "kink":
        return ()
    return edge_words(teller, node, row.by, row) or say(
        " ", *verdict_words(teller, row.verdict, Name(node.name), Name(row.by), row.value)
    )


def chained_hints(teller: Teller, row: Chained) -> Hints:
    """How the output moves, the chain rule in symbols (a sum over the paths), and with numbers."""
    first = say("If ", Name(row.by), " goes up by a little, how does ", teller.output, " move?")
    symbols = chain([math(teller.total(row.by)), summed([product(teller, row.by, term) for term in row.terms])])
    second = say(*paths(teller, row), "Chain rule: ", symbols, ".")
    return first, second, say(chained_equation(teller, row), ".")


def paths(teller: Teller, row: Chained) -> Sentence:
    """That the shares add up, where several nodes use the name."""
    if len(row.terms) < 2:
        return ()
    users = listed([Name(term.through) for term in row.terms])
    told = say(Name(row.by), " is used by ", *users, ". A change travels along every path, so the shares add up.")
    return say(*told, *direct_words(teller, row), " ")


def node_lines(graph: Graph) -> list[Sentence]:
    """Every node that the output needs, with its formula."""
    return [say(chain([math(Name(node.name)), node_formula(node)])) for node in graph.nodes if not node.unused]
