"""The way to sympy and back, and the room that imports it. It sees bounded pieces, and what it must.

sympy writes the table of derivatives (derive.py), proves claims (check/proof.py) and simplifies quotients (quotient.py).
Formulas that are shown come from symback/algebra, which takes the same walks without the time that sympy needs.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import sympy
from sympy.printing.str import StrPrinter

from symback.algebra import expression as algebra
from symback.algebra import operations
from symback.algebra.expression import LONGEST, TooLong
from symback.algebra.tidy import tidy
from symback.functions import LOG_BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from symback.algebra.expression import Expression
    from symback.formulas import Formulas
    from symback.syntax.formula import Code

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


@cache
def symbol(name: str) -> sympy.Symbol:
    """The real symbol that stands for an input or node."""
    return sympy.Symbol(name, real=True)


@cache
def opaque(operation: str) -> Callable[..., Any]:
    """A sympy function for an operation that sympy lacks, or would rewrite."""
    name = operation if not operation.startswith("where") else "where_" + COMPARISON_NAMES[operation[5:]]
    return type(name, (sympy.Function,), {"operation": operation, "is_real": True})


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


def from_algebra(expression: Expression) -> Any:
    """A formula of symback/algebra as sympy has it."""
    if isinstance(expression, algebra.Number):
        return sympy.Rational(expression.value.numerator, expression.value.denominator)
    if isinstance(expression, algebra.Symbol):
        return {algebra.E: sympy.E, algebra.PI: sympy.pi}.get(expression) or symbol(expression.name)
    if isinstance(expression, algebra.Call):
        return apply(expression.operation, [from_algebra(argument) for argument in expression.arguments])
    if isinstance(expression, algebra.Product):
        powers = [from_algebra(b) ** from_algebra(operations.expression_of(e)) for b, e in expression.factors.items()]
        return sympy.Mul(from_algebra(algebra.Number(expression.coefficient)), *powers)
    assert isinstance(expression, algebra.Sum)
    terms = [from_algebra(algebra.Number(c)) * from_algebra(term) for term, c in expression.terms.items()]
    return sympy.Add(from_algebra(algebra.Number(expression.constant)), *terms)


def to_algebra(expression: Any) -> Expression:
    """A rational function of sympy's, with pi and e in it or not, as a formula of symback/algebra."""
    if expression.is_Rational:
        return algebra.number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return algebra.symbol(expression.name)
    constant = {sympy.pi: algebra.PI, sympy.E: algebra.E}.get(expression)
    if constant is not None:
        return constant
    arguments = [to_algebra(argument) for argument in expression.args]
    if expression.is_Add:
        return operations.add(*arguments)
    return operations.multiply(*arguments) if expression.is_Mul else operations.power(*arguments)


class Expressions:
    """The formulas of a graph as sympy has them. None stands for one that is too long."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas

    def node(self, name: str) -> Any:
        """A node's formula in its operands."""
        return from_algebra(self.formulas.node(name))

    def local(self, name: str, operand: str) -> Any | None:
        """The local derivative of the node `name` by an operand."""
        return maybe(self.formulas.local(name, operand))

    def in_nodes(self, name: str) -> Any | None:
        """The output's derivative by `name`, in the graph's nodes."""
        return maybe(self.formulas.in_nodes(name))

    def in_inputs(self, name: str) -> Any | None:
        """The output's derivative by `name`, in the inputs alone."""
        found = self.formulas.in_inputs(name)
        return None if found is None else from_algebra(tidy(found))


def maybe(expression: Expression | None) -> Any | None:
    return None if expression is None else from_algebra(expression)
