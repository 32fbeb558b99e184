"""The scripts in examples/ run in bash, and docs/scripting.md shows each of them with what it prints.

With SYMBACK_UPDATE=1 the page is written anew.
"""

from __future__ import annotations

import os
import re
import subprocess

import pytest
from doc_blocks import ROOT, check_file, environment
from tools import need

PAGE = ROOT / "docs" / "scripting.md"
SCRIPTS = sorted(path.name for path in (ROOT / "examples").glob("*.sh"))
NEEDS = {"jq.sh": "jq", "makefile.sh": "make"}


def section(name: str) -> str:
    """The part of the page that belongs to a script."""
    done = subprocess.run(
        ["bash", f"examples/{name}"], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    script = (ROOT / "examples" / name).read_text("utf-8")
    return f"### {name}\n\n```bash\n{script}```\n\n```text\n{done.stdout}```\n"


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_prints_what_the_page_shows(name: str) -> None:
    if name in NEEDS:
        need(NEEDS[name])
    expected = section(name)
    page = PAGE.read_text("utf-8")
    if os.environ.get("SYMBACK_UPDATE"):
        shown = re.compile(rf"^### {re.escape(name)}\n.*?(?=^###? |\Z)", re.MULTILINE | re.DOTALL)
        page = shown.sub(lambda _: expected + "\n", page).rstrip("\n") + "\n"
        PAGE.write_text(page, "utf-8")
    assert expected in page


def test_every_script_of_the_page_is_there() -> None:
    assert sorted(re.findall(r"^### (\S+\.sh)$", PAGE.read_text("utf-8"), re.MULTILINE)) == SCRIPTS


def test_the_console_blocks_of_the_page() -> None:
    need("jq")
    check_file(PAGE.relative_to(ROOT))
