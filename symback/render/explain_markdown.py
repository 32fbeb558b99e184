"""An explanation as Markdown, its mathematics as LaTeX between dollars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.math_latex import between_dollars
from symback.report.words import one_line

if TYPE_CHECKING:
    from symback.explain.model import Sentence, Step, Story


def render(stories: list[Story], *, brief: bool = False) -> str:
    """The stories as one document."""
    return "\n\n".join("\n\n".join(blocks(story, brief=brief)) for story in stories)


def blocks(story: Story, *, brief: bool) -> list[str]:
    """The title, then every step with its lines."""
    at = text(story.point, story)
    found = [f"# Backpropagation through {code(one_line(story.program))}"] + ([f"At {at}."] if at else [])
    for number, step in enumerate(story.steps, 1):
        found += [f"{number}. {text(step.brief, story)}"] if brief else step_blocks(number, step, story)
    return found


def step_blocks(number: int, step: Step, story: Story) -> list[str]:
    return [f"## {number}. {text(step.title, story)}", *(text(line.pieces, story) for line in step.lines)]


def text(sentence: Sentence, story: Story) -> str:
    """A sentence with its mathematics between dollars."""
    return between_dollars(sentence, story.notation, code, str)


def code(words: str) -> str:
    """Words as code: in more backticks than they hold."""
    return f"`{words}`" if "`" not in words else f"`` {words} ``"
