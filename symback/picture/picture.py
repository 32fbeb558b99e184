"""What a picture of a program shows, before anyone decides where it stands: its parts, its edges, their texts, and the same in words.

Every number and formula comes from the report. Formats (formats/) only draw a Picture. Of a graph too large to draw box by box,
nodes of one shape at the same depth become one box, with ranges for numbers, and of what is too deep the middle does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symback.document.math import LONGEST
from symback.document.math_text import Text
from symback.document.names import pretty
from symback.domains.text import as_float, decimal_text, table_text, whole_text
from symback.explain.formulas import formula
from symback.explain.model import LEIBNIZ, Notation
from symback.passes.judge import KINK, NOT_CHECKED
from symback.picture.columns import numbers
from symback.picture.layout import Item, Size
from symback.report.notation import derivative_label
from symback.report.words import MOST_LISTED, at_line, heading, one_line, shortened, value_text
from symback.syntax.printer import to_text

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.report.model import Chained, Local, Report, Slot

MOST_BOXES = 60  # that a picture has unless more are asked for
BRIEF = 4  # digits of numbers where more have no room
SHOWN_ENDS = 4  # columns at either end of a picture whose middle is left out
MOST_IN_COLUMN = 6  # groups of a column, where there are too many in all
NO_SIZE = Size(0, 0)
Group = tuple[str, ...]


def groups(graph: Graph, most: int) -> list[Group]:
    """A group for every box: single names where that makes at most so many boxes."""
    if len(graph.inputs) + len(graph.nodes) <= most:
        return [(name,) for name in (*graph.inputs, *graph.by_name)]
    items = [Item(name, (), NO_SIZE, is_input=True) for name in graph.inputs]
    items += [Item(node.name, node.distinct_operands, NO_SIZE) for node in graph.nodes]
    columns = numbers(items)
    found = by_shape(graph, columns)
    if len(found) > most:
        found = narrowed(found, columns)
    if len(found) > most:
        found = without_middle(found, columns)
    return sorted(found, key=lambda group: columns[group[0]])


def by_shape(graph: Graph, columns: dict[str, int]) -> list[Group]:
    """Nodes of one rule in one column are a group, and so are inputs of one kind that go into the same group."""
    keys: dict[str, Hashable] = {}
    for node in graph.nodes:
        own = node.name if node.name == graph.output else ""
        keys[node.name] = (columns[node.name], node.rule, node.unused, own)
    first = {name: keys[users[0].name] if users else None for name, users in graph.consumers.items()}
    for name in graph.inputs:
        keys[name] = (columns[name], graph.is_data(name), first[name], "input")
    return collected({name: keys[name] for name in (*graph.inputs, *graph.by_name)})


def collected(keys: dict[str, Any]) -> list[Group]:
    """Names of equal keys together, in the order of the first."""
    found: dict[Hashable, list[str]] = {}
    for name, key in keys.items():
        found.setdefault(key, []).append(name)
    return [tuple(names) for names in found.values()]


def narrowed(found: Sequence[Group], columns: dict[str, int]) -> list[Group]:
    """Of a column with very many groups all but the first few together."""
    by_column: dict[int, list[Group]] = {}
    for group in found:
        by_column.setdefault(columns[group[0]], []).append(group)
    kept: list[Group] = []
    for listed in by_column.values():
        first, rest = listed[: MOST_IN_COLUMN - 1], listed[MOST_IN_COLUMN - 1 :]
        kept += listed if len(listed) <= MOST_IN_COLUMN else [*first, tuple(name for group in rest for name in group)]
    return kept


def without_middle(found: Sequence[Group], columns: dict[str, int]) -> list[Group]:
    """The columns of the middle as one group."""
    last = max(columns.values()) - SHOWN_ENDS
    middle = [group for group in found if SHOWN_ENDS < columns[group[0]] <= last]
    ends = [group for group in found if not SHOWN_ENDS < columns[group[0]] <= last]
    return [*ends, tuple(name for group in middle for name in group)]


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
        """Return what stands after the name."""
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
        """Return what stands where it arrives: `×2`, of a shared operand `×2 = 6` or the share alone."""
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
        """Return what comes back along an edge: of an operand that is used once all of its derivative."""
        whole = "" if edge.source in self.shared else self.by_name[edge.source].slope
        return replace(edge, share=edge.share or whole).text

    @cached_property
    def arriving(self) -> dict[str, list[Edge]]:
        """The edges that arrive at each part."""
        found: dict[str, list[Edge]] = {part.name: [] for part in self.parts}
        for edge in self.edges:
            found[edge.target].append(edge)
        return found


def picture_of(
    graph: Graph, report: Report, *, local: bool = False, most: int = MOST_BOXES, digits: int | None = None
) -> Picture:
    """The picture of every input and node, in at most some `most` boxes.

    `local` asks for the local derivatives; with `digits` no number has more of them, not even one that is exact.
    """
    found = groups(graph, most)
    few = len(report.inputs) <= MOST_LISTED  # the values of more would fill the page, or megabytes
    texts = Texts(graph, report, local, digits)
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
    """Return what there is to know besides; nothing is nudged for a picture, so of nudges there is nothing to tell."""
    yield from (note for note in report.notes if "nudge" not in note)
    kinks = [row for row in report.chained_rows if row.verdict.kind == KINK and row.parameter]
    yield from (kink(row, report) for row in kinks[:MOST_TOLD])
    count = len(graph.inputs) + len(graph.nodes)
    if len(found) < count:
        yield f"{count:,} inputs and nodes are drawn as {len(found)} boxes; --boxes N draws up to N"


def kink(row: Chained, report: Report) -> str:
    """Return what a value at a kink stands for: `dJ/dw at a kink: 0 by convention; left 0, right 1`."""
    label, verdict = derivative_label(report.output, row.by, report), row.verdict
    return f"{label} at a kink: {value_text(row.value)} by convention; left {value_text(verdict.left)}, right {value_text(verdict.right)}"


def cut(text: str, length: int) -> str:
    """A text of at most so many characters; 0 leaves it out."""
    return text if len(text) <= length else text[: length - 1] + "…" if length else ""


def in_order(parts: list[Part]) -> list[Part]:
    """Inputs first."""
    return sorted(parts, key=lambda part: not part.is_input)


LONG_NUMBER = 16  # characters of a number that is shown as it is
ROUNDED, RANGED = 6, 3  # digits of a longer one, and of the ends of a range
FORMULA_LENGTH = 200  # characters of a formula that a picture keeps


class Texts:
    """Makes the parts and edges of one report."""

    def __init__(self, graph: Graph, report: Report, local: bool, digits: int | None) -> None:
        self.graph, self.report, self.digits = graph, report, digits
        self.dialect = Text(Notation(LEIBNIZ, "d", report.output, None))
        self.inputs = {row.name: row for row in report.inputs}
        self.values = report.values
        self.all_valued = report.has_values and all(row.value is not None for row in report.inputs)
        self.slopes = report.chained
        self.locals = report.local
        self.shows_local = local

    # Parts

    def part(self, group: Group) -> Part:
        """The part that stands for some names."""
        return self.single(group[0]) if len(group) == 1 else self.several(group)

    def single(self, name: str) -> Part:
        formula = "" if name in self.inputs else self.formula(name)
        value = self.number(self.values[name])
        if not value and name not in self.inputs and self.all_valued:
            value = "—"  # it has none at this point
        return Part(name, self.kind(name), pretty(name), formula, value, self.slope(name))

    def formula(self, name: str) -> str:
        """A node's formula as it is written in print; the beginning of a very long one as in a program."""
        node = self.graph.by_name[name]
        if len(node.rule) > LONGEST:
            return to_text(node.rule, [pretty(operand) for operand in node.operands], FORMULA_LENGTH)
        return cut(
            self.dialect.walk(node.rule, [self.dialect.name(name) for name in node.operands]).text, FORMULA_LENGTH
        )

    def in_print(self, text: str) -> str:
        """A formula of the report, set as those of the nodes."""
        return text if text in ("", "…", "—") else self.dialect.formula(formula(text)).text

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
            return self.in_print(row.in_nodes or ("…" if row.too_long else ""))
        if row.value is None:  # undefined, or an input was left a letter
            return self.in_print(row.in_inputs) if row.in_inputs and row.verdict.kind == NOT_CHECKED else "—"
        return f"{self.number(row.value)} {KINK}" if row.verdict.kind == KINK else self.number(row.value)

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

    def number(self, value: Number | None) -> str:
        """A number as a picture has room for it; one that tables show as it is, and is not shown so here, with ≈."""
        if value is None:
            return ""
        digits = self.digits or self.report.table_digits
        text = table_text(value, digits)
        if len(text) <= (digits + 3 if self.digits else max(LONG_NUMBER, digits + 7)):
            return text
        short = decimal_text(value, self.digits or ROUNDED)
        return short if whole_text(value) is None else f"≈{short}"

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
        """`×3`, `×2a`; of an operand that stands in several slots each slot's, `×(3 + 3)`."""
        slots: Sequence[Local | Slot] = row.slots if len(row.slots) > 1 else (row,)
        texts = [self.local_piece(slot) for slot in slots]
        words = " + ".join(texts)
        return f"×({words})" if " " in words else f"×{words}"

    def local_piece(self, slot: Local | Slot) -> str:
        if slot.value is not None:
            return self.number(slot.value)
        return self.in_print(slot.formula or ("—" if self.report.has_values else "…"))

    def share(self, operand: str, through: str) -> str:
        """Return what one path adds to a derivative, where there are several; a path that nothing comes back on adds 0."""
        row = self.slopes.get(operand)
        if row is None or not row.terms or row.value is None or len(self.graph.consumers[operand]) < 2:
            return ""
        term = next((term for term in row.terms if term.through == through), None)
        if term is None or term.value is not None:
            return "0" if term is None else self.number(term.value)
        factors = (self.slopes.get(through), self.locals.get((through, operand)))
        return "0" if any(factor is not None and factor.value == 0 for factor in factors) else "—"


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


MOST_HEARD = 60  # parts
WHAT = {PARAMETER: "Input", DATA: "Data", OUTPUT: "Output", UNUSED: "Unused node"}


def legend(picture: Picture, *, down: bool) -> str:
    """`Above a wire its value, below it the derivative of J; where it arrives × the local derivative = its share.`"""
    first, second = ("Left of", "right of") if down else ("Above", "below")
    told = []
    if any(part.value for part in picture.parts):
        told.append(f"{first} a wire its value")
    if any(part.slope for part in picture.parts):
        where = f"{second} it" if told else f"{second.capitalize()} a wire"
        told.append(f"{where} the derivative of {picture.output}")
    return ", ".join(told) + arriving(picture) + "." if told else ""


def arriving(picture: Picture) -> str:
    """Return what stands where a wire arrives."""
    local, share = any(edge.local for edge in picture.edges), any(edge.share for edge in picture.edges)
    if local:
        return "; where it arrives × the local derivative" + (" = its share" if share else "")
    return "; where one of several arrives its share" if share else ""


def description(picture: Picture) -> str:
    """A sentence for every part: what it is, its value, its derivative, and what it goes into."""
    told = [sentence(part, picture) for part in picture.parts[:MOST_HEARD]]
    more = len(picture.parts) - len(told)
    return " ".join(told) + (f" And {more} more." if more > 0 else "")


def sentence(part: Part, picture: Picture) -> str:
    users = [picture.by_name[edge.target].label for edge in picture.edges if edge.source == part.name]
    goes = f"; goes into {' and '.join(users)}" if users else ""
    return f"{WHAT.get(part.kind, 'Node')} {part_line(part, picture)}{goes}."


def part_line(part: Part, picture: Picture) -> str:
    """`a = 2 + 3*w, value 11, ∂J/∂a = 22`."""
    value = f", value {part.value}" if part.value else ""
    slope = f", {picture.slope_label.replace('…', part.label)} = {part.slope}" if part.slope else ""
    return f"{part.text}{value}{slope}"
