"""From what a user gives (numbers, text) to the values of a graph's inputs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import TYPE_CHECKING

from symback import functions
from symback.domains.exact import Exact
from symback.domains.values import NeedMorePrecision, Undefined, Value
from symback.errors import SymbackError, giving, no_answer
from symback.syntax.formula import LEAVES, Formula, constant_mask, extract
from symback.syntax.parser import Parser
from symback.syntax.printer import to_text
from symback.syntax.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.graph.graph import Graph


LONGEST_GIVEN = 24  # characters of a value that stands in a heading as it was given
CONSTANT_BITS = (300, 1200, 4800, 19_200)


def input_formulas(graph: Graph, given: Mapping[str, object], *, partial: bool) -> dict[str, Formula]:
    """The constant formula of every input that has a value, the given ones before the program's own.

    Raises SymbackError for a value that is not one, for an input that is not there, and (unless `partial`, or where
    no input has a value) for inputs without a value.
    """
    for name in given:
        if name in graph.parsed.inputs:
            continue
        if name in functions.CONSTANTS:
            raise SymbackError(f"{name} is not an input of the program", hint=f"{name} is a constant here")
        graph.require_input(name)
    found = {name: statement.formula for name, statement in graph.parsed.values.items()}
    found |= {name: constant_formula(name, value) for name, value in given.items()}
    missing = [name for name in graph.inputs if name not in found]
    if missing and found and not partial:
        raise missing_values(graph, missing)
    return found


def is_array_value(value: object) -> bool:
    """True if a value that is given to an input is a list, a NumPy array, or a text of one or of its file."""
    if isinstance(value, str):
        return value.lstrip()[:1] in ("[", "@")
    return isinstance(value, (list, tuple)) or bool(getattr(value, "shape", ()))


def has_arrays(graph: Graph, given: Mapping[str, object]) -> bool:
    """True if a program, or a value that it is given, has vectors or matrices."""
    if graph.parsed.shapes is not None:
        return True
    if {str, int, float, Fraction}.issuperset(map(type, given.values())):  # of which there may be 100,000
        written = "".join([value for value in given.values() if type(value) is str])
        if "[" not in written and "@" not in written:
            return False
    return any(map(is_array_value, given.values()))


def missing_values(graph: Graph, missing: list[str]) -> SymbackError:
    graph.unvalued_functions(set(graph.inputs).difference(missing))
    shown = ", ".join(missing[:6]) + (f" and {len(missing) - 6} more" if len(missing) > 6 else "")
    what = "has no value" if len(missing) == 1 else "have no value"
    way = giving(missing, ", or --partial to leave letters", ", or Options(partial=True) to leave letters")
    return SymbackError(f"{shown} {what}", graph.parsed.place(missing[0]), graph.program, hint=way)


def constant_formula(name: str, value: object) -> Formula:
    """A value as a formula without variables. Floats mean the decimal that they are written as: 0.1 is 1/10."""
    if getattr(value, "shape", None) == () and hasattr(value, "__getitem__"):
        value = value[()]  # a NumPy array of one number
    if is_array_value(value):
        raise SymbackError(
            f"{name} is given an array, and this takes numbers", hint="symback diff, which takes vectors and matrices"
        )
    if value is None or type(value).__name__ in ("bool", "bool_"):  # Python's and NumPy's
        raise SymbackError(f"{name} needs a number, not {value}")
    if isinstance(value, Rational):
        return literal(Fraction(int(value.numerator), int(value.denominator)))
    if isinstance(value, (float, Decimal)):
        if value != value or value in (float("inf"), float("-inf")):
            raise SymbackError(f"{name} needs a finite number, not {value}")
        value = repr(float(value)) if isinstance(value, float) else str(value)  # float: NumPy's say np.float64(…)
    text = str(value)
    formula, _ = parse_constant(name, text)
    if not formula.is_constant:
        first = formula.names[0]
        raise SymbackError(
            f"the value of {name} must be a number, and {first} is a name", formula.spans[slot_place(formula)], text
        )
    check_formula(formula, text)
    return formula


def parse_constant(name: str, text: str) -> tuple[Formula, int]:
    """The formula that a value's text writes, and nothing after it."""
    tokens = [t for t in tokenize(text) if t.kind != "newline"]
    if tokens[0].kind == "end":
        raise SymbackError(f"{name} is given no value", hint=f"{name}=3")
    formula, position = Parser(text, functions.CONSTANTS).parse(tokens, 0)
    if tokens[position].kind != "end":
        raise SymbackError("one value is one expression", tokens[position].span, text)
    return formula, position


def given_text(formula: Formula) -> str | None:
    """Return what was given as a value, `pi/4`; None where it is a number, or too long for a heading."""
    if all(instruction[0] in ("num", "neg") for instruction in formula.code):
        return None
    text = to_text(formula.code, formula.names, LONGEST_GIVEN)
    return None if text.endswith("…") else text


def slot_place(formula: Formula) -> int:
    return next(i for i, instruction in enumerate(formula.code) if instruction[0] == "slot")


def literal(value: Fraction) -> Formula:
    return Formula((("num", value),), ())


def check_constants(graph: Graph) -> None:
    """Raise SymbackError (exit 3) for a part without variables that has no value, or one too large: `1/0`, `9**9**9`."""
    for statement in (*graph.parsed.statements, *graph.parsed.values.values()):
        check_formula(statement.formula, graph.program)


def check_formula(formula: Formula, source: str) -> None:
    """As check_constants, for one formula."""
    mask = constant_mask(formula.code)
    if not any(c and i[0] not in LEAVES for c, i in zip(mask, formula.code, strict=True)):
        return
    below = {
        j
        for i, instruction in enumerate(formula.code)
        if mask[i] and instruction[0] not in LEAVES
        for j in instruction[1:]
    }
    for index, instruction in enumerate(formula.code):
        if mask[index] and instruction[0] not in LEAVES and index not in below:
            value, notes = constant_value(extract(formula, index))
            if isinstance(value, Undefined):
                raise no_answer(value.reason).located(value.span or formula.span(index), source)
            if value == 0 and any("below" in note for note in notes):
                raise no_answer("a number below 10^-1,000,000").located(formula.span(index), source)


def constant_value(formula: Formula) -> tuple[Value, set[str]]:
    """The value of a formula without variables, and what there is to note about it."""
    for bits in CONSTANT_BITS:
        arithmetic = Exact(bits=bits, last=bits == CONSTANT_BITS[-1])
        try:
            values = arithmetic.run(formula.code, [])
            found = arithmetic.settled(with_place(formula, values))
            if not isinstance(found, Undefined):
                found = arithmetic.shown(found)
        except NeedMorePrecision:
            continue
        return found, arithmetic.notes
    raise AssertionError("at the most digits nothing asks for more")


def exact_constant(formula: Formula) -> Value:
    """The value of a formula without variables as it is, not as it would be shown: a ball around 0 is no 0."""
    for bits in CONSTANT_BITS:
        arithmetic = Exact(bits=bits, last=bits == CONSTANT_BITS[-1])
        try:
            found = arithmetic.run(formula.code, [])[-1]
        except NeedMorePrecision:
            continue
        if arithmetic.is_known(found) or arithmetic.last:
            break
    return found


def with_place(formula: Formula, values: Sequence[Value]) -> Value:
    """The last value; where there is none, with the place of the operation that has none."""
    value = values[-1]
    if not isinstance(value, Undefined):
        return value
    first = next(i for i, v in enumerate(values) if isinstance(v, Undefined) and v == value)
    return replace(value, span=formula.span(first))


def constant_fraction(name: str, value: object) -> Fraction:
    """The rational that a value's text writes. Raises SymbackError for what is not rational."""
    found, _ = constant_value(constant_formula(name, value))
    if not isinstance(found, Fraction):
        raise SymbackError(f"{name} needs a rational number, not {value}")
    return found
