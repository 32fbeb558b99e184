"""The formats, a file each. To add one, add a file: its name is the format's, and `--format` offers it.

A format is a module with

    AUDIENCE                     PEOPLE or PROGRAMS: whether several points are summed up in one table, or told one by one
    render(documents, look)      the text of some Documents, in pieces, for a Look
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol, cast

from symback import folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Document, Look

FIRST = ("table", "plain", "json", "csv", "tsv", "markdown", "latex", "html")


class Format(Protocol):
    """What a format's module holds."""

    AUDIENCE: str

    def render(self, documents: Iterable[Document], look: Look) -> Iterator[str]:
        """The text of the documents, in pieces."""


def names() -> list[str]:
    """The formats there are, the usual ones first. Imports none of them."""
    return folder.names(__path__, FIRST)


def load(name: str) -> Format:
    """The format of that name."""
    return cast("Format", importlib.import_module(f"{__name__}.{name}"))
