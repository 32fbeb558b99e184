"""TSV: as CSV, with tabs between the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.formats import csv
from symback.document.model import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Document, Look

AUDIENCE = PROGRAMS


def render(documents: Iterable[Document], look: Look) -> Iterator[str]:
    """The header once, then the rows of every document."""
    return csv.render(documents, look, "\t")
