"""HTML: a page that stands alone, without scripts or anything from elsewhere; light, dark and printed."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from symback.document import math_mathml
from symback.document.layout import cell_text
from symback.document.model import FORMULA, NUMBER, PEOPLE, Figure, Heading, Items, Notes, Table
from symback.document.style import PAGE
from symback.errors import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Block, Cell, Column, Document, Look, Notation

AUDIENCE = PEOPLE
END = "</main>\n</body>\n</html>\n"


def render(documents: Iterable[Document], look: Look) -> Iterator[str]:
    """The page, with a section for every document."""
    for number, document in enumerate(documents):
        if number == 0:
            yield spelled(start(document.title), look)
        yield spelled("".join(section(document, look)), look)
    yield END


def start(title: str) -> str:
    """The page up to its first section, with the title as its heading."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title if len(title) < 80 else title[:79] + '…')}</title>\n<style>{PAGE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{chr(10).join(text(line) for line in title.strip().splitlines())}</h1>\n"
    )


def section(document: Document, look: Look) -> Iterator[str]:
    yield "<section>\n"
    for block in document.blocks():
        yield from html(block, document.notation, look)
    yield "</section>\n"


def html(block: Block, notation: Notation, look: Look) -> Iterator[str]:
    """A block."""
    if isinstance(block, Table):
        yield from rows(block.for_people())
    elif isinstance(block, Figure):
        yield figure(block, look)
    elif isinstance(block, Items):
        yield items(block, notation)
    elif isinstance(block, Notes):
        yield from (f"<p>{math_mathml.html(line, notation)}</p>\n" for line in block.lines)
    else:
        tag, classes = (f"h{block.level}", block.kind) if isinstance(block, Heading) else ("p", f"{block.kind} {block.part}".strip())  # fmt: skip
        yield f"<{tag}{in_class(classes)}>{math_mathml.html(block.pieces, notation)}</{tag}>\n"


def items(block: Items, notation: Notation) -> str:
    """A list of labels and what they are about, and the sentence below."""
    found = ["<dl>"]
    for item in block.rows:
        found += [
            f'<dt class="{text(item.label)}">{text(item.label)}</dt>',
            f"<dd>{math_mathml.html(item.pieces, notation)}",
        ]
        if item.details:
            told = (
                f"<dt>{text(label)}</dt><dd>{math_mathml.html(pieces, notation)}</dd>" for label, pieces in item.details
            )
            found += ["<dl>", *told, "</dl>"]
        found.append("</dd>")
    closing = f"<p>{math_mathml.html(block.closing, notation)}</p>\n" if block.closing else ""
    return "\n".join([*found, "</dl>\n"]) + closing


def figure(block: Figure, look: Look) -> str:
    """The drawing, which is scrolled where there is no room for it."""
    drawn = (
        block.svg()
        if block.svg is not None
        else f"<pre>{text(chr(10).join(block.text(replace(look, color=False))))}</pre>"
    )
    return f'<figure><div class="wide" tabindex="0" role="group" aria-label="The drawing">\n{drawn}\n</div></figure>\n'


def rows(table: Table) -> Iterator[str]:
    """One table; what it holds tells its colours by its class."""
    label = text(table.title or "Table")  # who has no mouse scrolls a wide one by its focus
    yield f'<div class="wide" tabindex="0" role="group" aria-label="{label}"><table class="{table.name}">\n'
    yield f"<caption>{text(table.title)}</caption>\n" if table.title else ""
    titles = "".join(f'<th scope="col"{kind(column)}>{text(column.title)}</th>' for column in table.columns)
    yield f"<thead><tr>{titles}</tr></thead>\n<tbody>\n"
    for index, row in enumerate(table.rows):
        detail = index in table.details
        cells = "".join(
            cell(c, column, i, table, detail=detail)
            for i, (c, column) in enumerate(zip(row, table.columns, strict=True))
        )
        yield ('<tr class="detail">' if detail else "<tr>") + f"{cells}</tr>\n"
    yield "</tbody></table></div>\n"


def cell(value: Cell, column: Column, index: int, table: Table, *, detail: bool) -> str:
    """One cell: the first of a row names it."""
    words = text(cell_text(value, column, table, detail=detail).strip())
    if index == 0:
        return f'<th scope="row"{kind(column, "key")}>{words}</th>'
    if column.kind == FORMULA and words:
        words = f"<code>{words}</code>"
    verdict = words.split()[0].rstrip(",") if column.key == "verdict" and words else ""
    return f"<td{kind(column, verdict if verdict.isalpha() else '')}>{words}</td>"


def kind(column: Column, name: str = "") -> str:
    """The class attribute of a cell."""
    return in_class(" ".join(filter(None, ["number" if column.kind == NUMBER else "", name])))


def in_class(classes: str) -> str:
    return f' class="{classes}"' if classes else ""


def text(words: str) -> str:
    return escape(visible(words))


def spelled(page: str, look: Look) -> str:
    """ASCII with entities where standard output takes no more."""
    return page.encode("ascii", "xmlcharrefreplace").decode() if look.ascii_only else page
