"""How far a long answer is, on standard error, where somebody is watching and the answers go elsewhere."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from symback.lines.streams import STANDARD_OUTPUT
from symback.watch import Line, bar


class Progress(Line):
    """`with Progress(stream, output, "points") as progress: … progress.done(count)` draws how far it is.

    A bar shows how much of `stream` is read; of a pipe, whose end nobody knows, there is the count alone.
    """

    def __init__(self, stream: BinaryIO, output: str | None, what: str) -> None:
        super().__init__(watched=is_watched(output))
        self.stream, self.what = stream, what
        self.size = regular_size(stream)

    def done(self, count: int) -> None:
        """Say that `count` are done."""
        if self.due:
            share = f"{bar(self.stream.tell() / self.size)} " if self.size else ""
            self.draw(f"{share}{count:,} {self.what}")


def is_watched(output: str | None) -> bool:
    """True if standard error is a terminal that the answers do not go to themselves."""
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    return output not in STANDARD_OUTPUT or not sys.stdout.isatty()


def regular_size(stream: BinaryIO) -> int | None:
    """The size in bytes of a regular file; None for a pipe or a terminal."""
    import stat

    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) and stream.seekable() else None
