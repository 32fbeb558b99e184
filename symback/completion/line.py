"""A half-typed command line as words: quotes and backslashes as shells have them, the last word open to the right."""

from __future__ import annotations

BLANKS = " \t\n"


def split_line(line: str) -> list[str]:
    """The words of `line` without their quotes; the last is the one being typed, empty after a blank."""
    words = [""]
    started = False
    quote = ""
    escaped = False
    for char in line:
        if escaped:
            words[-1] += char
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = started = True
        elif quote:
            words[-1] += "" if char == quote else char
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote, started = char, True
        elif char in BLANKS:
            if started:
                words.append("")
            started = False
        else:
            words[-1] += char
            started = True
    return words
