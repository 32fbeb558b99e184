"""The drawing for people in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.terminal import sentences
from symback.picture.listing import listing
from symback.picture.terminal import drawn
from symback.picture.words import legend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.picture.formats import Choices, View
    from symback.picture.picture import Picture

SEVERAL = True
CUT = "Formulas are cut to fit (…); symback diff shows them whole."
WAY = "a wider terminal, or -o graph.svg"


def render(views: Sequence[View], choices: Choices) -> str:
    """The drawings, each under its point; where there is no room for one, a table of its boxes."""
    return "\n".join("\n\n".join(filter(None, parts(view.picture, choices))) + "\n" for view in views)


def parts(picture: Picture, choices: Choices) -> Iterator[str]:
    """The point, the drawing, and what there is to say about it."""
    look = choices.look
    yield from sentences([picture.before], look) if picture.before else []
    drawing = drawn(picture, look, choices.direction)
    yield "\n".join(drawing.lines() if drawing else listing(picture, look))
    told = (
        legend(picture, down=drawing.layout.down) if drawing else f"Too wide to draw here ({look.width} columns): {WAY}"
    )
    more = CUT if drawing and drawing.is_cut else ""
    yield "\n".join(sentences([*filter(None, (told, more)), *(f"Note: {note}" for note in picture.notes)], look))
