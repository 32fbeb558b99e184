"""Formulas to text that the parser reads back, in the order that the person wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.functions import LOG_BASE
from symback.syntax.formula import Code, Instruction, operands
from symback.syntax.numerals import exact_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

SUM, PRODUCT, NEGATION, POWER, ATOM = 2, 3, 4, 5, 9
INFIX = {"+": (" + ", SUM, SUM, SUM + 1), "-": (" - ", SUM, SUM, SUM + 1), "*": ("*", PRODUCT, PRODUCT, PRODUCT + 1),
         "/": ("/", PRODUCT, PRODUCT, PRODUCT + 1), "@": ("@", PRODUCT, PRODUCT, PRODUCT + 1), "**": ("**", POWER, POWER + 1, POWER)}  # fmt: skip
NAMES = {LOG_BASE: "log"}
BREAKS = {
    " + ",
    " - ",
    "*",
    "/",
    *(f" {sign} " for sign in ("<", "<=", ">", ">=", "==", "!=")),
}  # a line may begin with these


def to_text(code: Code, names: Sequence[str], limit: int | None = None) -> str:
    """The text of a formula; past `limit` characters it is cut with `…` (and cannot be read back)."""
    pieces: list[str] = []
    length = 0
    todo: list[str | tuple[int, int]] = [(len(code) - 1, 0)]  # text, or an instruction and how tightly it must bind
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            pieces.append(item)
            length += len(item)
            if limit is not None and length > limit:
                return "".join(pieces)[: limit - 1] + "…"
        else:
            todo.extend(reversed(layout(code, names, *item)))
    return "".join(pieces)


def pieces(code: Code, names: Sequence[str]) -> list[str]:
    """The text of a formula in pieces between which a line may end: before + - * / and behind the commas of a call."""
    found = [""]
    todo: list[str | tuple[int, int]] = [(len(code) - 1, 0)]
    while todo:
        item = todo.pop()
        if not isinstance(item, str):
            todo.extend(reversed(layout(code, names, *item)))
            continue
        if item in BREAKS:
            found.append("")
        found[-1] += item
        if item == ", ":
            found.append("")
    return found


def layout(code: Code, names: Sequence[str], index: int, binding: int) -> list[str | tuple[int, int]]:
    """Return what to print for instruction `index`, in parentheses where it binds less tightly than `binding`."""
    instruction = code[index]
    kind = str(instruction[0])
    if kind == "slot":
        return [names[instruction[1]]]
    if kind == "const":
        return [str(instruction[1])]
    if kind == "num":
        return [number_text(instruction[1])]
    if kind in INFIX:
        symbol, own, left, right = INFIX[kind]
        inner: list[str | tuple[int, int]] = [
            (operands(instruction)[0], left),
            symbol,
            (operands(instruction)[1], right),
        ]
        return inner if own >= binding else ["(", *inner, ")"]
    if kind == "neg":
        exponent_of_literal = binding == POWER and code[operands(instruction)[0]][0] == "num"
        inner = ["-", (operands(instruction)[0], NEGATION)]
        return inner if binding <= SUM or exponent_of_literal or binding == PRODUCT else ["(", *inner, ")"]
    return call(kind, instruction)


def call(kind: str, instruction: Instruction) -> list[str | tuple[int, int]]:
    arguments = operands(instruction)
    pieces: list[str | tuple[int, int]] = []
    if kind.startswith("where"):
        pieces = ["where(", (arguments[0], SUM), f" {kind[5:]} ", (arguments[1], SUM)]
        arguments = arguments[2:]
    elif kind == "T" or kind.startswith("get"):
        return [(arguments[0], ATOM), ".T" if kind == "T" else kind[3:].replace(",", ", ")]
    elif kind in ("stack", "rows"):
        return [part for k, a in enumerate(arguments) for part in ("[" if k == 0 else ", ", (a, 0))] + ["]"]
    elif ":" in kind:
        name, _, axis = kind.partition(":")
        return [f"{name}(", (arguments[0], 0), f", {axis})" if axis else ")"]
    else:
        pieces = [f"{NAMES.get(kind, kind)}(", (arguments[0], 0)]
        arguments = arguments[1:]
    for argument in arguments:
        pieces += [", ", (argument, 0)]
    return [*pieces, ")"]


def number_text(value: Fraction) -> str:
    """A literal as one token: `3`, `0.1`, `1e300`. Literals are decimals, so this is exact."""
    return exact_decimal(value)
