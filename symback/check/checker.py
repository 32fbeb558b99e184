"""The check itself: every claim held against the truth, by value at a point and as an identity."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from symback.check.assume import Assumptions
from symback.check.claims import read_claim
from symback.check.identity import Agreement, compare, explore
from symback.check.model import PROVED, WRONG, Claim, Counterexample, Result
from symback.check.samples import Samples
from symback.check.truth import Truth
from symback.domains.ball import is_ball, within
from symback.domains.text import point_text
from symback.errors import SymbackError, giving
from symback.passes.judge import EXACT, KINK, MATCH, NOT_CHECKED, PROBED, UNDEFINED, how_known
from symback.report.inputs import exact_constant
from symback.report.options import Options
from symback.report.point import walks_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.report.get import Wanted
    from symback.report.point import Walks

TOLERANCE = Fraction(1, 10**9)
DOUBLE_DIGITS = 16  # a number written with so many digits is a double
DOUBLE = 4 * Fraction(1, 2**52)  # a few units in its last place
TIGHT = Fraction(1, 10**25)  # for claims such as exp(1)/2, which could not be more exact
NUMERAL = re.compile(r"[-+]?(?P<digits>[0-9]*\.?[0-9]*)(?:[eE](?P<exponent>[-+]?[0-9]+))?")


FEW = 9  # points at which a truth is the same everywhere
MOST_SETTLED = 1000  # formulas whose verdict is kept
AT_ONE = "agrees at 1 point"


class Checker:
    """Checks claims about one program at one point (`given` may be empty: then formulas only).

    `tolerance` is the relative one for numbers: None means exact where both numbers can be, else 1e-9. `prove` and
    `explain` say whether to try algebra, and whether a wrong claim gets its truth, its place and its slip.
    """

    notes: tuple[str, ...] = ()

    def __init__(
        self, graph: Graph, given: Mapping[str, object] | None = None, options: Options | None = None, *,
        tolerance: Fraction | None = None, prove: bool = True, explain: bool = True, assume: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.graph, self.options = graph, options or Options()
        self.tolerance, self.prove, self.explain = tolerance, prove, explain
        self.inputs = walks_at(graph, given or {}, self.options).inputs
        self.truths: dict[tuple[str, str | None, bool], Truth] = {}
        self.walks: dict[str, Walks] = {}
        self.settled: dict[object, Result] = {}
        has_letters = set(self.inputs) != set(graph.inputs)  # what has a value beside them stays at it
        fixed = {name: formula for name, formula in self.inputs.items() if has_letters or graph.is_data(name)}
        self.assumptions = Assumptions(graph, assume, fixed) if assume else None
        wrong = self.assumptions.contradicted(self.inputs) if self.assumptions and not has_letters else None
        if wrong is not None:
            raise SymbackError(f"the assumption {wrong} does not hold at the point that is asked about")
        self.fixed = tuple((name, formula.code) for name, formula in fixed.items())
        self.samples = Samples(graph, self.inputs, fixed, self.assumptions)

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
            self.truths[key] = Truth(self.graph, wanted, self.inputs, self.options, self.walks)
        return self.truths[key]

    # The verdict

    def verdict(self, claim: Claim) -> Result:
        """Right, wrong, or neither: at a kink and where there is no derivative nothing is right."""
        truth = self.truth(claim.wanted)
        value, judged = truth.at_point
        unknown = judged.kind == NOT_CHECKED and judged.reason is not None  # a convention is no truth
        at_kink = unknown or judged.kind in (KINK, UNDEFINED)
        result = Result(
            claim.text, judged.kind, value, left=judged.left, right=judged.right, reason=judged.reason, how=judged.how
        ) if at_kink else Result(claim.text, NOT_CHECKED, value)  # fmt: skip
        if claim.is_number and truth.has_value:
            return result if at_kink else self.number(claim, replace(result, reason=judged.reason))
        found = self.known_identity(claim, result)
        return result if at_kink and found.verdict != WRONG else found

    def number(self, claim: Claim, result: Result) -> Result:
        """The verdict on a claimed number at the point."""
        claimed, truth = claim_value(claim), result.value
        if truth is None:
            return replace(result, reason=result.reason or "there is no value at this point to compare with")
        if is_ball(truth) and truth.contains(0) and not truth.is_zero():
            return replace(result, value=None, reason="it cannot be told from 0 with the digits at hand")
        if self.tolerance is None and type(claimed) is type(truth) is Fraction and not is_double(claim):
            verdict = MATCH if claimed == truth else WRONG
            return replace(result, verdict=verdict, evidence=PROVED, reason=rounded(claimed, truth), how=EXACT)
        if within(claimed, truth, *allowed(claim, truth, self.tolerance)):
            proof = PROVED if type(claimed) is type(truth) and not is_ball(truth) and claimed == truth else AT_ONE
            return replace(
                result, verdict=MATCH, evidence=proof, how=EXACT if proof == PROVED else how_known(claimed, truth)
            )
        return replace(
            result, verdict=WRONG, evidence=PROVED, reason=rounded(claimed, truth), how=how_known(claimed, truth)
        )

    def known_identity(self, claim: Claim, result: Result) -> Result:
        """As `identity`; what was proved or refuted stays so, at whatever point it is asked again."""
        key = (claim.wanted, claim.formula, self.fixed)
        if key not in self.settled:
            found = self.identity(claim, result)
            if found.evidence != PROVED:
                return found
            if len(self.settled) >= MOST_SETTLED:
                self.settled.clear()
            self.settled[key] = found
        found = self.settled[key]
        return replace(
            result,
            verdict=found.verdict,
            evidence=PROVED,
            how=found.how,
            reason=found.reason,
            counterexample=found.counterexample,
        )

    def identity(self, claim: Claim, result: Result) -> Result:
        """The verdict on a claimed formula (or, without a point, on a number as a constant)."""
        agreement = compare(claim, self.samples)
        if agreement.refuted is not None:
            return self.refuted(claim, result, agreement.refuted)
        proved = self.prove and agreement.points > 0 and self.proved(claim)
        if not proved:
            explore(agreement, self.samples)
        if agreement.refuted is not None:
            return self.refuted(claim, result, agreement.refuted)
        if not proved and agreement.unmet is not None:
            return replace(result, verdict=NOT_CHECKED, reason=agreement.unmet)
        where = self.limits(agreement)
        if proved:
            return replace(result, verdict=MATCH, evidence=PROVED, how=EXACT, reason=where)
        plural = "" if agreement.points == 1 else "s"
        evidence = f"agrees at {agreement.points} point{plural}"
        return replace(result, verdict=MATCH, evidence=evidence, how=PROBED, reason=where)

    def limits(self, agreement: Agreement) -> str | None:
        """Return what a right formula does not say: the first point that was met without a derivative."""
        sample = agreement.without
        if sample is None:
            return None
        at = ", ".join(f"{name} = {point_text(value)}" for name, value in sample.values.items())
        return f"there is no derivative at {at}"

    def refuted(self, claim: Claim, result: Result, found: Counterexample) -> Result:
        """The verdict on a claim that does not hold at a point. Raises SymbackError for a number that is right at no point alone."""
        if claim.is_number and not self.is_constant(claim):
            raise needs_point(claim, self.graph)
        how = how_known(found.claimed, found.truth)
        return replace(result, verdict=WRONG, evidence=PROVED, counterexample=found, how=how)

    def is_constant(self, claim: Claim) -> bool:
        """True if what a claim is about is one number everywhere."""
        from symback.algebra.expression import CONSTANTS, Expression
        from symback.algebra.substitute import symbols_of

        wanted, formulas = claim.wanted, self.truth(claim.wanted).formulas
        found: Expression | None = None
        if wanted.by is not None and wanted.of != wanted.by:
            found = formulas.local(wanted.of, wanted.by) if wanted.local else formulas.in_inputs(wanted.by)
            if found is None:  # too long to be written, as a number may be
                truths = [sample.truth(wanted) for sample in islice(self.samples, FEW)]
                return bool(truths) and all(isinstance(t, Fraction) and t == truths[0] for t in truths)
        given = {*self.samples.fixed, *(c.name for c in CONSTANTS.values())}
        return found is not None and given.issuperset(symbols_of(found))

    def proved(self, claim: Claim) -> bool:
        """True if algebra shows, with bounded work, that the claim is the truth."""
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
    return exact_constant(claim.formula)


def is_double(claim: Claim) -> bool:
    """True if a claim is a numeral of 16 or 17 digits, as code prints doubles."""
    digits, _ = numeral(claim)
    return DOUBLE_DIGITS <= digits <= DOUBLE_DIGITS + 1


def numeral(claim: Claim) -> tuple[int, Fraction | None]:
    """The significant digits of a claim that is one numeral with a point, and half a unit in its last place; 0 and None for others."""
    found = NUMERAL.fullmatch(claim.text.partition("=")[2].strip().replace("−", "-"))
    if not found or not any(c.isdigit() for c in found["digits"]):
        return 0, None
    whole, point, fraction = found["digits"].partition(".")
    digits = len((whole + fraction).lstrip("0"))
    exponent = int(found["exponent"] or 0)
    if not point or abs(exponent) > 10_000:
        return digits, None
    return digits, Fraction(10) ** (exponent - len(fraction)) / 2


def allowed(claim: Claim, truth: Number, tolerance: Fraction | None) -> tuple[Fraction, Fraction]:
    """Return how far a claimed number may be off, as a share of the truth and absolutely, whichever is more.

    What is asked for decides, else the digits that the claim is written with.
    """
    if tolerance is not None:
        return tolerance, Fraction(0)
    if is_double(claim):
        return DOUBLE, Fraction(0)
    if isinstance(truth, (float, Fraction)):
        return TOLERANCE, Fraction(0)
    if isinstance(claim_value(claim), Fraction):
        return TOLERANCE, numeral(claim)[1] or Fraction(0)
    return TIGHT, Fraction(0)


def rounded(claimed: Number, truth: Number) -> str | None:
    """Return what to say of a claim that is nearly right: the least tolerance, to two digits, that takes it."""
    if within(claimed, truth, Fraction(0)) or not within(claimed, truth, Fraction(1, 100)):
        return None
    power = next((k for k in range(1, 400) if not within(claimed, truth, Fraction(1, 10**k))), 0)
    if power < 2:
        return None
    digits = next(n for n in range(10, 101) if within(claimed, truth, Fraction(n, 10 ** (power + 1))))
    mantissa, exponent = (digits / 10, power) if digits < 100 else (1, power - 1)
    return f"it is close: --tol {mantissa:g}e-{exponent} would take it"


def needs_point(claim: Claim, graph: Graph) -> SymbackError:
    """A number that is not true everywhere, and no point to check it at."""
    reason = f"{claim.text}: a number can be checked only at a point"
    return SymbackError(reason, hint=giving(graph.inputs, ", or claim a formula"))
