"""TSV: as CSV, with tabs between the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.render.formats import csv
from symback.report.tables import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.render.pages import Look, Page

AUDIENCE = PROGRAMS


def render(pages: Iterable[Page], look: Look) -> Iterator[str]:
    """The header once, then the rows of every page."""
    return csv.render(pages, look, "\t")
