"""What a quiz came to."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_NAMES = 12  # of boxes, that the score tells


@dataclass
class Score:
    """How the boxes of a quiz went: `right` at once, `late` right after a wrong answer; `hints` shown.

    `wrong` and `skipped` name the boxes; an answer that was shown is wrong. `total` counts all boxes; those that nobody came to
    are in none of the others.
    """

    total: int
    right: int = 0
    late: int = 0
    wrong: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    hints: int = 0

    @property
    def left(self) -> int:
        """The boxes that nobody came to."""
        return self.total - self.right - self.late - len(self.wrong) - len(self.skipped)

    @property
    def perfect(self) -> bool:
        """Whether every box was right at once."""
        return self.right == self.total

    def text(self) -> str:
        """`Score: 3 of 5 right, 1 after another try, 1 wrong (dJ/dw); 2 hints`."""
        parts = [f"{self.right} of {self.total} right"]
        parts += [f"{self.late} after another try"] if self.late else []
        for what, boxes in {"wrong": self.wrong, "skipped": self.skipped}.items():
            names = ", ".join([*boxes[:MOST_NAMES], *["…"][: len(boxes) - MOST_NAMES]])
            parts += [f"{len(boxes)} {what} ({names})"] if boxes else []
        parts += [f"{self.left} not answered"] if self.left else []
        hints = f"; {self.hints} hint{'' if self.hints == 1 else 's'}" if self.hints else ""
        return "Score: " + ", ".join(parts) + hints
