"""An explanation in a terminal: the graph drawn, blue forward, green backward, folded to the width, one step after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.names import pretty
from symback.explain.model import Math, Words
from symback.render.explain_plain import ascii_text, heading, text, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType
    from rich.text import Text

    from symback.explain.model import Line, Sentence, Step, Story

STYLES = {"graph": "bold", "forward": "blue", "backward": "green", "gradient": "bold green", "check": "green"}
MOST_WIDTH = 110  # columns that one reads comfortably
INDENT = 3


def render(stories: list[Story], console: Console, *, brief: bool = False) -> None:
    """Print the stories."""
    for place, story in enumerate(stories):
        if place:
            console.print()
        for part in parts(story, console, brief=brief):
            console.print(part)


def parts(story: Story, console: Console, *, brief: bool) -> Iterator[RenderableType]:
    """The heading with the drawing, then a renderable for every step."""
    yield beginning(story, console, brief=brief)
    for number, step in enumerate(story.steps, 1):
        yield told(number, step, story, console, brief=brief)


def beginning(story: Story, console: Console, *, brief: bool) -> RenderableType:
    """The heading, and the graph drawn where there is room for it."""
    from rich.console import Group
    from rich.text import Text

    drawing = None if brief else drawn(story, console)
    return Group(padded(words(console, heading(story), "bold"), console, 0), Text(""), *([drawing, Text("")] if drawing else []))  # fmt: skip


def drawn(story: Story, console: Console, lit: tuple[tuple[str, str], ...] = ()) -> Text | None:
    """The graph with some edges lit; None where there is no room for it."""
    from rich.text import Text

    from symback import terminal
    from symback.document.model import Look

    if story.picture is None:
        return None
    ascii_only = not console.encoding.lower().startswith("utf")
    look = Look(console.width, not console.no_color, ascii_only, ground=terminal.ground())
    lines = story.picture.text(look, lit)
    return Text.from_ansi("\n".join(lines), no_wrap=True) if lines is not None else None


def told(number: int, step: Step, story: Story, console: Console, *, brief: bool) -> RenderableType:
    """A step: its title with the edges that it is about, its lines beneath it, and an empty line; or all in one line."""
    from rich.console import Group
    from rich.text import Text

    if brief:
        return padded(Text(f"{number}. ", style="bold") + sentence(step.brief, step, story, console), console, 0)
    style = STYLES.get(step.kind, "bold")
    head = words(console, title(number, step, story), style if "bold" in style else f"bold {style}")
    edges = ", ".join(f"{pretty(operand)} → {pretty(node)}" for operand, node in step.edges)
    head += words(console, f"   {edges}" if edges else "", "dim")
    lines = [padded(line_text(line, step, story, console), console, INDENT) for line in step.lines]
    return Group(padded(head, console, 0), *lines, Text(""))


def line_text(line: Line, step: Step, story: Story, console: Console) -> Text:
    found = sentence(line.pieces, step, story, console)
    if line.part == "question":
        found.stylize("italic")
    return found


def sentence(pieces: Sentence, step: Step, story: Story, console: Console) -> Text:
    """A sentence, its mathematics in the colour of the pass."""
    from rich.text import Text

    found = Text()
    colour = STYLES.get(step.kind, "").removeprefix("bold").strip()
    for piece in pieces:
        style = colour if isinstance(piece, Math) else "" if isinstance(piece, Words) else "italic"
        found += words(console, text((piece,), story), style)
    return found


def words(console: Console, plain: str, style: str) -> Text:
    from rich.text import Text

    return Text(plain if console.encoding.lower().startswith("utf") else ascii_text(plain), style=style)


def padded(found: Text, console: Console, indent: int) -> RenderableType:
    """A paragraph, indented and folded to the width that one reads; no line ends in blanks."""
    from rich.text import Text

    folded = found.wrap(console, max(10, min(console.width, MOST_WIDTH) - indent), overflow="fold")
    for line in folded:
        line.rstrip()
        line.pad_left(indent)
    return Text("\n").join(folded)
