"""What names an expression has, and other expressions put in for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from symback.algebra.calls import call
from symback.algebra.expression import CONSTANTS, Call, Exponent, Expression, Number, Product, Sum, Symbol
from symback.algebra.operations import add, multiply, power, raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Substitution:
    """Puts expressions in for names, all at once; what was worked out serves every formula that is put in after."""

    def __init__(self, values: Mapping[str, Expression]) -> None:
        self.values = values
        self.known: dict[Expression, Expression] = {constant: constant for constant in CONSTANTS.values()}

    def put(self, part: Expression) -> Expression:
        """`part` with names replaced."""
        found = self.known.get(part)
        if found is None:
            found = self.known[part] = self.worked_out(part)
        return found

    def worked_out(self, part: Expression) -> Expression:
        if isinstance(part, Symbol):
            return self.values.get(part.name, part)
        if isinstance(part, Call):
            return call(part.operation, *map(self.put, part.arguments))
        if isinstance(part, Product):
            powers = [self.power(base, exponent) for base, exponent in part.factors.items()]
            return multiply(Number(part.coefficient), *powers)
        if isinstance(part, Sum):
            terms = [multiply(Number(c), self.put(term)) for term, c in part.terms.items()]
            return add(Number(part.constant), *terms)
        return part

    def power(self, base: Expression, exponent: Exponent) -> Expression:
        if isinstance(exponent, Expression):
            return power(self.put(base), self.put(exponent))
        return raised(self.put(base), exponent)


def symbols_of(expression: Expression) -> Counter[str]:
    """The names of inputs and nodes in an expression, and how often each stands there."""
    constants = CONSTANTS.values()
    return Counter(part.name for part in walk(expression) if isinstance(part, Symbol) and part not in constants)


def walk(expression: Expression) -> Iterator[Expression]:
    """Every part of an expression."""
    todo = [expression]
    while todo:
        part = todo.pop()
        yield part
        if isinstance(part, Call):
            todo.extend(part.arguments)
        elif isinstance(part, Product):
            todo.extend(part.factors)
            todo.extend(e for e in part.factors.values() if isinstance(e, Expression))
        elif isinstance(part, Sum):
            todo.extend(part.terms)
