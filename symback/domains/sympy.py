"""sympy's expressions as a domain: functions that sympy lacks, or would rewrite, stay calls of their own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import sympy

from symback.domains.base import compiled
from symback.domains.symbolic import TOO_LONG, Symbolic
from symback.domains.values import Undefined
from symback.functions import BY_NAME, LOG_BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from symback.domains.values import Value

LONGEST_NUMBER = 60  # digits of a number in a formula
MOST_BITS = 1 << 17  # of a power that a person goes on with

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
# What sympy has and would rewrite, or has as a formula: calls of their own in a proof, sympy's where a person goes on with it.
PLAIN: dict[str, Callable[..., Any]] = {
    "abs": sympy.Abs, "sign": sympy.sign, "heaviside": sympy.Heaviside, "floor": sympy.floor, "ceil": sympy.ceiling,
    "max": sympy.Max, "min": sympy.Min, "lgamma": sympy.loggamma, "digamma": sympy.digamma, "polygamma": sympy.polygamma,
    "expm1": lambda x: sympy.exp(x) - 1, "log1p": lambda x: sympy.log(1 + x),
    "cbrt": lambda x: sympy.Piecewise((sympy.cbrt(x), x >= 0), (-sympy.cbrt(-x), True)),
}  # fmt: skip
COMPARISON_NAMES = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}


class Sympy(Symbolic):
    """Every operation as sympy has it. What would take it long is TOO_LONG."""

    name = "sympy"

    def number(self, value: Fraction) -> Value:
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONGEST_NUMBER * 3.33:
            return TOO_LONG
        return sympy.Rational(value.numerator, value.denominator)

    def constant(self, name: str) -> Value:
        return sympy.pi if name == "pi" else sympy.E

    def apply(self, operation: str, values: Sequence[Value]) -> Value:
        """Return the expression of one operation."""
        if any(isinstance(value, Undefined) for value in values) or (
            operation == "**" and is_large(values[0], values[1])
        ):
            return TOO_LONG
        function = OPERATORS.get(operation) or NATIVE.get(operation) or opaque(operation)
        return function(*values)


class WrittenOut(Sympy):
    """As Sympy, with every function in what sympy knows: it differentiates, evaluates, prints and compiles all of it."""

    def number(self, value: Fraction) -> Value:
        return sympy.Rational(value.numerator, value.denominator)

    def apply(self, operation: str, values: Sequence[Value]) -> Value:
        """Return the expression of one operation; functions that sympy lacks are written by their definitions."""
        for value in values:
            if isinstance(value, Undefined):
                return value
        if operation == "**" and is_large(values[0], values[1], MOST_BITS):
            return TOO_LONG  # a sum would work it out, however it is held
        if operation.startswith("where"):
            left, right, then, otherwise = values
            return sympy.Piecewise((then, sympy.Rel(left, right, operation[5:])), (otherwise, True))
        function = OPERATORS.get(operation) or NATIVE.get(operation) or PLAIN.get(operation)
        if function is not None:
            return function(*values)
        row = BY_NAME[operation]
        if row.definition is None:
            raise ValueError(f"{row.name} cannot stand in a definition; where and abs can")
        return self.run(compiled(row.definition), values)[-1]


SYMPY, WRITTEN_OUT = Sympy(), WrittenOut()


def is_large(base: Any, exponent: Any, most: float = LONGEST_NUMBER * 3.33) -> bool:
    """Return whether a power is one of numbers that takes more bits than `most`."""
    if not (base.is_Rational and exponent.is_Rational):
        return False
    return bool(max(int(base.p).bit_length(), int(base.q).bit_length()) * abs(exponent) > most)


@cache
def symbol(name: str) -> Any:
    """Return the real symbol that stands for an input or node."""
    return sympy.Symbol(name, real=True)


@cache
def opaque(operation: str) -> Callable[..., Any]:
    """Return a sympy function for an operation that sympy lacks, or would rewrite."""
    name = operation if not operation.startswith("where") else "where_" + COMPARISON_NAMES[operation[5:]]
    return type(name, (sympy.Function,), {"operation": operation, "is_real": True})
