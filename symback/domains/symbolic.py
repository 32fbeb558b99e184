"""What domains of formulas share. Nothing is compared in them: a `where` keeps both branches, and a tie is asked for by one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.base import Domain
from symback.domains.values import Undefined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.domains.values import Value

FIRST_BRANCH = 2  # the operand of a `where` that is taken where its comparison holds
TOO_LONG = Undefined("the formula is too long", span=(0, 0))  # nobody asks where that is in the text


class Symbolic(Domain):
    """Formulas for numbers. One that is not worth showing is TOO_LONG."""

    def partial(self, operation: str, position: int, values: Sequence[Value], result: Value) -> Value | None:
        """Return the derivative of an operation by one operand; None where no change passes, whatever the values."""
        if operation.startswith("where"):
            if position < FIRST_BRANCH:
                return None
            branches = (self.one, self.zero) if position == FIRST_BRANCH else (self.zero, self.one)
            return self.apply(operation, [*values[:FIRST_BRANCH], *branches])
        if operation in ("max", "min"):
            return self.share_of(operation, position, values, result)
        return self.run(self.slope_code(operation, position), [*values, *[result] * (3 - len(values))])[-1]

    def share_of(self, operation: str, position: int, values: Sequence[Value], result: Value) -> Value:
        """Return the derivative of max or min: 1 where the operand alone is it, equal shares where several tie."""
        if len(values) == 2:
            mine, other = values[position], values[1 - position]
            ahead, behind = ("where>", "where<") if operation == "max" else ("where<", "where>")
            tied = self.apply(behind, [mine, other, self.zero, self.number(Fraction(1, 2))])
            return self.apply(ahead, [mine, other, self.one, tied])
        reaches = "where>=" if operation == "max" else "where<="
        ties = [self.apply(reaches, [value, result, self.one, self.zero]) for value in values]
        return self.apply("/", [ties[position], self.total(ties)])
