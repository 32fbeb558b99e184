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


def page_html(exercises: Sequence[Exercise], title: str, blank: str, seed: int, *, apart: bool) -> str:
    """The whole page; `apart` says that the answers are not printed with it. Raises SymbackError (exit 3) for a too large number."""
    data = sheet_data(exercises, blank, seed)
    numbers = range(1, len(exercises) + 1)
    asked = [exercise["boxes"] for exercise in data["exercises"]]
    script = script_text()
    parts = {
        **common(exercises, title),
        "script": script,
        "script-hash": digest(script),
        "data": script_data(data),
        "exercises": "\n".join(map(section_html, exercises, asked, numbers)),
        "apart": " hidden" if apart else "",
    }
    return filled("template.html", parts)


def answers_html(exercises: Sequence[Exercise], title: str) -> str:
    """The answers alone, as a page without a script."""
    return filled("key.html", common(exercises, title))


def common(exercises: Sequence[Exercise], title: str) -> dict[str, str]:
    """What a sheet and its answers have in common."""
    return {
        "title": text(title),
        "version": symback.__version__,
        "style": "\n".join(page_file(f"{name}.css") for name in STYLES),
        "key": "\n".join(map(key_html, exercises, range(1, len(exercises) + 1))),
    }


def filled(name: str, parts: dict[str, str]) -> str:
    """A file of the page with its parts put in."""
    return re.sub(r"\{\{([a-z-]+)\}\}", lambda found: parts[found[1]], page_file(name))


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
