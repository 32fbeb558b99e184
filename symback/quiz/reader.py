"""Where answers come from: a terminal, with its line edited and earlier lines at hand, or a pipe, one answer a line."""

from __future__ import annotations

import re
import sys
from contextlib import suppress

from symback.errors import SymbackError, visible

LONGEST = 10_000  # characters of a line; what is longer is no answer
ECHOED = 60
ESCAPES = re.compile("\x1b\\[[0-9;]*m")


class Reader:
    """Reads one line after the other. `patient` readers have somebody there who can try again."""

    patient = False

    def line(self, prompt: str) -> str | None:
        """The next line, None at the end. `prompt` is shown before it."""
        raise NotImplementedError


class Terminal(Reader):
    """Somebody at a terminal."""

    patient = True

    def __init__(self) -> None:
        with suppress(ImportError):
            import readline  # noqa: F401 (input() edits lines once it is there)
        for stream in (sys.stdin, sys.stdout):
            stream.reconfigure(errors="surrogateescape" if stream is sys.stdin else "backslashreplace")  # type: ignore[union-attr]  # sys.stdin may be what a test put there

    def line(self, prompt: str) -> str | None:
        if "readline" in sys.modules:
            prompt = ESCAPES.sub("\x01\\g<0>\x02", prompt)  # or the colours would count as characters of the line
        try:
            return input(prompt)
        except EOFError:
            sys.stdout.write("\n")
            return None


class Pipe(Reader):
    """A pipe or a file. What is read is printed after the prompt, as if it had been typed."""

    def line(self, prompt: str) -> str | None:
        raw = sys.stdin.buffer.readline(LONGEST)
        if not raw:
            return None
        while (
            len(raw) == LONGEST
            and not raw.endswith(b"\n")
            and sys.stdin.buffer.readline(LONGEST)[-1:] not in (b"", b"\n")
        ):
            pass
        text = raw.decode("utf-8", "surrogateescape").rstrip("\r\n")
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write((prompt + shown(text) + "\n").encode(encoding, "backslashreplace").decode(encoding))
        return text


def shown(text: str) -> str:
    """An answer as it is printed: short, and with nothing in it that could play tricks on a terminal."""
    return visible(text[:ECHOED]) + ("…" if len(text) > ECHOED else "")


def reader() -> Reader:
    """The reader of standard input. Raises SymbackError where that is closed, or standard output is."""
    if sys.stdout is None:
        raise SymbackError("standard output is closed, and questions go there")
    if sys.stdin is None or sys.stdin.closed:
        raise SymbackError("standard input is closed, and answers come from there")
    return Terminal() if sys.stdin.isatty() and sys.stdout.isatty() else Pipe()
