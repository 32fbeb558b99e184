"""The answers to a table of points, block by block: the rows as they came, with the output and its derivatives."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from symback.domains.rounded import UNIT
from symback.domains.text import as_float, json_number
from symback.domains.values import Undefined
from symback.errors import NO_ANSWER, SymbackError, Way, no_answer
from symback.passes.blocks import Gradient, gradient
from symback.rows.cells import NUMBER, Block, Header, Source, blocks, is_tiny, read_header, row_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.report.model import Chained
    from symback.report.options import Options
    from symback.syntax.formula import Formula

STOP, SKIP, NULL = ON_ERROR = "stop", "skip", "null"
JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
FORMATS = ("csv", "tsv", "json")
AGAIN = 1000  # rows whose digits rounding hides are worked out again, about a second's worth
WRITTEN: Callable[[Any], str] = float.__repr__
VERDICT = "verdict"


@dataclass
class Points:
    """Answers points of one program. `given` are the inputs that every point has in common; `only` names derivatives.

    `answers(stream)` yields pieces of text: the header, then some thousands of rows at a time. Where a row has no
    answer, or not all of it, `on_error` stops (SymbackError with the row), skips the row, or leaves empty what is missing;
    `failed` counts. A row whose digits rounding hides is worked out again as `diff` does it: all with `precise`, else the
    first thousand, for that takes a thousand times as long; the numbers without digits of the others are left empty, and
    `rough` counts the rows. With `precise` a cell is the decimal that it is written as, else the double next to it. With
    `judged` (how to nudge) every row is worked out so, and a column tells the verdicts.
    """

    graph: Graph
    given: Mapping[str, object]
    on_error: str = STOP
    format_: str = "csv"
    precise: bool = False
    only: Sequence[str] | None = None
    judged: Options | None = None
    delimiter: str | None = None
    rows: int = field(default=0, init=False)
    failed: int = field(default=0, init=False)
    again: int = field(default=0, init=False)
    rough: int = field(default=0, init=False)
    stopped: SymbackError | None = field(default=None, init=False)

    @property
    def names(self) -> Sequence[str]:
        """Return what the output is differentiated by."""
        return self.graph.parameters if self.only is None else self.only

    def answers(self, stream: BinaryIO) -> Iterator[str]:
        source = Source(stream)
        header = read_header(source, self.graph.inputs, self.delimiter)
        constants = common_values(self.graph, header, self.given)
        labels = [self.graph.output, *(f"d{self.graph.output}/d{name}" for name in self.names)]
        labels += [VERDICT] if self.judged else []
        taken = [label for label in labels if label in header.names]
        if taken:
            raise SymbackError(f"the points have a column {taken[0]} already")
        write = writer(self.format_, header, labels)
        head = (
            "" if self.format_ == "json" else row_text([*header.names, *labels], "\t" if self.format_ == "tsv" else ",")
        )
        for block in blocks(source, header):
            text = self.block_text(block, header, constants, write)
            self.rows += len(block.lines)
            if text or self.stopped is None:
                yield head + text
                head = ""
            if self.stopped is not None:
                raise self.stopped
        yield head

    def block_text(self, block: Block, header: Header, constants: Mapping[str, float], write: Write) -> str:
        count = len(block.lines)
        found = gradient(self.graph, self.names, {**constants, **block.columns}, count, read=UNIT * self.precise)
        columns: list[list[Cell]] = [found.output.tolist(), *(slope.tolist() for slope in found.slopes)]
        odd = found.edges | (found.lost | found.sunk).any(axis=0) | ~np.isfinite(found.output)
        odd[list(block.bad)] = True
        if self.judged:
            columns.append([None] * count)
            odd[:] = True
        if not odd.any():
            return write(block, range(count), columns)
        kept = list(range(count))
        for index in np.flatnonzero(odd).tolist():
            answer = self.one(block, index, found, header, constants)
            if self.stopped is not None:
                kept = kept[:index]
                break
            if answer is None:
                kept[index] = -1
            for column, value in zip(columns, answer or [None] * len(columns), strict=True):
                column[index] = value
        kept = [index for index in kept if index >= 0]
        return write(block, kept, [[column[i] for i in kept] for column in columns])

    def one(
        self, block: Block, index: int, found: Gradient, header: Header, constants: Mapping[str, float]
    ) -> Answer | None:
        """The answer to a row that is not plain: by the report, which knows kinks and limits. None where it is left out."""
        answer: Answer = [None] * (1 + len(self.names) + bool(self.judged))
        try:
            if index in block.bad:
                raise block.bad[index]
            point = {**self.given, **exact_cells(block.lines[index], header)}
            doubtful = bool((found.lost | found.sunk)[:, index].any()) or np.isnan(found.output[index])
            if doubtful and not self.judged:
                if not self.precise and self.again >= AGAIN:
                    if np.isnan(found.output[index]):
                        raise without_value(self.graph, constants, block, index)
                    self.rough += 1
                    return left_out(found, index)
                self.again += 1
            self.worked_out(point, answer)
        except SymbackError as error:
            self.failed += 1
            if self.on_error == STOP:
                reason = error.reason if index in block.bad else f"row {block.first + index}: {error.reason}"
                self.stopped = SymbackError(reason, exit_code=error.exit_code, hint=error.hint)
            return None if self.on_error == SKIP else answer
        return answer

    def worked_out(self, point: Mapping[str, object], answer: Answer) -> None:
        """Put the output and its derivatives at one point into `answer`, as `diff` has them, rounded to doubles.

        Raises SymbackError where one of them is missing, or too large.
        """
        from symback.report.build import report_at
        from symback.report.options import Options
        from symback.report.tables import verdict_text

        options = replace(self.judged or Options(formulas=False, nudges=False), only=frozenset(self.names))
        try:
            report = report_at(self.graph, point, options)
        except SymbackError:  # there may be a value, though no derivative
            value = report_at(self.graph, point, replace(options, only=frozenset())).values[self.graph.output]
            answer[0] = json_number(value)
            raise
        output, rows = self.graph.output, [report.chained[name] for name in self.names]
        numbers = {output: report.values[output]} | {f"d{output}/d{row.by}": row.value for row in rows}
        doubles = [json_number(value) for value in numbers.values()]
        if doubles[0] is None:
            raise no_answer(f"{output} is beyond the range of doubles")
        answer[:] = [*doubles, *([verdicts(rows)] if self.judged else [])]
        for (name, value), double in zip(numbers.items(), doubles, strict=True):
            if value is not None and double is None:
                raise no_answer(f"{name} is beyond the range of doubles")
        for row in rows:
            if row.value is None:
                reason = row.verdict.reason or verdict_text(row, options.table_digits)
                raise no_answer(f"d{output}/d{row.by} does not exist at this point: {reason}")


def verdicts(rows: Sequence[Chained]) -> str:
    """The verdicts on some derivatives in a cell: one that all have, else each with its derivative's name."""
    kinds = {row.verdict.kind for row in rows}
    return kinds.pop() if len(kinds) == 1 else "; ".join(f"d{row.by}: {row.verdict.kind}" for row in rows)


def exact_cells(line: str, header: Header) -> dict[str, object]:
    """The wanted cells of a row as the numbers that they are written as."""
    cells = next(csv.reader([line], delimiter=header.delimiter))
    return {name: exact_cell(cells[place].strip()) for name, place in header.wanted.items()}


def exact_cell(cell: str) -> object:
    """A cell as a value of --at; where the language has other numbers (`010`), as a double."""
    from symback.report.inputs import constant_formula

    try:
        constant_formula("the cell", cell)
    except SymbackError:
        return float(cell)
    return cell


def left_out(found: Gradient, index: int) -> Answer:
    """The numbers of a row whose digits rounding leaves; None for the others."""
    numbers = (found.output, *found.slopes)
    hidden = (found.lost | found.sunk)[:, index]
    return [None if lost else float(column[index]) for column, lost in zip(numbers, hidden, strict=True)]


Cell = float | str | None
Columns = list[list[Cell]]
Answer = list[Cell]
Write = Callable[[Block, Sequence[int], Columns], str]


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
        one = missing[0]
        error.hint = Way(f"a column {one}, or --at {one}=…", f'{one} in every row, or points(…, …, {{"{one}": …}})')
        raise error
    return {name: constant(name, formula) for name, formula in formulas.items() if name not in header.wanted}


def constant(name: str, formula: Formula) -> float:
    from symback.report.inputs import constant_value

    value = constant_value(formula)[0]
    found = None if isinstance(value, Undefined) else as_float(value)
    if found is None:
        raise SymbackError(f"{name} has no value that a double can hold", exit_code=NO_ANSWER)
    return found


def without_value(graph: Graph, constants: Mapping[str, float], block: Block, index: int) -> SymbackError:
    """Why the output has no value in doubles at a point."""
    from symback.domains.floats import Floats
    from symback.passes.forward import forward

    point = {**constants, **{name: float(column[index]) for name, column in block.columns.items()}}
    value = forward(graph, point, Floats()).values[graph.output]
    reason = value.reason if isinstance(value, Undefined) else f"{graph.output} has no value in doubles"
    return no_answer(f"in doubles {reason}", hint=Way("--precise", "precise=True"))


def writer(format_: str, header: Header, labels: list[str]) -> Write:
    """Return what writes some rows of a block and their answers as text."""
    if format_ == "json":
        return lambda block, kept, columns: json_lines(block, kept, columns, header, labels)
    delimiter = "\t" if format_ == "tsv" else ","

    def write(block: Block, kept: Sequence[int], columns: Columns) -> str:
        lines = block.lines if len(kept) == len(block.lines) else [block.lines[i] for i in kept]
        lines = lines if header.delimiter == delimiter else relaid(lines, header.delimiter, delimiter)
        try:
            return "\n".join([*map(delimiter.join, zip(lines, *(map(WRITTEN, c) for c in columns), strict=True)), ""])
        except TypeError:  # for an answer that is not there, or a verdict
            texts = (["" if v is None else v if isinstance(v, str) else repr(v) for v in column] for column in columns)
            return "\n".join([*map(delimiter.join, zip(lines, *texts, strict=True)), ""])

    return write


def relaid(lines: list[str], before: str, after: str) -> list[str]:
    return [row_text(row, after).rstrip("\n") for row in csv.reader(lines, delimiter=before)]


def json_lines(block: Block, kept: Sequence[int], columns: Columns, header: Header, labels: list[str]) -> str:
    """An object a row: what it was, the inputs of a table as numbers and other cells as they stand, and the answers."""
    keys = [json.dumps(name) for name in header.names]
    inputs = set(header.wanted.values())
    found = []
    rows = csv.reader([block.lines[i] for i in kept], delimiter=header.delimiter)
    for index, cells, values in zip(kept, rows, zip(*columns, strict=True), strict=True):
        given = [
            f"{key}: {input_json(cell) if place in inputs else as_written(cell)}"
            for place, (key, cell) in enumerate(zip(keys, cells, strict=False))
        ]
        if block.objects and block.objects[index]:
            given = [block.objects[index].strip("\ufeff \t\r")[1:-1].strip()]
        answers = json.dumps(dict(zip(labels, values, strict=True)))
        found.append("{" + ", ".join([*filter(None, given), answers[1:-1]]) + "}\n")
    return "".join(found)


def input_json(cell: str) -> str:
    """An input's cell as JSON: a number where it is one that a double can hold."""
    value = float(cell) if NUMBER.fullmatch(cell) else math.inf
    return json.dumps(cell if math.isinf(value) or is_tiny(value, cell) else value)


def as_written(cell: str) -> str:
    """A cell as JSON, digit for digit: a number as it stands, all else as text (`007` is text)."""
    return cell if JSON_NUMBER.fullmatch(cell) else json.dumps(cell)
