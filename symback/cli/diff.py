"""`symback diff`: the forward pass and the backward pass."""

from __future__ import annotations

import gc
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import ProgramCommand, look, read_program, write
from symback.cli.large import is_large, large_options, saying, special_pages, with_checks
from symback.cli.options import (
    OUTPUT,
    POINT,
    format_option,
    make_options,
    parameter_names,
    program_arguments,
    read_in_file,
    refuse,
    said,
    shared,
)
from symback.document import MOST_ROWS, formats
from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.document.model import Document, Look
    from symback.graph.graph import Graph
    from symback.report.model import Report

LONG_TEXT = 2**18  # characters: what such a program makes lives to the end, and looking for garbage in it finds none
SWEPT = re.compile(r"(local:)?[d∂]\w+(/[d∂]\w+)?")

EXAMPLES = """\b
Examples:
  symback diff '(2+3*w)**2' --at w=3
  symback diff '3*(a+b*c)' --at a=5,b=3,c=2 --table chained
  symback diff 'w**2' --at w=3 --at w=2 --at w=-3
  symback diff 'c = w*x; J = (c+b-y)**2/2' --at w=2,x=-2,b=8,y=2 --wrt w,b
  symback diff 'sin(w)/w' --at w=pi/4 --get J --get dw
  symback diff '(2+3*w)**2' --get dw:formula
  symback diff 'w**2' --at w=3 --sweep
  symback diff 'w**2' --at w=-1:1:0.5 --table gradient --format csv -o w.csv"""


class DiffCommand(ProgramCommand):
    """`diff`, whose --sweep may stand with a derivative after it, or alone."""

    def sorted_out(self, ctx: click.Context, args: list[str]) -> Iterator[str]:
        """--sweep takes what follows only if that is a derivative; a program it leaves alone."""
        found: list[str] = []
        for arg in args:
            if found and found[-1] == "--sweep":
                named = SWEPT.fullmatch(arg) is not None
                found[-1:] = [f"--sweep={arg}"] if named else ["--sweep=", arg]
            else:
                found.append(arg)
        return super().sorted_out(ctx, [*found[:-1], "--sweep="] if found[-1:] == ["--sweep"] else found)


@click.command("diff", cls=DiffCommand, epilog=EXAMPLES)
@program_arguments
@shared(*POINT)
@format_option(formats.names(), "How the report is written; csv and tsv hold one table.")
@click.option(
    "--table",
    "which",
    type=click.Choice(["forward", "local", "chained", "gradient", "all"]),
    default=None,
    help="One of the report's tables alone. Default: all; csv and tsv take chained.",
)
@click.option("--numbers-only", is_flag=True, help="No formulas in the answer: faster.")
@click.option(
    "--points",
    "points_file",
    metavar="FILE.csv",
    help="Points from a table (csv, JSON lines, or such in gz), a row each under a header of names (- reads standard input); answers as csv, or with --format tsv or json, streamed, in doubles.",
)
@click.option(
    "--on-error",
    type=click.Choice(["stop", "skip", "null"]),
    default="stop",
    show_default=True,
    help="What becomes of a row of --points without an answer, or without all of it: stop there (the rows before it are out, or with -o there is no file), skip it, or leave empty what is missing.",
)
@click.option(
    "--precise",
    is_flag=True,
    help="With --points: read cells as decimals, and work every row that lost digits in doubles out again, exactly, about a millisecond each; without it the first thousand, and the lost numbers of the others are left empty.",
)
@shared("delimiter")
@click.option("--verdicts", is_flag=True, help="With --points: a column with the verdicts, by --eps and --scheme; every row is worked out exactly, some milliseconds each.")  # fmt: skip
@click.option(
    "--get",
    "get",
    multiple=True,
    metavar="NAME",
    help="Print one value: J, a, dJ/dw, dw, da/dw, local:dJ/da, d2J/dw2, d2J/dwdb; with :exact, :formula, :nodes, :nudge.",
)
@click.option(
    "--how", is_flag=True, help="Say in tables how each verdict is known: exact, enclosed by a ball, or probed."
)
@click.option("--only", "only", multiple=True, metavar="NAMES", help="Show the derivatives by these names alone.")
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=MOST_ROWS,
    show_default=True,
    metavar="N",
    help="At most so many rows of a table for people.",
)
@click.option("--sweep", metavar="[dJ/dw]", help="One derivative with every ε from 1e-1 to 1e-16, exactly and in doubles, and a picture.")  # fmt: skip
@large_options
@shared(*OUTPUT)
def command(
    program: str | None, file: str | None, at: tuple[str, ...], wrt: tuple[str, ...], split: str | None, **choices: Any
) -> None:
    """The forward and the backward pass of PROGRAM, as tables.

    The forward pass gives every node's value, the backward pass every derivative: by formula, and by nudging
    (raise a value by ε and see how far the result moves).
    """
    from symback.cli.values import points
    from symback.graph.graph import graph_of
    from symback.report.inputs import has_arrays

    refuse_idle(choices)
    if choices["points_file"] is not None:
        at_points(program, file, at, parameter_names(wrt), split, choices)
        return
    text = read_program(program, file)
    if len(text) > LONG_TEXT:
        gc.disable()
    listed = list(points(at))
    graph = read_in_file(file, lambda: graph_of(text, split, parameter_names(wrt), tuple(listed[0]), arrays=True))
    if has_arrays(graph, listed[0]):
        from symback.cli.arrays import answer, from_files

        graph = read_in_file(file, lambda: graph_of(text, "none", parameter_names(wrt), tuple(listed[0]), arrays=True))
        answer(graph, [from_files(point) for point in listed], choices | {"split": split})
        return
    options = make_options(choices, formulas=not choices["numbers_only"])
    if choices["sweep"] is not None:
        write(swept(graph, listed, options, choices), choices["output"])
    elif choices["get"]:
        write("\n".join(got(graph, listed, choices["get"], options)), choices["output"])
    else:
        write(rendered(graph, listed, options, choices), choices["output"])


def refuse_idle(choices: dict[str, Any]) -> None:
    """Raise UsageError for an option that another leaves nothing to do."""
    for what, names in idle(choices):
        refuse(what, *names)
    if choices["get"] and choices["format_"] not in ("table", "tsv"):
        raise click.UsageError(f"--get is not written as {choices['format_']}.")


def idle(choices: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return what is asked for, and the options that it cannot heed."""
    from symback.cli.values import split_list

    nudges, of_points = ("eps", "scheme"), ("on_error", "precise", "verdicts", "delimiter")
    color = ("color",) if choices["color"] == "always" else ()
    extra = ("which", "only", "order", "hvp", "cost", "nudge", "top", "how", "partial", "numbers_only")
    if choices["points_file"] is None:
        yield "an answer without --points", of_points
    else:
        left = [name for name in extra if name != "only"]
        more = () if choices["verdicts"] else nudges
        yield "--points, which answers in doubles,", (*left, "get", "digits", "sweep", *color, *more)
    if choices["sweep"] is not None:
        yield "--sweep", (*extra, "get", "eps", *color)
        yield from [("--sweep as a table", ("digits",))] if choices["format_"] == "table" else []
    if choices["get"]:
        forms = {name.strip().rpartition(":")[2] for several in choices["get"] for name in split_list(several)}
        yield "--get", (*(name for name in extra if name not in ("partial", "numbers_only")), *color)
        yield from [] if "nudge" in forms else [("--get without :nudge", nudges)]
        yield from [("--get of a formula", ("numbers_only",))] if forms & {"formula", "nodes"} else []
        yield from [("--get of formulas", ("arithmetic", "digits"))] if forms <= {"formula", "nodes"} else []
        yield from [("--get :exact", ("digits",))] if forms == {"exact"} else []
    for name, asked in (("--cost", choices["cost"]), ("--hvp", choices["hvp"]), ("--order 2", choices["order"] > 1)):
        if asked:
            own = {"--cost": "cost", "--hvp": "hvp", "--order 2": "order"}[name]
            yield name, tuple(other for other in extra if other not in (own, "top"))
            yield from [(f"{name} and several nudges", ("eps",))] if "," in choices["eps"] else []
    if choices["cost"]:
        yield "--cost", (*nudges, "arithmetic", "digits", "top")
    if choices["which"] in ("forward", "gradient"):
        yield f"--table {choices['which']}", (*nudges, "how")
    if choices["which"] == "forward":
        yield "--table forward", ("only", "numbers_only")
    if choices["nudge"] == "none":
        yield "--nudge none", nudges
    if choices["format_"] in ("csv", "tsv", "json"):
        yield f"--format {choices['format_']}", ("top", "how")


def at_points(
    program: str | None,
    file: str | None,
    at: tuple[str, ...],
    parameters: tuple[str, ...] | None,
    split: str | None,
    choices: dict[str, Any],
) -> None:
    """Answer a table of points. Raises a usage error for what does not go with --points."""
    from symback.cli.values import points
    from symback.delimited import one_character
    from symback.graph.graph import graph_of
    from symback.rows.stream import answer_points

    listed = [point for _, point in zip(range(2), points(at), strict=False)]
    apart = "several values in --at" if len(listed) > 1 else None
    if choices["arithmetic"] not in ("auto", "float"):
        apart = f"--arithmetic {choices['arithmetic']}"
    if apart:
        raise click.UsageError(f"--points, which answers in doubles, does not go with {apart}.")
    if choices["points_file"] == "-" and program in (None, "-") and file is None:
        raise click.UsageError(
            "--points - reads the points from standard input: the program stands on the command line or in --file."
        )
    graph = read_in_file(file, lambda: graph_of(read_program(program, file), split, parameters, tuple(listed[0])))
    chosen = click.get_current_context().get_parameter_source("format_") is not click.core.ParameterSource.DEFAULT
    format_ = choices["format_"] if chosen or choices["format_"] != "table" else "csv"
    only = None if not choices["only"] else points_only(graph, choices["only"])
    judged = replace(make_options(choices, formulas=False), arithmetic="auto") if choices["verdicts"] else None
    answer_points(
        graph,
        choices["points_file"],
        listed[0],
        choices["on_error"],
        format_,
        choices["output"],
        delimiter=one_character(choices["delimiter"]),
        precise=choices["precise"],
        only=only,
        judged=judged,
    )


def points_only(graph: Graph, asked: tuple[str, ...]) -> list[str]:
    """The names of --only in the order of the graph: the inputs, then the nodes."""
    wanted = only_names(graph, asked)
    return [name for name in (*graph.inputs, *graph.by_name) if name in wanted]


def swept(graph: Graph, listed: list[dict[str, object]], options: Any, choices: dict[str, Any]) -> str:
    """The sweep of ε for one derivative at every point: the one that is named, or the only parameter's."""
    from symback.render.sweep import page
    from symback.report.get import parse, passes_on
    from symback.report.sweep import sweep

    if not choices["sweep"] and len(graph.parameters) != 1:
        raise click.UsageError(
            f"--sweep needs a derivative, for example --sweep d{graph.output}/d{(*graph.inputs, 'w')[0]}."
        )
    wanted = parse(choices["sweep"] or f"d{graph.output}/d{graph.parameters[0]}", graph, "--sweep")
    if wanted.by is None or wanted.of == wanted.by or not passes_on(graph, wanted.by, wanted.of):
        raise click.UsageError(f"--sweep {wanted.text}: this is not a derivative to nudge for.")

    chosen = formats.load(choices["format_"])
    found = (sweep(graph, wanted, point, options) for point in listed)
    several = len(listed) > 1
    made = (page(graph.program, one, options.decimals, chosen.AUDIENCE, several=several) for one in found)
    return "".join(chosen.render(noting(made, choices["format_"]), paper(choices, options)))


def paper(choices: dict[str, Any], options: Any) -> Look:
    return replace(look(choices["color"], choices["output"]), digits=options.get_digits)


def got(graph: Graph, listed: list[dict[str, object]], names: tuple[str, ...], options: Any) -> list[str]:
    """The values asked for: a line each, or at several points a line a point."""
    from symback.cli.values import split_list
    from symback.report.get import parse, values

    wanted = [parse(name.strip(), graph) for several in names for name in split_list(several)]
    rows = [values(graph, wanted, point, options, note) for point in listed]
    return rows[0] if len(rows) == 1 else ["\t".join(row) for row in rows]


def only_names(graph: Graph, asked: tuple[str, ...]) -> frozenset[str]:
    """The names of --only: `w`, `dw` or `dJ/dw`. Raises SymbackError for what the graph has not."""
    from symback.cli.values import split_list
    from symback.report.get import parse, passes_on

    wanted = [parse(name.strip(), graph, "--only") for names in asked for name in split_list(names)]
    for w in wanted:
        if (w.by or w.of) == graph.output or (w.by and not passes_on(graph, w.by, w.of)) or w.form:
            way = f"--only d{graph.output}/d{graph.inputs[0]}" if graph.inputs else None
            raise SymbackError(f"--only {w.text}: this is none of the derivatives", hint=way)
    return frozenset(w.by or w.of for w in wanted)


def report_of(graph: Graph, point: dict[str, object], options: Any, *, several: bool) -> Report:
    """The report at one point; an error among several points says at which."""
    from symback.report.build import report_at

    try:
        return report_at(graph, point, options)
    except SymbackError as error:
        if several:
            error.reason += " at " + ", ".join(f"{name}={said(value)}" for name, value in point.items())
        raise


def note(text: str) -> None:
    """Write what an answer has no place for to standard error."""
    click.echo(f"Note: {text}", err=True)


def noting(documents: Iterable[Document], format_: str) -> Iterator[Document]:
    """Yield the documents, having noted what csv and tsv have no place for."""
    for document in documents:
        for caveat in document.caveats if format_ in ("csv", "tsv") else ():
            note(caveat)
        yield document


def wanted_parts(which: str | None, format_: str, *, for_people: bool, large: bool, several: bool) -> frozenset[str]:
    """The tables whose rows the report has to hold: JSON has them all unless one is named, and people see all of one point."""
    if format_ == "json" and which is None:
        which = "all"
    elif which is None:
        which = "chained" if not for_people else "gradient" if large or several else "all"
    return frozenset({"forward", "local", "chained"} if which == "all" else {which})


def rendered(graph: Graph, listed: list[dict[str, object]], options: Any, choices: dict[str, Any]) -> str:
    """The reports of all points in the format asked for."""
    from symback.document.model import PEOPLE
    from symback.render.pages import pages

    chosen = formats.load(choices["format_"])
    shown = paper(choices, options)
    if (special := special_pages(graph, listed, options, choices, chosen.AUDIENCE)) is not None:
        return "".join(chosen.render(noting(special, choices["format_"]), shown))
    only = only_names(graph, choices["only"]) if choices["only"] else None
    for_people, several, which = chosen.AUDIENCE == PEOPLE, len(listed) > 1, choices["which"]
    options = with_checks(graph, options, choices, only, for_people=for_people)
    large = is_large(graph, options)
    if which in ("forward", "gradient") and not large:
        refuse(f"--table {which} of a small graph", "nudge")
    parts = wanted_parts(which, choices["format_"], for_people=for_people, large=large, several=several)
    options = replace(options, parts=parts)
    if which == "gradient" and not for_people:
        options = replace(options, formulas=False, nudges=False)
    reports = (saying(report_of(graph, point, options, several=several), choices["nudge"]) for point in listed)
    if only is not None:
        reports = (report.only(only) for report in reports)
    if choices["how"]:
        reports = (replace(report, tells_how=True) for report in reports)
    made = pages(reports, which, chosen.AUDIENCE, several=several, top=choices["top"])
    return "".join(chosen.render(noting(made, choices["format_"]), shown))
