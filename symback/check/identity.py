"""Is a claimed formula the truth everywhere? One point where they differ refutes it; many where they agree support it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, islice
from typing import TYPE_CHECKING

from symback.check.model import Counterexample
from symback.domains.ball import BITS_PER_DIGIT, is_ball
from symback.domains.values import NeedMorePrecision, Number, Undefined
from symback.syntax.formula import Formula

if TYPE_CHECKING:
    from symback.check.model import Claim
    from symback.check.samples import Sample, Samples

COUNT = 40  # points that are enough
MOST_TRIED = 400
AGREEING_BITS = 1500  # two balls that overlap, each known to so many bits, agree
FINER = 8  # times as many bits at each further look
LOOKS, LOOKS_AT_ASKED = 3, 4  # how often
MOST_BITS = 1 << 17
TINY = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class Agreement:
    """At how many points a claim was found to hold, or the one where it does not; `constant` if the truth was one number at all."""

    points: int
    refuted: Counterexample | None = None


def compare(claim: Claim, samples: Samples) -> Agreement:
    """Return how a claim does at the point that was asked about, where it has edges and scales of its own, and over the domain."""
    agreed = 0
    asked = [] if samples.asked is None else [samples.asked]
    for sample in islice(chain(asked, samples.around(claim.formula), samples), MOST_TRIED):
        held, counterexample = holds(claim, sample, LOOKS_AT_ASKED if sample is samples.asked else LOOKS)
        if counterexample is not None and counterexample.claimed is None and sample is not samples.asked:
            if holds(claim, beside(sample))[0]:  # a gap of one point in the claimed formula: w**2/w at 0
                continue
        if counterexample is not None:
            return Agreement(agreed, counterexample)
        agreed += bool(held)
        if agreed >= COUNT and sample is not samples.asked and all_telling(samples, sample):
            break
    return Agreement(agreed)


def beside(sample: Sample) -> Sample:
    """Return a point next to another one."""
    moved = {n: v if isinstance(v, Formula) else v * (1 + TINY) + TINY for n, v in sample.point.items()}
    return replace(sample, point=moved, slopes={}, finer={}, judged={})


def all_telling(samples: Samples, sample: Sample) -> bool:
    """True if the points at edges and scales have been tried, and only powers of ten and random ones are left."""
    return len(samples.made) > samples.most // 2 or len(samples.made) > 2 * COUNT


def holds(claim: Claim, sample: Sample, looks: int = LOOKS) -> tuple[bool | None, Counterexample | None]:
    """Return whether a claim holds at a point, and the counterexample where not. None: the truth has no value there, or no telling."""
    bits = sample.bits + 2 * longest_literal(claim.formula)
    for _ in range(looks):
        if bits > MOST_BITS:
            break
        look = sample if bits == sample.bits else sample.again(bits)
        truth, claimed = look.truth(claim.wanted), look.claimed(claim.formula)[-1]
        bits *= FINER
        if unsure(truth) or unsure(claimed):
            continue
        if isinstance(truth, Undefined):
            return None, None
        if isinstance(claimed, Undefined):
            if claimed.large or lost(claim, look):
                return None, None
            return False, Counterexample(shown_point(look), None, shown(truth, look))
        answer = same(truth, claimed, look)
        if answer is False:
            return False, Counterexample(shown_point(look), shown(claimed, look), shown(truth, look))
        if answer:
            return True, None
    return None, None


def longest_literal(formula: Formula) -> int:
    """Return the bits of the longest number in a formula."""
    return max((max(i[1].numerator.bit_length(), i[1].denominator.bit_length()) for i in formula.code if i[0] == "num"), default=0)


def unsure(value: object) -> bool:
    """True if a value is not there because the balls were too wide to tell."""
    return isinstance(value, Undefined) and value.unsure


def lost(claim: Claim, sample: Sample) -> bool:
    """True if a claim speaks of a node that has no value here: then it is the point that is not in the domain."""
    return any(isinstance(sample.run.values.get(name), Undefined) for name in claim.formula.names)


def same(truth: Number, claimed: Number, sample: Sample) -> bool | None:
    """Return whether two numbers are equal; None where more bits are needed to tell."""
    try:
        return sample.arithmetic.compare(truth, claimed) == 0
    except NeedMorePrecision:
        known = [v.rel_accuracy_bits() for v in (truth, claimed) if is_ball(v)]
        return True if all(bits >= AGREEING_BITS for bits in known) else None


def shown(value: Number, sample: Sample) -> Number:
    """Return a number for a message, with the digits that it has."""
    return sample.arithmetic.shown_roughly(value) if is_ball(value) and value.rel_accuracy_bits() < 20 * BITS_PER_DIGIT else value


def shown_point(sample: Sample) -> dict[str, Number]:
    return dict(sample.values)
