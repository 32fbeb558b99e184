"""flint's precision is one for the whole process; what another thread makes of it changes nothing that is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flint
import pytest

from symback import Graph
from symback.domains.ball import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = ["log(1-tanh(w))", "w**w - pi*w", "acos(w/50) - sqrt(w)", "where(sin(w) > 0, w**2, exp(w))", "atan2(w, -pi)"]
COMMANDS = [
    ("diff",), ("diff", "--get", "J", "--digits", "100"), ("diff", "--sweep"), ("diff", "--order", "2", "--format", "json"),
    ("explain",), ("graph",), ("plot", "--format", "json"), ("check", "--claim", "dw=3"), ("diff", "--arithmetic", "float"),
]  # fmt: skip


@pytest.fixture
def precision() -> Iterator[Any]:
    before = flint.ctx.prec
    yield flint.ctx
    flint.ctx.prec = before


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_precision_in_force_changes_no_answer(command: tuple[str, ...], precision: Any, run: Any) -> None:
    for program in PROGRAMS:
        answers = set()
        for bits in (53, 10, 2000):
            precision.prec = bits
            answers.add(run(command[0], program, "--at", "w=1/7", *command[1:]))
            assert precision.prec == bits
        assert len(answers) == 1, program


def test_a_ball_prints_its_own_digits_and_keeps_them_without_its_sign(precision: Any) -> None:
    value = Graph("exp(w)").at(w=1).values["J"]
    precision.prec = 300
    root = -flint.arb(2).sqrt()
    for bits in (53, 10, 2000):
        precision.prec = bits
        assert f"{value}" == str(value) == repr(value) == "2.71828182845904523536028747135"
        assert f"{value:.3f}" == "2.718"
        assert absolute(root).str(50, radius=False) == "1.4142135623730950488016887242096980785696718753769"
