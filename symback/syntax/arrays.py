"""Vectors and matrices: their signs, their functions, and the declarations of shapes, read on top of the language of scalars.

An operation carries what is written in it in its name: `A[0,:]` is the operation `get[0,:]` of A, `sum(A, 1)` is `sum:1` of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symback.errors import SymbackError
from symback.functions import CONSTANTS
from symback.syntax.names import NAME_PATTERN, normal_name
from symback.syntax.parser import Parser, Waiting
from symback.syntax.program import read_statements
from symback.syntax.tokens import MARKS, Token, tokenize

if TYPE_CHECKING:
    from symback.syntax.formula import Formula
    from symback.syntax.shapes import Found

Size = int | str  # of an axis: a letter is one size everywhere
Shape = tuple[Size, ...]

REDUCED = frozenset({"sum", "mean", "softmax", "logsumexp", "max", "min"})  # take all entries, or an axis
FIXED = {"dot": 2, "outer": 2, "norm": 1, "norm1": 1, "tr": 1, "det": 1, "logdet": 1, "inv": 1, "diag": 1, "eye": 1}
FILLED = frozenset({"ones", "zeros"})
CALLS = REDUCED | FIXED.keys() | FILLED
OF_SCALARS = frozenset({"max", "min"})
LISTED = ("stack", "rows")
INDEX = re.compile(r"-?[0-9]+|(?:[0-9]+)?:(?:[0-9]+)?")
SIZE = rf"(?:{NAME_PATTERN}|[0-9]+)"
TWO_SIZES = re.compile(rf"\s*({NAME_PATTERN[:-1]}*?|[0-9]+?)\s*[x×*]\s*({SIZE})\s*")
ONE_SIZE = re.compile(rf"\s*({SIZE})\s*")
DECLARED = re.compile(
    rf"(?:^|[;\n])[ \t]*{NAME_PATTERN}[ \t]*:[ \t]*{SIZE}[ \t]*(?:[x×*][ \t]*{SIZE}[ \t]*)?(?=[;\n#]|$)"
)
LARGEST = 10**6  # entries of one array
WAY = "A: m×n; x: n"


class ArrayParser(Parser):
    """Parses a formula with arrays in it."""

    def operand(self, tokens: list[Token], position: int) -> tuple[bool, int]:
        token = tokens[position]
        if token.text == "[" and token.kind == "op":
            following = tokens[position + 1]
            if following.text == "]" and following.kind == "op":
                raise self.error("an array without entries", (token.start, following.end), hint="[1, 2]")
            self.stack.append(Waiting("[", token))
            return True, position + 1
        return super().operand(tokens, position)

    def operator(self, tokens: list[Token], position: int) -> bool:
        token = tokens[position]
        if token.kind in ("transpose", "index"):
            while self.stack and self.stack[-1].kind == "√":
                self.reduce()
            base = self.number(self.operands.pop())
            name = "T" if token.kind == "transpose" else f"get{token.text}"
            self.emit((name, base), (self.spans[base][0], token.end))
            return False
        if token.text == "]" and token.kind == "op":
            self.close_list(token)
            return False
        return super().operator(tokens, position)

    def call(self, tokens: list[Token], position: int, opening: int) -> tuple[bool, int]:
        token = tokens[position]
        following = tokens[opening + 1]
        if token.text not in CALLS or opening != position + 1 or (following.text == ")" and following.kind == "op"):
            return super().call(tokens, position, opening)
        self.stack.append(Waiting("call", token, token.text))
        return True, opening + 1

    def comma(self, token: Token) -> None:
        self.reduce_to_bracket()
        if self.stack and self.stack[-1].kind == "[":
            self.stack[-1].arguments += 1
        else:
            super().comma(token)

    def close_list(self, token: Token) -> None:
        """Make an array of the entries since `[`: a vector of scalars, a matrix of rows that are such lists themselves."""
        self.reduce_to_bracket()
        if not self.stack or self.stack[-1].kind != "[":
            raise self.error("a ] without its [", token.span)
        frame = self.stack.pop()
        count = frame.arguments + 1
        entries = [self.number(operand) for operand in self.operands[-count:]]
        del self.operands[-count:]
        nested = [self.code[entry][0] in LISTED for entry in entries]
        span = (frame.token.start, token.end)
        if any(nested) and not all(nested):
            raise self.error("a list of lists and of numbers", span, hint="[[1, 2], [3, 4]]")
        if any(self.code[entry][0] == "rows" for entry in entries):
            raise self.error("an array has two axes at most", span, hint="[[1, 2], [3, 4]]")
        lengths = [len(self.code[entry]) - 1 for entry in entries] if nested[0] else []
        if len(set(lengths)) > 1:
            raise self.error(
                f"the rows have {', '.join(map(str, lengths[:6]))} entries", span, hint="rows of one length"
            )
        self.emit((LISTED[nested[0]], *entries), span)

    def close_parenthesis(self, token: Token) -> None:
        self.reduce_to_bracket()
        if self.stack and self.stack[-1].kind == "[":
            raise self.error("a ) inside […]", token.span)
        super().close_parenthesis(token)

    def finish_call(self, frame: Waiting, token: Token) -> None:
        name, count, span = frame.function, frame.arguments, (frame.token.start, token.end)
        if name not in CALLS:
            super().finish_call(frame, token)
            return
        arguments = [self.number(operand) for operand in self.operands[-count:]]
        axis = self.axis(arguments[1]) if count == 2 and name in REDUCED else None
        if name in OF_SCALARS and count > 1 and axis is None:
            super().finish_call(frame, token)
            return
        most = 2 if name in REDUCED or name in FILLED else FIXED[name]
        if count > most or (count < most and name in FIXED) or (count == 2 and name in REDUCED and axis is None):
            raise self.miscounted(name, count, span)
        del self.operands[-count:]
        self.emit((f"{name}:{axis}", arguments[0]) if axis is not None else (f"{name}:" if name in OF_SCALARS else name, *arguments), span)  # fmt: skip

    def axis(self, operand: int) -> int | None:
        """The axis that an argument writes, 0 or 1; None where it is another value."""
        instruction = self.code[operand]
        return int(instruction[1]) if instruction[0] == "num" and instruction[1] in (0, 1) else None

    def miscounted(self, name: str, count: int, span: tuple[int, int]) -> SymbackError:
        if name in REDUCED:
            way = f"{name}(A), {name}(A, 0) a column at a time, {name}(A, 1) a row at a time; {name}([a, b]) of scalars"
            return self.error(f"{name} takes an array, and an axis that is 0 or 1", span, hint=way)
        wanted = "one size, or two" if name in FILLED else f"{FIXED[name]} argument{'s' * (FIXED[name] > 1)}"
        return self.error(f"{name} needs {wanted}, not {count}", span)


def array_tokens(source: str) -> list[Token]:
    """The tokens of a program with arrays; an index, from [ to ], is one token."""
    found: list[Token] = []
    tokens = iter(tokenize(source, marks=True))
    for token in tokens:
        before = found[-1] if found else None
        behind = before is not None and (before.kind in ("name", "transpose", "index") or before.text in (")", "]"))
        if token.text == "[" and token.kind == "op" and behind:
            assert before is not None
            found.append(index_token(source, token, tokens))
        else:
            found.append(token)
    return found


def index_token(source: str, opening: Token, tokens: object) -> Token:
    """One token for `[0,:]`."""
    end = source.find("]", opening.start)
    inside = source[opening.end : end]
    parts = [re.sub(r"\s", "", part) for part in inside.split(",")]
    if end < 0 or len(parts) > 2 or not all(INDEX.fullmatch(part) for part in parts):
        last = end + 1 if 0 <= end - opening.start < 80 else opening.end
        way = "x[0], A[1,2], A[0,:], A[:,1], x[0:2]: whole numbers, counted from 0"
        raise SymbackError("this takes no entry", (opening.start, last), source, hint=way)
    for token in tokens:  # type: ignore[attr-defined]  # an iterator, which is read on up to the bracket
        if token.end > end:
            break
    return Token("index", f"[{','.join(parts)}]", opening.start, end + 1)


def declarations(source: str) -> tuple[str, dict[str, Shape]]:
    """The text with its declarations blanked, so that places stay, and the shapes that they declare."""
    shapes: dict[str, Shape] = {}
    kept = list(source)
    for found in DECLARED.finditer(source):
        start = found.start() + (found[0][0] in ";\n")
        name, _, sizes = source[start : found.end()].partition(":")
        name = normal_name(name.strip())
        if name in shapes:
            raise SymbackError(f"the shape of {name} is declared twice", (start, found.end()), source)
        shapes[name] = shape_written(sizes, (start, found.end()), source)
        kept[start : found.end()] = " " * (found.end() - start)
        for place in (
            found.end(),
            found.start(),
        ):  # the ; that parts it from the next statement, or, at the end, from the one before
            if source[place : place + 1] == ";":
                kept[place] = " "
                break
    return "".join(kept), shapes


def shape_written(sizes: str, span: tuple[int, int] | None = None, source: str | None = None) -> Shape:
    """The shape that `m×n`, `3x2` or `n` writes. Raises SymbackError for any other text, and for one too large."""
    match = TWO_SIZES.fullmatch(sizes) or ONE_SIZE.fullmatch(sizes)
    if match is None:
        raise SymbackError(f"{sizes.strip()[:60]!r} is no shape", span, source, hint=WAY)
    shape = tuple(int(part) if part.isdigit() else normal_name(part) for part in match.groups())
    entries = 1
    for size in shape:
        entries *= size if isinstance(size, int) else 1
    if not entries or entries > LARGEST:
        what = f"{entries:,} entries; at most {LARGEST:,}" if entries else "an array without entries"
        raise SymbackError(what, span, source, hint=WAY)
    return shape


def read_arrays(source: str, constants: frozenset[str]) -> tuple[list[Found], dict[str, str], dict[str, Shape]]:
    """As `read_by_tokens` of a program with arrays, with the shapes that it declares."""
    text, shapes = declarations(source)
    sizes = frozenset(size for shape in shapes.values() for size in shape if isinstance(size, str))
    clash = next(iter(sizes & shapes.keys()), None)
    if clash is not None:
        raise SymbackError(f"{clash} is a size and an array", hint="another letter for one of them")
    found = list(read_statements(array_tokens(text), source, constants | sizes, ArrayParser))
    return found, {name: name for _, formula, _ in found for name in formula.names}, shapes


def read_value(text: str) -> tuple[Formula, int, list[Token]]:
    """The formula of one value, the position after it, and the tokens."""
    tokens = [token for token in array_tokens(text) if token.kind != "newline"]
    if tokens[0].kind == "end":
        raise SymbackError("a value is missing", hint="x=[1,2]")
    formula, position = ArrayParser(text, CONSTANTS).parse(tokens, 0)
    return formula, position, tokens


def has_signs(source: str) -> bool:
    """True if a text that is no program of scalars may be one of arrays."""
    return MARKS.search(source) is not None or re.search(rf"\b(?:{'|'.join(sorted(CALLS))})\s*\(", source) is not None


def is_sure(source: str) -> bool:
    """True if a text has a sign that only programs with arrays have."""
    return (
        "@" in source
        or DECLARED.search(source) is not None
        or re.search(r"(?<![\w)\].])\[|\[\s*(?:[:0-9]|-[0-9])|\.T\b|[ᵀ⊙]", source) is not None
    )
