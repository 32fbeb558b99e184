"""The slips that lead to a wrong answer, as `check` knows them: `that is dJ/da; da/dw is missing`.

For a box with a number they are worked out beforehand, so that a page without a network has them, too. As a box asks for one step
alone, the slips of a single operation are looked for where the operation is the step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from symback.check.explain import same, searching
from symback.check.model import Claim, Slip
from symback.check.samples import Sample, Samples
from symback.check.slips import Search, truth_of
from symback.document.names import pretty
from symback.domains.text import as_fraction
from symback.domains.values import Undefined
from symback.exercise.answers import WRONG, is_right
from symback.exercise.model import CHAINED, LOCAL
from symback.report.get import Wanted
from symback.report.notation import DIRECT, derivative_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from symback.domains.values import Number, Value
    from symback.exercise.answers import Judged
    from symback.exercise.model import Box, Exercise
    from symback.graph.node import Node
    from symback.passes.backward import Slope


@dataclass
class Outcomes(Search):
    """Every slip with what it leads to at the one sample, in the place of those that lead to one claim."""

    last: Value | None = None
    one_step: bool = True  # whether the box asks for a derivative of operations, not for a product of those

    def leads(self, outcome: Callable[[Sample], Slope]) -> bool:
        """Keep the outcome; True if it is a number other than 0, which anything may lead to."""
        self.last = outcome(self.samples[0])
        told = self.last is not None and not isinstance(self.last, Undefined)
        return told and not self.samples[0].arithmetic.is_zero(self.last)

    def made_with_one_operation(self, nodes: list[Node]) -> Iterator[Slip]:
        """As in any search, for one step."""
        return super().made_with_one_operation(nodes) if self.one_step else iter(())

    def all(self) -> Iterator[tuple[Number, Slip]]:
        """Return what every slip leads to, the likelier first."""
        for slip in self.value_slips() if self.wanted.by is None else self.derivative_slips():
            yield cast("Number", self.last), slip
        by, output = self.wanted.by, self.graph.output
        if by is not None and self.wanted.local and self.leads(truth_of(output, by)):
            yield cast("Number", self.last), Slip("", "", "", (output, by))


@dataclass(frozen=True, slots=True)
class Known:
    """What a slip leads to, and its words. `key` says which derivative of the passes that is, as worksheet/setting.py writes it; `-` is the answer with the other sign."""

    value: Number
    words: str
    key: str = ""


def slips(exercise: Exercise, box: Box) -> list[Known]:
    """Return what the slips that can be made at a box lead to; nothing that would be right."""
    if box.answer is None:
        return []
    values = {name: exercise.report.values[name] for name in exercise.graph.inputs}
    if any(value is None for value in values.values()):
        return []
    point = {n: as_fraction(v) if isinstance(v, float) else v for n, v in values.items() if v is not None}
    search = Outcomes(exercise.graph, wanted(box), [Sample(point, exercise.graph)], [], same, [])
    search.one_step = box.kind != CHAINED or box.merged
    found: list[Known] = []
    for slip in (*shares(exercise, box), *(known(exercise, box, value, slip) for value, slip in search.all())):
        if not is_right(slip.value, box.answer) and all(slip.value != other.value for other in found):
            found.append(slip)
    return found


def known(exercise: Exercise, box: Box, value: Number, slip: Slip) -> Known:
    """A slip in the words of the box."""
    of, by = slip.given or ("", "")
    key = f"c {by}" if of == exercise.report.output else f"l {of} {by}" if (of, by) in exercise.report.local else ""
    return Known(value, words(exercise, box, slip), "-" if box.answer is not None and value == -box.answer else key)


def shares(exercise: Exercise, box: Box) -> Iterator[Known]:
    """The share of one path alone, where there are several."""
    terms = exercise.report.chained[str(box.operand)].terms if box.kind == CHAINED else ()
    for term in terms if len(terms) > 1 else ():
        key = f"s {term.through} {box.operand}"
        if term.value and term.through == exercise.report.output:
            yield Known(term.value, f"that is {box.label}{DIRECT}; the longer way is missing", key)
        elif term.value:
            yield Known(term.value, f"that is the share of the path through {pretty(term.through)} alone", key)


def wanted(box: Box) -> Wanted:
    """Return what a box asks for, as a claim says it."""
    return Wanted(box.label, box.node, box.operand, None, box.kind == LOCAL)


def slip_in(exercise: Exercise, box: Box, judged: Judged) -> str:
    """The slip that leads to a wrong answer, in words; empty where none does."""
    if judged.verdict != WRONG:
        return ""
    if judged.value is not None:
        return next((slip.words for slip in slips(exercise, box) if is_right(judged.value, slip.value)), "")
    if judged.formula is None:
        return ""
    claim = Claim(box.label, wanted(box), judged.formula)
    search = searching(exercise.graph, Samples(exercise.graph, {}, {}), claim)
    found = search.slips() if search is not None else ()
    return words(exercise, box, found[0]) if found else ""


def words(exercise: Exercise, box: Box, slip: Slip) -> str:
    """`that is dJ/da; da/dw is missing` where another derivative was given, else the slip's name."""
    if slip.given is None:
        return f"possibly: {slip.name}"
    of, by = slip.given
    told = f"that is {derivative_label(of, by, exercise.report)}"
    lacks = (box.node, of) if by == box.operand else (by, box.operand)
    if lacks[0] == lacks[1] or box.kind == LOCAL or lacks[0] not in exercise.graph.by_name:
        return told
    return f"{told}; {derivative_label(lacks[0], str(lacks[1]), exercise.report)} is missing"
