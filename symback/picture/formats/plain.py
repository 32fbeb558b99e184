"""The drawing without colour and as wide as it needs, for mail and files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symback.document.names import plain_ascii
from symback.picture.picture import legend
from symback.picture.terminal import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.picture.formats import Choices, View

SEVERAL = True


def render(views: Sequence[View], choices: Choices) -> str:
    """The drawings, each under its point."""
    look = replace(choices.look, color=False)
    text = []
    for view in views:
        picture = view.picture
        drawing = whole(picture, look, down=choices.down)
        notes = "\n".join([legend(picture, down=choices.down), *(f"Note: {note}" for note in picture.notes)]).strip()
        parts = [plain_ascii(part) if look.ascii_only else part for part in (picture.before, notes)]
        text.append("\n\n".join(filter(None, [parts[0], "\n".join(drawing.lines()), parts[1]])) + "\n")
    return "\n".join(text)
