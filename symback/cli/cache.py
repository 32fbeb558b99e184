"""`symback cache`: the formulas that are kept from call to call."""

from __future__ import annotations

import click

EXAMPLES = """\b
Examples:
  symback cache info
  symback cache clear"""


@click.command("cache", epilog=EXAMPLES)
@click.argument("what", type=click.Choice(["info", "clear"]), metavar="info|clear")
def command(what: str) -> None:
    """Say where derived formulas are kept and how much room they take, or remove them.

    diff keeps the formulas it has derived, so that the next call for the same program need not derive them.
    --no-cache leaves the cache alone.
    """
    from symback import cache

    where = cache.folder()
    found = cache.entries(where)
    if what == "clear":
        click.echo(f"{cache.remove(found)} removed")
        return
    size = sum(path.stat().st_size for path in found)
    click.echo(f"folder: {where or 'none (no home folder)'}")
    click.echo(f"programs: {len(found)} (at most {cache.MOST_ENTRIES})")
    click.echo(f"size: {size} bytes")
