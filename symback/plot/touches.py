"""The points of a picture: value, slope, nudges and verdict of each, from the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.domains.text import as_float
from symback.errors import NO_ANSWER, SymbackError
from symback.passes.judge import NOT_CHECKED, UNDEFINED, Verdict
from symback.plot.model import Slope, Touch
from symback.plot.values import TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.plot.model import PlotOptions
    from symback.report.model import Report


def touch(graph: Graph, by: tuple[str, ...], point: Mapping[str, object], options: PlotOptions) -> Touch:
    """One point. Raises SymbackError (exit 3) where the output has no value, or none that a double can hold."""
    slopes: tuple[Slope, ...]
    try:
        report = report_of(graph, by, point, options)
        slopes = tuple(slope(report, name) for name in by)
    except SymbackError as error:
        if error.exit_code != NO_ANSWER:
            raise
        report = without_slopes(graph, point, options, error)
        why = Verdict(UNDEFINED, reason=error.reason.partition(" at this point: ")[2] or error.reason)
        slopes = tuple(Slope(name, None, why) for name in by)
    values = report.values
    inputs, output = tuple(values[name] for name in by), values[graph.output]
    numbers = [None if value is None else as_float(value) for value in (*inputs, output)]
    found = [number for number in numbers if number is not None and abs(number) < TOO_LARGE]
    if len(found) < len(numbers):
        raise SymbackError("a value is too large to be drawn", exit_code=NO_ANSWER)
    return Touch(inputs, output, slopes, tuple(found[:-1]), found[-1], report)


def report_of(graph: Graph, by: tuple[str, ...], point: Mapping[str, object], options: PlotOptions) -> Report:
    from symback.report.build import report_at
    from symback.report.options import Options

    chosen = Options(
        options.epsilons, options.scheme, options.arithmetic, options.digits, formulas=False, only=frozenset(by)
    )
    return report_at(graph, point, chosen)


def without_slopes(graph: Graph, point: Mapping[str, object], options: PlotOptions, error: SymbackError) -> Report:
    """The values alone, where no derivative exists. Raises `error` where there are no values either."""
    from symback.graph.graph import graph_of

    bare = graph_of(graph.program, graph.split, (), graph.valued)
    try:
        return report_of(bare, (), point, options)
    except SymbackError:
        raise error from None


def slope(report: Report, name: str) -> Slope:
    """The derivative by one input, as the report has it."""
    row = report.chained.get(name)
    if row is None:
        return Slope(name, report.gradient[name], Verdict(NOT_CHECKED))
    return Slope(name, row.value, row.verdict, row.nudges)
