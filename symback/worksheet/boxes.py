"""One box as HTML: its label, the entry, and its first two hints."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from symback.exercise.model import CHAINED, FORWARD
from symback.explain.formulas import formula
from symback.explain.model import Math, Sign, math
from symback.report.notation import pretty
from symback.worksheet.setting import Live, sentence_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.exercise.model import Box, Exercise
    from symback.explain.model import Atom

LONG_LABEL, LONG_NAME = 20, 40  # characters of a formula that a label has room for, and that the name of a box takes
ENTRY = 'type="text" autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="next" maxlength="300"'


def box_html(exercise: Exercise, box: Box, told: dict[str, Any], name: str) -> str:
    """One box, called `name`, which ends in its place in the key; `told` is what the script knows about it. A box that is not blank shows its answer."""
    label = "" if box.kind == FORWARD else f'<label for="{name}">{label_html(exercise, box)}</label>'
    state, given = ("blank", "") if told["blank"] else ("given", f' value="{escape(told["text"])}" readonly')
    hints = "".join(f"<p>{sentence_html(hint, exercise, box)}</p>" for hint in box.hints[:2])
    return (
        f'<div class="box {box.kind} {state}" id="{name}-box">{label}<span class="entry">'
        f'<span class="number" aria-hidden="true">{int(name.partition("-")[2]) + 1}</span>'
        f'<input id="{name}" {ENTRY} aria-label="{escape(spoken(box))}"{given}>'
        f'<span class="mark" aria-hidden="true"></span></span><div class="hints" hidden>{hints}</div></div>'
    )


def label_html(exercise: Exercise, box: Box) -> str:
    """`∂J/∂w`, and once the box is right what it is made of: `= ∂a/∂w × ∂J/∂a`."""
    dialect = Live(exercise.story.notation, {})
    what = f"<math>{dialect.math(math(box.atom))}</math>"
    made = "".join(f" <span><math>{dialect.math(part)}</math></span>" for part in made_of(box))
    return f'{what}<span class="made">{made}</span>' if made else what


def made_of(box: Box) -> list[Math]:
    """`= ∂a/∂w × ∂J/∂a` for a chained derivative, the formula for a local one; in parts between which a line may break."""
    if box.kind == CHAINED and not box.merged:  # its second hint ends with the chain rule: ∂J/∂w = …
        rule = [piece for piece in box.hints[1] if isinstance(piece, Math)][-1]
        return list(summands(rule.atoms[1:]))
    if not box.formulas or len(box.formulas[0]) > LONG_LABEL:
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
    """What a screen reader says for the box."""
    if box.operand is None:
        formula = f" = {box.formulas[0]}" if len(box.formulas[0]) <= LONG_NAME else ""
        return f"value of {pretty(box.node)}{formula}"
    alone = " on this edge alone" if box.label.endswith("|direct") else ""
    return f"derivative of {pretty(box.node)} by {pretty(box.operand)}{alone}"
