"""Draws what a command prints in colour as an svg that readers see in their light or dark setting.

    TERM=ansi symback diff '(2+3*w)**2' --at w=3 --color always | python docs/pictures/terminal.py "symback diff '(2+3*w)**2' --at w=3" > docs/pictures/table.svg

With COLUMNS=42 it is table-narrow.svg, which a phone shows.

The argument is the prompt's line and, with the text, what screen readers are told. Colours are the terminal's own
(bold, dim, red, green, blue, magenta), so the style sheet alone decides how they look.
"""

from __future__ import annotations

import sys
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.text import Text

from symback.document.style import DARK, LIGHT, variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

CHARACTER, LINE, MARGIN = 8.4, 19, 16  # pixels
COLORS = {1: "red", 2: "green", 4: "blue", 5: "magenta"}
SHEET = f"""\
svg {{ {variables(LIGHT)} }}
@media (prefers-color-scheme: dark) {{ svg {{ {variables(DARK)} }} }}
text {{ font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink); white-space: pre; }}
.bold {{ font-weight: 700; }} .dim {{ fill: var(--quiet); }} .blue {{ fill: var(--forward); }} .green {{ fill: var(--backward); }} .magenta {{ fill: var(--warn); }} .red {{ fill: var(--wrong); }}"""


def drawing(printed: str, prompt: str) -> str:
    """The svg of a prompt with what it printed below."""
    lines = [Text(f"$ {prompt}", "bold"), *(Text.from_ansi(line) for line in printed.rstrip("\n").split("\n"))]
    width = 2 * MARGIN + round(CHARACTER * max(map(len, lines)))
    height = 2 * MARGIN + LINE * len(lines)
    rows = "\n".join(piece for number, line in enumerate(lines) for piece in row(line, MARGIN + LINE * number + 14))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">\n'
        f"<title>{escape(prompt)}</title>\n<style>\n{SHEET}\n</style>\n"
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8" fill="var(--paper)" stroke="var(--line)"/>\n'
        f"{rows}\n</svg>\n"
    )


def row(line: Text, y: int) -> Iterator[str]:
    """A line's pieces of one style, each as wide as its characters whatever the font."""
    for start, piece, style in pieces(line):
        x, long = MARGIN + CHARACTER * start, CHARACTER * len(piece)
        kind = f' class="{style}"' if style else ""
        yield f'<text x="{x:.1f}" y="{y}" textLength="{long:.1f}"{kind}>{escape(piece)}</text>'


def pieces(line: Text) -> Iterator[tuple[int, str, str]]:
    """Where a piece starts, its words without the blanks around them, and the classes of its style."""
    cuts = sorted({0, len(line), *(edge for span in line.spans for edge in (span.start, span.end))})
    for start, end in pairwise(cuts):
        part = line.plain[start:end]
        if part.strip():
            styles = [span.style for span in line.spans if span.start <= start and span.end >= end]
            before = len(part) - len(part.lstrip())
            yield (
                start + before,
                part.strip(),
                " ".join(name for style in [line.style, *styles] for name in names(style)),
            )


def names(style: str | Style) -> Iterator[str]:
    """The classes of one style."""
    if isinstance(style, str):
        yield from style.split()
        return
    if style.bold:
        yield "bold"
    if style.dim:
        yield "dim"
    if style.color is not None and style.color.number is not None and style.color.number % 8 in COLORS:
        yield COLORS[style.color.number % 8]


if __name__ == "__main__":
    sys.stdout.write(drawing(sys.stdin.read(), sys.argv[1]))
