"""The answers to a table of points, block by block: the rows as they came, with the output and its derivatives."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from symback.domains.values import Undefined
from symback.errors import NO_ANSWER, SymbackError
from symback.passes.blocks import Gradient, gradient
from symback.points.cells import NUMBER, Block, Header, blocks, read_header
from symback.report.options import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.syntax.formula import Formula

STOP, SKIP, NULL = "stop", "skip", "null"
JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
FORMATS = ("csv", "tsv", "json")
AGAIN = 1000  # rows whose digits rounding hides are worked out again, about a second's worth
WRITTEN: Callable[[Any], str] = float.__repr__
Answer = list[float | None]


@dataclass
class Points:
    """Answers points of one program. `given` are the inputs that every point has in common.

    `answers(stream)` yields pieces of text: the header, then some thousands of rows at a time. Where a row has no
    answer, `on_error` stops (SymbackError with the row), skips the row, or leaves its answers empty; `failed` counts.
    A row whose digits rounding hides is worked out again as `diff` does it: all with `precise`, else the first thousand, for
    that takes a thousand times as long; the numbers without digits of the others are left empty, and `rough` counts the rows.
    """

    graph: Graph
    given: Mapping[str, object]
    on_error: str = STOP
    format_: str = "csv"
    precise: bool = False
    rows: int = field(default=0, init=False)
    failed: int = field(default=0, init=False)
    again: int = field(default=0, init=False)
    rough: int = field(default=0, init=False)
    stopped: SymbackError | None = field(default=None, init=False)

    def answers(self, stream: BinaryIO) -> Iterator[str]:
        header = read_header(stream, self.graph.inputs)
        constants = common_values(self.graph, header, self.given)
        labels = [self.graph.output, *(f"d{self.graph.output}/d{name}" for name in self.graph.parameters)]
        taken = [label for label in labels if label in header.names]
        if taken:
            raise SymbackError(f"the points have a column {taken[0]} already")
        write = writer(self.format_, header, labels)
        if self.format_ != "json":
            yield row_text([*header.names, *labels], "\t" if self.format_ == "tsv" else ",")
        for block in blocks(stream, header):
            yield self.block_text(block, constants, write)
            self.rows += len(block.lines)
            if self.stopped is not None:
                raise self.stopped

    def block_text(self, block: Block, constants: Mapping[str, float], write: Write) -> str:
        count = len(block.lines)
        found = gradient(self.graph, {**constants, **block.columns}, count)
        columns = [found.output.tolist(), *(slope.tolist() for slope in found.slopes)]
        odd = found.edges | found.lost.any(axis=0) | ~np.isfinite(found.output)
        odd[list(block.bad)] = True
        if not odd.any():
            return write(block.lines, columns)
        kept = list(range(count))
        for index in np.flatnonzero(odd).tolist():
            answer = self.one(block, index, found, constants)
            if self.stopped is not None:
                kept = kept[:index]
                break
            if answer is None and self.on_error == SKIP:
                kept[index] = -1
            for column, value in zip(columns, answer or [None] * len(columns), strict=True):
                column[index] = value
        kept = [index for index in kept if index >= 0]
        return write([block.lines[i] for i in kept], [[column[i] for i in kept] for column in columns])

    def one(self, block: Block, index: int, found: Gradient, constants: Mapping[str, float]) -> Answer | None:
        """The answer to a row that is not plain: by the report, which knows kinks and limits. None where it has none."""
        try:
            if index in block.bad:
                raise block.bad[index]
            point = {**constants, **{name: float(column[index]) for name, column in block.columns.items()}}
            if found.lost[:, index].any():
                if not self.precise and self.again >= AGAIN:
                    self.rough += 1
                    return left_out(found, index)
                self.again += 1
            elif not found.edges[index]:
                raise without_value(self.graph, point)
            return by_report(self.graph, point)
        except SymbackError as error:
            self.failed += 1
            if self.on_error == STOP:
                reason = error.reason if index in block.bad else f"row {block.first + index}: {error.reason}"
                self.stopped = SymbackError(reason, exit_code=error.exit_code, hint=error.hint)
            return None


def left_out(found: Gradient, index: int) -> Answer:
    """The numbers of a row whose digits rounding leaves; None for the others."""
    numbers = (found.output, *found.slopes)
    return [None if lost else float(column[index]) for column, lost in zip(numbers, found.lost[:, index], strict=True)]


Write = Callable[[list[str], list[list[float | None]]], str]


def common_values(graph: Graph, header: Header, given: Mapping[str, object]) -> dict[str, float]:
    """The inputs that no column holds, from `given` and from the program. Raises SymbackError where some have no value."""
    from symback.report.inputs import check_constants, input_formulas, missing_values

    check_constants(graph)
    for name in given:
        if name in header.wanted:
            raise SymbackError(f"{name} has a column, and a value from --at too")
    formulas = input_formulas(graph, given, partial=True)
    graph.unvalued_functions({*header.wanted, *formulas})
    missing = [name for name in graph.inputs if name not in header.wanted and name not in formulas]
    if missing:
        error = missing_values(graph, missing)
        error.hint = f"a column {missing[0]}, or --at {missing[0]}=…"
        raise error
    return {name: constant(name, formula) for name, formula in formulas.items() if name not in header.wanted}


def constant(name: str, formula: Formula) -> float:
    from symback.domains.text import as_float
    from symback.report.inputs import constant_value

    value = constant_value(formula)[0]
    found = None if isinstance(value, Undefined) else as_float(value)
    if found is None:
        raise SymbackError(f"{name} has no value that a double can hold", exit_code=NO_ANSWER)
    return found


def without_value(graph: Graph, point: Mapping[str, float]) -> SymbackError:
    """Why the output has no value in doubles at a point."""
    from symback.domains.floats import Floats
    from symback.passes.forward import forward

    value = forward(graph, point, Floats()).values[graph.output]
    reason = value.reason if isinstance(value, Undefined) else f"{graph.output} has no value in doubles"
    return SymbackError(reason, exit_code=NO_ANSWER)


def by_report(graph: Graph, point: Mapping[str, float]) -> Answer:
    """The output and its derivatives at one point as `diff` has them, rounded to doubles. Raises SymbackError where one is too large."""
    from symback.domains.text import as_float
    from symback.report.build import report_at

    options = Options(formulas=False, nudges=False, only=frozenset(graph.parameters))
    report = report_at(graph, point, options)
    numbers = {graph.output: report.values[graph.output]}
    numbers |= {f"d{graph.output}/d{name}": value for name, value in report.gradient.items()}
    answer = [None if value is None else as_float(value) for value in numbers.values()]
    for (name, value), double in zip(numbers.items(), answer, strict=True):
        if value is not None and double is None:
            raise SymbackError(f"{name} is beyond the range of doubles", exit_code=NO_ANSWER)
    return answer


def writer(format_: str, header: Header, labels: list[str]) -> Write:
    """What writes rows and their answers as text."""
    if format_ == "json":
        return lambda lines, columns: json_lines(lines, columns, header, labels)
    delimiter = "\t" if format_ == "tsv" else ","

    def write(lines: list[str], columns: list[list[float | None]]) -> str:
        kept = lines if header.delimiter == delimiter else relaid(lines, header.delimiter, delimiter)
        try:
            return "\n".join([*map(delimiter.join, zip(kept, *(map(WRITTEN, c) for c in columns), strict=True)), ""])
        except TypeError:  # for an answer that is not there, which is rare
            texts = (["" if v is None else repr(v) for v in column] for column in columns)
            return "\n".join([*map(delimiter.join, zip(kept, *texts, strict=True)), ""])

    return write


def relaid(lines: list[str], before: str, after: str) -> list[str]:
    return [row_text(row, after).rstrip("\n") for row in csv.reader(lines, delimiter=before)]


def row_text(cells: list[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return text.getvalue()


def json_lines(lines: list[str], columns: list[list[float | None]], header: Header, labels: list[str]) -> str:
    """An object a row: its cells under their names, the inputs as numbers and the others as they stand, and the answers."""
    keys = [json.dumps(name) for name in header.names]
    inputs = set(header.wanted.values())
    found = []
    for cells, values in zip(csv.reader(lines, delimiter=header.delimiter), zip(*columns, strict=True), strict=True):
        given = [
            f"{key}: {json_number(cell) if place in inputs else as_written(cell)}"
            for place, (key, cell) in enumerate(zip(keys, cells, strict=False))
        ]
        answers = json.dumps(dict(zip(labels, values, strict=True)))
        found.append("{" + ", ".join([*given, answers[1:-1]]) + "}\n")
    return "".join(found)


def json_number(cell: str) -> str:
    """An input's cell as JSON: a number where it is one that a double can hold."""
    value = float(cell) if NUMBER.fullmatch(cell) else math.inf
    return json.dumps(value if math.isfinite(value) else cell)


def as_written(cell: str) -> str:
    """A cell as JSON, digit for digit: a number as it stands, all else as text (`007` is text)."""
    return cell if JSON_NUMBER.fullmatch(cell) else json.dumps(cell)
