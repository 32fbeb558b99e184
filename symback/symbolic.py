"""The way to sympy and back, and the room that imports it. It sees bounded pieces, and what it must.

sympy writes the table of derivatives (derive.py) and proves claims (check/proof.py).
Formulas that are shown come from symback/algebra, which takes the same walks without the time that sympy needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy
from sympy.printing.str import StrPrinter

from symback.algebra import expression as algebra
from symback.algebra import operations
from symback.algebra.expression import LONGEST, TooLong
from symback.algebra.tidy import tidy
from symback.domains.symbolic import TOO_LONG
from symback.domains.sympy import SYMPY, symbol

if TYPE_CHECKING:
    from symback.algebra.expression import Expression
    from symback.formulas import Formulas


def bounded(expression: Any, limit: int = LONGEST) -> Any:
    """`expression`, unless it has more than `limit` parts, or is TOO_LONG: then TooLong is raised."""
    if expression is TOO_LONG or parts(expression, limit) > limit:
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
        return SYMPY.apply(expression.operation, [from_algebra(argument) for argument in expression.arguments])
    if isinstance(expression, algebra.Product):
        powers = [from_algebra(b) ** from_algebra(operations.expression_of(e)) for b, e in expression.factors.items()]
        return sympy.Mul(from_algebra(algebra.Number(expression.coefficient)), *powers)
    assert isinstance(expression, algebra.Sum)
    terms = [from_algebra(algebra.Number(c)) * from_algebra(term) for term, c in expression.terms.items()]
    return sympy.Add(from_algebra(algebra.Number(expression.constant)), *terms)


class Expressions:
    """The formulas of a graph as sympy has them. None stands for one that is too long."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas

    def node(self, name: str) -> Any | None:
        """A node's formula in its operands."""
        return maybe(self.formulas.node(name))

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
