"""Answers in letters: whether a formula is the derivative, held against it at points of the program's domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.domains.values import NeedMorePrecision, Undefined
from symback.check.samples import Samples
from symback.exercise.model import LOCAL
from symback.report.get import Wanted

if TYPE_CHECKING:
    from symback.exercise.model import Box, Exercise
    from symback.syntax.formula import Formula

ENOUGH, MOST = 8, 60  # points where both have a value; points that are tried


def same_formula(exercise: Exercise, box: Box, formula: Formula) -> bool:
    """Whether a formula agrees with a box's derivative at every point where the derivative has a value."""
    wanted = Wanted(box.label, box.node, box.operand, None, box.kind == LOCAL)
    agreed = 0
    for _, sample in zip(range(MOST), Samples(exercise.graph, {}, {}), strict=False):
        try:
            truth = sample.truth(wanted)
            if isinstance(truth, Undefined):
                continue
            inner = sample.claimed(formula)
        except NeedMorePrecision:
            continue
        if isinstance(inner[-1], Undefined) or not sample.agrees(inner, truth):
            return False
        agreed += 1
        if agreed == ENOUGH:
            return True
    return agreed > 0
