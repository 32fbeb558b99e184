"""`symback worksheet`: the boxes to fill in, as a page that works offline."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import ProgramCommand, read_file, read_program, write
from symback.cli.options import only_suffix, parameter_names, refuse, shared
from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from symback.exercise.model import Exercise
    from symback.graph.graph import Graph
    from symback.lines.question import Question

VALUES = "An input's value, in every program that has it; several values for one input give several exercises; @F reads JSON or CSV."
EXAMPLES = """\b
Examples:
  symback worksheet '(2+3*w)**2' --at w=3 -o page.html
  symback worksheet 'J = (w*x+b-y)**2' --at x=2,y=1,w=-2,b=8 -o neuron.html
  symback worksheet '3*(a+b*c)' 'sin(w)/w' --at a=5,b=3,c=2,w=1 -o two.html
  symback worksheet --random 6 --level 2 --seed 7 -o practice.html
  symback worksheet --programs exam.txt --title 'Exam, part B' -o exam.html"""


@click.command("worksheet", cls=ProgramCommand, epilog=EXAMPLES)
@click.argument("programs", nargs=-1, metavar="[PROGRAM]...")
@shared("file", file="Read a program from file F.")
@click.option("--programs", "listed", metavar="F", help="Read programs from file F, one a line; lines of JSON, as for batch, give a point too.")  # fmt: skip
@shared("at", "wrt", "split", at=VALUES, wrt="The parameters; other inputs are data and get no boxes.")
@click.option("--random", "count", type=click.IntRange(min=1), metavar="N", help="Add N made-up programs.")
@click.option("--level", type=click.IntRange(1, 5), default=1, show_default=True, metavar="L", help="How hard the made-up programs are, 1 to 5.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, metavar="N", help="Decides the made-up programs, the boxes of --blank some, and the page's new numbers.")  # fmt: skip
@click.option("--blank", type=click.Choice(["all", "forward", "backward", "some"]), default="all", show_default=True, help="Which boxes are to be filled in; the others show their answer.")  # fmt: skip
@click.option("--title", metavar="TEXT", help="The heading of the page.  [default: Backpropagation worksheet]")
@click.option(
    "--key", metavar="FILE", help="Write the answers to a page of their own; the sheet is printed without them."
)
@shared("output")
def command(**chosen: Any) -> None:
    """A page with boxes to fill in: one file, for a browser without a network, or for paper.

    The drawing of the graph has a blue box on every node, for its value, and below it green boxes for the derivatives.
    Numbers, fractions and formulas are checked as they are typed; wrong ones get a hint. Printed, the sheet is empty,
    and its answers stand on a page of their own.
    """
    from symback.worksheet.sheet import TITLE, Worksheet

    for name in (chosen["output"], chosen["key"]):
        only_suffix(name, "html", "htm")
    if chosen["key"] is not None and chosen["key"] == chosen["output"]:
        refuse("a sheet in the same file", "key")
    if not chosen["count"]:
        refuse("a worksheet without --random", "level")
    made = made_exercises(chosen)
    title = (chosen["title"] or "").strip()
    page = Worksheet.of(
        made, title=title or TITLE, blank=chosen["blank"], seed=chosen["seed"], apart=chosen["key"] is not None
    )
    sheet = page.html
    if chosen["key"] is not None:
        write(page.answers, chosen["key"])
    write(sheet, chosen["output"])


def made_exercises(chosen: dict[str, Any]) -> list[Exercise]:
    """The exercises that the command line asks for. Raises SymbackError for more than a page takes."""
    from symback.cli.values import points
    from symback.worksheet.sheet import require_number

    asked = questions(chosen)
    listed = list(points(chosen["at"]))
    require_number(len(asked) * len(listed) + (chosen["count"] or 0))
    wrt = parameter_names(chosen["wrt"])
    found = list(exercises(asked, listed, wrt, chosen["split"]))
    if len(asked) != 1:
        require_used(found, chain(listed[0], wrt or ()))
    if chosen["count"]:
        found += made_up(chosen["level"], chosen["seed"], chosen["count"])
    return found


def questions(chosen: dict[str, Any]) -> list[Question]:
    """The programs of the command line, of --file and of --programs; standard input where there are none."""
    from symback.lines.question import Question

    programs = [read_program(program, None) for program in chosen["programs"]]
    if chosen["file"] is not None:
        programs.append(read_file(chosen["file"]))
    listed = [] if chosen["listed"] is None else list(lines(read_file(chosen["listed"])))
    if chosen["listed"] is not None and not listed:
        raise SymbackError(f"{chosen['listed']} holds no program")
    if not programs and not listed and not chosen["count"]:
        programs.append(read_program(None, None))
    return [*map(Question, programs), *listed]


def exercises(
    questions: Sequence[Question],
    points: Sequence[Mapping[str, object]],
    wrt: tuple[str, ...] | None,
    split: str | None,
) -> Iterator[Exercise]:
    """An exercise for every question at every point; a question's own values and parameters win over the common ones.

    Raises SymbackError as an exercise does, and for a value or a parameter that no program has.
    """
    from dataclasses import replace

    from symback.graph.graph import graph_of
    from symback.worksheet.sheet import exercise_of

    alone = len(questions) == 1
    for question in questions:
        for point in points:
            given = {**point, **question.at}
            own = wrt if question.wrt is None else question.wrt
            graph = graph_of(question.program, split, own if alone else None, tuple(given))
            if not alone:
                graph = graph_of(question.program, split, known(graph, own), tuple(given))
                given = {name: value for name, value in given.items() if name in graph.inputs}
            yield replace(exercise_of(graph, given), title="" if question.id is None else str(question.id))


def known(graph: Graph, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Those of the parameters that a program has; all its inputs where it has none of them."""
    return tuple(name for name in names or () if name in graph.inputs) or None


def require_used(found: Iterable[Exercise], names: Iterable[str]) -> None:
    """Raise SymbackError for a name of the command line that none of several programs has as an input."""
    inputs = {name for exercise in found for name in exercise.graph.inputs}
    for name in names:
        if name not in inputs:
            raise SymbackError(f"{name} is an input of none of the programs")


def lines(text: str) -> Iterator[Question]:
    """The questions of a file: a program or a JSON object a line, as a batch has them; a title stands before an id."""
    from dataclasses import replace

    from symback.lines.question import Question, from_object, is_blank, parse_object, plain

    for line in text.splitlines():
        if not is_blank(line):
            data = parse_object(line)
            if data is None:
                yield Question(line)
                continue
            found = from_object({key: value for key, value in data.items() if key != "title"})
            named = [str(plain(data[key])) for key in ("title", "id") if data.get(key) is not None]
            yield replace(found, id=", ".join(named) or None)


def made_up(level: int, seed: int, count: int) -> Iterator[Exercise]:
    """Exercises on made-up programs."""
    from symback.exercise.madeup import several
    from symback.worksheet.sheet import exercise_of

    for found in several(level, seed, count):
        yield exercise_of(found.graph, found.at)
