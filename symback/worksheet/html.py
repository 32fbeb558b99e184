"""The page: the exercises as static HTML, which is what is printed, with the script and its data in the same file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import symback
from symback.errors import visible
from symback.worksheet.data import sheet_data
from symback.worksheet.section import key_html, section_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.exercise.model import Exercise

PAGE = Path(__file__).with_name("page")
# The scripts stand one after the other in this order.
SCRIPTS = ("functions", "engine", "entry", "draw", "store", "box", "exercise", "start")
STYLES = ("look", "parts", "paper")


def page_html(exercises: Sequence[Exercise], title: str, blank: str, seed: int) -> str:
    """The whole page. Raises SymbackError (exit 3) where a number is too large for one."""
    data = sheet_data(exercises, blank, seed)
    numbers = range(1, len(exercises) + 1)
    asked = [exercise["boxes"] for exercise in data["exercises"]]
    script = script_text()
    parts = {
        "title": text(title),
        "version": symback.__version__,
        "style": "\n".join(page_file(f"{name}.css") for name in STYLES),
        "script": script,
        "script-hash": digest(script),
        "data": script_data(data),
        "exercises": "\n".join(map(section_html, exercises, asked, numbers)),
        "key": "\n".join(map(key_html, exercises, numbers)),
    }
    return re.sub(r"\{\{([a-z-]+)\}\}", lambda found: parts[found[1]], page_file("template.html"))


@cache
def page_file(name: str) -> str:
    """A file of the page."""
    return (PAGE / name).read_text(encoding="utf-8")


@cache
def script_text() -> str:
    """The page's script: its files, one after the other."""
    return "\n".join(["", *(page_file(f"{name}.js") for name in SCRIPTS)])


def digest(script: str) -> str:
    """What the page's policy knows its one script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def script_data(data: dict[str, Any]) -> str:
    """JSON that can stand within a script element: no `<` in it ends the element or opens a comment."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def text(words: str) -> str:
    """Text of a user's in HTML."""
    return escape(visible(words))
