"""JSON: an object a line, stable for scripts. `symback schema` prints what may stand in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from symback.report.tables import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.render.pages import Look, Page

AUDIENCE = PROGRAMS


def render(pages: Iterable[Page], look: Look) -> Iterator[str]:  # noqa: ARG001 (JSON looks the same everywhere)
    """A line a page."""
    for page in pages:
        yield json.dumps(page.data(), allow_nan=False) + "\n"
