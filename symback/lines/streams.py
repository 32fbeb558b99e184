"""Reading and writing without end: a line or a block at a time, complete or not at all."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from symback.errors import SymbackError
from symback.files import undisturbed, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

STANDARD_OUTPUT = (None, "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def opened(file: str | None) -> AbstractContextManager[BinaryIO]:
    """FILE, or standard input for `-` and for none. Raises SymbackError where it cannot be read."""
    if file is None or file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise SymbackError(f"{file}: {error.strerror}") from None
    except ValueError:
        raise SymbackError("a file name cannot hold a NUL") from None


def is_ready(stream: BinaryIO) -> bool:
    """True if something can be read from a stream at once (what its buffer still holds is not seen)."""
    import select

    try:
        return bool(select.select([stream], [], [], 0)[0])
    except (OSError, ValueError):  # not a stream that can be waited for
        return True


def lines_of(stream: BinaryIO, longest: int) -> Iterator[str]:
    """The lines of a stream; bytes that are not UTF-8 are carried on, to be refused where they stand."""
    mark = "\ufeff"  # some editors begin a file so
    while line := stream.readline(longest + 1):
        if len(line) > longest:
            raise SymbackError(f"a line of over {longest >> 20} MB")
        yield line.decode("utf-8", "surrogateescape").removeprefix(mark).replace("\r\n", "\n")
        mark = ""


def writer(output: str | None) -> AbstractContextManager[Callable[[bytes], None]]:
    """Return what writes a block to standard output, at once and whole; or to a file that appears when all is written."""
    if output is not None and output not in STANDARD_OUTPUT:
        return whole(output)
    if sys.stdout is None:
        raise SymbackError("standard output is closed", hint="-o FILE")
    return nullcontext(write_whole)


def write_whole(block: bytes) -> None:
    """Write and flush; an interrupt waits until the block is out, so that no line is cut."""
    with undisturbed():
        sys.stdout.buffer.write(block)
        sys.stdout.buffer.flush()
