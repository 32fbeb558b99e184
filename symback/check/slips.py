"""Looking for the slip that leads to exactly what was claimed: each is made, and its outcome compared with the claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.check.altered import WAYS
from symback.check.kinds import Kind, kinds
from symback.check.model import Slip
from symback.check.samples import Sample
from symback.check.tangents import Place, Step, Wrong, slots_below, steps, tangents
from symback.domains.ball import within
from symback.domains.text import table_text
from symback.domains.values import Number, Undefined, Value
from symback.passes.backward import Slope, plus, times
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from symback.domains.exact import Exact
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.report.get import Wanted

MOST_WORK = 300_000  # operations that the search may take
MOST_SLIPS = 5


@dataclass
class Search:
    """The search for one wrong claim: `claimed[i]` is what it says at `samples[i]`, `same` tells if two values agree."""

    graph: Graph
    wanted: Wanted
    samples: list[Sample]
    claimed: list[Value]
    same: Callable[[Value, Value], bool]
    apart: list[Number]  # how far from the claim a slip may lead
    right: Sequence[str] = ()  # what else was claimed about the same output, and rightly
    found: list[Slip] = field(default_factory=list)

    def slips(self) -> tuple[Slip, ...]:
        """The slips that explain the claim, the likelier first."""
        for slip in self.value_slips() if self.wanted.by is None else self.derivative_slips():
            if not any(known.name.startswith(slip.name) for known in self.found):
                self.found.append(slip)
            if len(self.found) == MOST_SLIPS:
                break
        return tuple(self.found)

    def leads(self, outcome: Callable[[Sample], Slope]) -> bool:
        """True if `outcome` is what was claimed at every sample."""
        for sample, claimed, apart in zip(self.samples, self.claimed, self.apart, strict=True):
            value = outcome(sample)
            value = Fraction(0) if value is None else value
            if (
                not self.same(claimed, value)
                or isinstance(value, Undefined)
                or isinstance(claimed, Undefined)
                or not within(value, claimed, Fraction(0), apart)
            ):
                return False
        return True

    def slip(self, name: str, place: str, how: str = "", given: tuple[str, str] | None = None) -> Slip:
        """A slip that was found, with what shows it."""
        count = len(self.samples)
        at = "this number" if count == 1 else f"the claimed formula at {count} points"
        return Slip(name, place, f"{how + ': ' if how else ''}it gives {at}", given)

    # Derivatives

    def derivative_slips(self) -> Iterator[Slip]:
        nodes = self.nodes
        if not self.wanted.local:
            yield from self.inner_forgotten(one_edge=True)
        yield from self.made_with_one_operation(nodes)
        if not self.wanted.local:
            yield from self.inner_forgotten(one_edge=False)
            yield from self.taken_for_another()
        yield from self.negated()
        yield from self.other_ways()
        yield from self.value_given()

    @property
    def nodes(self) -> list[Node]:
        """The nodes that the derivative goes through."""
        of, by = self.wanted.of, self.wanted.by
        if self.wanted.local:
            return [self.graph.by_name[of]]
        assert by is not None
        focus = self.graph if of == self.graph.output else self.graph.focused(of)
        return [node for node in focus.downstream(by) if not node.unused]

    def made_with_one_operation(self, nodes: list[Node]) -> Iterator[Slip]:
        """Slips in the rule of one operation, from the table of kinds."""
        first, by, of = self.samples[0], self.wanted.by, self.wanted.of
        assert by is not None
        work = MOST_WORK // max(1, sum(len(node.rule) for node in nodes))
        for kind, place, step in ordered(steps(nodes, by, first.run, first.arithmetic)):
            wrong = kind.wrong(step)
            if wrong is None or isinstance(wrong, Undefined) or self.same(wrong, step.slope):
                continue
            work -= 1
            if work < 0:
                return
            if self.leads(outcome(nodes, by, of, (place, kind.wrong))) and not self.contradicted(place, kind):
                yield self.slip(kind.name, edge_name(self.graph, place, by), self.taken_as(place, kind))

    def taken_as(self, place: Place, kind: Kind) -> str:
        """Return what the slip makes of the node's local derivative at the point: `da/dz taken as 0.5 instead of 0.25`."""
        sample, node = self.samples[0], self.graph.by_name[place[0]]
        if kind.lost is not None:
            lost = names_below(node, node.rule[place[1]][1 + kind.lost], self.moving)
            return f"without the share through {', '.join(sorted(lost))}"
        if len(self.samples) > 1:
            return ""
        operand = operand_below(node, place[1], self.moving)
        if operand is None:
            return ""
        right = tangents([node], operand, sample.run, sample.arithmetic).get(node.name)
        wrong = tangents([node], operand, sample.run, sample.arithmetic, (place, kind.wrong)).get(node.name)
        if (
            right is None
            or wrong is None
            or isinstance(right, Undefined)
            or isinstance(wrong, Undefined)
            or right == wrong
        ):
            return ""
        return f"d{node.name}/d{operand} taken as {table_text(wrong)} instead of {table_text(right)}"

    @property
    def moving(self) -> set[str]:
        """The variable and the nodes that depend on it."""
        assert self.wanted.by is not None
        return {self.wanted.by, *(node.name for node in self.nodes)}

    def contradicted(self, place: Place, kind: Kind) -> bool:
        """True if another claim, which is right, goes through the same operation: the slip would have spoilt it, too."""
        sample, focus = self.samples[0], self.graph.focused(self.wanted.of)
        for by in self.right if not self.wanted.local else ():
            nodes = [node for node in focus.downstream(by) if not node.unused]
            spoilt = outcome(nodes, by, self.wanted.of, (place, kind.wrong))(sample)
            if spoilt is not None and not self.same(spoilt, sample.truth(chained(self.wanted.of, by))):
                return True
        return False

    @property
    def between(self) -> list[str]:
        """The nodes between the variable and the output."""
        return [node.name for node in self.nodes if node.name != self.wanted.of]

    def inner_forgotten(self, *, one_edge: bool) -> Iterator[Slip]:
        """The derivative by a node on the way given for the one by the variable: the end of the chain is missing."""
        of, by = self.wanted.of, self.wanted.by
        for name in self.between:
            direct = by in self.graph.by_name[name].operands
            if direct == one_edge and self.leads(truth_of(of, name)):
                lacks = f"inner derivative forgotten (chain rule): this is d{of}/d{name}, without d{name}/d{by}"
                yield self.slip(lacks, f"d{name}/d{by}", given=(of, name))

    def taken_for_another(self) -> Iterator[Slip]:
        """Another derivative of the same graph in its place: the start of the chain is missing, or two were mixed up."""
        of, by = self.wanted.of, self.wanted.by
        assert by is not None
        for name in self.between:
            if self.leads(truth_of(name, by)):
                lacks = f"outer derivative forgotten (chain rule): this is d{name}/d{by}, without d{of}/d{name}"
                yield self.slip(lacks, f"d{of}/d{name}", given=(name, by))
        for name in self.graph.parameters:
            if name != by and self.leads(truth_of(of, name)):
                yield self.slip(f"mixed up: this is d{of}/d{name}", f"d{of}/d{by}", given=(of, name))
        for name in self.between:
            if self.leads(sum_of(of, name, by)):
                added = f"chain rule with a sum: d{of}/d{name} and d{name}/d{by} added, not multiplied"
                yield self.slip(added, f"d{name}/d{by}")

    def value_given(self) -> Iterator[Slip]:
        """A value in the place of a derivative."""
        for name in (self.wanted.of, self.wanted.by or ""):
            if self.leads(lambda s, name=name: s.run.values[name]):  # type: ignore[misc]  # mypy knows no type for a lambda with a default
                yield self.slip(f"the value of {name} given for the derivative", label(self.wanted))

    def negated(self) -> Iterator[Slip]:
        minus = Fraction(-1)
        if self.leads(lambda s: times(s.arithmetic.number(minus), s.truth(self.wanted), s.arithmetic)):
            yield self.slip("sign", label(self.wanted))

    # Values

    def value_slips(self) -> Iterator[Slip]:
        yield from self.other_ways()
        yield from self.negated()

    def other_ways(self) -> Iterator[Slip]:
        """Degrees for radians, log10 for ln: everything computed that way."""
        used = {str(i[0]) for node in self.graph.nodes for i in node.rule if i[0] not in LEAVES}
        for name, operations, way in WAYS:
            if used & operations and self.leads(lambda s, way=way: self.computed(s, way)):  # type: ignore[misc]  # mypy knows no type for a lambda with a default
                place = next(n.name for n in self.graph.nodes if any(i[0] in operations for i in n.rule))
                yield self.slip(name, place)

    def computed(self, sample: Sample, way: type[Exact]) -> Slope:
        return Sample(sample.point, self.graph, sample.bits, way).truth(self.wanted)


def ordered(found: list[tuple[Place, Step]]) -> Iterator[tuple[Kind, Place, Step]]:
    """The possible slips, by kind and then from the output back."""
    pairs = [(kind, place, step) for place, step in reversed(found) for kind in kinds(step.operation)]
    from symback.check.kinds import TABLE

    order = {id(kind): k for k, kind in enumerate(TABLE)}
    yield from sorted(pairs, key=lambda p: order[id(p[0])])


def outcome(nodes: list[Node], by: str, of: str, slip: tuple[Place, Wrong]) -> Callable[[Sample], Slope]:
    """Return what a slip makes of the derivative of `of` by `by`, at any sample."""
    return lambda s: tangents(nodes, by, s.run, s.arithmetic, slip).get(of)


def truth_of(of: str, by: str) -> Callable[[Sample], Slope]:
    """The true derivative of another pair, at any sample."""
    return lambda s: s.truth(chained(of, by))


def sum_of(of: str, through: str, by: str) -> Callable[[Sample], Slope]:
    """The two factors of a chain, added."""
    return lambda s: plus(s.truth(chained(of, through)), s.truth(chained(through, by)), s.arithmetic)


def chained(of: str, by: str) -> Wanted:
    """The derivative of one node by another, along all paths."""
    from symback.report.get import Wanted

    return Wanted(f"d{of}/d{by}", of, by, None, local=False)


def label(wanted: Wanted) -> str:
    """`a`, or `dJ/dw`."""
    return wanted.of if wanted.by is None else f"d{wanted.of}/d{wanted.by}"


def names_below(node: Node, index: int, moving: set[str]) -> set[str]:
    """The operands of a node, out of those that move, that an operation of its rule depends on."""
    return {node.operands[k] for _, k in slots_below(node, index)} & moving


def operand_below(node: Node, index: int, moving: set[str]) -> str | None:
    """The same, if it is one only."""
    names = names_below(node, index, moving)
    return names.pop() if len(names) == 1 else None


def edge_name(graph: Graph, place: Place, by: str) -> str:
    """The edge that an operation belongs to, or its node where several of its operands matter."""
    node = graph.by_name[place[0]]
    moving = {by, *(n.name for n in graph.downstream(by))}
    operand = operand_below(node, place[1], moving)
    return f"d{node.name}/d{operand}" if operand else node.name
