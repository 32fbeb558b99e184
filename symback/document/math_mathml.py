"""Mathematics as MathML, which browsers show without any script."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from symback.document.math import ATOM, FUNCTION, NAME, NUMBER, POWER, PRODUCT, Box, Dialect
from symback.document.math_latex import INDEXED
from symback.document.model import DVAR, PRIME, Math, Program, Sign
from symback.document.names import LETTERS
from symback.errors import visible

if TYPE_CHECKING:
    from symback.document.model import Derivative, Notation, Sentence

SIGNS = {"-": "−", "<=": "≤", ">=": "≥", "!=": "≠", "==": "=", "<": "&lt;", ">": "&gt;", "": "&#x2062;"}
STOPPED = re.compile(r"(<math>(?:(?!<math>).)*</math>[.,;:])")
BREAKS = ("=", "≈", "→")
ARROWS = "↑↓"
TIGHT = 'lspace="0" rspace="0"'
TALL = (
    "<mfrac",
    "<msqrt",
    "<mroot",
    "<mtable",
)  # what parentheses grow for; around the rest browsers set stretched ones loosely


class MathMl(Dialect):
    """Presentation MathML; `math` gives what stands within one <math> element."""

    breaks: tuple[str, ...] = BREAKS  # the signs before which a line may break

    def number(self, text: str) -> Box:
        if text.startswith("-"):
            return self.negative(self.number(text[1:]))
        if "/" in text:
            top, bottom = text.split("/")
            return Box(f"<mfrac><mn>{top}</mn><mn>{bottom}</mn></mfrac>", PRODUCT, NUMBER, NUMBER)
        mantissa, _, exponent = text.partition("e")
        if exponent:
            return Box(f"<mn>{mantissa}</mn>{operator('×')}<msup><mn>10</mn>{row(self.number(exponent).text)}</msup>", PRODUCT, NUMBER)  # fmt: skip
        return Box(f"<mn>{text}</mn>", ATOM, NUMBER, NUMBER)

    def name(self, name: str) -> Box:
        return Box(name_text(name), ATOM, NAME, NAME)

    def constant(self, name: str) -> Box:
        return Box("<mi>π</mi>" if name == "pi" else "<mi>e</mi>", ATOM, NAME, NAME)

    def sign(self, text: str) -> str:
        if text in ARROWS:
            return f'<mo stretchy="false" lspace="0" rspace="0">{text}</mo>'
        return f'<mo form="{"prefix" if text in "-(" else "infix"}">{SIGNS.get(text, text)}</mo>'

    def infix(self, left: str, sign: str, right: str) -> str:
        return f"{left}{operator(sign)}{right}"

    def over(self, left: Box, right: Box) -> Box:
        return Box(f"<mfrac>{row(left.text)}{row(right.text)}</mfrac>", PRODUCT)

    def power(self, base: Box, exponent: Box) -> Box:
        base = self.at_least(base, POWER + 1)
        return Box(f"<msup>{row(base.text)}{row(exponent.text)}</msup>", POWER, base.left)

    def call(self, function: str, arguments: list[Box]) -> Box:
        inner = operator(",").join(a.text for a in arguments)
        if function == "sqrt":
            return Box(f"<msqrt>{inner}</msqrt>", ATOM, FUNCTION)
        if function == "cbrt":
            return Box(f"<mroot>{row(inner)}<mn>3</mn></mroot>", ATOM, FUNCTION)
        if function == "abs":
            return Box(f"<mrow><mo>|</mo>{inner}<mo>|</mo></mrow>")
        return Box(f'<mi mathvariant="normal">{function}</mi><mo>&#x2061;</mo>{parenthesized(inner)}', ATOM, FUNCTION)

    def choice(self, condition: str, then: Box, otherwise: Box) -> Box:
        rows = f"<mtr><mtd>{then.text}</mtd><mtd><mtext>where&#xA0;</mtext>{condition}</mtd></mtr><mtr><mtd>{otherwise.text}</mtd><mtd><mtext>else</mtext></mtd></mtr>"  # fmt: skip
        return Box(f'<mrow><mo>{{</mo><mtable columnalign="left">{rows}</mtable></mrow>', PRODUCT)

    def parentheses(self, box: Box) -> Box:
        return Box(parenthesized(box.text))

    def derivative(self, atom: Derivative) -> str:
        note, of, by = self.notation, name_text(atom.of), name_text(atom.by)
        if note.style == DVAR:
            whole = f"d{atom.by}" if atom.of == note.output and not atom.direct else f"d{atom.of}_d{atom.by}"
            return f'<mtext class="code">{whole}</mtext>'
        edge = "<mtext>direct</mtext>" if atom.direct else ""
        if note.style == PRIME:
            alone = atom.of == note.output and atom.by == note.only_input and not atom.direct
            primed = f"<msubsup>{of}{edge}<mo>′</mo></msubsup>" if edge else f"<msup>{of}<mo>′</mo></msup>"
            return primed if alone else f"{primed}{parenthesized(by)}"
        sign = "<mi>∂</mi>" if note.sign == "∂" else "<mi>d</mi>"
        fraction = f"<mfrac>{row(sign + of)}{row(sign + by)}</mfrac>"
        return f"<msub>{row(fraction + '<mo>|</mo>')}{edge}</msub>" if edge else fraction

    def pieces(self, piece: Math) -> list[str]:
        """The mathematics in parts between which a line may break: browsers do not break within one."""
        found: list[list[str]] = [[]]
        for place, atom in enumerate(piece.atoms):
            if isinstance(atom, Sign) and atom.text in self.breaks and place:
                found.append([f'<mo form="infix" lspace="0" rspace="0.28em">{atom.text}</mo>'])
            else:
                found[-1].append(self.atom(atom, place, piece.atoms))
        return [self.joined(part) for part in found]

    def joined(self, pieces: list[str]) -> str:
        return "".join(pieces)


def kept(html: str) -> str:
    """The text of a page with mathematics kept beside the stop after it, which begins no line."""
    return STOPPED.sub(r'<span class="kept">\1</span>', html)


def operator(sign: str) -> str:
    return f"<mo>{SIGNS.get(sign, sign)}</mo>"


def row(inner: str) -> str:
    return f"<mrow>{inner}</mrow>"


def parenthesized(inner: str) -> str:
    how = TIGHT if any(tag in inner for tag in TALL) else f'stretchy="false" {TIGHT}'
    return f"<mrow><mo {how}>(</mo>{inner}<mo {how}>)</mo></mrow>"


def name_text(name: str) -> str:
    """A name: w, w with a subscript, α."""
    match = INDEXED.fullmatch(name)
    if match:
        return f"<msub>{identifier(match[1])}<mn>{match[2]}</mn></msub>"
    return identifier(name)


def identifier(name: str) -> str:
    return f"<mi>{LETTERS.get(name, name)}</mi>"


def html(sentence: Sentence, notation: Notation) -> str:
    """A sentence as HTML, its mathematics as MathML."""
    dialect = MathMl(notation)
    found = []
    for piece in sentence:
        if isinstance(piece, Math):
            found.append(" ".join(f"<math>{part}</math>" for part in dialect.pieces(piece)))
        else:
            words = escape(visible(piece.text), quote=False)
            found.append(f"<code>{words}</code>" if isinstance(piece, Program) else words)
    return "".join(found)
