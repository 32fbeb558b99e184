"""The report of a program with vectors and matrices: values, derivatives, formulas and pulls, and every entry's nudge where they are few."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symback.algebra.arrays import ArrayLetters, Term, TooLong, jacobian, listed, name, pretty, text, zero
from symback.domains.array import Array, Arrays, Letter
from symback.domains.exact import Exact
from symback.domains.floats import Floats
from symback.domains.shapes import ShapeError, shape_text, ways_out
from symback.domains.values import NeedMorePrecision, Number, Undefined
from symback.errors import SymbackError, no_answer
from symback.graph.graph import Graph
from symback.graph.node import Node
from symback.passes.backward import Slope, gathered, local, pulled
from symback.passes.forward import Forward, forward, require_values
from symback.report.array_inputs import Inputs, entry_name
from symback.syntax.formula import extract

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.domains.array import Held
    from symback.report.model import Chained
    from symback.report.options import Options
    from symback.syntax.arrays import Shape

BITS = (192, 512, 2048, 8192)
MOST_EXACT = 3000  # entries of inputs that are held as fractions or balls
MOST_NUDGED = 60  # entries that are nudged
IN_DOUBLES = f"more than {MOST_EXACT:,} entries: they are held as doubles, and rounded"
LIST = list[Any]


@dataclass(frozen=True, slots=True)
class ArrayRow:
    """A value of the report: an input, a node, or a derivative, with its shape. Entries without a value are None.

    A node has its `formula`; a derivative `in_nodes`, `in_inputs` and `pull`, how it comes from those of what uses `name`; and
    `entries`, the scalar report's rows of every entry, where they were nudged.
    """

    name: str
    shape: tuple[int, ...]
    value: Any
    formula: str | None = None
    in_nodes: str | None = None
    in_inputs: str | None = None
    pull: str | None = None
    letters: Shape = ()
    own: tuple[int, ...] = ()  # of a derivative: the shape of what it is by
    parameter: bool = True
    entries: tuple[Chained, ...] = ()
    people: tuple[str | None, str | None, str | None] = (
        None,
        None,
        None,
    )  # in nodes, in inputs and the pull, as people read them

    def places(self) -> list[tuple[str, Number | None]]:
        """Every entry's name and value, row by row."""
        if self.value is None:
            return []
        return [(entry_name(self.name, k, self.shape), value) for k, value in enumerate(flat(self.value))]


@dataclass(frozen=True)
class ArrayReport:
    """The report at a point, or, without values, formulas alone. The derivatives are of `output`: Jacobians, where it is an array."""

    program: str
    output: str
    arithmetic: str
    options: Options
    has_values: bool
    inputs: tuple[ArrayRow, ...]
    nodes: tuple[ArrayRow, ...]
    chained_rows: tuple[ArrayRow, ...]
    notes: tuple[str, ...]
    is_jacobian: bool = False
    known: dict[str, ArrayRow] = field(default_factory=dict)

    @cached_property
    def gradient(self) -> dict[str, Any]:
        """The derivatives by the parameters: doubles, as NumPy arrays where they are no scalars; None where there are no values."""
        return {row.name: self.double(row.value) for row in self.chained_rows if row.parameter}

    @cached_property
    def exact(self) -> dict[str, Any]:
        """The derivatives by the parameters as they were worked out, arrays as nested lists."""
        return {row.name: row.value for row in self.chained_rows if row.parameter}

    @property
    def result(self) -> Any:
        """The output's value: a double, or a NumPy array of them."""
        return self.double(self.nodes[-1].value)

    @staticmethod
    def double(value: Any) -> Any:
        if isinstance(value, list):
            import numpy as np

            return np.array([[as_double(e) for e in r] if isinstance(r, list) else as_double(r) for r in value])
        return None if value is None else as_double(value)


def as_double(value: Number | None) -> float:
    return float("nan") if value is None else float(value)


def flat(value: Any) -> LIST:
    return [entry for part in value for entry in flat(part)] if isinstance(value, list) else [value]


def array_report(graph: Graph, given: Mapping[str, object], options: Options) -> ArrayReport:
    """The report of a program with arrays. Raises SymbackError: exit code 2 for shapes and values that are not right, 3 for no answer."""
    inputs = Inputs(graph, given)
    return Builder(graph, inputs, options).report()


class Builder:
    """Lays down the report of one point."""

    def __init__(self, graph: Graph, inputs: Inputs, options: Options) -> None:
        self.graph, self.inputs, self.options = graph, inputs, options
        shapes = {n: inputs.shapes.get(n, inputs.declared.get(n, ())) for n in graph.inputs}
        self.letters = ArrayLetters()
        self.shapes = self.walk_shapes(shapes)
        self.output_shape = self.shapes[graph.output]
        self.notes: list[str] = []

    # Shapes and formulas

    def walk_shapes(self, shapes: dict[str, Shape]) -> dict[str, Shape]:
        """The shape of every input and node. Raises SymbackError where shapes do not fit."""
        found = dict(shapes)
        for node in self.graph.nodes:
            try:
                found[node.name] = self.letters.shape(
                    self.letters.run(node.rule, [name(n, found[n]) for n in node.operands])[-1]
                )
            except ShapeError as error:
                raise self.misfit(node, error) from None
            except TooLong:
                raise SymbackError(
                    "one statement is too long for arrays",
                    node.formula.span(),
                    self.graph.program,
                    hint="several statements",
                ) from None
        return found

    def misfit(self, node: Node, error: ShapeError) -> SymbackError:
        from symback.syntax.printer import to_text

        parts = [extract(node.formula, i) for i in node.rule[error.index][1:]]
        texts = [to_text(part.code, part.names, 40) for part in parts]
        return SymbackError(
            error.reason, node.formula.span(error.index), self.graph.program, hint=ways_out(error, texts)
        )

    def formulas(self) -> tuple[dict[str, Term | None], dict[str, Term | None], dict[str, Term | None]]:
        """Every derivative in nodes, how it is pulled, and every derivative in inputs; None for a formula that is too long."""
        domain = ArrayLetters(self.shares())
        named = self.symbolic(domain, own=True)
        in_nodes = self.pulled_terms(domain, named)
        return in_nodes, self.pulls(domain, named), self.pulled_terms(domain, self.symbolic(domain, own=False))

    def symbolic(self, domain: ArrayLetters, *, own: bool) -> Forward | None:
        """The forward pass in letters: nodes by their names if `own`, else in inputs."""
        run = Forward({n: name(n, self.shapes[n]) for n in self.graph.inputs}, {})
        try:
            for node in self.graph.nodes:
                inner = domain.run(node.rule, [run.values[n] for n in node.operands])
                if own:
                    run.values[node.name] = name(node.name, self.shapes[node.name])
                    if node.name != self.graph.output or self.output_shape:
                        inner[-1] = run.values[node.name]
                else:
                    run.values[node.name] = inner[-1]
                run.inner[node.name] = inner
        except TooLong:
            return None
        return run

    def seed(self) -> Any:
        return name("∂", self.output_shape) if self.output_shape else self.letters.one

    def pulled_terms(self, domain: ArrayLetters, run: Forward | None) -> dict[str, Term | None]:
        if run is None or len(self.output_shape) > 1:
            return {}
        try:
            found = pulled(self.graph, run, domain, {self.graph.output: self.seed()})
        except TooLong:
            return {}
        return {n: self.finished(n, slope) for n, slope in found.items()}

    def finished(self, by: str, slope: Any) -> Term | None:
        """A derivative as it is written; the Jacobian, where the output is a vector."""
        shape = self.shapes[by]
        if isinstance(slope, Undefined):
            return None
        if slope is None:
            whole = (*self.output_shape, *shape)
            return zero(whole) if len(whole) < 3 else None
        try:
            return listed(slope) if not self.output_shape else jacobian(slope, self.seed())
        except TooLong:
            return None

    def pulls(self, domain: ArrayLetters, run: Forward | None) -> dict[str, Term | None]:
        """Return how each derivative comes from those of what uses it: `∂J/∂z@x.T`."""
        if run is None or self.output_shape:
            return {}
        found: dict[str, Any] = {}
        output = self.graph.output
        try:
            for node in reversed(self.graph.nodes):
                upstream = (
                    self.letters.one if node.name == output else name(f"d{output}/d{node.name}", self.shapes[node.name])
                )
                shares = local(node.rule, run.inner[node.name], domain, upstream)
                for operand, places in node.places().items():
                    for k in () if self.graph.is_data(operand) else places:
                        found[operand] = gathered(found.get(operand), shares[k], domain)
        except TooLong:
            return {}
        return {
            n: None if slope is None or isinstance(slope, Undefined) else listed(slope) for n, slope in found.items()
        }

    def shares(self) -> frozenset[str]:
        """The names of data whose entries sum to 1, those of a matrix in every column."""
        if not self.inputs.has_point:
            return frozenset()
        values = self.inputs.values(Exact(last=True))
        found = frozenset(n for n in self.graph.data if isinstance(values[n], Array) and sums_to_one(values[n]))
        if found:
            listed_names = ", ".join(sorted(found))
            self.share_note = f"the entries of {listed_names} sum to 1{' in every column' if any(len(self.shapes[n]) > 1 for n in found) else ''}, and formulas make use of it"
            without = self.pulled_texts(ArrayLetters())
            if without == self.pulled_texts(ArrayLetters(found)):
                return frozenset()
            self.notes.append(self.share_note)
        return found

    def pulled_texts(self, domain: ArrayLetters) -> dict[str, str | None]:
        found = self.pulled_terms(domain, self.symbolic(domain, own=True))
        return {n: None if term is None else text(term) for n, term in found.items()}

    # Numbers

    def report(self) -> ArrayReport:
        in_nodes, how, in_inputs = self.formulas() if self.options.formulas else ({}, {}, {})
        if not self.inputs.has_point:
            return self.laid_down(None, in_nodes, how, in_inputs, {}, {})
        for bits in (0,) if self.in_doubles() else BITS:
            inner: Any = (
                Floats()
                if not bits
                else Exact(
                    self.options.decimals, bits, last=bits == BITS[-1], rational=self.options.arithmetic != "decimal"
                )
            )
            try:
                run, slopes = self.walked(inner)
                values = {n: shown(value, inner) for n, value in run.values.items()}
                found = {n: self.derivative(n, slopes, inner) for n in slopes[0]}
            except NeedMorePrecision:
                continue
            except ShapeError as error:  # an entry beyond the end of what has a letter for its size
                node = next((n for n in self.graph.nodes if n.rule is error.code), None)
                raise SymbackError(error.reason) if node is None else self.misfit(node, error) from None
            self.notes += [str(note) for note in inner.notes]
            if self.options.arithmetic == "exact" and any(
                not isinstance(v, (Fraction, type(None))) for row in values.values() for v in flat(row)
            ):
                raise no_answer("a value is not rational", hint="--arithmetic decimal")
            return self.laid_down(inner, in_nodes, how, in_inputs, values, found)
        raise no_answer("the value cannot be told from 0 with the digits at hand")

    def in_doubles(self) -> bool:
        """True if the numbers are doubles: asked for, or many."""
        count = sum(
            len(given[1]) if isinstance(given, tuple) else len(given.code) for given in self.inputs.given.values()
        )
        if self.options.arithmetic == "auto" and count > MOST_EXACT:
            self.notes.append(IN_DOUBLES)
            return True
        return self.options.arithmetic == "float"

    def walked(self, inner: Any) -> tuple[Forward, list[dict[str, Slope]]]:
        """The forward pass, and the backward pass from every entry of the output."""
        domain = Arrays(inner, self.inputs.sizes)
        run = forward(self.graph, self.inputs.values(inner), domain)
        require_values(self.graph, run)
        output = run.values[self.graph.output]
        if not isinstance(output, Array):
            return run, [pulled(self.graph, run, domain, {self.graph.output: domain.one})]
        seeds = [domain.filled(output.shape, lambda *_: 0) for _ in output.entries]
        for k, seed in enumerate(seeds):
            seed.entries[k] = inner.one
        return run, [pulled(self.graph, run, domain, {self.graph.output: seed}) for seed in seeds]

    def derivative(self, by: str, slopes: Sequence[dict[str, Slope]], inner: Any) -> Any:
        """The derivative of the output by a name: its own shape, or with a row for each entry of the output, and a column for each of its own."""
        shape = self.numeric(by)
        rows = [zeros(shape) if found[by] is None else shown(found[by], inner) for found in slopes]
        return [flat(row) if len(shape) > 1 else row for row in rows] if self.output_shape else rows[0]

    def letters_of(self, by: str) -> Shape:
        """The shape of a derivative in letters; of a Jacobian rows and columns."""
        both = (self.output_shape, self.shapes[by])
        if sum(map(len, both)) < 3:
            return (*self.output_shape, *self.shapes[by])
        lettered = any(isinstance(size, str) for shape in both for size in shape)
        return tuple("·".join(map(str, shape)) for shape in both) if lettered else ()

    def numeric(self, of: str) -> tuple[int, ...]:
        return tuple(
            Letter(self.inputs.sizes.get(size, 1)) if isinstance(size, str) else size for size in self.shapes[of]
        )

    def laid_down(
        self, inner: Any, in_nodes: Mapping[str, Term | None], how: Mapping[str, Term | None],
        in_inputs: Mapping[str, Term | None], values: Mapping[str, Any], found: Mapping[str, Any],
    ) -> ArrayReport:  # fmt: skip
        graph, parameters = self.graph, frozenset(self.graph.parameters)
        shapes = {n: shape_of_value(values[n]) if n in values else plain(self.numeric(n)) for n in self.shapes}
        inputs = tuple(
            ArrayRow(n, shapes[n], values.get(n), letters=self.shapes[n], parameter=n in parameters)
            for n in graph.inputs
        )
        nodes = tuple(
            ArrayRow(n.name, shapes[n.name], values.get(n.name), n.text(), letters=self.shapes[n.name])
            for n in graph.nodes
        )
        missing = any(entry is None for n in graph.parameters for entry in flat(found.get(n, Fraction(0))))
        nudged = self.nudged() if inner is not None and (self.options.nudges or missing) else {}
        found = {n: mended(value, nudged.get(n, ())) for n, value in found.items()}
        nudged = nudged if self.options.nudges else {}
        if (
            found
            and not any(entry is not None for n in graph.parameters for entry in flat(found.get(n)))
            and graph.parameters
        ):
            raise no_answer(f"{graph.output} has no derivative here").located((0, len(graph.program)), graph.program)
        names = [*(n.name for n in reversed(graph.nodes) if n.name != graph.output), *graph.parameters]
        rows = [
            ArrayRow(
                by,
                shape_of_value(found[by]) if by in found else shapes[by],
                found.get(by),
                in_nodes=written(in_nodes.get(by)),
                in_inputs=written(in_inputs.get(by)),
                pull=written(how.get(by)),
                letters=self.letters_of(by),
                own=shapes[by],
                parameter=by in parameters,
                entries=nudged.get(by, ()),
                people=(for_people(in_nodes.get(by)), for_people(in_inputs.get(by)), for_people(how.get(by))),
            )
            for by in names
        ]
        arithmetic = "exact" if inner is None else inner.name
        if (
            inner is not None
            and inner.name == "exact"
            and any(
                not isinstance(v, (Fraction, type(None))) for r in (*values.values(), *found.values()) for v in flat(r)
            )
        ):
            arithmetic = "decimal"
        return ArrayReport(
            graph.program, graph.output, arithmetic, self.options, inner is not None, inputs, nodes, tuple(rows),
            tuple(dict.fromkeys(self.notes)), bool(self.output_shape), {row.name: row for row in rows},
        )  # fmt: skip

    # Nudges

    def nudged(self) -> dict[str, tuple[Chained, ...]]:
        """Every parameter's entries as a report of scalars has them, nudged and judged; nothing where they are many, or the program is long."""
        from symback.report.build import report_at

        names = [n for n in self.graph.parameters if not self.graph.is_data(n)]
        count = sum(len(flat_shape(self.numeric(n))) for n in names)
        if self.output_shape or count > MOST_NUDGED or self.options.arithmetic == "float" or not count:
            return {}
        scalars = unfolded(self.graph, self.inputs, self.numeric)
        if scalars is None:
            return {}
        graph, given = scalars
        wanted = frozenset(entry_name(n, k, self.numeric(n)) for n in names for k in flat_shape(self.numeric(n)))
        options = replace(self.options, formulas=False, parts=frozenset({"chained"}), only=wanted)
        try:
            rows = {row.by: row for row in report_at(graph, given, options).chained_rows}
        except SymbackError:
            return {}
        return {n: tuple(rows[entry_name(n, k, self.numeric(n))] for k in flat_shape(self.numeric(n))) for n in names}


def unfolded(graph: Graph, inputs: Inputs, numeric: Any, entry: int = 0) -> tuple[Graph, dict[str, object]] | None:
    """The same program in scalars, one for every entry, and their values; None where that is too long.

    Of an output that is an array the scalar is its `entry`.
    """
    from symback.domains.unfolded import TooLarge, Unfolded
    from symback.syntax.program import Program, Statement

    domain = Unfolded(inputs.sizes)
    values: dict[str, Held] = {}
    given: dict[str, object] = {}
    known = inputs.values(Exact(last=True))
    for n in graph.inputs:
        shape = numeric(n)
        names = [entry_name(n, k, shape) for k in flat_shape(shape)]
        places = [domain.inner.slot(one) for one in names]
        values[n] = Array(shape, places) if shape else places[0]
        entries = known[n].entries if isinstance(known[n], Array) else [known[n]]
        given |= dict(zip(names, entries, strict=True))
    try:
        run = forward(graph, values, domain)
    except TooLarge:
        return None
    output = run.values[graph.output]
    formula = domain.inner.formula(output.entries[entry] if isinstance(output, Array) else output)
    if not all(isinstance(given[n], Fraction) for n in given):
        return None
    statement = Statement(graph.output, formula, (0, 1))
    listed_names = tuple(given)
    program = Program(graph.program, (statement,), {}, {n: n for n in listed_names}, all_used=True)
    made = Graph(graph.program, "none", None, listed_names, program, listed_names, (Node(graph.output, formula),))
    return made, given


def plain(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape with sizes that are plain numbers."""
    return tuple(int(size) for size in shape)


def flat_shape(shape: tuple[int, ...]) -> range:
    count = 1
    for size in shape:
        count *= size
    return range(count)


def mended(value: Any, entries: Sequence[Chained]) -> Any:
    """A derivative, with what only the judge of scalars finds where a factor has none: that of norm(x)**2 at 0."""
    if not entries or all(entry is not None for entry in flat(value)):
        return value
    known = [entry.value if own is None else own for own, entry in zip(flat(value), entries, strict=True)]
    return Array(shape_of_value(value), known).nested() if isinstance(value, list) else known[0]


def sums_to_one(value: Array) -> bool:
    rows = value.nested() if len(value.shape) > 1 else [[entry] for entry in value.entries]
    return all(isinstance(e, Fraction) for e in value.entries) and all(
        sum(column) == 1 for column in zip(*rows, strict=True)
    )


def written(term: Term | None) -> str | None:
    return None if term is None else text(term)


def for_people(term: Term | None) -> str | None:
    """A formula with ⊙ and ᵀ."""
    return None if term is None else re.sub(r"\bd(\w+)/d(?=\w)", r"∂\1/∂", pretty(term)).replace(".T", "ᵀ")


def shown(value: Held, inner: Any) -> Any:
    """A value as a report holds it: nested lists, None where there is none."""
    if isinstance(value, Array):
        return value.nested(lambda entry: None if isinstance(entry, Undefined) else inner.shown(entry))
    return None if isinstance(value, Undefined) else inner.shown(value)


def zeros(shape: tuple[int, ...]) -> Any:
    if not shape:
        return Fraction(0)
    return [zeros(shape[1:]) for _ in range(shape[0])]


def shape_of_value(value: Any) -> tuple[int, ...]:
    return (len(value), *shape_of_value(value[0])) if isinstance(value, list) else ()


def shape_said(row: ArrayRow) -> str:
    """The shape as people read it: in letters where it is declared so."""
    return shape_text(row.letters) if any(isinstance(size, str) for size in row.letters) else shape_text(row.shape)
