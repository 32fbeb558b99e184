"""An explanation in a terminal: the graph drawn, blue forward, green backward, folded to the width, one step after the other."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from symback.document.names import pretty
from symback.document.style import painted
from symback.explain.model import Math, Words
from symback.render.explain_plain import ascii_text, heading, text, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.document.model import Look
    from symback.explain.model import Line, Sentence, Step, Story

STYLES = {"graph": "", "forward": "blue", "backward": "green", "gradient": "green", "check": "green"}
MOST_WIDTH = 110  # columns that one reads comfortably
LEAST_WIDTH = 10
INDENT = 3


def render(stories: list[Story], look: Look, *, brief: bool = False) -> str:
    """The stories as text."""
    return "\n".join(whole(story, len(story.steps), look, brief=brief) for story in stories)


def whole(story: Story, count: int, look: Look, *, brief: bool) -> str:
    """The heading with the drawing, then the first `count` steps."""
    steps = (told(number, step, story, look, brief=brief) for number, step in enumerate(story.steps[:count], 1))
    return beginning(story, look, brief=brief) + "".join(steps)


def beginning(story: Story, look: Look, *, brief: bool) -> str:
    """The heading, and the graph drawn where there is room for it."""
    drawing = None if brief else drawn(story, look)
    return block([*folded([(heading(story), "bold")], look), "", *([*drawing, ""] if drawing else [])])


def drawn(story: Story, look: Look, lit: tuple[tuple[str, str], ...] = ()) -> list[str] | None:
    """The graph with some edges lit; None where there is no room for it."""
    lines = None if story.picture is None else story.picture.text(look, lit)
    return None if lines is None else list(lines)


def told(number: int, step: Step, story: Story, look: Look, *, brief: bool) -> str:
    """A step: its title with the edges that it is about, its lines beneath it, and an empty line; or all in one line."""
    if brief:
        return block(folded([(f"{number}. ", "bold"), *sentence(step.brief, STYLES.get(step.kind, ""), story)], look))
    edges = ", ".join(f"{pretty(operand)} → {pretty(node)}" for operand, node in step.edges)
    head = [(title(number, step, story), f"bold {STYLES.get(step.kind, '')}"), (f"   {edges}" if edges else "", "dim")]
    lines = [text for line in step.lines for text in folded(line_pieces(line, step, story), look, INDENT)]
    return block([*folded(head, look), *lines, ""])


def block(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def line_pieces(line: Line, step: Step, story: Story) -> list[tuple[str, str]]:
    found = sentence(line.pieces, STYLES.get(step.kind) or STYLES.get(line.part, ""), story)
    return [(words, f"italic {style}") for words, style in found] if line.part == "question" else found


def sentence(pieces: Sentence, colour: str, story: Story) -> list[tuple[str, str]]:
    """A sentence in pieces with their styles, its mathematics in a colour."""
    return [
        (text((piece,), story), colour if isinstance(piece, Math) else "" if isinstance(piece, Words) else "italic")
        for piece in pieces
    ]


def folded(pieces: Sequence[tuple[str, str]], look: Look, indent: int = 0) -> list[str]:
    """Pieces of text, each in its style, in lines of the width that one reads; no line ends in blanks."""
    spelled = ((ascii_text(words) if look.ascii_only else words, style) for words, style in pieces)
    cells = [(char, style) for words, style in spelled for char in words]
    width = max(LEAST_WIDTH, min(look.width, MOST_WIDTH) - indent)
    lines = []
    while cells:
        end = len(cells)
        if end > width:
            end = next((place for place in range(width, 0, -1) if cells[place][0] == " "), width)
        lines.append(" " * indent + painted_line(cells[:end], look))
        cells = cells[end:]
        while cells and cells[0][0] == " ":
            del cells[0]
    return lines


def painted_line(cells: list[tuple[str, str]], look: Look) -> str:
    """A line in its styles."""
    while cells and cells[-1][0] == " ":
        cells.pop()
    runs = (("".join(char for char, _ in run), style) for style, run in groupby(cells, key=lambda cell: cell[1]))
    return "".join(painted(words, style, look) if words.strip() else words for words, style in runs)
