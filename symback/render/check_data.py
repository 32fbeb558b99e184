"""Results of a check as plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.domains.text import exact_text
from symback.render.json import number_data

if TYPE_CHECKING:
    from symback.check.marks import Marks
    from symback.check.model import Checked, Counterexample, Result, Slip

SCHEMA = 1


def claims(checked: Checked) -> dict[str, Any]:
    """The results at one point."""
    return {
        "schema": SCHEMA,
        "ok": checked.all_right,
        "at": {
            name: exact_text(value) if isinstance(value, Fraction) else str(value) for name, value in checked.at.items()
        },
        "claims": [claim(result, checked.digits) for result in checked.results],
    }


def marks(found: Marks) -> dict[str, Any]:
    """Everyone's marks."""
    rows = [
        {"student": m.student, "right": m.right, "of": len(m.results),
         "claims": [claim(r, found.digits) for r in m.results]}
        for m in found.marks
    ]  # fmt: skip
    columns = [{"claim": t.claim, "failed": t.failed, "slip": t.slip, "by_slip": t.often} for t in found.tallies()]
    return {"schema": SCHEMA, "ok": found.all_right, "columns": columns, "marks": rows}


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
