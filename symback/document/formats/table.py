"""Tables and sentences for people in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.math_text import plain
from symback.document.model import PEOPLE, Figure, Heading, Notes, Table
from symback.document.style import STYLES, painted
from symback.document.terminal import draw, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Block, Document, Look, Notation

AUDIENCE = PEOPLE


def render(documents: Iterable[Document], look: Look) -> Iterator[str]:
    """The blocks, an empty line between them."""
    for number, document in enumerate(documents):
        parts = ["\n".join(lines(block, document.notation, look)) for block in document.blocks()]
        yield ("\n" if number else "") + "\n\n".join(filter(None, parts)) + "\n"


def lines(block: Block, notation: Notation, look: Look) -> list[str]:
    """A block, folded to the width."""
    if isinstance(block, Table):
        return list(draw(block.for_people(), look))
    if isinstance(block, Figure):
        return list(block.text(look))
    if isinstance(block, Notes):
        return sentences([plain(line, notation) for line in block.lines], look)
    found = sentences([plain(block.pieces, notation)], look)
    if isinstance(block, Heading):
        return [painted(line, f"bold {STYLES.get(block.kind, '')}", look) for line in found]
    return found
