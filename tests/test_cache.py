"""The cache of formulas: it saves time, and can do nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from symback import cache

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "symback"]
DIFF = ["diff", "(2+3*w)**2*x", "--at", "w=3,x=2"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def run(*arguments: str) -> str:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def derives(*arguments: str) -> bool:
    code = (
        "import sys; from symback.__main__ import main; main(sys.argv[1:]); sys.exit('symback.formulas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, stdin=subprocess.DEVNULL)
    assert done.returncode in (0, 1)
    return bool(done.returncode)


def entries(home: Path) -> list[Path]:
    return sorted((home / "symback" / "formulas").glob("*"))


def test_the_second_call_says_the_same_without_deriving(home: Path) -> None:
    first = run(*DIFF)
    assert len(entries(home)) == 1
    assert not derives(*DIFF)
    assert run(*DIFF) == first == run(*DIFF, "--no-cache")
    assert not derives("diff", "(2+3*w)**2*x", "--at", "w=-1,x=1/3")
    assert derives(*DIFF, "--no-cache")
    assert derives("diff", "(2+3*w)**2*b", "--at", "w=3,b=2")


DAMAGE: list[Any] = [
    b"",
    b"{",
    b"[]",
    b'{"key": 1}',
    b"\xff\xfe",
    b"null",
    b'{"key": "k", "check": 0, "texts": []}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("data", DAMAGE)
def test_a_damaged_entry_is_ignored(home: Path, data: bytes) -> None:
    first = run(*DIFF)
    entries(home)[0].write_bytes(data)
    assert run(*DIFF) == first


def test_a_changed_text_is_not_believed(home: Path) -> None:
    first = run(*DIFF)
    entry = entries(home)[0]
    entry.write_text(entry.read_text().replace("2*a", "3*a"))
    assert run(*DIFF) == first
    assert "2*a" in entry.read_text()


def test_what_is_no_text_is_not_believed(home: Path) -> None:
    for texts in ({"a": "\x1b[31m"}, {"a": 3}, {"a": [["x", {}]]}):
        cache.save("key", texts)
        assert cache.load("key") == {}
    cache.save("key", {"a": "2*w", "b": None, "c": [["J", "1", None]]})
    assert cache.load("key") == {"a": "2*w", "b": None, "c": [["J", "1", None]]}
    assert cache.load("other") == {}


@pytest.mark.parametrize("place", ["file", "missing"])
def test_a_folder_that_cannot_be_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file") if place == "file" else "/proc/nowhere")
    assert "Gradient" in run(*DIFF)


def test_calls_at_the_same_time(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: run(*DIFF), range(4)))
    assert len(found) == 1
    (entry,) = entries(home)
    assert json.loads(entry.read_text())["texts"]


def test_room_is_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 8)
    for i in range(30):
        cache.save(f"key {i}", {"a": str(i)})
        os.utime(cache.entry(f"key {i}") or "", ns=(i, i))
        assert len(entries(home)) <= 9
    assert cache.load("key 29") == {"a": "29"}
    cache.save("large", {"a": "w" * cache.LARGEST})
    assert cache.load("large") == {}


def test_command(home: Path) -> None:
    run(*DIFF)
    assert f"folder: {home}" in run("cache", "info")
    assert "programs: 1 " in run("cache", "info")
    assert run("cache", "clear") == "1 removed\n"
    assert entries(home) == []
    assert run("cache", "clear") == "0 removed\n"
