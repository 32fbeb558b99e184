"""Mathematics as LaTeX, for article with amsmath and amssymb, and for Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symback.document.math import ATOM, FUNCTION, NAME, NUMBER, POWER, PRODUCT, Box, Dialect
from symback.document.model import DVAR, PRIME, Math, Program
from symback.document.names import DIGITS, LETTERS, plain_ascii
from symback.errors import visible
from symback.syntax.names import GREEK

if TYPE_CHECKING:
    from collections.abc import Callable

    from symback.document.model import Derivative, Notation, Sentence

SIGNS = {
    "≈": r" \approx ", "×": r" \times ", "→": r" \to ", "←": r" \leftarrow ", "·": r" \cdot ", "↑": r"\mathord{\uparrow}", "↓": r"\mathord{\downarrow}",
    "±": r" \pm ", "…": r"\dots ", "<=": r"\le ", ">=": r"\ge ", "!=": r"\ne ", "==": "=", "−": "-",
}  # fmt: skip
OWN = {"sin", "cos", "tan", "cot", "sec", "csc", "exp", "log", "sinh", "cosh", "tanh", "coth", "max", "min"}
SPECIAL = {"log2": r"\log_{2}", "log10": r"\log_{10}", "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"}
INDEXED = re.compile(r"([A-Za-z]+)_?([0-9]+)")
NOT_IN_LATEX = {"epsilon": r"\varepsilon", "phi": r"\varphi", "omicron": "o"}
# What characters are in LaTeX's text.
ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"$<$", ">": r"$>$", "|": r"$|$",
    '"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "—": "---",
    "−": r"$-$", "∂": r"$\partial$", "⊙": r"$\odot$", "ᵀ": r"$^\top$", "ε": r"$\varepsilon$", "·": r"$\cdot$", "×": r"$\times$", "±": r"$\pm$", "…": r"\ldots{}",
    "→": r"$\to$", "≈": r"$\approx$", "↑": r"$\uparrow$", "↓": r"$\downarrow$", "²": r"$^2$", "µ": r"$\mu$",
    **{subscript: f"$_{digit}$" for digit, subscript in DIGITS.items()},
}  # fmt: skip


class Latex(Dialect):
    """LaTeX's math mode."""

    def number(self, text: str) -> Box:
        if text.startswith("-"):
            return self.negative(self.number(text[1:]))
        if "/" in text:
            top, bottom = text.split("/")
            return Box(rf"\frac{{{top}}}{{{bottom}}}", PRODUCT, NUMBER, NUMBER)
        mantissa, _, exponent = text.partition("e")
        if exponent:
            return Box(rf"{mantissa} \times 10^{{{exponent}}}", PRODUCT, NUMBER)
        return Box(text, ATOM, NUMBER, NUMBER)

    def name(self, name: str) -> Box:
        return Box(name_text(name), ATOM, NAME, NAME)

    def constant(self, name: str) -> Box:
        return Box(r"\pi" if name == "pi" else r"\mathrm{e}", ATOM, NAME, NAME)

    def sign(self, text: str) -> str:
        return SIGNS.get(text, text if text in "()-" else f" {text} ")

    def infix(self, left: str, sign: str, right: str) -> str:
        return f"{left} {SIGNS.get(sign, sign).strip()} {right}".replace("  ", " ")

    def over(self, left: Box, right: Box) -> Box:
        return Box(rf"\frac{{{left.text}}}{{{right.text}}}", PRODUCT)

    def power(self, base: Box, exponent: Box) -> Box:
        base = self.at_least(base, POWER + 1)
        return Box(f"{braced(base.text)}^{{{exponent.text}}}", POWER, base.left)

    def call(self, function: str, arguments: list[Box]) -> Box:
        inner = ", ".join(a.text for a in arguments)
        if function == "sqrt":
            return Box(rf"\sqrt{{{inner}}}", ATOM, FUNCTION)
        if function == "cbrt":
            return Box(rf"\sqrt[3]{{{inner}}}", ATOM, FUNCTION)
        if function == "abs":
            return Box(rf"\left|{inner}\right|")
        return Box(rf"{function_text(function)}\left({inner}\right)", ATOM, FUNCTION)

    def choice(self, condition: str, then: Box, otherwise: Box) -> Box:
        return Box(
            rf"\begin{{cases}} {then.text} & \text{{where }} {condition} \\ {otherwise.text} & \text{{else}} \end{{cases}}",
            PRODUCT,
        )

    def parentheses(self, box: Box) -> Box:
        return Box(rf"\left({box.text}\right)")

    def derivative(self, atom: Derivative) -> str:
        note, of, by = self.notation, name_text(atom.of), name_text(atom.by)
        if note.style == DVAR:
            whole = f"d{atom.by}" if atom.of == note.output and not atom.direct else f"d{atom.of}_d{atom.by}"
            return rf"\mathtt{{{escaped(whole)}}}"
        edge = r"_{\text{direct}}" if atom.direct else ""
        if note.style == PRIME:
            alone = atom.of == note.output and atom.by == note.only_input and not atom.direct
            return f"{{{of}}}'" if alone else f"{{{of}}}'{edge}({by})"
        sign = r"\partial " if note.sign == "∂" else "d"
        fraction = rf"\frac{{{sign}{of}}}{{{sign}{by}}}"
        return rf"\left.{fraction}\right|{edge}" if edge else fraction

    def joined(self, pieces: list[str]) -> str:
        return " ".join("".join(pieces).split())


def name_text(name: str) -> str:
    r"""A name: w, w_{1}, \alpha, \mathit{loss}."""
    match = INDEXED.fullmatch(name)
    if match:
        return f"{stem(match[1])}_{{{match[2]}}}"
    return stem(name)


def stem(name: str) -> str:
    if name in LETTERS:
        return NOT_IN_LATEX.get(name, rf"\{name}")
    return name if len(name) == 1 else rf"\mathit{{{escaped(name)}}}"


def function_text(function: str) -> str:
    if function in OWN:
        return rf"\{function}"
    return SPECIAL.get(function) or rf"\operatorname{{{escaped(function)}}}"


def braced(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def escaped(text: str) -> str:
    """Text as LaTeX sets it, ASCII only."""
    return "".join(spelled(char) for char in visible(text))


def spelled(char: str) -> str:
    if char in ESCAPES:
        return ESCAPES[char]
    if char in GREEK:
        return f"${stem(GREEK[char])}$"
    return char if char.isascii() else "?"


def code(words: str, *, breaks: str = "+-*/,;=(") -> str:
    """Words in typewriter; a line may break after their signs."""
    made = "".join(
        ("{-}" if c == "-" else escaped(c)) + (r"\allowbreak{}" if c in breaks else "")
        for c in plain_ascii(" ".join(words.split()))
    )
    return rf"\texttt{{{made}}}"


def between_dollars(
    sentence: Sentence, notation: Notation, code: Callable[[str], str], words: Callable[[str], str]
) -> str:
    """A sentence with its mathematics between dollars; `code` and `words` write programs and plain words."""
    dialect = Latex(notation)
    return "".join(
        f"${dialect.math(piece)}$"
        if isinstance(piece, Math)
        else (code if isinstance(piece, Program) else words)(piece.text)
        for piece in sentence
    )
