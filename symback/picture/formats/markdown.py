"""Markdown: the flowchart of mermaid, which GitHub and GitLab draw, and the same as a table for all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.picture.formats import mermaid
from symback.picture.listing import table
from symback.render.formats.markdown import escaped, pipes
from symback.render.layout import sentence
from symback.report.notation import plain_ascii

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.picture.formats import Choices, View

SEVERAL = True


def render(views: Sequence[View], choices: Choices) -> str:
    """A flowchart and a table for every view."""
    text = "\n".join(section(view, choices) for view in views)
    return plain_ascii(text) if choices.look.ascii_only else text


def section(view: View, choices: Choices) -> str:
    picture = view.picture
    chart = f"```mermaid\n{mermaid.render([view], choices)}```"
    notes = "\n".join(f"- {escaped(sentence(note))}" for note in picture.notes)
    parts = (escaped(picture.before), chart, pipes(table(picture)), notes)
    return "\n\n".join(filter(None, parts)) + "\n"
