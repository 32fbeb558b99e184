"""The report: what there is to show about a program at a point, laid down once. Every format only dresses it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symback.domains.text import TABLE_DIGITS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from symback.domains.values import Number
    from symback.passes.judge import Verdict


@dataclass(frozen=True, slots=True)
class Input:
    """An input: `parameter` if it gets a derivative, else data. `value` is None where none was given.

    `written` is what was given, where that says more than digits: `pi/4`.
    """

    name: str
    parameter: bool
    value: Number | None
    written: str | None = None


@dataclass(frozen=True, slots=True)
class NodeValue:
    """A node of the forward pass; `unused` if the output does not depend on it."""

    name: str
    formula: str
    value: Number | None
    unused: bool = False


@dataclass(frozen=True, slots=True)
class Nudged:
    """One nudge by `epsilon`: the result's new value (central: and the one at minus epsilon), k, leftover, verdict."""

    epsilon: Fraction
    moved: Number | None
    minus: Number | None
    k: Number | None
    leftover: Number | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Slot:
    """The share of one of several uses of an operand in a local derivative."""

    index: int
    formula: str | None
    value: Number | None


@dataclass(frozen=True, slots=True)
class Local:
    """The derivative on one edge: `node` by the operand `by`. `formula` is None where not asked for or too long."""

    node: str
    by: str
    formula: str | None
    value: Number | None
    slots: tuple[Slot, ...] = field(repr=False)
    nudges: tuple[Nudged, ...] = field(repr=False)
    verdict: Verdict
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One path's share of a chained derivative, `local` times `upstream`."""

    through: str
    local: str | None
    upstream: str | None
    value: Number | None
    local_value: Number | None
    upstream_value: Number | None


@dataclass(frozen=True, slots=True)
class Chained:
    """The derivative of the output by `by`, in nodes, in inputs and as a number."""

    by: str
    parameter: bool
    in_nodes: str | None
    in_inputs: str | None
    value: Number | None
    terms: tuple[Term, ...] = field(repr=False)
    nudges: tuple[Nudged, ...] = field(repr=False)
    verdict: Verdict
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """Steps of one forward and one backward pass (n + p) and of nudging every parameter on its own (n times p)."""

    nodes: int
    parameters: int

    @property
    def backprop_steps(self) -> int:
        return self.nodes + self.parameters

    @property
    def nudge_steps(self) -> int:
        return self.nodes * self.parameters


@dataclass(frozen=True, repr=False)
class Report:
    """Everything about a program at one point (or, where `has_values` is False, in formulas alone).

    `arithmetic` is exact, decimal or float; `local_rows` and `chained_rows` stand from the output back; `notes` say what a
    reader should know besides: what was too long, too small, or not checked.
    """

    program: str
    output: str
    arithmetic: str
    digits: int
    epsilons: tuple[Fraction, ...]
    scheme: str
    has_values: bool
    inputs: Sequence[Input]
    nodes: tuple[NodeValue, ...]
    local_rows: tuple[Local, ...]
    chained_rows: tuple[Chained, ...]
    cost: Cost
    notes: tuple[str, ...] = ()
    known_gradient: dict[str, Number | None] | None = None  # where it was found without rows
    large: bool = False
    table_digits: int = TABLE_DIGITS
    tells_how: bool = False  # whether tables say how each verdict is known
    result: Number | None = None  # the output's value
    # Those of the notes that whatever shows a value has to show: digits that are lost, what was taken for 0.
    caveats: tuple[str, ...] = ()

    def only(self, names: frozenset[str]) -> Report:
        """The same report with the derivatives by `names` alone."""
        return replace(
            self,
            local_rows=tuple(row for row in self.local_rows if row.by in names),
            chained_rows=tuple(row for row in self.chained_rows if row.by in names),
            known_gradient={name: value for name, value in self.gradient.items() if name in names},
        )

    @cached_property
    def values(self) -> dict[str, Number | None]:
        """The value of every input and node by name."""
        return {i.name: i.value for i in self.inputs} | {n.name: n.value for n in self.nodes}

    @cached_property
    def local(self) -> dict[tuple[str, str], Local]:
        """The local derivatives: `local["J", "a"]` is ∂J/∂a on that edge."""
        return {(row.node, row.by): row for row in self.local_rows}

    @cached_property
    def chained(self) -> dict[str, Chained]:
        """The derivatives of the output: `chained["w"]` is ∂J/∂w."""
        return {row.by: row for row in self.chained_rows}

    @cached_property
    def direct(self) -> frozenset[tuple[str, str]]:
        """The edges (node, operand) that are not all of that derivative, for the operand reaches the node on other ways too."""
        from symback.report.direct import direct_edges

        return direct_edges(self)

    @cached_property
    def gradient(self) -> dict[str, Number | None]:
        """The output's derivative by every parameter, in the order of the graph's."""
        if self.known_gradient is not None:
            return self.known_gradient
        return {row.by: row.value for row in self.chained_rows if row.parameter}

    def to_dict(self) -> dict[str, Any]:
        """Return what `symback diff --format json` holds: numbers, text and lists, for `json.dumps`."""
        from symback.notebook import report_data

        return report_data(self)

    def __repr__(self) -> str:
        from symback.notebook import report_name

        return report_name(self)

    def __str__(self) -> str:
        """The tables that the command prints."""
        from symback.notebook import report_text

        return report_text(self)

    def _repr_html_(self) -> str:
        from symback.notebook import report_html

        return report_html(self)

    def _repr_latex_(self) -> str | None:
        from symback.notebook import report_latex

        return report_latex(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 (IPython's signature)
        printer.text(str(self))
