"""Writing files: whole, or not at all; and reading JSON without losing a key that stands twice."""

from __future__ import annotations

import os
import signal
import stat
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping


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
    """Write text (as UTF-8) or bytes to a file, as `whole` does."""
    with whole(name) as write:
        write(content.encode() if isinstance(content, str) else content)


@contextmanager
def whole(name: str) -> Iterator[Callable[[bytes], None]]:
    """Yield what writes to a file that anyone sees complete or unchanged. Raises SymbackError where that cannot be.

    An existing file keeps its permissions, and a link its place: what it points to is written. What is no file
    (a pipe, /dev/stdout) is written directly.
    """
    with said_of(name):
        plain = os.path.isfile(name) or os.path.isdir(name) or not os.path.exists(name)
        scratch = Scratch(os.path.realpath(name)) if plain else None
        stream = open(name, "wb") if scratch is None else os.fdopen(scratch.file, "wb")  # noqa: SIM115 (closed below)
    try:

        def write(data: bytes) -> None:
            with said_of(name):
                stream.write(data)

        yield write
        with said_of(name):
            stream.flush()
            if scratch is not None:
                scratch.put_in_place()
            stream.close()
    finally:
        with suppress(OSError):
            stream.close()
        if scratch is not None:
            scratch.remove()


@contextmanager
def said_of(name: str) -> Iterator[None]:
    """Raise SymbackError for what cannot be written."""
    try:
        yield
    except OSError as error:
        raise SymbackError(f"cannot write {name}: {error.strerror or error}") from None
    except ValueError:
        raise SymbackError("a file name cannot hold a NUL") from None


class Scratch:
    """An open file that becomes `target`. Until then it has no name, where the system can do that, and is gone whatever happens.

    Elsewhere it has one beside the target, is nobody else's to read, and is removed when a signal ends the process.
    """

    def __init__(self, target: str) -> None:
        if os.path.isdir(target):
            raise IsADirectoryError(21, os.strerror(21))
        if os.path.exists(target) and not os.access(target, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        self.target = target
        folder, name = os.path.split(target)
        self.name = os.path.join(folder, f".{name[:200]}.{os.urandom(6).hex()}")
        self.before: dict[int, Any] = {}
        try:
            os.stat("/proc/self/fd")  # through which it gets its name
            self.file, self.hidden = os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666), True
        except (AttributeError, OSError):
            self.file, self.hidden = os.open(self.name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), False
            self.catch_signals()

    def put_in_place(self) -> None:
        """Make the file the target, in one step."""
        os.fsync(self.file)
        if os.path.exists(self.target):
            os.fchmod(self.file, stat.S_IMODE(os.stat(self.target).st_mode))
        elif not self.hidden:
            mask = os.umask(0o077)
            os.umask(mask)
            os.fchmod(self.file, 0o666 & ~mask)
        with undisturbed():
            if self.hidden:
                os.link(f"/proc/self/fd/{self.file}", self.name, src_dir_fd=self.file)
            os.replace(self.name, self.target)

    def remove(self) -> None:
        """Remove the name beside the target, if it is there still."""
        with suppress(OSError):
            os.unlink(self.name)
        for number, handler in self.before.items():
            signal.signal(number, handler)

    def catch_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in {getattr(signal, name, signal.SIGTERM) for name in ("SIGTERM", "SIGHUP")}:
                self.before[number] = signal.signal(number, self.end)

    def end(self, number: int, _: object) -> None:
        """Remove the file, and let the signal do what it does."""
        self.remove()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off interrupts and requests to end, on systems that can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object of these. Raises SymbackError where a key stands twice: one of its values would be passed over."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise SymbackError(f"{twice[:60]!r} stands twice in one object")
    return found
