"""The drawing as HTML: inputs and nodes in their places, blue boxes on the nodes, green ones in columns below."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from symback.exercise.model import FORWARD
from symback.explain.model import Formula, Name, math
from symback.report.notation import pretty
from symback.syntax.printer import to_text
from symback.worksheet.drawing import LONGEST_FORMULA, wires_svg
from symback.worksheet.setting import Live, assigned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.exercise.model import Exercise
    from symback.graph.node import Node
    from symback.syntax.formula import Formula as Program
    from symback.worksheet.drawing import Drawing

BEYOND = 6  # pixels by which the boxes below a node are wider than it, at either side


def stage(drawing: Drawing, shown: Sequence[str]) -> str:
    """The graph; `shown` are the boxes of the exercise as HTML."""
    exercise = drawing.exercise
    forward = {box.node: html for box, html in zip(exercise.boxes, shown, strict=True) if box.kind == FORWARD}
    inputs = "\n".join(input_html(drawing, name) for name in exercise.graph.inputs)
    nodes = "\n".join(node_html(drawing, node, forward.get(node.name, "")) for node in exercise.graph.nodes)
    wires = wires_svg(drawing.across, "across") + wires_svg(drawing.down, "down")
    return f'<div class="stage">{wires}\n{inputs}\n{nodes}\n</div>'


def input_html(drawing: Drawing, name: str) -> str:
    """An input with its value."""
    exercise = drawing.exercise
    kind = "data" if exercise.graph.is_data(name) else "parameter"
    told = assigned(exercise, name)
    return f'<div class="input {kind}" style="{drawing.place(name)}"><math>{told}</math></div>'


def node_html(drawing: Drawing, node: Node, box: str) -> str:
    """A node: its formula, and below it its box."""
    formula = formula_html(drawing.exercise, node.name, node.formula)
    return f'<div class="node" style="{drawing.place(node.name)}"><div class="formula">{formula}</div>{box}</div>'


def formula_html(exercise: Exercise, name: str, formula: Program, most: int = LONGEST_FORMULA) -> str:
    """`a = 2 + 3w`; a long formula is cut (a node's is told whole by its first hint)."""
    if len(text := to_text(formula.code, formula.names)) > most:
        return f"<code>{escape(pretty(name))} = {escape(text[: most - 1])}…</code>"
    whole = Formula(formula.code, formula.names, text)
    return f"<math>{Live(exercise.story.notation, {}).math(math(Name(name), '=', whole))}</math>"


def columns(drawing: Drawing, shown: Sequence[str]) -> str:
    """The green boxes below their nodes. They stand in the order of the backward pass, so that Tab follows it."""
    groups = grouped(drawing.exercise, shown)
    placed = drawing.columns()
    order = list(groups).index
    found = []
    for place, (names, _, _) in reversed(list(enumerate(placed))):
        inner = "".join(groups[name] for name in sorted(groups.keys() & set(names), key=order))
        if inner:
            found.append(f'<div class="column" style="grid-column:{2 * place + 2}">{inner}</div>')
    ends = [(0, 0), *((x - BEYOND, x + width + BEYOND) for _, x, width in placed)]
    widths = " ".join(f"{right[0] - left[1]}px {right[1] - right[0]}px" for left, right in pairwise(ends))
    return f'<div class="columns" style="grid-template-columns:{widths}">\n' + "\n".join(found) + "\n</div>"


def grouped(exercise: Exercise, shown: Sequence[str]) -> dict[str, str]:
    """For every node the derivatives that stand below it."""
    found: dict[str, str] = {}
    for box, html in zip(exercise.boxes, shown, strict=True):
        if box.kind != FORWARD:
            node = exercise.columns[box.column]
            found[node] = found.get(node, "") + html
    return {
        node: f'<div class="group" role="group" aria-label="Derivatives at {escape(pretty(node))}">{inner}</div>'
        for node, inner in found.items()
    }
