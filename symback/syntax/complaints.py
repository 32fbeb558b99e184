"""What the parser says when a text is not a formula: the reason, and the way out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symback import functions
from symback.errors import Span, SymbackError, Way, suggestion
from symback.syntax.corrected import (
    LONGEST,
    Line,
    begins_value,
    called,
    closing,
    factor_end,
    in_two_ways,
    is_open,
    with_products,
)

if TYPE_CHECKING:
    from symback.syntax.tokens import Token


CONNECTIVES = ("and", "or", "not")
CHOOSING = (*CONNECTIVES, "if", "else")


def complaint(source: str, reason: str, span: Span, *, hint: str | None = None) -> SymbackError:
    """The error with its place."""
    return SymbackError(reason, span, source, hint=hint)


def unknown_function(tokens: list[Token], position: int, constants: frozenset[str], source: str) -> SymbackError:
    """The error for a call of what is no function: the formula, the name or the product that was meant."""
    token = tokens[position]
    product = with_products(source, tokens, position) or f"{token.text}*(…)"
    if token.text in constants:
        return complaint(source, f"{token.text} is a number, not a function", token.span, hint=product)
    reason = f"{token.text} is not a function"
    if position >= 2 and tokens[position - 1].text == "**" and tokens[position - 2].text in functions.CALLED:
        return power_of_name(tokens, position - 2, source)
    if is_derivative(tokens, position):
        return derivative_of(tokens, position, source)
    definition = defined_function(tokens, position, source)
    if definition is not None:
        return complaint(source, "a statement is name = expression", token.span, hint=definition)
    arguments = written_arguments(tokens, position, source)
    if token.text.lower() in functions.DERIVATIVES:
        by = arguments[1] if len(arguments) > 1 and arguments[1].isidentifier() else "x"
        asked = differentiated(arguments[0] if arguments else "…", by)
        return complaint(source, "a program is what is differentiated", token.span, hint=asked)
    if token.text.lower() in functions.INTEGRALS:
        way = "symback check 'x**2/2' --claim 'dx=x' for an integral that you have found"
        return complaint(source, f"{reason}: symback differentiates", token.span, hint=way)
    either = functions.EITHER.get(token.text)
    if either is not None:
        way = f"{either}({', '.join(arguments) or '…'}) for the normal distribution, {product} for a product"
        return complaint(source, reason, token.span, hint=way)
    found = functions.meant(token.text, arguments) or suggested(token.text, arguments)
    if found is not None:
        return complaint(source, reason, token.span, hint=corrected_call(tokens, position, source, found) or found)
    if len(arguments) > 1 or (len(token.text) > 1 and functions.is_foreign(token.text)):
        listed = "`symback functions` lists the functions"
        return complaint(source, reason, token.span, hint=functions.OF_ARRAYS.get(token.text.lower(), listed))
    way = f"{product} for a product; `symback functions` lists the functions"
    return complaint(source, reason, token.span, hint=way)


def suggested(name: str, arguments: list[str]) -> str | None:
    """The function whose name was mistyped, as a call: one that begins with the same letter, and takes so many arguments."""
    known = [known for known in sorted(functions.ALIASES) if known[0] == name[0].lower()]
    near = None if len(name) == 1 or functions.is_foreign(name) else suggestion(name, known)
    if near is None or (arguments and not functions.takes(functions.ALIASES[near], len(arguments))):
        return None
    return f"{near}({', '.join(arguments) or '…'})"


def corrected_call(tokens: list[Token], position: int, source: str, formula: str) -> str | None:
    """The line with `formula` in place of the call at `position`, and others that it has to correct; None where it still is none."""
    from symback.syntax.notations import functions_by_name, reads, with_function

    line = Line(source, tokens, position)
    start, end = tokens[line.first].start, tokens[line.end - 1].end
    if end - start > LONGEST:
        return None
    made = with_function(source[start:end], position - line.first, formula)
    made = made and functions_by_name(made)
    return made if made and reads(made) else None


def written_arguments(tokens: list[Token], position: int, source: str) -> list[str]:
    """The texts of the arguments of the call at `position`; none where it is not closed."""
    end = closing(tokens, position + 1)
    if end is None or tokens[end].end - tokens[position].start > LONGEST:
        return []
    found, depth, start = [], 0, tokens[position + 1].end
    for token in tokens[position + 1 : end + 1]:
        if token.kind == "op":
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if (token.text == "," and depth == 1) or depth == 0:
                found.append(source[start : token.start].strip())
                start = token.end
    return found


def defined_function(tokens: list[Token], position: int, source: str) -> str | None:
    """The line without its `(x)`, where it is `f(x) = …`; None where it is anything else."""
    line = Line(source, tokens, position)
    end = closing(tokens, position + 1)
    starts = position == line.first or tokens[position - 1].text == ";"
    if end is None or not starts or tokens[end + 1].text != "=" or tokens[end + 1].kind != "op":
        return None
    line.instead = dict.fromkeys(range(position + 1, end + 1), "")
    line.joined.update(line.instead)
    return line.text()


def missing_operand(tokens: list[Token], position: int, source: str) -> SymbackError:
    token = tokens[position]
    before = tokens[position - 1] if position else None
    if token.kind in ("end", "newline"):
        if before is None or before.kind == "newline" or before.text in (";", "="):
            return complaint(source, "an expression is missing here", token.span)
        return complaint(source, f"the expression ends after {source[before.start : before.end]!r}", before.span)
    if token.text == ")" and before is not None and before.text == "(":
        return complaint(source, "the parentheses are empty", (before.start, token.end))
    if token.text == "/" and before is not None and before.text == "/":
        return complaint(source, "// is not in the language", (before.start, token.end), hint="floor(a/b)")
    if token.text == "=" and before is not None and before.text in ("=", "<", ">"):
        return complaint(source, "a comparison stands inside where(…) only", token.span)
    return complaint(source, f"an operand is missing before {source[token.start : token.end]!r}", token.span)


def comma(source: str, place: int) -> tuple[str, str]:
    """Return what is wrong with the comma at `place`, and the line, or else the number, with a decimal point for it."""
    from symback.syntax.notations import reads

    first = source.rfind("\n", 0, place) + 1
    line = source[first:].partition("\n")[0]
    made = line[: place - first] + "." + line[place - first + 1 :]
    before, after = re.search(r"\d+$", source[:place]), re.match(r"\d+", source[place + 1 :])
    if before is None or after is None:
        return (
            "a comma stands between the arguments of a function only",
            "a decimal point is '.'; several numbers are several values of an input",
        )
    whole = len(made) <= LONGEST and reads(made)
    return "decimals are written with a point, not a comma", made if whole else f"{before[0]}.{after[0]}"


def power_of_name(tokens: list[Token], position: int, source: str) -> SymbackError:
    """The error for `sin^n(x)`: the power of a function that is no number."""
    function = tokens[position]
    start = position + 2
    opening = start + 1
    closed = closing(tokens, opening)
    argument = source[tokens[opening].start : tokens[closed].end] if closed is not None else "(…)"
    way = f"{function.text}{argument}**{tokens[start].text}"
    reason = f"the argument of {function.text} comes before the power"
    return complaint(source, reason, (function.start, tokens[start].end), hint=way)


def inverse(tokens: list[Token], position: int, opening: int, source: str) -> SymbackError:
    """The error for `sin⁻¹(x)`, which is the inverse to some and the reciprocal to others; the exponent ends before `opening`."""
    function = tokens[position]
    if is_open(tokens[opening]):
        end = closing(tokens, opening)
        argument = source[tokens[opening].start : tokens[end].end] if end is not None else "(…)"
    else:
        end = factor_end(tokens, opening)
        argument = f"({source[tokens[opening].start : tokens[end - 1].end]})" if end is not None else "(…)"
    name = functions.CALLED[function.text]
    exponent = source[function.end : tokens[opening].start].strip()
    plain = "".join(t.text for t in tokens[position + 1 : opening]).lstrip("*")
    reciprocal = f"1/{function.text}{argument}" if plain == "-1" else f"{function.text}{argument}**{plain}"
    way = f"a{name}{argument} or {reciprocal}" if plain == "-1" and f"a{name}" in functions.ALIASES else reciprocal
    reason = f"{function.text}{exponent}{'(…)'} can be read in two ways" if " or " in way else f"the argument of {function.text} comes before the power"  # fmt: skip
    return complaint(source, reason, (function.start, tokens[opening - 1].end), hint=way)


def side_by_side(tokens: list[Token], position: int, source: str) -> SymbackError:
    """The error for two operands without an operator, with the whole line as it should be."""
    before, token = tokens[position - 1], tokens[position]
    place = called(tokens, position)
    choosing = next((t for t in (token, before) if t.kind == "name" and t.text in CHOOSING), None)
    if choosing is not None:
        reason = (
            f"{choosing.text} stands in the condition of where(…) only"
            if choosing.text in CONNECTIVES
            else f"{choosing.text} is not in the language"
        )
        return complaint(source, reason, choosing.span, hint="where(w > 0 and x > 0, then, else)")
    if is_derivative(tokens, position - 1):
        return derivative_of(tokens, position - 1, source)
    if before.kind == "number" and token.kind == "number" and place is None:
        reason = f"two numbers side by side: {before.text} {token.text}"
        way = "no blank inside a number, and . for decimals"
        return complaint(source, reason, (before.start, token.end), hint=way)
    hint = with_products(source, tokens, position) if begins_value(token) else None
    if place is not None:
        if place + 1 < position and "-" in "".join(t.text for t in tokens[place + 1 : position]):
            return inverse(tokens, place, position, source)
        name = tokens[place].text
        reason = f"the argument of {name} stands in parentheses"
        return complaint(source, reason, (tokens[place].start, token.end), hint=hint or f"{name}({token.text}…)")
    reason = f"an operator is missing between {before.text!r} and {token.text!r}"
    return complaint(source, reason, token.span, hint=hint)


def is_derivative(tokens: list[Token], position: int) -> bool:
    """True if tokens[position] is the `dx` of `d/dx`."""
    name = tokens[position]
    written = [t.text for t in tokens[max(position - 2, 0) : position]]
    return written == ["d", "/"] and name.kind == "name" and name.text[0] == "d" and len(name.text) > 1


def differentiated(program: str, by: str) -> Way:
    """Return the way out for who asks for a derivative in the program."""
    return Way(
        *(f"{program}, whose derivatives are answered ({got})" for got in (f"--get d{by}", f'.gradient["{by}"]'))
    )


def derivative_of(tokens: list[Token], position: int, source: str) -> SymbackError:
    """The error for `d/dx sin(x)`: a program is what is differentiated."""
    name, end = tokens[position], position
    while tokens[end].kind not in ("newline", "end") and tokens[end].text != ";":
        end += 1
    operand = source[name.end : tokens[end - 1].end].strip()
    way = differentiated(operand if len(operand) <= LONGEST else "…", name.text[1:])
    return complaint(source, "a program is what is differentiated", (tokens[position - 2].start, name.end), hint=way)


def power_of_power(tokens: list[Token], position: int, start: int, source: str) -> SymbackError:
    """The error for `sin^2(x)^3`: the call begins at the character `start`, and tokens[position] is its second power."""
    line = Line(source, tokens, position)
    line.wrap(next(k for k in range(position, -1, -1) if tokens[k].start <= start), position)
    return complaint(source, "a power of a power stands in parentheses", tokens[position].span, hint=line.text())


def ambiguous(tokens: list[Token], position: int, signs: int, source: str) -> SymbackError:
    """The error for `1/2w`: tokens[position] is what the number before it, with so many signs, could belong to."""
    number, token = tokens[position - 1], tokens[position]
    signed = source[tokens[position - 2 - signs].start : number.end]
    shown = "(…)" if token.text == "(" else token.text
    ways = in_two_ways(source, tokens, position)
    hint = " or ".join(ways) if ways else None
    return complaint(source, f"{signed}{shown} can be read in two ways", (number.start, token.end), hint=hint)


def lonely_bar(tokens: list[Token], position: int, source: str) -> SymbackError:
    """The error for a bar that closes none; where another follows, a product is missing before it (`2|w|`), or parentheses (`ln|w|`)."""
    line = Line(source, tokens, position)
    way = "abs(…)"
    closed = next((k for k in range(position + 1, line.end) if tokens[k].kind == "op" and tokens[k].text == "|"), None)
    if closed is not None:
        if called(tokens, position) is None:
            line.times(position)
        else:
            line.wrap(position, closed + 1)
            line.joined.add(position)
        if begins_value(tokens[closed + 1]):
            line.times(closed + 1)
        way = line.text()
    return complaint(source, "a | without its partner: |w| is the absolute value", tokens[position].span, hint=way)


def equals(tokens: list[Token], position: int, source: str) -> SymbackError:
    """The error for an equals sign that makes no statement, such as that of an implicit equation."""
    token = tokens[position]
    start = position
    while start and tokens[start - 1].kind != "newline" and tokens[start - 1].text != ";":
        start -= 1
    end = position
    while tokens[end].kind not in ("newline", "end") and tokens[end].text != ";":
        end += 1
    sides = tokens[start:position], tokens[position + 1 : end]
    names = dict.fromkeys(t.text for t in (*sides[0], *sides[1]) if t.kind == "name" and t.text not in functions.CALLED)
    open_ = sum({"(": 1, ")": -1}.get(t.text, 0) for t in sides[0] if t.kind == "op")
    equations = sum(t.kind == "op" and t.text == "=" for t in tokens[start:end])
    if open_ or equations != 1 or not all(sides) or not names or source[token.start : end].find("==") == 0:
        reason = "= makes a statement: a name and nothing else stands left of it"
        return complaint(source, reason, token.span, hint="== compares, inside where(…)")
    left, right = (source[side[0].start : side[-1].end] for side in sides)
    if len(sides[1]) == 1 and right in names and right not in [t.text for t in sides[0]]:
        reason = (
            "the name of a statement stands left of its ="
            if len(names) > 1
            else "this is an equation, and a program is an expression"
        )
        way = f"{right} = {left if len(left) <= LONGEST else '…'}"
        return complaint(source, reason, token.span, hint=way)
    if right != "0":
        left += f" - {right}" if len(sides[1]) == 1 else f" - ({right})"
    name = next(n for n in ("F", "G", "H", "F1") if n not in names)
    way = f"{name} = {left}"
    variables = [n for n in names if n not in functions.CONSTANTS]
    if len(variables) > 1:
        x, y = variables[0], variables[-1]
        way += f"; then d{y}/d{x} = -(d{name}/d{x})/(d{name}/d{y})"
    way = way if len(way) <= LONGEST else f"{name} = …, the left side minus the right"
    kind = "an implicit equation" if len(variables) > 1 else "an equation"
    return complaint(source, f"this is {kind}, and a program is an expression", token.span, hint=way)
