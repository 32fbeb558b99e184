"""HTML: a page that stands alone, without scripts or anything from elsewhere; light, dark and printed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from symback.errors import visible
from symback.render.layout import cell_text
from symback.report.tables import FORMULA, NUMBER, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.render.pages import Look, Page
    from symback.report.tables import Cell, Column, Table

AUDIENCE = PEOPLE
STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1e; --paper: #fff; --line: #c7c7cc; --forward: #1d4ed8; --backward: #15703a;
        --warn: #9d174d; --wrong: #b91c1c; --band: #f4f4f6; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf0; --paper: #17171a; --line: #48484d; --forward: #8ab4ff;
        --backward: #6ee09b; --warn: #f9a8d4; --wrong: #fca5a5; --band: #212126; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h1, pre, code { font: .92em/1.45 ui-monospace, monospace; }
h1, pre { background: var(--band); margin: 1rem 0; padding: .75rem 1rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 1.5rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem; border-bottom: 1px solid var(--line); font-weight: inherit; }
thead th { border-bottom: 2px solid var(--ink); font-weight: 600; }
.number { text-align: right; }
.number, .key, .match, .kink, .epsilon, .rounding, .undefined { white-space: nowrap; }
p { white-space: pre-wrap; }
.forward caption, .forward .key { color: var(--forward); }
.local caption, .local .key, .chained caption, .chained .key, .gradient caption, .gradient .key { color: var(--backward); }
tr.detail > * { opacity: .8; }
tr.detail > :first-child { padding-left: 2rem; }
.kink, .epsilon, .rounding { color: var(--warn); } .undefined, .wrong { color: var(--wrong); }
@media print { :root { --ink: #000; --paper: #fff; --line: #888; --forward: #003; --backward: #030; --warn: #303; --wrong: #300; --band: #fff; }
        body { margin: 0; max-width: none; font-size: 9pt; } .wide { overflow: visible; } tr, caption { break-inside: avoid; } }
"""


def render(pages: Iterable[Page], look: Look) -> Iterator[str]:
    """The page, with a section for every Page."""
    for number, page in enumerate(pages):
        if number == 0:
            yield spelled(start(page), look)
        yield spelled("".join(section(page)), look)
    yield "</main>\n</body>\n</html>\n"


def start(page: Page) -> str:
    title = text(page.title if len(page.title) < 80 else page.title[:79] + "…")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{chr(10).join(text(line) for line in page.title.strip().splitlines())}</h1>\n"
    )


def section(page: Page) -> Iterator[str]:
    yield "<section>\n"
    yield from (f"<p>{text(line)}</p>\n" for line in page.before)
    for table in page.tables():
        yield from rows(table.for_people())
    yield from (f"<p>{text(line)}</p>\n" for line in page.after)
    yield "</section>\n"


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
            cell(c, column, i, table.digits, detail=detail)
            for i, (c, column) in enumerate(zip(row, table.columns, strict=True))
        )
        yield ('<tr class="detail">' if detail else "<tr>") + f"{cells}</tr>\n"
    yield "</tbody></table></div>\n"


def cell(value: Cell, column: Column, index: int, digits: int, *, detail: bool) -> str:
    """One cell: the first of a row names it."""
    words = text(cell_text(value, column, digits, detail=detail).strip())
    if index == 0:
        return f'<th scope="row"{kind(column, "key")}>{words}</th>'
    if column.kind == FORMULA and words:
        words = f"<code>{words}</code>"
    verdict = words.split()[0].rstrip(",") if column.key == "verdict" and words else ""
    return f"<td{kind(column, verdict if verdict.isalpha() else '')}>{words}</td>"


def kind(column: Column, name: str = "") -> str:
    """The class attribute of a cell."""
    classes = " ".join(filter(None, ["number" if column.kind == NUMBER else "", name]))
    return f' class="{classes}"' if classes else ""


def text(words: str) -> str:
    return escape(visible(words))


def spelled(page: str, look: Look) -> str:
    """ASCII with entities where standard output takes no more."""
    return page.encode("ascii", "xmlcharrefreplace").decode() if look.ascii_only else page
