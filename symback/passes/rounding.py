"""In doubles: where rounding, and not the leftover, decides how far a nudge's quotient or a derivative is off."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.floats import OVERFLOW
from symback.domains.text import as_float
from symback.domains.values import Undefined, Value
from symback.passes.judge import MATCH, ROUNDING, Verdict

if TYPE_CHECKING:
    from symback.domains.base import Domain
    from symback.passes.nudge import Probe

LOST = 1e-9  # so far off, relative, a double has lost digits
LEAST = 2.0**-1073  # two steps of the smallest doubles, which have no more digits


def rounding(verdict: Verdict, shown: Probe, checked: Probe, epsilon: Fraction, scheme: str) -> Verdict:
    """In floats: `rounding` where it, and not the leftover, decides how far k is off; with the epsilon that does best."""
    if verdict.kind != MATCH or verdict.value is None:
        return verdict
    true_slope = as_float(verdict.value)
    if true_slope is None or not dominated(shown, checked, epsilon, scheme, true_slope):
        return verdict
    best = min((Fraction(1, 10**k) for k in range(1, 17)), key=lambda e: off(shown, e, scheme, true_slope))
    return Verdict(ROUNDING, verdict.value, try_epsilon=best, reason="rounding in floats outweighs the leftover")


def told(rough: Value | None, true: Value | None, exact: Domain) -> Value | None:
    """Return the double that is shown: the one that doubles came to, or where that has lost digits the one next to the true value.

    Raises NeedMorePrecision.
    """
    known = None if isinstance(true, Undefined) else exact.shown(true)
    if known is None:
        return None if true is None else rough
    double = as_float(known)
    if double is None:
        return rough if isinstance(rough, Undefined) else OVERFLOW
    if rough is None or isinstance(rough, Undefined):
        return double
    return rough if abs(rough - double) <= LOST * abs(double) + LEAST else double


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
