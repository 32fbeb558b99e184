"""What the parser says when a text is not a formula: the reason, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback import functions
from symback.errors import Span, SymbackError, suggestion

if TYPE_CHECKING:
    from symback.syntax.tokens import Token


def complaint(source: str, reason: str, span: Span, *, hint: str | None = None) -> SymbackError:
    """The error with its place."""
    return SymbackError(reason, span, source, hint=hint)


def unknown_function(token: Token, constants: frozenset[str], source: str) -> SymbackError:
    if token.text in constants:
        return complaint(
            source, f"{token.text} is a number, not a function", token.span, hint=f"{token.text}*(…) for a product"
        )
    near = suggestion(token.text, sorted(functions.ALIASES))
    if near is None and token.text in functions.OTHER_NAMES:
        near = functions.OTHER_NAMES[token.text]
    way = f"{near}(…)" if near else f"{token.text}*(…) for a product; `symback functions` lists the functions"
    return complaint(source, f"{token.text} is not a function", token.span, hint=way)


def missing_operand(tokens: list[Token], position: int, source: str) -> SymbackError:
    token = tokens[position]
    before = tokens[position - 1] if position else None
    if token.kind in ("end", "newline"):
        if before is None or before.kind == "newline" or before.text in (";", "="):
            return complaint(source, "an expression is missing here", token.span)
        return complaint(source, f"the expression ends after {before.text!r}", before.span)
    if token.text == ")" and before is not None and before.text == "(":
        return complaint(source, "the parentheses are empty", (before.start, token.end))
    if token.text == "/" and before is not None and before.text == "/":
        return complaint(source, "// is not in the language", (before.start, token.end), hint="floor(a/b)")
    if token.text == "=" and before is not None and before.text in ("=", "<", ">"):
        return complaint(source, "a comparison stands inside where(…) only", token.span)
    return complaint(source, f"an operand is missing before {token.text!r}", token.span)


def power_of_name(function: Token, exponent: Token, source: str) -> SymbackError:
    reason = f"the argument of {function.text} comes before the power"
    return complaint(source, reason, (function.start, exponent.end), hint=f"{function.text}(…)**{exponent.text}")


def side_by_side(tokens: list[Token], position: int, source: str) -> SymbackError:
    before, token = tokens[position - 1], tokens[position]
    if before.kind == "power" and position >= 2 and tokens[position - 2].text in functions.ALIASES:
        return power_of_name(tokens[position - 2], before, source)
    shown = f"{before.text or '…'} {token.text}".strip()
    if before.kind == "name" and before.text in functions.ALIASES:
        return complaint(
            source,
            f"the argument of {before.text} stands in parentheses",
            (before.start, token.end),
            hint=f"{before.text}({token.text}…)",
        )
    if before.kind == "number" and token.kind == "number":
        return complaint(
            source,
            f"two numbers side by side: {shown}",
            (before.start, token.end),
            hint="no blank inside a number, and . for decimals",
        )
    hint = f"{before.text}*{token.text} for a product" if token.kind != "op" or token.text in ("(", "√") else None
    return complaint(
        source, f"an operator is missing between {before.text!r} and {token.text!r}", token.span, hint=hint
    )
