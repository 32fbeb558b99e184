"""png: the svg in dots, for where no svg is taken. Drawn by resvg, which is an extra: `pip install resvg-py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.errors import SymbackError
from symback.picture.vector import svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.picture.formats import Choices, View

SEVERAL = False
ZOOM = 2  # dots a pixel, for sharp text
SAMPLE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="2" y="15">w</text></svg>'


def render(views: Sequence[View], choices: Choices) -> bytes:
    """The png of one view. Raises SymbackError where resvg is not installed, or has no font to write with."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise SymbackError(
            "png needs resvg", hint="pip install resvg-py, or pipx inject symback resvg-py, or -o graph.svg"
        ) from None
    if svg_to_bytes(svg_string=SAMPLE) == svg_to_bytes(svg_string=SAMPLE, skip_system_fonts=True):
        raise SymbackError("png: there is no font on this machine to write with", hint="--format svg")
    theme = "dark" if choices.theme == "dark" else "light"
    return bytes(svg_to_bytes(svg_string=svg(views[0].picture, theme=theme, down=choices.down), zoom=ZOOM))
