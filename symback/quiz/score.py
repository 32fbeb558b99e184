"""What a quiz came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Score:
    """How the boxes of a quiz went: `right` at once, `late` right after a wrong answer, `wrong`, `skipped`; `hints` shown.

    `total` counts all boxes; those that nobody came to are in none of the others.
    """

    total: int
    right: int = 0
    late: int = 0
    wrong: int = 0
    skipped: int = 0
    hints: int = 0

    @property
    def left(self) -> int:
        """The boxes that nobody came to."""
        return self.total - self.right - self.late - self.wrong - self.skipped

    @property
    def perfect(self) -> bool:
        """Whether every box was right at once."""
        return self.right == self.total

    def text(self) -> str:
        """`Score: 3 of 5 right, 1 after another try, 1 skipped; 2 hints`."""
        parts = [f"{self.right} of {self.total} right"]
        told = {"after another try": self.late, "wrong": self.wrong, "skipped": self.skipped, "not answered": self.left}
        parts += [f"{count} {what}" for what, count in told.items() if count]
        hints = f"; {self.hints} hint{'' if self.hints == 1 else 's'}" if self.hints else ""
        return "Score: " + ", ".join(parts) + hints
