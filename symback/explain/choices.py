"""What can be chosen about an explanation."""

from __future__ import annotations

from dataclasses import dataclass

from symback.errors import SymbackError, suggestion
from symback.explain.model import LEIBNIZ, NOTATIONS

# The parts of a story that --without leaves out, with what each tells.
PARTS = {
    "graph": "how the program is cut into nodes",
    "forward": "the forward pass",
    "question": "the question of each step",
    "nudge": "the nudge with its numbers",
    "leftover": "why the quotient is not exactly the derivative",
    "rules": "the rule that gives the local derivative",
    "chain": "the chain rule and the sum over paths",
    "arrows": "the arrow chain",
    "reuse": "what is used again",
    "backward": "all steps from right to left",
    "gradient": "the gradient",
    "check": "the double check by nudging",
    "cost": "the cost of both ways",
    "advice": "what the gradient says to do",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """`only` are the names that the output is differentiated by (None: all); `without` the parts left out.
    `top` is how many derivatives of a large graph are told; `long` tells all there is to tell.

    Raises SymbackError for a part or a notation that there is not.
    """

    only: tuple[str, ...] | None = None
    without: frozenset[str] = frozenset()
    notation: str = LEIBNIZ
    top: int = 8
    long: bool = False

    def __post_init__(self) -> None:
        for part in sorted(self.without):
            if part not in PARTS:
                way = suggestion(part, list(PARTS)) or f"one of {', '.join(PARTS)}"
                raise SymbackError(f"{part}: an explanation has no such part", hint=way)
        if self.notation not in NOTATIONS:
            raise SymbackError(f"the notation is one of {', '.join(NOTATIONS)}, not {self.notation}")

    def tells(self, part: str) -> bool:
        """True if `part` is told."""
        return part not in self.without
