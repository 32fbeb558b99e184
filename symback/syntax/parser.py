"""Tokens to formulas: operator precedence with a stack of our own, so that depth costs memory only.

The parser is always in one of two states: it wants an operand, or it wants an operator. Binding, weakest
first: comparison (inside `where` only), + and -, * and /, unary minus, ** (right to left), √ and superscripts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from symback import functions
from symback.syntax import complaints
from symback.syntax.formula import LEAVES, Formula, Instruction
from symback.syntax.tokens import Token, number_value

if TYPE_CHECKING:
    from symback.errors import Span, SymbackError

COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
BINDING = dict.fromkeys(COMPARISONS, 1) | {"+": 2, "-": 2, "*": 3, "/": 3, "neg": 4, "pos": 4, "**": 5, "√": 6}
PREFIX = {"-": "neg", "+": "pos", "√": "√"}
OPENERS = frozenset({"(", "call", "|"})


@dataclass(slots=True)
class Waiting:
    """An operator, prefix or open bracket that waits on the stack for what stands right of it."""

    kind: str
    token: Token
    function: str = ""
    arguments: int = 0
    condition: tuple[str, int, int] | None = None


@dataclass(slots=True)
class Parser:
    """Parses one formula from tokens; `constants` are the names that are not variables."""

    source: str
    constants: frozenset[str]
    code: list[Instruction] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    operands: list[int] = field(default_factory=list)
    stack: list[Waiting] = field(default_factory=list)

    def parse(self, tokens: list[Token], position: int) -> tuple[Formula, int]:
        """The formula that starts at tokens[position], and the position after it (of `;`, a new line or the end)."""
        wants_operand = True
        while True:
            token = tokens[position]
            if token.kind == "newline" and any(w.kind in OPENERS for w in reversed(self.stack)):
                position += 1
                continue
            if wants_operand:
                wants_operand, position = self.operand(tokens, position)
            elif token.kind in ("end", "newline") or token.text == ";":
                self.close(token)
                formula = Formula(tuple(self.code), tuple(self.names), tuple(self.spans))
                return formula, position
            else:
                wants_operand = self.operator(tokens, position)
                position += 1 if not self.implied(tokens, position) else 0

    # Wanting an operand

    def operand(self, tokens: list[Token], position: int) -> tuple[bool, int]:
        """Take a number, name, call, bracket or prefix; returns whether an operand is wanted still, and where to go on."""
        token = tokens[position]
        if token.kind == "number":
            self.emit(("num", number_value(token, self.source)), token.span)
        elif token.kind == "name":
            if tokens[position + 1].text == "(" and tokens[position + 1].kind == "op":
                return self.call(tokens, position)
            self.name(token)
        elif token.kind == "op" and token.text in PREFIX:
            self.stack.append(Waiting(PREFIX[token.text], token))
            return True, position + 1
        elif token.kind == "op" and token.text in ("(", "|"):
            self.stack.append(Waiting(token.text, token))
            return True, position + 1
        else:
            raise complaints.missing_operand(tokens, position, self.source)
        return False, position + 1

    def name(self, token: Token) -> None:
        if token.text in self.constants:
            self.emit(("const", token.text), token.span)
        else:
            self.names.append(token.text)
            self.emit(("slot", len(self.names) - 1), token.span)

    def call(self, tokens: list[Token], position: int) -> tuple[bool, int]:
        token = tokens[position]
        function = functions.ALIASES.get(token.text)
        if function is None:
            raise complaints.unknown_function(token, self.constants, self.source)
        following = tokens[position + 2]
        if following.text == ")" and following.kind == "op":
            raise self.error(f"{token.text} needs {functions.arity_text(function)}", (token.start, following.end))
        self.stack.append(Waiting("call", token, function))
        return True, position + 2

    # Wanting an operator

    def operator(self, tokens: list[Token], position: int) -> bool:
        """Take an operator or a closing bracket; returns whether an operand is wanted next."""
        token = tokens[position]
        if token.kind == "power":
            self.superscript(token)
            return False
        if self.implied(tokens, position):
            self.refuse_ambiguous(tokens, position)
            self.binary("*", token)
            return True
        if token.kind != "op":
            raise complaints.side_by_side(tokens, position, self.source)
        if token.text in BINDING and token.text != "√":
            if token.text in COMPARISONS:
                self.expect_condition(token)
            self.binary(token.text, token)
            return True
        if token.text == ",":
            self.comma(token)
            return True
        if token.text == ")":
            self.close_parenthesis(token)
            return False
        if token.text == "|":
            self.close_bar(token)
            return False
        if token.text == "=":
            raise self.error(
                "= makes a statement: a name and nothing else stands left of it",
                token.span,
                hint="== compares, inside where(…)",
            )
        raise complaints.side_by_side(tokens, position, self.source)

    def implied(self, tokens: list[Token], position: int) -> bool:
        """Whether a product is implied before tokens[position]: a number touches a name or a parenthesis."""
        token, before = tokens[position], tokens[position - 1]
        return before.kind == "number" and before.end == token.start and (token.kind == "name" or token.text == "(")

    def refuse_ambiguous(self, tokens: list[Token], position: int) -> None:
        """Raise SymbackError for `1/2w` and `x**2(…)`: the number could belong to what stands before or after it."""
        number, token = tokens[position - 1], tokens[position]
        waiting = len(self.stack)
        while waiting and self.stack[waiting - 1].kind in ("neg", "pos"):
            waiting -= 1
        if not waiting or self.stack[waiting - 1].kind not in ("/", "**"):
            return
        power = tokens[position - 3] if position >= 3 else None
        if power is not None and power.kind == "name" and power.text in functions.ALIASES:
            raise complaints.power_of_name(power, number, self.source)
        symbol = self.stack[waiting - 1].kind
        signed = "".join("-" if w.kind == "neg" else "+" for w in self.stack[waiting:]) + number.text
        shown = "(…)" if token.text == "(" else token.text
        way = f"…{symbol}({signed}*{shown}) or (…{symbol}{signed})*{shown}"
        reason = f"{symbol}{signed}{shown} can be read in two ways"
        raise self.error(reason, (number.start, token.end), hint=way)

    def binary(self, symbol: str, token: Token) -> None:
        binding = BINDING[symbol]
        stack = self.stack
        while stack and stack[-1].kind not in OPENERS:
            top = BINDING[stack[-1].kind]
            if top < binding or (top == binding and symbol == "**"):
                break
            self.reduce()
        stack.append(Waiting(symbol, token))

    def superscript(self, token: Token) -> None:
        while self.stack and self.stack[-1].kind == "√":
            self.reduce()
        base = self.operands[-1]
        negative = token.text.startswith("-")
        value = number_value(token._replace(text=token.text.lstrip("-")), self.source)
        self.emit(("num", value), token.span)
        if negative:
            self.emit(("neg", self.operands.pop()), token.span)
        exponent = self.operands.pop()
        self.operands.pop()
        self.emit(("**", base, exponent), (self.spans[base][0], token.end))

    def expect_condition(self, token: Token) -> None:
        """Raise SymbackError unless `token`, a comparison, is the first of where's first argument."""
        frame, compared = None, False
        for waiting in reversed(self.stack):
            if waiting.kind in OPENERS:
                frame = waiting
                break
            compared = compared or waiting.kind in COMPARISONS
        if frame is None or frame.function != "where" or frame.arguments:
            way = f"where(a {token.text} b, then, else)"
            raise self.error(f"{token.text} stands inside where(…) only", token.span, hint=way)
        if compared:
            raise self.error(
                "one comparison at a time", token.span, hint="where(a < b, where(b < c, then, else), else)"
            )

    def comma(self, token: Token) -> None:
        self.reduce_to_bracket()
        frame = self.stack[-1] if self.stack else None
        if frame is None or frame.kind != "call":
            hint = "a decimal point is '.'; several numbers go to --at" if frame is None else None
            raise self.error("a comma stands between the arguments of a function only", token.span, hint=hint)
        self.end_argument(frame)

    def end_argument(self, frame: Waiting) -> None:
        if frame.function == "where" and frame.arguments == 0 and frame.condition is None:
            raise self.error("where needs a comparison first", frame.token.span, hint="where(w > 0, then, else)")
        frame.arguments += 1

    def close_parenthesis(self, token: Token) -> None:
        self.reduce_to_bracket()
        if not self.stack or self.stack[-1].kind == "|":
            what = "a ) without its (" if not self.stack else "a ) inside |…|"
            raise self.error(what, token.span)
        frame = self.stack.pop()
        if frame.kind == "call":
            self.end_argument(frame)
            self.finish_call(frame, token)
        elif self.code[self.operands[-1]][0] not in LEAVES:  # its place takes the parentheses in
            self.spans[self.operands[-1]] = (frame.token.start, token.end)

    def close_bar(self, token: Token) -> None:
        self.reduce_to_bracket()
        if not self.stack or self.stack[-1].kind != "|":
            raise self.error("a | without its partner: |w| is the absolute value", token.span, hint="abs(…)")
        opening = self.stack.pop()
        self.emit(("abs", self.operands.pop()), (opening.token.start, token.end))

    def finish_call(self, frame: Waiting, token: Token) -> None:
        function, count = frame.function, frame.arguments
        span = (frame.token.start, token.end)
        if not functions.takes(function, count):
            raise self.error(f"{frame.token.text} needs {functions.arity_text(function)}, not {count}", span)
        if frame.condition is not None:
            comparison, left, right = frame.condition
            arguments = self.operands[len(self.operands) - (count - 1) :]
            del self.operands[len(self.operands) - (count - 1) :]
            self.emit((f"where{comparison}", left, right, *arguments), span)
            return
        arguments = self.operands[len(self.operands) - count :]
        del self.operands[len(self.operands) - count :]
        self.emit((functions.operation(function, count), *arguments), span)

    # Building

    def emit(self, instruction: Instruction, span: Span) -> None:
        self.code.append(instruction)
        self.spans.append(span)
        self.operands.append(len(self.code) - 1)

    def reduce(self) -> None:
        """Build the operation on top of the stack from the operands that it waited for."""
        waiting = self.stack.pop()
        kind = waiting.kind
        right = self.operands.pop()
        end = self.spans[right][1]
        if kind == "pos":
            self.operands.append(right)
        elif kind in ("neg", "√"):
            self.emit(("neg" if kind == "neg" else "sqrt", right), (waiting.token.start, end))
        elif kind in COMPARISONS:
            left = self.operands.pop()
            frame = next(w for w in reversed(self.stack) if w.kind in OPENERS)
            frame.condition = (kind, left, right)
        else:
            left = self.operands.pop()
            self.emit((kind, left, right), (self.spans[left][0], end))

    def reduce_to_bracket(self) -> None:
        while self.stack and self.stack[-1].kind not in OPENERS:
            self.reduce()

    def close(self, token: Token) -> None:
        """The formula ends here: nothing may be open."""
        self.reduce_to_bracket()
        if self.stack:
            opening = self.stack[-1].token
            symbol = "|" if self.stack[-1].kind == "|" else "("
            what = f"{symbol} is never closed" if token.text != ";" else f"; inside {symbol}…"
            span = opening.span if symbol == "|" or opening.text == "(" else (opening.start, opening.end + 1)
            raise self.error(what, span)

    def error(self, reason: str, span: Span, *, hint: str | None = None) -> SymbackError:
        return complaints.complaint(self.source, reason, span, hint=hint)
