"""Plain text: aligned columns without lines or colour, one row a line however wide, for mail and for `grep`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.render.layout import GAP, grid, lay
from symback.report.notation import plain_ascii
from symback.report.tables import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.render.pages import Look, Page
    from symback.report.tables import Table

AUDIENCE = PEOPLE


def render(pages: Iterable[Page], look: Look) -> Iterator[str]:
    """Sentences and tables, an empty line between them."""
    for number, page in enumerate(pages):
        parts = [*page.before, *(aligned(table, look) for table in page.tables()), "\n".join(page.after)]
        text = "\n\n".join(filter(None, parts)) + "\n"
        yield ("\n" if number else "") + (plain_ascii(text) if look.ascii_only else text)


def aligned(table: Table, look: Look) -> str:
    """The title and the rows, in columns as wide as they need."""
    laid = lay(table.for_people(), ascii_only=look.ascii_only)
    rows = [GAP.join(cells).rstrip() for _, cells in grid(laid, laid.widths())]
    return "\n".join([table.title, *rows] if table.title else rows)
