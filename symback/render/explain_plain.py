"""An explanation as plain text: one line per sentence or two, nothing folded, no colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symback.document.math_text import Text
from symback.explain.model import Math, Program, Words
from symback.report.words import one_line
from symback.syntax.names import SUPERSCRIPTS

if TYPE_CHECKING:
    from symback.explain.model import Sentence, Step, Story

LONGEST_HEADING = 80  # characters of the program
ARROWS = {"↑": " up ", "↓": " down ", "′": "'", "←": "<-"}
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ]+")


def render(stories: list[Story], *, brief: bool = False) -> str:
    """The stories one after the other."""
    return "\n\n".join("\n".join(lines(story, brief=brief)) for story in stories)


def lines(story: Story, *, brief: bool) -> list[str]:
    found = [heading(story), ""]
    for number, step in enumerate(story.steps, 1):
        found += step_lines(number, step, story, brief=brief)
    return found[:-1] if found[-1] == "" else found


def step_lines(number: int, step: Step, story: Story, *, brief: bool) -> list[str]:
    """One step: a title and its lines, or one line."""
    if brief:
        return [f"{number}. {text(step.brief, story)}"]
    return [title(number, step, story), *(f"   {text(line.pieces, story)}" for line in step.lines), ""]


def heading(story: Story) -> str:
    """`(2+3*w)**2 at w = 3`."""
    at = text(story.point, story)
    return folded(story.program) + (f"   at {at}" if at else "")


def folded(program: str) -> str:
    """A program as one line, the beginning of a long one: its nodes are told."""
    words = one_line(program)
    return words if len(words) <= LONGEST_HEADING else words[: LONGEST_HEADING - 1] + "…"


def title(number: int, step: Step, story: Story) -> str:
    return f"{number}. {text(step.title, story)}"


def text(sentence: Sentence, story: Story) -> str:
    """A sentence as one line of text."""
    dialect = Text(story.notation)
    return "".join(
        dialect.math(p) if isinstance(p, Math) else p.text for p in sentence if isinstance(p, (Math, Words, Program))
    )


def ascii_text(words: str) -> str:
    """`words` for what shows ASCII only."""
    from symback.document.names import plain_ascii

    for sign, spelled in ARROWS.items():
        words = words.replace(sign, spelled)
    return plain_ascii(RAISED.sub(lowered, re.sub("√([0-9]+)", r"sqrt(\1)", words)))


def lowered(match: re.Match[str]) -> str:
    """`²` as `**2`, `ⁿ⁻¹` as `**(n-1)`."""
    text = "".join(SUPERSCRIPTS.get(char, "n") for char in match[0])
    return f"**{text}" if text.isalnum() else f"**({text})"
