"""One exercise as HTML: its heading, its buttons, the drawing with the boxes, and its answer key."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from symback.errors import visible
from symback.syntax.printer import to_text
from symback.worksheet.boxes import box_html
from symback.worksheet.drawing import Drawing
from symback.worksheet.paper import paper_of
from symback.worksheet.setting import Live, assigned, sentence_html
from symback.worksheet.stage import columns, formula_html, stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.exercise.model import Box, Exercise

FEW_LINES, NARROW = 6, 28  # lines of a program, and letters of a line, that want no scroll bar on a phone
HALF = 40  # letters of a formula that half a page has room for, also with numbers put in
MOST_LETTERS = 300  # of a line that is typeset
BUTTONS = {"help": "Hint", "check": "Check all", "reveal": "Reveal all", "hide": "Hide all", "renew": "New numbers"}
AGAIN = '<button type="button" data-do="first" hidden>First numbers</button>'  # once there are others


def section_html(exercise: Exercise, asked: Sequence[dict[str, Any]], number: int) -> str:
    """One exercise; `asked` is what the script is told about its boxes."""
    drawing = Drawing(exercise)
    numbered = enumerate(zip(exercise.boxes, asked, strict=True))
    shown = [box_html(exercise, box, told, f"x{number}-{place}") for place, (box, told) in numbered]
    paper = paper_of(drawing)
    style = f"{measures(drawing)};--shrink:{paper.scale:.3f}"
    return (
        f'<section class="exercise print-{paper.name}" id="x{number}" style="{style}" aria-labelledby="x{number}-title">\n'
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
    return (f"At {', '.join(told)}" if told else "") + (f' <span class="data">(data: {data})</span>' if data else "")


def toolbar(number: int) -> str:
    """The buttons of an exercise and its score."""
    buttons = "".join(f'<button type="button" data-do="{key}">{words}</button>' for key, words in BUTTONS.items())
    return (
        f'<div class="toolbar on-screen" role="group" aria-label="Exercise {number}">{buttons}{AGAIN}'
        f'<span class="score"><progress max="1" value="0" aria-label="Score of exercise {number}"></progress>'
        f"<output></output></span></div>"
    )


def left_out(exercise: Exercise) -> str:
    """What has no box because it does not exist at the point."""
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
        f'<div class="answers" data-of="x{number}"><h3>{name(exercise, number)}</h3>'
        f'<p class="point">{given(exercise)}</p><ol>{rows}</ol></div>'
    )


def wide(box: Box) -> str:
    """The class of a row that stands across both columns, for half a page has no room for its formula."""
    return " wide" if any(len(text) > HALF for text in box.formulas[:1]) else ""
