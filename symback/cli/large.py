"""`symback diff`'s options for large graphs and for what lies beyond the gradient: --nudge, --cost, --order, --hvp."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from symback.document.model import Document
    from symback.graph.graph import Graph
    from symback.report.model import Report
    from symback.report.options import Options

F = TypeVar("F", bound="Callable[..., Any]")


def large_options(function: F) -> F:
    """--nudge, --cost, --order, --hvp."""
    options = [
        click.option("--nudge", type=click.Choice(["all", "sample", "direction", "none"]), help="What is nudged. Default: all; of a large graph for people its gradient along random directions, for programs nothing."),
        click.option("--cost", is_flag=True, help="Count and time the forward pass, the backward pass and nudging every parameter."),
        click.option("--order", type=click.IntRange(1, 2), default=1, metavar="1|2", help="With 2 the second derivatives, the Hessian."),
        click.option("--hvp", multiple=True, metavar="w=1,b=2", help="The Hessian times a direction, given by its components; the others are 0, and @F reads JSON or CSV."),
    ]  # fmt: skip
    return functools.reduce(lambda f, option: option(f), reversed(options), function)


def is_large(graph: Graph, options: Options) -> bool:
    """True if the graph is walked over arrays, in doubles."""
    from symback.report.point import ARRAYS, chosen_arithmetic

    return chosen_arithmetic(graph, options) == ARRAYS and not options.partial


def with_checks(
    graph: Graph, options: Options, choices: dict[str, Any], only: frozenset[str] | None, *, for_people: bool
) -> Options:
    """The options with what --nudge asks for; of a large graph no more is worked out than is asked for."""
    if is_large(graph, options):
        options = replace(options, only=only, formulas=options.formulas and choices["which"] is not None)
    mode = choices["nudge"]
    if mode is None:
        return replace(options, check="direction" if for_people else None)
    return replace(options, check=mode, nudges=mode != "none")


def saying(report: Report, mode: str | None) -> Report:
    """The report of a small graph says that it was nudged more thoroughly than --nudge asked for."""
    if report.large or not report.has_values or mode not in ("sample", "direction"):
        return report
    note = f"the graph is small: every parameter was nudged alone, which says more than --nudge {mode}"
    return replace(report, notes=(*report.notes, note), caveats=(*report.caveats, note))


def special_pages(
    graph: Graph, listed: list[dict[str, object]], options: Options, choices: dict[str, Any], audience: str
) -> Iterator[Document] | None:
    """The pages of --cost, --order 2 or --hvp, a point each; None where none of them is asked for."""
    if choices["cost"]:
        from symback.render.cost import page as cost_page

        return (cost_page(graph, point, options, audience) for point in listed)
    if choices["hvp"] or choices["order"] == 2:
        from symback.render.second import page as second_page

        direction = direction_of(choices["hvp"])
        several = len(listed) > 1
        return (
            second_page(graph, point, options, direction, audience, choices["top"], several=several) for point in listed
        )
    return None


def direction_of(texts: tuple[str, ...]) -> dict[str, object] | None:
    """The components that --hvp gives. Raises SymbackError where it gives several for one parameter."""
    if not texts:
        return None
    from symback.cli.values import points
    from symback.errors import SymbackError

    found = [point for _, point in zip(range(2), points(texts), strict=False)]
    if len(found) > 1:
        raise SymbackError("--hvp takes one direction", hint="--hvp w=1,b=2")
    return found[0]
