"""The names that a half-typed command line can go on with: the program's inputs, nodes and derivatives, and functions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from symback import functions
from symback.errors import SymbackError
from symback.report.get import FORMS
from symback.syntax.names import NAME_PATTERN, normal_name

if TYPE_CHECKING:
    from symback.graph.graph import Graph

MOST_TEXT = 1 << 16  # characters of a program that is read at a key press
LAST_NAME = re.compile(rf"{NAME_PATTERN}$")


def graph_of(program: str | None, file: str | None) -> Graph | None:
    """The graph of the program on the line, or in --file; None where there is none, or it is not finished."""
    from symback.graph.graph import graph_of

    try:
        text = short_text(Path(file)) if file else program
        return graph_of(text) if text and len(text) <= MOST_TEXT else None
    except (SymbackError, OSError, ValueError):
        return None


def short_text(path: Path) -> str | None:
    """The text of a file that is one (no device and no pipe, which would never end) and is short; None for any other."""
    return path.read_text("utf-8") if path.is_file() and path.stat().st_size <= MOST_TEXT else None


def inputs(graph: Graph | None, typed: str) -> list[str]:
    """The inputs of the program; of one that does not parse, whatever looks like a name."""
    if graph is not None:
        return list(graph.inputs)
    names = dict.fromkeys(normal_name(name) for name in re.findall(NAME_PATTERN, typed[:MOST_TEXT]))
    return [name for name in names if name not in functions.ALIASES and name not in functions.CONSTANTS]


def listed(typed: str, names: list[str], after: str = "") -> list[str]:
    """A list with commas, going on with each of `names` that is not in it yet: `w=3,` with `b=`."""
    before, comma, last = typed.rpartition(",")
    used = {part.partition("=")[0].strip() for part in before.split(",")}
    return [f"{before}{comma}{name}{after}" for name in names if name not in used and name.startswith(last)]


def values(graph: Graph | None, typed: str) -> list[str]:
    """Return what --get takes: values, derivatives, and after a colon the forms of them."""
    if graph is None:
        return []
    body, colon, form = typed.partition(":")
    if colon and body != "local":
        return [f"{body}:{known}" for known in FORMS if known.startswith(form)]
    edges = [f"local:d{n.name}/d{o}" for n in graph.nodes for o in n.distinct_operands]
    derivatives = [f"d{graph.output}/d{name}" for name in (*graph.inputs, *graph.by_name) if name != graph.output]
    short = [f"d{name}" for name in graph.inputs]
    known = [*graph.by_name, *derivatives, *short, *(edges if typed.startswith("l") else [])]
    return [name for name in dict.fromkeys(known) if name.startswith(typed)]


def derivatives(graph: Graph | None, typed: str) -> list[str]:
    """Return what --only and --sweep take: values that are derivatives, without a form; the last of a list with commas."""
    before, comma, last = typed.rpartition(",")
    found = [name for name in values(graph, last) if ":" not in name and "/" in name]
    return [f"{before}{comma}{name}" for name in found]


def paths(typed: str) -> list[str]:
    """The files and folders whose names go on from `typed`."""
    from glob import escape, glob

    found = sorted(glob(escape(typed) + "*"))
    return [f"{path}/" if Path(path).is_dir() else path for path in found]


def parts_of_a_story() -> list[str]:
    from symback.explain.choices import PARTS

    return list(PARTS)


def claims(graph: Graph | None, typed: str) -> list[str]:
    """Return what --claim takes, up to its equals sign."""
    return [] if "=" in typed else [f"{name}=" for name in values(graph, typed) if ":" not in name]


def calls(typed: str) -> list[str]:
    """A program that ends within a name, going on with each function that begins so."""
    last = LAST_NAME.search(typed)
    if last is None:
        return []
    return [typed[: last.start()] + f"{name}(" for name in sorted(functions.ALIASES) if name.startswith(last[0])]
