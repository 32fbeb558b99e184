"""The check itself: every claim held against the truth, by value at a point and as an identity."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.text import terminates
from symback.check.claims import read_claim
from symback.check.identity import compare
from symback.check.model import PROVED, WRONG, Claim, Result
from symback.check.samples import Samples, literals
from symback.check.truth import Truth, inputs_at
from symback.errors import SymbackError
from symback.passes.judge import KINK, MATCH, NOT_CHECKED, UNDEFINED
from symback.report.inputs import constant_value
from symback.report.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.report.get import Wanted

TOLERANCE = Fraction(1, 10**9)
FLOOR = Fraction(1, 1000)  # the absolute floor, as a share of the tolerance: what counts as 0
MOST_DECIMALS = 15
TIGHT = Fraction(1, 10**20)  # for claims such as sqrt(2)/2, which could not be more exact


class Checker:
    """Checks claims about one program at one point (`given` may be empty: then formulas only).

    `tolerance` is the relative one for numbers: None means exact where both numbers can be, else 1e-9. `prove` and
    `explain` say whether to try algebra, and whether a wrong claim gets its truth, its place and its slip.
    """

    notes: tuple[str, ...] = ()

    def __init__(
        self, graph: Graph, given: Mapping[str, object] | None = None, options: Options | None = None, *,
        tolerance: Fraction | None = None, prove: bool = True, explain: bool = True,
    ) -> None:  # fmt: skip
        self.graph, self.options = graph, options or Options()
        self.tolerance, self.prove, self.explain = tolerance, prove, explain
        self.inputs = inputs_at(graph, given or {}, self.options)
        self.truths: dict[tuple[str, str | None, bool], Truth] = {}
        self.samples = Samples(graph, self.rational_point())

    @property
    def has_point(self) -> bool:
        """Whether there is a point to check numbers at."""
        return bool(self.inputs) or not self.graph.inputs

    def rational_point(self) -> dict[str, Fraction]:
        """The point to check at, where it is rational: random points are drawn around it, too."""
        values = {name: constant_value(formula)[0] for name, formula in self.inputs.items()}
        return {name: value for name, value in values.items() if isinstance(value, Fraction)}

    def check_all(self, texts: Iterable[str]) -> list[Result]:
        """The results of several claims; a wrong one is explained with the others in view."""
        claims = [read_claim(text, self.graph) for text in texts]
        results = [self.verdict(claim) for claim in claims]
        return [self.explained(c, r, claims, results) for c, r in zip(claims, results, strict=True)]

    def check(self, text: str) -> Result:
        """The result of one claim, such as `dJ/dw=66`. Raises SymbackError where it cannot be read, or has no answer."""
        return self.check_all([text])[0]

    def truth(self, wanted: Wanted) -> Truth:
        key = (wanted.of, wanted.by, wanted.local)
        if key not in self.truths:
            self.truths[key] = Truth(self.graph, wanted, self.inputs, self.options)
        return self.truths[key]

    # The verdict

    def verdict(self, claim: Claim) -> Result:
        """Right, wrong, or neither: at a kink and where there is no derivative nothing is right."""
        truth = self.truth(claim.wanted)
        value, judged = truth.at_point
        at_kink = judged.kind in (KINK, UNDEFINED)
        result = Result(
            claim.text, judged.kind, value, left=judged.left, right=judged.right, reason=judged.reason
        ) if at_kink else Result(claim.text, NOT_CHECKED, value)  # fmt: skip
        if claim.is_number and self.has_point:
            return result if at_kink else self.number(claim, result)
        found = self.identity(claim, result)
        return result if at_kink and found.verdict != WRONG else found

    def number(self, claim: Claim, result: Result) -> Result:
        """The verdict on a claimed number at the point."""
        claimed, truth = claim_value(claim), result.value
        if truth is None:
            return replace(result, reason="there is no value at this point to compare with")
        if self.tolerance is None and is_exact(claimed, truth):
            return replace(result, verdict=MATCH if claimed == truth else WRONG, evidence=PROVED)
        if near(claimed, truth, self.tolerance):
            return replace(result, verdict=MATCH, evidence="agrees at 1 point")
        return replace(result, verdict=WRONG, evidence=PROVED, reason=rounded(claimed, truth))

    def identity(self, claim: Claim, result: Result) -> Result:
        """The verdict on a claimed formula (or, without a point, on a number as a constant)."""
        self.samples.centres = sorted({*self.samples.centres, *literals(claim.formula)})[:50]
        agreement = compare(claim, self.samples)
        if agreement.refuted is not None:
            if claim.is_number:
                raise needs_point(claim, self.graph)
            return replace(result, verdict=WRONG, evidence=PROVED, counterexample=agreement.refuted)
        if agreement.points == 0:
            return replace(result, verdict=NOT_CHECKED, reason="no point was found where the program has a value")
        if self.prove and self.proved(claim):
            return replace(result, verdict=MATCH, evidence=PROVED)
        plural = "" if agreement.points == 1 else "s"
        return replace(result, verdict=MATCH, evidence=f"agrees at {agreement.points} point{plural}")

    def proved(self, claim: Claim) -> bool:
        """Whether algebra shows, with bounded work, that the claim is the truth."""
        if len(claim.formula.code) > 200 or sum(len(n.rule) for n in self.graph.nodes) > 2000:
            return False
        from symback.check.proof import proves

        return proves(self.truth(claim.wanted), claim)

    # The explanation

    def explained(self, claim: Claim, result: Result, claims: list[Claim], results: list[Result]) -> Result:
        """A claim that is not right, with the truth; a wrong one with the place where it parts and the likely slips."""
        if result.is_right or not self.explain:
            return result
        result = replace(result, truth=self.truth(claim.wanted).formula)
        if result.verdict != WRONG:
            return result
        from symback.check.explain import explain

        place, slips = explain(self, claim, list(zip(claims, results, strict=True)))
        return replace(result, parts_at=place, slips=slips)


def claim_value(claim: Claim) -> Number:
    """The number that a claim without names says."""
    return constant_value(claim.formula)[0]


def is_exact(claimed: Number, truth: Number) -> bool:
    """Whether both are rational, and the truth such that a person can write it: 1/3 as 0.333333333 is left to the tolerance."""
    return (
        isinstance(claimed, Fraction)
        and isinstance(truth, Fraction)
        and (claimed == truth or terminates(truth) or not terminates(claimed))
    )


def near(claimed: Number, truth: Number, tolerance: Fraction | None) -> bool:
    """Whether a number is the truth to within a relative tolerance, with an absolute floor around 0."""
    from symback.domains.exact import Mixed
    from symback.passes.nudge import real

    if tolerance is None:
        precise = not isinstance(claimed, Fraction) and not isinstance(truth, float)
        tolerance = TIGHT if precise else TOLERANCE
    exact = Mixed(work=80)
    a, b, allowed = (real(Fraction(v) if isinstance(v, float) else v, exact) for v in (claimed, truth, tolerance))
    return bool(abs(a - b) <= allowed * max(abs(b), real(FLOOR, exact)))


def rounded(claimed: Number, truth: Number) -> str | None:
    """What to say of a claim that is the truth rounded to fewer digits than are asked for."""
    from symback.domains.text import short_decimal

    text = (short_decimal(claimed) if isinstance(claimed, Fraction) else None) or ""
    decimals = len(text.partition(".")[2])
    if not 0 < decimals < MOST_DECIMALS or not near(claimed, truth, Fraction(1, 10 ** (decimals - 1))):
        return None
    return f"it is close: --tol 1e-{decimals - 1} would take it" if decimals > 1 else None


def needs_point(claim: Claim, graph: Graph) -> SymbackError:
    """A number that is not true everywhere, and no point to check it at."""
    values = ",".join(f"{name}=…" for name in graph.inputs[:6])
    return SymbackError(
        f"{claim.text}: a number can be checked only at a point", hint=f"--at {values}, or claim a formula"
    )
