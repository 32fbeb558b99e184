"""The report of a large graph: doubles, by passes over arrays; rows are made only of the tables that are wanted."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from symback.domains.floats import Floats
from symback.domains.rounded import Rough
from symback.domains.text import as_float
from symback.domains.values import Undefined
from symback.errors import SymbackError, no_answer
from symback.passes.blocks import edged_nodes, known
from symback.passes.columns import Plan
from symback.passes.forward import placed
from symback.passes.judge import KINK, NOT_CHECKED, ROUNDING, Verdict
from symback.report.inputs import constant_formula, constant_value, missing_values
from symback.report.model import Chained, Cost, Input, Local, NodeValue, Report, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.report.checking import Outcome
    from symback.report.options import Options

PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
DIGITS_AS_ZEROS = bytes.maketrans(b"123456789", b"000000000")
NUMBER_BYTES = b"0.-eE,"
LARGE_NOTE = (
    "the graph is large: doubles (--arithmetic decimal for digits), no formulas of chained derivatives, "
    "and those of local ones by --table local"
)
NOT_NUDGED = "no derivative was nudged; --nudge direction or sample checks them"
UNCHECKED = Verdict(NOT_CHECKED)
LOST = Verdict(ROUNDING, reason="doubles put the derivative itself off; --arithmetic decimal has its digits")
AGAIN = 40_000  # operations of a graph whose doubtful derivatives the exact engine works out again, within seconds
ROUGHLY = 0.01  # how far rounding may put off what is still shown, if only roughly
KNOWN = (
    1e-8  # how far rounding may put off a derivative without a word, of its size: through many nodes that is estimated
)
FORMULA_LENGTH = 160  # characters of a node's formula that are shown


def large_report(graph: Graph, given: Mapping[str, object], options: Options) -> Report:
    """The report at a point. Raises SymbackError as `report_at` does."""
    return Large(graph, given, options).report()


def input_values(graph: Graph, given: Mapping[str, object]) -> Any:
    """The inputs' values as doubles, in their order. Raises SymbackError for what is missing, misspelt or no number."""
    if len(given) == len(graph.inputs):
        plain = plain_doubles(list(map(given.get, graph.inputs)))
        if plain is not None:
            return plain
    if not given.keys() <= graph.parsed.inputs.keys():
        raise misspelt(graph, given)
    own = graph.parsed.values
    missing = [name for name in graph.inputs if name not in given and name not in own]
    if missing:
        raise missing_values(graph, missing)
    return np.array([double(n, given[n]) if n in given else double_of(n, own[n].formula) for n in graph.inputs])


def plain_doubles(values: list[object]) -> Any | None:
    """Values that are plain numbers, all of them, as doubles: one look at 100,000 texts. None where that is not so."""
    try:
        whole = ("," + ",".join(values)).encode()  # type: ignore[arg-type]  # what is no text is told by the error
        shape = whole.translate(DIGITS_AS_ZEROS)
        if shape.translate(None, NUMBER_BYTES) or b",00" in shape or b",-00" in shape:
            return None  # Python's float() takes 010, the language does not
        found: Any = np.fromiter(map(float, values), dtype=float, count=len(values))  # type: ignore[arg-type]  # as above
    except (TypeError, ValueError):
        return None
    return found if np.isfinite(found).all() else None


def misspelt(graph: Graph, given: Mapping[str, object]) -> SymbackError:
    """The error for names that are no inputs: the first few of them, and what was meant."""
    wrong = [name for name in given if name not in graph.parsed.inputs]
    if len(wrong) == 1:
        return graph.not_an_input(wrong[0])
    shown = ", ".join(wrong[:6]) + (f" and {len(wrong) - 6:,} more" if len(wrong) > 6 else "")
    return SymbackError(f"{shown} are not inputs of the program", hint=graph.not_an_input(wrong[0]).hint)


def double(name: str, value: object) -> float:
    """A given value as a double."""
    if (isinstance(value, str) and PLAIN_NUMBER.fullmatch(value)) or (
        isinstance(value, (int, float)) and not isinstance(value, bool)
    ):
        number = float(value)
    else:
        return double_of(name, constant_formula(name, value))
    if not math.isfinite(number):
        raise no_answer(f"{name} is beyond the range of doubles")
    return number


def double_of(name: str, formula: Any) -> float:
    value, _ = constant_value(formula)
    number = None if isinstance(value, Undefined) else as_float(value)
    if number is None:
        raise no_answer(value.reason if isinstance(value, Undefined) else f"{name} is beyond the range of doubles")
    return number


class Inputs(Sequence[Input]):
    """The rows of the inputs, made when they are looked at: of 100,000 few are."""

    def __init__(self, names: Sequence[str], data: frozenset[str], values: Any) -> None:
        self.names, self.data, self.values = names, data, values

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, index: int) -> Input: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Input]: ...
    def __getitem__(self, index: int | slice) -> Input | Sequence[Input]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return Input(self.names[index], self.names[index] not in self.data, float(self.values[index]))


class Large:
    """Lays down one report of a large graph."""

    def __init__(self, graph: Graph, given: Mapping[str, object], options: Options) -> None:
        self.graph, self.given, self.options = graph, given, options
        self.plan = Plan(graph)
        self.values = self.plan.forward(input_values(graph, given))
        self.require_values()

    def require_values(self) -> None:
        """Raise SymbackError (exit 3) for the first node without a value that the output needs."""
        if math.isfinite(self.values[self.plan.place[self.graph.output]]):
            return
        for node in self.graph.nodes:
            if not math.isfinite(self.values[self.plan.place[node.name]]):
                raise self.without_value(node)

    def without_value(self, node: Node) -> SymbackError:
        slots = [float(self.values[self.plan.place[name]]) for name in node.operands]
        inner = Floats().run(node.rule, slots)
        value = placed(node, inner[-1], inner)
        reason = value.reason if isinstance(value, Undefined) else "it has no value in doubles"
        span = value.span if isinstance(value, Undefined) else node.formula.span()
        return no_answer(f"{reason} (in {node.name})").located(span, self.graph.program)

    @cached_property
    def errors(self) -> Any:
        """Return how far rounding may have put off every value."""
        return self.plan.errors(self.values)

    @cached_property
    def slopes(self) -> list[Any]:
        return self.plan.slopes(self.values, self.errors)

    @cached_property
    def held_slopes(self) -> list[Any]:
        """The local derivatives, without those that rounding leaves no digits of."""
        return [np.where(known(slope, ROUGHLY), slope.value, np.nan) for slope in self.slopes]

    @cached_property
    def both(self) -> tuple[Any, Any]:
        """The chained derivatives, and how far rounding may have put them off; worked out again where that is too far."""
        values, errors = self.plan.gradient(self.slopes)
        doubtful = self.asked[~(known(Rough(values, errors), KNOWN) & np.isfinite(values))[self.asked]]
        self.again = self.worked_out_again([self.graph.inputs[place] for place in doubtful.tolist()])
        for name, row in self.again.items():
            number = None if row.value is None else as_float(row.value)
            values[self.plan.place[name]], errors[self.plan.place[name]] = math.nan if number is None else number, 0.0
        return values, errors

    def worked_out_again(self, names: Sequence[str]) -> dict[str, Chained]:
        """Derivatives by the exact engine, where the graph is small enough for it. Raises SymbackError where none of all exists."""
        from symback.report.build import report_at

        if not names or self.graph.operations > AGAIN:
            return {}
        options = replace(
            self.options, arithmetic="decimal", formulas=False, nudges=False, check=None, only=frozenset(names)
        )
        try:
            rows = report_at(self.graph, self.given, options).chained_rows
        except SymbackError:
            if len(names) == len(self.asked):
                raise
            return {}
        return {row.by: row for row in rows}

    @property
    def chained(self) -> Any:
        return self.both[0]

    @cached_property
    def output(self) -> float | None:
        """The output's value, worked out again where rounding has put it off; None where the graph is too large for that."""
        place = self.plan.place[self.graph.output]
        if known(Rough(self.values[place], self.errors[place]), KNOWN):
            return float(self.values[place])
        return self.exactly.get(self.graph.output)

    @cached_property
    def exactly(self) -> dict[str, float | None]:
        """Every value worked out again; none of them where the graph is too large for that."""
        if self.graph.operations > AGAIN:
            return {}
        from symback.report.build import report_at

        options = replace(
            self.options, arithmetic="decimal", formulas=False, nudges=False, check=None, only=frozenset()
        )
        values = report_at(self.graph, self.given, options).values
        return {name: None if value is None else as_float(value) for name, value in values.items()}

    @cached_property
    def checks(self) -> Outcome | None:
        """Return what nudging found; None where nothing is to be nudged."""
        if self.options.check in (None, "none") or not self.graph.parameters:
            return None
        from symback.report.checking import Checking

        return Checking(self).outcome(self.options.check)

    @cached_property
    def asked(self) -> Any:
        """The places of the parameters."""
        if self.graph.wrt is None:
            return np.arange(len(self.graph.inputs))
        return np.array([self.plan.place[name] for name in self.graph.parameters], dtype=np.intp)

    @cached_property
    def on_edges(self) -> frozenset[str]:
        """The nodes on an edge between two smooth pieces, where the chain rule alone may be wrong."""
        return edged_nodes(self.plan, self.values, self.errors)

    @cached_property
    def lost(self) -> Any:
        """Return which chained derivatives rounding has put off by more than is shown without a word."""
        values, errors = self.both
        return ~known(Rough(values, errors), KNOWN) & np.isfinite(values)

    @cached_property
    def gone(self) -> Any:
        """Return which of them have no digits left to show, be it beside themselves or beside the largest derivative."""
        values, errors = self.both
        sizes = np.abs(values[self.asked][~self.lost[self.asked]])
        scale = np.max(sizes[np.isfinite(sizes)], initial=0.0)
        return self.lost & ~((errors <= KNOWN * scale) | (errors <= np.abs(values) * ROUGHLY))

    def lost_note(self) -> str | None:
        """Return how many derivatives rounding has put off; None where there are none."""
        lost = int(self.lost[self.asked].sum())
        if self.output is None:
            return f"rounding has put {self.graph.output} off: --arithmetic decimal has its digits"
        if not lost:
            return None
        gone = int(self.gone[self.asked].sum())
        text = f"rounding may have put {lost:,} of {len(self.asked):,} derivatives off by more than {KNOWN:g} of their size"
        text += f", {gone:,} of them altogether, which are left out" if gone else ""
        return f"{text}: --arithmetic decimal has their digits, and takes some hundred times as long"

    def require_derivatives(self, report: Report) -> None:
        """Raise SymbackError (exit 3) where no derivative that was asked for exists."""
        found, names, only = np.isfinite(self.chained[self.asked]), self.graph.parameters, self.options.only
        if any(row.verdict.kind == KINK for row in self.again.values()):
            return
        if found.any() and (
            only is None or any(there for name, there in zip(names, found.tolist(), strict=True) if name in only)
        ):
            return
        asked = names if only is None else [name for name in names if name in only]
        if not asked:
            return
        reason = "a derivative on the way does not exist, or is beyond the range of doubles"
        text = f"d{self.graph.output}/d{asked[0]} does not exist at this point: {reason}"
        error = no_answer(text).located((0, len(self.graph.program)), self.graph.program)
        error.report = lambda: report
        raise error

    def local_rows(self) -> list[Local]:
        from symback.report.edges import local_rows

        return local_rows(self, formulas=self.options.formulas)

    def number(self, array: Any, name: str) -> float | None:
        value = float(array[self.plan.place[name]])
        return value if math.isfinite(value) else None

    def report(self) -> Report:
        graph, parts = self.graph, self.options.parts
        lost = self.lost_note()
        first = len(graph.inputs)
        found = Report(
            program=graph.program,
            output=graph.output,
            arithmetic="float",
            digits=self.options.decimals,
            table_digits=self.options.table_digits,
            epsilons=self.options.epsilons,
            scheme=self.options.scheme,
            has_values=True,
            inputs=Inputs(graph.inputs, graph.data, self.values[:first]),
            nodes=tuple(self.node_rows()) if "forward" in parts else (),
            local_rows=tuple(self.local_rows()) if "local" in parts else (),
            chained_rows=tuple(self.chained_rows()) if "chained" in parts else (),
            cost=Cost(len(graph.nodes), len(graph.parameters)),
            notes=(LARGE_NOTE, *(self.checks.notes if self.checks else [NOT_NUDGED]), *([lost] if lost else [])),
            caveats=(lost,) if lost else (),
            known_gradient=self.gradient(),
            large=True,
            result=self.output,
        )
        self.require_derivatives(found)
        return found

    def gradient(self) -> dict[str, Any]:
        values = self.chained[: len(self.graph.inputs)].tolist()
        found = dict(zip(self.graph.inputs, values, strict=True))
        if not np.isfinite(self.chained).all():
            found = {name: value if math.isfinite(value) else None for name, value in found.items()}
        found |= {self.graph.inputs[i]: None for i in np.flatnonzero(self.gone[: len(self.graph.inputs)]).tolist()}
        return found if self.graph.wrt is None else {name: found[name] for name in self.graph.parameters}

    def node_rows(self) -> list[NodeValue]:
        found, held = [], known(Rough(self.values, self.errors), ROUGHLY)
        for node in self.graph.nodes:
            value = self.output if node.name == self.graph.output else self.number(self.values, node.name)
            value = value if held[self.plan.place[node.name]] else self.exactly.get(node.name)
            found.append(NodeValue(node.name, node.text(FORMULA_LENGTH), value, node.unused))
        return found

    def chained_rows(self) -> list[Chained]:
        graph = self.graph
        names = [n.name for n in reversed(graph.nodes) if n.name != graph.output] + list(graph.parameters)
        wanted = names if self.options.only is None else [n for n in names if n in self.options.only]
        parameters = set(graph.parameters)
        return [self.chained_row(name, name in parameters) for name in wanted]

    def chained_row(self, name: str, parameter: bool) -> Chained:
        nudges = self.checks.nudges.get(name, ()) if self.checks else ()
        verdict = nudges[0].verdict if nudges else UNCHECKED
        terms = () if self.options.only is None else tuple(self.terms(name))
        place = self.plan.place[name]
        value = None if self.gone[place] else self.number(self.chained, name)
        if name in self.again and self.again[name].verdict.kind != NOT_CHECKED:
            verdict = self.again[name].verdict
        elif self.lost[place]:
            verdict = LOST
        return Chained(name, parameter, None, None, value, terms, nudges, verdict, too_long=self.options.formulas)

    def terms(self, name: str) -> Iterator[Term]:
        """The shares of the nodes that use `name`, in numbers."""
        for node in self.graph.consumers[name]:
            if not node.unused:
                local, upstream = self.edge(node, name), self.number(self.chained, node.name)
                share = None if local is None or upstream is None else local * upstream
                yield Term(node.name, None, None, share, local, upstream)

    def edge(self, node: Node, name: str) -> float | None:
        """The local derivative of a node by one of its operands."""
        rule, column = self.plan.column(node)
        total = sum(float(self.held_slopes[rule][slot, column]) for slot in node.places()[name])
        return total if math.isfinite(total) else None
