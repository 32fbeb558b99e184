"""`symback explain`: the lecture, for any expression."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from symback import folder, render
from symback.cli.common import ProgramCommand, look, write
from symback.cli.options import (
    OUTPUT,
    POINT,
    format_option,
    make_options,
    program_arguments,
    read_graph,
    refuse,
    shared,
)
from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Callable

    from symback.document.model import Look
    from symback.explain.choices import Choices
    from symback.explain.model import Story
    from symback.graph.graph import Graph

USUAL = ("plain", "markdown", "latex", "html", "json")
FORMATS = ("table", *folder.names(render.__path__, USUAL, "explain_"))  # a file explain_<format>.py each
MOST_POINTS = 20
CAN_STEP = find_spec("termios") is not None  # not so on Windows
EXAMPLES = """\b
Examples:
  symback explain '(2+3*w)**2' --at w=3
  symback explain '(2+3*w)**2' --at w=3 --step
  symback explain '3*(a+b*c)' --at a=5,b=3,c=2 --only dJ/db
  symback explain 'c = w*x; J = (c-y)**2' --at w=2,x=-2,y=2 --wrt w --brief
  symback explain 'sin(w)/w' --at w=pi/4 --without nudge,arrows
  symback explain '1/(1+exp(-z))'
  symback explain '(2+3*w)**2' --at w=3 --format html -o lecture.html"""


@click.command("explain", cls=ProgramCommand, epilog=EXAMPLES)
@program_arguments
@shared(*POINT, digits="Significant digits of what is rounded.  [default: 4]")
@click.option(
    "--step", "stepwise", is_flag=True, help="A step at a time, in a terminal: space or → goes on, ← back, q stops."
)
@click.option("--only", multiple=True, metavar="dJ/dw", help="Tell the steps that lead to this derivative; may repeat.")
@click.option("--top", type=click.IntRange(min=1), default=8, show_default=True, metavar="N", help="Of a large graph, tell the N largest derivatives.")  # fmt: skip
@click.option("--brief", is_flag=True, help="One line per step.")
@click.option(
    "--long", "long", is_flag=True, help="Tell all there is to tell: every nudge, every rule, what is left over."
)
@click.option("--without", multiple=True, metavar="PART", help="Leave parts out: graph, forward, question, nudge, leftover, rules, chain, arrows, reuse, backward, gradient, check, cost, advice.")  # fmt: skip
@click.option("--notation", type=click.Choice(["leibniz", "dvar", "prime"]), default="leibniz", show_default=True, help="How derivatives are written: ∂J/∂w, dw or J′.")  # fmt: skip
@format_option(FORMATS, "How the story is written; table is for the terminal.")
@shared(*OUTPUT)
def command(
    program: str | None, file: str | None, at: tuple[str, ...], wrt: tuple[str, ...], split: str | None, **chosen: Any
) -> None:
    """Tell how the numbers of `symback diff` come about, step by step, in words.

    First the graph and the forward pass, then right to left one node at a time: the nudge, the factor, the product.
    """
    from symback.cli.values import points
    from symback.explain.story import tell
    from symback.picture.told import drawing

    if chosen["format_"] != "table":
        refuse(f"--format {chosen['format_']}", "stepwise")
    listed = list(points(at))
    if len(listed) > MOST_POINTS:
        raise SymbackError(
            f"{len(listed)} points are too many to explain", hint=f"at most {MOST_POINTS}, or symback diff"
        )
    graph = read_graph(program, file, split, wrt, listed[0])
    if chosen["long"]:
        refuse("--long", "brief")
    options = make_options(chosen)
    graph, choices = choices_of(graph, chosen)
    stories = [tell(graph, point, options, choices, drawing) for point in listed]
    show(stories, chosen)
    for story in stories:
        if story.missing is not None:
            if sys.stdout is not None:
                sys.stdout.flush()  # the story stands before the message
            raise story.missing


def choices_of(graph: Graph, chosen: dict[str, Any]) -> tuple[Graph, Choices]:
    """The choices of the command line, and the graph with the node as its output whose derivative is asked for."""
    from symback.cli.values import split_list
    from symback.explain.choices import Choices

    without = frozenset(part.strip() for text in chosen["without"] for part in split_list(text))
    wanted = [name.strip() for text in chosen["only"] for name in split_list(text)]
    found = [asked(graph, name) for name in wanted]
    outputs = dict.fromkeys(of for of, _ in found)
    if len(outputs) > 1:
        raise SymbackError(
            f"--only asks for derivatives of {' and of '.join(outputs)}", hint="explain one of them at a time"
        )
    only = tuple(dict.fromkeys(by for _, by in found)) or None
    graph = next((graph.focused(of) for of in outputs if of != graph.output), graph)
    return graph, Choices(only, without, chosen["notation"], chosen["top"], chosen["long"])


def asked(graph: Graph, text: str) -> tuple[str, str]:
    """(of, by) of one --only: dJ/dw, dw or w. Raises SymbackError where there is no such derivative."""
    from symback.report.get import parse, passes_on

    found = parse(text, graph, "--only")
    if found.by is None and found.of != graph.output:
        found = parse(f"d{graph.output}/d{found.of}", graph, "--only")
    if found.by is None or found.of == found.by or not passes_on(graph, found.by, found.of):
        raise SymbackError(f"--only {text} is no derivative", hint=f"--only d{graph.output}/d{graph.inputs[0]}" if graph.inputs else None)  # fmt: skip
    if found.form or found.local:
        raise SymbackError(f"--only {text} is no derivative")
    return found.of, found.by


def show(stories: list[Story], chosen: dict[str, Any]) -> None:
    """Print the stories, a step at a time if that is asked for and can be, or write them to a file."""

    def paper() -> Look:
        return look(chosen["color"], chosen["output"])

    if chosen["format_"] != "table":
        write(rendered(stories, chosen), chosen["output"])
    elif chosen["stepwise"] and chosen["output"] is None and sys.stdin.isatty() and sys.stdout.isatty() and CAN_STEP:
        from symback.render.stepping import walk

        walk(stories, paper, brief=chosen["brief"])
    else:
        from symback.render import telling

        write(telling.render(stories, paper(), brief=chosen["brief"]), chosen["output"])


def rendered(stories: list[Story], chosen: dict[str, Any]) -> str:
    """The stories in the format asked for: its module is symback/render/explain_<format>.py."""
    from importlib import import_module

    written: Callable[..., str] = import_module(f"symback.render.explain_{chosen['format_']}").render
    text = written(stories, brief=chosen["brief"])
    return text if chosen["output"] or chosen["format_"] != "plain" else spelled(text)


def spelled(text: str) -> str:
    """Plain text in what standard output can show."""
    from symback.render.explain_plain import ascii_text

    return text if (sys.stdout.encoding or "ascii").lower().startswith("utf") else ascii_text(text)
