"""`symback quiz`: fill in the boxes, in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import ProgramCommand, console
from symback.cli.options import program_arguments, read_graph, shared
from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.exercise.model import Exercise

MOST_PROGRAMS = 100
LARGEST_SEED = 10_000  # of those that nobody chose
VALUES = "An input's value: w=3, w=1/3, w=pi/4; w=3,b=8 for several inputs; @F reads JSON or CSV. Without any, the answers are formulas."
EXAMPLES = """\b
Examples:
  symback quiz '(2+3*w)**2' --at w=3
  symback quiz 'a = w*x+b; J = (a-y)**2' --at w=-2,x=2,b=8,y=1
  symback quiz '3*(a+b*c)' --at a=5,b=3,c=2 --blank backward
  symback quiz 'sin(w)/w'
  symback quiz --random --level 2
  symback quiz --random 5 --level 3 --seed 7
  printf '%s\\n' 11 121 22 3 66 | symback quiz '(2+3*w)**2' --at w=3

Exit code: 0 every answer is right at once, 1 one is not, 2 malformed, 3 no
value here."""


class QuizCommand(ProgramCommand):
    """A command whose --random may stand without its number, which is 1 then."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        found: list[str] = []
        for arg, after in zip(args, [*args[1:], ""], strict=False):
            found += [arg, "1"] if arg == "--random" and not after.isdigit() else [arg]
        return super().parse_args(ctx, found)


@click.command("quiz", cls=QuizCommand, epilog=EXAMPLES)
@program_arguments
@shared("at", "wrt", "split", at=VALUES)
@click.option("--blank", type=click.Choice(["all", "forward", "backward"]), default="all", show_default=True, help="Which boxes to fill in: both passes, the values, or the derivatives.")  # fmt: skip
@click.option("--random", "made_up", type=click.IntRange(1, MOST_PROGRAMS), metavar="N", help="Make up N programs (1, if no number follows) instead of reading one.")  # fmt: skip
@click.option("--level", type=click.IntRange(1, 5), default=None, metavar="L", help="How hard made-up programs are, 1 to 5.  [default: 1]")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=None, metavar="N", help="The same seed makes up the same programs.")  # fmt: skip
@shared("color")
def command(program: str | None, file: str | None, **chosen: Any) -> int:
    """Ask for the values of PROGRAM's nodes, left to right, then for every derivative, right to left.

    An answer is a number, a fraction or a formula. ? shows a hint (three levels), s skips, q ends. Answers can be piped
    in, one a line. The exit code is 0 where every answer was right at once, else 1.
    """
    from symback.picture.terminal import graph_lines
    from symback.quiz.page import Page
    from symback.quiz.reader import reader
    from symback.quiz.session import BLANKS, Session

    check_options(program, file, chosen)
    exercises = list(made_up(chosen) if chosen["made_up"] else given(program, file, chosen))
    if not any(exercise.of_kind(*BLANKS[chosen["blank"]]) for exercise in exercises):
        raise SymbackError("there is nothing to fill in: no value and no derivative is asked for")
    score = Session(exercises, Page(console(chosen["color"]), graph_lines), reader(), chosen["blank"]).run()
    return 0 if score.perfect else 1


def check_options(program: str | None, file: str | None, chosen: dict[str, Any]) -> None:
    """Raise UsageError for options that do not go together, and where program and answers would come from one pipe."""
    if chosen["made_up"]:
        if program is not None or file is not None:
            raise click.UsageError("--random makes up the program: leave PROGRAM and --file out.")
        if chosen["at"] or chosen["wrt"] or chosen["split"]:
            raise click.UsageError("--random makes up the point too: leave --at, --wrt and --split out.")
        return
    for name in ("level", "seed"):
        if chosen[name] is not None:
            raise click.UsageError(f"--{name} goes with --random.")
    if program is None and file is None and sys.stdin is not None and sys.stdin.isatty():
        raise click.UsageError("PROGRAM is missing, for example: symback quiz '(2+3*w)**2' --at w=3, or --random.")
    if program == "-" or (program is None and file is None):
        raise click.UsageError(
            "answers come from standard input, so the program cannot: give it as PROGRAM or --file F."
        )


def made_up(chosen: dict[str, Any]) -> Iterator[Exercise]:
    """The exercises that --random asks for; a seed that nobody chose is told, so that they can be had again."""
    from symback.exercise.boxes import exercise_at
    from symback.exercise.madeup import several
    from symback.report.options import Options

    seed = chosen["seed"]
    if seed is None:
        from random import SystemRandom

        seed = SystemRandom().randrange(LARGEST_SEED)
        click.echo(f"Made up with --seed {seed}: the same seed makes up the same programs.", err=True)
    for found in several(chosen["level"] or 1, seed, chosen["made_up"]):
        yield exercise_at(found.graph, found.at, Options())


def given(program: str | None, file: str | None, chosen: dict[str, Any]) -> Iterator[Exercise]:
    """The exercise of the program that was given, at every point that was."""
    from symback.cli.values import points
    from symback.exercise.boxes import exercise_at
    from symback.report.options import Options

    listed = list(points(chosen["at"]))
    if len(listed) > MOST_PROGRAMS:
        raise SymbackError(f"{len(listed)} points are too many to ask about; at most {MOST_PROGRAMS}")
    graph = read_graph(program, file, chosen["split"], chosen["wrt"], listed[0])
    for point in listed:
        yield exercise_at(graph, point, Options())
