"""The line that was meant: a message shows the whole line as the language writes it, not a piece of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from symback import functions

if TYPE_CHECKING:
    from symback.syntax.tokens import Token

LONGEST = 160  # characters of a corrected line that are shown
MOST_TOKENS = 1000  # of a line that is corrected


@dataclass(slots=True)
class Line:
    """The line of the program that tokens[position] stands on, to be written anew with text before and after its tokens."""

    source: str
    tokens: list[Token]
    position: int
    before: dict[int, str] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)  # tokens that lose the blank before them
    after: dict[int, str] = field(default_factory=dict)
    instead: dict[int, str] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The first token of the line."""
        index = self.position
        while index and self.tokens[index - 1].kind != "newline":
            index -= 1
        return index

    @property
    def end(self) -> int:
        """The token after the line's last."""
        index = self.position
        while self.tokens[index].kind not in ("newline", "end"):
            index += 1
        return index

    def times(self, index: int) -> None:
        """Write the product before a token, unless it is there already."""
        if not self.before.get(index, "").startswith("*"):
            self.before[index] = "*" + self.before.get(index, "")
        self.joined.add(index)

    def wrap(self, start: int, end: int) -> None:
        """Put the tokens from `start` to before `end` into parentheses."""
        self.before[start] = self.before.get(start, "") + "("
        self.after[end - 1] = self.after.get(end - 1, "") + ")"

    def text(self) -> str:
        """The line, every token in plain spelling."""
        first, end = self.first, self.end
        place = self.source.rfind("\n", 0, self.tokens[first].start) + 1
        pieces: list[str] = []
        for index in range(first, end):
            token = self.tokens[index]
            gap = self.source[place : token.start]
            shown = self.instead.get(index, spelled(token, self.source))
            pieces += [
                "" if index in self.joined else gap,
                self.before.get(index, ""),
                shown,
                self.after.get(index, ""),
            ]
            place = token.end
        last = self.source.find("\n", place)
        whole = ("".join(pieces) + self.source[place : len(self.source) if last < 0 else last]).strip()
        return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"


def spelled(token: Token, source: str) -> str:
    """A token as ASCII has it, where it is not ASCII: `²` is `**2`, `α` is `alpha`."""
    written = source[token.start : token.end]
    if written.isascii() or token.kind not in ("power", "name"):
        return written
    return f"**{token.text}" if token.kind == "power" else token.text


def ends_value(token: Token) -> bool:
    """True if an operand may end with `token`."""
    return token.kind in ("number", "name", "power") or (token.kind == "op" and token.text == ")")


def begins_value(token: Token) -> bool:
    """True if an operand may begin with `token`."""
    return token.kind in ("number", "name") or (token.kind == "op" and token.text in ("(", "√"))


def is_open(token: Token) -> bool:
    return token.kind == "op" and token.text == "("


def closing(tokens: list[Token], index: int) -> int | None:
    """The place of the parenthesis that closes the one at `index`; None where none does."""
    depth = 0
    for place in range(index, len(tokens)):
        if tokens[place].kind == "op" and tokens[place].text in "()":
            depth += 1 if tokens[place].text == "(" else -1
            if depth == 0:
                return place
    return None


def factor_end(tokens: list[Token], index: int) -> int | None:
    """The token after the factor that begins at `index`: an atom or a call, with its powers; None where it is not whole."""
    while True:
        while tokens[index].kind == "op" and tokens[index].text in ("-", "+", "√"):
            index += 1
        token, following = tokens[index], tokens[index + 1 if index + 1 < len(tokens) else index]
        if token.kind == "number" and touches(tokens, index + 1):
            index += 1
            continue
        if token.text in functions.CALLED and following.kind in ("name", "number"):
            index += 1
            continue
        end: int | None = index
        if is_open(token):
            end = closing(tokens, index)
        elif token.kind == "name" and is_open(following):
            end = closing(tokens, index + 1)
        elif token.kind not in ("name", "number"):
            return None
        if end is None:
            return None
        index = end + 1
        while tokens[index].kind == "power":
            index += 1
        if tokens[index].text != "**":
            return index
        index += 1


def touches(tokens: list[Token], index: int) -> bool:
    """True if tokens[index] is a name or a parenthesis that a number touches from the left: a product."""
    token, before = tokens[index], tokens[index - 1]
    return before.kind == "number" and before.end == token.start and (token.kind == "name" or is_open(token))


def called(tokens: list[Token], index: int) -> int | None:
    """Return where the function's name stands that tokens[index] is the argument of, were it in parentheses: `sin x`, `sin² x`."""
    place = index - 1
    if tokens[place].kind == "power":
        place -= 1
    elif tokens[place].kind == "number":
        power = place - 2 if tokens[place - 1].text == "-" else place - 1
        place = power - 1 if tokens[power].text == "**" else place
    return place if place >= 0 and tokens[place].kind == "name" and tokens[place].text in functions.CALLED else None


def with_products(source: str, tokens: list[Token], position: int) -> str | None:
    """The line with `*` wherever it is missing, and arguments in parentheses; None where that is not all it lacks."""
    return completed(Line(source, tokens, position), together=False)


def completed(line: Line, *, together: bool) -> str | None:
    """The line with what it lacks; after `/` and `**`, a number and what it touches are put `together`, or are factors apart."""
    tokens = line.tokens
    if line.end - line.first > MOST_TOKENS:
        return None
    for index in range(line.first + 1, line.end):
        before, token = tokens[index - 1], tokens[index]
        if not (ends_value(before) and begins_value(token)):
            continue
        if before.kind == "number" and token.kind == "number":
            return None
        if called(tokens, index) is None:
            first = index - 1
            while tokens[first - 1].text in ("-", "+") and tokens[first - 2].text in ("-", "+", "/", "**"):
                first -= 1
            unclear = touches(tokens, index) and first and tokens[first - 1].text in ("/", "**")
            if unclear and together:
                end = factor_end(tokens, index)
                if end is None:
                    return None
                line.wrap(first, end)
            if unclear or not touches(tokens, index):
                line.times(index)
        elif not is_open(token) and index not in line.joined:
            end = factor_end(tokens, index)
            if end is None:
                return None
            line.wrap(index, end)
            line.joined.add(index)
    return line.text()


def in_two_ways(source: str, tokens: list[Token], position: int) -> tuple[str, str] | None:
    """The two lines that `1/2w` may mean: tokens[position] is the w."""
    both = [completed(Line(source, tokens, position), together=together) for together in (True, False)]
    return (both[0], both[1]) if both[0] and both[1] else None
