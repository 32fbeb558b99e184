"""How far a long answer is, on standard error, where somebody is watching and the answers go elsewhere."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, BinaryIO

from symback.batch.streams import STANDARD_OUTPUT

if TYPE_CHECKING:
    from types import TracebackType

WIDTH = 30  # of the bar, in columns
PATIENCE = 0.5  # seconds before anything is shown
EVERY = 0.1


class Progress:
    """`with Progress(stream, output, "points") as bar: … bar.done(count)` draws a bar that is gone in the end.

    Its length is how much of `stream` is read; of a pipe, whose end nobody knows, the count alone is shown.
    """

    def __init__(self, stream: BinaryIO, output: str | None, what: str) -> None:
        self.stream, self.what = stream, what
        self.size = regular_size(stream)
        self.next = time.monotonic() + PATIENCE
        self.drawn = False
        self.watched = is_watched(output)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.drawn:
            self.draw("")

    def done(self, count: int) -> None:
        """Say that `count` are done."""
        if self.watched and time.monotonic() >= self.next:
            self.next = time.monotonic() + EVERY
            self.draw(bar(count, self.stream.tell() / self.size if self.size else None, self.what))

    def draw(self, text: str) -> None:
        self.drawn = True
        sys.stderr.write(f"\r{text}\033[K")
        sys.stderr.flush()


def is_watched(output: str | None) -> bool:
    """Whether standard error is a terminal that the answers do not go to themselves."""
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    return output not in STANDARD_OUTPUT or not sys.stdout.isatty()


def bar(count: int, share: float | None, what: str) -> str:
    """`[#####     ]  50% 1,000 points`."""
    if share is None:
        return f"{count:,} {what}"
    done = min(WIDTH, round(WIDTH * share))
    return f"[{'#' * done}{' ' * (WIDTH - done)}] {min(share, 1):4.0%} {count:,} {what}"


def regular_size(stream: BinaryIO) -> int | None:
    """The size in bytes of a regular file; None for a pipe or a terminal."""
    import stat

    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) and stream.seekable() else None
