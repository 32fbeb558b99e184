"""In doubles: where rounding, and not the leftover, decides how far a nudge's quotient or a derivative is off."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.text import as_float
from symback.domains.values import Number, Undefined, Value
from symback.passes.judge import MATCH, ROUNDING, Verdict

if TYPE_CHECKING:
    from symback.passes.nudge import Probe

LOST = 1e-9  # so far off, relative, a double has lost digits
OFF, SMALLEST = 1e-6, 1e-300  # how far a double may be off before it is said, relative and at the least


def rounding(verdict: Verdict, shown: Probe, checked: Probe, epsilon: Fraction, scheme: str) -> Verdict:
    """In floats: `rounding` where it, and not the leftover, decides how far k is off; with the epsilon that does best."""
    if verdict.kind != MATCH or verdict.value is None:
        return verdict
    true_slope = as_float(verdict.value)
    if true_slope is None or not dominated(shown, checked, epsilon, scheme, true_slope):
        return verdict
    best = min((Fraction(1, 10**k) for k in range(1, 17)), key=lambda e: off(shown, e, scheme, true_slope))
    return Verdict(ROUNDING, verdict.value, try_epsilon=best, reason="rounding in floats outweighs the leftover")


def rounded_off(verdict: Verdict, shown: Number | None) -> Verdict:
    """`rounding` where doubles put the derivative itself off, whatever the nudge says."""
    if verdict.kind != MATCH or verdict.value is None or shown is None:
        return verdict
    truth = as_float(verdict.value)
    if truth is None or abs(shown - truth) <= OFF * abs(truth) + SMALLEST:
        return verdict
    return Verdict(
        ROUNDING, verdict.value, reason="doubles put the derivative itself off; --arithmetic auto has its digits"
    )


def put_off(shown: Value | None, truth: Number | None) -> bool:
    """True if doubles have a number that is not the true one, to the digits that they should have."""
    if isinstance(shown, Undefined) or shown is None or truth is None:
        return False
    double = as_float(truth)
    return double is not None and abs(float(shown) - double) > LOST * abs(double) + SMALLEST


def dominated(shown: Probe, checked: Probe, epsilon: Fraction, scheme: str, slope: float) -> bool:
    rough, precise = shown.nudge(epsilon, scheme, None).k, checked.nudge(epsilon, scheme, None).k
    known = None if isinstance(precise, Undefined) else as_float(precise)
    if isinstance(rough, Undefined) or known is None:
        return False
    error = abs(float(rough) - known)
    return error > abs(known - slope) and error > 1e-8 * abs(slope)


def off(shown: Probe, epsilon: Fraction, scheme: str, slope: float) -> float:
    k = shown.nudge(epsilon, scheme, None).k
    return float("inf") if isinstance(k, Undefined) else abs(float(k) - slope)
