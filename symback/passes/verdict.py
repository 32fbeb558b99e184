"""Whether a derivative is right, judged by nudging: never by a fixed tolerance, but by how the leftover shrinks.

Away from every edge the leftover over a right derivative halves with the step h, and a wrong one's stays: two walks tell.
Elsewhere the result is probed on both sides at steps h, h/2, h/4 so small that only the first order counts, in arithmetic with
twice the digits. Where the quotients converge, their limit (Aitken's extrapolation) is that side's slope. Two sides with one slope make a derivative, two slopes a kink,
and quotients that do not converge none at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.arithmetic.mixed import MOST_DIGITS, Mixed
from symback.arithmetic.text import decimal_exponent
from symback.arithmetic.values import NeedMorePrecision, Number, Pi, Undefined, Value
from symback.passes.bare import Unsure, Walker, bare, library
from symback.passes.nudge import NOISE_BITS, NOTHING, Probe, real

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MATCH, KINK, UNDEFINED, EPSILON, ROUNDING, NOT_CHECKED = (
    "match",
    "kink",
    "undefined",
    "epsilon",
    "rounding",
    "not checked",
)
STEP_DIGITS = 20  # h is 10^-20 of the value (or of 1 where that is smaller)
SHRINKS = Fraction(21, 20)  # how much smaller each step must come, to converge
HALVES = Fraction(19, 10)  # how much smaller half the step leaves it, near a smooth point
STILL = 10**25  # quotients that differ less than by this part are one, and what is left is noise from within
FINER = (40, 160, 400)  # digits by which the step is made smaller, where no edge is met and the leftover does not halve


@dataclass(frozen=True, slots=True)
class Verdict:
    """What nudging says of a derivative. `value` is the derivative to report, None where there is none."""

    kind: str
    value: Number | None = None
    left: Number | None = None
    right: Number | None = None
    try_epsilon: Fraction | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side's slope, to within `error`; or None, and why."""

    slope: Any | None
    error: Any = 0
    reason: str = ""
    outside: bool = False


def judge(probe: Probe, slope: Value | None, walker: Walker | None = None, *, on_edge: bool | None = None) -> Verdict:
    """The verdict on `slope` as the derivative of what `probe` watches; Mixed arithmetic only.

    `walker`, where there is one, walks the same point faster, and is asked first; `on_edge` says, where that is known,
    whether a node between stands on an edge.

    Raises NeedMorePrecision where the working digits do not suffice to tell.
    """
    arithmetic = probe.arithmetic
    assert isinstance(arithmetic, Mixed)
    claimed = Fraction(0) if slope is None else slope
    if isinstance(probe.base, Undefined) or isinstance(probe.run.values[probe.name], Undefined):
        return Verdict(UNDEFINED, reason="there is no value here")
    if not probe.nodes:
        return Verdict(MATCH, Fraction(1 if probe.name == probe.result else 0))
    h = step(probe)
    doubtful = suspicious(probe, claimed) if on_edge is None else on_edge or isinstance(claimed, Undefined)
    if not doubtful:
        if walker is not None and surely_halves(probe, h, claimed, walker):
            return Verdict(MATCH, claimed)
        if any(halves(probe, t, claimed) for t in finer(h, arithmetic)):
            return Verdict(MATCH, claimed)
    right, left = one_side(probe, h), one_side(probe, -h)
    if right.slope is None or left.slope is None:
        return Verdict(UNDEFINED, reason=why_undefined(left, right))
    if not isinstance(claimed, Undefined):
        number = claimed.factor if isinstance(claimed, Pi) and not claimed.factor else claimed
        if agrees(right, number, arithmetic) and agrees(left, number, arithmetic):
            return Verdict(MATCH, claimed)
    if same(left, right, arithmetic):
        return disagreement(probe, claimed, right, arithmetic)
    value = None if isinstance(claimed, Undefined) else claimed
    return Verdict(
        KINK, value, neat(left.slope), neat(right.slope), reason="the slopes left and right of the point differ"
    )


def finer(h: Fraction, arithmetic: Mixed) -> Iterator[Fraction]:
    """The step, then smaller ones: an edge that is near, or a bend that is sharp, may lie within the first.

    Raises NeedMorePrecision where the working digits are too few for the next.
    """
    yield h
    for digits in FINER:
        if arithmetic.work < min(2 * digits + 100, MOST_DIGITS):
            raise NeedMorePrecision
        yield h / 10**digits


def halves(probe: Probe, h: Fraction, claimed: Value) -> bool:
    """Whether the leftover over a claimed slope halves with the step, as it must where no edge is near: two walks tell."""
    arithmetic = probe.arithmetic
    quotients: tuple[Any, Any] = (probe.quotient(h), probe.quotient(h / 2))
    if any(isinstance(q, Undefined) for q in quotients):
        return False
    noise = rounding_noise(probe, (h, h / 2))
    if isinstance(claimed, Fraction) and all(isinstance(q, Fraction) for q in (*quotients, noise)):
        first, second = (abs(q - claimed) for q in quotients)
    else:
        slope = real(claimed, arithmetic)
        first, second = (abs(real(q, arithmetic) - slope) for q in quotients)
        noise = real(noise, arithmetic)
    return bool(second <= noise or second * HALVES.numerator <= first * HALVES.denominator)


def surely_halves(probe: Probe, h: Fraction, claimed: Value, walker: Walker) -> bool:
    """As `halves`, on bare numbers and with the power of two next to h: True is sure, False says nothing."""
    libmp = library()
    bits, power = walker.bits, h.denominator.bit_length() - h.numerator.bit_length()
    try:
        slope, base = bare(claimed, bits), walker.value(probe.result)
        far = walker.at(probe.nodes, probe.name, probe.result, (0, 1, -power, 1))
        near = walker.at(probe.nodes, probe.name, probe.result, (0, 1, -power - 1, 1))
    except Unsure:
        return False
    first, second = (
        libmp.mpf_abs(libmp.mpf_sub(libmp.mpf_shift(libmp.mpf_sub(there, base, bits), shift), slope, bits))
        for there, shift in ((far, power), (near, power + 1))
    )
    most = max(v[2] + v[3] if v[1] else NOTHING for v in (base, far, near))  # the binary exponent
    if not second[1] or second[2] + second[3] <= most + NOISE_BITS - bits + power:
        return True
    shrunk = libmp.mpf_mul_int(second, HALVES.numerator, bits, "n")
    return bool(libmp.mpf_le(shrunk, libmp.mpf_mul_int(first, HALVES.denominator, bits, "n")))


def suspicious(probe: Probe, slope: Value | None) -> bool:
    """Whether the chain rule alone may be wrong here: an edge without derivative, or a function on one of its edges."""
    return isinstance(slope, Undefined) or any(not whole and place == 0 for whole, place in probe.pieces(Fraction(0)))


def disagreement(probe: Probe, claimed: Value, side: Side, arithmetic: Mixed) -> Verdict:
    """One slope on both sides, and not the one that the chain rule gave: true where an edge on the way has none."""
    if suspicious(probe, claimed):
        return Verdict(
            MATCH, neat(side.slope), reason="an edge on the way has no derivative here, but the result has: its limit"
        )
    if arithmetic.work < MOST_DIGITS:
        raise NeedMorePrecision
    return Verdict(NOT_CHECKED, claimed, reason="the result moves too little, or too fast, for the digits at hand")


def step(probe: Probe) -> Fraction:
    """h: a power of ten, far below the value that is nudged."""
    value = probe.run.values[probe.name]
    exponent = min(0, decimal_exponent(value)) if value else 0
    return Fraction(1, 10 ** min(STEP_DIGITS - exponent, MOST_DIGITS))


def one_side(probe: Probe, h: Fraction) -> Side:
    """The limit of the quotients at h, h/2, h/4."""
    arithmetic = probe.arithmetic
    quotients: list[Any] = []
    for t in (h, h / 2, h / 4):
        value = probe.quotient(t)
        if isinstance(value, Undefined):
            return Side(None, reason=value.reason, outside=True)
        quotients.append(value)
    noise = rounding_noise(probe, (h, h / 2, h / 4))
    if not all(isinstance(q, Fraction) for q in (*quotients, noise)):
        quotients = [real(q, arithmetic) for q in quotients]
        noise = real(noise, arithmetic)
    first, second, third = quotients
    d1, d2 = first - second, second - third
    if abs(d1) <= noise and abs(d2) <= noise:
        return Side(third, noise)
    if max(abs(d1), abs(d2)) * STILL <= abs(third):
        return Side(third, 4 * max(abs(d1), abs(d2)))
    if abs(d2) * SHRINKS.numerator < abs(d1) * SHRINKS.denominator:
        limit = third - d2 * d2 / (d1 - d2)
        return Side(limit, abs(d2) / 100 + noise)
    moved = [abs(q) / 2**i for i, q in enumerate(quotients)]
    jumps = moved[2] * 10 > moved[0] * 9
    return Side(None, reason="it jumps here" if jumps else "its tangent is vertical here")


def rounding_noise(probe: Probe, steps: Sequence[Fraction]) -> Any:
    """How far rounding can put the quotients at some steps off, the largest first: 0 in exact arithmetic."""
    h = steps[0]
    if all(isinstance(v, Fraction) for v in (probe.base, *map(probe.at, steps))):
        return Fraction(0)
    arithmetic = probe.arithmetic
    assert isinstance(arithmetic, Mixed)
    largest = max(abs(real(v, arithmetic)) for v in (probe.base, probe.at(h), Fraction(1, 10**30)))
    return largest / real(abs(h), arithmetic) * real(Fraction(1, 10 ** (arithmetic.work - 12)), arithmetic)


def agrees(side: Side, claimed: Any, arithmetic: Mixed) -> bool:
    """Whether the limit is the claimed slope, to within what the quotients tell."""
    if isinstance(side.slope, Fraction) and isinstance(claimed, Fraction):
        return bool(abs(side.slope - claimed) <= side.error)
    return bool(abs(real(side.slope, arithmetic) - real(claimed, arithmetic)) <= real(side.error, arithmetic))


def same(left: Side, right: Side, arithmetic: Mixed) -> bool:
    """Whether both sides have one slope."""
    difference = abs(real(left.slope, arithmetic) - real(right.slope, arithmetic))
    scale = max(abs(real(left.slope, arithmetic)), abs(real(right.slope, arithmetic)))
    allowed = real(left.error, arithmetic) + real(right.error, arithmetic)
    return bool(difference <= allowed or difference <= scale * real(Fraction(1, 10**15), arithmetic))


def neat(slope: Any) -> Number:
    """A limit as the simple rational that it is to 28 digits, else as it came."""
    exact = slope if isinstance(slope, Fraction) else mpf_fraction(slope)
    simple = exact.limit_denominator(10**6)
    return simple if abs(simple - exact) <= max(Fraction(1), abs(exact)) / 10**28 else slope


def mpf_fraction(value: Any) -> Fraction:
    sign, mantissa, exponent, _ = value._mpf_
    whole = -int(mantissa) if sign else int(mantissa)
    return Fraction(whole * 2**exponent) if exponent >= 0 else Fraction(whole, 2**-exponent)


def why_undefined(left: Side, right: Side) -> str:
    if left.slope is None and right.slope is None and not left.outside:
        return left.reason
    lacking, which = (left, "left") if left.slope is None else (right, "right")
    if lacking.outside:
        return f"there is no value {which} of the point"
    return lacking.reason
