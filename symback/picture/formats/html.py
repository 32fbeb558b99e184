"""HTML: a page that stands alone, with the svg and the same as a table; on a phone the graph goes down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.formats.html import rows, spelled, start, text
from symback.picture.picture import legend
from symback.picture.terminal import table
from symback.picture.vector import svg, width
from symback.report.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.picture.formats import Choices, View
    from symback.picture.picture import Picture

SEVERAL = True
PHONE = 640  # pixels
LEAST = 0.75  # of its size, for text that can still be read; a picture that needs more room is scrolled
STYLE = f"""
figure {{ margin: 1rem 0; }} figure .wide {{ margin: 0 0 .5rem; }} figure svg {{ display: block; min-width: var(--least); }}
@media (max-width: {PHONE}px) {{ .for-screens {{ display: none; }} }}
@media (min-width: {PHONE + 1}px) {{ .for-phones {{ display: none; }} }}
@media print {{ figure svg {{ min-width: 0; }} }}
"""


def render(views: Sequence[View], choices: Choices) -> str:
    """The page, with a section for every view."""
    page = start(shortened(views[0].picture.title)).replace("</style>", f"{STYLE}</style>", 1)
    body = "".join(piece for view in views for piece in section(view.picture, choices))
    return spelled(f"{page}{body}</main>\n</body>\n</html>\n", choices.look)


def section(picture: Picture, choices: Choices) -> Iterator[str]:
    yield "<section>\n"
    yield f"<p>{text(picture.before)}</p>\n" if picture.before else ""
    if choices.direction == "auto" and width(picture, down=False) > PHONE:
        yield figure(picture, choices, down=False, kind="for-screens")
        yield figure(picture, choices, down=True, kind="for-phones")
    else:
        yield figure(picture, choices, down=choices.down)
    yield from rows(table(picture))
    yield from (f"<p>Note: {text(note)}</p>\n" for note in picture.notes)
    yield "</section>\n"


def figure(picture: Picture, choices: Choices, *, down: bool, kind: str = "") -> str:
    """The drawing, which is scrolled where there is no room for it, and below it what stands where."""
    least = round(LEAST * width(picture, down=down))
    told = coloured(legend(picture, down=down))
    named = f' class="{kind}"' if kind else ""
    return (
        f'<figure{named} style="--least: {least}px">\n'
        '<div class="wide" tabindex="0" role="group" aria-label="The drawing">\n'
        f"{svg(picture, theme=choices.theme, down=down)}</div>\n"
        + (f"<figcaption>{text(told)}</figcaption>\n" if told else "")
        + "</figure>\n"
    )


def coloured(words: str) -> str:
    """The legend with the colours, which a page always has."""
    return words.replace(" its value", " its value (blue)", 1).replace(" the derivative", " the derivative (green)", 1)
