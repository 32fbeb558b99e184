"""Markdown: pipe tables as GitHub and most others read them, mathematics as LaTeX between dollars; formulas of tables are code."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symback.document.layout import texts
from symback.document.math_latex import between_dollars
from symback.document.model import FORMULA, NUMBER, PEOPLE, Figure, Heading, Items, Notes, Table
from symback.document.names import plain_ascii
from symback.errors import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Block, Column, Document, Look, Notation, Sentence

AUDIENCE = PEOPLE
SPECIAL = re.compile(r"([\\`*_<>\[\]|#])")


def render(documents: Iterable[Document], look: Look) -> Iterator[str]:
    """Headings, pipe tables and paragraphs."""
    for number, document in enumerate(documents):
        parts = (text(block, document.notation, look) for block in document.blocks())
        found = "\n\n".join(filter(None, parts)) + "\n"
        yield ("\n" if number else "") + (plain_ascii(found) if look.ascii_only else found)


def text(block: Block, notation: Notation, look: Look) -> str:
    """A block."""
    if isinstance(block, Table):
        return pipes(block.for_people())
    if isinstance(block, Figure):
        return fenced("\n".join(block.text(replace(look, color=False))))
    if isinstance(block, Items):
        return "\n".join([*items(block, notation), *(["", sentence(block.closing, notation)] if block.closing else [])])
    if isinstance(block, Notes):
        return "\n".join(f"- {sentence(line, notation)}" for line in block.lines)
    return ("#" * block.level + " " if isinstance(block, Heading) else "") + sentence(block.pieces, notation)


def sentence(pieces: Sentence, notation: Notation) -> str:
    """A sentence on one line; its wide gaps become commas."""
    return between_dollars(pieces, notation, code, lambda words: escaped(words.replace("   ", ", ")))


def items(block: Items, notation: Notation) -> Iterator[str]:
    """A list, with what there is to say about an item as a list below it."""
    for item in block.rows:
        yield f"- **{escaped(item.label)}** {sentence(item.pieces, notation)}"
        yield from (f"  - {escaped(label)}: {sentence(pieces, notation)}" for label, pieces in item.details)


def fenced(lines: str, language: str = "") -> str:
    """Lines that stand as they are."""
    return f"```{language}\n{lines}\n```"


def pipes(table: Table) -> str:
    """One table, with its title as a heading."""
    rules = ["---:" if column.kind == NUMBER else ":---" for column in table.columns]
    rows = [[marked(c, column) for c, column in zip(row, table.columns, strict=True)] for row in texts(table)]
    lines = [f"| {' | '.join(row)} |" for row in ([escaped(c.title) for c in table.columns], rules, *rows)]
    return "\n".join([f"### {escaped(table.title)}", "", *lines] if table.title else lines)


def marked(cell: str, column: Column) -> str:
    """A cell: formulas and names as code, the rest escaped."""
    cell = cell.strip()
    if (cell and column.kind == FORMULA) or column.key == "name":
        return code(cell).replace("|", "\\|")
    return escaped(cell)


def code(words: str) -> str:
    """Words as code: in more backticks than they hold."""
    words = visible(words)
    return f"`{words}`" if "`" not in words else f"`` {words} ``"


def escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", visible(text))
