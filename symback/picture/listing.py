"""A picture as a table, where there is no room to draw it, and for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.model import FORMULA, TEXT, WORDS, Column, Table
from symback.document.terminal import draw

if TYPE_CHECKING:
    from symback.document.model import Look
    from symback.picture.picture import Part, Picture


def table(picture: Picture) -> Table:
    """A row a box: its name, formula, value and derivative, and what it goes into."""
    columns = (
        Column("name", "name", TEXT),
        Column("formula", "formula", FORMULA),
        Column("value", "value", TEXT),
        Column("slope", picture.slope_label, FORMULA if picture.formulas else TEXT),
        Column("into", "goes into", WORDS),
    )
    kept = [i for i, column in enumerate(columns) if i in (0, 4) or any(cells(p, picture)[i] for p in picture.parts)]
    rows = tuple(tuple(cells(part, picture)[i] for i in kept) for part in picture.parts)
    return Table("forward", "The computation graph", tuple(columns[i] for i in kept), rows)


def cells(part: Part, picture: Picture) -> tuple[str, ...]:
    into = ", ".join(picture.by_name[edge.target].label for edge in picture.edges if edge.source == part.name)
    return part.label, part.formula, part.value, part.slope, into


def listing(picture: Picture, look: Look) -> list[str]:
    """The table as lines of a terminal."""
    return list(draw(table(picture), look))
