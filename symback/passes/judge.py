"""The one judge: what the derivative is at a point, and how that is known.

Where no operation on the way is at an edge the chain rule gives the derivative, and small nudges must bear it out: their leftover
halves with the step. At an edge the germs on both sides decide: one slope is a derivative, two are a kink, a jump, a pole or a
fractional power below 1 is none. What no germ says is probed with small steps, or left open.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.domains.ball import BITS_PER_DIGIT, is_ball
from symback.domains.exact import Exact
from symback.domains.germ import ONE, ZERO, Germ, Germs, NeedTerms, NotWritable, constant, moving
from symback.domains.text import decimal_exponent
from symback.domains.values import NeedMorePrecision, Number, Undefined, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from symback.passes.nudge import Probe

MATCH, KINK, UNDEFINED, EPSILON, ROUNDING, NOT_CHECKED = (
    "match",
    "kink",
    "undefined",
    "epsilon",
    "rounding",
    "not checked",
)
EXACT, ENCLOSED, PROBED = "exact", "enclosed", "probed"
STRENGTH = (EXACT, ENCLOSED, PROBED)
STEP_DIGITS = 20  # the first step is 10^-20 of the value (or of 1 where that is smaller)
FINER = (
    0,
    40,
    160,
    400,
    1200,
    4000,
    12000,
)  # digits by which the step is made smaller where the leftover does not halve
HALVES = Fraction(19, 10)  # how much smaller half the step leaves it, near a smooth point
SPANS = (3, 6, 12, 24, 48)  # how many powers of t above the first a germ keeps
SAME_BITS = 1024  # two balls that overlap with so many bits are taken for one number, and `how` is probed
SMALLEST_SCALE = -100_000
PROBES = (20, 60, 180)  # digits of the steps that probe what no germ says


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a derivative. `value` is the derivative to report, None where there is none; `how` it is known."""

    kind: str
    value: Number | None = None
    left: Number | None = None
    right: Number | None = None
    try_epsilon: Fraction | None = None
    reason: str | None = None
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The value and slope just beside the point, on one side; `slope` None where there is none, and why."""

    value: Number | None
    slope: Number | None
    reason: str = ""
    outside: bool = False


def weakest(*ways: str | None) -> str | None:
    """Return the weakest of some ways in which things are known."""
    known = [way for way in ways if way is not None]
    return max(known, key=STRENGTH.index) if known else None


def how_known(*values: Value | None) -> str:
    """Return how numbers are known: exact, or enclosed where one is a ball."""
    return ENCLOSED if any(is_ball(value) for value in values) else EXACT


def judge(probe: Probe, claimed: Value | None, *, on_edge: bool) -> Verdict:
    """Return the verdict on `claimed` (None: no change passes) as the derivative of what `probe` watches.

    `on_edge` says whether an operation on the way is at an edge, or may be. Raises NeedMorePrecision.
    """
    slope: Value = ZERO if claimed is None else claimed
    if isinstance(probe.base, Undefined) or isinstance(probe.run.values[probe.name], Undefined):
        return Verdict(UNDEFINED, reason="there is no value here")
    if not probe.nodes:
        return Verdict(MATCH, ONE if probe.name == probe.result else ZERO, how=EXACT)
    if on_edge or isinstance(slope, Undefined):
        return at_edge(probe, slope)
    return smooth(probe, slope)


def smooth(probe: Probe, slope: Number) -> Verdict:
    """Return the verdict away from every edge: small nudges must bear the chain rule out."""
    arithmetic, value = probe.arithmetic, probe.run.values[probe.name]
    assert isinstance(arithmetic, Exact)
    if borne_out(probe.quotient, slope, value, arithmetic):
        return Verdict(MATCH, slope, how=how_known(slope, probe.base, value))
    return Verdict(NOT_CHECKED, slope, reason="the result moves too little, or too fast, for the digits at hand")


def borne_out(quotient: Callable[[Fraction], Value], slope: Number, value: Number, arithmetic: Exact) -> bool:
    """True if the quotients of small steps from `value` come closer to a slope as a smooth function's do. Raises NeedMorePrecision."""
    try:
        return any(halves(quotient, step, slope, arithmetic) for step in steps(value, arithmetic))
    except NeedMorePrecision:
        if not arithmetic.last:
            raise
        return False


def steps(value: Number, arithmetic: Exact) -> Iterator[Fraction]:
    """Yield smaller and smaller steps, as far as the digits go. Raises NeedMorePrecision before the last try."""
    exponent = scale_of(value)
    for finer in FINER:
        if finer and 3 * (finer + STEP_DIGITS) * BITS_PER_DIGIT > arithmetic.bits:
            if arithmetic.last:
                return
            raise NeedMorePrecision
        yield Fraction(1, 10 ** (STEP_DIGITS + finer - exponent))


def scale_of(value: Number) -> int:
    """Return the exponent of ten of a small value, at most 0; 0 for one that may be 0, or so small that no step could be taken at its scale."""
    unknown = value.contains(0) if is_ball(value) else value == 0
    exponent = 0 if unknown else min(0, decimal_exponent(value))
    return exponent if exponent > SMALLEST_SCALE else 0


def halves(quotient: Callable[[Fraction], Value], step: Fraction, slope: Number, arithmetic: Exact) -> bool:
    """True if the leftover halves with the step. Raises NeedMorePrecision where the balls are too wide to tell."""
    first, second = (arithmetic.apply("-", (quotient(t), slope)) for t in (step, step / 2))
    if isinstance(first, Undefined) or isinstance(second, Undefined):
        return False
    if isinstance(first, Fraction) and isinstance(second, Fraction):
        return abs(second) * HALVES.numerator <= abs(first) * HALVES.denominator
    with arithmetic.hold:
        a, b = abs(arithmetic.ball(first)), abs(arithmetic.ball(second))
        if b * HALVES.numerator <= a * HALVES.denominator:
            return True
        if b * HALVES.numerator > a * HALVES.denominator:
            return False
        tiny = arithmetic.ball(step)
        return (
            bool(b < abs(arithmetic.ball(slope)).abs_lower() * tiny or (b.contains(0) and b.abs_upper() < tiny))
            or wider()
        )


def wider() -> bool:
    """Raise NeedMorePrecision."""
    raise NeedMorePrecision


def at_edge(probe: Probe, slope: Value) -> Verdict:
    """Return the verdict at an edge, by what the result is just left and right of the point."""
    try:
        right, left = side(probe, 1), side(probe, -1)
        return compared(probe, slope, left, right)
    except NotWritable:
        return probed(probe, slope)
    except NeedMorePrecision:
        if not probe.arithmetic.last:  # type: ignore[attr-defined]  # only Exact raises it
            raise
        return Verdict(
            NOT_CHECKED,
            None if isinstance(slope, Undefined) else slope,
            reason="the sides of the point cannot be told apart",
        )


def side(probe: Probe, sign: int) -> Side:
    """Return value and slope right (sign 1) or left of the point. Raises NotWritable and NeedMorePrecision."""
    for span in SPANS:
        try:
            found = germ(probe, sign, span)
            if isinstance(found, Undefined):
                return Side(None, None, found.reason, outside=True)
            return read(found, sign, probe)
        except NeedTerms:
            continue
    raise NotWritable


def germ(probe: Probe, sign: int, span: int) -> Germ | Undefined:
    """Return the germ of the result on one side of the point."""
    assert isinstance(probe.arithmetic, Exact)
    germs = Germs(probe.arithmetic, span)
    moved: dict[str, Any] = {probe.name: moving(probe.run.values[probe.name], sign)}
    for node in probe.nodes:
        slots = [moved[n] if n in moved else lifted(probe.run.values[n]) for n in node.operands]
        moved[node.name] = germs.run(node.rule, slots)[-1]
    found: Germ | Undefined = moved.get(probe.result, lifted(probe.base))
    return found


def lifted(value: Value) -> Any:
    return value if isinstance(value, Undefined) else constant(value)


def read(found: Germ, sign: int, probe: Probe) -> Side:
    """Return what a germ says: value and slope, or why there is none."""
    beside = ray(found, sign, probe.arithmetic)
    if (
        beside.slope is not None
        and not isinstance(probe.base, Undefined)
        and not same(beside.value, probe.base, probe.arithmetic)
    ):
        return Side(beside.value, None, "it jumps here")
    return beside


def ray(found: Germ, sign: int, arithmetic: Any) -> Side:
    """Return the limit and the slope of a germ, to the right (sign 1) or the left, or why it has none."""
    for exponent, coefficient in found.terms:
        if exponent > 1:
            break
        if exponent in (0, 1):
            continue
        if arithmetic.compare(coefficient, ZERO) != 0:
            reason = "it has a pole here" if exponent < 0 else "its tangent is vertical here"
            return Side(found.coefficient(ZERO) if exponent > 0 else None, None, reason)
    return Side(found.coefficient(ZERO), arithmetic.apply("*", (Fraction(sign), found.coefficient(ONE))))


def same(left: Number, right: Number, arithmetic: Any) -> bool:
    """True if two numbers are equal, or cannot be told apart with SAME_BITS. Raises NeedMorePrecision with fewer."""
    try:
        return bool(arithmetic.compare(left, right) == 0)
    except NeedMorePrecision:
        if arithmetic.bits < SAME_BITS and not arithmetic.last:
            raise
        return True


def certain(left: Number, right: Number) -> bool:
    """True if two equal numbers are known to be equal, not by their digits alone."""
    return left is right or not (is_ball(left) or is_ball(right))


def compared(probe: Probe, slope: Value, left: Side, right: Side) -> Verdict:
    """Return the verdict that two sides make."""
    arithmetic = probe.arithmetic
    if right.slope is None or left.slope is None:
        return Verdict(UNDEFINED, reason=why_undefined(left, right), how=EXACT)
    how = how_known(left.slope, right.slope, left.value, right.value)
    if same(left.slope, right.slope, arithmetic):
        how = how if certain(left.slope, right.slope) and certain(left.value, right.value) else PROBED
        agrees = not isinstance(slope, Undefined) and same(slope, right.slope, arithmetic)
        reason = None if agrees else "an edge on the way has no derivative here, but the result has: its limit"
        value = (
            slope if agrees and certain(slope, right.slope) else left.slope if not is_ball(left.slope) else right.slope
        )
        return Verdict(MATCH, value, reason=reason, how=how)
    value = None if isinstance(slope, Undefined) else slope
    return Verdict(
        KINK, value, left.slope, right.slope, reason="the slopes left and right of the point differ", how=how
    )


def why_undefined(left: Side, right: Side) -> str:
    if left.slope is None and right.slope is None and not left.outside:
        return left.reason
    lacking, which = (left, "left") if left.slope is None else (right, "right")
    return f"there is no value {which} of the point" if lacking.outside else lacking.reason


def probed(probe: Probe, slope: Value) -> Verdict:
    """Return the verdict where no germ can be written: small steps may bear a claimed slope out, or show that it grows."""
    arithmetic = probe.arithmetic
    assert isinstance(arithmetic, Exact)
    if arithmetic.bits < 4 * PROBES[-1] * BITS_PER_DIGIT:
        if not arithmetic.last:
            raise NeedMorePrecision
        return Verdict(NOT_CHECKED, reason="the digits at hand do not tell", how=PROBED)
    exponent = scale_of(probe.run.values[probe.name])
    settled = []
    for sign in (1, -1):
        quotients = [probe.quotient(Fraction(sign, 10 ** (digits - exponent))) for digits in PROBES]
        if any(isinstance(q, Undefined) for q in quotients):
            which = "right" if sign > 0 else "left"
            return Verdict(UNDEFINED, reason=f"there is no value {which} of the point", how=PROBED)
        settled.append(not isinstance(slope, Undefined) and closes_in(quotients, slope, arithmetic, exponent))
        if grows(quotients, arithmetic):
            return Verdict(UNDEFINED, reason="its slope grows without bound here", how=PROBED)
    if all(settled):
        return Verdict(MATCH, slope, how=PROBED)
    return Verdict(NOT_CHECKED, reason="neither series nor small steps tell what the slope is here", how=PROBED)


def closes_in(quotients: list[Value], slope: Number, arithmetic: Exact, exponent: int) -> bool:
    """True if quotients come closer to a slope, each by a factor of 1,000 at least, or are all the slope as far as digits tell."""
    with arithmetic.hold:
        off = [abs(arithmetic.ball(q) - arithmetic.ball(slope)) for q in quotients]
        far = [one.abs_upper() for one in off]
        smallest = arithmetic.ball(Fraction(1, 10 ** (PROBES[-1] - exponent)))
        same = all(one.contains(0) for one in off) and max(far) < smallest * max(abs(arithmetic.ball(slope)), 1)
        return same or bool(far[1] * 1000 <= far[0] and far[2] * 1000 <= far[1])


def grows(quotients: list[Value], arithmetic: Exact) -> bool:
    """True if quotients grow with smaller steps, each by a factor of 10 at least."""
    with arithmetic.hold:
        sizes = [abs(arithmetic.ball(q)) for q in quotients]
        return bool(sizes[1] > 10 * sizes[0] and sizes[2] > 10 * sizes[1])
