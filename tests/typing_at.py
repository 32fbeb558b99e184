"""Typing into a real interactive shell on a pseudo-terminal, as a person would."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time

ESCAPES = re.compile(r"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b\][^\x07]*\x07|\x1b[()=>][0-9A-Z]?|[\x07\x08\r]")


class Shell:
    """A shell in a pseudo-terminal; `type` sends keys, `until` waits for text to show."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: str) -> None:
        self.master, slave = pty.openpty()
        setting = {**environment, "TERM": "dumb", "COLUMNS": "200", "PS1": "READY> "}
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=setting, cwd=folder, start_new_session=True
        )
        os.close(slave)

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def until(self, pattern: str, seconds: float = 20) -> str:
        """What shows up to `pattern`; AssertionError where that never comes."""
        shown = ""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ready, _, _ = select.select([self.master], [], [], 0.1)
            if ready:
                try:
                    shown += os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
            if re.search(pattern, ESCAPES.sub("", shown)):
                return ESCAPES.sub("", shown)
        raise AssertionError(f"{pattern!r} never showed in {ESCAPES.sub('', shown)!r}")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)
