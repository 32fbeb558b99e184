"""The pages as a whole: every link leads somewhere, README leads to every page, every page is run, and its picture is the real table."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from html import unescape
from typing import TYPE_CHECKING

import click
import pytest
from doc_blocks import BLOCK, ROOT

from symback.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Answer

PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*.md"), *ROOT.glob("benchmarks/*.md")]
)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
TABLE = ("diff", "(2+3*w)**2", "--at", "w=3")
PROMPT = "symback diff '(2+3*w)**2' --at w=3"
PICTURES = ROOT / "docs" / "pictures"


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def links(page: Path) -> set[str]:
    """Where a page leads within the repository."""
    text = re.sub(r"`[^`\n]*`", "", FENCED.sub("", page.read_text("utf-8")))
    return {link for link in LINK.findall(text) if not link.startswith(("http://", "https://"))}


def anchors(page: Path) -> set[str]:
    """The names that GitHub gives to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {"".join(filter(in_anchor, heading.lower())).replace(" ", "-") for heading in headings}


def in_anchor(character: str) -> bool:
    return character in " -_" or unicodedata.category(character)[0] in "LN"


def leads(page: Path, link: str) -> bool:
    """Whether a link's file is there, and in it the heading."""
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in sorted(links(page)) if not leads(page, link)] == []


def test_readme_leads_to_every_page() -> None:
    reached = {(ROOT / link.partition("#")[0]).resolve() for link in links(ROOT / "README.md")}
    assert {named(page) for page in PAGES if page not in reached} == {"README.md"}


def test_every_command_has_its_place_in_the_docs() -> None:
    text = "\n".join(page.read_text("utf-8") for page in (ROOT / "docs").glob("*.md"))
    commands = cli.list_commands(click.Context(cli))
    assert [name for name in commands if f"symback {name}" not in text] == []


@pytest.mark.parametrize("page", [page for page in PAGES if BLOCK.search(page.read_text("utf-8"))], ids=named)
def test_the_commands_of_every_page_are_run(page: Path) -> None:
    """Some test hands the page to doc_blocks.check_file."""
    tests = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    runs = [text for text in tests if "check_file" in text and text.count(page.name)]
    assert runs


# The README's picture, and the one that a phone shows, with the columns of the terminal.
DRAWN = [("table.svg", 80), ("table-narrow.svg", 42)]
PHONE = 328  # pixels that a page on a phone of 360 leaves for a picture


@pytest.mark.parametrize(("name", "columns"), DRAWN)
def test_the_picture_is_made_again_the_same(name: str, columns: int, process: Callable[..., Answer]) -> None:
    printed = process(*TABLE, "--color", "always", env={"COLUMNS": str(columns), "TERM": "ansi"}).out
    drawn = subprocess.run(
        [sys.executable, str(PICTURES / "terminal.py"), PROMPT], input=printed, capture_output=True, encoding="utf-8"
    )
    assert (drawn.returncode, drawn.stderr) == (0, "")
    if os.environ.get("SYMBACK_UPDATE"):
        (PICTURES / name).write_text(drawn.stdout, "utf-8")
    else:
        assert drawn.stdout == (PICTURES / name).read_text("utf-8")


def test_a_phone_gets_the_narrow_picture_with_letters_that_can_be_read() -> None:
    assert 'media="(max-width: 700px)" srcset="docs/pictures/table-narrow.svg"' in (ROOT / "README.md").read_text(
        "utf-8"
    )
    drawn = (PICTURES / "table-narrow.svg").read_text("utf-8")
    width = int(re.search(r'viewBox="0 0 (\d+) ', drawn)[1])  # type: ignore[index]
    size = int(re.search(r"font: (\d+)px", drawn)[1])  # type: ignore[index]
    assert size * PHONE / width >= 11


@pytest.mark.parametrize(("name", "columns"), DRAWN)
def test_the_picture_shows_what_the_command_prints(name: str, columns: int, process: Callable[..., Answer]) -> None:
    """Every word of the plain output, in its order."""
    picture = (PICTURES / name).read_text("utf-8")
    shown = " ".join(unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", picture))
    assert shown.split() == ["$", *PROMPT.split(), *process(*TABLE, env={"COLUMNS": str(columns)}).out.split()]
