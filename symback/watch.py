"""How far work of known length is, and how long it will take, on standard error, where somebody is watching."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

WIDTH = 30  # of the bar, in columns
PATIENCE = 1.0  # seconds before anything is shown
EVERY = 0.1


class Watch:
    """`with Watch(total, "parameters nudged") as watch: … watch.done(count)` draws a bar that is gone in the end."""

    def __init__(self, total: int, what: str) -> None:
        self.total, self.what = total, what
        self.start = self.shown = time.monotonic()
        self.drawn = False
        self.watched = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.drawn:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def done(self, count: int) -> None:
        """Say that `count` of all are done."""
        now = time.monotonic()
        if self.watched and now - self.start > PATIENCE and now - self.shown > EVERY:
            self.shown, self.drawn = now, True
            sys.stderr.write("\r" + bar(count, self.total, now - self.start, self.what) + "\033[K")
            sys.stderr.flush()


def bar(count: int, total: int, seconds: float, what: str) -> str:
    """`[#####     ]  50% 1,000 of 2,000 parameters nudged, 4 s left`."""
    share = count / max(1, total)
    done = round(WIDTH * share)
    left = f", {seconds * (1 - share) / share:.0f} s left" if share else ""
    return f"[{'#' * done}{' ' * (WIDTH - done)}] {share:4.0%} {count:,} of {total:,} {what}{left}"
