"""`symback check`: claims, numbers or formulas, held against the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import STANDARD_OUTPUT, ProgramCommand, look, read_file, write
from symback.cli.options import (
    OUTPUT,
    POINT,
    format_option,
    make_options,
    program_arguments,
    read_graph,
    refuse,
    shared,
)
from symback.document import formats

if TYPE_CHECKING:
    from fractions import Fraction

    from symback.check.checker import Checker
    from symback.check.marks import Marks
    from symback.check.model import Checked
    from symback.document.model import Document
    from symback.graph.graph import Graph

EXAMPLES = """\b
Examples:
  symback check '(2+3*w)**2' --at w=3 --claim dJ/dw=66 --claim da/dw=3
  symback check '(2+3*w)**2' --claim 'dJ/dw=6*(2+3*w)'
  symback check 'w**2*sin(w)' --claim 'dw=2*w*cos(w)'
  symback check 'abs(w)' --at w=0 --claim dw=0
  symback check 'c = w*x; (c-y)**2' --at w=2,x=-2,y=2 --claims answers.csv

Exit code: 0 every claim is right, 1 one is not, 2 malformed, 3 no value here."""
WRONG = 1


@click.command("check", cls=ProgramCommand, epilog=EXAMPLES)
@program_arguments
@click.option("--claim", "claims", multiple=True, metavar="dJ/dw=66", help="What is claimed: a number or a formula, of a value (a=11), a derivative (dJ/dw=…, da/dw=…, dw=…) or one edge (local:dJ/da=…).")  # fmt: skip
@click.option("--claims", "file_of_claims", metavar="F", help="Claims from file F, one a line; or JSON, or a gradient as diff writes it in csv; or a csv with the header student,dJ/dw,… for marks.")  # fmt: skip
@shared("delimiter")
@click.option("--tol", default=None, metavar="1e-9", help="How far, relatively, a claimed number may be off. Unless given: not at all for rationals, else 1e-9.")  # fmt: skip
@click.option("--assume", multiple=True, metavar="'B > 0'", help="What holds of the inputs wherever a claimed formula is tried; may repeat.")  # fmt: skip
@click.option(
    "-q", "--quiet", is_flag=True, help="Print nothing: the exit code tells; -o FILE is written all the same."
)
@format_option(formats.names(), "How the verdicts are written.")
@shared(*POINT)
@shared(*OUTPUT)
def command(program: str | None, file: str | None, claims: tuple[str, ...], **choices: Any) -> int:
    """Check claims about PROGRAM: right, wrong, or at a kink or a point without derivative.

    A claimed formula is checked as an identity: proved by algebra, or compared at many random points with many digits.
    For a wrong claim there is the truth, the first place, from the output back, where the two part, and the slip that
    may have led to it.
    """
    from symback.check.marks import is_answers
    from symback.cli.values import points
    from symback.delimited import one_character, relaid

    if choices["quiet"] and choices["output"] in STANDARD_OUTPUT:
        refuse("--quiet without -o FILE", "format_", "color")
    else:
        choices["quiet"] = False  # a file is written, and nothing else
    listed = list(points(choices["at"]))
    if not choices["file_of_claims"]:
        refuse("an answer without --claims", "delimiter")
    text = read_file(choices["file_of_claims"]) if choices["file_of_claims"] else ""
    text = relaid(text, one_character(choices["delimiter"]))
    if not claims and not claims_in(text) and not is_answers(text):
        raise click.UsageError("nothing is claimed, for example: --claim dJ/dw=66, or --claims FILE")
    own = columns_in(text) if is_answers(text) else {}
    if claims and is_answers(text):
        raise click.UsageError("--claim does not go with a table of answers in --claims.")
    graph = read_graph(program, file, choices["split"], choices["wrt"], {**listed[0], **own})
    from symback.errors import Placed

    where = choices["file_of_claims"] if choices["file_of_claims"] != "-" else "standard input"
    read = [
        Placed(claim, f"{where}, {claim.place}" if isinstance(claim, Placed) else where) for claim in claims_in(text)
    ]
    return check(graph, listed, [*(one for several in claims for one in one_by_one(several)), *read], text, choices)


def one_by_one(claims: str) -> list[str]:
    """The claims of one --claim: dw=6,db=1 are two."""
    from symback.cli.values import split_list

    parts = split_list(claims)
    return parts if all("=" in part for part in parts) else [claims]


def claims_in(text: str) -> list[str]:
    """The claims of a file, one a line; none of a table of answers, which is marked."""
    from symback.check.claims import claims_of
    from symback.check.marks import is_answers

    return [] if is_answers(text) else list(claims_of(text))


def columns_in(text: str) -> dict[str, object]:
    """The names in the header of a table of answers: those of inputs get a value by it."""
    from symback.check.marks import read_answers
    from symback.syntax.names import normal_name

    return dict.fromkeys(map(normal_name, read_answers(text, "--claims").columns))


def check(graph: Graph, listed: list[dict[str, object]], claims: list[str], text: str, choices: dict[str, Any]) -> int:
    """Check claims, or a class's answers, at every point; returns the exit code."""
    from symback.check.marks import is_answers
    from symback.render.check import marks_page, page
    from symback.report.words import shortened

    marked = is_answers(text)
    chosen = formats.load(choices["format_"])
    program = shortened(graph.program)
    documents: list[Document] = []
    right = True
    for point in listed:
        if marked:
            marks = class_marks(graph, point, text, choices)
            right &= marks.all_right
            documents.append(marks_page(program, marks, chosen.AUDIENCE))
        else:
            found = results(graph, point, claims, choices)
            right &= found.all_right
            documents.append(page(program, found, chosen.AUDIENCE, several=len(listed) > 1))
    if not choices["quiet"]:
        write("".join(chosen.render(documents, look(choices["color"], choices["output"]))), choices["output"])
    return 0 if right else WRONG


def checker(graph: Graph, point: dict[str, object], choices: dict[str, Any]) -> Checker:
    from symback.report.point import ARRAYS, chosen_arithmetic

    options = make_options(choices)
    loud = not choices["quiet"]
    told: dict[str, Any] = {"tolerance": tolerance(choices["tol"]), "prove": loud, "explain": loud}
    if choices["assume"]:
        told["assume"] = choices["assume"]
    if chosen_arithmetic(graph, options) == ARRAYS and not options.partial:
        from symback.check.large import LargeChecker

        return LargeChecker(graph, point, options, **told)
    from symback.check.checker import Checker

    return Checker(graph, point, options, **told)


def tolerance(text: str | None) -> Fraction | None:
    from symback.errors import SymbackError
    from symback.report.inputs import constant_fraction

    if text is None:
        return None
    found = constant_fraction("--tol", text)
    if found < 0:
        raise SymbackError("a tolerance is 0 or more", hint="--tol 1e-9")
    return found


def results(graph: Graph, point: dict[str, object], claims: list[str], choices: dict[str, Any]) -> Checked:
    """The claims' verdicts at one point."""
    from symback.check.model import Checked

    one = checker(graph, point, choices)
    return Checked(tuple(one.check_all(claims)), point, one.options.decimals, one.notes)


def class_marks(graph: Graph, point: dict[str, object], text: str, choices: dict[str, Any]) -> Marks:
    """A class's answers, marked."""
    from symback.check.marks import mark, read_answers

    answers = read_answers(text, choices["file_of_claims"])
    return mark(lambda own: checker(graph, {**point, **own}, choices), graph, answers)
