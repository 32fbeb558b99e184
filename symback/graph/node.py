"""A node: an intermediate value, made from others by a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symback.syntax.printer import to_text

if TYPE_CHECKING:
    from symback.syntax.formula import Code, Formula


@dataclass(frozen=True, slots=True)
class Node:
    """An intermediate value: `name` = a rule applied to operands. `unused` if the output does not depend on it."""

    name: str
    formula: Formula
    unused: bool = False

    @property
    def rule(self) -> Code:
        """The formula with slots; nodes of one shape share it."""
        return self.formula.code

    @property
    def operands(self) -> tuple[str, ...]:
        """The input or node in each slot of the rule."""
        return self.formula.names

    @property
    def distinct_operands(self) -> tuple[str, ...]:
        """The operands, each once, in order of first use."""
        return tuple(dict.fromkeys(self.formula.names))

    def places(self) -> dict[str, list[int]]:
        """Every operand and the slots that it stands in, in order of first use."""
        found: dict[str, list[int]] = {}
        for slot, name in enumerate(self.formula.names):
            found.setdefault(name, []).append(slot)
        return found

    def text(self, limit: int | None = None) -> str:
        """The formula as the person wrote it."""
        return to_text(self.formula.code, self.formula.names, limit)
