"""docs/worksheet.md is a test: its commands print what it shows, and its Python runs."""

from __future__ import annotations

import re

from doc_blocks import ROOT, check_file

PAGE = "docs/worksheet.md"


def test_commands_print_what_the_page_shows():
    check_file(PAGE)


def test_python_of_the_page_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / PAGE).read_text(encoding="utf-8"), re.DOTALL)
    exec(block, {})
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
