"""The answer to one line of a batch: a line of JSON, whatever the line was."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from symback.errors import NO_ANSWER, SymbackError
from symback.lines.question import Literal, Question, from_object, parse_object, plain

if TYPE_CHECKING:
    from symback.graph.graph import Graph
    from symback.report.options import Options


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every line: the report's options, how statements are split, and where a line says nothing itself
    the point and the parameters.
    """

    options: Options
    split: str | None = None
    at: dict[str, object] = field(default_factory=dict)
    wrt: tuple[str, ...] | None = None
    in_python: bool = False  # whether errors say the way out in Python's words


def answer(line: str, settings: Settings) -> tuple[str, bool]:
    """The answer to a line, and whether it is one: an error is an answer that says so."""
    identity: Any = None
    program = line.rstrip("\r\n")
    try:
        data = parse_object(line)
        if data is not None:
            identity = plain(data.get("id"))
        question = Question(program) if data is None else from_object(data)
        program = question.program
        return json.dumps({"id": identity, **solved(question, settings)}, allow_nan=False), True
    except SymbackError as error:
        error = error.in_python() if settings.in_python else error
        return failure(identity if identity is not None else identity_of(line), error, program), False
    except MemoryError:
        return failure(identity, SymbackError("not enough memory for this line", exit_code=NO_ANSWER), program), False
    except Exception as bug:  # noqa: BLE001 (one bad line stops nothing, not even a mistake of ours)
        mistake = SymbackError(f"symback failed on this line: {type(bug).__name__}: {bug}", exit_code=NO_ANSWER)
        return failure(identity, mistake, program), False


def identity_of(line: str) -> Any:
    """The id of an object that is refused as a whole, if one can be read."""
    try:
        return plain(json.loads(line.strip("\ufeff \t\r\n"), parse_float=Literal, parse_int=Literal).get("id"))
    except (ValueError, RecursionError, AttributeError):
        return None


def solved(question: Question, settings: Settings) -> dict[str, Any]:
    """The report of one question as `diff --format json` has it."""
    from symback.render.json import as_dict
    from symback.report.build import report_at

    wrt = settings.wrt if question.wrt is None else question.wrt
    graph = graph_at_hand(question.program, settings.split, wrt, (*settings.at, *question.at))
    return as_dict(report_at(graph, {**common_point(graph, settings), **question.at}, settings.options))


@lru_cache(maxsize=16)
def graph_at_hand(program: str, split: str | None, wrt: tuple[str, ...] | None, valued: tuple[str, ...]) -> Graph:
    """The graph of a program: the same line at another point is not read again."""
    from symback.graph.graph import graph_of

    return graph_of(program, split, wrt, valued)


def common_point(graph: Graph, settings: Settings) -> dict[str, object]:
    """The values that hold for every line, as far as this program has such inputs and gives them none itself."""
    return {n: v for n, v in settings.at.items() if n in graph.inputs and n not in graph.parsed.values}


def failure(identity: Any, error: SymbackError, program: str) -> str:
    """An error as a line of JSON; its column counts characters of the program (or of the line) from 1."""
    placed = error.source is not None and error.source.rstrip("\r\n") == program
    found = {"code": error.exit_code, "message": error.reason, "column": error.column if placed else None}
    return json.dumps({"id": identity, "error": found | ({"hint": error.hint} if error.hint else {})})
