"""What docs/explain.md shows is what the command prints, and the page names every part, notation and format."""

from __future__ import annotations

import doctest
from pathlib import Path

import doc_blocks

from symback.cli.explain import FORMATS
from symback.explain.choices import PARTS
from symback.explain.model import NOTATIONS

PAGE = Path(doc_blocks.ROOT) / "docs" / "explain.md"


def test_page() -> None:
    doc_blocks.check_file("docs/explain.md")


def test_the_page_names_every_choice() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for word in (*PARTS, *FORMATS, *NOTATIONS):
        assert f"`{word}`" in text or f"--notation {word}" in text, word


def test_the_help_names_every_part() -> None:
    from symback.cli.explain import command

    [option] = [p for p in command.params if p.name == "without"]
    assert all(part in option.help for part in PARTS)


def test_the_python_examples_of_the_page() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried > 5
    assert failed == 0
