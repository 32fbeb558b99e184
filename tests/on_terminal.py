"""Commands on a pseudo-terminal of their own, which they can be interrupted from by its keys."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

CTRL_C = b"\x03"


def session() -> None:
    """Make the terminal at standard error the one that controls the process: then its Ctrl-C is an interrupt."""
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(2, termios.TIOCSCTTY, 0)


class Terminal:
    """A symback command with standard error (and where not told otherwise, standard output) on a pseudo-terminal."""

    def __init__(self, arguments: Sequence[str], stdin: Any = subprocess.DEVNULL, stdout: Any = None) -> None:
        self.ours, theirs = pty.openpty()
        self.child = subprocess.Popen(
            [sys.executable, "-m", "symback", *arguments],
            stdin=theirs if stdin is None else stdin,
            stdout=theirs if stdout is None else stdout,
            stderr=theirs,
            preexec_fn=session,  # noqa: PLW1509 (there are no threads)
            env={**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8"},
        )
        os.close(theirs)
        self.shown = ""

    def read(self, seconds: float) -> bool:
        """Take in what is shown within so many seconds; False at the end."""
        if not select.select([self.ours], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.ours, 65536)
        except OSError:  # Linux's way to say that nobody holds the other end any more
            return False
        self.shown += data.decode("utf-8", "replace")
        return bool(data)

    def until(self, pattern: str, seconds: float = 30) -> None:
        """Wait for something to show; AssertionError where that never comes."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.shown):
            assert time.monotonic() < end, self.shown
            assert self.read(0.1), self.shown

    def press(self, keys: bytes) -> None:
        os.write(self.ours, keys)

    def close(self) -> int:
        """Wait for the end, but not for ever; the exit code."""
        end = time.monotonic() + 60
        while self.read(0.1):
            if time.monotonic() > end:
                self.child.kill()
        os.close(self.ours)
        return self.child.wait(30)
