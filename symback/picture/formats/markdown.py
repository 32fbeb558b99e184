"""Markdown: the flowchart of mermaid, which GitHub and GitLab draw, and the same as a table for all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.formats.markdown import escaped, fenced, pipes
from symback.document.names import plain_ascii
from symback.picture.formats import mermaid
from symback.picture.terminal import table

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
    chart = fenced(mermaid.render([view], choices).rstrip("\n"), "mermaid")
    notes = "\n".join(f"- {escaped(note)}" for note in picture.notes)
    parts = (escaped(picture.before), chart, pipes(table(picture)), notes)
    return "\n\n".join(filter(None, parts)) + "\n"
