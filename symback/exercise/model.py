"""What an exercise is made of: boxes to fill in, each with its answer and three hints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symback.domains.values import Number
    from symback.explain.model import Derivative, Name, Sentence, Story
    from symback.graph.graph import Graph
    from symback.report.model import Report

FORWARD, LOCAL, CHAINED = "forward", "local", "chained"


@dataclass(frozen=True, slots=True)
class Box:
    """One value to fill in.

    `kind` is forward (a node's value), local (one edge's derivative) or chained (the output's derivative). `label` is how
    the report writes what is asked: `a`, `∂a/∂w`, `∂J/∂w`; `atom` is the same for setting as mathematics. `node` is what
    is differentiated (forward: whose value it is) and `operand` by what (forward: None).

    `column` is the place of the node, counted left to right from 0, below which the box stands. On the output's own edges
    local and chained are one box: it is chained, and `merged`. `answer` is None where the program has no values: then a
    formula is asked for. `text` is the answer as tables show it, `formulas` the same in letters, shortest way first.
    `hints` lead from the question over the rule to the whole equation.
    """

    kind: str
    label: str
    atom: Name | Derivative
    node: str
    operand: str | None
    column: int
    answer: Number | None
    text: str
    formulas: tuple[str, ...]
    hints: tuple[Sentence, Sentence, Sentence]
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Exercise:
    """The boxes of a program at a point, in the order in which they are filled in.

    `columns` are the names of the nodes left to right; `left_out` the labels of derivatives that do not exist here, so
    that there is no box for them. `title` is a name of its own (an id, a pupil's). `story` holds the program, the point and the notation for whoever sets the hints.
    """

    graph: Graph
    report: Report
    story: Story
    columns: tuple[str, ...]
    boxes: tuple[Box, ...]
    left_out: tuple[str, ...] = ()
    title: str = ""

    def of_kind(self, *kinds: str) -> tuple[Box, ...]:
        """The boxes of some kinds alone, in order."""
        return tuple(box for box in self.boxes if box.kind in kinds)
