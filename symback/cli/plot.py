"""`symback plot`: J against one input with its tangents and nudges, or its contours over two."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import (
    STANDARD_OUTPUT,
    ProgramCommand,
    look,
    make_options,
    output_options,
    point_options,
    program_arguments,
    read_program,
    write,
)
from symback.errors import SymbackError

if TYPE_CHECKING:
    from symback.plot.model import Drawing, PlotOptions, Range

TEXT, SVG, PNG, PDF, JSON, CSV = "text", "svg", "png", "pdf", "json", "csv"
FORMATS = (TEXT, SVG, PNG, PDF, JSON, CSV)
ENDINGS = {".txt": TEXT, ".svg": SVG, ".png": PNG, ".pdf": PDF, ".json": JSON, ".csv": CSV}
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
@point_options
@click.option("--range", "ranges", multiple=True, metavar="-5:5", help="From where to where the input goes; w=-5:5 for one of two. Default: about the points.")  # fmt: skip
@click.option("--y-range", "heights", metavar="0:25", help="From where to where the output goes (its contour lines, over two inputs).")  # fmt: skip
@click.option("--zoom/--no-zoom", default=True, show_default=True, help="Show every nudge from near by.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default=None, help="How the picture is made: text in the terminal; svg, png and pdf by matplotlib; json and csv hold the samples. Default: as the name after -o ends, else text.")  # fmt: skip
@output_options
def command(
    program: str | None, file: str | None, at: tuple[str, ...], wrt: tuple[str, ...], split: str | None, **choices: Any
) -> None:
    """Draw PROGRAM against an input: the curve, the tangent at the point, and the nudge from near by.

    --wrt names the input, or two inputs for a contour plot with the gradient. Poles and jumps are not joined; at a kink
    both tangents are drawn.
    """
    from symback.cli.diff import parameter_names
    from symback.cli.values import points
    from symback.graph.graph import Graph
    from symback.plot.model import MOST_TOUCHES

    if choices["partial"]:
        raise click.UsageError("--partial does not go with a plot: every input that is not drawn needs a value.")
    kind = choices["format_"] or kind_of(choices["output"])
    found = points(at)
    listed = [point for _, point in zip(range(MOST_TOUCHES + 1), found, strict=False)]
    graph = Graph(read_program(program, file), split, parameter_names(wrt), tuple(listed[0]))
    from symback.plot.build import picture

    deliver(picture(graph, listed, plot_options(choices)), kind, choices)


def plot_options(choices: dict[str, Any]) -> PlotOptions:
    """The picture's options from the command line's."""
    from symback.plot.model import PlotOptions

    report = make_options(choices["eps"], choices["scheme"], choices["arithmetic"], choices["digits"], partial=False)
    ranges = dict(named_range(text) for text in choices["ranges"])
    heights = None if choices["heights"] is None else range_of("--y-range", choices["heights"])
    return PlotOptions(ranges, heights, choices["zoom"], report.epsilons, report.scheme, report.arithmetic, report.digits)  # fmt: skip


def named_range(text: str) -> tuple[str, Range]:
    """The input, none for all of them, and the range: `w=-5:5`, `-5:5`."""
    from symback.cli.values import checked_name

    name, equals, ends = text.rpartition("=")
    return (checked_name(name.strip()) if equals else ""), range_of("--range", ends)


def range_of(option: str, text: str) -> Range:
    """`first:last` as doubles. Raises SymbackError for what is no range."""
    from symback.plot.window import checked_range
    from symback.points.answers import constant
    from symback.report.inputs import constant_formula

    parts = text.split(":")
    if len(parts) != 2:
        raise SymbackError(f"{option} is first:last, not {text!r}", hint=f"{option} -5:5")
    first, last = (constant(option, constant_formula(option, part)) for part in parts)
    return checked_range((first, last), f"{option} {text}")


def kind_of(output: str | None) -> str:
    """The format that a file's name asks for. Raises SymbackError for an ending that is none."""
    if output in STANDARD_OUTPUT or output is None:
        return TEXT
    name = output.lower()
    ending = name[name.rfind(".") :] if "." in name.rpartition("/")[2].lstrip(".") else ""
    if ending not in (*ENDINGS, ""):
        raise SymbackError(f"no picture ends in {ending}", hint=f"-o picture.svg, or --format {'|'.join(FORMATS)}")
    return ENDINGS.get(ending, TEXT)


def deliver(picture: Drawing, kind: str, choices: dict[str, Any]) -> None:
    """Print the picture, or write it to its file."""
    output = choices["output"]
    if kind in (SVG, PNG, PDF):
        write_bytes(picture, kind, output)
    elif kind == TEXT:
        from symback.plot.terminal import render

        write(render(picture, look(choices["color"], output)), output)
    else:
        from symback.plot.data import render_csv, render_json

        write(render_json(picture) if kind == JSON else render_csv(picture), output)


def write_bytes(picture: Drawing, kind: str, output: str | None) -> None:
    """A drawn picture; a terminal takes none that is not text."""
    from symback.files import write_whole
    from symback.plot.files import drawn

    if output not in STANDARD_OUTPUT:
        assert output is not None
        write_whole(drawn(picture, kind), output)
    elif sys.stdout is None or (kind != SVG and sys.stdout.isatty()):
        raise SymbackError(f"a terminal does not show {kind}", hint=f"-o picture.{kind}")
    else:
        sys.stdout.buffer.write(drawn(picture, kind))
