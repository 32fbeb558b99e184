"""Formulas by sympy: the only room that imports it. It sees bounded pieces, and what it must.

Local derivatives come from the table that sympy derived (symback/derivatives.py), chained through a rule by the
same walk, right to left, that the numbers take; here the walk is with symbols.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import sympy
from sympy.printing.str import StrPrinter

from symback.arithmetic.base import active_operands, derivative
from symback.functions import LOG_BASE
from symback.syntax.formula import Code, constant_mask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

Expr = sympy.Expr

LONGEST = 240  # parts of a formula that is shown; past that it is said to be too long
TIDIED = 80  # parts of a formula that tidying is tried on
MOST_TERMS = 24  # terms that expanding may make
LONGEST_NUMBER = 60  # digits of a number in a formula

NATIVE: dict[str, Callable[..., Any]] = {
    "exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt, "sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan, "cot": sympy.cot,
    "sec": sympy.sec, "csc": sympy.csc, "asin": sympy.asin, "acos": sympy.acos, "atan": sympy.atan, "acot": sympy.acot,
    "asec": sympy.asec, "acsc": sympy.acsc, "atan2": sympy.atan2, "sinh": sympy.sinh, "cosh": sympy.cosh, "tanh": sympy.tanh,
    "coth": sympy.coth, "sech": sympy.sech, "csch": sympy.csch, "asinh": sympy.asinh, "acosh": sympy.acosh, "atanh": sympy.atanh,
    "acoth": sympy.acoth, "asech": sympy.asech, "acsch": sympy.acsch, "erf": sympy.erf, "erfc": sympy.erfc, "gamma": sympy.gamma,
}  # fmt: skip
OPERATORS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "**": lambda a, b: a**b, "neg": lambda a: -a, LOG_BASE: lambda a, b: sympy.log(a) / sympy.log(b),
}  # fmt: skip
COMPARISON_NAMES = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}


class TooLong(Exception):
    """A formula outgrew the bound on the work."""


@cache
def symbol(name: str) -> sympy.Symbol:
    """The real symbol that stands for an input or node."""
    return sympy.Symbol(name, real=True)


@cache
def opaque(operation: str) -> Callable[..., Any]:
    """A sympy function for an operation that sympy lacks, or would rewrite; it derives by our table."""

    def fdiff(self: Any, argindex: int = 1) -> Any:
        found = partial(operation, argindex - 1, self.args, self)
        return sympy.Integer(0) if found is None else found

    name = operation if not operation.startswith("where") else "where_" + COMPARISON_NAMES[operation[5:]]
    return type(name, (sympy.Function,), {"fdiff": fdiff, "operation": operation, "is_real": True})


def apply(operation: str, arguments: Sequence[Any]) -> Any:
    """One operation on sympy expressions."""
    function = OPERATORS.get(operation) or NATIVE.get(operation) or opaque(operation)
    return function(*arguments)


def expressions(code: Code, slots: Sequence[Any]) -> list[Any]:
    """The sympy expression of every instruction of `code`, with slot k standing for slots[k]. Raises TooLong."""
    found: list[Any] = []
    for instruction in code:
        kind = instruction[0]
        if kind == "slot":
            found.append(slots[instruction[1]])
        elif kind == "num":
            found.append(rational(instruction[1]))
        elif kind == "const":
            found.append(sympy.pi if instruction[1] == "pi" else sympy.E)
        else:
            guard_power(kind, [found[i] for i in instruction[1:]])
            found.append(apply(kind, [found[i] for i in instruction[1:]]))
    return found


def rational(value: Fraction) -> Any:
    """`value` as sympy has it. Raises TooLong for a number that nobody would read."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONGEST_NUMBER * 3.33:
        raise TooLong
    return sympy.Rational(value.numerator, value.denominator)


def guard_power(kind: Any, arguments: list[Any]) -> None:
    """Raise TooLong before sympy works out a power of numbers that nobody would read."""
    if kind == "**" and arguments[0].is_Rational and arguments[1].is_Rational:
        base, exponent = arguments
        if max(int(base.p).bit_length(), int(base.q).bit_length()) * abs(exponent) > LONGEST_NUMBER * 3.33:
            raise TooLong


def partial(operation: str, position: int, arguments: Sequence[Any], result: Any) -> Any | None:
    """The derivative of an operation by one operand, as an expression; None where no change passes."""
    if operation.startswith("where"):
        if position < 2:
            return None
        branches = [1, 0] if position == 2 else [0, 1]
        return opaque(operation)(*arguments[:2], *map(sympy.Integer, branches))
    if operation in ("max", "min"):
        return share(operation, position, arguments, result)
    if operation == "**" and arguments[1].is_Rational and position == 0:
        return arguments[1] * arguments[0] ** (arguments[1] - 1)
    code = derivative(operation, position)
    return expressions(code, [*arguments, *[result] * (3 - len(arguments))])[-1]


def share(operation: str, position: int, arguments: Sequence[Any], result: Any) -> Any:
    """The derivative of max or min: 1 where the operand alone is it, equal shares where several tie."""
    one, zero = sympy.Integer(1), sympy.Integer(0)
    if len(arguments) == 2:
        mine, other = arguments[position], arguments[1 - position]
        ahead, behind = ("where>", "where<") if operation == "max" else ("where<", "where>")
        return opaque(ahead)(mine, other, one, opaque(behind)(mine, other, zero, sympy.Rational(1, 2)))
    ties = [opaque("where==")(argument, result, one, zero) for argument in arguments]
    return ties[position] / sympy.Add(*ties)


def local_derivatives(code: Code, slots: Sequence[Any]) -> list[Any | None]:
    """The local derivative of a rule by each slot: one walk right to left. None where no change passes."""
    values = expressions(code, slots)
    adjoints: list[Any | None] = [None] * len(code)
    adjoints[-1] = sympy.Integer(1)
    for index, operation, pairs in active_operands(code, constant_mask(code)):
        upstream = adjoints[index]
        if upstream is None:
            continue
        arguments = [values[i] for i in code[index][1:]]
        for position, operand in pairs:
            slope = partial(operation, position, arguments, values[index])
            if slope is not None:
                adjoints[operand] = bounded(slope * upstream + (adjoints[operand] or 0))
    found: list[Any | None] = [None] * len(slots)
    for index, instruction in enumerate(code):
        if instruction[0] == "slot":
            found[instruction[1]] = adjoints[index]
    return found


def bounded(expression: Any, limit: int = LONGEST) -> Any:
    """`expression`, unless it has more than `limit` parts: then TooLong is raised."""
    if parts(expression, limit) > limit:
        raise TooLong
    return expression


def parts(expression: Any, limit: int) -> int:
    """How many parts an expression has, counted up to just over `limit`."""
    count = 0
    todo = [expression]
    while todo and count <= limit:
        part = todo.pop()
        count += 1
        todo.extend(part.args)
    return count


def tidy(expression: Any) -> Any:
    """The shortest of a few forms of `expression`: as it came, expanded, with common factors out. Bounded work."""
    if parts(expression, TIDIED) > TIDIED:
        return expression
    forms = [expression]
    if expansion_size(expression) <= MOST_TERMS:
        forms.append(sympy.expand(expression, trig=False, log=False, power_base=False, power_exp=False))
    forms += [sympy.factor_terms(form) for form in tuple(forms) if form.is_Add or form.is_Mul]
    return shortest(list(dict.fromkeys(forms)))


def shortest(forms: list[Any]) -> Any:
    """The form with the fewest parts; of several, the one with the shortest text (printing takes longest, so it comes last)."""
    sizes = [parts(form, 10**6) for form in forms]
    least = [form for form, size in zip(forms, sizes, strict=True) if size == min(sizes)]
    return least[0] if len(least) == 1 else min(least, key=lambda form: len(text(form)))


def expansion_size(expression: Any) -> int:
    """At most so many terms does expanding make (counted up to 1,000)."""
    if expression.is_Add:
        return min(1000, sum(expansion_size(a) for a in expression.args))
    if expression.is_Mul:
        size = 1
        for a in expression.args:
            size = min(1000, size * expansion_size(a))
        return size
    if expression.is_Pow and expression.exp.is_Integer and expression.base.is_Add:
        return int(min(1000, expansion_size(expression.base) ** min(10, abs(int(expression.exp)))))
    return 1


class Printer(StrPrinter):  # type: ignore[misc]  # sympy has no types
    """sympy's own text, in names and forms that symback reads back."""

    def _print_Function(self, expr: Any) -> str:
        operation = getattr(expr, "operation", None) or OURS.get(expr.func.__name__, expr.func.__name__)
        arguments = [self._print(a) for a in expr.args]
        if operation.startswith("where"):
            left, right, then, otherwise = arguments
            return f"where({left} {operation[5:]} {right}, {then}, {otherwise})"
        return f"{operation}({', '.join(arguments)})"

    def _print_polygamma(self, expr: Any) -> str:
        return f"digamma({self._print(expr.args[1])})" if expr.args[0] == 0 else self._print_Function(expr)

    def _print_Exp1(self, expr: Any) -> str:
        return "exp(1)"

    def _print_Piecewise(self, expr: Any) -> str:
        out = str(self._print(expr.args[-1].expr))
        for piece in reversed(expr.args[:-1]):
            out = f"where({self._print(piece.cond.lhs)} {piece.cond.rel_op} {self._print(piece.cond.rhs)}, {self._print(piece.expr)}, {out})"
        return out


OURS = {"Abs": "abs", "Max": "max", "Min": "min", "ceiling": "ceil", "loggamma": "lgamma"}
_PRINTER = Printer()


def text(expression: Any) -> str:
    """An expression as text that symback reads back."""
    return str(_PRINTER.doprint(expression))


def substitute(expression: Any, values: Mapping[Any, Any]) -> Any:
    """`expression` with symbols replaced, all at once."""
    return expression.xreplace(dict(values))


def number(value: int) -> Any:
    """A whole number as sympy has it."""
    return sympy.Integer(value)


def total(expressions: Sequence[Any]) -> Any:
    """The sum of expressions."""
    return sympy.Add(*expressions)
