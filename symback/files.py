"""Writing files: whole, or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from symback.errors import SymbackError


def write_whole(text: str, name: str) -> None:
    """Write `text` to a file that anyone sees complete or unchanged. Raises SymbackError where that cannot be.

    An existing file keeps its permissions, and a link its place: what it points to is written. What is no file
    (a pipe, /dev/stdout) is written directly.
    """
    try:
        target = Path(name)
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("w", encoding="utf-8", newline="") as stream:
                stream.write(text)
            return
        replace(target.resolve(), text)
    except OSError as error:
        raise SymbackError(f"cannot write {name}: {error.strerror or error}") from None
    except ValueError:
        raise SymbackError("a file name cannot hold a NUL") from None


def replace(target: Path, text: str) -> None:
    """Write a scratch file beside the target, then move it there in one step."""
    if target.is_dir():
        raise IsADirectoryError(21, os.strerror(21))
    scratch = target.with_name(f".{target.name[:200]}.{os.urandom(6).hex()}")
    try:
        with scratch.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, scratch)
        scratch.replace(target)
    finally:
        with suppress(OSError):
            scratch.unlink()
