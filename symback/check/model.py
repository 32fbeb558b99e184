"""What a check finds: a claim, its verdict, and for a wrong one the truth and what may have gone wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symback.passes.judge import MATCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.domains.values import Number
    from symback.report.get import Wanted
    from symback.syntax.formula import Formula

WRONG = "wrong"
PROVED = "proved"


@dataclass(frozen=True, slots=True)
class Claim:
    """`text` says that what is `wanted` (dJ/dw, a, local:dJ/da) equals `formula`, a number or a formula."""

    text: str
    wanted: Wanted
    formula: Formula

    @property
    def is_number(self) -> bool:
        return self.formula.is_constant


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point at which a claimed formula gives something else than the truth (None: no value at all)."""

    point: dict[str, Number]
    claimed: Number | None
    truth: Number


@dataclass(frozen=True, slots=True)
class Slip:
    """A known slip that would lead to exactly what was claimed: its name, the place, and what shows it.

    `given` says which other derivative was given, (of, by), where that is the slip.
    """

    name: str
    place: str
    evidence: str
    given: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.evidence})"


@dataclass(frozen=True, slots=True)
class Result:
    """One claim's verdict: match, wrong, kink, undefined or not checked.

    `value` is the true value at the point (None without one), `truth` the true formula in inputs, `parts_at` the first
    place, from the output back, where the claim parts from the truth. `evidence` is `proved` or `agrees at N points`, `how`
    says whether it is known by exact numbers or algebra, by balls, or by trying points.
    """

    claim: str
    verdict: str
    value: Number | None = None
    truth: str | None = None
    parts_at: str | None = None
    slips: tuple[Slip, ...] = ()
    evidence: str | None = None
    left: Number | None = None
    right: Number | None = None
    reason: str | None = None
    counterexample: Counterexample | None = None
    how: str | None = None

    @property
    def is_right(self) -> bool:
        return self.verdict == MATCH


@dataclass(frozen=True, slots=True)
class Checked:
    """All claims at one point: `at` is the point, `digits` those of numbers that are not rational."""

    results: tuple[Result, ...]
    at: Mapping[str, object]
    digits: int
    notes: tuple[str, ...] = ()

    @property
    def all_right(self) -> bool:
        return all(result.is_right for result in self.results)
