"""Which exercises a worksheet asks: programs at points, lines of a file, and made-up programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symback.errors import SymbackError
from symback.worksheet.sheet import exercise_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from symback.batch.question import Question
    from symback.exercise.model import Exercise
    from symback.graph.graph import Graph


def exercises(
    questions: Sequence[Question],
    points: Sequence[Mapping[str, object]],
    wrt: tuple[str, ...] | None,
    split: str | None,
) -> Iterator[Exercise]:
    """An exercise for every question at every point; a question's own values and parameters win over the common ones.

    Raises SymbackError as an exercise does, and for a value or a parameter that no program has.
    """
    from symback.graph.graph import graph_of

    alone = len(questions) == 1
    for question in questions:
        for point in points:
            given = {**point, **question.at}
            own = wrt if question.wrt is None else question.wrt
            graph = graph_of(question.program, split, own if alone else None, tuple(given))
            if not alone:
                graph = graph_of(question.program, split, known(graph, own), tuple(given))
                given = {name: value for name, value in given.items() if name in graph.inputs}
            yield replace(exercise_of(graph, given), title="" if question.id is None else str(question.id))


def known(graph: Graph, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Those of the parameters that a program has; all its inputs where it has none of them."""
    return tuple(name for name in names or () if name in graph.inputs) or None


def require_used(found: Iterable[Exercise], names: Iterable[str]) -> None:
    """Raise SymbackError for a name of the command line that none of several programs has as an input."""
    inputs = {name for exercise in found for name in exercise.graph.inputs}
    for name in names:
        if name not in inputs:
            raise SymbackError(f"{name} is an input of none of the programs")


def lines(text: str) -> Iterator[Question]:
    """The questions of a file: a program or a JSON object a line, as a batch has them; a title stands before an id."""
    from symback.batch.question import Question, from_object, is_blank, parse_object, plain

    for line in text.splitlines():
        if not is_blank(line):
            data = parse_object(line)
            if data is None:
                yield Question(line)
                continue
            found = from_object({key: value for key, value in data.items() if key != "title"})
            named = [str(plain(data[key])) for key in ("title", "id") if data.get(key) is not None]
            yield replace(found, id=", ".join(named) or None)


def made_up(level: int, seed: int, count: int) -> Iterator[Exercise]:
    """Exercises on made-up programs."""
    from symback.exercise.madeup import several

    for found in several(level, seed, count):
        yield exercise_of(found.graph, found.at)
