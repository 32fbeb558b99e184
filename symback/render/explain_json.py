"""An explanation as data: every step with its kind, node, formula, numbers and sentences. A line of JSON a point."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from symback.domains.text import exact_text, json_number
from symback.explain.model import Formula, Math, Name, Number
from symback.render.explain_plain import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from symback.explain.model import Atom, Line, Piece, Step, Story

SCHEMA = 1


def render(stories: list[Story], *, brief: bool = False) -> str:
    """One object a story; brief leaves the lines out."""
    return "\n".join(json.dumps(as_dict(story, brief=brief), ensure_ascii=False, allow_nan=False) for story in stories)


def as_dict(story: Story, *, brief: bool) -> dict[str, Any]:
    """A story as plain data."""
    return {
        "schema": SCHEMA,
        "program": story.program,
        "at": named_numbers(story.point),
        "output": story.notation.output,
        "notation": story.notation.style,
        "steps": [step_dict(step, story, brief=brief) for step in story.steps],
    }


def step_dict(step: Step, story: Story, *, brief: bool) -> dict[str, Any]:
    """A step: its lines, or in one sentence."""
    pieces = list(step.brief) if brief else [piece for line in step.lines for piece in line.pieces]
    sentences = [text(step.brief, story)] if brief else [text(line.pieces, story) for line in step.lines]
    found: dict[str, Any] = {
        "kind": step.kind,
        "title": text(step.title, story),
        "node": step.node,
        "formula": step.formula,
        "numbers": numbers(pieces),
        "sentence": " ".join(sentences),
    }
    return found if brief else found | {"lines": [line_dict(line, story) for line in step.lines]}


def line_dict(line: Line, story: Story) -> dict[str, Any]:
    formulas = [atom.text for atom in atoms(line.pieces) if isinstance(atom, Formula)]
    return {"part": line.part, "sentence": text(line.pieces, story), "formulas": list(dict.fromkeys(formulas)), "numbers": numbers(line.pieces)}  # fmt: skip


def numbers(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    """Every number that is told, in order: which it is, its value, exactly where that is known, and as it is shown."""
    return [number(atom) for atom in atoms(pieces) if isinstance(atom, Number)]


def number(atom: Number) -> dict[str, Any]:
    value = atom.value
    return {"role": atom.role, "value": json_number(value), "exact": exact_text(value), "shown": atom.text}


def named_numbers(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    """The numbers of `w = 3, b = 8`, each with the name before it."""
    found: list[dict[str, Any]] = []
    name = ""
    for atom in atoms(pieces):
        if isinstance(atom, Name):
            name = atom.name
        elif isinstance(atom, Number):
            found.append({"name": name, **number(atom)})
    return found


def atoms(pieces: Iterable[Piece]) -> list[Atom]:
    """The atoms of all mathematics in the pieces."""
    return [atom for piece in pieces if isinstance(piece, Math) for atom in piece.atoms]
