"""The graph of an exercise, drawn with a question mark for everything that is to be filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symback.picture.picture import OUTPUT, picture_of
from symback.picture.terminal import drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.document.model import Look
    from symback.exercise.model import Exercise
    from symback.picture.picture import Part

UNKNOWN = "?"
MOST_LINES = 45  # of a drawing that one looks at while answering


def graph_lines(exercise: Exercise, look: Look, *, backward: bool) -> list[str]:
    """The drawing, for the forward pass or the backward one: left to right, else top down; empty where there is no room for it."""
    picture = picture_of(exercise.graph, exercise.report)
    parts = tuple(blanked(part, backward=backward) for part in picture.parts)
    edges = tuple(replace(edge, local="", share="") for edge in picture.edges)
    drawing = drawn(replace(picture, parts=parts, edges=edges), look)
    lines = drawing.lines() if drawing is not None and whole(drawing.picture.parts) else []
    return lines if len(lines) <= MOST_LINES else []


def whole(parts: Sequence[Part]) -> bool:
    """Whether every node has a box of its own, with its formula in it."""
    return all(part.is_input or (part.formula and not part.formula.endswith("…") and part.count == 1) for part in parts)


def blanked(part: Part, *, backward: bool) -> Part:
    """A part without its answers: before the forward pass nodes have no value, before the backward pass nothing has a slope."""
    if not backward:
        return replace(part, value=part.value if part.is_input or not part.value else UNKNOWN, slope="")
    known = part.kind == OUTPUT or not part.slope
    return replace(part, slope=part.slope if known else UNKNOWN)
