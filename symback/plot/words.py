"""What a picture says: the point, its slope, the nudge and the verdict, also for those who do not see it; and the marks at its axes."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.document.names import pretty
from symback.domains.text import TABLE_DIGITS, table_text
from symback.domains.values import Pi
from symback.passes.judge import KINK, MATCH, NOT_CHECKED, UNDEFINED
from symback.report.tables import epsilon_text
from symback.report.words import MOST_LISTED, one_line, shortened

if TYPE_CHECKING:
    from symback.domains.values import Number
    from symback.plot.model import Drawing, Lack, Slope, Touch
    from symback.report.model import Nudged

PARTS = (Fraction(1, 12), Fraction(1, 6), Fraction(1, 4), Fraction(1, 2))  # of π
STEPS = (1, 2, 5, 10)
LONGEST = 8  # characters of a mark that is written out


def marks(picture: Drawing, axis: int, wanted: int) -> list[tuple[float, str]]:
    """About so many marks at an axis: in parts of π where its ends are such, or a point of it is."""
    low, high = picture.paper[axis]
    if axis < len(picture.by):
        twelfths = [12 * end / math.pi for end in (low, high)]
        if all(abs(t - round(t)) < 1e-9 for t in twelfths) or any(
            isinstance(t.inputs[axis], Pi) for t in picture.touches
        ):
            return pi_ticks(low, high, wanted)
    return ticks(low, high, wanted)


def pi_ticks(low: float, high: float, wanted: int) -> list[tuple[float, str]]:
    """About `wanted` marks at parts or multiples of π."""
    steps = [*PARTS, *(n * Fraction(10) ** power for power in range(8) for n in STEPS[:-1])]
    step = next((s for s in steps if s >= (high - low) / math.pi / max(1, wanted) * 0.999), None)
    if step is None:
        return ticks(low, high, wanted)
    hair = 1e-9 * (high - low)
    first, last = (math.ceil((low - hair) / math.pi / step), math.floor((high + hair) / math.pi / step))
    return [(float(k * step) * math.pi, pi_text(k * step)) for k in range(first, last + 1)]


def pi_text(factor: Fraction) -> str:
    """`π/2`, `-2π`, `0`."""
    above = {1: "π", -1: "-π"}.get(factor.numerator, f"{factor.numerator}π")
    return "0" if factor == 0 else above + (f"/{factor.denominator}" if factor.denominator > 1 else "")


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


SHORT_DIGITS = 6  # of a number within the picture
WIDEST = 14  # characters of a number at an axis


def title(picture: Drawing) -> str:
    """The program, and the values of what is not drawn."""
    text = one_line(shortened(picture.program))
    text = text if len(text) <= 160 else text[:159] + "…"
    return "   ".join(filter(None, (text, given(picture))))


def given(picture: Drawing) -> str:
    """`at x = -2, y = 2`: the values of what is not drawn."""
    found = ", ".join(f"{pretty(name)} = {table_text(value)}" for name, value in picture.given[:MOST_LISTED])
    more = len(picture.given) - MOST_LISTED
    return f"at {found}" + (f" and {more:,} more" if more > 0 else "") if found else ""


def point_name(picture: Drawing, touch: Touch | Lack, digits: int = TABLE_DIGITS) -> str:
    """`w = 3`."""
    pairs = zip(picture.by, touch.inputs, strict=True)
    return ", ".join(f"{pretty(name)} = {table_text(value, digits)}" for name, value in pairs)


def derivative(picture: Drawing, name: str) -> str:
    """`dJ/dw`."""
    return f"{picture.sign}{pretty(picture.output)}/{picture.sign}{pretty(name)}"


def sentences(picture: Drawing) -> list[str]:
    """A sentence for every point, and the notes."""
    beside = [touch for touch in picture.touches if touch not in picture.on_paper]
    outside = [f"{point_name(picture, touch)} lies outside the picture" for touch in beside]
    lacking = [f"{point_name(picture, lack)}: {lack.error.reason}" for lack in picture.lacks]
    return [*(about(picture, touch) for touch in picture.touches), *lacking, *outside, *notes(picture)]


def notes(picture: Drawing) -> list[str]:
    """Return what to know of the picture, and of the numbers at its points."""
    caveats = (f"Note: {caveat}" for touch in picture.touches for caveat in touch.report.caveats)
    return [*picture.notes, *dict.fromkeys(caveats)]


def about(picture: Drawing, touch: Touch) -> str:
    """`w = 3: J = 9; slope dJ/dw = 6; w + 0.001 moves J to 9.006001: k = 6.001 (match)`."""
    height = f"{pretty(picture.output)} = {table_text(touch.output)}"
    parts = [slope_text(picture, slope) for slope in touch.slopes]
    zooms = [zoom for zoom in getattr(picture, "zooms", ()) if zoom.is_large and zoom.touch is touch]
    parts[1:1] = [nudge_text(picture, touch.slope, zoom.nudge).removesuffix(f" ({MATCH})") for zoom in zooms]
    return f"{point_name(picture, touch)}: " + "; ".join([height, *parts])


def slope_text(picture: Drawing, slope: Slope) -> str:
    """The slope, how it came about, and what each nudge says."""
    label, verdict = derivative(picture, slope.by), slope.verdict
    if verdict.kind == KINK and verdict.left is not None and verdict.right is not None:
        known = "none by convention" if slope.value is None else f"{table_text(slope.value)} by convention"
        left, right = table_text(verdict.left), table_text(verdict.right)
        text = f"a kink: slope {left} on the left and {right} on the right, {label} = {known}"
    elif slope.value is None:
        return f"no {label}: {verdict.reason or 'it is undefined here'}"
    else:
        text = f"slope {label} = {table_text(slope.value)}"
    return "; ".join([text, *(nudge_text(picture, slope, nudge) for nudge in slope.nudges)])


def nudge_text(picture: Drawing, slope: Slope, nudge: Nudged) -> str:
    """`w + 0.001 moves J to 9.006001: k = 6.001 (match)`."""
    sign = "+" if picture.scheme == "forward" else "±"
    start = f"{pretty(slope.by)} {sign} {epsilon_text(nudge.epsilon)}"
    if nudge.moved is None or nudge.k is None:
        return f"at {start} there is no value"
    moved = table_text(nudge.moved) + (f" and {table_text(nudge.minus)}" if nudge.minus is not None else "")
    verdict = nudge.verdict.kind
    said = "" if verdict in (NOT_CHECKED, KINK, UNDEFINED) else f" ({verdict})"
    if verdict != MATCH and nudge.verdict.try_epsilon is not None:
        said = f" ({verdict}, try ε = {epsilon_text(nudge.verdict.try_epsilon)})"
    return f"{start} moves {pretty(picture.output)} to {moved}: k = {table_text(nudge.k)}{said}"


def description(picture: Drawing) -> str:
    """The whole picture in sentences, for a screen reader."""
    (x, y), drawn = (picture.paper.x, picture.paper.y), [pretty(name) for name in picture.by]
    output = pretty(picture.output)
    if len(drawn) == 1:
        start = f"{output} against {drawn[0]}, which goes from {axis_text(x[0])} to {axis_text(x[1])}"
    else:
        start = (
            f"Contour lines of {output} over {drawn[0]}, from {axis_text(x[0])} to {axis_text(x[1])}, "
            f"and {drawn[1]}, from {axis_text(y[0])} to {axis_text(y[1])}"
        )
    return ". ".join([f"{start}, of the program {title(picture)}", *sentences(picture)]) + "."


def beside_axis(name: str, value: Number | None, moved: float, digits: int) -> str:
    """A number at an axis: as it is, or where that is long as a distance from the point: `J+6e-12`."""
    text = table_text(value, digits)
    if len(text) <= WIDEST:
        return text
    return f"{pretty(name)}{axis_text(moved) if moved < 0 else '+' + axis_text(moved)}" if moved else pretty(name)
