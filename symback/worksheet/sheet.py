"""A worksheet: one or several programs, each at a point, as a page of exercises."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.exercise.model import Exercise
    from symback.graph.graph import Graph

TITLE = "Backpropagation worksheet"
MOST_BOXES = 100  # of one program
MOST_EXERCISES = 50
FRAME = 760  # pixels that a notebook gives the page


class Worksheet:
    """A page of exercises: `html` is the whole page, and a notebook shows it; `answers` is its key as a page of its own.

    With `apart` the answers are not printed with the sheet.

    `program` is text or a Graph, `values` gives its inputs' values (the program may give some itself). `blank` says what is
    to be filled in: all, forward, backward or some; `seed` decides which, and what new numbers the page draws.

    Raises SymbackError: exit code 2 for what cannot be read or has too many boxes, 3 where there is no answer.
    """

    def __init__(
        self,
        program: str | Graph,
        values: Mapping[str, object] | None = None,
        *,
        wrt: Sequence[str] | None = None,
        split: str | None = None,
        title: str = TITLE,
        blank: str = "all",
        seed: int = 0,
    ) -> None:
        from symback.graph.graph import graph_of

        given = dict(values or {})
        graph = program
        if isinstance(graph, str):
            graph = graph_of(graph, split, None if wrt is None else tuple(wrt), tuple(given))
        self.exercises: tuple[Exercise, ...] = (exercise_of(graph, given),)
        self.title, self.blank, self.seed, self.apart = title, blank, seed, False

    @classmethod
    def of(
        cls,
        exercises: Sequence[Exercise],
        *,
        title: str = TITLE,
        blank: str = "all",
        seed: int = 0,
        apart: bool = False,
    ) -> Worksheet:
        """The worksheet of exercises that are made already."""
        require_number(len(exercises))
        made = cls.__new__(cls)
        made.exercises, made.title, made.blank, made.seed = tuple(exercises), title, blank, seed
        made.apart = apart
        return made

    @property
    def html(self) -> str:
        """The page, in one file that needs nothing else."""
        from symback.worksheet.html import page_html

        return page_html(self.exercises, self.title, self.blank, self.seed, apart=self.apart)

    @property
    def answers(self) -> str:
        """The answers, numbered as the boxes of the printed sheet, as a page of their own."""
        from symback.worksheet.html import answers_html

        return answers_html(self.exercises, self.title)

    def save(self, name: str) -> None:
        """Write the page to a file, whole or not at all."""
        from symback.files import write_whole

        write_whole(self.html, name)

    def _repr_html_(self) -> str:
        """The page in a frame of its own, which can run its script and nothing else."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-modals" title="{escape(self.title)}" '
            f'style="width:100%;height:{FRAME}px;border:1px solid #8888;border-radius:8px"></iframe>'
        )


def exercise_of(graph: Graph, given: Mapping[str, object]) -> Exercise:
    """The exercise of a graph at a point. Raises SymbackError where it cannot be filled in by hand, or has no answers."""
    from symback.exercise.boxes import exercise_at

    few(len(graph.nodes))
    require_values(graph, given)
    exercise = exercise_at(graph, given)
    few(len(exercise.boxes))
    return exercise


def require_values(graph: Graph, given: Mapping[str, object]) -> None:
    """Raise SymbackError where an input has no value: a page asks for numbers."""
    missing = [name for name in graph.inputs if name not in given and name not in graph.parsed.values]
    if missing:
        what = "has no value" if len(missing) == 1 else "have no value"
        way = "--at " + ",".join(f"{name}=…" for name in missing[:6])
        raise SymbackError(f"{', '.join(missing[:6])} {what}", graph.parsed.place(missing[0]), graph.program, hint=way)


def require_number(exercises: int) -> None:
    """Raise SymbackError unless there are as many exercises as a page takes."""
    if not 1 <= exercises <= MOST_EXERCISES:
        raise SymbackError(f"a worksheet has 1 to {MOST_EXERCISES} exercises, not {exercises}")


def few(boxes: int) -> None:
    """Raise SymbackError for more boxes than anyone fills in."""
    if boxes > MOST_BOXES:
        raise SymbackError(
            f"about {boxes:,} boxes are too many to fill in; at most {MOST_BOXES}",
            hint="symback worksheet with a part of the program, or symback diff for the whole",
        )
