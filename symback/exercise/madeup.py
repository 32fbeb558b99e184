"""Made-up programs: of five levels, the same for the same seed, with small numbers and no kink at the point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from symback.errors import SymbackError
from symback.exercise.patterns import PATTERNS, Pattern
from symback.graph.graph import Graph, graph_of
from symback.report.build import report_at
from symback.report.inputs import constant_fraction
from symback.report.options import Options
from symback.syntax.printer import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.report.model import Chained, Local

LEVELS = range(1, 6)
LARGEST, LARGEST_BELOW = 400, 64  # of numerators and denominators that one works out in the head
COEFFICIENTS = {"p": (2, 5), "q": (1, 9)}  # what {p} and {q} stand for in a pattern
LEAST, MOST = -4, 5  # inputs, without 0


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A program with its point: `at` gives every input as text, `wrt` names the parameters (None: every input)."""

    program: str
    at: dict[str, str]
    wrt: tuple[str, ...] | None
    level: int
    seed: int

    @property
    def graph(self) -> Graph:
        """The program as a graph."""
        return graph_of(self.program, None, self.wrt)


def made_up(level: int, seed: int) -> MadeUp:
    """The program of a level and a seed. Raises SymbackError for a level that there is not."""
    if level not in LEVELS:
        raise SymbackError(f"the levels are {LEVELS[0]} to {LEVELS[-1]}, not {level}")
    random = Random(f"symback {level} {seed}")  # noqa: S311 (an exercise, not a secret)
    while True:
        found = drawn(pick(random, PATTERNS[level]), random, level, seed)
        if is_nice(found):
            return found


def several(level: int, seed: int, count: int) -> Iterator[MadeUp]:
    """`count` programs, the first of them `made_up(level, seed)`: no two the same, and none like another until all kinds had a turn."""
    seen: set[tuple[str, str]] = set()
    shapes: set[str] = set()
    while len(seen) < count:
        found = made_up(level, seed)
        key, shape = (found.program, str(found.at)), re.sub(r"\b[0-9]+\b", "#", found.program)
        if shape not in shapes:
            shapes.add(shape)  # also where it comes out as before, for some kinds have one program only
            if len(shapes) == len(PATTERNS[level]):
                shapes.clear()
            if key not in seen:
                seen.add(key)
                yield found
        seed += 1


def pick(random: Random, choices: tuple[Pattern, ...]) -> Pattern:
    """One of them. By random() alone, which gives the same numbers in every version of Python."""
    return choices[int(random.random() * len(choices))]


def between(random: Random, low: int, high: int) -> int:
    return low + int(random.random() * (high - low + 1))


def drawn(pattern: Pattern, random: Random, level: int, seed: int) -> MadeUp:
    """A pattern with numbers in the place of its letters, and a value for every input."""
    numbers = {name: between(random, *limits) for name, limits in COEFFICIENTS.items()}
    program = pattern.program.format(**numbers)
    at: dict[str, str] = {}
    for name in graph_of(program).inputs:
        if name not in pattern.given:
            at[name] = str(between(random, LEAST, MOST - 1) or MOST)
    for name, text in pattern.given.items():
        at[name] = number_text(constant_fraction(name, text.format(**numbers, **at)))
    return MadeUp(program, at, pattern.wrt, level, seed)


def is_nice(found: MadeUp) -> bool:
    """Whether the numbers are ones to work with: small, every nudge as it should be, and few derivatives 0."""
    try:
        report = report_at(found.graph, found.at, Options(formulas=False))
    except SymbackError:  # no value there, or no derivative
        return False
    rows: list[Local | Chained] = [*report.local_rows, *report.chained_rows]
    values = [*report.values.values(), *(row.value for row in rows)]
    zeros = sum(row.value == 0 for row in report.chained_rows)
    return (
        all(map(is_small, values))
        and all(row.verdict.kind == "match" for row in rows)
        and 3 * zeros <= len(report.chained_rows)
    )


def is_small(value: object) -> bool:
    return isinstance(value, Fraction) and abs(value.numerator) <= LARGEST and value.denominator <= LARGEST_BELOW
