"""Which boxes are blank: the others show their answer."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from symback.errors import SymbackError
from symback.exercise.model import FORWARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.exercise.model import Box

WAYS = ("all", "forward", "backward", "some")


def blanks(boxes: Sequence[Box], way: str, seed: int) -> list[bool]:
    """For every box whether it is to be filled in; `some` is about half of them, drawn with the seed."""
    if way not in WAYS:
        raise SymbackError(f"what is blank is one of {', '.join(WAYS)}, not {way}")
    if way == "some":
        random = Random(f"blank {seed}")  # noqa: S311 (no secret)
        drawn = [random.random() for _ in boxes]  # random() is the same in every version of Python
        return [number <= sorted(drawn)[(len(boxes) - 1) // 2] for number in drawn]
    return [way == "all" or (box.kind == FORWARD) == (way == "forward") for box in boxes]
