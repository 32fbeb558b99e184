"""`symback schema`: the JSON Schema of every JSON that symback writes."""

from __future__ import annotations

import json
from importlib.resources import files

import click

from symback.cli.common import Command, write
from symback.cli.options import only_suffix, shared
from symback.errors import SymbackError, suggestion

EXAMPLES = """\b
Examples:
  symback schema
  symback schema diff > diff.json
  symback diff w --format json | check-jsonschema --schemafile diff.json -"""


@click.command("schema", cls=Command, epilog=EXAMPLES)
@click.argument("name", required=False)
@shared("output")
def command(name: str | None, output: str | None) -> None:
    """The JSON Schema of a JSON output.

    NAME is one of those that are listed without it; the draft is 2020-12.
    """
    only_suffix(output, *(["json"] if name else []), "txt")
    if name is None:
        write("\n".join(f"{each:<12}  {title(each)}" for each in names()), output)
    else:
        write(text(name), output)


def names() -> list[str]:
    """The outputs that have a schema: a file each in symback/schemas."""
    found = (entry.name for entry in files("symback").joinpath("schemas").iterdir())
    return sorted(name.removesuffix(".json") for name in found if name.endswith(".json"))


def text(name: str) -> str:
    """The schema of that name. Raises SymbackError where there is none."""
    if name not in names():
        near = suggestion(name, names())
        way = f"symback schema {near}" if near else f"symback schema {'|'.join(names())}"
        raise SymbackError(f"there is no schema {name[:60]}", hint=way)
    return files("symback").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")


def title(name: str) -> str:
    found = json.loads(text(name))["title"]
    assert isinstance(found, str)
    return found
