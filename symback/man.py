"""Writes man/symback.1, the manual page, from the commands themselves. Run `python -m symback.man`.

The wheel puts the page into share/man/man1. A test writes it afresh and compares, so it cannot drift from `--help`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

import symback

if TYPE_CHECKING:
    from collections.abc import Iterator

EXITS = (
    ("0", "done, kinks included; every claim is right"),
    ("1", "a claim or an answer is wrong, or a line of a batch failed"),
    ("2", "the command or the program is malformed"),
    ("3", "the mathematics has no answer there"),
    ("130", "interrupted"),
)
VARIABLES = (
    ("NO_COLOR, FORCE_COLOR, CLICOLOR", "no colour, or colour in any case; --color wins over them"),
    ("COLUMNS", "the width to write for"),
)

KINDS = (
    ("program.sym", "a program, for --file: statements name = expression, a line each, # begins a comment"),
    (
        "values.json, values.csv",
        "for --at @F: an object of names and values; or name,value a row; or a header of names, and a point a row",
    ),
    (
        "points.csv, points.jsonl",
        "for --points: a header of names and a point a row, or an object a line; may be packed with gz",
    ),
    (
        "claims.txt, claims.csv, claims.json",
        "for --claims: a claim a line, a class's answers or derivatives, an object",
    ),
)


def page() -> str:
    """The manual page in roff."""
    from symback.cli.main import cli

    context = click.Context(cli, info_name="symback", **cli.context_settings)
    parts = [
        f'.TH SYMBACK 1 "" "symback {symback.__version__}" "User Commands"',
        ".SH NAME",
        "symback \\- derivatives through a computation graph: forward pass, backward pass, nudges",
        ".SH SYNOPSIS",
        ".B symback",
        "\\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIPROGRAM\\fR]",
        ".SH DESCRIPTION",
        *paragraphs(cli.help or ""),
        ".SH COMMANDS",
    ]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None and not command.hidden:
            parts += section(name, command, context)
    parts += [".SH EXIT STATUS", *(line for code, text in EXITS for line in entry(code, text))]
    parts += [".SH ENVIRONMENT", *(line for name, text in VARIABLES for line in entry(name, text))]
    parts += [".SH FILES", *(line for name, text in KINDS for line in entry(name, text))]
    parts += [".SH SEE ALSO", ".BR python3 (1),", ".BR jq (1),", ".BR bc (1)"]
    return "\n".join(parts) + "\n"


def section(name: str, command: click.Command, parent: click.Context) -> Iterator[str]:
    """One command: what it is called with, what it does, its options, its examples."""
    context = click.Context(command, info_name=name, parent=parent)
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f".SS {escaped(f'symback {name} {pieces}')}"
    yield from paragraphs(command.help or "")
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record is not None:
            yield from entry(*record)
    if command.epilog:
        yield from paragraphs(command.epilog)


def entry(term: str, text: str) -> list[str]:
    return [".TP", f"\\fB{escaped(term)}\\fR", escaped(" ".join(text.split()))]


def paragraphs(text: str) -> Iterator[str]:
    """click's help text: paragraphs are filled, the marked ones stand as they are."""
    for paragraph in re.split(r"\n\s*\n", click.unstyle(text).replace("\f", "")):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if lines and lines[0].strip() == "\b":
            yield from (".PP", ".nf", *map(escaped, lines[1:]), ".fi")
        elif lines:
            yield from (".PP", escaped(" ".join(line.strip() for line in lines)))


def escaped(text: str) -> str:
    """Text as roff takes it: nothing in it is a command."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return "\\&" + plain if plain.startswith(".") else plain


def write() -> None:
    target = Path(__file__).parent.parent / "man" / "symback.1"
    target.parent.mkdir(exist_ok=True)
    target.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
