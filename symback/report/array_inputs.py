"""From what a user gives (lists, NumPy arrays, text such as [[1,2],[3,4]]) to the arrays that a program's inputs are."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.domains.array import Array, Arrays, Letter
from symback.domains.shapes import ShapeError, shape_text, table
from symback.domains.values import Undefined
from symback.errors import SymbackError, no_answer
from symback.report.inputs import constant_formula, is_array_value
from symback.syntax.arrays import LARGEST, read_value
from symback.syntax.formula import Formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.domains.array import Held
    from symback.graph.graph import Graph
    from symback.syntax.arrays import Shape

PLAIN = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?")
Given = Formula | tuple[tuple[int, ...], list[Fraction | Formula]]  # a constant formula, or a shape and its entries


def read_given(name: str, value: object) -> Given:
    """A value as it is given. Raises SymbackError for what is no array of numbers, with two axes at most."""
    if isinstance(value, str) and is_array_value(value):
        formula, position, tokens = read_value(value)
        if tokens[position].kind != "end":
            raise SymbackError("one value is one array", tokens[position].span, value)
        return constant_array(name, formula, value)
    if not is_array_value(value):
        return constant_formula(name, value)
    if hasattr(value, "tolist"):
        value = value.tolist()
    return nested(name, value)


def constant_array(name: str, formula: Formula, text: str) -> Formula:
    if not formula.is_constant:
        first = next(i for i, instruction in enumerate(formula.code) if instruction[0] == "slot")
        reason = f"the value of {name} must be an array of numbers, and {formula.names[0]} is a name"
        raise SymbackError(reason, formula.spans[first], text)
    return formula


def nested(name: str, value: Any) -> Given:
    """The shape and the entries of nested lists. Raises SymbackError for ragged and empty ones."""
    rows = list(value)
    deep = [isinstance(row, (list, tuple)) for row in rows]
    if not rows or any(d and not row for d, row in zip(deep, rows, strict=True)):
        raise SymbackError(f"{name} is an array without entries", hint=f"{name}=[1,2]")
    if any(deep) and not all(deep):
        raise SymbackError(f"{name} is a list of lists and of numbers", hint=f"{name}=[[1,2],[3,4]]")
    lengths = {len(row) for row in rows} if deep[0] else set()
    if len(lengths) > 1:
        raise SymbackError(
            f"{name}: its rows have {', '.join(map(str, sorted(lengths)[:6]))} entries", hint="rows of one length"
        )
    shape = (len(rows), lengths.pop()) if deep[0] else (len(rows),)
    flat = [entry for row in rows for entry in row] if deep[0] else rows
    if len(flat) > LARGEST:
        raise SymbackError(f"{name} has {len(flat):,} entries; at most {LARGEST:,}")
    if any(isinstance(entry, (list, tuple)) for entry in flat):
        raise SymbackError(f"{name} has three axes or more; an array has two at most")
    return shape, [entry_of(name, entry, k, shape) for k, entry in enumerate(flat)]


def entry_of(name: str, entry: object, place: int, shape: tuple[int, ...]) -> Fraction | Formula:
    """One entry: a plain number, or a formula without variables."""
    if isinstance(entry, str) and PLAIN.fullmatch(entry.strip()):
        return Fraction(entry.strip())
    return constant_formula(entry_name(name, place, shape), entry)


def entry_name(name: str, place: int, shape: Shape) -> str:
    """Return `W[0,1]`: what an entry is called."""
    if not shape:
        return name
    if len(shape) == 1:
        return f"{name}[{place}]"
    row, column = divmod(place, int(shape[1]))
    return f"{name}[{row},{column}]"


class Inputs:
    """The values of a program's inputs, given or its own, and the sizes that the letters of its declarations are.

    Raises SymbackError for values that are not right, and for inputs without a value where others have one.
    """

    def __init__(self, graph: Graph, given: Mapping[str, object]) -> None:
        self.graph = graph
        for name in given:
            graph.require_input(name)
        own = {name: statement.formula for name, statement in graph.parsed.values.items() if name not in given}
        self.given: dict[str, Given] = {**own, **{name: read_given(name, value) for name, value in given.items()}}
        self.declared = graph.parsed.shapes or {}
        missing = [name for name in graph.inputs if name not in self.given]
        if missing and self.given:
            what = "has no value" if len(missing) == 1 else "have no value"
            way = "--at " + ",".join(f"{name}=…" for name in missing[:6])
            raise SymbackError(
                f"{', '.join(missing[:6])} {what}", graph.parsed.place(missing[0]), graph.program, hint=way
            )
        self.sizes: dict[str, int] = {}
        self.shapes: dict[str, Shape] = {}
        if self.given or not graph.inputs:
            from symback.domains.exact import Exact

            self.values(Exact(last=True))  # finds the sizes

    @property
    def has_point(self) -> bool:
        """True if the inputs have values."""
        return bool(self.given) or not self.graph.inputs

    def values(self, inner: Any) -> dict[str, Held]:
        """The inputs' values with entries of a domain."""
        found: dict[str, Held] = {}
        lettered = [name for name in self.given if self.needs_sizes(name)]
        for name in [*(name for name in self.given if name not in lettered), *lettered]:
            value = self.value(name, self.given[name], Arrays(inner, self.sizes))
            found[name] = self.as_declared(name, value)
        return {name: found[name] for name in self.graph.inputs}

    def needs_sizes(self, name: str) -> bool:
        given = self.given[name]
        return isinstance(given, Formula) and any(i[0] == "const" and i[1] not in ("pi", "e") for i in given.code)

    def value(self, name: str, given: Given, domain: Arrays) -> Held:
        if isinstance(given, tuple):
            shape, entries = given
            found: Held = Array(
                shape, [domain.number(e) if isinstance(e, Fraction) else domain.run(e.code, [])[-1] for e in entries]
            )
        else:
            try:
                found = domain.run(given.code, [])[-1]
            except (ShapeError, KeyError) as error:
                reason = error.reason if isinstance(error, ShapeError) else f"the size {error.args[0]} has no value"
                raise SymbackError(f"{name}: {reason}") from None
        wrong = (
            found
            if isinstance(found, Undefined)
            else next((e for e in found.entries if isinstance(e, Undefined)), None)
            if isinstance(found, Array)
            else None
        )
        if wrong is not None:
            raise no_answer(f"{name}: {wrong.reason}")
        return found

    def as_declared(self, name: str, value: Held) -> Held:
        """The value in the shape that is declared; letters get their sizes. Raises SymbackError where it has another."""
        shape = value.shape if isinstance(value, Array) else ()
        declared = self.declared.get(name)
        if declared is None:
            self.shapes[name] = shape
            return value
        self.shapes[name] = declared
        wanted = table(declared) if len(declared) == 2 or len(shape) == 2 else declared
        has = table(shape) if len(wanted) == 2 else shape
        if len(declared) == 2 and len(shape) == 1 and declared[0] == 1:
            has = (1, shape[0])  # a list for a row
        if len(wanted) != len(has):
            raise self.mismatch(name, declared, shape)
        for size, own in zip(wanted, has, strict=True):
            known = self.sizes.setdefault(size, int(own)) if isinstance(size, str) else size
            if known != own:
                raise self.mismatch(name, declared, shape, size if isinstance(size, str) else None)
        fitted = tuple(Letter(self.sizes[size]) if isinstance(size, str) else size for size in declared)
        return Array(fitted, value.entries if isinstance(value, Array) else [value])

    def mismatch(self, name: str, declared: Shape, shape: Shape, letter: str | None = None) -> SymbackError:
        known = f", and {letter} is {self.sizes[letter]}" if letter in self.sizes else ""
        return SymbackError(
            f"{name} is declared as {shape_text(declared)}{known}; its value is {shape_text(shape)}",
            hint="a value of that shape",
        )
