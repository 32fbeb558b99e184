"""Setting a hint's mathematics so that the page can put new numbers into it: every number says which value it is.

A number is set as `<mn data-live="c a">22</mn>`. The keys are `v a` (a's value), `l a w` (the derivative of a by w on that
edge), `c w` (the output's derivative by w) and `s a w` (the share that the path through a has in it).
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from symback.document.math import ATOM, LONGEST, NUMBER
from symback.document.math import Box as Piece
from symback.document.math_mathml import BREAKS, MathMl, kept
from symback.domains.text import as_float, table_text
from symback.exercise.model import CHAINED, FORWARD
from symback.explain.equation import is_rounded
from symback.explain.model import Formula, Math, Number, Program, Sign, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.domains.values import Number as Value
    from symback.exercise.model import Box, Exercise
    from symback.explain.model import Atom, Notation, Sentence

MINUS = "−"
RELATIONS = "=≈"
DIGITS, MORE_DIGITS = 6, 10  # of a number that is shown rounded, and of one above 1000; entry.js has as many


def sentence_html(sentence: Sentence, exercise: Exercise, box: Box) -> str:
    """A hint of a box: words, and mathematics with live numbers."""
    dialect = Live(exercise.story.notation, live_keys(exercise, box))
    html = "".join(piece_html(piece, dialect) for piece in sentence)
    return kept(html)


def piece_html(piece: Words | Program | Math, dialect: MathMl) -> str:
    if isinstance(piece, Math):
        return " ".join(f"<math>{part}</math>" for part in dialect.pieces(piece))
    words = escape(piece.text, quote=False)
    return words if isinstance(piece, Words) else f"<code>{words}</code>"


def live_keys(exercise: Exercise, box: Box) -> dict[str, Iterator[str]]:
    """By the role of a number in the equation of a box, which values the numbers are, in order."""
    if box.kind == FORWARD:
        return {"value": iter([f"v {box.node}"])}
    if box.kind != CHAINED or box.merged:
        return {"local": iter([f"l {box.node} {box.operand}"])}
    users = [term.through for term in exercise.report.chained[str(box.operand)].terms]
    return {
        "local": iter([f"l {user} {box.operand}" for user in users]),
        "upstream": iter([f"c {user}" for user in users if user != exercise.report.output]),
        "share": iter([f"s {user} {box.operand}" for user in users]),
        "derivative": iter([f"c {box.operand}"]),
    }


class Live(MathMl):
    """MathML whose numbers can be replaced; `keys` gives by role what the next number is."""

    breaks = (*BREAKS, "+")  # a sum over many paths is longer than a line

    def __init__(self, notation: Notation, keys: dict[str, Iterator[str]]) -> None:
        super().__init__(notation)
        self.keys = keys
        self.bare: dict[str, str] = {}  # by the text of a number that may wear parentheses, the text that wears none

    def pieces(self, piece: Math) -> list[str]:
        """As any mathematics, with ≈ on both sides of a number that is rounded, as the page sets it with new numbers."""
        sides: list[list[Atom]] = [[]]
        for atom in piece.atoms:
            if isinstance(atom, Sign) and atom.text in RELATIONS:
                sides.append([])
            else:
                sides[-1].append(atom)
        rounded = [is_rounded(Math(tuple(side))) for side in sides]
        atoms = list(sides[0])
        for place, side in enumerate(sides[1:]):
            atoms += [Sign("≈" if rounded[place] or rounded[place + 1] else "="), *side]
        return super().pieces(Math(tuple(atoms)))

    def formula(self, atom: Formula) -> Piece:
        """A formula, the numbers put in for names being live."""
        if len(atom.code) > LONGEST or not atom.values:
            return super().formula(atom)
        values = atom.values
        slots = [self.slot(n, values[n].value) if n in values else self.name(n) for n in atom.names]
        return self.walk(atom.code, slots)

    def slot(self, name: str, value: Value) -> Piece:
        """A number put in for a name."""
        found, alone = (live(f"v {name}", value, alone=alone) for alone in (False, True))
        self.bare[found.text] = alone.text
        return found

    def call(self, function: str, arguments: list[Piece]) -> Piece:
        """As any call; a number that is an argument has its parentheses from the call."""
        return super().call(function, [self.unclothed(argument) for argument in arguments])

    def over(self, left: Piece, right: Piece) -> Piece:
        """As any fraction; a number above or below its line wants no parentheses."""
        return super().over(self.unclothed(left), self.unclothed(right))

    def choice(self, condition: str, then: Piece, otherwise: Piece) -> Piece:
        """As any choice; its branches stand alone."""
        return super().choice(condition, self.unclothed(then), self.unclothed(otherwise))

    def unclothed(self, piece: Piece) -> Piece:
        return replace(piece, text=self.bare.get(piece.text, piece.text))

    def atom(self, atom: Atom, place: int, atoms: Sequence[Atom]) -> str:
        """As any atom; a number that the page knows is live."""
        key = next(self.keys[atom.role], None) if isinstance(atom, Number) and atom.role in self.keys else None
        if key is None or not isinstance(atom, Number):
            return super().atom(atom, place, atoms)
        beside = [*atoms[place - 1 : place], *atoms[place + 1 : place + 2]]
        alone = all(isinstance(other, Sign) and other.text in BREAKS for other in beside)
        return live(key, atom.value, alone=alone).text


def assigned(exercise: Exercise, name: str) -> str:
    """`w = 3`, the number being live; the name alone where it has no value."""
    told = Live(exercise.story.notation, {}).name(name).text
    value = exercise.report.values[name]
    if value is None:
        return told
    return (
        f"{told}<mo>{'=' if Number(value, 'value').is_exact else '≈'}</mo>{live(f'v {name}', value, alone=True).text}"
    )


def live(key: str, value: Value, *, alone: bool) -> Piece:
    """A number that is replaced by key; one that does not stand alone wears parentheses where it has a sign or a stroke."""
    text = shown(value)
    wears = not alone and any(sign in text for sign in f"{MINUS}/e")
    mark = "" if alone else " data-beside"
    return Piece(f'<mn data-live="{escape(key)}"{mark}>{f"({text})" if wears else text}</mn>', ATOM, NUMBER, NUMBER)


def shown(value: Value) -> str:
    """A number as the page has room for it, with a real minus; as an answer it would be right."""
    size = as_float(value)
    digits = DIGITS if size is not None and abs(size) < 1000 else MORE_DIGITS
    return table_text(value, digits).replace("-", MINUS)
