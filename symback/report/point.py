"""The passes at one point: in the arithmetic that is shown, and in the one that judges; how many digits they take; each made once."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from symback.domains.ball import BITS_PER_DIGIT
from symback.domains.exact import LONG, Exact
from symback.domains.floats import Floats
from symback.domains.germ import NotWritable
from symback.domains.text import table_text
from symback.domains.values import NeedMorePrecision, Undefined, Value
from symback.errors import SymbackError, choosing, no_answer
from symback.passes.backward import Backward, Slope, backward
from symback.passes.forward import Forward, forward, require_values
from symback.passes.judge import same, side
from symback.passes.nudge import chained_probe
from symback.passes.rounding import told
from symback.report.inputs import check_constants, input_formulas
from symback.syntax.formula import LEAVES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from symback.domains.base import Domain
    from symback.graph.graph import Graph
    from symback.report.options import Options
    from symback.syntax.formula import Formula

T = TypeVar("T")
LARGE = 10_000  # operations: from here on a graph is walked in doubles, over arrays
EXACTLY, FLOATS, ARRAYS = "exactly", "floats", "arrays"


def chosen_arithmetic(graph: Graph, options: Options) -> str:
    """The one place that chooses how numbers are held: exactly (rationals and decimals), doubles, or arrays of them."""
    if options.arithmetic in ("auto", "float") and graph.operations >= LARGE:
        return ARRAYS
    return FLOATS if options.arithmetic == "float" else EXACTLY


@dataclass
class Point:
    """The passes at one point: in the arithmetic that is shown, and in the one that judges; backward when it is asked for."""

    graph: Graph
    shown: Forward
    arithmetic: Domain
    judge_run: Forward
    judge_arithmetic: Exact
    mended: dict[str, None] = field(default_factory=dict)  # what doubles have lost the digits of, by name
    too_small: dict[str, None] = field(default_factory=dict)  # what is not 0, though doubles say so

    def told(self, name: str | None, rough: Slope, true: Slope) -> Slope:
        """Return a value or derivative as it is shown, having noted under its name what doubles alone would get wrong."""
        if self.arithmetic is self.judge_arithmetic:
            return rough
        found = told(rough, true, self.judge_arithmetic)
        if name is not None and found is not rough:
            self.mended[name] = None
        elif name is not None and found == 0 and true is not None and not self.judge_arithmetic.is_zero(true):
            self.too_small[name] = None
        return found

    @cached_property
    def slopes(self) -> Backward:
        """The derivatives in the arithmetic that is shown."""
        if self.shown is self.judge_run:
            return self.judge_slopes
        return backward(self.graph, self.shown, self.arithmetic)

    @cached_property
    def judge_slopes(self) -> Backward:
        """The derivatives in the arithmetic that judges. Raises NeedMorePrecision."""
        return backward(self.graph, self.judge_run, self.judge_arithmetic)


class Walks:
    """The passes over a graph at one point, each made once, whoever asks: at more and more digits, as many as it takes."""

    def __init__(self, graph: Graph, inputs: Mapping[str, Formula], options: Options) -> None:
        self.graph, self.inputs, self.options = graph, inputs, options
        self.has_point = bool(inputs) or not graph.inputs
        self.made: list[Point] = []
        self.left = precisions(graph, options)

    def __iter__(self) -> Iterator[Point]:
        """The passes, those with the fewest digits first; none where no input has a value."""
        index = 0
        while self.has_point:
            while index == len(self.made):
                bits, last = next(self.left, (0, False))
                if not bits:
                    return
                try:
                    self.made.append(passes(self.graph, self.inputs, self.options, bits, last=last))
                except NeedMorePrecision:
                    continue
            yield self.made[index]
            index += 1

    def answer(self, ask: Callable[[Point], T]) -> T:
        """Return what `ask` answers, at as many digits as it takes. Raises SymbackError (exit 3) where no digits are enough."""
        for point in self:
            try:
                return ask(point)
            except NeedMorePrecision:
                continue
        raise no_answer("the value cannot be told from 0 with the digits at hand")


def walks_at(graph: Graph, given: Mapping[str, object], options: Options) -> Walks:
    """Return the passes of a graph at a point. Raises SymbackError for values that are not right (exit 2, or 3 for 1/0)."""
    inputs = input_formulas(graph, given, partial=options.partial)
    graph.unvalued_functions(inputs)
    check_constants(graph)
    return Walks(graph, inputs, options)


# What operations cost beside a product, with many bits; all others are elementary functions.
COSTS = dict.fromkeys(("+", "-", "*", "/", "neg", "max", "min", "floor", "ceil", "abs", "sign", "relu"), 1) | {
    "gamma": 1200, "lgamma": 1200, "digamma": 5000, "polygamma": 5000,
}  # fmt: skip
ELEMENTARY = 20
MOST_COST = 1e11  # products of one bit's length, to the power 3/2: about a second of work
WALKS = 8  # about so many does one derivative's verdict take
MOST_BITS = 1 << 17
GROWTH = 4  # from one try to the next
HOLE_BITS = 4096  # with which the two sides of a hole are compared
HOLE_OPERATIONS = 1000  # of a graph whose holes are looked for


def precisions(graph: Graph, options: Options) -> Iterator[tuple[int, bool]]:
    """Yield the bits to try, one after the other, and whether they are the last: the work is bounded."""
    smallest = min(options.epsilons)
    digits = 2 * options.decimals + 20 + 2 * max(0, len(str(smallest.denominator)) - 1)
    bits, most = int(digits * BITS_PER_DIGIT), most_bits(graph, options)
    while bits * GROWTH <= most:
        yield bits, False
        bits *= GROWTH
    yield bits, True


def most_bits(graph: Graph, options: Options) -> int:
    """Return how many bits the passes over a graph may take."""
    cost = sum(COSTS.get(i[0], ELEMENTARY) for node in graph.nodes for i in node.rule if i[0] not in LEAVES)
    walks = 2 + WALKS * (len(graph.nodes) + len(graph.parameters)) if options.nudges else 2
    return min(MOST_BITS, int((MOST_COST / max(1, cost * walks)) ** (2 / 3)))


def passes(graph: Graph, inputs: Mapping[str, Formula], options: Options, bits: int, *, last: bool) -> Point:
    """Return the passes with balls of `bits` bits. Raises NeedMorePrecision where that is too few."""
    exact = Exact(options.decimals, bits, last=last, rational=options.arithmetic != "decimal")
    run = valued(graph, inputs, exact)
    try:
        require_values(graph, run)
    except SymbackError as error:
        raise WithoutValue(error, Point(graph, run, exact, run, exact), hole(graph, inputs, options)) from None
    if options.arithmetic == "exact":
        require_rational(run, exact)
    if chosen_arithmetic(graph, options) == EXACTLY:
        return Point(graph, run, exact, run, exact)
    floats = Floats()
    try:
        point = Point(graph, valued(graph, inputs, floats), floats, run, exact)
        require_values(graph, point.shown)
    except SymbackError as error:  # the true one has values
        error.reason, error.hint = f"doubles cannot tell: to them {error.reason}", choosing("arithmetic", "auto")
        raise
    for name, value in point.shown.values.items():
        point.shown.values[name] = point.told(name, value, run.values[name])
    return point


def valued(graph: Graph, inputs: Mapping[str, Formula], arithmetic: Domain) -> Forward:
    """Return the forward pass. Raises SymbackError (exit 3) where an input has no value."""
    values: dict[str, Value] = {}
    for name, formula in inputs.items():
        value = arithmetic.run(formula.code, [])[-1]
        if isinstance(value, Undefined):
            raise no_answer(f"{name} has no value here: {value.reason}")
        values[name] = value
    return forward(graph, values, arithmetic)


class WithoutValue(SymbackError):
    """The output has no value: `point` holds those that there are."""

    def __init__(self, error: SymbackError, point: Point, reason: str | None) -> None:
        super().__init__(reason or error.reason, error.span, error.source, hint=error.hint, exit_code=error.exit_code)
        self.point = point


def hole(graph: Graph, inputs: Mapping[str, Formula], options: Options) -> str | None:
    """Return what to say of a point where the output has no value, but on both sides the same limit; None for others."""
    if len(graph.parameters) != 1 or graph.operations > HOLE_OPERATIONS:
        return None
    exact = Exact(options.decimals, HOLE_BITS, last=True)
    probe = chained_probe(graph, graph.parameters[0], valued(graph, inputs, exact), exact)
    try:
        left, right = side(probe, -1), side(probe, 1)
        if left.value is None or right.value is None or not same(left.value, right.value, exact):
            return None
        limit = exact.shown(right.value)
    except (NotWritable, NeedMorePrecision):
        return None
    return (
        None
        if limit is None
        else f"{graph.output} has a hole here: it has no value, and on both sides goes to {table_text(limit)}"
    )


def require_rational(run: Forward, exact: Exact) -> None:
    for name, value in run.values.items():
        if not isinstance(value, (Fraction, Undefined)):
            why = "has too many digits to be held exactly" if LONG in exact.notes else "is not rational"
            raise SymbackError(
                f"{name} {why}, and exact arithmetic holds rationals only",
                hint=choosing("arithmetic", "decimal"),
            )
