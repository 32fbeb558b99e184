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
from symback.domains.sympy import SYMPY, WRITTEN_OUT, Sympy, symbol
from symback.passes.forward import forward, require_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.algebra.expression import Expression
    from symback.formulas import Formulas
    from symback.graph.graph import Graph


def bounded(expression: Any, limit: int = LONGEST) -> Any:
    """`expression`, unless it has more than `limit` parts, or is TOO_LONG: then TooLong is raised."""
    if expression is TOO_LONG or parts(expression, limit) > limit:
        raise TooLong
    return expression


def parts(expression: Any, limit: int) -> int:
    """Return how many parts an expression has, counted up to just over `limit`."""
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


def from_algebra(expression: Expression, domain: Sympy = SYMPY, symbols: Mapping[str, Any] | None = None) -> Any:
    """Return a formula of symback/algebra as sympy has it; `symbols` by name stand for others than the usual real ones."""
    if isinstance(expression, algebra.Number):
        return sympy.Rational(expression.value.numerator, expression.value.denominator)
    if isinstance(expression, algebra.Symbol):
        own = (symbols or {}).get(expression.name) or symbol(expression.name)
        return {algebra.E: sympy.E, algebra.PI: sympy.pi}.get(expression) or own

    def known(part: Expression) -> Any:
        return from_algebra(part, domain, symbols)

    if isinstance(expression, algebra.Call):
        return domain.apply(expression.operation, [known(argument) for argument in expression.arguments])
    if isinstance(expression, algebra.Product):
        powers = [known(b) ** known(operations.expression_of(e)) for b, e in expression.factors.items()]
        return sympy.Mul(known(algebra.Number(expression.coefficient)), *powers)
    assert isinstance(expression, algebra.Sum)
    terms = [known(algebra.Number(c)) * known(term) for term, c in expression.terms.items()]
    return sympy.Add(known(algebra.Number(expression.constant)), *terms)


class Expressions:
    """The formulas of a graph as sympy has them, in `symbols`: sympy differentiates, evaluates, prints and compiles them.

    None stands for one that is too long.
    """

    def __init__(self, formulas: Formulas, symbols: Mapping[str, Any]) -> None:
        self.formulas, self.symbols = formulas, symbols

    def __repr__(self) -> str:
        graph = self.formulas.graph
        return (
            f"<Expressions of {graph.output} by {', '.join(graph.parameters[:4])}{', …' * (len(graph.parameters) > 4)}>"
        )

    def node(self, name: str) -> Any | None:
        """A node's formula in its operands."""
        return self.written(self.formulas.node(name))

    def local(self, name: str, operand: str) -> Any | None:
        """The local derivative of the node `name` by an operand."""
        return self.written(self.formulas.local(name, operand))

    def in_nodes(self, name: str) -> Any | None:
        """The output's derivative by `name`, in the graph's nodes."""
        return self.written(self.formulas.in_nodes(name))

    def in_inputs(self, name: str) -> Any | None:
        """The output's derivative by `name`, in the inputs alone."""
        found = self.formulas.in_inputs(name)
        return None if found is None else self.written(tidy(found))

    def written(self, expression: Expression | None) -> Any | None:
        return None if expression is None else from_algebra(expression, WRITTEN_OUT, self.symbols)


def symbols_of(graph: Graph) -> Mapping[str, Any]:
    """Return a real symbol for every input and node."""
    return {name: symbol(name) for name in (*graph.inputs, *graph.by_name)}


def whole(graph: Graph, name: str, symbols: Mapping[str, Any]) -> Any:
    """Return a node as one expression in the inputs. Raises SymbackError where it has no value whatever the inputs."""
    run = forward(graph, {name: symbols[name] for name in graph.inputs}, WRITTEN_OUT)
    require_values(graph, run)
    return run.values[name]
