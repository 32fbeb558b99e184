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
SCREEN = 1168  # pixels that a page gives a drawing
SMALL = 0.6  # of its size, which text can still be read at
LONG = 3  # lines of a program that stand above its graph; a longer one is folded below
STYLE = f"""
figure svg {{ display: block; }} figure .wide {{ margin: .5rem 0; }} figure input:checked ~ .wide svg {{ max-width: none !important; }}
figure label {{ color: var(--quiet); font-size: .9rem; }} summary {{ cursor: pointer; }}
@media (max-width: {PHONE}px) {{ .for-screens {{ display: none; }} }}
@media (min-width: {PHONE + 1}px) {{ .for-phones {{ display: none; }} }}
@media print {{ figure input, figure label {{ display: none; }} }}
"""


def render(views: Sequence[View], choices: Choices) -> str:
    """The page, with a section for every view; a program of many lines is folded below the first."""
    first = views[0].picture
    program = shortened(first.title)
    lines = len(program.strip().splitlines())
    page = start(program if lines <= LONG else first.heading).replace("</style>", f"{STYLE}</style>", 1)
    if lines > LONG:
        folded = (
            f"<details><summary>The program, {lines} lines</summary>\n<pre>{text(program.strip())}</pre></details>\n"
        )
    else:
        folded = ""
    body = "".join(section(view, choices, number) for number, view in enumerate(views))
    return spelled(f"{page}{body}{folded}</main>\n</body>\n</html>\n", choices.look)


def section(view: View, choices: Choices, number: int) -> str:
    """The point, the drawing, and the same as a table, which has all digits: those of a wide drawing are few."""
    picture = view.picture
    drawing = picture if view.brief is None or width(picture, down=choices.down) <= PHONE else view.brief
    return "".join(
        [
            "<section>\n",
            f"<p>{text(picture.before)}</p>\n" if picture.before else "",
            *figures(drawing, choices, number),
            *rows(table(picture)),
            *(f"<p>Note: {text(note)}</p>\n" for note in picture.notes),
            "</section>\n",
        ]
    )


def figures(picture: Picture, choices: Choices, number: int) -> Iterator[str]:
    """The drawing; where no direction is asked for, going down where it is too wide for a screen, or for a phone."""
    right, down = (width(picture, down=down) for down in (False, True))
    turned = down < right and right * SMALL > SCREEN
    if choices.direction != "auto" or right <= PHONE or turned or down >= right:
        yield figure(picture, choices, f"full-{number}", down=choices.down or (choices.direction == "auto" and turned))
    else:
        yield figure(picture, choices, f"full-{number}", down=False, kind="for-screens")
        yield figure(picture, choices, f"full-{number}-down", down=True, kind="for-phones")


def figure(picture: Picture, choices: Choices, name: str, *, down: bool, kind: str = "") -> str:
    """The drawing as wide as the page or less, on a tick in its own size, scrolled; and below it what stands where."""
    told = coloured(legend(picture, down=down))
    named = f' class="{kind}"' if kind else ""
    box = f'<input type="checkbox" id="{name}"><label for="{name}"> Full size</label>\n'
    return (
        f"<figure{named}>\n"
        + (box if width(picture, down=down) > PHONE // 2 else "")
        + '<div class="wide" tabindex="0" role="group" aria-label="The drawing">\n'
        + f"{svg(picture, theme=choices.theme, down=down)}</div>\n"
        + (f"<figcaption>{text(told)}</figcaption>\n" if told else "")
        + "</figure>\n"
    )


def coloured(words: str) -> str:
    """The legend with the colours, which a page always has."""
    return words.replace(" its value", " its value (blue)", 1).replace(" the derivative", " the derivative (green)", 1)
