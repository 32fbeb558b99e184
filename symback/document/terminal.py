"""A table for people in a terminal: blue forward, green backward, aligned, nothing cropped; stacked where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.layout import GAP, Laid, broken, filled, fit, grid, lay
from symback.document.names import plain_ascii
from symback.document.style import STYLES, painted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.document.model import Column, Look, Table

STACK_BELOW = 60  # characters


def draw(table: Table, look: Look) -> Iterator[str]:
    """The lines of one table: rows and columns where they fit, and stacked where not."""
    for line in sentences([table.title], look) if table.title else []:
        yield painted(line, f"bold {STYLES.get(table.name, '')}", look)
    laid = lay(table, ascii_only=look.ascii_only)
    grids = fit(laid, look.width) if look.width >= STACK_BELOW else []
    for index, (part, widths) in enumerate(grids):
        yield from [""] if index else []
        yield from ruled(part, widths, look)
    if not grids:
        yield from stack(laid, look)


def ruled(laid: Laid, widths: list[int], look: Look) -> Iterator[str]:
    """Rows and columns with a rule below the titles, and no blanks at the ends of lines."""
    rule = ("-" if look.ascii_only else "─") * (sum(widths) + len(GAP) * (len(widths) - 1))
    titled = False
    for index, cells in grid(laid, widths):
        if index is not None and not titled:
            yield painted(rule, "dim", look)
            titled = True
        yield joined(
            [(cell, style_of(cell, c, laid.table, index)) for cell, c in zip(cells, laid.table.columns, strict=True)],
            look,
        )
    if not titled:
        yield painted(rule, "dim", look)


def joined(cells: list[tuple[str, str]], look: Look) -> str:
    """Styled cells side by side; the blanks around a cell stay without style, and those at the end go."""
    while cells and not cells[-1][0].strip():
        cells.pop()
    pieces = []
    for cell, style in cells:
        words = cell.strip()
        start = cell.index(words)
        pieces.append(cell[:start] + painted(words, style, look) + cell[start + len(words) :])
    return GAP.join(pieces).rstrip()


def style_of(cell: str, column: Column, table: Table, index: int | None) -> str:
    """The style of a cell of row `index`, or of a title where that is None."""
    if index is None:
        return "bold"
    if column.key == "verdict":
        return STYLES.get(cell.split(maxsplit=1)[0].rstrip(","), "") if cell.strip() else ""
    if index in table.details:
        return "dim"
    return STYLES.get(table.name, "") if column.key in ("name", "label", "value") else ""


def stack(laid: Laid, look: Look) -> Iterator[str]:
    """A line a cell: for narrow terminals, and for numbers that are wider than any table."""
    table = laid.table
    margin = max(map(len, laid.titles[1:]), default=0) + 4
    for index, row in enumerate(laid.cells):
        yield joined([(row[0].rstrip(), style_of(row[0], table.columns[0], table, index))], look)
        for title, column, cell in zip(laid.titles[1:], table.columns[1:], row[1:], strict=True):
            for number, line in enumerate(broken(cell.strip(), column, look.width - margin) if cell.strip() else []):
                head = f"  {'' if number else title}".ljust(margin)
                yield head + painted(line, style_of(cell, column, table, index), look)


def hanging(line: str, width: int) -> list[str]:
    """A sentence in lines of `width`, broken at its wide gaps or else between words, the later ones indented."""
    gap = "   " if "   " in line else " "
    pieces = [piece + gap for piece in line.split(gap)]
    first = filled(pieces, width)[0]
    rest = line[len(first) :].strip()
    if not rest:
        return [first]
    return [first, *("  " + later for later in filled([p + gap for p in rest.split(gap)], width - 2))]


def sentences(lines: Sequence[str], look: Look) -> list[str]:
    """Sentences folded to the width."""
    return [folded for line in lines for folded in hanging(plain_ascii(line) if look.ascii_only else line, look.width)]
