"""`symback plot`: J against one input with its tangents and nudges, or its contours over two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import ProgramCommand, deliver, look
from symback.cli.options import OUTPUT, POINT, format_option, make_options, program_arguments, read_graph, shared
from symback.errors import SymbackError

if TYPE_CHECKING:
    from symback.document.model import Look
    from symback.plot.model import Drawing, PlotOptions, Range

TABLE, PLAIN, JSON, CSV, SVG, PNG, PDF, HTML = FORMATS = ("table", "plain", "json", "csv", "svg", "png", "pdf", "html")
ENDINGS = {"svg": SVG, "png": PNG, "pdf": PDF, "html": HTML, "htm": HTML, "json": JSON, "csv": CSV, "txt": TABLE}
EXAMPLES = """\b
Examples:
  symback plot '(2+3*w)**2' --at w=3
  symback plot 'w**2' --at w=3 --at w=2 --at w=-3
  symback plot '1/w' --at w=2 --range -4:4 --y-range -5:5
  symback plot 'abs(w)' --at w=0 --eps 0.5
  symback plot 'c = w*x; J = (c+b-y)**2/2' --at w=2,x=-2,b=8,y=2 --wrt w
  symback plot 'c = w*x; J = (c+b-y)**2/2' --at w=2,x=-2,b=8,y=2 --wrt w,b
  symback plot 'sin(w)' --at w=pi/4 -o sine.svg"""


@click.command("plot", cls=ProgramCommand, epilog=EXAMPLES)
@program_arguments
@shared(*(name for name in POINT if name != "partial"))  # what is not drawn needs a value
@click.option("--range", "ranges", multiple=True, metavar="-5:5", help="From where to where the input goes; w=-5:5 for one of two. Default: about the points.")  # fmt: skip
@click.option("--y-range", "heights", metavar="0:25", help="From where to where the output goes (its contour lines, over two inputs).")  # fmt: skip
@click.option("--zoom/--no-zoom", default=True, show_default=True, help="Show every nudge from near by.")
@format_option(FORMATS, "How the picture is made: in characters; by matplotlib as svg, png, pdf or a page; json and csv hold the samples.", ENDINGS)  # fmt: skip
@shared(*OUTPUT)
def command(
    program: str | None, file: str | None, at: tuple[str, ...], wrt: tuple[str, ...], split: str | None, **choices: Any
) -> None:
    """Draw PROGRAM against an input: the curve, the tangent at the point, and the nudge from near by.

    --wrt names the input, or two inputs for a contour plot with the gradient. Poles and jumps are not joined; at a kink
    both tangents are drawn.
    """
    from symback.cli.values import points
    from symback.plot.model import MOST_TOUCHES

    kind = choices["format_"]
    found = points(at)
    listed = [point for _, point in zip(range(MOST_TOUCHES + 1), found, strict=False)]
    graph = read_graph(program, file, split, wrt, listed[0])
    from symback.plot.build import picture

    drawing = picture(graph, listed, plot_options(choices))
    if drawing.error is not None and kind in (JSON, CSV):
        raise drawing.error
    deliver(made(drawing, kind, look(choices["color"], choices["output"])), choices["output"])
    if drawing.error is not None:
        raise drawing.error


def plot_options(choices: dict[str, Any]) -> PlotOptions:
    """The picture's options from the command line's."""
    from symback.plot.model import PlotOptions

    report = make_options(choices)
    ranges = dict(named_range(text) for text in choices["ranges"])
    heights = None if choices["heights"] is None else range_of("--y-range", choices["heights"])
    return PlotOptions(ranges, heights, choices["zoom"], report.epsilons, report.scheme, report.arithmetic, report.decimals)  # fmt: skip


def named_range(text: str) -> tuple[str, Range]:
    """The input, none for all of them, and the range: `w=-5:5`, `-5:5`."""
    from symback.cli.values import checked_name

    name, equals, ends = text.rpartition("=")
    return (checked_name(name.strip()) if equals else ""), range_of("--range", ends)


def range_of(option: str, text: str) -> Range:
    """`first:last` as doubles. Raises SymbackError for what is no range."""
    from symback.plot.build import checked_range
    from symback.report.inputs import constant_formula
    from symback.rows.answers import constant

    parts = text.split(":")
    if len(parts) != 2:
        raise SymbackError(f"{option} is first:last, not {text!r}", hint=f"{option} -5:5")
    first, last = (constant(option, constant_formula(option, part)) for part in parts)
    return checked_range((first, last), f"{option} {text}")


def made(picture: Drawing, kind: str, paper: Look) -> str | bytes:
    """The picture in the format asked for."""
    if kind in (TABLE, PLAIN):
        from symback.plot.terminal import render

        return render(picture, paper if kind == TABLE else replace(paper, color=False))
    if kind in (JSON, CSV):
        from symback.plot.data import render_csv, render_json

        return render_json(picture) if kind == JSON else render_csv(picture)
    if kind == HTML:
        from symback.plot.figure import render_html

        return render_html(picture, paper)
    from symback.document.formats.html import spelled
    from symback.plot.figure import drawn

    found = drawn(picture, kind)
    return spelled(found.decode(), paper) if kind == SVG else found
