"""JSON: an object a line, stable for scripts. `symback schema` prints what may stand in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from symback.document.model import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Document, Look

AUDIENCE = PROGRAMS


def render(documents: Iterable[Document], look: Look) -> Iterator[str]:  # noqa: ARG001 (JSON looks the same everywhere)
    """A line a document."""
    for document in documents:
        yield json.dumps(document.data(), allow_nan=False) + "\n"
