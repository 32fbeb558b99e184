"""Setting mathematics: one walk over a formula's code, left to right, for every dialect (text, LaTeX, MathML).

A dialect says how a fraction, a power or a function looks; when parentheses are needed is decided here. The walk is a
plain loop over straight-line code, so no formula is too deep.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symback.domains.text import table_text
from symback.functions import LOG_BASE
from symback.syntax.printer import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.document.model import Atom, Derivative, Formula, Math, Notation, Number
    from symback.syntax.formula import Code, Instruction

SUM, PRODUCT, NEGATION, POWER, ATOM = 2, 3, 4, 5, 9
NUMBER, NAME, FUNCTION, OTHER = "number", "name", "function", "other"
LONGEST = 300  # instructions; past that a formula is cut off
SPACED = ("=", "≈", "×", "+", "−", "→", "←", "·", "/", "±", ",")


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of set mathematics: how tightly it binds, and what stands at its left and right end.

    Where it begins with a minus, `positive` is the same without it: -1/b² is set as the minus of a fraction.
    """

    text: str
    binding: int = ATOM
    left: str = OTHER
    right: str = OTHER
    positive: Box | None = None


class Dialect(ABC):
    """How one format writes mathematics."""

    def __init__(self, notation: Notation) -> None:
        self.notation = notation

    # What a format has to say

    @abstractmethod
    def number(self, text: str) -> Box:
        """A number, from its text: -4, 66.009, 1/3, 1.5e300."""

    @abstractmethod
    def name(self, name: str) -> Box:
        """An input, a node or ε."""

    @abstractmethod
    def constant(self, name: str) -> Box:
        """pi or e."""

    @abstractmethod
    def sign(self, text: str) -> str:
        """A relation, operator or arrow."""

    @abstractmethod
    def infix(self, left: str, sign: str, right: str) -> str:
        """left + right and the like; the empty sign multiplies."""

    @abstractmethod
    def over(self, left: Box, right: Box) -> Box:
        """A fraction."""

    @abstractmethod
    def power(self, base: Box, exponent: Box) -> Box:
        """base to the exponent."""

    @abstractmethod
    def call(self, function: str, arguments: list[Box]) -> Box:
        """A function of arguments."""

    @abstractmethod
    def choice(self, condition: str, then: Box, otherwise: Box) -> Box:
        """One value where the condition holds, else another."""

    @abstractmethod
    def parentheses(self, box: Box) -> Box:
        """The box in parentheses."""

    @abstractmethod
    def derivative(self, atom: Derivative) -> str:
        """A derivative, in the notation asked for."""

    @abstractmethod
    def joined(self, pieces: list[str]) -> str:
        """Set pieces, one after the other."""

    # Formulas

    def value(self, atom: Number) -> Box:
        """A number of the report, in digits or as the formula that it is shown as."""
        if atom.closed is None:
            return self.number(table_text(atom.value, self.notation.digits) if atom.digits is None else atom.text)
        from symback.document.model import formula

        return self.formula(formula(atom.closed))

    def formula(self, atom: Formula) -> Box:
        """A formula, with numbers in the place of the names that have values."""
        if len(atom.code) > LONGEST:
            return Box(self.joined([self.sign("…")]))
        values = atom.values or {}
        slots = [self.value(values[n]) if n in values else self.name(n) for n in atom.names]
        return self.walk(atom.code, slots)

    def walk(self, code: Code, slots: Sequence[Box]) -> Box:
        boxes: list[Box] = []
        for instruction in code:
            boxes.append(self.one(instruction, boxes, slots))
        return boxes[-1]

    def one(self, instruction: Instruction, boxes: list[Box], slots: Sequence[Box]) -> Box:
        kind = str(instruction[0])
        if kind == "slot":
            return slots[instruction[1]]
        if kind == "num":
            return self.number(number_text(instruction[1]))
        if kind == "const":
            return self.constant(instruction[1])
        arguments = [boxes[i] for i in instruction[1:]]
        if kind in ("+", "-", "*", "/", "**"):
            return self.binary(kind, *arguments)
        if kind == "neg":
            return self.negative(arguments[0])
        if kind.startswith("where"):
            condition = self.infix(arguments[0].text, kind[5:], arguments[1].text)
            return self.choice(condition, *arguments[2:])
        return self.call("log" if kind == LOG_BASE else kind, arguments)

    def binary(self, kind: str, left: Box, right: Box) -> Box:
        if kind == "**":
            return self.power(left, right)
        if kind in ("*", "/") and left.positive is not None:
            return self.negative(self.binary(kind, left.positive, right))
        if kind == "/":
            return self.over(left, right)
        if kind == "*":
            return self.times(self.at_least(left, PRODUCT), self.inside(right, PRODUCT))
        right = self.inside(right, SUM + 1 if kind == "-" else SUM)
        return Box(self.infix(left.text, kind, right.text), SUM, left.left, right.right)

    def negative(self, box: Box) -> Box:
        """The box with a minus in front."""
        inner = self.inside(box, PRODUCT)
        return Box(self.joined([self.sign("-"), inner.text]), NEGATION, OTHER, inner.right, inner)

    def inside(self, box: Box, binding: int) -> Box:
        """As at_least, for what does not stand first: a minus there wants parentheses."""
        if box.positive is None:
            return self.at_least(box, binding)
        return replace(self.parentheses(box), left=box.positive.left, right=box.right)

    def times(self, left: Box, right: Box) -> Box:
        """A product: 3w, w·x, 3 × 22."""
        plain = "×" if right.left == NUMBER else ""
        sign = plain if left.right == NUMBER and right.left != FUNCTION else "·"
        return Box(self.infix(left.text, sign, right.text), PRODUCT, left.left, right.right)

    def at_least(self, box: Box, binding: int) -> Box:
        return box if box.binding >= binding else self.parentheses(box)

    # Lines

    def math(self, piece: Math) -> str:
        """A piece of mathematics: its atoms in order, negative numbers in parentheses where they are multiplied."""
        return self.joined([self.atom(atom, place, piece.atoms) for place, atom in enumerate(piece.atoms)])

    def atom(self, atom: Atom, place: int, atoms: Sequence[Atom]) -> str:
        from symback.document import model

        if isinstance(atom, model.Sign):
            return self.sign(atom.text)
        if isinstance(atom, model.Name):
            return self.name(atom.name).text
        if isinstance(atom, model.Derivative):
            return self.derivative(atom)
        box = self.value(atom) if isinstance(atom, model.Number) else self.formula(atom)
        binding, first = needed(place, atoms)
        return (self.at_least(box, binding) if first else self.inside(box, binding)).text


def needed(place: int, atoms: Sequence[Atom]) -> tuple[int, bool]:
    """Return how tightly the atom at `place` must bind, and whether it stands first, from the signs beside it."""
    from symback.document.model import Name, Sign

    before = atoms[place - 1] if place else None
    after = atoms[place + 1] if place + 1 < len(atoms) else None
    first = not (isinstance(before, Sign) and before.text in ("+", "−", "×", "±"))
    if isinstance(after, Name):  # 3ε
        return POWER, first
    signs = [s.text for s in (before, after) if isinstance(s, Sign)]
    return (PRODUCT if "×" in signs else 0), first
