"""Programs: statements, which names are inputs, which have values, and what the output is called."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from symback import functions
from symback.errors import Span, SymbackError
from symback.syntax import complaints
from symback.syntax.parser import Parser
from symback.syntax.shapes import Found, read_by_shape
from symback.syntax.tokens import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from symback.syntax.arrays import Shape
    from symback.syntax.formula import Formula


MOST_SHOWN = 6  # names in a message
MOST_READ = 200  # inputs whose names are looked at for what they may be misread as
AN_E = re.compile(r"e[ \t]*=")  # finds in no time that most long programs do not give e a value
GIVES_E = re.compile(r"(?:^|[;\n])[ \t]*e[ \t]*=")


@dataclass(frozen=True, slots=True)
class Statement:
    """`name = formula`; `span` is the place of the name (of the formula where there was no name)."""

    name: str
    formula: Formula
    span: Span


@dataclass(frozen=True, slots=True)
class Program:
    """What a text says: `statements` in order (the output last), `values` that it gives to inputs, `inputs` by first use."""

    source: str
    statements: tuple[Statement, ...]
    values: dict[str, Statement] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    all_used: bool = False  # whether every statement but the last is used by a later one
    shapes: dict[str, Shape] | None = None  # that are declared, of a program with arrays; None of one of scalars

    @property
    def output(self) -> str:
        """The name of the output: the last statement's."""
        return self.statements[-1].name

    @property
    def names(self) -> set[str]:
        """Every name that the program uses."""
        return {*self.inputs, *self.values, *(s.name for s in self.statements)}

    def readings(self) -> list[str]:
        """Return what to note of inputs whose names read as a function glued to its argument: `cosx`."""
        if len(self.inputs) > MOST_READ:
            return []
        read = {name: functions.glued_call(name, self.names) for name in self.inputs}
        return [
            f"{name} is one name, a variable; {call} is the function of {call.partition('(')[2][:-1]}"
            for name, call in read.items()
            if call
        ]

    def place(self, name: str) -> Span | None:
        """Return where an input first stands in the text."""
        user = next((s.formula for s in self.statements if name in s.formula.names), None)
        return place_of(user, name) if user is not None else self.values[name].span


def place_of(formula: Formula, name: str) -> Span | None:
    """Return where `name` first stands in a formula."""
    slot = formula.names.index(name)
    return formula.span(formula.code.index(("slot", slot)))


def parse_program(source: str, valued: Iterable[str] = ()) -> Program:
    """The program that `source` writes; `valued` are the names that get a value from outside.

    Raises SymbackError (with its place) where the text is not a program.
    """
    constants = functions.CONSTANTS - ({"e"} if "e" in valued or gives_e(source) else set())
    shapes: dict[str, Shape] | None = None
    try:
        found, used = read_by_shape(source, constants) or read_by_tokens(source, constants)
    except SymbackError as error:
        found, used, shapes = with_arrays(source, constants, error)
    if not found:
        raise SymbackError("the program is empty", (0, 1) if source.strip() else None, source, hint="(2+3*w)**2")
    for name, _, span in found[:-1]:
        if name is None:
            raise SymbackError("only the last statement may go without a name", span, source, hint="a = …")
    program = arrange(found, used, source)
    return program if shapes is None else replace(program, shapes=shapes)


def with_arrays(
    source: str, constants: frozenset[str], error: SymbackError
) -> tuple[list[Found], dict[str, str], dict[str, Shape]]:
    """The statements of a program with arrays, the names that they use, and declared shapes; `error` tells why it is none of scalars."""
    from symback.syntax.arrays import has_signs, is_sure, read_arrays

    if not has_signs(source):
        raise error
    try:
        return read_arrays(source, constants)
    except SymbackError as second:
        raise second if is_sure(source) else error from None


def read_by_tokens(source: str, constants: frozenset[str]) -> tuple[list[Found], dict[str, str]]:
    """The statements of any program, and the names that they use, by first use."""
    found = list(read_statements(tokenize(source), source, constants))
    return found, {name: name for _, formula, _ in found for name in formula.names}


def gives_e(source: str) -> bool:
    """True if a statement `e = …` makes a variable of the constant."""
    return AN_E.search(source) is not None and GIVES_E.search(source) is not None


def read_statements(
    tokens: list[Token], source: str, constants: frozenset[str], parser: type[Parser] = Parser
) -> Iterable[tuple[str | None, Formula, Span]]:
    """The statements as they stand: name or None, formula, place."""
    position = 0
    while tokens[position].kind != "end":
        token = tokens[position]
        if token.kind == "newline":
            position += 1
            continue
        if token.text == ";":
            raise SymbackError("a statement is missing before ;", token.span, source)
        name = None
        span = token.span
        if tokens[position + 1].kind == "op" and tokens[position + 1].text == "=":
            name = defined_name(tokens, position, source, constants)
            position += 2
        formula, position = parser(source, constants).parse(tokens, position)
        yield name, formula, span if name else (formula.span() or span)
        if tokens[position].text == ";":
            position += 1


def defined_name(tokens: list[Token], position: int, source: str, constants: frozenset[str]) -> str:
    token = tokens[position]
    if token.kind == "number":
        raise complaints.equals(tokens, position + 1, source)
    if token.kind != "name":
        raise SymbackError("a statement starts with a name: name = expression", token.span, source)
    if token.text in constants:
        raise SymbackError(f"{token.text} is a constant and cannot be defined", token.span, source, hint="another name")
    return token.text


def arrange(found: list[Found], used: dict[str, str], source: str) -> Program:
    """Tell values from definitions, find the inputs, name the output; `used` are the names in formulas, by first use."""
    values: dict[str, Statement] = {}
    definitions: list[Found] = []
    seen: set[str] = set()
    for name, formula, span in found:
        if name is not None and name in seen:
            raise twice(name, found, span, source)
        if name is None:
            definitions.append((name, formula, span))
            continue
        seen.add(name)
        if formula.is_constant:
            values[name] = Statement(name, formula, span)
        else:
            definitions.append((used.get(name, name), formula, span))
    if not definitions:
        raise SymbackError(
            "the program only gives values to inputs",
            found[0][2],
            source,
            hint="add what is to be computed, such as J = w**2",
        )
    inputs, all_used = find_inputs(definitions, values, used, source)
    statements = [Statement(name or output_name({*inputs, *seen}), f, span) for name, f, span in definitions]
    return Program(source, tuple(statements), values, inputs, all_used)


def twice(name: str, found: list[Found], span: Span, source: str) -> SymbackError:
    """The error for a name that is defined twice; it tells of the first few others, too."""
    seen = Counter(other for other, _, _ in found if other is not None)
    others = [other for other, times in seen.items() if times > 1 and other != name]
    more = f", … ({len(others):,} more)" if len(others) > MOST_SHOWN else ""
    also = f"; so {'are' if len(others) > 1 else 'is'} {', '.join(others[:MOST_SHOWN])}{more}" if others else ""
    return SymbackError(f"{name} is defined twice{also}", span, source, hint="another name for the second")


def find_inputs(
    definitions: list[Found], values: dict[str, Statement], used: dict[str, str], source: str
) -> tuple[dict[str, str], bool]:
    """Every name that is used and not defined, by first use, and whether every definition but the last is used.

    A name used before its definition is an error.
    """
    defined = {name for name, _, _ in definitions if name is not None}
    inputs = used.copy()
    for name in defined:
        inputs.pop(name, None)
    known: set[str] = set()
    unread = {name for name, _, _ in definitions[:-1]}
    for of, formula, _span in definitions:
        needed = defined.intersection(formula.names)
        if not known.issuperset(needed):
            raise too_early(next(n for n in formula.names if n in needed - known), of, formula, definitions, source)
        unread -= needed
        if of is not None:
            known.add(of)
    inputs.update({name: name for name in values if name not in inputs})
    return inputs, not unread


def too_early(used: str, name: str | None, formula: Formula, definitions: list[Found], source: str) -> SymbackError:
    """The error for a name that is used before its definition, or in it, or in a circle of definitions."""
    place = place_of(formula, used)
    if used == name:
        return SymbackError(f"{used} is defined by itself", place, source, hint="another name on the left")
    found = circle(used, name, {of: f.names for of, f, _ in definitions})
    if found:
        shown = found if len(found) <= MOST_SHOWN else [*found[: MOST_SHOWN - 1], "…", found[-1]]
        reason = f"{used} is defined by itself in a circle: {' needs '.join([name or '', *shown])}"
        return SymbackError(reason, place, source, hint="one of them needs another formula")
    return SymbackError(f"{used} is used before its definition", place, source, hint="put the definition first")


def circle(start: str, end: str | None, needs: Mapping[str | None, tuple[str, ...]]) -> list[str]:
    """The shortest way from `start` to `end`, each name needed by the one before; empty where no such way is."""
    came: dict[str, str] = {start: start}
    todo = deque([start])
    while todo and end not in came:
        name = todo.popleft()
        for needed in needs.get(name, ()):
            if needed in needs and needed not in came:
                came[needed] = name
                todo.append(needed)
    if end is None or end not in came:
        return []
    found = [end]
    while found[-1] != start:
        found.append(came[found[-1]])
    return found[::-1]


def output_name(taken: set[str]) -> str:
    """J, or L if J is an input, else y; and should all be taken, the first of J1, J2, … that is not."""
    for name in ("J", "L", "y"):
        if name not in taken:
            return name
    count = 1
    while f"J{count}" in taken:
        count += 1
    return f"J{count}"
