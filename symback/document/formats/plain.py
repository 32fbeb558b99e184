"""Plain text: aligned columns without lines or colour, one row a line however wide, in ASCII, for mail and for `grep`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symback.document.layout import GAP, grid, lay
from symback.document.math_text import plain
from symback.document.model import PEOPLE, Figure, Items, Notes, Table
from symback.document.names import plain_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Block, Document, Look, Notation, Sentence

AUDIENCE = PEOPLE


def render(documents: Iterable[Document], look: Look) -> Iterator[str]:
    """The blocks, an empty line between them."""
    for number, document in enumerate(documents):
        parts = (text(block, document.notation, look) for block in document.blocks())
        found = "\n\n".join(filter(None, parts)) + "\n"
        yield ("\n" if number else "") + plain_ascii(found)


def text(block: Block, notation: Notation, look: Look) -> str:
    """A block, as wide as it needs."""
    if isinstance(block, Table):
        laid = lay(block.for_people(), ascii_only=True)
        rows = [GAP.join(cells).rstrip() for _, cells in grid(laid, laid.widths())]
        return "\n".join([block.title, *rows] if block.title else rows)
    if isinstance(block, Figure):
        return "\n".join(block.text(replace(look, color=False, ascii_only=True)))
    if isinstance(block, Items):
        lines = [f"{label}  {plain(pieces, notation)}".rstrip() for label, pieces in told(block)]
        return "\n".join(filter(None, [*lines, plain(block.closing, notation)]))
    return "\n".join(plain(line, notation) for line in (block.lines if isinstance(block, Notes) else [block.pieces]))


def told(block: Items) -> Iterator[tuple[str, Sentence]]:
    """Every item and detail with its label, those of details indented."""
    for item in block.rows:
        yield item.label, item.pieces
        yield from ((f"    {label}", pieces) for label, pieces in item.details)
