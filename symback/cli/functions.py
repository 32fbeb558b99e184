"""`symback functions`: every function, its derivative and where it has none."""

from __future__ import annotations

import click

from symback.cli.common import Command, look, write
from symback.cli.options import OUTPUT, format_option, shared
from symback.document import formats

EXAMPLES = """\b
Examples:
  symback functions
  symback functions sqrt relu
  symback functions --format json | jq '.functions[] | select(.convention)'
  symback functions --format markdown -o functions.md"""


@click.command("functions", cls=Command, epilog=EXAMPLES)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@format_option(formats.names(), "How the list is written.")
@shared(*OUTPUT)
def command(names: tuple[str, ...], format_: str, color: str, output: str | None) -> None:
    """The functions, their derivatives, and where they have none.

    For every function, or those named: how it is called, what it is, its derivative by every argument, for which
    arguments it has a value, where it has no derivative, and what is taken where a convention decides.
    """
    from symback.render.pages import reference_page

    chosen = formats.load(format_)
    write("".join(chosen.render([reference_page(names)], look(color, output))), output)
