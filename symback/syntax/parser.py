"""Tokens to formulas: operator precedence with a stack of our own, so that depth costs memory only.

The parser is always in one of two states: it wants an operand, or it wants an operator. Binding, weakest
first: or, and, not, comparison (these inside `where` only), + and -, * and /, unary minus, ** (right to left), √ and superscripts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from symback import functions
from symback.syntax import complaints
from symback.syntax.corrected import begins_value, called, touches
from symback.syntax.formula import LEAVES, Formula, Instruction
from symback.syntax.tokens import Token, number_value

if TYPE_CHECKING:
    from symback.errors import Span, SymbackError

COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
BINDING = {"or": -2, "and": -1, "not": 0} | dict.fromkeys(COMPARISONS, 1)
BINDING |= {"+": 2, "-": 2, "*": 3, "/": 3, "@": 3, "neg": 4, "pos": 4, "**": 5, "√": 6}
MOST_NESTED = 100  # conditions within conditions
PREFIX = {"-": "neg", "+": "pos", "√": "√"}
OPENERS = frozenset({"(", "call", "|", "["})


@dataclass(frozen=True, slots=True)
class Condition:
    """`kind` is a comparison of two instructions, or and, or, not of conditions."""

    kind: str
    left: int | Condition
    right: int | Condition
    depth: int
    start: int


@dataclass(slots=True)
class Waiting:
    """An operator, prefix or open bracket that waits on the stack for what stands right of it."""

    kind: str
    token: Token
    function: str = ""
    arguments: int = 0
    condition: Condition | None = None
    power: Token | None = None  # of a call such as sin²(x)


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
    conditions: list[Condition] = field(default_factory=list)  # what an operand below 0 stands for
    powered: int | None = None  # the power that a call such as sin²(x) has just made

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
            if token.text == "not" and begins_value(tokens[position + 1]) and self.in_condition():
                self.stack.append(Waiting("not", token))
                return True, position + 1
            opening = self.opening(tokens, position)
            if opening is not None:
                return self.call(tokens, position, opening)
            self.name(token)
        elif token.kind == "op" and token.text in PREFIX:
            self.stack.append(Waiting(PREFIX[token.text], token))
            return True, position + 1
        elif token.kind == "op" and token.text in ("(", "|"):
            choosing = "where" if token.text == "(" and self.in_condition() else ""
            self.stack.append(Waiting(token.text, token, choosing))
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

    def opening(self, tokens: list[Token], position: int) -> int | None:
        """Return where the parenthesis of a call stands: after the name, or after the power of a function, as in `sin^2(x)`."""
        place = position + 1
        if tokens[position].text in functions.CALLED and tokens[place].kind == "power":
            place += 1
        elif tokens[position].text in functions.CALLED and tokens[place].text == "**":
            place += 2 if tokens[place + 1].text == "-" else 1
            place += tokens[place].kind == "number"
        return (
            place
            if tokens[place].text == "(" and tokens[place].kind == "op" and tokens[place - 1].text != "**"
            else None
        )

    def call(self, tokens: list[Token], position: int, opening: int) -> tuple[bool, int]:
        token = tokens[position]
        function = functions.CALLED.get(token.text)
        if function is None:
            raise complaints.unknown_function(tokens, position, self.constants, self.source)
        following = tokens[opening + 1]
        if following.text == ")" and following.kind == "op":
            raise self.error(f"{token.text} needs {functions.arity_text(function)}", (token.start, following.end))
        power = None if opening == position + 1 else tokens[opening - 1]
        if power is not None and (power.text.startswith("-") or tokens[opening - 2].text == "-"):
            raise complaints.inverse(tokens, position, opening, self.source)
        self.stack.append(Waiting("call", token, function, power=power))
        return True, opening + 1

    # Wanting an operator

    def operator(self, tokens: list[Token], position: int) -> bool:
        """Take an operator or a closing bracket; returns whether an operand is wanted next."""
        token = tokens[position]
        if self.operands[-1] == self.powered and (token.kind == "power" or token.text == "**"):
            raise complaints.power_of_power(tokens, position, self.spans[self.operands[-1]][0], self.source)
        if token.kind == "power":
            self.superscript(token)
            return False
        if self.implied(tokens, position):
            self.refuse_ambiguous(tokens, position)
            self.binary("*", token)
            return True
        if token.kind == "name" and token.text in ("and", "or") and self.in_condition():
            self.binary(token.text, token)
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
            self.close_bar(tokens, position)
            return False
        if token.text == "=":
            raise complaints.equals(tokens, position, self.source)
        raise complaints.side_by_side(tokens, position, self.source)

    def implied(self, tokens: list[Token], position: int) -> bool:
        """True if a product is implied before tokens[position]: a number touches a name or a parenthesis."""
        return touches(tokens, position)

    def refuse_ambiguous(self, tokens: list[Token], position: int) -> None:
        """Raise SymbackError for `1/2w` and `x**2(…)`: the number could belong to what stands before or after it."""
        if called(tokens, position) is not None:
            raise complaints.side_by_side(tokens, position, self.source)
        waiting = len(self.stack)
        while waiting and self.stack[waiting - 1].kind in ("neg", "pos"):
            waiting -= 1
        if waiting and self.stack[waiting - 1].kind in ("/", "**"):
            signs = len(self.stack) - waiting
            raise complaints.ambiguous(tokens, position, signs, self.source)

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
        base = self.number(self.operands[-1])
        negative = token.text.startswith("-")
        value = number_value(token._replace(text=token.text.lstrip("-")), self.source)
        self.emit(("num", value), token.span)
        if negative:
            self.emit(("neg", self.operands.pop()), token.span)
        exponent = self.operands.pop()
        self.operands.pop()
        self.emit(("**", base, exponent), (self.spans[base][0], token.end))

    def in_condition(self) -> bool:
        """True inside the first argument of where, and in parentheses there."""
        frame = next((w for w in reversed(self.stack) if w.kind in OPENERS or BINDING[w.kind] <= 1), None)
        if frame is not None and frame.kind not in OPENERS:  # a comparison, not, and, or: they stand in conditions only
            return True
        return frame is not None and frame.function == "where" and not frame.arguments

    def expect_condition(self, token: Token) -> None:
        """Raise SymbackError unless `token`, a comparison, is in where's first argument, and no other's neighbour."""
        if not self.in_condition():
            way = f"where(a {token.text} b, then, else)"
            raise self.error(f"{token.text} stands inside where(…) only", token.span, hint=way)
        near = next((w for w in reversed(self.stack) if BINDING.get(w.kind, 0) <= 1), None)
        if near is not None and near.kind in COMPARISONS:
            raise self.error("one comparison at a time", token.span, hint="where(a < b and b < c, then, else)")

    def comma(self, token: Token) -> None:
        self.reduce_to_bracket()
        frame = self.stack[-1] if self.stack else None
        if frame is None or frame.kind != "call":
            reason, hint = complaints.comma(self.source, token.start)
            raise self.error(reason, token.span, hint=hint if frame is None else None)
        self.end_argument(frame)

    def end_argument(self, frame: Waiting) -> None:
        if frame.function == "where" and frame.arguments == 0:
            if self.operands[-1] >= 0:
                raise self.error("where needs a comparison first", frame.token.span, hint="where(w > 0, then, else)")
            frame.condition = self.condition(self.operands.pop())
        frame.arguments += 1

    def close_parenthesis(self, token: Token) -> None:
        self.reduce_to_bracket()
        if not self.stack or self.stack[-1].kind == "|":
            what = "a ) without its (" if not self.stack else "a ) inside |…|"
            raise self.error(what, token.span)
        frame = self.stack.pop()
        self.powered = None
        if frame.kind == "call":
            self.end_argument(frame)
            self.finish_call(frame, token)
            if frame.power is not None:
                self.raise_call(frame.power)
        elif self.operands[-1] >= 0 and self.code[self.operands[-1]][0] not in LEAVES:
            # its place takes the parentheses in
            self.spans[self.operands[-1]] = (frame.token.start, token.end)

    def close_bar(self, tokens: list[Token], position: int) -> None:
        self.reduce_to_bracket()
        if not self.stack or self.stack[-1].kind != "|":
            raise complaints.lonely_bar(tokens, position, self.source)
        opening = self.stack.pop()
        self.emit(("abs", self.operands.pop()), (opening.token.start, tokens[position].end))

    def finish_call(self, frame: Waiting, token: Token) -> None:
        function, count = frame.function, frame.arguments
        span = (frame.token.start, token.end)
        if not functions.takes(function, count):
            raise self.error(f"{frame.token.text} needs {functions.arity_text(function)}, not {count}", span)
        if frame.condition is not None:
            otherwise, then = self.operands.pop(), self.operands.pop()
            self.operands.append(self.choice(frame.condition, then, otherwise, span))
            return
        arguments = self.operands[len(self.operands) - count :]
        del self.operands[len(self.operands) - count :]
        if function == functions.CLIP:
            self.emit(("max", *arguments[:2]), span)
            self.emit(("min", self.operands.pop(), arguments[2]), span)
            return
        self.emit((functions.operation(function, count), *arguments), span)

    def choice(self, condition: Condition, then: int, otherwise: int, span: Span) -> int:
        """The instruction that takes one of two others: `a and b` is a choice within the choice that a makes."""
        while condition.kind in ("and", "or"):  # from the right: what is chosen where all the others hold, or none
            assert isinstance(condition.left, Condition)
            assert isinstance(condition.right, Condition)
            inner = self.choice(condition.right, then, otherwise, span)
            then, otherwise = (inner, otherwise) if condition.kind == "and" else (then, inner)
            condition = condition.left
        if condition.kind == "not":
            assert isinstance(condition.left, Condition)
            return self.choice(condition.left, otherwise, then, span)
        self.emit((f"where{condition.kind}", condition.left, condition.right, then, otherwise), span)
        return self.operands.pop()

    def condition(self, operand: int) -> Condition:
        """The condition that an operand below 0 stands for. Raises SymbackError for a number."""
        if operand < 0:
            return self.conditions[-operand - 1]
        raise self.error("a comparison is missing", self.spans[operand], hint="w > 0")

    def number(self, operand: int) -> int:
        """The operand, which is a number. Raises SymbackError for a condition."""
        if operand >= 0:
            return operand
        at = self.conditions[-operand - 1].start
        raise self.error("a comparison is no number", (at, at + 1), hint="where(w > 0, 1, 0)")

    def hold(self, kind: str, left: int, right: int, start: int) -> None:
        """Make a condition of two numbers or of two conditions (of one, twice, for not), and leave it as an operand."""
        if kind in COMPARISONS:
            made = Condition(kind, self.number(left), self.number(right), 0, start)
        else:
            one, two = self.condition(left), self.condition(right)
            depth = max(one.depth + (kind == "not"), two.depth + 1)
            if depth > MOST_NESTED:
                raise self.error("conditions are nested too deeply", (start, start + 1))
            made = Condition(kind, one, two, depth, start)
        self.conditions.append(made)
        self.operands.append(-len(self.conditions))

    def raise_call(self, power: Token) -> None:
        """The power that stood behind the function's name: sin²(x) is sin(x)**2."""
        base = self.operands[-1]
        self.emit(("num", number_value(power, self.source)), power.span)
        exponent = self.operands.pop()
        self.operands.pop()
        self.emit(("**", base, exponent), self.spans[base])
        self.powered = len(self.code) - 1

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
        if BINDING[kind] <= 1:
            left = right if kind == "not" else self.operands.pop()
            self.hold(kind, left, right, waiting.token.start)
            return
        end = self.spans[self.number(right)][1]
        if kind == "pos":
            self.operands.append(right)
        elif kind in ("neg", "√"):
            self.emit(("neg" if kind == "neg" else "sqrt", right), (waiting.token.start, end))
        else:
            left = self.number(self.operands.pop())
            self.emit((kind, left, right), (self.spans[left][0], end))

    def reduce_to_bracket(self) -> None:
        while self.stack and self.stack[-1].kind not in OPENERS:
            self.reduce()

    def close(self, token: Token) -> None:
        """The formula ends here: nothing may be open."""
        self.reduce_to_bracket()
        if self.stack:
            opening = self.stack[-1].token
            symbol = self.stack[-1].kind if self.stack[-1].kind in ("|", "[") else "("
            what = f"{symbol} is never closed" if token.text != ";" else f"; inside {symbol}…"
            span = opening.span if symbol != "(" or opening.text == "(" else (opening.start, opening.end + 1)
            raise self.error(what, span)

    def error(self, reason: str, span: Span, *, hint: str | None = None) -> SymbackError:
        return complaints.complaint(self.source, reason, span, hint=hint)
