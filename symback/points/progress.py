"""How far a long answer is, on standard error, where somebody is watching."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH = 30  # of the bar, in columns
EVERY = 0.1  # seconds


def progress(stream: BinaryIO) -> Callable[[int], None]:
    """What shows how many rows are done: a bar where the size of `stream` is known. Shows nothing off a terminal."""
    if not sys.stderr.isatty():
        return lambda rows: None  # noqa: ARG005 (nobody is watching)
    size = regular_size(stream)
    shown = 0.0

    def show(rows: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown >= EVERY:
            shown = now
            sys.stderr.write("\r" + bar(rows, stream.tell() / size if size else None) + "\033[K")
            sys.stderr.flush()

    return show


def bar(rows: int, share: float | None) -> str:
    """`[#####     ]  50% 1,000 points`."""
    if share is None:
        return f"{rows:,} points"
    done = min(WIDTH, round(WIDTH * share))
    return f"[{'#' * done}{' ' * (WIDTH - done)}] {min(share, 1):4.0%} {rows:,} points"


def clear() -> None:
    """Take the bar away."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def regular_size(stream: BinaryIO) -> int | None:
    """The size in bytes of a regular file; None for a pipe or a terminal."""
    import stat

    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) and stream.seekable() else None
