"""Whether a nudge stays on one smooth piece all the way: only then can its quotient show what the derivative is."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.arithmetic.floats import Floats
from symback.arithmetic.mixed import Mixed
from symback.arithmetic.text import as_float
from symback.arithmetic.values import Undefined
from symback.passes.forward import Forward, forward
from symback.passes.nudge import CENTRAL, Probe
from symback.passes.places import crossed
from symback.passes.verdict import EPSILON, MATCH, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.graph.graph import Graph

TOUCHES = 10**6  # a singular point is touched where the way there is all but this part
TRIES = 12  # powers of ten by which a smaller epsilon is looked for
# The parts of a nudge at which it is asked on which piece the walk is.
PARTS = (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(3, 4))
COARSE = Fraction(1, 10**6)  # from this epsilon on doubles are asked first
TRUSTED = 1e-9  # doubles are, where every value at the point is right to within this part
CLEAR = 1e-3  # an edge is far where no less than this part of the way to it is left


def with_epsilon(verdict: Verdict, probe: Probe, epsilon: Fraction, scheme: str, look: Probe | None = None) -> Verdict:
    """The verdict on one nudge: `epsilon` where an edge or a gap lies within its reach, with one that would do.

    `look` is the same probe in doubles that can be trusted: most nudges stay so far from every edge that they can tell.
    """
    if verdict.kind != MATCH or not probe.nodes or (look is not None and surely_reaches(look, epsilon, scheme)):
        return verdict
    if reaches(probe, epsilon, scheme):
        return verdict
    smaller = next((e for k in range(1, TRIES + 1) if reaches(probe, e := epsilon / 10**k, scheme)), None)
    reason = "a kink, jump, pole or the domain's edge lies within ε of the point"
    return Verdict(EPSILON, verdict.value, try_epsilon=smaller, reason=reason)


def reaches(probe: Probe, epsilon: Fraction, scheme: str) -> bool:
    """Whether the result has a value, on the same smooth piece, all the way to the nudged value."""
    return all(stays(probe, t) for t in ends(epsilon, scheme))


def ends(epsilon: Fraction, scheme: str) -> tuple[Fraction, ...]:
    return (epsilon, -epsilon) if scheme == CENTRAL else (epsilon,)


def stays(probe: Probe, t: Fraction) -> bool:
    if probe.is_smooth:
        return not isinstance(probe.at(t), Undefined)
    before = probe.pieces(Fraction(0))
    for part in PARTS:
        if isinstance(probe.at(t * part), Undefined) or crossed(before, probe.pieces(t * part)):
            return False
    return not any(dips(*three, singular=singular) for *three, singular in on_the_way(probe, t))


def on_the_way(probe: Probe, t: Fraction) -> Iterator[tuple[Any, Any, Any, bool]]:
    """Where the walk stands to every edge at its start, middle and end, as numbers; and whether to touch it is enough."""
    number = probe.arithmetic.real if isinstance(probe.arithmetic, Mixed) else float
    for first, middle, last in zip(probe.places(Fraction(0)), probe.places(t / 2), probe.places(t), strict=False):
        if first.whole or first.counted or first.lost or middle.lost or last.lost or not first.value or not last.value:
            continue
        yield number(first.value), number(middle.value), number(last.value), first.singular


def dips(first: Any, middle: Any, last: Any, *, singular: bool) -> bool:
    """Whether an edge is met and left again between the nudge's two ends: told by the parabola through three places.

    The denominator of 1/w**2 and the argument of sqrt(w**2) touch 0 without a change of sign; for them to touch is enough.
    """
    lowest = lowest_share(first, middle, last)
    return bool(lowest < 0 or (singular and lowest * TOUCHES < min(1, abs(last / first))))


def lowest_share(first: Any, middle: Any, last: Any) -> Any:
    """How near to 0 the parabola through three places comes between them, as a share of the first; 1 if it does not turn."""
    slope, bend = 4 * middle - 3 * first - last, 2 * first - 4 * middle + 2 * last
    if not bend or not 0 < -slope / (2 * bend) < 1:
        return 1
    return (first - slope * slope / (4 * bend)) / first


def surely_reaches(look: Probe, epsilon: Fraction, scheme: str) -> bool:
    """Whether doubles leave no doubt that the nudge stays on its piece: True is sure, False says nothing."""
    if look.is_smooth or epsilon < COARSE:
        return False
    start = look.places(Fraction(0))
    if any(place.whole or place.counted or place.lost or not place.value for place in start):
        return False
    for t in ends(epsilon, scheme):
        if isinstance(look.at(t), Undefined) or isinstance(look.at(t / 2), Undefined):
            return False
        for first, middle, last in zip(start, look.places(t / 2), look.places(t), strict=True):
            if middle.lost or last.lost or not is_far(float(first.value), float(middle.value), float(last.value)):
                return False
    return True


def is_far(first: float, middle: float, last: float) -> bool:
    """Whether the parabola through three places stays far from 0, and on one side of it."""
    return bool(min(middle / first, last / first, lowest_share(first, middle, last)) >= CLEAR)


def in_doubles(run: Forward, graph: Graph) -> Forward | None:
    """The forward pass in doubles, where every value in it is the exact one to nine digits; else None."""
    arithmetic = Floats()
    known = {name: run.values[name] for name in graph.inputs if name in run.values}
    values = {name: as_float(value) for name, value in known.items()}
    if any(value is None for value in values.values()):
        return None
    found = forward(graph, values, arithmetic)
    for name, inner in found.inner.items():
        for ours, exact in zip(inner, run.inner[name], strict=True):
            if isinstance(ours, Undefined) or isinstance(exact, Undefined):
                return None
            truth = as_float(exact)
            if truth is None or abs(ours - truth) > TRUSTED * abs(truth):
                return None
    return found
