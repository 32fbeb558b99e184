"""Answers in letters: whether a formula is the derivative, as `check` finds it, at points of the program's domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.check.identity import compare, explore
from symback.check.model import Claim
from symback.check.samples import Samples
from symback.exercise.model import LOCAL
from symback.report.get import Wanted

if TYPE_CHECKING:
    from symback.exercise.model import Box, Exercise
    from symback.syntax.formula import Formula


def same_formula(exercise: Exercise, box: Box, formula: Formula) -> bool:
    """True if a formula agrees with a box's derivative at every point that is tried, in every region that is found."""
    wanted = Wanted(box.label, box.node, box.operand, None, box.kind == LOCAL)
    samples = Samples(exercise.graph, {}, {})
    found = compare(Claim(box.label, wanted, formula), samples)
    explore(found, samples)
    return found.refuted is None and found.points > 0
