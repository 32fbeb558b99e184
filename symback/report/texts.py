"""The formulas of a graph as a report has them: text. None is a formula that is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from symback.formulas import Formulas
    from symback.graph.graph import Graph
    from symback.graph.node import Node


class FormulaTexts:
    """The texts of one graph's formulas; `given` inputs are put in as numbers."""

    def __init__(self, graph: Graph, given: Mapping[str, Fraction]) -> None:
        from symback.formulas import Formulas, text_of

        self.formulas: Formulas = Formulas(graph, given) if given else graph.once(Formulas)
        self.text = text_of

    def local(self, node: Node, operand: str) -> str | None:
        """The local derivative of a node by an operand."""
        return self.text(self.formulas.edges(node)[operand])

    def slots(self, node: Node) -> list[str | None]:
        """The local derivative of a node by each of its slots."""
        return [self.text(slope) for slope in self.formulas.slots[node.name]]

    def in_nodes(self, name: str) -> str | None:
        """The output's derivative by `name`, in nodes."""
        return self.text(self.formulas.in_nodes(name))

    def in_inputs(self, name: str) -> str | None:
        """The output's derivative by `name`, in inputs."""
        return self.text(self.formulas.in_inputs(name))

    def terms(self, name: str) -> dict[str, tuple[str | None, str | None]]:
        """The paths of the output's derivative by `name`: local and upstream derivative by the node that they go through."""
        return {through: (self.text(local), self.text(up)) for through, local, up in self.formulas.terms(name)}
