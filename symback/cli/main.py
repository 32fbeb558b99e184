"""The command group. A command is one file in this folder, named as the command, with a click command named `command`."""

from __future__ import annotations

import importlib
import re
import shlex

import click

import symback
import symback.cli
from symback import folder
from symback.errors import suggestion

HELPERS = ("main", "common", "options", "values", "large", "arrays")
ORDER = ("diff", "explain", "check", "graph", "plot", "quiz", "worksheet", "batch", "functions", "completion")


# What commands are called elsewhere.
MEANT = dict.fromkeys(("grad", "gradient", "derive", "derivative", "differentiate", "backprop", "forward", "backward", "run", "eval"), "diff") | {
    "draw": "graph", "tree": "graph", "picture": "graph", "curve": "plot", "verify": "check", "test": "check", "grade": "check", "mark": "check",
    "steps": "explain", "teach": "explain", "show": "explain", "exercise": "worksheet", "ask": "quiz", "many": "batch",
}  # fmt: skip


class Formatter(click.HelpFormatter):
    """Help in what standard output can show."""

    def getvalue(self) -> str:
        from symback.document.names import plain_ascii
        from symback.terminal import is_ascii

        return plain_ascii(super().getvalue()) if is_ascii() else super().getvalue()


class Context(click.Context):
    """The context of every command."""

    formatter_class = Formatter


class Commands(click.Group):
    """Finds commands by file name, and imports one only when it is wanted."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return [name for name in folder.names(symback.cli.__path__, ORDER) if name not in HELPERS]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does, with whole summaries."""
        made = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, summary(command)) for name, command in made if command is not None and not command.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"symback.cli.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)
        command.context_class = Context
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name == "help" and len(args) > 1:  # `symback help diff`, as git has it
            return self.resolve_command(ctx, [args[1], "--help"])
        if args and self.get_command(ctx, name) is None and not name.startswith("-"):
            near = MEANT.get(name.lower()) or suggestion(name, self.list_commands(ctx))
            way = near or f"symback diff {shlex.quote(name)}"
            ctx.fail(f"No such command {name!r}. Did you mean {way}?")
        return super().resolve_command(ctx, args)


def summary(command: click.Command) -> str:
    """The first sentence of a command's help."""
    return re.split(r"(?<=\.)\s", " ".join((command.help or "").split()), maxsplit=1)[0]


def short_help() -> str:
    """Return what bare `symback` says: two examples, and where to go on."""
    listed = cli.list_commands(click.Context(cli))
    names = [", ".join(listed[:6]) + ",", ", ".join(listed[6:])]
    return f"""\
symback diff '(2+3*w)**2' --at w=3       the forward and the backward pass
symback explain '(2+3*w)**2' --at w=3    the same, step by step

Usage: symback COMMAND [OPTIONS] [PROGRAM]

Commands: {names[0]}
          {names[1]}

symback --help says what each does, symback COMMAND --help how."""


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExamples:\n  symback diff '(2+3*w)**2' --at w=3\n  symback diff 'c = w*x; J = (c+b-y)**2/2' --at w=2,x=-2,b=8,y=2 --wrt w,b\n  symback diff 'sin(w)' --at w=pi/4 --get dw",
)
@click.version_option(symback.__version__, "-V", "--version", prog_name="symback", message="%(prog)s %(version)s")
def cli() -> None:
    """See, understand, check and use derivatives through a computation graph.

    A program is an expression, such as (2+3*w)**2, or statements,
    such as: a = 2+3*w; J = a**2
    """
