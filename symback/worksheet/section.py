"""One exercise as HTML: its heading and buttons, the drawing with blue boxes on the nodes and green ones in columns below, and its answer key."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from symback.document.math_mathml import kept
from symback.document.names import pretty
from symback.errors import visible
from symback.exercise.model import CHAINED, FORWARD
from symback.explain.formulas import formula
from symback.explain.model import Formula, Math, Name, Sign, math
from symback.syntax.printer import to_text
from symback.worksheet.drawing import LONGEST_FORMULA, TALL, Drawing, deepest, paper_of, wires_svg
from symback.worksheet.setting import Live, assigned, sentence_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.exercise.model import Box, Exercise
    from symback.explain.model import Atom
    from symback.graph.node import Node
    from symback.syntax.formula import Formula as Program

FEW_LINES, NARROW = 6, 28  # lines of a program, and letters of a line, that want no scroll bar on a phone
HALF = 40  # letters of a formula that half a page has room for, also with numbers put in
MOST_LETTERS = 300  # of a line that is typeset
BUTTONS = {"help": "Hint", "check": "Check all", "reveal": "Reveal all", "hide": "Hide all", "renew": "New numbers"}
AGAIN = '<button type="button" data-do="first" hidden>First numbers</button>'  # once there are others
BEYOND = 6  # pixels by which the boxes below a node are wider than it, at either side
LONG_LABEL, LONG_NAME = 20, 40  # characters of a formula that a label has room for, and that the name of a box takes
ENTRY = 'type="text" autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="next" maxlength="300"'


def section_html(exercise: Exercise, asked: Sequence[dict[str, Any]], number: int) -> str:
    """One exercise; `asked` is what the script is told about its boxes."""
    drawing = Drawing(exercise)
    numbered = enumerate(zip(exercise.boxes, asked, strict=True))
    shown = [box_html(exercise, box, told, f"x{number}-{place}") for place, (box, told) in numbered]
    paper, scale = paper_of(drawing)
    style = f"{measures(drawing)};--shrink:{scale:.3f}"
    tall = " tall" if deepest(drawing) > TALL else ""
    return (
        f'<section class="exercise {paper}{tall}" id="x{number}" style="{style}" aria-labelledby="x{number}-title">\n'
        f"{heading(exercise, number)}\n{toolbar(number)}\n"
        f'<div class="scroller" tabindex="0" role="group" aria-label="The graph of exercise {number} with its boxes">\n'
        f"{stage(drawing, shown)}\n{columns(drawing, shown)}\n</div>\n{left_out(exercise)}</section>"
    )


def measures(drawing: Drawing) -> str:
    """The sizes of the drawing as CSS variables."""
    across, down = drawing.across, drawing.down
    sizes = {"w": across.width, "h": across.height, "dw": down.width, "dh": down.height}
    return ";".join(f"--{key}:{value}px" for key, value in sizes.items())


def heading(exercise: Exercise, number: int) -> str:
    """The program, typeset as in the boxes, and the values of its inputs, which the page can change."""
    lines = exercise.graph.parsed.statements
    wide = any(len(to_text(line.formula.code, line.formula.names)) > NARROW for line in lines)
    scrolls = ' tabindex="0" role="group" aria-label="The program"' if len(lines) > FEW_LINES or wide else ""
    program = "".join(f"<p>{formula_html(exercise, line.name, line.formula, MOST_LETTERS)}</p>" for line in lines)
    return (
        f'<h2 id="x{number}-title">{name(exercise, number)}</h2>\n'
        f'<div class="program"{scrolls}>{program}</div>\n<p class="point">{given(exercise)}</p>'
    )


def name(exercise: Exercise, number: int) -> str:
    """`Exercise 2`, with a name of its own where it has one."""
    return f"Exercise {number}{exercise.title and f': {escape(visible(exercise.title))}'}"


def given(exercise: Exercise) -> str:
    """`At w = 3, b = 8 (data: x)`, with numbers that the page can replace."""
    told = [f"<math>{assigned(exercise, row.name)}</math>" for row in exercise.report.inputs if row.value is not None]
    setting = Live(exercise.story.notation, {})
    data = ", ".join(f"<math>{setting.name(r.name).text}</math>" for r in exercise.report.inputs if not r.parameter)
    return kept(
        (f"At {', '.join(told)}" if told else "") + (f' <span class="data">(data: {data})</span>' if data else "")
    )


def toolbar(number: int) -> str:
    """The buttons of an exercise and its score."""
    buttons = "".join(f'<button type="button" data-do="{key}">{words}</button>' for key, words in BUTTONS.items())
    return (
        f'<div class="toolbar on-screen" role="group" aria-label="Exercise {number}">{buttons}{AGAIN}'
        f'<span class="score"><progress max="1" value="0" aria-label="Score of exercise {number}"></progress>'
        f"<output></output></span></div>"
    )


def left_out(exercise: Exercise) -> str:
    """Return what has no box because it does not exist at the point."""
    if not exercise.left_out:
        return ""
    labels = escape(", ".join(exercise.left_out))
    return f'<p class="left-out">Without a box, for they do not exist here: {labels}.</p>\n'


def key_html(exercise: Exercise, number: int) -> str:
    """The whole equation of every box, for the page of answers; it is the last hint, too."""
    rows = "".join(
        f'<li class="{box.kind}{wide(box)}">{sentence_html(box.hints[2], exercise, box)}</li>' for box in exercise.boxes
    )
    return (
        f'<div class="answers" data-of="x{number}" tabindex="0" role="group" aria-label="Answers of exercise {number}"><h3>{name(exercise, number)}</h3>'
        f'<p class="point">{given(exercise)}</p><ol>{rows}</ol></div>'
    )


def wide(box: Box) -> str:
    """The class of a row that stands across both columns, for half a page has no room for its formula."""
    return " wide" if any(len(text) > HALF for text in box.formulas[:1]) else ""


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
    return f'<div class="input {kind}" data-name="{name}" style="{drawing.place(name)}"><math>{told}</math></div>'


def node_html(drawing: Drawing, node: Node, box: str) -> str:
    """A node: its formula, and below it its box."""
    formula = formula_html(drawing.exercise, node.name, node.formula)
    return f'<div class="node" data-name="{node.name}" style="{drawing.place(node.name)}"><div class="formula">{formula}</div>{box}</div>'


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
    formulas = {node.name: formula_html(exercise, node.name, node.formula) for node in exercise.graph.nodes}
    return {
        node: f'<div class="group" role="group" aria-label="Derivatives at {escape(pretty(node))}">'
        f'<p class="of" aria-hidden="true">{formulas[node]}</p>{inner}</div>'
        for node, inner in found.items()
    }


def box_html(exercise: Exercise, box: Box, told: dict[str, Any], name: str) -> str:
    """One box, called `name`, which ends in its place in the key; `told` is what the script knows about it. A box that is not blank shows its answer."""
    label, made = "", ""
    if box.kind != FORWARD:
        dialect = Live(exercise.story.notation, {})
        label = f'<label for="{name}"><math>{dialect.math(math(box.atom))}</math></label>'
        parts = " ".join(f"<span><math>{dialect.math(part)}</math></span>" for part in made_of(box))
        made = f'<span class="made">{parts}</span>' if parts else ""
    state, given = ("blank", "") if told["blank"] else ("given", f' value="{escape(told["text"])}" readonly')
    hints = "".join(f"<p>{sentence_html(hint, exercise, box)}</p>" for hint in box.hints[:2])
    return (
        f'<div class="box {box.kind} {state}" id="{name}-box">{label}<span class="entry">'
        f'<span class="number" aria-hidden="true">{int(name.partition("-")[2]) + 1}</span>'
        f'<input id="{name}" {ENTRY} aria-label="{escape(spoken(box))}"{given}>'
        f'<span class="mark" aria-hidden="true"></span></span>{made}<div class="hints" hidden>{hints}</div></div>'
    )


def made_of(box: Box) -> list[Math]:
    """`= ∂a/∂w × ∂J/∂a` for a chained derivative, the formula for a local one unless it is the number; in parts between which a line may break."""
    if box.kind == CHAINED and not box.merged:  # its second hint ends with the chain rule: ∂J/∂w = …
        rule = [piece for piece in box.hints[1] if isinstance(piece, Math)][-1]
        return list(summands(rule.atoms[1:]))
    if not box.formulas or len(box.formulas[0]) > LONG_LABEL or box.formulas[0] == box.text:
        return []
    return [math("=", formula(box.formulas[0]))]


def summands(atoms: Sequence[Atom]) -> Iterator[Math]:
    """A sum in parts, each with the sign before it."""
    start = 0
    for place in range(1, len(atoms) + 1):
        if place == len(atoms) or atoms[place] == Sign("+"):
            yield Math(tuple(atoms[start:place]))
            start = place


def spoken(box: Box) -> str:
    """Return what a screen reader says for the box."""
    if box.operand is None:
        formula = f" = {box.formulas[0]}" if len(box.formulas[0]) <= LONG_NAME else ""
        return f"value of {pretty(box.node)}{formula}"
    alone = " on this edge alone" if box.label.endswith("|direct") else ""
    return f"derivative of {pretty(box.node)} by {pretty(box.operand)}{alone}"
