"""`symback graph`: the computation graph, drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import ProgramCommand, deliver, look
from symback.cli.options import OUTPUT, format_option, make_options, program_arguments, read_graph, refuse, shared
from symback.errors import SymbackError
from symback.picture import MOST_BOXES, formats

if TYPE_CHECKING:
    from symback.graph.graph import Graph
    from symback.report.options import Options

ENDINGS = {"svg": "svg", "png": "png", "html": "html", "htm": "html", "dot": "dot", "gv": "dot", "mmd": "mermaid",
           "md": "markdown", "json": "json", "txt": "table"}  # fmt: skip
MOST_POINTS = 20
LARGEST = 2000  # boxes
MOST_DERIVED = 500  # nodes of a graph whose derivatives a picture shows as formulas
VALUES = "An input's value: w=3, w=1/3, w=pi/4; w=3,b=8 for several inputs; @F reads JSON or CSV. Without any, the derivatives are formulas."
EXAMPLES = """\b
Examples:
  symback graph '(2+3*w)**2' --at w=3
  symback graph '3*(a+b*c)' --at a=5,b=3,c=2 --local
  symback graph 'c = w*x; J = (c-y)**2' --at w=2,x=-2,y=2 --wrt w
  symback graph 'sin(w)/w' --direction down
  symback graph 'u = a*b; J = u+a' --at a=2,b=3 -o graph.svg
  symback graph '1/(1+exp(-z))' --format mermaid"""


@click.command("graph", cls=ProgramCommand, epilog=EXAMPLES)
@program_arguments
@shared("at", "partial", "wrt", "split", "arithmetic", "digits", at=VALUES)
@click.option("--local", is_flag=True, help="Write the local derivative on every edge.")
@click.option("--direction", type=click.Choice(["auto", "right", "down"]), default="auto", show_default=True, help="Which way the graph goes; auto is right, or down in a terminal too narrow for that.")  # fmt: skip
@click.option("--boxes", type=click.IntRange(10, LARGEST), default=MOST_BOXES, show_default=True, metavar="N", help="At most so many boxes; of a larger graph nodes of one shape become one.")  # fmt: skip
@format_option(formats.names(), "How it is drawn; table is for the terminal.", ENDINGS)
@click.option("--theme", type=click.Choice(["auto", "light", "dark"]), default="auto", show_default=True, help="The colours of svg, html and png; auto follows the reader's own setting (png: light).")  # fmt: skip
@shared(*OUTPUT)
def command(program: str | None, file: str | None, at: tuple[str, ...], **chosen: Any) -> None:
    """Draw the computation graph of PROGRAM.

    A box is an input or a node. A wire bears the value forward (blue, above) and the derivative of the output back
    (green, below).
    """
    from symback.cli.values import points

    if chosen["format_"] not in ("svg", "png", "html"):
        refuse(f"--format {chosen['format_']}", "theme")
    listed = list(points(at))
    if len(listed) > MOST_POINTS:
        raise SymbackError(f"{len(listed)} points are too many to draw", hint=f"at most {MOST_POINTS}")
    graph = read_graph(program, file, chosen["split"], chosen["wrt"], listed[0])
    made, error = drawn(graph, listed, chosen)
    deliver(made, chosen["output"])
    if error is not None:
        raise error


def drawn(
    graph: Graph, listed: list[dict[str, object]], chosen: dict[str, Any]
) -> tuple[str | bytes, SymbackError | None]:
    """The graph at every point, in the format asked for, and why one of them has no answer, if one has none.

    Raises SymbackError where a format holds one point only, and where one for programs has no answer to hold.
    """
    chosen_format = formats.load(chosen["format_"])
    if len(listed) > 1 and not chosen_format.SEVERAL:
        reason = f"{chosen['format_']} holds one picture, and --at gives {len(listed)} points"
        raise SymbackError(reason, hint="one value for each input")
    found = [view(graph, point, chosen) for point in listed]
    error = next((error for _, error in found if error is not None), None)
    if error is not None and chosen["format_"] == "json":
        raise error
    choices = formats.Choices(look(chosen["color"], chosen["output"]), chosen["direction"], chosen["theme"])
    return chosen_format.render([one for one, _ in found], choices), error


def view(graph: Graph, point: dict[str, object], chosen: dict[str, Any]) -> tuple[formats.View, SymbackError | None]:
    """The graph at one point, and why there is no answer at it, if there is none."""
    from symback.picture.picture import BRIEF, picture_of
    from symback.report.build import report_and_error

    options = report_options(graph, chosen, has_values=bool(point or graph.parsed.values))
    report, error = report_and_error(graph, point, options)
    picture = picture_of(graph, report, local=chosen["local"], most=chosen["boxes"])
    if error is not None and chosen["format_"] in ("html", "markdown"):  # who reads the page does not see the message
        picture = replace(picture, notes=(*picture.notes, error.reason))
    if chosen["format_"] not in ("table", "html") or chosen["digits"] is not None:
        return formats.View(graph, report, picture), error
    brief = picture_of(graph, report, local=chosen["local"], most=chosen["boxes"], digits=BRIEF)
    return formats.View(graph, report, picture, brief), error


def report_options(graph: Graph, chosen: dict[str, Any], *, has_values: bool) -> Options:
    """Formulas only where they are shown: in place of numbers that are not there, and in json."""
    letters = (chosen["partial"] or not has_values) and len(graph.nodes) <= MOST_DERIVED
    formulas = letters or chosen["format_"] == "json"
    return make_options(chosen, formulas=formulas, nudges=False)
