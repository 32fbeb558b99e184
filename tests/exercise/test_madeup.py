"""Made-up programs: always the same ones, and always ones that can be filled in by hand."""

from __future__ import annotations

import re
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.errors import SymbackError
from symback.exercise.boxes import exercise_at
from symback.exercise.madeup import PATTERNS, MadeUp, Pattern, drawn, is_nice, made_up, several


@given(st.integers(1, 5), st.integers(0, 2**63))
@settings(max_examples=80, deadline=None)
def test_small_numbers_and_no_kink(level: int, seed: int) -> None:
    found = made_up(level, seed)
    assert found == made_up(level, seed)
    assert found.at.keys() == set(Graph(found.program).inputs)
    exercise = exercise_at(found.graph, found.at)
    assert not exercise.left_out
    assert all(isinstance(box.answer, Fraction) and abs(box.answer) <= 400 for box in exercise.boxes)
    assert all(row.verdict.kind == "match" for row in exercise.report.chained_rows)
    assert any(exercise.report.gradient.values())


def test_the_same_everywhere() -> None:
    """Golden: a seed in a worksheet or a message means the same program tomorrow."""
    assert made_up(1, 1) == MadeUp(*GOLDEN[1], 1, 1)
    assert made_up(3, 7) == MadeUp(*GOLDEN[3], 3, 7)


GOLDEN: dict[int, tuple[str, dict[str, str], tuple[str, ...] | None]] = {
    1: ("(4*w-6)**2", {"w": "3"}, None),
    3: ("c = w*x; a = c+b; d = a-y; J = d**2/2", {"w": "1", "x": "-4", "b": "4", "y": "3"}, ("w", "b")),
}


@pytest.mark.parametrize(("level", "pattern"), [(level, p) for level, row in PATTERNS.items() for p in row])
def test_every_pattern_can_be_drawn(level: int, pattern: Pattern) -> None:
    """No row of the table is one that no numbers suit."""
    random = Random(1)
    assert any(is_nice(drawn(pattern, random, level, 1)) for _ in range(100))


@pytest.mark.parametrize("level", range(1, 6))
def test_seeds_give_variety(level: int) -> None:
    assert len({made_up(level, seed).program for seed in range(60)}) >= len(PATTERNS[level])


def test_levels_grow() -> None:
    sizes = [sum(len(made_up(level, seed).graph.nodes) for seed in range(30)) for level in (1, 3, 5)]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("level", range(1, 6))
def test_several_are_different(level: int) -> None:
    """Twelve, a page's worth, are of twelve kinds."""
    found = list(several(level, 5, 20))
    assert len({(made.program, str(made.at)) for made in found}) == 20
    assert len({re.sub("[+-]|[0-9]+", "#", made.program) for made in found[:12]}) == 12
    assert found[0] == made_up(level, 5)


def test_functions_are_of_all_kinds() -> None:
    """What a course meets: growth, waves, squashing, a softmax, the gates of a cell."""
    programs = "; ".join(made_up(level, seed).program for level in (4, 5) for seed in range(120))
    wanted = (
        "exp(",
        "log(",
        "sqrt(",
        "sin(",
        "cos(",
        "tanh(",
        "sigmoid(",
        "relu(",
        "abs(",
        "max(",
        "where(",
        "u/s",
        "f*h",
    )
    assert [text for text in wanted if text not in programs] == []


@pytest.mark.parametrize("level", [0, 6, -1])
def test_no_such_level(level: int) -> None:
    with pytest.raises(SymbackError, match="the levels are 1 to 5"):
        made_up(level, 1)
