"""What the pages show is what the commands print."""

from __future__ import annotations

import doc_blocks
import pytest


@pytest.mark.parametrize("page", ["docs/formats.md", "docs/functions.md"])
def test_page(page):
    doc_blocks.check_file(page)


def test_a_wrong_output_is_noticed(tmp_path, monkeypatch):
    monkeypatch.delenv("SYMBACK_UPDATE", raising=False)
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one\none\n$ printf 'a\\nb\\nc\\n'; exit 3\na\n...\n[exit 3]\n```\n")
    doc_blocks.check_file(page)
    page.write_text("```console\n$ echo one\ntwo\n```\n")
    with pytest.raises(AssertionError, match="-two"):
        doc_blocks.check_file(page)


def test_a_page_without_blocks_is_a_mistake(tmp_path):
    (tmp_path / "page.md").write_text("# Nothing\n")
    with pytest.raises(AssertionError, match="no console block"):
        doc_blocks.check_file(tmp_path / "page.md")
