"""HTML: a page that stands alone, with the svg and a sentence for every point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.formats.html import spelled, start, text
from symback.plot.files import drawn
from symback.plot.words import sentences
from symback.report.words import shortened

if TYPE_CHECKING:
    from symback.document.model import Look
    from symback.plot.model import Drawing

STYLE = """
figure { margin: 1rem 0; } figure svg { min-width: 38rem; }  /* on a phone it is scrolled, and can be read */
@media print { figure svg { min-width: 0; } }
"""


def render_html(picture: Drawing, paper: Look) -> str:
    """The page. Raises SymbackError where matplotlib is not installed."""
    svg = drawn(picture, "svg").decode()
    scrolled = '<div class="wide" tabindex="0" role="group" aria-label="The picture">'
    figure = f"<figure>{scrolled}\n{svg[svg.index('<svg') :]}</div></figure>\n"  # without the XML declaration
    told = "".join(f"<p>{text(sentence)}</p>\n" for sentence in sentences(picture))
    page = start(shortened(picture.program)).replace("</style>", f"{STYLE}</style>", 1)
    return spelled(f"{page}{figure}{told}</main>\n</body>\n</html>\n", paper)
