"""Derivatives where `where(a == b, …)` singles out a point: the branch beside it says what they are, and at it their limit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.algebra.calls import call
from symback.algebra.expression import Call, Expression, Number, Symbol, number
from symback.algebra.substitute import Substitution, symbols_of
from symback.algebra.text import text
from symback.domains.base import bind, parse
from symback.domains.exact import Exact
from symback.domains.germ import Germ, Germs, NeedTerms, NotWritable, moving
from symback.domains.values import NeedMorePrecision, Undefined

if TYPE_CHECKING:
    from collections.abc import Collection

    from symback.syntax.formula import Code

TIES = {"where==": (2, 3), "where!=": (3, 2)}  # the branch at a tie, and the one beside it
SPANS = (3, 8, 20)  # terms of a germ, more where those cancel


class BesideTies(Substitution):
    """Takes the branch beside a tie for each `where(a == b, …)` with one of the names in a or b.

    Where such a name moves, the tie is a single point, at which a branch says nothing of the derivative. There it is the
    limit of the branch beside, where that has no value and a limit is known.
    """

    def __init__(self, names: Collection[str]) -> None:
        super().__init__({})
        self.names = names

    def worked_out(self, part: Expression) -> Expression:
        if not isinstance(part, Call) or part.operation not in TIES:
            return super().worked_out(part)
        compared = part.arguments[:2]
        if not any(name in symbols_of(argument) for argument in compared for name in self.names):
            return super().worked_out(part)
        tied, beside = TIES[part.operation]
        slope = self.put(part.arguments[beside])
        at = next((Fraction(a.value) for a in compared if isinstance(a, Number)), None)
        name = next((a.name for a in compared if isinstance(a, Symbol)), "")
        if at is None or set(symbols_of(slope)) != {name}:
            return slope
        found = limit(slope, name, at)
        if found is None:
            return slope
        branches = {tied: number(found), beside: slope}
        return call(part.operation, *compared, branches[2], branches[3])


def limit(slope: Expression, name: str, at: Fraction) -> Fraction | None:
    """Return what a formula in one name comes to on both sides of a point; None where it has a value there, or none is known."""
    code = bind(parse(text(slope)), (name,))
    exact = Exact()
    if not isinstance(exact.run(code, [at])[-1], Undefined):
        return None
    sides = {beside(code, at, sign, exact) for sign in (1, -1)}
    return sides.pop() if len(sides) == 1 else None


def beside(code: Code, at: Fraction, sign: int, exact: Exact) -> Fraction | None:
    """Return the limit of a formula on one side of a point; None where it is not a rational number, or not known to be."""
    for span in SPANS:
        try:
            found: Germ | Undefined = Germs(exact, span).run(code, [moving(at, sign)])[-1]
            if isinstance(found, Undefined) or (found.lead is not None and found.lead < 0):
                return None
            value = found.coefficient(Fraction(0))
            return value if isinstance(value, Fraction) else None
        except NeedTerms:
            continue
        except (NotWritable, NeedMorePrecision):
            return None
    return None
