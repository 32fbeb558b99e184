"""One error type: what is wrong, where it stands in the text, the way out, and the exit code.

Exit codes: 2 for a malformed command or program, 3 where the mathematics has no answer.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Span = tuple[int, int]

MALFORMED = 2
NO_ANSWER = 3
MOST_SAID = 600  # characters of a reason or a hint
MOST_NAMED = 6


class Way(str):
    """A way out in the words of the command line; `python` says the same in Python's."""

    python: str

    def __new__(cls, command: str, python: str) -> Way:
        made = super().__new__(cls, command)
        made.python = python
        return made


class SymbackError(Exception):
    """Something the user can mend: `reason`, and where known the `span` of `source` that it is about.

    `hint` names the way out; `exit_code` is 2 or 3 (see the module). Where a point has no answer, `report` makes the report of what
    there is at it, for who shows such a point before the error.
    """

    report: Callable[[], Any] | None = None

    def __init__(
        self,
        reason: str,
        span: Span | None = None,
        source: str | None = None,
        *,
        hint: str | None = None,
        exit_code: int = MALFORMED,
    ) -> None:
        super().__init__(clipped(reason))
        self.reason = clipped(reason)
        self.span = span
        self.source = source
        self.hint = hint and clipped(hint)
        self.exit_code = exit_code

    def located(self, span: Span | None, source: str) -> SymbackError:
        """The same error, placed in `source`, unless it knows its place already."""
        if self.source is None:
            self.source = source
            self.span = self.span or span
        return self

    def within(self, where: str) -> SymbackError:
        """The same error, its reason after the place in a file that it is about: `net.txt, line 2`."""
        line = f", line {self.source.count(chr(10), 0, self.span[0]) + 1}" if self.source and self.span else ""
        self.reason = clipped(f"{where}{line}: {self.reason}")
        return self

    def in_python(self) -> SymbackError:
        """The same error, its way out in Python's words."""
        self.hint = self.hint.python if isinstance(self.hint, Way) else self.hint
        return self

    @property
    def column(self) -> int | None:
        """The place in the source, counted in characters from 1."""
        return None if self.span is None or self.source is None else self.span[0] + 1

    def __str__(self) -> str:
        """The whole message: the line of the program, a caret under the place, the reason, the way out."""
        lines = []
        if self.source and self.span is not None:
            lines += [f"  {line}" for line in excerpt(self.source, self.span)]
        lines.append(f"error: {visible(self.reason)}")
        if self.hint:
            lines.append(f"  try: {visible(self.hint)}")
        return "\n".join(lines)


def giving(names: Iterable[str], more: str = "", more_in_python: str | None = None) -> Way:
    """Return the way out of giving some inputs values: the first few are named."""
    values = ",".join(f"{name}=…" for name in itertools.islice(names, MOST_NAMED))
    return Way(f"--at {values}{more}", f"at({values}){more if more_in_python is None else more_in_python}")


def choosing(option: str, value: str) -> Way:
    """Return the way out of another choice: `--arithmetic decimal`."""
    return Way(f"--{option} {value}", f'Options({option}="{value}")')


class Placed(str):
    """A piece of a file that knows its place in it, for the message about it."""

    place: str

    def __new__(cls, text: str, place: str) -> Placed:
        made = super().__new__(cls, text)
        made.place = place
        return made


def clipped(text: str) -> str:
    """The text, cut where it is longer than anyone reads: a message may repeat what was typed."""
    return text if len(text) <= MOST_SAID else text[: MOST_SAID - 1] + "…"


def no_answer(reason: str, span: Span | None = None, *, hint: str | None = None) -> SymbackError:
    """The error for mathematics without an answer (exit code 3)."""
    return SymbackError(reason, span, hint=hint, exit_code=NO_ANSWER)


def excerpt(source: str, span: Span, width: int = 72) -> list[str]:
    """The line that `span` starts on, cut to `width` around it, and a caret line below."""
    start = min(span[0], len(source))
    end = max(start + 1, min(span[1], len(source)))
    line_start = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", start)
    line_end = len(source) if line_end < 0 else line_end
    first = max(line_start, start - width // 2)
    last = min(line_end, first + width)
    before, shown, after = source[first:start], source[start : min(end, last)], source[min(end, last) : last]
    head = "…" if first > line_start else ""
    tail = "…" if last < line_end else ""
    text = head + visible(before) + visible(shown) + visible(after) + tail
    number = source.count("\n", 0, start) + 1
    label = f"line {number}: " if "\n" in source.rstrip("\n") else ""
    pad = " " * (len(label) + display_width(head + visible(before)))
    marks = "^" + "~" * (display_width(visible(shown)) - 1)
    return [label + text, pad + marks]


def visible(text: str) -> str:
    r"""`text` with every character that could play tricks on a terminal spelled out (`\\x1b`, `\\u202e`)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() and not _combines(c) else _spelled(c) for c in text)


def printable(text: str) -> str:
    """`text` of somebody else's as one line that no terminal obeys: controls and marks of direction are spelled out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c in "\n\t\xa0" else _spelled(c) for c in text)


def _combines(char: str) -> bool:
    import unicodedata

    return unicodedata.combining(char) != 0


def _spelled(char: str) -> str:
    code = ord(char)
    if char == "\n":
        return "⏎"
    if 0xDC80 <= code <= 0xDCFF:  # a raw byte that was not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def display_width(text: str) -> int:
    """Columns that `text` takes on a terminal."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def suggestion(word: str, known: list[str]) -> str | None:
    """The name in `known` that `word` was most likely meant to be, or None."""
    from difflib import get_close_matches

    lowered = {name.lower(): name for name in reversed(known)}
    if word.lower() in lowered:
        return lowered[word.lower()]
    close = get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.65)
    return lowered[close[0]] if close else None
