"""Names for nodes that nobody named: a to z in the order of computation, then a1, b1, …, never one that is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = "abcdfghijklmnopqrstuvwxyz"  # e is a number


def fresh_names(taken: set[str]) -> Iterator[str]:
    """Names that are not in `taken`, in order."""
    round_number = 0
    while True:
        for letter in LETTERS:
            name = letter if round_number == 0 else f"{letter}{round_number}"
            if name not in taken:
                yield name
        round_number += 1
