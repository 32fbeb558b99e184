"""What commands share: programs that begin with a dash, where a program comes from, options that mean one thing."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from symback.errors import SymbackError

if TYPE_CHECKING:
    from rich.console import Console

    from symback.render.pages import Look
    from symback.report.options import Options

F = TypeVar("F", bound=Callable[..., Any])
STANDARD_OUTPUT = (None, "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")  # a redirected one must not be replaced
MOST_TEXT = 100 * 2**20  # bytes of a program


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
        click.option("--split", type=click.Choice(["lecture", "atomic", "none"]), help="How a statement is cut into nodes: as in a lecture, at every operation, or not at all. Default: lecture for one statement, none for several."),
        click.option("--eps", default="0.001", metavar="0.001", show_default=True, help="The nudge ε; 0.01,0.001 gives several, side by side."),
        click.option("--scheme", type=click.Choice(["forward", "central"]), default="forward", show_default=True, help="The quotient: (J(v+ε)-J(v))/ε, or (J(v+ε)-J(v-ε))/2ε."),
        click.option("--arithmetic", type=click.Choice(["auto", "exact", "decimal", "float"]), default="auto", show_default=True, help="Rationals, decimals of --digits, or doubles; auto is exact while every value is rational."),
        click.option("--digits", type=int, default=None, metavar="N", help="Significant digits of what is not rational.  [default: 30]"),
    ]  # fmt: skip
    return functools.reduce(lambda f, option: option(f), reversed(options), function)


def make_options(eps: str, scheme: str, arithmetic: str, digits: int | None, partial: bool, **more: Any) -> Options:
    """The report's options from the command line's."""
    from symback.cli.values import split_list
    from symback.report.inputs import constant_fraction
    from symback.report.options import Options

    epsilons = tuple(constant_fraction("--eps", text) for text in split_list(eps))
    told: dict[str, Any] = {} if digits is None else {"digits": digits, "get_digits": digits}
    return Options(epsilons, scheme, arithmetic, partial=partial, **told, **more)


def output_options(function: F) -> F:
    """-o and --color."""
    function = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to use colour; auto heeds NO_COLOR and FORCE_COLOR.",
    )(function)
    return click.option(
        "-o", "--output", "output", metavar="FILE", help="Write there instead of standard output; never half a file."
    )(function)


def look(color: str, output: str | None) -> Look:
    """What the paper is like: the terminal, a pipe, or the file that -o names."""
    from symback import terminal
    from symback.render.pages import Look

    to_file = output not in STANDARD_OUTPUT
    wide = terminal.width(to_file=to_file)
    return Look(wide, terminal.wants_color(color, to_file=to_file), terminal.is_ascii(to_file=to_file))


def console(color: str, stream: Any = None) -> Console:
    """A rich console that prints to standard output, or to `stream`, as `look` says."""
    from rich.console import Console

    from symback import terminal

    to_file = stream is not None
    wanted = terminal.wants_color(color, to_file=to_file)
    return Console(
        file=stream,
        color_system="standard" if wanted else None,
        force_terminal=wanted,
        no_color=not wanted,
        highlight=False,
        width=terminal.width(to_file=to_file),
    )


def write(text: str, output: str | None) -> None:
    """Print `text`, or write it to a file whole or not at all; the last line always ends."""
    text = text if text.endswith("\n") else text + "\n"
    if output not in STANDARD_OUTPUT:
        from symback.files import write_whole

        write_whole(text.encode("utf-8", "backslashreplace").decode(), output)
        return
    if sys.stdout is None:
        raise SymbackError("standard output is closed", hint="-o FILE")
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
