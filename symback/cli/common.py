"""What commands share: programs that begin with a dash, where a program comes from, where the answer goes."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import click

from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from symback.document.model import Look

STANDARD_OUTPUT = (None, "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")  # a redirected one must not be replaced
MOST_TEXT = 100 * 2**20  # bytes of a program
READ = "symback.standard_input"  # where a command notes that it is read


class NotNamed(SymbackError):
    """A value of --at that has no name: the way out is said with the program's own inputs, once they are known."""

    def __init__(self, argument: str, part: str) -> None:
        super().__init__(f"{part!r} is not name=value" if part else "name=value is missing", hint="--at w=3,b=8 (decimals with a point)")  # fmt: skip
        self.argument, self.part = argument, part

    def for_inputs(self, inputs: Sequence[str]) -> SymbackError:
        """The error for a program with these inputs: `2` is x=2, `x:2` too, and `x=0,5` is x=0.5."""
        comma = re.fullmatch(r"\s*([^\W\d]\w*)\s*=\s*([-+]?\d+),(\d+)\s*", self.argument)
        named = re.fullmatch(r"([^\W\d]\w*)\s*(?::=?|\s|==|->)\s*([^=:]+)", self.part)
        number = re.fullmatch(r"[-+]?[\d./]+", self.part)
        ways = []
        if comma and comma[1] in inputs:
            ways = [f"{comma[1]}={comma[2]}.{comma[3]}"]
            ways += [f"{comma[1]}={comma[2]},{name}={comma[3]}" for name in inputs if name != comma[1]][:1]
        elif named and named[1] in inputs:
            ways = [f"{named[1]}={named[2]}"]
        elif inputs:
            first = self.part if number and self.argument.strip() == self.part else "3"
            ways = [",".join(f"{name}={value}" for name, value in zip(inputs, (first, "8"), strict=False))]
        return SymbackError(self.reason, hint=" or ".join(f"--at {way}" for way in ways) or self.hint)


# The options in groups; whatever stands in none is the command's own.
GROUPS = {
    "Program and point": ("file", "at", "partial", "wrt", "split", "points_file", "delimiter", "on_error", "precise"),
    "Options": (),
    "Nudges and numbers": ("eps", "scheme", "nudge", "arithmetic", "digits", "tol"),
    "Output": ("format_", "output", "color", "quiet", "_click_default_help"),
}
EXITS = "Exit code: 0 done, 2 malformed, 3 the mathematics has no answer there, 130 interrupted."


class Command(click.Command):
    """A command whose help has its options in groups, and the exit codes last."""

    def invoke(self, ctx: click.Context) -> Any:
        format_ = ctx.params.get("format_", "table")
        if ctx.params.get("color") == "always" and format_ != "table":
            raise click.UsageError(f"--format {format_} does not go with --color.", ctx)
        return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        known = {name for names in GROUPS.values() for name in names}
        for title, names in GROUPS.items():
            options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
            of_group = [o for o in options if (o.name in names if names else o.name not in known)]
            rows = [row for option in of_group if (row := option.get_help_record(ctx)) is not None]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_epilog(ctx, formatter)
        if "Exit code: " not in (self.epilog or ""):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(EXITS)


class ProgramCommand(Command):
    """A command whose PROGRAM may begin with a dash: a single-dash argument is an option only if it is a declared one."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except NotNamed as error:
            raise error.for_inputs(inputs_given(ctx.params)) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        found = list(self.sorted_out(ctx, args))
        programs = found[found.index("--") + 1 :] if "--" in found else []
        try:
            return super().parse_args(ctx, found)
        except click.UsageError as error:
            if type(error) is click.UsageError and len(programs) > 1:  # a mistyped option is an error of its own kind
                raise click.UsageError(self.several(ctx, programs), ctx) from None
            raise

    def value(self, option: str, found: str | None, ctx: click.Context) -> str:
        if found is None:
            raise click.BadOptionUsage(option, f"Option {option!r} requires an argument.", ctx)
        return found

    def several(self, ctx: click.Context, programs: list[str]) -> str:
        """Return what to say of several programs: an option with one dash too few, or blanks that the shell has split at."""
        listed = ", ".join(repr(program[:40]) for program in programs[:4])
        long = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        meant = next((f"-{p}" for p in programs if f"-{p.partition('=')[0]}" in long), None)
        short = next((p for p in programs if re.fullmatch(r"-[A-Za-z]", p)), None)
        value = next((p for p in programs[1:] if re.fullmatch(r"[^\W\d]\w*=[^;]+", p)), None)
        way = (
            f"Did you mean {meant}?"
            if meant
            else f"{short} is no option of this command."
            if short
            else f"A value is given with --at {value}."
            if value and "--at" in long
            else "A program with blanks stands in quotes."
        )
        return f"One PROGRAM, not {len(programs)}: {listed}. {way}"

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
                    yield self.value(arg, next(rest, None), ctx)
            elif arg.startswith("--"):
                yield arg
            else:
                programs.append(arg)
        if programs:
            yield "--"
            yield from programs


def inputs_given(params: Mapping[str, Any]) -> list[str]:
    """The inputs of the program that the command line gives, for a message; none where it is not at hand, or malformed."""
    from symback.syntax.program import parse_program

    try:
        file = params.get("file")
        text = read_file(file) if file not in (None, "-") else params.get("program")
        return list(parse_program(text).inputs) if text not in (None, "-") else []
    except SymbackError:
        return []


def read_program(program: str | None, file: str | None) -> str:
    """The program's text: the argument, `-` or a pipe, or --file."""
    if program is not None and file is not None:
        raise click.UsageError("PROGRAM and --file together: give one of them.")
    if file is not None:
        return read_file(file)
    if program == "-" or (program is None and not sys.stdin.isatty()):
        return standard_input()
    if program is None:
        raise click.UsageError("PROGRAM is missing, for example: symback diff '(2+3*w)**2' --at w=3")
    return program


def standard_input() -> str:
    """The text that is piped in. Raises SymbackError where something else of this command has read it."""
    meta = click.get_current_context().meta
    if meta.setdefault(READ, 0):
        raise SymbackError("standard input is asked for twice, and can be read once", hint="a file for one of them")
    meta[READ] = 1
    return decoded(sys.stdin.buffer.read(MOST_TEXT + 1), "standard input")


def read_file(name: str) -> str:
    """The text of a file; `-` is standard input."""
    if name == "-":
        return standard_input()
    try:
        with open(name, "rb") as stream:
            return decoded(stream.read(MOST_TEXT + 1), name)
    except OSError as error:
        raise SymbackError(f"{name}: {error.strerror}") from None
    except ValueError:
        raise SymbackError("a file name cannot hold a NUL") from None


def decoded(data: bytes, where: str) -> str:
    if len(data) > MOST_TEXT:
        raise SymbackError(f"{where} holds over {MOST_TEXT >> 20} MB")
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff").replace("\r\n", "\n")


def look(color: str, output: str | None) -> Look:
    """Return what the paper is like: the terminal, a pipe, or the file that -o names."""
    from symback import terminal
    from symback.document.model import Look

    to_file = output not in STANDARD_OUTPUT
    wide = terminal.width(to_file=to_file)
    wanted = terminal.wants_color(color, to_file=to_file)
    return Look(wide, wanted, terminal.is_ascii(to_file=to_file), ground=terminal.ground())


def console(color: str) -> Console:
    """A rich console that prints to standard output, as `look` says."""
    from rich.console import Console

    from symback import terminal

    if sys.stdout is None:
        raise SymbackError("standard output is closed", hint="-o FILE")
    wanted = terminal.wants_color(color)
    return Console(
        color_system="standard" if wanted else None,
        force_terminal=wanted,
        no_color=not wanted,
        highlight=False,
        width=terminal.width(),
    )


def deliver(made: str | bytes, output: str | None) -> None:
    """Print it, or write it to a file whole or not at all. A terminal takes no bytes."""
    if isinstance(made, str):
        write(made, output)
    elif output not in STANDARD_OUTPUT:
        from symback.files import write_whole

        write_whole(made, output)
    elif sys.stdout is None or sys.stdout.isatty():
        raise SymbackError("a terminal does not show such a picture", hint="-o FILE")
    else:
        sys.stdout.buffer.write(made)


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
