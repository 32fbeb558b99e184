"""Text to tokens: one regular expression, every token with its place."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from symback.errors import NO_ANSWER, Span, SymbackError
from symback.functions import CALLED
from symback.syntax.names import GREEK, MAX_NAME, NAME_PATTERN, SUPERSCRIPTS, normal_name, refuse_character


class Token(NamedTuple):
    """A piece of the text; `text` is normalised (`α` is `alpha`, `×` is `*`), the place is the original's."""

    kind: str  # number, name, op, power (superscripts), newline, end
    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end


TOKEN = re.compile(
    r"(?P<blank>[ \t\r]+|\#[^\n]*)"
    r"|(?P<newline>\n)"
    r"|(?P<number>(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?)"
    rf"|(?P<name>{NAME_PATTERN})"
    r"|(?P<op>\*\*|<=|>=|==|!=|[-+*/^(),;=<>|·×÷−√])"
    rf"|(?P<power>[{''.join(SUPERSCRIPTS)}]+)"
)
WITH_MARKS = re.compile(
    rf"(?P<transpose>\.T(?![A-Za-z0-9_])|['ᵀ])|(?P<mark>[@\[\]:⊙])|{TOKEN.pattern}"
)  # of programs with arrays
MARKS = re.compile(r"[@\[':ᵀ⊙]|\.T(?![A-Za-z0-9_])")
STRICT_NUMBER = re.compile(
    r"(?:(?:0|[1-9][0-9]*(?:_[0-9]+)*)(?:\.(?:[0-9]+(?:_[0-9]+)*)?)?|\.[0-9]+(?:_[0-9]+)*)(?:[eE][+-]?[0-9]+)?"
)
LETTER = f"[A-Za-z{''.join(GREEK)}]"
GLUED = re.compile(f"π(?={LETTER})|(?<={LETTER})π")
SAME = {"^": "**", "·": "*", "×": "*", "÷": "/", "−": "-", "⊙": "*"}

MOST_CHARACTERS = 8 * 2**20  # of a statement, or of a program that is not read statement by statement
MAX_EXPONENT = 1_000_000  # of ten: what a number may reach
CHUNK = 4000  # digits that int() takes at once; Python refuses over 4,300


def tokenize(text: str, position: int = 0, end: int | None = None, *, marks: bool = False) -> list[Token]:
    """The tokens of text[position:end], blanks and comments left out, an `end` token last; with the `marks` of arrays.

    Raises SymbackError.
    """
    tokens: list[Token] = []
    glued: int | None = None  # the first name in which π stands beside a letter
    last = len(text) if end is None else end
    if last - position > MOST_CHARACTERS:
        whole = f"{last - position:,} characters in one piece; at most {MOST_CHARACTERS:,}"
        raise SymbackError(whole, hint="statements of their own, a line each")
    match_at = WITH_MARKS.match if marks else TOKEN.match
    while position < last:
        match = match_at(text, position, last)
        if match is None:
            raise refuse_character(text, position)
        kind, start, position = match.lastgroup or "", position, match.end()
        if kind == "blank":
            continue
        piece = match.group()
        if kind == "number":
            check_number(text, start, position)
        elif kind == "name":
            if len(piece) > MAX_NAME:
                raise SymbackError(f"a name of {len(piece)} characters; at most {MAX_NAME}", (start, position), text)
            if not piece.isascii():
                if glued is None and GLUED.search(piece):
                    glued = len(tokens)
                piece = normal_name(piece)
        elif kind in ("op", "mark"):
            kind, piece = "op", SAME.get(piece, piece)
        elif kind == "power":
            piece = superscript(text, start, position)
        tokens.append(Token(kind, piece, start, position))
    tokens.append(Token("end", "", last, last))
    if glued is not None:
        raise glued_pi(text, tokens, glued)
    return tokens


def glued_pi(text: str, tokens: list[Token], index: int) -> SymbackError:
    """The error for π and letters in one name, with the line in which they are factors."""
    token = tokens[index]
    ways = dict.fromkeys(with_pi_apart(text, tokens, index, together=together) for together in (True, False))
    defined = tokens[index + 1].text == "="
    way = f"a name without π left of =, such as {token.text.replace('pi', 'p', 1)}" if defined else " or ".join(ways)
    return SymbackError(f"{text[token.start : token.end]} is π and a letter side by side", token.span, text, hint=way)


def with_pi_apart(text: str, tokens: list[Token], index: int, *, together: bool) -> str:
    """The line of tokens[index] with the products that names with π in them stand for, after `/` and `**` put `together` or not."""
    from symback.syntax.corrected import Line, called, completed, touches

    line = Line(text, tokens, index)
    for place in range(line.first, line.end):
        written = text[tokens[place].start : tokens[place].end]
        if tokens[place].kind == "name" and GLUED.search(written):
            line.instead[place] = product_of(written)
            if place and called(tokens, place) is not None:
                line.instead[place] = f"({line.instead[place]})"
                line.joined.add(place)
            elif together and place and tokens[place - 1].text in ("/", "**"):
                line.instead[place] = f"({line.instead[place]})"
        if place and touches(tokens, place):
            line.times(place)
    return completed(line, together=together) or line.text()


def product_of(name: str) -> str:
    """The product that a name with π in it reads as: `πr` is pi*r, `cosπx` is cos(pi*x)."""
    first, *rest = [normal_name(part) for part in re.split("(π)", name) if part]
    return f"{first}({'*'.join(rest)})" if first in CALLED else "*".join([first, *rest])


def check_number(text: str, start: int, end: int) -> None:
    """Raise SymbackError unless text[start:end] is a number as the language writes it, and ends there."""
    number, following = text[start:end], text[end : end + 1]
    glued = re.match(r"[0-9A-Za-z_.]*", text[end : end + MAX_NAME])
    whole = number + (glued.group() if glued else "")
    if following in "0123456789_." and following:
        raise SymbackError(f"{whole} is not a number", (start, start + len(whole)), text)
    glued_exponent = following in ("e", "E") and re.match(r"[eE](?:[+\-0-9]|(?![A-Za-z_0-9]))", text[end : end + 2])
    if glued_exponent or (number == "0" and re.match(r"[xXoObB][0-9a-fA-F]", text[end : end + 2])):
        way: str | None = f"{number}*{whole[len(number) :]} for a product" if glued_exponent else "decimal numbers only"
        raise SymbackError(f"{whole} is not a number", (start, start + len(whole)), text, hint=way)
    if STRICT_NUMBER.fullmatch(number) is None:
        way = re.sub(r"^0+(?=[0-9])", "", number.replace("_", ""))
        way = way if STRICT_NUMBER.fullmatch(way) else None
        raise SymbackError(f"{number} is not a number", (start, end), text, hint=way)


def number_value(token: Token, source: str) -> Fraction:
    """The exact value of a number token: `0.1` is 1/10. Raises SymbackError (exit 3) beyond 10^±1,000,000."""
    mantissa, _, exponent_text = token.text.replace("_", "").lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = (whole + decimals).lstrip("0")
    if not digits:
        return Fraction(0)
    exponent_text = re.sub(r"^([+-]?)0+(?=[0-9])", r"\1", exponent_text)
    if len(exponent_text) > 9:
        raise too_large(token, source)
    exponent = int(exponent_text or 0) - len(decimals)
    if not -MAX_EXPONENT <= exponent + len(digits) - 1 <= MAX_EXPONENT or exponent < -2 * MAX_EXPONENT:
        raise too_large(token, source)
    value = parse_int(digits)
    return Fraction(value * 10**exponent) if exponent >= 0 else Fraction(value, 10**-exponent)


def too_large(token: Token, source: str) -> SymbackError:
    return SymbackError("a number beyond 10^±1,000,000", token.span, source, exit_code=NO_ANSWER)


def parse_int(digits: str) -> int:
    """int(digits) for any length, by halves: int() itself is quadratic, and refuses over 4,300 digits."""
    if len(digits) <= CHUNK:
        return int(digits)
    half = len(digits) // 2
    power: int = 10**half
    return parse_int(digits[:-half]) * power + parse_int(digits[-half:])


def superscript(text: str, start: int, end: int) -> str:
    """The exponent that superscripts stand for: `⁻¹` is -1."""
    piece = "".join(SUPERSCRIPTS[c] for c in text[start:end])
    if not re.fullmatch(r"-?(?:0|[1-9][0-9]*)", piece):
        raise SymbackError("superscripts make a whole exponent, such as ² or ⁻¹", (start, end), text)
    return piece
