"""How names are set for people: Greek letters and subscripts, or ASCII."""

from __future__ import annotations

from symback.syntax.names import GREEK, SUBSCRIPTS, SUPERSCRIPTS, normal_name

LETTERS = {word: letter for letter, word in GREEK.items()}
DIGITS = {digit: subscript for subscript, digit in SUBSCRIPTS.items()}
ASCII = str.maketrans(
    {"∂": "d", "ε": "eps", "×": "*", "·": "*", "—": "-", "→": "->", "←": "<-", "≈": "~", "…": "...", "±": "+-", "−": "-",
     "↑": " up ", "↓": " down ", "′": "'", "─": "-", "│": "|", "└": "+", "⊙": "*", "ᵀ": ".T"}
)  # fmt: skip


def pretty(name: str) -> str:
    """A name as it is set in print: `alpha` is α, `w_1` is w₁."""
    stem, _, index = name.partition("_")
    if index.isascii() and index.isdigit():
        return LETTERS.get(stem, stem) + "".join(DIGITS[d] for d in index)
    return LETTERS.get(name, name)


def plain_ascii(text: str) -> str:
    """`text` for what shows ASCII only: `w₁` is w_1, `a²` is a**2."""
    if text.isascii():
        return text
    return normal_name(lowered(text).translate(ASCII)).encode("ascii", "replace").decode()


def lowered(text: str) -> str:
    """`²` as `**2`, `ⁿ⁻¹` as `**(n-1)`."""
    found, raised = "", ""
    for char in text + " ":
        if char in SUPERSCRIPTS or char == "ⁿ":
            raised += SUPERSCRIPTS.get(char, "n")
            continue
        if raised:
            found += f"**{raised}" if raised.isalnum() else f"**({raised})"
        raised, found = "", found + char
    return found[:-1]
