"""Mathematics as a line of text: 2a, w·x, a², ∂J/∂w."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symback.document.math import ATOM, FUNCTION, NAME, NUMBER, POWER, PRODUCT, SPACED, SUM, Box, Dialect
from symback.document.model import DVAR, PRIME, Math
from symback.document.names import pretty
from symback.syntax.names import SUPERSCRIPTS

if TYPE_CHECKING:
    from symback.document.model import Derivative, Notation, Number, Sentence

RAISED = {plain: raised for raised, plain in SUPERSCRIPTS.items()} | {"n": "ⁿ"}


class Text(Dialect):
    """One line, for terminals and plain text."""

    def value(self, atom: Number) -> Box:
        box = super().value(atom)
        return replace(box, binding=SUM) if atom.closed and "/" in box.text else box  # (√2/2)/w

    def number(self, text: str) -> Box:
        if text.startswith("-"):
            return self.negative(self.number(text[1:]))
        if "e" in text:
            return Box(text, PRODUCT, NUMBER)
        return Box(text, PRODUCT if "/" in text else ATOM, NUMBER, NUMBER)

    def name(self, name: str) -> Box:
        return Box(pretty(name), ATOM, NAME, NAME)

    def constant(self, name: str) -> Box:
        return Box("π" if name == "pi" else name, ATOM, NAME, NAME)

    def sign(self, text: str) -> str:
        return f" {text} ".replace(" , ", ", ") if text in SPACED else text

    def infix(self, left: str, sign: str, right: str) -> str:
        return f"{left}{sign}{right}" if sign in ("", "·") else f"{left} {sign} {right}"

    def over(self, left: Box, right: Box) -> Box:
        left, right = self.at_least(left, PRODUCT), self.inside(right, PRODUCT + 1)
        return Box(f"{left.text}/{right.text}", PRODUCT, left.left, right.right)

    def power(self, base: Box, exponent: Box) -> Box:
        base = self.at_least(base, POWER + 1)
        short = exponent.text.replace(" - ", "-")
        if set(short) <= RAISED.keys():
            return Box(base.text + "".join(RAISED[c] for c in short), POWER, base.left)
        exponent = self.at_least(exponent, ATOM)
        return Box(f"{base.text}^{exponent.text}", POWER, base.left)

    def call(self, function: str, arguments: list[Box]) -> Box:
        if function == "abs":
            return Box(f"|{arguments[0].text}|")
        if function == "sqrt" and arguments[0].text.isdecimal():
            return Box(f"√{arguments[0].text}", ATOM, NAME, NAME)
        return Box(f"{function}({', '.join(a.text for a in arguments)})", ATOM, FUNCTION)

    def choice(self, condition: str, then: Box, otherwise: Box) -> Box:
        return Box(f"({then.text} where {condition}, else {otherwise.text})")

    def parentheses(self, box: Box) -> Box:
        return Box(f"({box.text})")

    def derivative(self, atom: Derivative) -> str:
        note, of, by = self.notation, pretty(atom.of), pretty(atom.by)
        if note.style == DVAR:
            return f"d{atom.by}" if atom.of == note.output and not atom.direct else f"d{atom.of}_d{atom.by}"
        edge = "|direct" if atom.direct else ""
        if note.style == PRIME:
            alone = atom.of == note.output and atom.by == note.only_input and not atom.direct
            return f"{of}′{edge}" if alone else f"{of}′({by}){edge}"
        return f"{note.sign}{of}/{note.sign}{by}{edge}"

    def joined(self, pieces: list[str]) -> str:
        return "".join(pieces)


def plain(sentence: Sentence, notation: Notation) -> str:
    """A sentence as one line of text."""
    dialect = Text(notation)
    return "".join(dialect.math(piece) if isinstance(piece, Math) else piece.text for piece in sentence)
