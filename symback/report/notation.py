"""How derivatives and names are written for people: d or ∂, Greek letters and subscripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symback.syntax.names import GREEK, SUBSCRIPTS

if TYPE_CHECKING:
    from symback.report.model import Report

LETTERS = {word: letter for letter, word in GREEK.items()}
DIGITS = {digit: subscript for subscript, digit in SUBSCRIPTS.items()}
DIRECT = "|direct"
ASCII = str.maketrans(
    {"∂": "d", "ε": "eps", "×": "*", "·": "*", "—": "-", "→": "->", "≈": "~", "…": "...", "±": "+-", "−": "-"}
)


def partial_sign(report: Report) -> str:
    """d with one input, ∂ with several, as the lectures have it."""
    return "d" if len(report.inputs) <= 1 else "∂"


def derivative_label(of: str, by: str, report: Report) -> str:
    """`dJ/dw` or `∂J/∂w`, with Greek letters and subscripts set."""
    sign = partial_sign(report)
    return f"{sign}{pretty(of)}/{sign}{pretty(by)}"


def edge_label(node: str, by: str, report: Report) -> str:
    """The derivative on one edge, marked where it is not all of it: `dJ/dw|direct`."""
    return derivative_label(node, by, report) + (DIRECT if (node, by) in report.direct else "")


def pretty(name: str) -> str:
    """A name as it is set in print: `alpha` is α, `w_1` is w₁."""
    stem, _, index = name.partition("_")
    if index and re.fullmatch(r"[0-9]+", index):
        return LETTERS.get(stem, stem) + "".join(DIGITS[d] for d in index)
    return LETTERS.get(name, name)


def plain_ascii(text: str) -> str:
    """`text` for a terminal that shows ASCII only."""
    if text.isascii():
        return text
    from symback.syntax.names import normal_name

    return normal_name(text.translate(ASCII)).encode("ascii", "replace").decode()
