"""What the terminal and the environment ask for: colour or not, and how wide."""

from __future__ import annotations

import os
import sys

USUAL_WIDTH = 80
LEAST_WIDTH, MOST_WIDTH = 20, 99_999
NO = ("", "0", "false")


def wants_color(setting: str, *, to_file: bool = False) -> bool:
    """True if output is to be in colour: as --color says; else NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE, CLICOLOR=0, and the terminal."""
    if setting != "auto":
        return setting == "always"
    get = os.environ.get
    if get("NO_COLOR") or to_file:
        return False
    if get("FORCE_COLOR", "").lower() not in NO or get("CLICOLOR_FORCE", "").lower() not in NO:
        return True
    if get("CLICOLOR") == "0" or get("TERM") == "dumb":
        return False
    return is_terminal()


def ground() -> str:
    """The ground behind the text: light or dark where COLORFGBG tells, else between; nothing where a terminal has 16 colours."""
    get = os.environ.get
    if "256color" not in get("TERM", "") and get("COLORTERM") not in ("truecolor", "24bit"):
        return ""
    number = get("COLORFGBG", "").rpartition(";")[2]
    return ("light" if number in ("7", "15") else "dark") if number.isdigit() else "between"


def width(*, to_file: bool = False) -> int:
    """Characters in a line: COLUMNS, else the terminal's, else 80."""
    text = os.environ.get("COLUMNS", "")
    if text.isascii() and text.isdigit() and int(text[:6]) > 0:
        return min(max(LEAST_WIDTH, int(text[:6])), MOST_WIDTH)
    if to_file or not is_terminal():
        return USUAL_WIDTH
    try:
        return max(LEAST_WIDTH, os.get_terminal_size(sys.stdout.fileno()).columns or USUAL_WIDTH)
    except (OSError, ValueError):
        return USUAL_WIDTH


def is_terminal() -> bool:
    """True if standard output is a terminal; where it is closed there is none."""
    return sys.stdout is not None and sys.stdout.isatty()


def is_ascii(*, to_file: bool = False) -> bool:
    """True if standard output takes ASCII only (files are UTF-8)."""
    if to_file or sys.stdout is None:
        return False
    return not (sys.stdout.encoding or "ascii").lower().replace("-", "").startswith("utf")
