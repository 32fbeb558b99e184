"""An explanation in a terminal: blue forward, green backward, folded to the width, one step after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """The heading, then a renderable for every step."""
    from rich.console import Group
    from rich.text import Text

    yield Group(padded(words(console, heading(story), "bold"), console, 0), Text(""))
    for number, step in enumerate(story.steps, 1):
        yield one_line(number, step, story, console) if brief else whole(number, step, story, console)


def one_line(number: int, step: Step, story: Story, console: Console) -> RenderableType:
    from rich.text import Text

    start = Text(f"{number}. ", style="bold")
    return padded(start + sentence(step.brief, step, story, console), console, 0)


def whole(number: int, step: Step, story: Story, console: Console) -> RenderableType:
    """A step: its title, its lines beneath it, and an empty line."""
    from rich.console import Group
    from rich.text import Text

    style = STYLES.get(step.kind, "bold")
    head = words(console, title(number, step, story), style if "bold" in style else f"bold {style}")
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
