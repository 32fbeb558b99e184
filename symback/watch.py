"""How far long work is, on standard error, where somebody is watching."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

WIDTH = 30  # of the bar, in columns
PATIENCE = 0.5  # seconds before anything is shown
EVERY = 0.1


class Line:
    """A line that is drawn again and again, only while `watched`, and is gone when the `with` ends."""

    def __init__(self, *, watched: bool) -> None:
        self.start = time.monotonic()
        self.next = self.start + PATIENCE
        self.drawn = False
        self.watched = watched

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.drawn:
            self.draw("")

    @property
    def due(self) -> bool:
        """True if it is time to draw."""
        return self.watched and time.monotonic() >= self.next

    def draw(self, text: str) -> None:
        self.next = time.monotonic() + EVERY
        self.drawn = True
        sys.stderr.write(f"\r{text}\033[K")
        sys.stderr.flush()


class Watch(Line):
    """Work of known length: `with Watch(total, "parameters nudged") as watch: … watch.done(count)`."""

    def __init__(self, total: int, what: str) -> None:
        super().__init__(watched=sys.stderr is not None and sys.stderr.isatty())
        self.total, self.what = total, what

    def done(self, count: int) -> None:
        """Say that `count` of all are done."""
        if self.due:
            self.draw(with_time_left(count, self.total, time.monotonic() - self.start, self.what))


def with_time_left(count: int, total: int, seconds: float, what: str) -> str:
    """`[#####     ]  50% 1,000 of 2,000 parameters nudged, 4 s left`."""
    share = count / max(1, total)
    left = f", {seconds * (1 - share) / share:.0f} s left" if share else ""
    return f"{bar(share)} {count:,} of {total:,} {what}{left}"


def bar(share: float) -> str:
    """`[###############               ]  50%`."""
    done = min(WIDTH, round(WIDTH * share))
    return f"[{'#' * done}{' ' * (WIDTH - done)}] {min(share, 1):4.0%}"
