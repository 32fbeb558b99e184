"""`symback diff`: the forward pass and the backward pass."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import (
    ProgramCommand,
    console,
    make_options,
    output_options,
    point_options,
    program_arguments,
    read_program,
    write,
)

if TYPE_CHECKING:
    from symback.graph.graph import Graph

FORMATS = ("table", "json")
EXAMPLES = """\b
Examples:
  symback diff '(2+3*w)**2' --at w=3
  symback diff '3*(a+b*c)' --at a=5,b=3,c=2 --table chained
  symback diff 'w**2' --at w=3 --at w=2 --at w=-3
  symback diff 'c = w*x; J = (c+b-y)**2/2' --at w=2,x=-2,b=8,y=2 --wrt w,b
  symback diff 'sin(w)/w' --at w=pi/4 --get J --get dw
  symback diff '(2+3*w)**2' --get dw:formula"""


@click.command("diff", cls=ProgramCommand, epilog=EXAMPLES)
@program_arguments
@point_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How the report is written.",
)
@click.option(
    "--table",
    "which",
    type=click.Choice(["forward", "local", "chained", "gradient", "all"]),
    default=None,
    help="Which of the report's tables (all).",
)
@click.option("--numbers-only", is_flag=True, help="No formulas in the answer: faster.")
@click.option(
    "--get",
    "get",
    multiple=True,
    metavar="NAME",
    help="Print one value: J, a, dJ/dw, dw, da/dw, local:dJ/da; with :exact, :formula, :nodes, :nudge.",
)
@output_options
def command(
    program: str | None, file: str | None, at: tuple[str, ...], wrt: tuple[str, ...], split: str | None, **choices: Any
) -> None:
    """The forward and the backward pass of PROGRAM, as tables.

    The forward pass gives every node's value, the backward pass every derivative: by formula, and by nudging
    (raise a value by ε and see how far the result moves).
    """
    from symback.cli.values import points
    from symback.graph.graph import Graph

    text = read_program(program, file)
    listed = list(points(at))
    graph = Graph(text, split, parameter_names(wrt), tuple(listed[0]) if listed else ())
    options = make_options(
        choices["eps"],
        choices["scheme"],
        choices["arithmetic"],
        choices["digits"],
        choices["partial"],
        formulas=not choices["numbers_only"],
    )
    if choices["get"]:
        write("\n".join(got(graph, listed, choices["get"], options)), choices["output"])
    elif choices["format_"] == "json":
        from symback.render.json import render

        write("\n".join(render(graph.report(point, options)) for point in listed), choices["output"])
    else:
        show(graph, listed, options, choices)


def parameter_names(wrt: tuple[str, ...]) -> tuple[str, ...] | None:
    from symback.cli.values import checked_name, split_list

    return tuple(checked_name(name.strip()) for names in wrt for name in split_list(names)) if wrt else None


def got(graph: Graph, listed: list[dict[str, object]], names: tuple[str, ...], options: Any) -> list[str]:
    """The values asked for: a line each, or at several points a line a point."""
    from symback.report.get import parse, values

    wanted = [parse(name, graph) for name in names]
    rows = [values(graph, wanted, point, options) for point in listed]
    return rows[0] if len(rows) == 1 else ["\t".join(row) for row in rows]


def show(graph: Graph, listed: list[dict[str, object]], options: Any, choices: dict[str, Any]) -> None:
    """Tables: of one point in full, of several as slopes, a row each."""
    from symback.render import slopes, table

    reports = [graph.report(point, options) for point in listed]
    stream = io.StringIO() if choices["output"] else None
    out = console(choices["color"], stream)
    if len(reports) > 1 and choices["which"] is None:
        slopes.render(reports, out)
    else:
        for report in reports:
            if len(reports) > 1:
                out.print(slopes.heading(report), markup=False)
            table.render(report, out, choices["which"] or "all")
    if stream is not None:
        write(stream.getvalue(), choices["output"])
