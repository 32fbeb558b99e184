"""What docs/graph.md shows is what the command prints, and each of its pictures is what its command draws."""

from __future__ import annotations

import doctest
import os
import re
from pathlib import Path

import doc_blocks
import pytest

from symback.picture import formats

PAGE = Path(doc_blocks.ROOT) / "docs" / "graph.md"
TEXT = PAGE.read_text(encoding="utf-8")
DRAWN = re.compile(r"^\$ (symback graph (?:[^\n]*\\\n)*[^\n]* -o (\w+\.svg))$", re.MULTILINE)
PICTURES = {name: command.replace("\\\n", " ") for command, name in DRAWN.findall(TEXT)}
LARGEST = 12_000  # bytes of a picture in the repository


def test_page() -> None:
    doc_blocks.check_file("docs/graph.md")


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_pictures_are_what_their_commands_draw(name: str, tmp_path: Path) -> None:
    assert doc_blocks.output(PICTURES[name], tmp_path) == ""
    made, kept = tmp_path / name, PAGE.parent / "pictures" / name
    if os.environ.get("SYMBACK_UPDATE"):
        kept.write_bytes(made.read_bytes())
    assert made.read_bytes() == kept.read_bytes()
    assert len(made.read_bytes()) < LARGEST


def test_every_picture_is_shown_and_kept() -> None:
    assert PICTURES
    shown = set(re.findall(r"\]\(pictures/(\w+\.svg)\)", TEXT))
    assert shown == set(PICTURES)
    assert shown <= {path.name for path in (PAGE.parent / "pictures").iterdir()}


def test_the_page_names_every_format() -> None:
    for name in formats.names():
        assert f"| `{name}` |" in TEXT


def test_the_python_examples_of_the_page() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried > 3
    assert failed == 0
