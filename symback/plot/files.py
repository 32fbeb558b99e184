"""The picture as a file: svg, png or pdf, the same bytes every time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from symback.errors import SymbackError
from symback.plot.words import description, title

if TYPE_CHECKING:
    from symback.plot.model import Drawing

DRAWN = ("svg", "png", "pdf")
DOTS = 150  # of a png, to the inch
INSTALL = "pip install matplotlib, or pipx inject symback matplotlib"


def drawn(picture: Drawing, kind: str) -> bytes:
    """The picture as a file of that kind. Raises SymbackError where matplotlib is not installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        raise SymbackError(f"matplotlib draws {kind}, and it is not installed", hint=INSTALL) from None
    from symback.plot import figure

    stream = io.BytesIO()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(figure.STYLE)
        figure_of(picture).savefig(stream, format=kind, dpi=DOTS, metadata=metadata(picture, kind))
    if kind != "svg":
        return stream.getvalue()
    from symback.plot.svg import finished

    return finished(stream.getvalue().decode(), title(picture), description(picture)).encode()


def figure_of(picture: Drawing) -> Any:
    """matplotlib's figure of a picture."""
    from symback.plot import figure, figure_contours
    from symback.plot.model import Contours, Plot

    if isinstance(picture, Contours):
        return figure_contours.draw(picture)
    assert isinstance(picture, Plot)
    return figure.draw(picture)


def save(picture: Drawing, name: str) -> None:
    """Write the picture to a file, in the kind that its name's ending asks for."""
    from symback.files import write_whole

    kind = name.rpartition(".")[2].lower()
    if kind not in DRAWN:
        raise SymbackError(f"a picture's name ends in {', '.join('.' + k for k in DRAWN)}, not {name[-40:]!r}")
    write_whole(drawn(picture, kind), name)


def metadata(picture: Drawing, kind: str) -> dict[str, Any]:
    """What the file says of itself: no dates, or no two files would be the same."""
    if kind == "svg":
        return {"Date": None, "Creator": None, "Format": None, "Type": None}
    if kind == "png":
        return {"Software": None, "Title": title(picture), "Description": description(picture)}
    return {
        "CreationDate": None,
        "Producer": None,
        "Creator": None,
        "Title": title(picture),
        "Subject": description(picture),
    }
