"""A line of a batch as a question: a program, or a JSON object with a program and a point."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from symback.errors import SymbackError, suggestion
from symback.files import unique
from symback.syntax.names import normal_name

KEYS = ("program", "at", "wrt", "id")


class Literal(str):
    """A JSON number as it is written: `0.1` is one tenth, whatever a double would make of it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What one line asks: the gradient of `program` at a point; `id` is handed back with the answer."""

    program: str
    at: dict[str, object] = field(default_factory=dict)
    wrt: tuple[str, ...] | None = None
    id: Any = None


def is_blank(line: str) -> bool:
    """True if a line asks nothing: it is blank, or a comment."""
    text = line.strip("\ufeff \t\r\n")
    return not text or text.startswith("#")


def parse_object(line: str) -> dict[str, Any] | None:
    """The JSON object that a line holds; None where the line is a program. Raises SymbackError (exit code 2)."""
    text = line.strip("\ufeff \t\r\n")
    if not text.startswith("{"):
        return None
    try:
        data = json.loads(
            text, parse_float=Literal, parse_int=Literal, parse_constant=Literal, object_pairs_hook=unique
        )
    except json.JSONDecodeError as error:
        start = line.index("{") + error.pos
        raise SymbackError(f"this line is not JSON: {error.msg}", (start, start + 1), line) from None
    except RecursionError:
        raise SymbackError("this line is not JSON: it is nested too deeply") from None
    assert isinstance(data, dict)
    return data


def from_object(data: dict[str, Any]) -> Question:
    """The question of a JSON object. Raises SymbackError (exit code 2) where a key holds what it cannot."""
    for key in data:
        if key not in KEYS:
            near = suggestion(key, list(KEYS))
            raise SymbackError(f"a line has no {key[:60]!r}", hint=near or f"one of {', '.join(KEYS)}")
    program = data.get("program")
    if not isinstance(program, str) or isinstance(program, Literal):
        raise SymbackError('"program" is text: {"program": "(2+3*w)**2", "at": {"w": 3}}')
    return Question(program, point(data.get("at")), parameters(data.get("wrt")), plain(data.get("id")))


def point(at: Any) -> dict[str, object]:
    """The values of the inputs by name, each a number as it is written or text such as 3/2."""
    if at is None:
        return {}
    if not isinstance(at, dict):
        raise SymbackError('"at" is an object of names and values', hint='{"w": 3}')
    for name, value in at.items():
        if not isinstance(value, str):
            raise SymbackError(f"{name} needs one number, or text such as 3/2, not {json.dumps(plain(value))[:60]}")
    return unique([(normal_name(name), str(value)) for name, value in at.items()])


def parameters(wrt: Any) -> tuple[str, ...] | None:
    """The names in `wrt`: a list, or text with commas. None where it is absent: every input."""
    names = wrt.split(",") if isinstance(wrt, str) and not isinstance(wrt, Literal) else wrt
    if names is None:
        return None
    if not isinstance(names, list) or not all(
        isinstance(name, str) and not isinstance(name, Literal) for name in names
    ):
        raise SymbackError('"wrt" is a list of names', hint='["w", "b"]')
    return tuple(normal_name(name.strip()) for name in names)


def plain(value: Any) -> Any:
    """JSON data with its numbers as numbers again; what Python cannot hold stays text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if not isinstance(value, Literal):
        return value
    try:
        return int(value)
    except ValueError:
        number = float(value)
        return number if abs(number) < float("inf") else str(value)
