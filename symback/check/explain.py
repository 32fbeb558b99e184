"""A wrong claim explained: where it parts from the truth, and which slips would lead to it."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

from symback.check.checker import claim_value
from symback.check.model import WRONG, Claim, Result, Slip
from symback.check.slips import Search, chained, label
from symback.domains.ball import apart, is_ball, within
from symback.domains.values import Undefined, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.check.checker import Checker
    from symback.check.samples import Sample, Samples
    from symback.graph.graph import Graph
    from symback.report.get import Wanted

SEARCHED = 2000  # operations: in a larger graph no slips are looked for
TOLD_BITS = 40  # of a ball, to be compared
NEAR = Fraction(1, 10**9)  # claims are often rounded
CLOSE = Fraction(1, 10**30)  # but not those without a decimal
FAR = Fraction(1, 10**6)  # relatively: a claim that is nearer to the truth was no slip of a rule
PART = Fraction(1, 1000)
POINTS, LEAST = 3, 2  # points at which a claimed formula must be what a slip leads to, and how many tell at the least
Others = list[tuple[Claim, Result]]


def explain(checker: Checker, claim: Claim, others: Others) -> tuple[str, tuple[Slip, ...]]:
    """The first place, from the output back, where a wrong claim parts from the truth, and the slips that would explain it."""
    search = searching(checker.graph, checker.samples, claim)
    if search is None:
        return usual_place(checker, claim.wanted), ()
    search.right = [o.wanted.by or "" for o, r in others if r.is_right and comparable(o.wanted, claim.wanted)]
    carried = carried_on(search, claim, others)
    if carried is not None:
        return carried.place, (carried,)
    small = sum(len(node.rule) for node in checker.graph.nodes) <= SEARCHED
    slips = (*nudge_quotient(checker, claim), *search.slips()) if small else ()
    return (slips[0].place if slips else usual_place(checker, claim.wanted)), slips[:5]


def comparable(other: Wanted, wanted: Wanted) -> bool:
    """True if two claims are about derivatives of one node along all paths."""
    return other.of == wanted.of and other.by is not None and not other.local and other.by not in (other.of, wanted.by)


def searching(graph: Graph, points: Samples, claim: Claim) -> Search | None:
    """The search for the slip: at the point for a number, at a few random points for a formula."""
    samples = [points.asked] if claim.is_number else good_samples(points, claim)
    if not samples or samples[0] is None:
        return None
    found = [sample for sample in samples if sample is not None]
    if not claim.is_number and len(found) < LEAST:
        return None
    if claim.is_number and not far(claim_value(claim), found[0].truth(claim.wanted)):
        return None
    claimed = [claim_value(claim)] if claim.is_number else [s.claimed(claim.formula)[-1] for s in found]
    truths = [sample.truth(claim.wanted) for sample in found]
    rounds = claim.is_number or any(i[0] == "num" and i[1].denominator > 1 for i in claim.formula.code)
    return Search(
        graph,
        claim.wanted,
        found,
        claimed,
        same if rounds else equal,
        [
            Fraction(0) if isinstance(one, Undefined) or isinstance(other, Undefined) else apart(one, other, PART)
            for one, other in zip(claimed, truths, strict=True)
        ],
    )


def good_samples(samples: Samples, claim: Claim) -> list[Sample | None]:
    """A few points where both the claim and the truth have a value, which is not 0: 0 is explained by anything."""

    def tells(sample: Sample) -> bool:
        values = sample.truth(claim.wanted), sample.claimed(claim.formula)[-1]
        lacking = any(isinstance(v, Undefined) or sample.arithmetic.is_zero(v) for v in values)
        return not lacking and far(*values)

    return list(islice((s for s in islice(samples, 200) if tells(s)), POINTS))


def far(claimed: Value, truth: Value) -> bool:
    """True if a claim is so far off that a slip can be told from rounding, and not 0, which anything explains."""
    if isinstance(claimed, Undefined) or isinstance(truth, Undefined):
        return False
    return not within(claimed, truth, FAR) and not within(Fraction(0), claimed, Fraction(0))


def equal(left: Value, right: Value) -> bool:
    """True if two values of formulas without rounded numbers are equal."""
    return same(left, right, CLOSE)


def same(left: Value, right: Value, near: Fraction = NEAR) -> bool:
    """True if two values are equal: exactly where both are rational, else to nine digits of themselves."""
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return False
    if not all(map(is_told, (left, right))):
        return False
    return within(left, right, Fraction(0) if isinstance(left, Fraction) and isinstance(right, Fraction) else near)


def is_told(value: Value) -> bool:
    """True if a number has digits enough to be compared."""
    ball: Any = value
    return not is_ball(value) or ball.rel_accuracy_bits() >= TOLD_BITS


def carried_on(search: Search, claim: Claim, others: Others) -> Slip | None:
    """The wrong claim about a place nearer to the output (or, for a value, to the inputs) that this one follows from."""
    wanted = claim.wanted
    for other, result in others:
        if result.verdict != WRONG or other is claim or other.wanted == wanted:
            continue
        if follows(search, wanted, other):
            name = f"carried on from {other.text}"
            return Slip(name, label(other.wanted), "it is right but for that")
    return None


def follows(search: Search, wanted: Wanted, other: Claim) -> bool:
    """True if a claim is what the chain rule makes of another wrong claim, or the program of another wrong value."""
    about = other.wanted
    between = {node.name for node in search.nodes} if wanted.by is not None else set()
    if wanted.by is not None and about.of == wanted.of and about.by in between and not wanted.local and not about.local:
        return search.leads(
            lambda s: s.arithmetic.apply(
                "*", (s.claimed(other.formula)[-1], s.truth(chained(about.by or "", wanted.by or "")))
            )
        )
    if wanted.by is None and about.by is None and wanted.of in {n.name for n in search.graph.downstream(about.of)}:
        return search.leads(lambda s: with_value(s, about.of, s.claimed(other.formula)[-1], wanted))
    return False


def with_value(sample: Sample, name: str, value: Value, wanted: Wanted) -> Value:
    """Return what the program makes of a node's claimed value."""
    from symback.passes.forward import again

    return again(sample.graph.downstream(name), sample.run.values, name, value, sample.arithmetic)[wanted.of]


def nudge_quotient(checker: Checker, claim: Claim) -> Sequence[Slip]:
    """The quotient of a nudge given for the derivative."""
    if not claim.is_number or claim.wanted.by is None or claim.wanted.local or claim.wanted.of == claim.wanted.by:
        return ()
    from symback.report.tables import epsilon_text

    epsilons = tuple(
        dict.fromkeys((*checker.options.epsilons, Fraction(1, 1000), Fraction(1, 100), Fraction(1, 10**4)))
    )
    for epsilon, k in checker.truth(claim.wanted).quotients(epsilons):
        if same(claim_value(claim), k):
            text = f"the nudge's quotient k given for the derivative, with ε = {epsilon_text(epsilon)}"
            return (Slip(text, label(claim.wanted), "it gives this number"),)
    return ()


def usual_place(checker: Checker, wanted: Wanted) -> str:
    """Return the place that a claim is said to part at where nothing else is known: the last factor of the chain, which no other derivative shares; for a sum, the whole."""
    if wanted.by is None or wanted.local:
        return label(wanted)
    graph = checker.graph if wanted.of == checker.graph.output else checker.graph.focused(wanted.of)
    users = [node for node in graph.consumers[wanted.by] if not node.unused]
    return f"d{users[0].name}/d{wanted.by}" if len(users) == 1 else label(wanted)
