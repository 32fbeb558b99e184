"""Formulas that were derived before, kept as JSON in the user's cache folder, so that they need not be derived again.

An entry holds text, and is read as text: nothing in it is ever executed. Its key is everything that the formulas depend
on (the program's nodes and symback's own code), so an entry is right or is not found. What is damaged, or
cannot be read or written, is as if it were not there: the cache can only save time.
"""

from __future__ import annotations

import json
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

SCHEMA = 1
MOST_ENTRIES = 500
LARGEST = 1 << 16  # bytes of an entry
SOURCES = (
    "formulas.py",
    "functions.py",
    "derivatives.py",
    *(
        f"algebra/{name}.py"
        for name in ("expression", "operations", "roots", "calls", "rules", "substitute", "tidy", "text")
    ),
)

Texts = dict[str, Any]


def folder() -> Path | None:
    """The folder of the entries: in XDG_CACHE_HOME, else in ~/.cache; None where there is no home."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):
        return Path(base, "symback", "formulas")
    home = os.path.expanduser("~")
    return Path(home, ".cache", "symback", "formulas") if os.path.isabs(home) else None


def versions() -> list[Any]:
    """What the formulas' text depends on besides the program: our own code, which is not loaded for it."""
    here = Path(__file__).parent
    stats = [os.stat(here / name) for name in SOURCES]
    return [SCHEMA, *([s.st_size, s.st_mtime_ns] for s in stats)]


def entry(key: str) -> Path | None:
    """The file of a key. Two keys may share one; the key that stands in the file tells them apart."""
    where = folder()
    data = key.encode("utf-8", "surrogateescape")
    return None if where is None else where / f"{zlib.crc32(data):08x}{zlib.adler32(data):08x}.json"


def load(key: str) -> Texts:
    """What is known under `key`; nothing where there is no entry, or not a sound one."""
    path = entry(key)
    if path is None:
        return {}
    try:
        with path.open("rb") as stream:
            data = json.loads(stream.read(2 * LARGEST))
        texts = data["texts"]
        sound = data["key"] == key and data["check"] == check(texts) and all(map(is_sound, texts.values()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return texts if sound else {}


def check(texts: Texts) -> int:
    """The checksum by which damage is seen."""
    return zlib.crc32(json.dumps(texts, sort_keys=True).encode())


def is_sound(value: Any) -> bool:
    """Whether a value is what formulas are held as: printable text, nothing, or a list of such."""
    if isinstance(value, list):
        return all(map(is_sound, value))
    return value is None or (isinstance(value, str) and value.isprintable())


def save(key: str, texts: Texts) -> None:
    """Keep `texts` under `key`; the entry appears whole or not at all, whoever else writes at the time."""
    path = entry(key)
    data = json.dumps({"key": key, "check": check(texts), "texts": texts}).encode()
    if path is None or len(data) > LARGEST:
        return
    scratch = path.with_name(f"{path.stem}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch.write_bytes(data)
        scratch.replace(path)
        make_room(path.parent)
    except OSError:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def make_room(where: Path) -> None:
    """Remove the oldest entries where there are too many."""
    found = entries(where)
    if len(found) > MOST_ENTRIES:
        remove(path for _, path in sorted((modified(path), path) for path in found)[: MOST_ENTRIES // 4])


def modified(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_mtime_ns
    return 0


def entries(where: Path | None) -> list[Path]:
    """The files of the cache, also what an interrupted writer left."""
    if where is None:
        return []
    try:
        return [path for path in where.iterdir() if path.suffix in (".json", ".tmp")]
    except OSError:
        return []


def remove(paths: Any) -> int:
    """Remove files; returns how many went."""
    count = 0
    for path in paths:
        with suppress(OSError):
            path.unlink()
            count += 1
    return count
