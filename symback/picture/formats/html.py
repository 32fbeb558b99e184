"""HTML: a page that stands alone, with the svg and the same as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.picture.listing import table
from symback.picture.vector import svg
from symback.picture.words import legend
from symback.render.formats.html import rows, spelled, start, text
from symback.render.pages import Page
from symback.report.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.picture.formats import Choices, View

SEVERAL = True
SCROLLED = (
    "figure { margin-inline: 0; } figure svg { max-width: none !important; }\n"  # on a phone too text has its size
)


def render(views: Sequence[View], choices: Choices) -> str:
    """The page, with a section for every view."""
    page = start(Page(shortened(views[0].picture.title), list)).replace("</style>", f"{SCROLLED}</style>", 1)
    body = "".join(piece for view in views for piece in section(view, choices))
    return spelled(f"{page}{body}</main>\n</body>\n</html>\n", choices.look)


def section(view: View, choices: Choices) -> Iterator[str]:
    picture = view.picture
    yield "<section>\n"
    yield f"<p>{text(picture.before)}</p>\n" if picture.before else ""
    yield f'<figure class="wide" tabindex="0" role="group" aria-label="The drawing">\n{svg(picture, theme=choices.theme, down=choices.down)}</figure>\n'
    yield f"<p>{text(coloured(legend(picture, down=choices.down)))}</p>\n"
    yield from rows(table(picture))
    yield from (f"<p>Note: {text(note)}</p>\n" for note in picture.notes)
    yield "</section>\n"


def coloured(words: str) -> str:
    """The legend with the colours, which a page always has."""
    return words.replace(" its value", " its value (blue)", 1).replace(" the derivative", " the derivative (green)", 1)
