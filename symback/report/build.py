"""Building the report: the passes at a point, every nudge and its verdict, and the formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from symback.domains.floats import Floats
from symback.domains.text import whole_text
from symback.domains.values import Number, Undefined
from symback.errors import SymbackError, no_answer
from symback.graph.graph import Graph, graph_of
from symback.passes.backward import Slope, total
from symback.passes.judge import KINK, NOT_CHECKED
from symback.report.inputs import given_text
from symback.report.judging import NOTHING, Judging
from symback.report.model import Chained, Cost, Input, Local, NodeValue, Report, Slot, Term
from symback.report.point import ARRAYS, Point, Walks, WithoutValue, chosen_arithmetic, walks_at
from symback.syntax.names import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from symback.formulas import Formulas
    from symback.graph.node import Node
    from symback.report.options import Options
    from symback.syntax.formula import Formula


def report_at(graph: Graph, given: Mapping[str, object], options: Options) -> Report:
    """The report of a graph at a point. Raises SymbackError: exit code 2 for inputs that are not right, 3 for no answer."""
    graph, given = read_for(graph, given)
    if in_arrays(graph, given, options):
        from symback.report.large import large_report

        return large_report(graph, given, options)
    return report_of(walks_at(graph, given, options), options)


def read_for(graph: Graph, given: Mapping[str, object]) -> tuple[Graph, Mapping[str, object]]:
    """The values by the names that the graph has, and the graph, read again where a value decides what a name means."""
    if not all(map(str.isascii, given)):
        given = {normal_name(name): value for name, value in given.items()}
    known = graph.valued == tuple(given) or given.keys() <= graph.parsed.inputs.keys()
    if not known and not set(graph.valued).issuperset(given):
        graph = graph_of(graph.program, graph.split, graph.wrt, tuple({*graph.valued, *given}))
    return graph, given


def in_arrays(graph: Graph, given: Mapping[str, object], options: Options) -> bool:
    """True if the report is one in doubles, over arrays."""
    has_point = bool(given or graph.parsed.values)
    return has_point and not options.partial and chosen_arithmetic(graph, options) == ARRAYS


def report_of(walks: Walks, options: Options) -> Report:
    """The report from passes that are made already, or will be when they are needed."""
    if not walks.has_point:
        return Builder(walks.graph, options, None, {}).report()
    try:
        return walks.answer(lambda point: Builder(walks.graph, options, point, walks.inputs).report())
    except WithoutValue as error:
        point, values = error.point, replace(options, formulas=False, nudges=False, only=frozenset())
        error.report = Builder(walks.graph, values, point, walks.inputs).report
        raise


def report_and_error(graph: Graph, given: Mapping[str, object], options: Options) -> tuple[Report, SymbackError | None]:
    """Return the report; of a point without an answer what there is at it, and the error that says why there is no more."""
    try:
        return report_at(graph, given, options), None
    except SymbackError as error:
        if error.report is None:
            raise
        return error.report(), error


class Builder:
    """Lays down one report; `point` is None where no input has a value."""

    def __init__(self, graph: Graph, options: Options, point: Point | None, inputs: Mapping[str, Formula]) -> None:
        self.graph, self.options, self.point, self.inputs = graph, options, point, inputs
        self.parameters = frozenset(graph.parameters)
        self.tells_chained = not options.parts.isdisjoint({"chained", "gradient"})  # else only whether there are any
        self.judging = None if point is None else Judging(graph, options, point)
        self.looking = (
            self.judging
            if self.tells_chained or point is None
            else Judging(graph, replace(options, nudges=False), point)
        )
        tells = self.tells_chained or "local" in options.parts
        self.formulas = self.make_formulas() if options.formulas and tells else None

    def make_formulas(self) -> FormulaTexts:
        values = self.point.judge_run.values if self.point is not None and self.options.partial else {}
        given = {name: v for name in self.inputs if isinstance(v := values.get(name), Fraction)}
        return FormulaTexts(self.graph, given)

    def report(self) -> Report:
        graph, options = self.graph, self.options
        self.require_output()
        chained = [self.chained(name) for name in self.names_back()]
        edges = [
            (node, operand, places)
            for node in reversed(graph.nodes)
            for operand, places in node.places().items()
            if not graph.is_data(operand)
        ]
        local = [self.local(*edge) for edge in edges] if options.only is None and "local" in options.parts else []
        found = Report(
            program=graph.program,
            output=graph.output,
            arithmetic=self.arithmetic_name([*chained, *local]),
            digits=options.decimals,
            table_digits=options.table_digits,
            epsilons=options.epsilons,
            scheme=options.scheme,
            has_values=self.point is not None,
            inputs=tuple(map(self.input, graph.inputs)),
            nodes=tuple(NodeValue(n.name, n.text(), self.value_of(n.name), n.unused) for n in graph.nodes),
            local_rows=tuple(local),
            chained_rows=tuple(chained),
            cost=Cost(len(graph.nodes), len(graph.parameters)),
            notes=tuple(self.all_notes(chained, local)),
            caveats=self.caveats,
            result=self.value_of(graph.output),
        )
        self.require_derivatives(chained, found)
        return found

    def require_output(self) -> None:
        """Raise SymbackError (exit 3) where the digits at hand do not tell the output's value."""
        output = self.graph.output
        value = None if self.point is None else self.point.shown.values.get(output)
        if value is not None and not isinstance(value, Undefined) and self.plain(value) is None:
            raise no_answer(f"the value of {output} cannot be told with the digits at hand").located(
                (0, len(self.graph.program)), self.graph.program
            )

    def names_back(self) -> list[str]:
        """Return what the output is differentiated by: the other nodes from the output back, then the parameters."""
        names = list(self.graph.parameters)
        if "chained" in self.options.parts:
            names = [n.name for n in reversed(self.graph.nodes) if n.name != self.graph.output] + names
        return names if self.options.only is None else [name for name in names if name in self.options.only]

    def value_of(self, name: str) -> Number | None:
        return self.plain(self.point.shown.values.get(name)) if self.point else None

    def input(self, name: str) -> Input:
        value = self.value_of(name)
        written = None if value is None or whole_text(value) else given_text(self.inputs[name])
        return Input(name, name in self.parameters, value, written)

    def plain(self, value: Slope) -> Number | None:
        """A value as the report holds it: None where there is none."""
        return None if self.point is None or value is None else self.point.arithmetic.shown(value)

    # One derivative

    def local(self, node: Node, operand: str, places: list[int]) -> Local:
        formula, slots, too_long = self.local_formulas(node, operand, places)
        found = NOTHING
        values: dict[int, Slope] = {}
        if self.judging is not None and node.name in self.judging.point.slopes.slots:
            point = self.judging.point
            rough, true = point.slopes.slots[node.name], point.judge_slopes.slots[node.name]
            values = {k: point.told(None, rough[k], true[k]) for k in places}
            slope = total([rough[k] for k in places], point.arithmetic)
            truth = total([true[k] for k in places], point.judge_arithmetic)
            found = self.judging.local(node, operand, slope, truth)
        shares = tuple(Slot(k, text, self.plain(values.get(k))) for k, text in zip(places, slots, strict=True))
        value, nudges, verdict = found
        return Local(node.name, operand, formula, value, shares, nudges, verdict, too_long)

    def chained(self, name: str) -> Chained:
        in_nodes, in_inputs, too_long = self.chained_formulas(name)
        has_values = self.point is not None and {self.graph.output, name} <= self.point.shown.values.keys()
        value, nudges, verdict = self.looking.chained(name) if self.looking is not None and has_values else NOTHING
        parameter, terms = name in self.parameters, self.terms(name)
        return Chained(name, parameter, in_nodes, in_inputs, value, terms, nudges, verdict, too_long)

    # Formulas

    def local_formulas(self, node: Node, operand: str, places: list[int]) -> tuple[str | None, list[str | None], bool]:
        """The formula of an edge, that of each of its slots, and whether they are too long."""
        if self.formulas is None:
            return None, [None] * len(places), False
        formula = self.formulas.local(node, operand)
        if len(places) == 1:
            return formula, [formula], formula is None
        slots = self.formulas.slots(node)
        return formula, [slots[k] for k in places], formula is None

    def chained_formulas(self, name: str) -> tuple[str | None, str | None, bool]:
        if self.formulas is None or not self.tells_chained:
            return None, None, False
        in_nodes, in_inputs = self.formulas.in_nodes(name), self.formulas.in_inputs(name)
        return in_nodes, in_inputs, in_nodes is None or in_inputs is None

    def terms(self, name: str) -> tuple[Term, ...]:
        if (self.point is None and self.formulas is None) or "chained" not in self.options.parts:
            return ()
        point = self.point
        found_of = [] if point is None else zip(point.slopes.terms[name], point.judge_slopes.terms[name], strict=True)
        texts = self.formulas.terms(name) if self.formulas is not None else {}
        numbers = {t.through: (t, true) for t, true in found_of}
        found = []
        for through in texts or numbers:
            local, upstream = texts.get(through, (None, None))
            values: list[Number | None] = [None] * 3
            if point is not None and through in numbers:
                pairs = zip(*((t.value, t.local, t.upstream) for t in numbers[through]), strict=True)
                told = (point.told(None, *pair) for pair in pairs)  # None: no change passes
                values = [self.plain(point.arithmetic.zero if value is None else value) for value in told]
            found.append(Term(through, local, upstream, *values))
        return tuple(found)

    # What there is to say besides

    def arithmetic_name(self, rows: list[Chained | Local]) -> str:
        if self.point is None:
            return "exact"
        if isinstance(self.point.arithmetic, Floats):
            return "float"
        if self.options.arithmetic == "decimal":
            return "decimal"
        numbers = [*self.point.shown.values.values(), *(row.value for row in rows)]
        return "exact" if all(isinstance(v, (Fraction, Undefined)) or v is None for v in numbers) else "decimal"

    def require_derivatives(self, chained: list[Chained], found: Report) -> None:
        """Raise SymbackError (exit 3) where the output has a value, but no derivative that was asked for exists."""
        asked = [row for row in chained if row.parameter]
        if (
            self.point is None
            or not asked
            or any(row.value is not None or row.verdict.kind in (NOT_CHECKED, KINK) for row in asked)
        ):
            return
        first = asked[0]
        reason = first.verdict.reason or "it is undefined here"
        error = no_answer(f"d{self.graph.output}/d{first.by} does not exist at this point: {reason}")
        error.report = lambda: found
        raise error.located((0, len(self.graph.program)), self.graph.program)

    @cached_property
    def caveats(self) -> tuple[str, ...]:
        """Return what doubles do not hold, and what was too long, too small or not known."""
        point = self.point
        if point is None:
            return ()
        said = [f"doubles lose digits of {listed(point.mended)}: worked out with more"] if point.mended else []
        said += [f"{listed(point.too_small)}: not 0, but too small for doubles"] if point.too_small else []
        return (*said, *sorted(point.judge_arithmetic.notes))

    def all_notes(self, chained: list[Chained], local: list[Local]) -> list[str]:
        notes = list(self.caveats)
        unused = [node.name for node in self.graph.nodes if node.unused]
        if unused:
            notes.append(f"{', '.join(unused)}: not used by {self.graph.output}")
        apart = [n for n in self.graph.parameters if all(node.unused for node in self.graph.consumers[n])]
        if apart and len(self.graph.inputs) > 0:
            notes.append(f"{self.graph.output} does not depend on {', '.join(apart)}")
        notes += self.graph.parsed.readings()
        if any(r.too_long for r in chained) or any(r.too_long for r in local):
            notes.append("formulas of more than 240 parts or numbers of 60 digits are left out: —")
        if (
            self.point is not None
            and self.options.nudges
            and any(row.verdict.kind == NOT_CHECKED and row.value is not None for row in chained)
        ):
            notes.append("the graph is large: not every derivative was nudged")
        return notes


def listed(names: Iterable[str]) -> str:
    """Return the first few names, those of the derivatives along all paths first."""
    known = sorted(names, key=lambda name: name.startswith("local:"))
    return ", ".join(known[:4]) + (f" and {len(known) - 4:,} more" if len(known) > 4 else "")


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
