"""Tables and sentences for people in a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from symback.document.math_text import plain
from symback.document.model import PEOPLE, Figure, Heading, Items, Notes, Table
from symback.document.names import plain_ascii
from symback.document.style import STYLES, painted
from symback.document.terminal import draw, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Block, Document, Look, Notation

AUDIENCE = PEOPLE
LABEL, DETAIL = 13, 10  # columns of an item's label, and of those below it
NARROWEST = 24  # characters that words get beside their label


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
    if isinstance(block, Items):
        return [
            *items(block, notation, look),
            *(sentences([plain(block.closing, notation)], look) if block.closing else []),
        ]
    if isinstance(block, Notes):
        return sentences([plain(line, notation) for line in block.lines], look)
    found = sentences([plain(block.pieces, notation)], look)
    if isinstance(block, Heading):
        return [painted(line, f"bold {STYLES.get(block.kind, '')}", look) for line in found]
    return found


def items(block: Items, notation: Notation, look: Look) -> Iterator[str]:
    """The labels in a column, and words beside them, folded under themselves."""
    for item in block.rows:
        yield from entry(item.label, plain(item.pieces, notation), 0, look)
        for label, pieces in item.details:
            yield from entry("", f"{label:<{DETAIL}}{plain(pieces, notation)}", DETAIL, look)


def entry(label: str, words: str, hang: int, look: Look) -> Iterator[str]:
    words = plain_ascii(words) if look.ascii_only else words
    folded = textwrap.wrap(words, max(NARROWEST, look.width - LABEL), subsequent_indent=" " * hang) or [""]
    style = f"bold {STYLES.get(label, '')}"
    yield painted(label, style, look) + " " * (LABEL - len(label)) + folded[0]
    yield from (" " * LABEL + rest for rest in folded[1:])
