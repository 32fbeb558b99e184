"""Results of a check for people: a line a claim, and under a wrong one what is true and what may have gone wrong."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from symback.document.names import plain_ascii
from symback.document.style import STYLES, painted
from symback.domains.text import TABLE_DIGITS, point_text, table_text
from symback.passes.judge import KINK
from symback.report.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.check.marks import Marks, Tally
    from symback.check.model import Checked, Counterexample, Result
    from symback.document.model import Look

VERDICT_WIDTH = 13
LABEL_WIDTH = 10
NARROWEST = 24  # characters that words get beside their label


def render(checked: Checked, look: Look) -> str:
    """Every claim with its verdict and, where it is not right, the explanation; then how many are right, and the notes."""
    lines: list[str] = []
    for result in checked.results:
        lines += entry(result.verdict, f"{result.claim}{evidence(result)}", look)
        for label, words in details(result):
            lines += entry("", f"{label:<{LABEL_WIDTH}}{words}", look, LABEL_WIDTH)
    right = sum(result.is_right for result in checked.results)
    lines.append(f"{right} of {count(len(checked.results), 'claim')} right")
    notes = (line for note in checked.notes for line in textwrap.wrap(f"Note: {note}", look.width))
    return "\n".join([*lines, *notes])


def evidence(result: Result) -> str:
    return f"   ({result.evidence})" if result.is_right and result.evidence else ""


def details(result: Result) -> Iterator[tuple[str, str]]:
    """What there is to say about a claim that is not right: a label and words each."""
    if result.is_right:
        if result.reason:
            yield "but", result.reason
        return
    true = [None if result.value is None else table_text(result.value), result.truth]
    if any(true):
        yield "truth", " = ".join(dict.fromkeys(text for text in true if text))
    if result.verdict == KINK and result.left is not None and result.right is not None:
        yield "slopes", f"{table_text(result.left)} left, {table_text(result.right)} right{convention(result)}"
    if result.reason and result.verdict != KINK:
        yield "because", result.reason
    if result.counterexample is not None:
        yield "for", differs(result.counterexample)
    if result.parts_at:
        yield "parts at", result.parts_at
    for slip in result.slips:
        yield "possibly", str(slip)


def tally_text(tally: Tally, of: int) -> str:
    """`dJ/dw: 3 of 30 not right; 2 by this slip: sign`."""
    slip = f"; {tally.often} by this slip: {tally.slip}" if tally.slip else ""
    return f"{tally.claim}: {tally.failed} of {of} not right{slip}"


def convention(result: Result) -> str:
    return "" if result.value is None else f"; {table_text(result.value)} is the convention"


def differs(found: Counterexample) -> str:
    """The point of a counterexample, and both values there with the digits that tell them apart."""
    at = ", ".join(f"{name} = {point_text(value)}" for name, value in found.point.items()) or "every point"
    if found.claimed is None:
        return f"{at}: the claim has no value, the truth is {table_text(found.truth)}"
    pairs = ((table_text(found.claimed, n), table_text(found.truth, n)) for n in (TABLE_DIGITS, 17, 30, 60, 120, 300))
    claimed, truth = next(
        (pair for pair in pairs if pair[0] != pair[1]), (table_text(found.claimed), table_text(found.truth))
    )
    return f"{at}: the claim gives {claimed}, the truth is {truth}"


def entry(verdict: str, words: str, look: Look, hang: int = 0) -> list[str]:
    """The verdict in its column, then words, folded under themselves."""
    words = plain_ascii(words) if look.ascii_only else words
    room = max(NARROWEST, look.width - VERDICT_WIDTH)
    folded = textwrap.wrap(words, room, subsequent_indent=" " * hang) or [""]
    style = f"bold {STYLES.get(verdict, '')}".strip()
    first = painted(verdict, style, look) + " " * (VERDICT_WIDTH - len(verdict)) + folded[0]
    return [first, *(" " * VERDICT_WIDTH + rest for rest in folded[1:])]


def render_marks(found: Marks, look: Look) -> str:
    """A table of marks, a row a student; a line a student where it is too wide."""
    header = ["student", *found.columns, "right"]
    rows = [[m.student, *(r.verdict for r in m.results), f"{m.right}/{len(m.results)}"] for m in found.marks]
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    if sum(widths) + 2 * len(widths) <= look.width:
        lines = ["  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip() for row in [header, *rows]]
    else:
        lines = [
            f"{row[0]}: " + ", ".join(f"{h} {c}" for h, c in zip(header[1:], row[1:], strict=True)) for row in rows
        ]
    total, of = sum(m.right for m in found.marks), sum(len(m.results) for m in found.marks)
    failed = (
        textwrap.fill(tally_text(t, len(rows)), look.width, subsequent_indent="  ") for t in found.tallies() if t.failed
    )
    text = "\n".join([*lines, f"{total} of {count(of, 'answer')} right", *failed])
    return plain_ascii(text) if look.ascii_only else text
