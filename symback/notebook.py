"""How things show themselves in a notebook: a report as tables, a graph and a plot as pictures.

The classes' own `_repr_html_`, `_repr_svg_` and `_repr_latex_` only call these. A notebook takes the richest that is not None.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from symback.document.style import DARK, LIGHT, variables
from symback.errors import SymbackError

if TYPE_CHECKING:
    from symback.graph.graph import Graph
    from symback.picture.picture import Picture
    from symback.plot.model import Drawing
    from symback.report.model import Report

# A notebook says by an attribute or a class whether it is dark.
STYLE = f"""
.symback {{ {variables(LIGHT)} overflow-x: auto; }}
[data-jp-theme-light="false"] .symback, .vscode-dark .symback, html[theme=dark] .symback {{ {variables(DARK)} }}
.symback.symback table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .5rem 0 1rem; color: inherit; }}
.symback.symback caption {{ text-align: left; font-weight: 600; white-space: nowrap; color: inherit; }}
.symback.symback th, .symback.symback td {{ text-align: left; padding: .2rem .75rem; border-bottom: 1px solid var(--line); font-weight: inherit; background: none; }}
.symback.symback thead th {{ font-weight: 600; border-bottom: 2px solid var(--line); }}
.symback.symback code {{ background: none; color: inherit; padding: 0; }}
.symback.symback .number {{ text-align: right; }}
.symback.symback .number, .symback.symback .key {{ white-space: nowrap; }}
.symback.symback .forward .key {{ color: var(--forward); }}
.symback.symback .local .key, .symback.symback .chained .key {{ color: var(--backward); }}
.symback.symback .kink, .symback.symback .epsilon, .symback.symback .rounding {{ color: var(--warn); }}
.symback.symback .undefined, .symback.symback .wrong {{ color: var(--wrong); }}
.symback.symback pre {{ line-height: 1.15; font-family: ui-monospace, 'DejaVu Sans Mono', monospace; }}
"""
MOST_NAMED = 3  # derivatives and inputs in a line


def report_html(report: Report) -> str:
    """The report's tables, as `diff --format html` has them, without the page around them."""
    from symback.document import MOST_ROWS
    from symback.document.formats.html import section
    from symback.document.model import Look
    from symback.render.pages import page_for_people

    return framed("".join(section(page_for_people(report, None, MOST_ROWS), Look())))


def report_text(report: Report) -> str:
    """The report as `symback diff` prints it, for a console."""
    from symback.document import MOST_ROWS
    from symback.document.formats import load
    from symback.document.model import Look
    from symback.render.pages import page_for_people

    return "".join(load("table").render([page_for_people(report, None, MOST_ROWS)], Look())).rstrip("\n")


def report_name(report: Report) -> str:
    """The report in a line, for lists and messages: `<Report of J at w = 3: J = 121, dJ/dw = 66>`."""
    from symback.report.notation import derivative_label
    from symback.report.words import heading, value_text

    numbers = (
        [(report.output, report.result), *islice(report.gradient.items(), MOST_NAMED)] if report.has_values else []
    )
    said = [
        f"{derivative_label(report.output, name, report) if i else name} = {value_text(v)}"
        for i, (name, v) in enumerate(numbers)
    ]
    more = len(report.gradient) - MOST_NAMED
    at = (
        heading(report)
        if len(report.inputs) <= MOST_NAMED
        else f"{len(report.inputs):,} inputs"
        if report.has_values
        else ""
    )
    point = f" at {at}" if at else ""
    return (
        f"<Report of {report.output}{point}"
        + (": " if said else "")
        + ", ".join(said)
        + (f" and {more:,} more>" if said and more > 0 else ">")
    )


def report_data(report: Report) -> dict[str, Any]:
    """The report as `symback diff --format json` has it."""
    from symback.render.json import as_dict

    return as_dict(report)


def report_latex(report: Report) -> str | None:
    """The values and the gradient as one display of mathematics; None where there is nothing that a line holds."""
    from symback.document.math_latex import escaped

    rows = [equation(report, name) for name in report.gradient]
    lines = [row for row in rows if row] or None
    if lines is None:
        return None
    point = escaped(heading_of(report))
    start = f"\\text{{at }} & \\text{{{point}}} \\\\\n" if point else ""
    return "$$\\begin{aligned}\n" + start + " \\\\\n".join(lines) + "\n\\end{aligned}$$"


def heading_of(report: Report) -> str:
    from symback.report.words import heading

    return heading(report)


def equation(report: Report, name: str) -> str:
    r"""`\frac{dJ}{dw} &= 18w + 12 = 66`, as far as there is a formula and a value."""
    from symback.document.formats.latex import mathematics
    from symback.report.words import value_text

    row = report.chained.get(name)
    formula = None if row is None or row.in_inputs is None else mathematics(row.in_inputs)
    sides = [] if formula is None else [formula.strip("$")]
    if report.has_values:
        value = mathematics(value_text(report.gradient[name], report.table_digits))
        sides.append("\\text{undefined}" if value is None else value.strip("$"))
    sides = list(dict.fromkeys(sides))
    return f"{fraction(report, name)} &= {' = '.join(sides)}" if sides else ""


def fraction(report: Report, name: str) -> str:
    r"""`\frac{\partial J}{\partial w}`."""
    from symback.document.formats.latex import mathematics
    from symback.report.notation import partial_sign

    sign = {"d": "d", "∂": "\\partial "}[partial_sign(report)]
    of, by = ((mathematics(text) or "?").strip("$") for text in (report.output, name))
    return f"\\frac{{{sign}{of}}}{{{sign}{by}}}"


def graph_svg(graph: Graph) -> str | None:
    """The graph as a picture; None where there is none to draw."""
    from symback.picture.vector import svg

    picture = graph_picture(graph)
    return None if picture is None else svg(picture)


def graph_text(graph: Graph) -> str:
    """The graph as `symback graph` draws it, for a console; its program where there is none to draw."""
    from symback.document.model import Look
    from symback.picture.terminal import whole

    picture = graph_picture(graph)
    return repr(graph) if picture is None else "\n".join(whole(picture, Look(), down=False).lines())


def graph_picture(graph: Graph) -> Picture | None:
    """The picture of a graph, with numbers where the program gives every input a value; None where there is none to draw."""
    from symback.picture.picture import picture_of
    from symback.report.build import report_at
    from symback.report.options import Options

    if graph.parsed.shapes is not None:
        return None
    try:
        return picture_of(graph, report_at(graph, {}, Options(partial=True, nudges=False)))
    except SymbackError:
        return None


def plot_svg(picture: Drawing) -> str | None:
    """The picture by matplotlib; None where that is not installed."""
    try:
        return picture.svg()
    except SymbackError:
        return None


def plot_html(picture: Drawing) -> str | None:
    """The picture as the terminal has it, where matplotlib is not installed."""
    from html import escape
    from importlib.util import find_spec

    return None if find_spec("matplotlib") else framed(f"<pre>{escape(picture.text(100))}</pre>")


def framed(html: str) -> str:
    """A piece of a page in its own colours, which nothing around it changes."""
    return f'<div class="symback"><style>{STYLE}</style>\n{html}</div>'
