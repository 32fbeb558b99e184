"""Results of a check for scripts: JSON, and csv."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from symback.arithmetic.text import as_float, decimal_text, exact_text, plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.arithmetic.values import Number
    from symback.check.marks import Mark
    from symback.check.model import Counterexample, Result, Slip

SCHEMA = 1
CLAIM_COLUMNS = ("claim", "verdict", "value", "exact", "truth", "parts_at", "slip", "evidence", "reason")


def render(results: Sequence[Result], at: dict[str, object], digits: int) -> str:
    """The results at one point as one line of JSON."""
    found = {
        "schema": SCHEMA,
        "ok": all(r.is_right for r in results),
        "at": {name: str(value) for name, value in at.items()},
        "claims": [claim(result, digits) for result in results],
    }
    return json.dumps(found, allow_nan=False)


def render_marks(marks: Sequence[Mark], digits: int) -> str:
    """Everyone's marks as one line of JSON."""
    rows = [
        {"student": m.student, "right": m.right, "of": len(m.results), "claims": [claim(r, digits) for r in m.results]}
        for m in marks
    ]
    return json.dumps({"schema": SCHEMA, "ok": all(m.right == len(m.results) for m in marks), "marks": rows})


def claim(result: Result, digits: int) -> dict[str, Any]:
    """One claim's verdict, the truth, the place where the two part, the slip that is likeliest and all that were found."""
    found: dict[str, Any] = {
        "claim": result.claim,
        "verdict": result.verdict,
        **number(result.value, digits),
        "truth": result.truth,
        "parts_at": result.parts_at,
        "slip": str(result.slips[0]) if result.slips else None,
        "evidence": result.evidence,
        "slips": [slip(s) for s in result.slips],
    }
    if result.left is not None and result.right is not None:
        found |= {"left": number(result.left, digits), "right": number(result.right, digits)}
    if result.reason is not None:
        found["reason"] = result.reason
    if result.counterexample is not None:
        found["counterexample"] = counterexample(result.counterexample, digits)
    return found


def number(value: Number | None, digits: int) -> dict[str, Any]:
    """value, exact and, where not rational, decimal."""
    if value is None:
        return {"value": None, "exact": None}
    found: dict[str, Any] = {"value": as_float(value), "exact": exact_text(value)}
    if found["exact"] is None:
        found["decimal"] = decimal_text(value, digits, huge=digits)
    return found


def slip(found: Slip) -> dict[str, str]:
    return {"name": found.name, "place": found.place, "evidence": found.evidence}


def counterexample(found: Counterexample, digits: int) -> dict[str, Any]:
    point = {name: exact_text(value) for name, value in found.point.items()}
    return {"at": point, "claimed": number(found.claimed, digits), "truth": number(found.truth, digits)}


def render_csv(results: Sequence[Result]) -> str:
    """The results as csv, a claim a row."""
    rows = [
        (r.claim, r.verdict, text(r.value), exact_text(r.value) if r.value is not None else "", r.truth, r.parts_at,
         str(r.slips[0]) if r.slips else "", r.evidence, r.reason)
        for r in results
    ]  # fmt: skip
    return table([CLAIM_COLUMNS, *rows])


def render_marks_csv(marks: Sequence[Mark], columns: Sequence[str]) -> str:
    """Everyone's marks as csv: a verdict a claim, then right and of."""
    rows = [(m.student, *(r.verdict for r in m.results), m.right, len(m.results)) for m in marks]
    return table([("student", *columns, "right", "of"), *rows])


def text(value: Number | None) -> str:
    return "" if value is None else plain_text(value)


def table(rows: Sequence[Sequence[Any]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
