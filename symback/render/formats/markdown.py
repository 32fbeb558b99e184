"""Markdown: pipe tables as GitHub and most others read them; formulas stand as code, or * would mean emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symback.errors import visible
from symback.render.layout import cell_text, sentence
from symback.report.notation import plain_ascii
from symback.report.tables import FORMULA, NUMBER, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.render.pages import Look, Page
    from symback.report.tables import Column, Table

AUDIENCE = PEOPLE
SPECIAL = re.compile(r"([\\`*_<>\[\]|#])")


def render(pages: Iterable[Page], look: Look) -> Iterator[str]:
    """Headings, pipe tables and paragraphs."""
    for number, page in enumerate(pages):
        before = [escaped(sentence(line)) for line in page.before]
        tables = [pipes(table.for_people()) for table in page.tables()]
        notes = ["\n".join(f"- {escaped(sentence(line))}" for line in page.after)]
        text = "\n\n".join(filter(None, [*before, *tables, *notes])) + "\n"
        yield ("\n" if number else "") + (plain_ascii(text) if look.ascii_only else text)


def pipes(table: Table) -> str:
    """One table, with its title as a heading."""
    rules = ["---:" if column.kind == NUMBER else ":---" for column in table.columns]
    rows = [
        [
            marked(cell_text(c, column, table.digits, detail=i in table.details), column)
            for c, column in zip(row, table.columns, strict=True)
        ]
        for i, row in enumerate(table.rows)
    ]
    lines = [f"| {' | '.join(row)} |" for row in ([escaped(c.title) for c in table.columns], rules, *rows)]
    return "\n".join([f"### {escaped(table.title)}", "", *lines] if table.title else lines)


def marked(cell: str, column: Column) -> str:
    """A cell: formulas and names as code, the rest escaped."""
    cell = cell.strip()
    if (cell and column.kind == FORMULA) or column.key == "name":
        return f"`{visible(cell).replace('|', chr(92) + '|')}`"
    return escaped(cell)


def escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", visible(text))
