"""What commands share: programs that begin with a dash, where a program comes from, options that mean one thing."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from symback.errors import SymbackError

if TYPE_CHECKING:
    from rich.console import Console

    from symback.report.options import Options

F = TypeVar("F", bound=Callable[..., Any])
MOST_TEXT = 256 * 2**20  # bytes of a program


class ProgramCommand(click.Command):
    """A command whose PROGRAM may begin with a dash: a single-dash argument is an option only if it is a declared one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, list(self.sorted_out(ctx, args)))

    def sorted_out(self, ctx: click.Context, args: list[str]) -> Iterator[str]:
        """Options first, then `--`, then all that is a program."""
        takes_value = {
            name: p.nargs > 0 and not p.is_flag and not p.count
            for p in self.get_params(ctx)
            if isinstance(p, click.Option)
            for name in (*p.opts, *p.secondary_opts)
        }
        programs: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                programs += rest
            elif arg in takes_value:
                yield arg
                if takes_value[arg]:
                    yield from [value for value in [next(rest, None)] if value is not None]
            elif arg.startswith("--"):
                yield arg
            else:
                programs.append(arg)
        if programs:
            yield "--"
            yield from programs


def program_arguments(function: F) -> F:
    """PROGRAM and --file."""
    function = click.option("-f", "--file", "file", metavar="F", help="Read the program from file F.")(function)
    return click.argument("program", required=False)(function)


def read_program(program: str | None, file: str | None) -> str:
    """The program's text: the argument, `-` or a pipe, or --file."""
    if program is not None and file is not None:
        raise click.UsageError("PROGRAM and --file together: give one of them.")
    if file is not None:
        return read_file(file)
    if program == "-" or (program is None and not sys.stdin.isatty()):
        return decoded(sys.stdin.buffer.read(MOST_TEXT + 1), "standard input")
    if program is None:
        raise click.UsageError("PROGRAM is missing, for example: symback diff '(2+3*w)**2' --at w=3")
    return program


def read_file(name: str) -> str:
    try:
        with Path(name).open("rb") as stream:
            return decoded(stream.read(MOST_TEXT + 1), name)
    except OSError as error:
        raise SymbackError(f"{name}: {error.strerror}") from None
    except ValueError:
        raise SymbackError("a file name cannot hold a NUL") from None


def decoded(data: bytes, where: str) -> str:
    if len(data) > MOST_TEXT:
        raise SymbackError(f"{where} holds over {MOST_TEXT >> 20} MB")
    return data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")


def point_options(function: F) -> F:
    """--at, --partial, --wrt, --split, --eps, --scheme, --arithmetic, --digits."""
    options = [
        click.option("--at", "at", multiple=True, metavar="w=3", help="An input's value: w=3, w=1/3, w=pi/4; w=3,b=8 for several inputs; w=-3:3:0.5 or repeated for several points; @F reads JSON or CSV."),
        click.option("--partial", is_flag=True, help="Leave inputs without a value as letters."),
        click.option("--wrt", multiple=True, metavar="w,b", help="The parameters; other inputs are data and get no derivative."),
        click.option("--split", type=click.Choice(["lecture", "atomic", "none"]), help="How a statement is cut into nodes."),
        click.option("--eps", default="0.001", metavar="0.001", show_default=True, help="The nudge; 0.01,0.001 gives several."),
        click.option("--scheme", type=click.Choice(["forward", "central"]), default="forward", show_default=True, help="Which quotient the nudge takes."),
        click.option("--arithmetic", type=click.Choice(["auto", "exact", "decimal", "float"]), default="auto", show_default=True, help="How numbers are held."),
        click.option("--digits", type=int, default=None, metavar="N", help="Digits of what is not rational (30)."),
    ]  # fmt: skip
    return functools.reduce(lambda f, option: option(f), reversed(options), function)


def make_options(eps: str, scheme: str, arithmetic: str, digits: int | None, partial: bool, **more: Any) -> Options:
    """The report's options from the command line's."""
    from symback.cli.values import split_list
    from symback.report.inputs import constant_fraction
    from symback.report.options import Options

    epsilons = tuple(constant_fraction("--eps", text) for text in split_list(eps))
    return Options(epsilons, scheme, arithmetic, 30 if digits is None else digits, partial, **more)


def output_options(function: F) -> F:
    """-o and --color."""
    function = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to use colour.",
    )(function)
    return click.option("-o", "--output", "output", metavar="FILE", help="Write there; never half a file.")(function)


def console(color: str, stream: Any = None) -> Console:
    """The console that tables are printed on: colour as asked for, or as the terminal and the environment say."""
    from rich.console import Console

    setting = os.environ.get
    wanted = color
    if color == "auto" and (setting("NO_COLOR") or setting("CLICOLOR") == "0"):
        wanted = "never"
    elif color == "auto" and (setting("FORCE_COLOR") or setting("CLICOLOR_FORCE", "0") != "0"):
        wanted = "always"
    width = columns(stream)
    if wanted == "always":
        return Console(
            file=stream, color_system="standard", force_terminal=True, no_color=False, highlight=False, width=width
        )
    if wanted == "never":
        return Console(
            file=stream, color_system=None, force_terminal=False, no_color=True, highlight=False, width=width
        )
    return Console(file=stream, highlight=False, width=width)


def columns(stream: Any) -> int | None:
    """The width to print for where it is no terminal that says it: COLUMNS, or 80."""
    if stream is None and sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        return None
    text = os.environ.get("COLUMNS", "")
    return max(20, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 80


def write(text: str, output: str | None) -> None:
    """Print `text`, or write it to a file whole or not at all."""
    if output is None:
        click.echo(
            text.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8"),
            nl=not text.endswith("\n"),
        )
        return
    target = Path(output)
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        scratch.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
        scratch.replace(target)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise SymbackError(f"cannot write {output}: {error.strerror}") from None
