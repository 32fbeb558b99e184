"""svg: a picture that stands alone, for pages and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.formats.html import spelled
from symback.picture.vector import svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.picture.formats import Choices, View

SEVERAL = False


def render(views: Sequence[View], choices: Choices) -> str:
    """The svg of one view."""
    return spelled(svg(views[0].picture, theme=choices.theme, down=choices.down), choices.look)
