"""A worksheet: one or several programs, each at a point, as a page of exercises in one file."""

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
from symback.api import in_python
from symback.document.style import ROOT
from symback.errors import SymbackError, Way, giving, visible
from symback.worksheet.data import sheet_data
from symback.worksheet.section import key_html, section_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.exercise.model import Exercise
    from symback.graph.graph import Graph

TITLE = "Backpropagation worksheet"
MOST_BOXES = 100  # of one program
MOST_EXERCISES = 50
FRAME = 760  # pixels that a notebook gives the page
PAGE = Path(__file__).with_name("page")
# The scripts stand one after the other in this order.
SCRIPTS = ("functions", "engine", "entry", "draw", "store", "box", "exercise", "start")
STYLES = ("look", "parts", "paper")


class Worksheet:
    """A page of exercises: `html` is the whole page, and a notebook shows it; `answers` is its key as a page of its own.

    With `apart` the answers are not printed with the sheet.

    `program` is text or a Graph, `values` gives its inputs' values (the program may give some itself). `blank` says what is
    to be filled in: all, forward, backward or some; `seed` decides which, and what new numbers the page draws.

    Raises SymbackError: exit code 2 for what cannot be read or has too many boxes, 3 where there is no answer.
    """

    @in_python()
    def __init__(
        self,
        program: str | Graph,
        values: Mapping[str, object] | None = None,
        *,
        wrt: Sequence[str] | None = None,
        split: str | None = None,
        title: str = TITLE,
        blank: str = "all",
        seed: int = 0,
    ) -> None:
        from symback.graph.graph import graph_of

        given = dict(values or {})
        graph = program
        if isinstance(graph, str):
            graph = graph_of(graph, split, None if wrt is None else tuple(wrt), tuple(given))
        self.exercises: tuple[Exercise, ...] = (exercise_of(graph, given),)
        self.title, self.blank, self.seed, self.apart = title, blank, seed, False

    @classmethod
    def of(
        cls,
        exercises: Sequence[Exercise],
        *,
        title: str = TITLE,
        blank: str = "all",
        seed: int = 0,
        apart: bool = False,
    ) -> Worksheet:
        """The worksheet of exercises that are made already."""
        require_number(len(exercises))
        made = cls.__new__(cls)
        made.exercises, made.title, made.blank, made.seed = tuple(exercises), title, blank, seed
        made.apart = apart
        return made

    @property
    def html(self) -> str:
        """The page, in one file that needs nothing else."""
        return page_html(self.exercises, self.title, self.blank, self.seed, apart=self.apart)

    @property
    def answers(self) -> str:
        """The answers, numbered as the boxes of the printed sheet, as a page of their own."""
        return answers_html(self.exercises, self.title)

    def save(self, name: str) -> None:
        """Write the page to a file, whole or not at all."""
        from symback.files import write_whole

        write_whole(self.html, name)

    def _repr_html_(self) -> str:
        """The page in a frame of its own, which can run its script and nothing else."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-modals" title="{escape(self.title)}" '
            f'style="width:100%;height:{FRAME}px;border:1px solid #8888;border-radius:8px"></iframe>'
        )


def exercise_of(graph: Graph, given: Mapping[str, object]) -> Exercise:
    """The exercise of a graph at a point. Raises SymbackError where it cannot be filled in by hand, or has no answers."""
    from symback.exercise.boxes import exercise_at
    from symback.report.inputs import missing_values

    few(len(graph.nodes))
    missing = [name for name in graph.inputs if name not in given and name not in graph.parsed.values]
    if missing:  # a page asks for numbers
        error = missing_values(graph, missing)
        values = ", ".join(f'"{name}": …' for name in missing[:6])
        error.hint = Way(giving(missing), f"{{{values}}}")
        raise error
    exercise = exercise_at(graph, given)
    few(len(exercise.boxes))
    return exercise


def require_number(exercises: int) -> None:
    """Raise SymbackError unless there are as many exercises as a page takes."""
    if not 1 <= exercises <= MOST_EXERCISES:
        raise SymbackError(f"a worksheet has 1 to {MOST_EXERCISES} exercises, not {exercises}")


def few(boxes: int) -> None:
    """Raise SymbackError for more boxes than anyone fills in."""
    if boxes > MOST_BOXES:
        raise SymbackError(
            f"about {boxes:,} boxes are too many to fill in; at most {MOST_BOXES}",
            hint="symback worksheet with a part of the program, or symback diff for the whole",
        )


def page_html(exercises: Sequence[Exercise], title: str, blank: str, seed: int, *, apart: bool) -> str:
    """The whole page; `apart` says that the answers are not printed with it. Raises SymbackError (exit 3) for a too large number."""
    data = sheet_data(exercises, blank, seed)
    numbers = range(1, len(exercises) + 1)
    asked = [exercise["boxes"] for exercise in data["exercises"]]
    script = script_text()
    parts = {
        "title": text(title),
        "script": script,
        "data": script_data(data),
        "exercises": "\n".join(map(section_html, exercises, asked, numbers)),
        "key": keys_html(exercises),
        "apart": " hidden" if apart else "",
    }
    return framed(title, filled("sheet.html", parts), f" script-src '{digest(script)}';")


def answers_html(exercises: Sequence[Exercise], title: str) -> str:
    """The answers alone, as a page without a script."""
    return framed(
        f"{title}: answers", f"<main>\n<h1>{text(title)}</h1>\n<h2>Answers</h2>\n{keys_html(exercises)}\n</main>"
    )


def keys_html(exercises: Sequence[Exercise]) -> str:
    """The answers to all exercises."""
    return "\n".join(map(key_html, exercises, range(1, len(exercises) + 1)))


def framed(title: str, body: str, script: str = "") -> str:
    """A whole page; `script` is what its policy says of scripts."""
    style = "\n".join([ROOT, *(page_file(f"{name}.css") for name in STYLES)])
    parts = {"title": text(title), "version": symback.__version__, "style": style, "body": body, "script": script}
    return filled("page.html", parts)


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
    """Return what the page's policy knows its one script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def script_data(data: dict[str, Any]) -> str:
    """JSON that can stand within a script element: no `<` in it ends the element or opens a comment."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def text(words: str) -> str:
    """Text of a user's in HTML."""
    return escape(visible(words))
