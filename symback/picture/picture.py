"""What a picture of a program shows, before anyone decides where it stands: its parts, its edges, and their texts.

Every number and formula comes from the report. Formats (formats/) only draw a Picture.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from symback.passes.judge import KINK
from symback.picture.collapse import MOST_BOXES, groups
from symback.report.notation import derivative_label
from symback.report.words import MOST_LISTED, at_line, heading, one_line, shortened, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.graph.graph import Graph
    from symback.picture.collapse import Group
    from symback.report.model import Chained, Report

MOST_TOLD = 3  # kinks that a picture explains
LONGEST_HEADING = 120  # characters
PARAMETER, DATA, NODE, OUTPUT, UNUSED, GROUP = "parameter", "data", "node", "output", "unused", "group"


@dataclass(frozen=True, slots=True)
class Part:
    """An input, a node, or several of one shape drawn as one (`count`): what its box says and what its wires carry.

    `value` goes forward along the wires that leave it, `slope`, the output's derivative by it, comes back. Both are
    empty where there is none.
    """

    name: str
    kind: str
    label: str
    formula: str
    value: str
    slope: str
    count: int = 1

    @property
    def is_input(self) -> bool:
        return self.kind in (PARAMETER, DATA)

    @property
    def text(self) -> str:
        """Name and formula: `a = 2 + 3*w`."""
        return self.label + self.rest

    @property
    def rest(self) -> str:
        """What stands after the name."""
        return f"{':' if self.count > 1 else ' ='} {self.formula}" if self.formula else ""


@dataclass(frozen=True, slots=True)
class Edge:
    """From an operand to the node that uses it: its local derivative, and what of the operand's derivative comes this way."""

    source: str
    target: str
    local: str = ""
    share: str = ""

    @property
    def text(self) -> str:
        """What stands where it arrives: `×2`, of a shared operand `×2 = 6` or the share alone."""
        return f"{self.local} = {self.share}" if self.local and self.share else self.local or self.share


@dataclass(frozen=True)
class Picture:
    """The parts in the order of computation, inputs first, and their edges.

    `title` is the program; `before` and `notes` are sentences; `slope_label` says what the derivatives are: `∂J/∂…`.
    `formulas` says that there are no numbers and the derivatives are formulas.
    """

    title: str
    parts: tuple[Part, ...]
    edges: tuple[Edge, ...]
    output: str
    slope_label: str
    before: str
    point: str
    notes: tuple[str, ...]
    formulas: bool

    @property
    def heading(self) -> str:
        """The program in one line, its beginning if it is long."""
        words = one_line(shortened(self.title))
        return words if len(words) <= LONGEST_HEADING else words[: LONGEST_HEADING - 1] + "…"

    @cached_property
    def by_name(self) -> dict[str, Part]:
        return {part.name: part for part in self.parts}

    @cached_property
    def shared(self) -> frozenset[str]:
        """The parts that several others use."""
        uses = Counter(edge.source for edge in self.edges)
        return frozenset(name for name, count in uses.items() if count > 1)

    def back(self, edge: Edge) -> str:
        """What comes back along an edge: of an operand that is used once all of its derivative."""
        whole = "" if edge.source in self.shared else self.by_name[edge.source].slope
        return replace(edge, share=edge.share or whole).text

    @cached_property
    def arriving(self) -> dict[str, list[Edge]]:
        """The edges that arrive at each part."""
        found: dict[str, list[Edge]] = {part.name: [] for part in self.parts}
        for edge in self.edges:
            found[edge.target].append(edge)
        return found


def picture_of(graph: Graph, report: Report, *, local: bool = False, most: int = MOST_BOXES) -> Picture:
    """The picture of every input and node, in at most some `most` boxes. `local` asks for the local derivatives."""
    from symback.picture.parts import Texts

    found = groups(graph, most)
    few = len(report.inputs) <= MOST_LISTED  # the values of more would fill the page, or megabytes
    texts = Texts(graph, report, local=local)
    return Picture(
        title=report.program,
        parts=tuple(in_order([texts.part(group) for group in found])),
        edges=tuple(texts.edges(found)),
        output=report.output,
        slope_label=derivative_label(report.output, "…", report),
        before=at_line(report) if few else "",
        point=heading(report) if few else "",
        notes=tuple(notes(graph, report, found)),
        formulas=not report.has_values,
    )


def notes(graph: Graph, report: Report, found: list[Group]) -> Iterator[str]:
    """What there is to know besides; nothing is nudged for a picture, so of nudges there is nothing to tell."""
    yield from (note for note in report.notes if "nudge" not in note)
    kinks = [row for row in report.chained_rows if row.verdict.kind == KINK and row.parameter]
    yield from (kink(row, report) for row in kinks[:MOST_TOLD])
    count = len(graph.inputs) + len(graph.nodes)
    if len(found) < count:
        yield f"{count:,} inputs and nodes are drawn as {len(found)} boxes; --boxes N draws up to N"


def kink(row: Chained, report: Report) -> str:
    """What a value at a kink stands for: `dJ/dw at a kink: 0 by convention; left 0, right 1`."""
    label, verdict = derivative_label(report.output, row.by, report), row.verdict
    return f"{label} at a kink: {value_text(row.value)} by convention; left {value_text(verdict.left)}, right {value_text(verdict.right)}"


def in_order(parts: list[Part]) -> list[Part]:
    """Inputs first."""
    return sorted(parts, key=lambda part: not part.is_input)
