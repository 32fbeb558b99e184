"""The drawing for people in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.terminal import sentences
from symback.picture.picture import legend
from symback.picture.terminal import drawn, listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.picture.formats import Choices, View

SEVERAL = True
WAY = "a wider terminal, or -o graph.svg"


def render(views: Sequence[View], choices: Choices) -> str:
    """The drawings, each under its point; where there is no room for one, a table of its boxes."""
    return "\n".join("\n\n".join(filter(None, parts(view, choices))) + "\n" for view in views)


def parts(view: View, choices: Choices) -> Iterator[str]:
    """The point, the drawing, and what there is to say about it."""
    picture, look = view.picture, choices.look
    yield from sentences([picture.before], look) if picture.before else []
    drawing = drawn(picture, look, choices.direction, brief=view.brief)
    yield "\n".join(drawing.lines() if drawing else listing(picture, look))
    told = (
        legend(picture, down=drawing.layout.down) if drawing else f"Too wide to draw here ({look.width} columns): {WAY}"
    )
    said = [told, *(drawing.left_out if drawing else ()), *(f"Note: {note}" for note in picture.notes)]
    yield "\n".join(sentences([*filter(None, said)], look))
