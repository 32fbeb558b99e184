"""CONTRIBUTING.md's recipes, applied to a copy of symback as they stand: its rows and files go where it says, and its commands print what it shows."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from doc_blocks import ROOT, check_file

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "CONTRIBUTING.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"in (?:the table )?`([A-Z]+(?:_[A-Z]+)*)` of `([\w/]+\.py)`")
FILE = re.compile(r"`(symback/[\w/]+\.py)`:$")


def recipes() -> list[tuple[str, str | None, str]]:
    """What goes where: the file, the table in it (None for a new file), and the text."""
    text = PAGE.read_text("utf-8").partition("\n## Style\n")[0]
    found: list[tuple[str, str | None, str]] = []
    for block in BLOCK.finditer(text):
        before = text[: block.start()].rstrip("\n").rpartition("\n\n")[2].replace("\n", " ")
        row, file = ROW.search(before), FILE.search(before)
        assert row or file, before
        found.append((row[2], row[1], block[1]) if row else (file[1] if file else "", None, block[1]))
    return found


def apply(folder: Path, file: str, table: str | None, text: str) -> None:
    """Put a recipe's text into its file: a row at the head of its table, or all of a new file."""
    path = folder / file
    if table is None:
        assert not path.exists()
        path.write_text(text, "utf-8")
        return
    before = path.read_text("utf-8")
    head = re.search(rf"^{table}\b.*[(\[{{]\n", before, re.MULTILINE)
    assert head, f"{file} has no table {table}"
    path.write_text(before[: head.end()] + text + before[head.end() :], "utf-8")


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of symback and its tests after all recipes."""
    for name in ("symback", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for recipe in recipes():
        apply(tmp_path, *recipe)
    return tmp_path


def test_the_recipes_work(changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", ".")  # the commands run in copies of `changed`
    check_file("CONTRIBUTING.md", files=changed)


def test_there_is_a_recipe_for_each() -> None:
    files = [(file, table) for file, table, _ in recipes()]
    assert files == [
        ("symback/functions.py", "FUNCTIONS"),
        ("symback/document/formats/org.py", None),
        ("symback/cli/inputs.py", None),
        ("tests/cli/test_messages.py", "PROGRAMS"),
        ("symback/functions.py", "OTHER_NAMES"),
    ]


def test_the_pairs_of_style_are_of_this_code() -> None:
    """The good halves stand in it; the bad ones do not."""
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "symback").rglob("*.py"))
    bad_and_good = BLOCK.findall(PAGE.read_text("utf-8").partition("\n## Style\n")[2])
    assert len(bad_and_good) == 4
    for number, block in enumerate(bad_and_good):
        lines = [line.partition("  #")[0].strip() for line in block.splitlines()]
        assert [line in source for line in lines] == [number % 2 == 1] * len(lines), lines
