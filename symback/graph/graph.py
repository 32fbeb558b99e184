"""The computation graph: inputs, and nodes in the order in which they are computed."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from symback import functions
from symback.errors import SymbackError, suggestion
from symback.graph.build import build, with_unused
from symback.graph.split import SPLITS
from symback.syntax.program import Program, parse_program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from symback.formulas import Formulas
    from symback.graph.node import Node
    from symback.plot.model import Drawing, PlotOptions
    from symback.report.model import Report
    from symback.report.options import Options
    from symback.symbolic import Expressions


@dataclass(frozen=True, eq=False)
class Graph:
    """A program as a graph of nodes. `Graph("(2+3*w)**2").at(w=3)` gives values, derivatives and nudges.

    `program` is the text; `split` says how statements are cut (`lecture`, `atomic`, `none`; the default is `lecture`
    where one statement defines the output and `none` for several); `wrt` names the parameters (default: every input);
    `valued` names inputs that will get a value, where that decides what a name means (`gamma`, `e`).

    Raises SymbackError where the program or a name in `wrt` is not right.
    """

    program: str
    split: str | None = None
    wrt: tuple[str, ...] | None = None
    valued: tuple[str, ...] = ()
    parsed: Program = field(init=False, repr=False)
    nodes: tuple[Node, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parsed = parse_program(self.program, self.valued)
        object.__setattr__(self, "parsed", parsed)
        if self.split is not None and self.split not in SPLITS:
            raise SymbackError(f"split is one of {', '.join(SPLITS)}, not {self.split}")
        how = self.split or ("lecture" if len(parsed.statements) == 1 else "none")
        object.__setattr__(self, "nodes", build(parsed, how, self.valued))
        for name in self.wrt or ():
            self.require_input(name)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order of first use."""
        return tuple(self.parsed.inputs)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The inputs that get a derivative; the others are data."""
        if self.wrt is None:
            return self.inputs
        wanted = set(self.wrt)
        return tuple(name for name in self.inputs if name in wanted)

    @cached_property
    def data(self) -> frozenset[str]:
        """The inputs that get no derivative."""
        return frozenset() if self.wrt is None else frozenset(self.inputs) - frozenset(self.wrt)

    @property
    def output(self) -> str:
        """The name of the output node."""
        return self.nodes[-1].name

    @cached_property
    def operations(self) -> int:
        """Instructions that one forward pass takes."""
        return sum(len(node.rule) for node in self.nodes)

    @cached_property
    def by_name(self) -> dict[str, Node]:
        """The nodes by name."""
        return {node.name: node for node in self.nodes}

    @cached_property
    def names(self) -> frozenset[str]:
        """What the inputs and the nodes are called."""
        return frozenset((*self.inputs, *self.by_name))

    @cached_property
    def consumers(self) -> dict[str, tuple[Node, ...]]:
        """For every input and node the nodes that use it."""
        found: dict[str, list[Node]] = {name: [] for name in (*self.inputs, *self.by_name)}
        for node in self.nodes:
            for operand in node.distinct_operands:
                found[operand].append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    def downstream(self, name: str) -> list[Node]:
        """The nodes that a change of `name` can reach, in order of computation."""
        reached = {name}
        found = []
        for node in self.nodes:
            if node.name != name and not reached.isdisjoint(node.operands):
                reached.add(node.name)
                found.append(node)
        return found

    @cached_property
    def formulas(self) -> Expressions:
        """Every node, local and chained derivative as a sympy expression."""
        from symback.symbolic import Expressions

        return Expressions(self.derived)

    @cached_property
    def derived(self) -> Formulas:
        """Every node, local and chained derivative as an expression of symback/algebra: derived once for all points."""
        from symback.formulas import Formulas

        return Formulas(self)

    def focused(self, name: str) -> Graph:
        """The same graph with the node `name` as its output; what comes after it is left out."""
        clone = copy(self)
        index = next(i for i, node in enumerate(self.nodes) if node.name == name)
        made = {node.name: node.formula for node in self.nodes[: index + 1]}
        object.__setattr__(clone, "nodes", with_unused(made, name))
        for cached in ("by_name", "names", "consumers", "formulas", "derived"):
            clone.__dict__.pop(cached, None)
        return clone

    def is_data(self, name: str) -> bool:
        """Whether `name` is an input without derivative."""
        return name in self.data

    def require_input(self, name: str) -> None:
        """Raise SymbackError unless `name` is an input."""
        if name not in self.parsed.inputs:
            raise self.not_an_input(name)

    def not_an_input(self, name: str) -> SymbackError:
        """The error for a name that is no input, with the nearest input as the way out."""
        calls = {other: functions.glued_call(other, {name}) for other in self.inputs[:8]}
        near = next((f"{call}: {o} is one name" for o, call in calls.items() if call and f"({name})" in call), None)
        near = near or suggestion(name, list(self.inputs))
        listed = ", ".join(self.inputs[:8]) + (", …" if len(self.inputs) > 8 else "")
        way = near or (f"the inputs are {listed}" if self.inputs else "the program has no inputs")
        what = "is a node, not an input" if name in self.by_name else "is not an input of the program"
        return SymbackError(f"{name} {what}", hint=way)

    def unvalued_functions(self, valued: Iterable[str]) -> None:
        """Raise SymbackError where a function's name stands as a variable that nothing gives a value to."""
        given = {*valued, *self.parsed.values}
        for name in self.parsed.inputs:
            if name in functions.ALIASES and name not in given:
                way = f"{name}(…), or give {name} a value with --at"
                raise SymbackError(f"{name} is a function", self.parsed.place(name), self.program, hint=way)

    def at(self, values: Mapping[str, object] | None = None, /, **named: object) -> Report:
        """The report at a point: `at(w=3)`, `at({"lambda": "1/3"})`. Values are numbers, or text such as "pi/4".

        Without values the report holds formulas alone. Raises SymbackError (exit code 3 where there is no answer).
        """
        from symback.report.build import report_at
        from symback.report.options import Options

        return report_at(self, {**(values or {}), **named}, Options())

    def report(self, values: Mapping[str, object], options: Options) -> Report:
        """As `at`, with options."""
        from symback.report.build import report_at

        return report_at(self, values, options)

    def plot(
        self, values: Mapping[str, object] | None = None, options: PlotOptions | None = None, /, **named: object
    ) -> Drawing:
        """The output drawn against the parameter, or over both of two: `plot(w=3)`, `plot(w=[3, 2, -3])`.

        A list of values gives several points. Raises SymbackError as `at` does, and for more than two parameters.
        """
        from symback.plot.build import plotted

        return plotted(self, {**(values or {}), **named}, options)

    def _repr_svg_(self) -> str | None:
        from symback.notebook import graph_svg

        return graph_svg(self)
