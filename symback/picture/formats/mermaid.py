"""mermaid: a flowchart for Markdown pages, which many sites draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.style import LIGHT
from symback.errors import visible
from symback.picture.picture import DATA, OUTPUT, PARAMETER, UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.picture.formats import Choices, View
    from symback.picture.picture import Edge, Part, Picture

SEVERAL = False
SHAPES = {PARAMETER: ('(["', '"])'), DATA: ('(["', '"])')}
SPELLED = str.maketrans({"<": "#lt;", ">": "#gt;", "&": "#amp;", '"': "#quot;", "#": "#35;", "`": "#96;"})


def render(views: Sequence[View], choices: Choices) -> str:
    """The flowchart of one view."""
    made = "\n".join(lines(views[0].picture, down=choices.down)) + "\n"
    return "".join(c if c.isascii() else f"#{ord(c)};" for c in made) if choices.look.ascii_only else made


def lines(picture: Picture, *, down: bool) -> Iterator[str]:
    """Boxes are called n0, n1, …: a name such as `end` would be read as mermaid's own."""
    ids = {part.name: f"n{index}" for index, part in enumerate(picture.parts)}
    yield f"flowchart {'TD' if down else 'LR'}"
    for part in picture.parts:
        start, end = SHAPES.get(part.kind, ('["', '"]'))
        yield f"  {ids[part.name]}{start}{label(part)}{end}"
    for edge in picture.edges:
        words = edge_label(edge, picture)
        yield f"  {ids[edge.source]} -->" + (f'|"{words}"|' if words else "") + f" {ids[edge.target]}"
    yield from styles(picture, ids)


def styles(picture: Picture, ids: dict[str, str]) -> Iterator[str]:
    for part in picture.parts:
        if part.kind in (DATA, UNUSED):
            yield f"  style {ids[part.name]} stroke-dasharray: 4 3"
        elif part.kind == OUTPUT:
            yield f"  style {ids[part.name]} stroke:{LIGHT['forward']},stroke-width:2px"


def text(words: str) -> str:
    """Words as they may stand inside quotes."""
    return visible(words).translate(SPELLED)


def label(part: Part) -> str:
    return "<br/>".join([text(part.text), *gone_round(part.value, part.slope)])


def edge_label(edge: Edge, picture: Picture) -> str:
    """The value that goes forward, and what comes back this way."""
    source = picture.by_name[edge.source]
    return "<br/>".join(gone_round(source.value, picture.back(edge)))


def gone_round(value: str, slope: str) -> list[str]:
    """`→ 11` and `← 22`, as far as there are such."""
    return [f"{sign} {text(words)}" for sign, words in (("→", value), ("←", slope)) if words]
