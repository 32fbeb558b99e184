"""dot: for Graphviz and what reads its language."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from symback.document.formats.html import spelled
from symback.document.style import LIGHT
from symback.errors import visible
from symback.picture.picture import DATA, OUTPUT, UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.picture.formats import Choices, View
    from symback.picture.picture import Edge, Part, Picture

SEVERAL = False


def render(views: Sequence[View], choices: Choices) -> str:
    """The digraph of one view."""
    return spelled("\n".join(lines(views[0].picture, down=choices.down)) + "\n", choices.look)


def lines(picture: Picture, *, down: bool) -> Iterator[str]:
    yield "digraph symback {"
    yield f"  rankdir={'TB' if down else 'LR'};"
    yield f"  label={quoted(picture.heading)};"
    yield '  node [shape=box, style=rounded, fontname="monospace"];'
    yield '  edge [fontname="monospace"];'
    for part in picture.parts:
        yield f"  {quoted(part.name)} [label={node_label(part)}{look(part)}];"
    for edge in picture.edges:
        yield f"  {quoted(edge.source)} -> {quoted(edge.target)} [label={edge_label(edge, picture)}];"
    yield "}"


def quoted(text: str) -> str:
    """A string in quotes; a backslash would be an escape there."""
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def rows(*texts: str) -> str:
    """A label of lines, in what dot calls HTML."""
    return f"<{'<br/>'.join(text for text in texts if text)}>" if any(texts) else '""'


def coloured(text: str, colour: str) -> str:
    return f'<font color="{LIGHT[colour]}">{escape(visible(text))}</font>' if text else ""


def node_label(part: Part) -> str:
    """Name and formula, the value, and the derivative, all paths together."""
    return rows(f"<b>{escape(part.label)}</b>{escape(visible(part.rest))}", coloured(part.value, "forward"), coloured(part.slope, "backward"))  # fmt: skip


def look(part: Part) -> str:
    if part.is_input:
        return ', shape=ellipse, style="dashed"' if part.kind == DATA else ", shape=ellipse"
    return {OUTPUT: ", penwidth=2", UNUSED: ', style="rounded,dashed"'}.get(part.kind, "")


def edge_label(edge: Edge, picture: Picture) -> str:
    """The value that goes forward, and what comes back this way."""
    source = picture.by_name[edge.source]
    back = picture.back(edge)
    return rows(coloured(source.value and f"→ {source.value}", "forward"), coloured(back and f"← {back}", "backward"))
