"""The texts of a picture's parts and edges, each from the report; several inputs or nodes drawn as one have ranges for numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symback.document.names import pretty
from symback.domains.text import as_float, decimal_text, table_text
from symback.passes.judge import KINK, NOT_CHECKED
from symback.picture.picture import DATA, GROUP, NODE, OUTPUT, PARAMETER, UNUSED, Edge, Part
from symback.syntax.printer import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.picture.collapse import Group
    from symback.report.model import Local, Report, Slot

NAME = re.compile(r"[^\W\d]\w*")
BARE = re.compile(r"[-≈]*[\w.]+(/\d+)?|—")  # a name or a number: what needs no parentheses behind ×
LONG_NUMBER = 16  # characters of a number that is shown as it is
ROUNDED, RANGED = 6, 3  # digits of a longer one, and of the ends of a range
FORMULA_LENGTH = 200  # characters of a formula that a picture keeps


class Texts:
    """Makes the parts and edges of one report."""

    def __init__(self, graph: Graph, report: Report, *, local: bool) -> None:
        self.graph, self.report = graph, report
        self.inputs = {row.name: row for row in report.inputs}
        self.values = report.values
        self.slopes = report.chained
        self.locals = report.local
        self.shows_local = local

    # Parts

    def part(self, group: Group) -> Part:
        """The part that stands for some names."""
        return self.single(group[0]) if len(group) == 1 else self.several(group)

    def single(self, name: str) -> Part:
        formula = "" if name in self.inputs else self.formula(name)
        return Part(name, self.kind(name), pretty(name), formula, number(self.values[name]), self.slope(name))

    def formula(self, name: str) -> str:
        """A node's formula, with Greek letters and subscripts as in the boxes' names."""
        node = self.graph.by_name[name]
        return to_text(node.rule, [pretty(operand) for operand in node.operands], FORMULA_LENGTH)

    def set_names(self, formula: str) -> str:
        """A formula of the report, its names set as in the boxes."""
        return NAME.sub(lambda found: pretty(found[0]) if found[0] in self.values else found[0], formula)

    def kind(self, name: str) -> str:
        if name in self.inputs:
            return PARAMETER if self.inputs[name].parameter else DATA
        if name == self.report.output:
            return OUTPUT
        return UNUSED if self.graph.by_name[name].unused else NODE

    def slope(self, name: str) -> str:
        """The output's derivative by a part: a number, marked where that is a convention; without values its formula."""
        if name == self.report.output:
            return "1" if self.slopes else ""  # where the way back begins
        row = self.slopes.get(name)
        if row is None:
            return ""
        if not self.report.has_values:
            return self.set_names(row.in_nodes or ("…" if row.too_long else ""))
        if row.value is None:  # undefined, or an input was left a letter
            return self.set_names(row.in_inputs) if row.in_inputs and row.verdict.kind == NOT_CHECKED else "—"
        return f"{number(row.value)} {KINK}" if row.verdict.kind == KINK else number(row.value)

    def several(self, group: Group) -> Part:
        """A part for several names: what the first is like, and from where to where the numbers go."""
        kinds = {self.kind(name) for name in group}
        kind = kinds.pop() if len(kinds) == 1 else GROUP
        rules = {self.graph.by_name[name].rule for name in group if name not in self.inputs}
        node = next((name for name in group if name not in self.inputs), None)
        formula = self.formula(node) if node and len(rules) == 1 and kind != GROUP else ""
        slopes = [row.value for name in group if (row := self.slopes.get(name))]
        names = f"{pretty(group[0])} … {pretty(group[-1])}" if kind != GROUP else "…"
        values = spread([self.values[name] for name in group])
        label = f"{names} × {len(group):,}"
        return Part(group[0], kind, label, formula, values, spread(slopes), len(group))

    # Edges

    def edges(self, groups: Sequence[Group]) -> Iterator[Edge]:
        """An edge for every operand of every node, in the order of computation; between groups one is enough."""
        home = {name: group for group in groups for name in group}
        seen: set[tuple[str, str]] = set()
        for node in self.graph.nodes:
            target = home[node.name]
            for operand in node.distinct_operands:
                source = home[operand]
                pair = source[0], target[0]
                if source is target or pair in seen:
                    continue
                seen.add(pair)
                alone = len(source) == len(target) == 1
                yield self.edge(operand, node.name) if alone else Edge(*pair)

    def edge(self, operand: str, name: str) -> Edge:
        row = self.locals.get((name, operand))
        return Edge(operand, name, self.local(row) if row and self.shows_local else "", self.share(operand, name))

    def local(self, row: Local) -> str:
        """`×3`; of an operand that stands in several slots each slot's, `×(3 + 3)`."""
        slots: Sequence[Local | Slot] = row.slots if len(row.slots) > 1 else (row,)
        texts = [self.local_piece(slot) for slot in slots]
        bare = len(texts) == 1 and BARE.fullmatch(texts[0])
        return f"×{texts[0]}" if bare else f"×({' + '.join(texts)})"

    def local_piece(self, slot: Local | Slot) -> str:
        if slot.value is not None:
            return number(slot.value)
        return self.set_names(slot.formula or ("—" if self.report.has_values else "…"))

    def share(self, operand: str, through: str) -> str:
        """What one path adds to a derivative, where there are several; a path that nothing comes back on adds 0."""
        row = self.slopes.get(operand)
        if row is None or not row.terms or row.value is None or len(self.graph.consumers[operand]) < 2:
            return ""
        term = next((term for term in row.terms if term.through == through), None)
        if term is None or term.value is not None:
            return "0" if term is None else number(term.value)
        factors = (self.slopes.get(through), self.locals.get((through, operand)))
        return "0" if any(factor is not None and factor.value == 0 for factor in factors) else "—"


def number(value: Number | None) -> str:
    """A number as a picture has room for it."""
    if value is None:
        return ""
    text = table_text(value)
    return text if len(text) <= LONG_NUMBER else f"≈{decimal_text(value, ROUNDED)}"


def spread(values: Sequence[Number | None]) -> str:
    """From the least to the greatest of some numbers: `-0.25 … 1.5`."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = (pick(known, key=lambda value: as_float(value) or 0.0) for pick in (min, max))
    texts = [short(low), short(high)]
    return texts[0] if texts[0] == texts[1] else " … ".join(texts)


def short(value: Number) -> str:
    text = table_text(value)
    return text if len(text) <= 2 * RANGED else decimal_text(value, RANGED)
