"""The marks on an axis: evenly spread at round numbers, and written exactly."""

from __future__ import annotations

import math
from fractions import Fraction

from symback.domains.text import table_text

STEPS = (1, 2, 5, 10)
LONGEST = 8  # characters of a mark that is written out


def ticks(low: float, high: float, wanted: int) -> list[tuple[float, str]]:
    """About `wanted` marks between two numbers, each with its text: two at the least, for one alone is no scale."""
    width = high - low
    if not (width > 0 and math.isfinite(width)) or width < 1e-12 * max(abs(low), abs(high)):
        return []
    hair = Fraction(width) / 10**9  # 0.3 is no double, but stands at the end of 0:0.3
    first = last = 0
    while last <= first:
        step = round_step(width / max(1, wanted))
        first, last = math.ceil((Fraction(low) - hair) / step), math.floor((Fraction(high) + hair) / step)
        wanted += 1
    return [(float(k * step), mark_text(k * step)) for k in range(first, last + 1)]


def mark_text(value: Fraction) -> str:
    """A round number; one that is long with an exponent: `1e26`."""
    text = table_text(value)
    return text if len(text) <= LONGEST else axis_text(float(value))


def round_step(least: float) -> Fraction:
    """The smallest of 1, 2, 5, 10, 20, … (or 0.1, 0.2, …) that is not below `least`."""
    power = math.floor(math.log10(least))
    scale = Fraction(10) ** power
    return next(n * scale for n in STEPS if n * scale >= Fraction(least) * Fraction(999, 1000))


def axis_text(value: float) -> str:
    """An end of an axis as people read it: `-5`, `0.356`, `1e-8`."""
    return f"{value:.4g}".replace("e+", "e").replace("e-0", "e-")
