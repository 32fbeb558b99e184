"""A class's answers: a csv with a line a student and a column a claim, and the marks that come of it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symback.check.model import Result
from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.check.checker import Checker

STUDENT = "student"
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
class Marks:
    """A class's marks, and the `columns`, which are what was claimed about; `digits` as in Checked."""

    columns: tuple[str, ...]
    marks: tuple[Mark, ...]
    digits: int

    @property
    def all_right(self) -> bool:
        return all(mark.right == len(mark.results) for mark in self.marks)


def is_answers(text: str) -> bool:
    """Whether a file of claims is a table of students: its header begins with `student`."""
    first = next((line for line in text.lstrip("\ufeff").split("\n") if line.strip()), "")
    return first.split(",")[0].strip().strip('"').lower() == STUDENT


def read_answers(text: str, where: str) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The columns (what is claimed about) and every student's answers. Raises SymbackError for a row of the wrong length."""
    rows = [row for row in csv.reader(text.lstrip("\ufeff").splitlines()) if any(cell.strip() for cell in row)]
    columns = [cell.strip() for cell in rows[0][1:]]
    if not columns:
        raise SymbackError(f"{where}: the header names no claim", hint="student,dJ/dw,dJ/db")
    for number, row in enumerate(rows[1:], 2):
        if len(row) > len(columns) + 1:
            way = 'a formula with a comma stands in quotes: "max(w, 0)"'
            raise SymbackError(f"{where}: row {number} has {len(row)} cells, the header {len(columns) + 1}", hint=way)
    if len(rows) == 1:
        raise SymbackError(f"{where}: there is no student below the header", hint="Ada,66,3")
    padded = [[*row, *[""] * (len(columns) + 1 - len(row))] for row in rows[1:]]
    return columns, [(row[0].strip(), [cell.strip() for cell in row[1:]]) for row in padded]


def mark(checker: Checker, columns: Sequence[str], answers: Sequence[tuple[str, Sequence[str]]]) -> Marks:
    """Everyone's marks. A column that the program does not have is an error; an answer that cannot be read is just not right."""
    from symback.check.claims import left_side

    for column in columns:
        left_side(column, checker.graph)
    marks = [Mark(student, tuple(row_results(checker, columns, cells))) for student, cells in answers]
    return Marks(tuple(columns), tuple(marks), checker.options.digits)


def row_results(checker: Checker, columns: Sequence[str], cells: Sequence[str]) -> list[Result]:
    """One student's results: the claims that can be read, checked together."""
    texts = [f"{column}={cell}" for column, cell in zip(columns, cells, strict=True)]
    found: dict[int, Result] = {}
    readable: list[int] = []
    for index, (text, cell) in enumerate(zip(texts, cells, strict=True)):
        problem = None if cell else "no answer"
        if cell:
            problem = trouble(checker, text)
        if problem is None:
            readable.append(index)
        else:
            found[index] = Result(text, UNREADABLE if cell else EMPTY, reason=problem)
    found |= dict(zip(readable, checker.check_all([texts[i] for i in readable]), strict=True))
    return [found[index] for index in range(len(texts))]


def trouble(checker: Checker, text: str) -> str | None:
    """Why an answer cannot be read; None where it can."""
    from symback.check.claims import read_claim

    try:
        read_claim(text, checker.graph)
    except SymbackError as error:
        return error.reason
    return None
