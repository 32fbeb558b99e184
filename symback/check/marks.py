"""A class's answers: a csv with a line a student and a column a claim, and the marks that come of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symback.check.claims import left_side, read_claim
from symback.check.model import Result
from symback.delimited import delimiter_of, table
from symback.errors import SymbackError, printable
from symback.syntax.names import normal_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from symback.check.checker import Checker
    from symback.graph.graph import Graph

WHO = ("student", "name", "id")  # what the first column of a table of answers is called
MOST_KNOWN, MOST_ALIKE = 256, 4096  # points whose checkers are kept, and rows whose results are, for classmates
EMPTY, UNREADABLE = "empty", "unreadable"  # verdicts on cells that hold no claim


@dataclass(frozen=True, slots=True)
class Mark:
    """One student's results, an answer each, and how many are right."""

    student: str
    results: tuple[Result, ...]

    @property
    def right(self) -> int:
        return sum(result.is_right for result in self.results)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a column's answers are not right, and the slip that led to most of the wrong ones (None: none known), with how often."""

    claim: str
    failed: int
    slip: str | None
    often: int


@dataclass(frozen=True, slots=True)
class Marks:
    """A class's marks, and the `columns`, which are what was claimed about; `digits` as in Checked."""

    columns: tuple[str, ...]
    marks: tuple[Mark, ...]
    digits: int

    @property
    def all_right(self) -> bool:
        return all(mark.right == len(mark.results) for mark in self.marks)

    def tallies(self) -> list[Tally]:
        """Return what became of every column, in the whole class."""
        return [tally(column, [m.results[k] for m in self.marks]) for k, column in enumerate(self.columns)]


def tally(column: str, results: Sequence[Result]) -> Tally:
    """Return how often a claim failed, and by which slip most."""
    slips = Counter(result.slips[0].name for result in results if result.slips)
    slip, often = slips.most_common(1)[0] if slips else (None, 0)
    return Tally(column, sum(not result.is_right for result in results), slip, often)


def is_answers(text: str) -> bool:
    """True if a file of claims is a table of students: its header begins with one of `WHO`."""
    first = next((line for line in text.lstrip("\ufeff").split("\n") if line.strip()), "")
    return first.split(delimiter_of(first))[0].strip().strip('"').strip().lower() in WHO


@dataclass(frozen=True, slots=True)
class Answers:
    """A class's answers: the `columns` of the header but the first, and every student with a cell a column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def read_answers(text: str, where: str) -> Answers:
    """A class's answers. Raises SymbackError where there is no column, or no student; a row may be too short."""
    header, *rows = table(text, where)
    columns = tuple("".join(cell.split()) for cell in header[1:])
    if not columns:
        raise SymbackError(f"{where}: the header names no claim", hint="student,dJ/dw,dJ/db")
    if not rows:
        raise SymbackError(f"{where}: there is no student below the header", hint="Ada,66,3")
    return Answers(columns, tuple((row[0].strip(), tuple(cell.strip() for cell in row[1:])) for row in rows))


def mark(checker_at: Callable[[dict[str, object]], Checker], graph: Graph, answers: Answers) -> Marks:
    """Everyone's marks; `checker_at` makes the checker of a point. A column named like an input gives the student's own.

    A column that the program does not have is an error; an answer that cannot be read, or checked, is just not right.
    """
    own = {k: normal_name(column) for k, column in enumerate(answers.columns) if normal_name(column) in graph.inputs}
    twice = next((name for name in own.values() if list(own.values()).count(name) > 1), None)
    if twice is not None:
        raise SymbackError(f"the header names {twice} twice")
    claimed = {k: column for k, column in enumerate(answers.columns) if k not in own}
    if not claimed:
        raise SymbackError("the header names inputs, and no claim", hint=f"d{graph.output}/d{graph.inputs[0]}")
    for column in claimed.values():
        left_side(column, graph)
    known: dict[tuple[tuple[str, str], ...], Checker | SymbackError] = {}
    alike: dict[object, list[Result]] = {}
    settled: dict[object, Result] = {}  # formulas, which hold or do not hold at everybody's point
    marks = []
    for student, cells in answers.rows:
        point = tuple((name, cells[k]) for k, name in own.items() if k < len(cells) and cells[k])
        if point not in known:
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[point] = found = made(checker_at, point, required=not own)
            if not isinstance(found, SymbackError):
                found.settled = settled
        if (point, cells) not in alike:
            if len(alike) >= MOST_ALIKE:
                alike.clear()
            alike[point, cells] = row_results(known[point], answers, claimed, cells)
        results = alike[point, cells]
        marks.append(Mark(printable(student), tuple(replace(r, claim=printable(r.claim)) for r in results)))
    digits = next((found.options.decimals for found in known.values() if not isinstance(found, SymbackError)), 30)
    return Marks(tuple(map(printable, claimed.values())), tuple(marks), digits)


def made(
    checker_at: Callable[[dict[str, object]], Checker], point: tuple[tuple[str, str], ...], *, required: bool
) -> Checker | SymbackError:
    """The checker of a point, or why there is none; raised where it is `required`, for it is everybody's point."""
    try:
        return checker_at(dict(point))
    except SymbackError as error:
        if required:
            raise
        return error


def row_results(
    checker: Checker | SymbackError, answers: Answers, claimed: Mapping[int, str], cells: Sequence[str]
) -> list[Result]:
    """One student's results: the claims that can be read, checked together."""
    texts = {k: f"{column}={cells[k] if k < len(cells) else ''}" for k, column in claimed.items()}
    if len(cells) > len(answers.columns):
        way = f"{len(cells) + 1} cells under {len(answers.columns) + 1} names; a formula with a comma stands in quotes"
        return [Result(text, UNREADABLE, reason=way) for text in texts.values()]
    if isinstance(checker, SymbackError):
        return [Result(text, UNREADABLE, reason=printable(checker.reason)) for text in texts.values()]
    found = {k: Result(text, EMPTY, reason="no answer") for k, text in texts.items() if k >= len(cells) or not cells[k]}
    asked = {k: text for k, text in texts.items() if k not in found}
    found |= dict(zip(asked, together(checker, [*asked.values()]), strict=True))
    return [found[k] for k in texts]


def together(checker: Checker, texts: list[str]) -> list[Result]:
    """The results of a student's claims, with each other in view; one that cannot be read or checked leaves the others be."""
    readable = [text for text in texts if can_be_read(text, checker)]
    try:
        found = dict(zip(readable, checker.check_all(readable), strict=True))
    except SymbackError:
        found = {}
    return [found.get(text) or alone(checker, text) for text in texts]


def alone(checker: Checker, text: str) -> Result:
    """The result of one claim; where it cannot be read or checked, why."""
    try:
        return checker.check_all([text])[0]
    except SymbackError as error:
        return Result(text, UNREADABLE, reason=printable(error.reason))


def can_be_read(text: str, checker: Checker) -> bool:
    """True if a claim is one, and not that there is a number too large to hold."""
    try:
        read_claim(text, checker.graph)
    except SymbackError:
        return False
    return True
