"""Results of a check as csv, a claim a row."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from symback.domains.text import exact_text, plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.check.marks import Marks
    from symback.check.model import Checked
    from symback.document.model import Look
    from symback.domains.values import Number

COLUMNS = ("claim", "verdict", "value", "exact", "truth", "parts_at", "slip", "evidence", "reason")


def render(checked: Checked, look: Look) -> str:  # noqa: ARG001 (csv is the same on any paper)
    """The results as csv, a claim a row."""
    rows = [
        (r.claim, r.verdict, text(r.value), exact_text(r.value) if r.value is not None else "", r.truth, r.parts_at,
         str(r.slips[0]) if r.slips else "", r.evidence, r.reason)
        for r in checked.results
    ]  # fmt: skip
    return table([COLUMNS, *rows])


def render_marks(found: Marks, look: Look) -> str:  # noqa: ARG001 (as above)
    """Everyone's marks as csv: a verdict a claim, then right and of."""
    rows = [(defused(m.student), *(r.verdict for r in m.results), m.right, len(m.results)) for m in found.marks]
    return table([("student", *found.columns, "right", "of"), *rows])


def defused(name: str) -> str:
    """A name that somebody typed, as text to a spreadsheet: one that begins as a formula does gets a mark before it."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@") else name


def text(value: Number | None) -> str:
    return "" if value is None else plain_text(value)


def table(rows: Sequence[Sequence[Any]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
