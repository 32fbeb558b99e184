"""Is a claimed formula the truth everywhere? One point where they differ refutes it; many where they agree support it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle, islice
from typing import TYPE_CHECKING

from symback.domains.values import Undefined
from symback.check.model import Counterexample
from symback.check.samples import FINE, FINER, Sample

if TYPE_CHECKING:
    from symback.domains.exact import Mixed
    from symback.domains.values import Number
    from symback.check.model import Claim
    from symback.check.samples import Samples

SIMPLE = [[Fraction(n) for n in row] for row in ((2, 3, 5, 7, 11), (1, 2, 3), (-1, 2, -3))] + [
    [Fraction(1, 2), Fraction(1, 3)]
]
NOISE = 1000  # the noise of the finer walk is far below the difference between the two
DRAWN_A_POINT = 10  # points that are drawn for each one wanted, where the domain is small


@dataclass(frozen=True, slots=True)
class Agreement:
    """At how many points a claim was found to hold, or the one where it does not."""

    points: int
    refuted: Counterexample | None = None


def compare(claim: Claim, samples: Samples) -> Agreement:
    """Hold a claim against the truth at random points; what seems to differ, and what seems to agree, is looked at finely."""
    agreed: list[Sample] = []
    for sample in islice(samples, DRAWN_A_POINT * samples.count):
        held = holds(claim, sample)
        if held is False:
            held, counterexample = settled(claim, sample)
            if counterexample is not None:
                return Agreement(len(agreed), readable(claim, samples) or counterexample)
        if held:
            agreed.append(sample)
        if len(agreed) == samples.count:
            break
    if agreed and not exact(claim, agreed[0]):
        return Agreement(len(agreed), settled(claim, agreed[0])[1])
    return Agreement(len(agreed))


def readable(claim: Claim, samples: Samples) -> Counterexample | None:
    """A counterexample in small numbers, where there is one: the point that was asked about, or 2, 3, 5, … for the inputs."""
    names = samples.graph.inputs
    points = [samples.near] if set(samples.near) == set(names) else []
    points += [dict(zip(names, cycle(numbers), strict=False)) for numbers in SIMPLE]
    for point in points if names else ():
        sample = Sample(point, samples.graph, samples.arithmetic)
        if holds(claim, sample) is False and (found := settled(claim, sample)[1]):
            return found
    return None


def holds(claim: Claim, sample: Sample) -> bool | None:
    """Whether a claim holds at a point, to rough precision; None where the truth has no value there."""
    truth = sample.truth(claim.wanted)
    if isinstance(truth, Undefined):
        return None
    inner = sample.claimed(claim.formula)
    if isinstance(inner[-1], Undefined):
        return None if inner[-1].large or lost(claim, sample) else False
    return sample.agrees(inner, truth)


def lost(claim: Claim, sample: Sample) -> bool:
    """Whether a claim speaks of a node that has no value here: then it is the point that is not in the domain."""
    return any(isinstance(sample.run.values[name], Undefined) for name in claim.formula.names)


def exact(claim: Claim, sample: Sample) -> bool:
    return isinstance(sample.claimed(claim.formula)[-1], Fraction) and isinstance(sample.truth(claim.wanted), Fraction)


def settled(claim: Claim, sample: Sample) -> tuple[bool | None, Counterexample | None]:
    """Whether a claim holds at a point, by two walks with many digits: what they disagree on is noise. None: unclear."""
    truths, claims = [], []
    for digits in (FINE, FINER):
        again = sample.again(digits)
        truths.append(again.truth(claim.wanted))
        claims.append(again.claimed(claim.formula)[-1])
    if isinstance(truths[1], Undefined):
        return None, None
    if isinstance(claims[1], Undefined):
        apart = not claims[1].large and not lost(claim, sample)
        return (False, Counterexample(sample.point, None, truths[1])) if apart else (None, None)
    if isinstance(truths[0], Undefined) or isinstance(claims[0], Undefined):
        return None, None
    if differ(claims, truths, again.arithmetic):
        return False, Counterexample(sample.point, claims[1], truths[1])
    return True, None


def differ(claims: list[Number], truths: list[Number], arithmetic: Mixed) -> bool:
    """Whether two values, each computed twice, are further apart than their noise can explain."""
    if all(isinstance(v, Fraction) for v in (*claims, *truths)):
        return bool(claims[1] != truths[1])
    rough_claim, claimed = map(arithmetic.real, claims)
    rough_truth, truth = map(arithmetic.real, truths)
    noise = abs(claimed - rough_claim) + abs(truth - rough_truth)
    least = max(abs(claimed), abs(truth)) * arithmetic.real(Fraction(1, 10 ** (FINE * 3 // 4)))
    return bool(abs(claimed - truth) > NOISE * noise + least)
