"""The boxes of a program at a point, from its report, each with three hints in the words of `symback explain`.

First every node's value, left to right; then right to left, node by node, for every operand the local derivative and,
once all the nodes that use the operand have had their turn, the output's derivative by it. Of the hints the first asks the
question that explain asks, the second names the rule, the third is the whole equation.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from symback.document.names import pretty
from symback.errors import SymbackError
from symback.exercise.model import CHAINED, FORWARD, LOCAL, Box, Exercise
from symback.explain.backward import edge_words, local_equation
from symback.explain.chain import chained_equation, direct_words, product, summed
from symback.explain.choices import Choices
from symback.explain.equation import chain
from symback.explain.formulas import is_name, node_formula, put_in
from symback.explain.forward import forward_equation
from symback.explain.model import Name, Piece, Sentence, Story, listed, math, say
from symback.explain.rules import sentences
from symback.explain.story import notation, point
from symback.explain.teller import Teller, verdict_words
from symback.report.notation import DIRECT, derivative_label
from symback.report.options import Options
from symback.report.trace import traced
from symback.report.words import shortened, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.report.model import Chained, Local

MOST_BOXES = 600
Hints = tuple[Sentence, Sentence, Sentence]


def exercise_at(graph: Graph, given: Mapping[str, object], options: Options | None = None) -> Exercise:
    """The exercise of a graph at a point; without any value formulas are asked for, of derivatives alone.

    Raises SymbackError: as a report does (exit code 2 or 3), and for a program with more boxes than anyone fills in.
    """
    from symback.graph.graph import graph_of

    if not given.keys() <= graph.parsed.inputs.keys():  # a constant that is given a value is a variable
        graph = graph_of(graph.program, graph.split, graph.wrt, tuple({**dict.fromkeys(graph.valued), **given}))
    require_few(graph)
    options = options or Options()
    teller = Teller(graph, *traced(graph, given, options), Choices())
    maker, report = Maker(teller), teller.report
    boxes = (*maker.forward(), *maker.backward())
    story = Story(shortened(graph.program), point(report), notation(report, teller.choices), ())
    return Exercise(graph, report, story, maker.columns, boxes, tuple(maker.left_out))


def require_few(graph: Graph) -> None:
    """Raise SymbackError where the program is too large to fill in by hand."""
    boxes = len(graph.nodes) + 2 * sum(len(node.distinct_operands) for node in graph.nodes)
    if boxes > MOST_BOXES:
        raise SymbackError(f"about {boxes:,} boxes are too many to fill in; at most {MOST_BOXES}", hint="symback diff")


class Maker:
    """Makes the boxes of one report."""

    def __init__(self, teller: Teller) -> None:
        self.teller, self.report = teller, teller.report
        self.nodes = [node for node in teller.graph.nodes if not node.unused]
        self.columns = tuple(node.name for node in self.nodes)
        self.left_out: list[str] = []

    def forward(self) -> Iterator[Box]:
        """Every node's value, left to right; none where there are no values, for the formulas are given."""
        for column, node in enumerate(self.nodes):
            value = self.report.values[node.name]
            if value is not None:
                yield Box(
                    FORWARD, pretty(node.name), Name(node.name), node.name, None, column, value, value_text(value),
                    (node.text(),), forward_hints(self.teller, node),
                )  # fmt: skip

    @cached_property
    def turns(self) -> dict[str, int]:
        """When every node has its turn in the backward pass: right to left, those side by side as they are drawn, from the top."""
        depth: dict[str, int] = {}
        for node in self.nodes:
            depth[node.name] = 1 + max((depth.get(name, 0) for name in node.distinct_operands), default=0)
        return {name: turn for turn, name in enumerate(sorted(depth, key=lambda name: -depth[name]))}

    def backward(self) -> Iterator[Box]:
        """Right to left, both derivatives of every edge."""
        for name in self.turns:
            column = self.columns.index(name)
            node = self.nodes[column]
            for operand in node.distinct_operands:
                if not self.teller.graph.is_data(operand):
                    yield from self.edge(node, operand, column)

    def edge(self, node: Node, operand: str, column: int) -> Iterator[Box]:
        """The local derivative, and the chained one where this is the last of the operand's paths to be added.

        A derivative that does not exist here has no box, but is noted.
        """
        users = [user for user in self.teller.graph.consumers[operand] if not user.unused]
        merged = users == [node] and node.name == self.report.output
        found = [] if merged else [self.local(self.report.local[node.name, operand], column)]
        if node.name == max((user.name for user in users), key=self.turns.__getitem__):
            found.append(self.chained(operand, node, column, merged=merged))
        for box in found:
            if box.answer is not None or (box.formulas and not self.report.has_values):
                yield box
            else:
                self.left_out.append(box.label)

    def local(self, row: Local, column: int) -> Box:
        """The box of one edge."""
        atom = self.teller.edge(row.node, row.by)
        label = derivative_label(row.node, row.by, self.report) + (DIRECT if atom.direct else "")
        return Box(
            LOCAL, label, atom, row.node, row.by, column, row.value, value_text(row.value), told(row.formula),
            local_hints(self.teller, row),
        )  # fmt: skip

    def chained(self, by: str, node: Node, column: int, *, merged: bool) -> Box:
        """The box of the output's derivative; `merged` with the one of the edge to `node`."""
        row, of = self.report.chained[by], self.report.output
        local = self.report.local[node.name, by]
        hints = local_hints(self.teller, local) if merged else chained_hints(self.teller, row)
        return Box(
            CHAINED, derivative_label(of, by, self.report), self.teller.total(by), of, by, column, row.value,
            value_text(row.value), told(row.in_nodes, row.in_inputs), hints, merged,
        )  # fmt: skip


def told(*formulas: str | None) -> tuple[str, ...]:
    """The formulas that there are, none of them twice."""
    return tuple(dict.fromkeys(text for text in formulas if text is not None))


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
    """Return how the node moves with its operand, the rule of calculus for it, and the local derivative."""
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
    """Return how the output moves, the chain rule in symbols (a sum over the paths), and with numbers."""
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
