"""The options that mean one thing in every command, a row each, and what the command line makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from symback.cli.common import read_program
from symback.errors import SymbackError
from symback.files import kind_of, kinds_of

if TYPE_CHECKING:
    from fractions import Fraction

    from symback.graph.graph import Graph
    from symback.report.options import Options

F = TypeVar("F", bound=Callable[..., Any])

# name: how it is typed, what click is told
SHARED: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "file": (("-f", "--file"), {"metavar": "F", "help": "Read the program from file F."}),
    "at": (("--at",), {"multiple": True, "metavar": "w=3", "help": "An input's value: w=3, w=1/3, w=pi/4; w=3,b=8 for several inputs; w=-3:3:0.5 or repeated for several points; @F reads JSON or CSV."}),
    "partial": (("--partial",), {"is_flag": True, "help": "Leave inputs without a value as letters."}),
    "wrt": (("--wrt",), {"multiple": True, "metavar": "w,b", "help": "The parameters, in the order of the answers; other inputs are data and get no derivative."}),
    "split": (("--split",), {"type": click.Choice(["lecture", "atomic", "none"]), "help": "How a statement is cut into nodes: as in a lecture, at every operation, or not at all. Default: lecture for one statement, none for several."}),
    "eps": (("--eps",), {"default": "0.001", "metavar": "0.001", "show_default": True, "help": "The nudge ε; 0.01,0.001 gives several, side by side."}),
    "scheme": (("--scheme",), {"type": click.Choice(["forward", "central"]), "default": "forward", "show_default": True, "help": "The quotient: (J(v+ε)-J(v))/ε, or (J(v+ε)-J(v-ε))/2ε."}),
    "arithmetic": (("--arithmetic",), {"type": click.Choice(["auto", "exact", "decimal", "float"]), "default": "auto", "show_default": True, "help": "Rationals, decimals of --digits, or doubles; auto is exact while every value is rational."}),
    "digits": (("--digits",), {"type": int, "metavar": "N", "help": "Significant digits of what is not rational.  [default: 9 in tables, 17 for scripts, 30 in JSON]"}),
    "delimiter": (("--delimiter",), {"metavar": "';'", "help": "What stands between the cells of the table, or tab; unless given it is found out."}),
    "output": (("-o", "--output"), {"metavar": "FILE", "is_eager": True, "help": "Write there instead of standard output, in the format of its suffix; never half a file."}),
    "color": (("--color",), {"type": click.Choice(["auto", "always", "never"]), "default": "auto", "show_default": True, "help": "When to use colour; auto heeds NO_COLOR and FORCE_COLOR."}),
}  # fmt: skip
POINT = ("at", "partial", "wrt", "split", "eps", "scheme", "arithmetic", "digits")
OUTPUT = ("output", "color")


def shared(*names: str, **told: str) -> Callable[[F], F]:
    """Declares the options of these names, in this order; `told` says what one does in the command's own words."""

    def declared(function: F) -> F:
        for name in reversed(names):
            typed, row = SHARED[name]
            function = click.option(*typed, name, **{**row, "help": told.get(name, row["help"])})(function)
        return function

    return declared


def format_option(formats: Iterable[str], told: str, endings: Mapping[str, str] | None = None) -> Callable[[F], F]:
    """Declares --format, a choice of `formats`; `told` says of what. Without it the suffix of -o decides, else it is a table.

    `endings` are the formats by suffix, where they are not the usual ones.
    """
    names = list(formats)
    kinds = endings or kinds_of(names)

    def decided(context: click.Context, _option: click.Parameter, given: str | None) -> str:
        return given or kind_of(context.params.get("output"), kinds, "table")

    told += "  [default: table; with -o what the file's name ends in]"
    return click.option(
        "--format", "format_", type=click.Choice(names, case_sensitive=False), default=None, callback=decided, help=told
    )


def only_suffix(output: str | None, *endings: str) -> None:
    """Raise SymbackError where -o names a file of a kind that the command does not write."""
    kind_of(output, dict.fromkeys(endings, ""), "")


def refuse(what: str, *names: str) -> None:
    """Raise UsageError for one of these options that is given, and that `what` could not heed."""
    context = click.get_current_context()
    for option in context.command.params:
        given = context.get_parameter_source(str(option.name)) is not click.core.ParameterSource.DEFAULT
        if option.name in names and given:
            raise click.UsageError(f"{what} does not go with {option.opts[-1]}.")


def program_arguments(function: F) -> F:
    """Declares PROGRAM and --file."""
    return click.argument("program", required=False)(shared("file")(function))


def read_graph(
    program: str | None, file: str | None, split: str | None, wrt: tuple[str, ...], point: Mapping[str, object]
) -> Graph:
    """The graph of the program that the command line gives, at a point that decides what a name means (`gamma`, `e`)."""
    from symback.graph.graph import graph_of

    return read_in_file(file, lambda: graph_of(read_program(program, file), split, parameter_names(wrt), tuple(point)))


def read_in_file(file: str | None, read: Callable[[], Graph]) -> Graph:
    """The graph that `read` makes of --file; an error about its text names the file and the line."""
    try:
        return read()
    except SymbackError as error:
        raise error.within(file) if file not in (None, "-") and error.source else error from None


def parameter_names(wrt: tuple[str, ...]) -> tuple[str, ...] | None:
    """The names of every --wrt; None where it is not given."""
    from symback.cli.values import checked_name, split_list

    return tuple(checked_name(name.strip(), "--wrt w,b") for names in wrt for name in split_list(names)) or None


def make_options(chosen: Mapping[str, Any], **more: Any) -> Options:
    """The report's options from those options of POINT that a command has."""
    from symback.report.options import Options

    told = {name: chosen[name] for name in ("scheme", "arithmetic", "partial", "digits") if name in chosen}
    if "eps" in chosen:
        told["epsilons"] = epsilons(chosen["eps"])
    return Options(**told, **more)


def said(value: object) -> str:
    """A value of --at as it was given, or as the number that a range made of it."""
    from fractions import Fraction

    from symback.domains.text import table_text

    return table_text(value) if isinstance(value, Fraction) else str(value)[:60]


def epsilons(text: str) -> tuple[Fraction, ...]:
    """The nudges of --eps."""
    from symback.cli.values import split_list
    from symback.report.inputs import constant_fraction

    parts = split_list(text)
    if not all(part.strip() for part in parts):
        raise SymbackError("--eps is a number, or several with commas between", hint="--eps 0.01,0.001")
    return tuple(constant_fraction("--eps", part) for part in parts)
