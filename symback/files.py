"""Writing files: whole, or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


SUFFIXES = {"txt": "table", "htm": "html", "tex": "latex", "md": "markdown", "jsonl": "json", "ndjson": "json"}


def kinds_of(formats: Collection[str]) -> dict[str, str]:
    """The formats of a command by the endings of files that hold them."""
    known = [kind for kind in formats if kind not in ("table", "plain", "latex", "markdown")]
    return {kind: kind for kind in known} | {ending: kind for ending, kind in SUFFIXES.items() if kind in formats}


def kind_of(name: str | None, kinds: Mapping[str, str], otherwise: str) -> str:
    """The format that a file's name asks for, `kinds` by their endings; `otherwise` of a name without ending.

    Raises SymbackError for an ending that is none of them: no table in a file that is called as a picture.
    """
    start, _, ending = os.path.basename(name or "").rpartition(".")
    if not start:
        return otherwise
    if ending.lower() not in kinds:
        raise SymbackError(f"this is not written as .{ending[:20]}", hint=f"one of .{' .'.join(kinds)}")
    return kinds[ending.lower()]


def write_whole(content: str | bytes, name: str) -> None:
    """Write text (as UTF-8) or bytes to a file that anyone sees complete or unchanged. Raises SymbackError where that cannot be.

    An existing file keeps its permissions, and a link its place: what it points to is written. What is no file
    (a pipe, /dev/stdout) is written directly.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if os.path.exists(name) and not os.path.isfile(name) and not os.path.isdir(name):
            with open(name, "wb") as stream:
                stream.write(data)
            return
        replace(os.path.realpath(name), data)
    except OSError as error:
        raise SymbackError(f"cannot write {name}: {error.strerror or error}") from None
    except ValueError:
        raise SymbackError("a file name cannot hold a NUL") from None


def replace(target: str, data: bytes) -> None:
    """Write a scratch file beside the target, then move it there in one step."""
    if os.path.isdir(target):
        raise IsADirectoryError(21, os.strerror(21))
    folder, name = os.path.split(target)
    scratch = os.path.join(folder, f".{name[:200]}.{os.urandom(6).hex()}")
    try:
        with open(scratch, "xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if os.path.exists(target):
            os.chmod(scratch, stat.S_IMODE(os.stat(target).st_mode))
        os.replace(scratch, target)
    finally:
        with suppress(OSError):
            os.unlink(scratch)
