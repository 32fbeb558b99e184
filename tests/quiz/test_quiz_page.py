"""The sessions that docs/quiz.md shows are real ones."""

from __future__ import annotations

import doctest

from doc_blocks import ROOT, check_file


def test_sessions_are_what_the_page_shows() -> None:
    check_file("docs/quiz.md")


def test_python_gives_what_the_page_shows() -> None:
    found = doctest.testfile(str(ROOT / "docs/quiz.md"), module_relative=False)
    assert found.attempted
    assert not found.failed
