"""What README and docs show is what the program prints."""

from __future__ import annotations

import doctest

import pytest
from doc_blocks import ROOT, check_file

CONSOLE = ["README.md", "docs/arrays.md", "docs/language.md"]
PYTHON = ["README.md", "docs/api.md", "docs/arrays.md"]


@pytest.mark.parametrize("page", CONSOLE)
def test_commands_print_what_the_page_shows(page: str) -> None:
    check_file(page)


@pytest.mark.parametrize("page", PYTHON)
def test_python_gives_what_the_page_shows(page: str) -> None:
    found = doctest.testfile(str(ROOT / page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted
    assert not found.failed
