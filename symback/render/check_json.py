"""Results of a check as JSON, a line a point."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.domains.text import exact_text
from symback.render.json import number_data

if TYPE_CHECKING:
    from symback.check.marks import Marks
    from symback.check.model import Checked, Counterexample, Result, Slip
    from symback.document.model import Look

SCHEMA = 1


def render(checked: Checked, look: Look) -> str:  # noqa: ARG001 (JSON is the same on any paper)
    """The results at one point as one line of JSON."""
    found = {
        "schema": SCHEMA,
        "ok": checked.all_right,
        "at": {
            name: exact_text(value) if isinstance(value, Fraction) else str(value) for name, value in checked.at.items()
        },
        "claims": [claim(result, checked.digits) for result in checked.results],
    }
    return json.dumps(found, allow_nan=False)


def render_marks(found: Marks, look: Look) -> str:  # noqa: ARG001 (as above)
    """Everyone's marks as one line of JSON."""
    rows = [
        {"student": m.student, "right": m.right, "of": len(m.results),
         "claims": [claim(r, found.digits) for r in m.results]}
        for m in found.marks
    ]  # fmt: skip
    columns = [{"claim": t.claim, "failed": t.failed, "slip": t.slip, "by_slip": t.often} for t in found.tallies()]
    return json.dumps({"schema": SCHEMA, "ok": found.all_right, "columns": columns, "marks": rows})


def claim(result: Result, digits: int) -> dict[str, Any]:
    """One claim's verdict, the truth, the place where the two part, the slip that is likeliest and all that were found."""
    found: dict[str, Any] = {
        "claim": result.claim,
        "verdict": result.verdict,
        **number_data(result.value, digits),
        "truth": result.truth,
        "parts_at": result.parts_at,
        "slip": str(result.slips[0]) if result.slips else None,
        "evidence": result.evidence,
        "slips": [slip(s) for s in result.slips],
    }
    if result.left is not None and result.right is not None:
        found |= {"left": number_data(result.left, digits), "right": number_data(result.right, digits)}
    if result.reason is not None:
        found["reason"] = result.reason
    if result.how is not None:
        found["how"] = result.how
    if result.counterexample is not None:
        found["counterexample"] = counterexample(result.counterexample, digits)
    return found


def slip(found: Slip) -> dict[str, str]:
    return {"name": found.name, "place": found.place, "evidence": found.evidence}


def counterexample(found: Counterexample, digits: int) -> dict[str, Any]:
    point = {name: exact_text(value) for name, value in found.point.items()}
    return {"at": point, "claimed": number_data(found.claimed, digits), "truth": number_data(found.truth, digits)}
