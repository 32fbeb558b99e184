"""Programs: statements, which names are inputs, which have values, and what the output is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from symback import functions
from symback.errors import Span, SymbackError
from symback.syntax.parser import Parser
from symback.syntax.shapes import read_by_shape
from symback.syntax.tokens import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from symback.syntax.formula import Formula


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
    inputs: dict[str, Formula | None] = field(default_factory=dict)  # and the formula that uses each first

    @property
    def output(self) -> str:
        """The name of the output: the last statement's."""
        return self.statements[-1].name

    @property
    def names(self) -> set[str]:
        """Every name that the program uses."""
        return {*self.inputs, *self.values, *(s.name for s in self.statements)}

    def place(self, name: str) -> Span | None:
        """Where an input first stands in the text."""
        formula = self.inputs[name]
        return self.values[name].span if formula is None else place_of(formula, name)


def place_of(formula: Formula, name: str) -> Span | None:
    """Where `name` first stands in a formula."""
    slot = formula.names.index(name)
    return formula.span(formula.code.index(("slot", slot)))


def parse_program(source: str, valued: Iterable[str] = ()) -> Program:
    """The program that `source` writes; `valued` are the names that get a value from outside.

    Raises SymbackError (with its place) where the text is not a program.
    """
    constants = functions.CONSTANTS - ({"e"} if "e" in valued or GIVES_E.search(source) else set())
    by_shape = read_by_shape(source, constants)
    found = list(read_statements(tokenize(source), source, constants) if by_shape is None else by_shape)
    if not found:
        raise SymbackError("the program is empty", (0, 1) if source.strip() else None, source, hint="(2+3*w)**2")
    for name, _, span in found[:-1]:
        if name is None:
            raise SymbackError("only the last statement may go without a name", span, source, hint="a = …")
    return arrange(found, source)


def read_statements(
    tokens: list[Token], source: str, constants: frozenset[str]
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
            name = defined_name(token, source, constants)
            position += 2
        formula, position = Parser(source, constants).parse(tokens, position)
        yield name, formula, span if name else (formula.span() or span)
        if tokens[position].text == ";":
            position += 1


def defined_name(token: Token, source: str, constants: frozenset[str]) -> str:
    if token.kind != "name":
        raise SymbackError("a statement starts with a name: name = expression", token.span, source)
    if token.text in constants:
        raise SymbackError(f"{token.text} is a constant and cannot be defined", token.span, source, hint="another name")
    return token.text


def arrange(found: list[tuple[str | None, Formula, Span]], source: str) -> Program:
    """Tell values from definitions, find the inputs, name the output."""
    values: dict[str, Statement] = {}
    definitions: list[tuple[str | None, Formula, Span]] = []
    seen: set[str] = set()
    for name, formula, span in found:
        if name is not None and name in seen:
            raise SymbackError(f"{name} is defined twice", span, source, hint="another name for the second")
        if name is not None:
            seen.add(name)
        if name is not None and formula.is_constant:
            values[name] = Statement(name, formula, span)
        else:
            definitions.append((name, formula, span))
    if not definitions:
        raise SymbackError(
            "the program only gives values to inputs",
            found[0][2],
            source,
            hint="add what is to be computed, such as J = w**2",
        )
    inputs = find_inputs(definitions, values, source)
    statements = [Statement(name or output_name({*inputs, *seen}), f, span) for name, f, span in definitions]
    return Program(source, tuple(statements), values, inputs)


def find_inputs(
    definitions: list[tuple[str | None, Formula, Span]], values: dict[str, Statement], source: str
) -> dict[str, Formula | None]:
    """Every name that is used and not defined, with the formula that first uses it; a name used before its definition is an error."""
    later = {name for name, _, _ in definitions if name is not None}
    known: set[str] = set()
    inputs: dict[str, Formula | None] = {}
    for name, formula, _span in definitions:
        fresh = dict.fromkeys([used for used in formula.names if used not in known], formula)
        if not later.isdisjoint(fresh):
            raise too_early(next(used for used in fresh if used in later), name, formula, source)
        inputs.update(fresh)
        known.update(fresh)
        if name is not None:
            known.add(name)
    for name in values:
        inputs.setdefault(name, None)
    return inputs


def too_early(used: str, name: str | None, formula: Formula, source: str) -> SymbackError:
    """The error for a name that is used before its definition, or in it."""
    what = "is defined by itself" if used == name else "is used before its definition"
    way = "put the definition first" if used != name else "another name on the left"
    return SymbackError(f"{used} {what}", place_of(formula, used), source, hint=way)


def output_name(taken: set[str]) -> str:
    """J, or L if J is an input, else y; and should all be taken, the first of J1, J2, … that is not."""
    for name in ("J", "L", "y"):
        if name not in taken:
            return name
    count = 1
    while f"J{count}" in taken:
        count += 1
    return f"J{count}"
