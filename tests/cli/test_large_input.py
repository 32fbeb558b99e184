"""Input that is too large, or wrong in one place among 100,000: a message that names it, exit 2, soon and in little memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.network import network

if TYPE_CHECKING:
    from pathlib import Path

MOST_SECONDS, MOST_MB = 20, 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notes' network at a tenth of its depth, and its values."""
    found = tmp_path_factory.mktemp("large")
    text, values = network(100, 10)
    (found / "net.sym").write_text(text)
    (found / "values.json").write_text(json.dumps(values))
    return found


def message(program: Path, values: Path) -> str:
    """What symback says of them, in a process of its own with bounded memory."""
    limit = MOST_MB * 2**20
    answer = subprocess.run(
        [sys.executable, "-m", "symback", "diff", "--file", str(program), "--at", f"@{values}", "--get", "J"],
        capture_output=True,
        timeout=MOST_SECONDS,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr) < 2000
    return answer.stderr


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    text = (folder / "net.sym").read_text()
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    target = folder / "changed.sym"
    target.write_text(text)
    return target


def other_values(folder: Path, remove: list[str], add: dict[str, object]) -> Path:
    values = json.loads((folder / "values.json").read_text())
    for name in remove:
        del values[name]
    target = folder / "other.json"
    target.write_text(json.dumps(values | add))
    return target


def test_a_name_defined_twice_is_named(folder: Path) -> None:
    program = changed(folder, ("\na50_5 =", "\na50_4 ="), ("\na60_5 =", "\na60_4 ="))
    assert "a50_4 is defined twice; so is a60_4" in message(program, folder / "values.json")


def test_a_circle_is_named(folder: Path) -> None:
    program = changed(folder, ("\na50_5 =", "\nq ="), ("\na51_0 =", "\na50_5 = 2*a53_1\na51_0 ="))
    said = message(program, folder / "values.json")
    assert "in a circle: a50_5 needs a53_1 needs a52_" in said
    assert said.endswith(" needs a50_5\n  try: one of them needs another formula\n")


@pytest.mark.parametrize(
    ("remove", "add", "said"),
    [
        (["w50_5_5"], {}, "w50_5_5 has no value"),
        ([f"w50_5_{i}" for i in range(9)], {}, "w50_5_5 and 3 more have no value"),
        (["w50_5_5"], {"w50_5_55": 1}, "try: w50_5_5"),
        ([], {f"z{i}": 1 for i in range(9)}, "z4, z5 and 3 more are not inputs"),
        ([], {"w50_5_5": "0.1z"}, "the value of w50_5_5 must be a number, and z is a name"),
        ([], {"w50_5_5": None}, "w50_5_5"),
        ([], {"w50_5_5": "010"}, "010 is not a number"),
    ],
)
def test_one_wrong_value_is_named(folder: Path, remove: list[str], add: dict[str, object], said: str) -> None:
    assert said in message(folder / "net.sym", other_values(folder, remove, add))


@pytest.mark.parametrize(
    "data", [b"\x00" * 10**6, b"\x7fELF\x02" * 10**5, "café = w".encode("latin-1"), b"\xff\xfea\x00"]
)
def test_what_is_not_text_is_told(folder: Path, data: bytes) -> None:
    program = folder / "binary.sym"
    program.write_bytes(data)
    said = message(program, folder / "values.json")
    assert "not UTF-8 text" in said or "is not in the language" in said


def test_200_mb_are_refused_before_they_are_read(folder: Path) -> None:
    program = folder / "sparse.sym"
    with program.open("wb") as stream:
        stream.truncate(200 * 2**20)
    assert "holds over 100 MB" in message(program, folder / "values.json")
