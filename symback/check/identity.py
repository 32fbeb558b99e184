"""Is a claimed formula the truth everywhere? One point where they differ refutes it; many where they agree support it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain, islice
from typing import TYPE_CHECKING

from symback.check.branches import pieces
from symback.check.model import Counterexample
from symback.check.samples import ROUGH
from symback.domains.ball import BITS_PER_DIGIT, is_ball, magnitude
from symback.domains.values import NeedMorePrecision, Number, Undefined, Value
from symback.syntax.formula import Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from symback.check.branches import Branches, Condition, Target
    from symback.check.model import Claim
    from symback.check.regions import Regions
    from symback.check.samples import Sample, Samples

COUNT = 40  # points that are enough
MOST_TRIED = 400
AGREEING_BITS = 1500  # two balls that overlap, each known to so many bits, agree
FINER = 8  # times as many bits at each further look
LOOKS, LOOKS_AT_ASKED = 3, 4  # how often
MOST_BITS = 1 << 17
FINEST = ROUGH * FINER ** (LOOKS - 1)
TINY = Fraction(1, 10**9)


AGREES, DIFFERS, GAP, UNTOLD = "agrees", "differs", "no value", "cannot be told"
ON_EDGE = 0.1  # of a point
ENOUGH = 2  # points of a region that are enough; one without a derivative counts for half, as it may be on an edge


@dataclass
class Agreement:
    """Where a claim has been tried, and the point where it does not hold; `unmet` is where it could not be tried."""

    claim: Claim
    tried: list[tuple[Sample, str]] = field(default_factory=list)
    refuted: Counterexample | None = None
    unmet: str | None = None

    @property
    def points(self) -> int:
        """At how many points the claim holds."""
        return sum(how == AGREES for _, how in self.tried)

    @property
    def untold(self) -> bool:
        """True if there were points that could not be told about."""
        return any(how == UNTOLD for _, how in self.tried)

    @property
    def without(self) -> Sample | None:
        """The first point where the program has a value, and no derivative, though the claim has one."""
        return next(
            (
                s
                for s, how in self.tried
                if how == GAP
                and not isinstance(s.run.values.get(self.claim.wanted.of), Undefined)
                and not isinstance(s.claimed(self.claim.formula)[-1], Undefined)
            ),
            None,
        )

    def holds_at(self, sample: Sample, looks: int = LOOKS) -> bool:
        """Try the claim at a point; False where that refutes it."""
        how, counterexample = holds(self.claim, sample, looks)
        lacks = counterexample is not None and counterexample.claimed is None and looks == LOOKS
        if lacks and holds(self.claim, beside(sample))[0] == AGREES:  # a gap of one point in the formula: w**2/w at 0
            return True
        self.tried.append((sample, how))
        self.refuted = counterexample
        return counterexample is None


def compare(claim: Claim, samples: Samples) -> Agreement:
    """Return how a claim does at the point that was asked about, where it has edges and scales of its own, and over the domain."""
    found = Agreement(claim)
    if samples.asked is not None and not found.holds_at(samples.asked, LOOKS_AT_ASKED):
        return found
    own = list(islice(samples.around(claim.formula), MOST_TRIED))
    for number, sample in enumerate(islice(chain(own, samples), MOST_TRIED), 1):
        if not found.holds_at(sample) or (not found.points and len(found.tried) >= COUNT and found.untold):
            break
        if len(found.tried) >= COUNT and found.points >= COUNT and all_telling(samples, number - len(own)):
            break
    return found


def explore(found: Agreement, samples: Samples) -> None:
    """Try a claim in all regions of the domain that its branches and the program's make, and say which were not met."""
    claim = found.claim
    if found.untold and (not found.points or (found.tried[0][0] is samples.asked and found.tried[0][1] == UNTOLD)):
        found.unmet = f"the digits at hand do not tell at {'the asked' if found.points else 'any'} point"
        return
    search = samples.search(claim.wanted.of, claim.formula)
    if search is None and not any(pieces(claim.formula.code, k) for k in range(len(claim.formula.code))):
        search = samples.search(claim.wanted.of)  # derivatives on the right: the branches are the program's
    if search is None:
        found.unmet = (
            "it has branches of its own beside derivatives, or the program too many, to be tried in all of them"
        )
        return
    missing = visited(found, samples, search)
    if found.refuted is None and not found.points:
        found.unmet = "no point was found where the program has a value"
    elif found.refuted is None and missing:
        found.unmet = f"no point was found to try it at where {search.found.text(missing[0])}"


def visited(found: Agreement, samples: Samples, search: Regions) -> list[Target]:
    """Try a claim in every region that is found, as long as it holds; return the targets that may be and were not met."""
    weights = Weights(search.found, found)

    def lacking(some: Sequence[Target]) -> list[Target]:
        return [target for target in some if weights.of(target) < ENOUGH]

    def holds_in(points: Callable[[Target], Iterator[Sample]], some: Sequence[Target]) -> bool:
        return all(found.holds_at(s) for t in some if weights.of(t) <= ENOUGH for s in points(t))

    missing = lacking(search.found.targets)
    if not missing:
        return []
    nowhere = samples.nowhere(search)
    for look, is_empty in ((search.look, nowhere.contradicts), (search.walk, nowhere.boxes_are_empty)):
        search.targets = tuple(target for target in missing if not is_empty(target))
        look()
        if not holds_in(lambda target: samples.at(search.within(target)), search.found.targets):
            return []
        missing = lacking(search.targets)
    if not holds_in(lambda target: samples.close(search, target, weights), missing):
        return []
    return lacking(missing)


@dataclass
class Weights:
    """How well the parts of a domain have been tried."""

    found: Branches
    agreement: Agreement
    sides: dict[int, tuple[Sample, dict[Condition, int | None]]] = field(default_factory=dict)

    def of(self, target: Target) -> float:
        """Return how many points within a target tell about it."""
        edge = any(not side for _, side in target)
        total = 0.0
        for sample, how in self.agreement.tried:
            if how != UNTOLD and self.meets(sample, target):
                total += ENOUGH if edge else self.tells(sample, how)
                if total > ENOUGH:
                    break
        return total

    def tells(self, sample: Sample, how: str) -> float:
        """Return how much a point tells of what is around it: little on an edge, where a difference may be 0 that is not 0 beside it."""
        if how == GAP:
            return 0.5
        if drowns(sample.truth(self.agreement.claim.wanted), FINEST):
            return 0
        return ON_EDGE if 0 in self.sides_of(sample).values() else 1

    def meets(self, sample: Sample, target: Target) -> bool:
        """True if a point is within a target."""
        known = self.sides_of(sample)
        return all(known[condition] == side for condition, side in target)

    def sides_of(self, sample: Sample) -> dict[Condition, int | None]:
        if id(sample) not in self.sides:
            self.sides[id(sample)] = sample, self.exact_sides(sample)  # held, so that no other gets its place
        return self.sides[id(sample)][1]

    def exact_sides(self, sample: Sample) -> dict[Condition, int | None]:
        """Return the sides of all conditions at a point; None where they cannot be told."""
        values = sample.arithmetic.run(self.found.code, [sample.values[name] for name in self.found.inputs])
        sides: dict[Condition, int | None] = {}
        for condition in {c for target in self.found.targets for c, _ in target}:
            left, right = values[condition.left], condition.right
            sides[condition] = side_of(left, values[right] if isinstance(right, int) else right, sample)
        return sides


def side_of(left: Value, right: Value, sample: Sample) -> int | None:
    """Return the sign of a difference; None where there is none, or it cannot be told."""
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return None
    try:
        return sample.arithmetic.compare(left, right)
    except NeedMorePrecision:
        return None


def beside(sample: Sample) -> Sample:
    """Return a point next to another one."""
    moved = {n: v if isinstance(v, Formula) else v * (1 + TINY) + TINY for n, v in sample.point.items()}
    return replace(sample, point=moved, slopes={}, finer={}, judged={})


def all_telling(samples: Samples, tried: int) -> bool:
    """True if, of so many points, those at edges and scales have been tried, and only powers of ten and random ones are left."""
    return tried > samples.most // 2 or tried > 2 * COUNT


def holds(claim: Claim, sample: Sample, looks: int = LOOKS) -> tuple[str, Counterexample | None]:
    """Return how a claim does at a point, and the counterexample where it does not hold."""
    bits = sample.bits + 2 * longest_literal(claim.formula)
    agrees = False
    for _ in range(looks):
        if bits > MOST_BITS:
            break
        look = sample if bits == sample.bits else sample.again(bits)
        truth, claimed = look.truth(claim.wanted), look.claimed(claim.formula)[-1]
        bits *= FINER
        if unsure(truth) or unsure(claimed):
            continue
        if isinstance(truth, Undefined):
            return UNTOLD if truth.large else GAP, None
        if isinstance(claimed, Undefined):
            if claimed.large or lost(claim, look):
                return UNTOLD if claimed.large else GAP, None
            return DIFFERS, Counterexample(shown_point(look), None, shown(truth, look))
        answer = same(truth, claimed, look)
        if answer is False:
            return DIFFERS, Counterexample(shown_point(look), shown(claimed, look), shown(truth, look))
        agrees |= bool(answer)
        if answer and not drowns(truth, look.bits):
            break
    return AGREES if agrees else UNTOLD, None


def drowns(truth: Value, bits: int) -> bool:
    """True if a number is so large that with so many bits a term of usual size would not be seen beside it."""
    return is_ball(truth) and magnitude(truth) > bits // 2


def longest_literal(formula: Formula) -> int:
    """Return the bits of the longest number in a formula."""
    return max(
        (max(i[1].numerator.bit_length(), i[1].denominator.bit_length()) for i in formula.code if i[0] == "num"),
        default=0,
    )


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
    return (
        sample.arithmetic.shown_roughly(value)
        if is_ball(value) and value.rel_accuracy_bits() < 20 * BITS_PER_DIGIT
        else value
    )


def shown_point(sample: Sample) -> dict[str, Number]:
    return dict(sample.values)
