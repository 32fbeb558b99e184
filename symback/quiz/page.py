"""A quiz in a terminal: blue forward, green backward, red for what is wrong and for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from symback.errors import visible
from symback.exercise.boxes import node_lines
from symback.exercise.model import FORWARD
from symback.explain.model import Math
from symback.quiz.reader import shown
from symback.quiz.session import HELP, QUIT, SKIP, word
from symback.render.explain_plain import ascii_text, text
from symback.report.words import at_line, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console, RenderableType
    from rich.text import Text

    from symback.document.model import Look
    from symback.exercise.answers import Judged
    from symback.exercise.model import Box, Exercise
    from symback.explain.model import Sentence
    from symback.quiz.session import Score

TITLES = {"forward": "Forward, left to right", "backward": "Backward, right to left"}
COLOURS = {"forward": "blue", "backward": "green"}
WRONG = "red"
INDENT = 6
MOST_WIDTH = 110  # columns that one reads comfortably


def way(box: Box) -> str:
    """The pass that a box belongs to."""
    return "forward" if box.kind == FORWARD else "backward"


class GraphLines(Protocol):
    """Draws the graph of an exercise, a question mark for everything that is to be filled in."""

    def __call__(self, exercise: Exercise, look: Look, *, backward: bool) -> list[str]:
        """The drawing's lines; none where there is no room for it."""


class Page:
    """Prints what happens in a quiz; `graph_lines` draws its graphs."""

    def __init__(self, console: Console, graph_lines: GraphLines) -> None:
        self.console, self.graph_lines = console, graph_lines
        utf = console.encoding.lower().startswith("utf")
        self.yes, self.no = ("✓", "✗") if utf else ("ok:", "no:")
        self.begun = False

    def say(self, plain: str, style: str = "", indent: int = INDENT) -> None:
        """A paragraph, folded to the width."""
        self.console.print(padded(words(self.console, plain, style), self.console, indent))

    def heading(self, exercise: Exercise, number: int, count: int, *, backward: bool) -> None:
        """The program, the point, the graph, and before the first exercise what one can type.

        `backward` says that the forward pass is given: then its values are shown.
        """
        if self.begun:
            self.console.print()
        start = f"{number}/{count}. " if count > 1 else ""
        for line in program_lines(exercise.story.program):
            self.say(start + line, "bold", 0)
            start = ""
        if at_line(exercise.report):
            self.say(at_line(exercise.report), "", 0)
        if not self.drawing(exercise, backward=backward):
            self.listing(exercise, backward=backward)
        if exercise.left_out:
            why = "no value at this point" if exercise.report.has_values else "too long a formula"
            self.say(f"No box for {', '.join(exercise.left_out)}: {why}.", "dim", 0)
        if not self.begun:
            self.manual(exercise)
        self.begun = True

    def drawing(self, exercise: Exercise, *, backward: bool) -> bool:
        """The graph, if there is room for it."""
        from rich.text import Text

        from symback.document.model import Look

        colour = self.console.color_system is not None
        look = Look(self.console.width, colour, self.no != "✗")
        lines = self.graph_lines(exercise, look, backward=backward)
        for line in lines:
            self.console.print(Text.from_ansi(line), soft_wrap=True)
        return bool(lines)

    def listing(self, exercise: Exercise, *, backward: bool) -> None:
        """Return the nodes, with their values where those are given, for where there is no room for the graph."""
        values = exercise.of_kind(FORWARD) if backward else ()
        for box in values:
            self.say(self.set(exercise, box.hints[-1]), COLOURS["forward"], 3)
        for line in () if values else node_lines(exercise.graph):
            self.say(text(line, exercise.story), "dim", 3)

    def manual(self, exercise: Exercise) -> None:
        """Return what one can type."""
        names = {*exercise.graph.inputs, *exercise.graph.by_name}
        what = "a number, a fraction or a formula" if exercise.report.has_values else "a formula in nodes or inputs"
        keys = f"{word(HELP, names)} for a hint, {word(SKIP, names)} to skip, {word(QUIT, names)} to end."
        self.console.print()
        self.say(f"Type {what}; {keys}", "dim", 0)

    def direction(self, exercise: Exercise, asked: Sequence[Box], place: int) -> None:
        """The title of the pass that begins with the box at `place`, and before the second pass the graph again."""
        box = asked[place]
        self.console.print()
        self.say(TITLES[way(box)], f"bold {COLOURS[way(box)]}", 0)
        if place:
            self.drawing(exercise, backward=True)
        direct = next((other.label for other in asked if other.label.endswith("|direct")), None)
        if direct is not None and way(box) == "backward":
            self.say(f"{direct} is the share of that edge alone.", "dim", 0)

    def prompt(self, box: Box, place: int, total: int) -> str:
        """`3/5  ∂J/∂a = `, in the colour of the pass."""
        width = len(str(total))
        with self.console.capture() as captured:
            self.console.print(words(self.console, f"{place:>{width}}/{total}  ".rjust(INDENT), "dim"), end="")
            self.console.print(words(self.console, f"{box.label} = ", COLOURS[way(box)]), end="")
        return captured.get()

    def right(self, exercise: Exercise, box: Box) -> None:
        """The whole equation."""
        self.say(f"{self.yes} {self.set(exercise, box.hints[-1])}", COLOURS[way(box)])

    def wrong(self, line: str, judged: Judged, slip: str) -> None:
        """That an answer is not right, and what slip it comes from."""
        typed = shown(line.strip())
        came_to = "" if judged.value is None or is_number(line) else f", which is {value_text(judged.value)} here"
        self.say(f"{self.no} not {typed}{came_to}{slip and f': {slip}'}", WRONG)

    def unread(self, judged: Judged) -> None:
        """Why something is no answer, which is not wrong, and asked again."""
        self.say(f"? {visible(judged.reason)}")

    def wants_again(self, line: Callable[[str], str | None]) -> bool:
        """True if somebody wants to be asked again; `line` shows a prompt and reads the answer."""
        return (line("Again, what was not right? [y/N] ") or "").strip().lower() in ("y", "yes")

    def hint(self, exercise: Exercise, box: Box, level: int) -> None:
        self.say(f"Hint {level}: {self.set(exercise, box.hints[level - 1])}")

    def told(self, exercise: Exercise, box: Box) -> None:
        """The whole equation, for whom it was told."""
        self.say(f"Answer: {self.set(exercise, box.hints[-1])}", COLOURS[way(box)])

    def skipped(self, exercise: Exercise, box: Box) -> None:
        self.say(f"Skipped: {self.set(exercise, box.hints[-1])}")

    def score(self, score: Score) -> None:
        self.console.print()
        self.say(score.text(), "bold", 0)

    def set(self, exercise: Exercise, sentence: Sentence) -> str:
        """A sentence as text; an equation alone without its full stop."""
        found = text(sentence, exercise.story)
        return found.removesuffix(".") if isinstance(sentence[0], Math) and len(sentence) == 2 else found


def program_lines(program: str) -> list[str]:
    """The lines of a program, without its comments."""
    found = [line.partition("#")[0].strip() for line in program.split("\n")]
    return [visible(line) for line in found if line]


def is_number(typed: str) -> bool:
    """True if an answer is a plain number, so that there is no need to say what it comes to."""
    try:
        float(typed)
    except ValueError:
        return False
    return True


def words(console: Console, plain: str, style: str) -> Text:
    """Text in a style, spelled as the terminal can show it."""
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
