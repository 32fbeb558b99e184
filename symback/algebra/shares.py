"""Shares of a sum of exponentials by their names, as every course writes softmax: exp(z)/(exp(z) + exp(v)) is p, and its slope p*(1 - p)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symback.algebra.expression import ONE, E, Expression, Number, Product, Sum, bounded, number, symbol
from symback.algebra.operations import add, expression_of, multiply, raised
from symback.algebra.ratio import cancelled
from symback.algebra.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.algebra.expression import Exponent
    from symback.syntax.formula import Code


class Shares:
    """`Shares({"p": exp(z)/s}).named(expression)` has p for what it stands for, where that is shorter."""

    def __init__(self, values: Mapping[str, Expression | None]) -> None:
        self.values = {symbol(n): v for n, v in values.items() if isinstance(v, Product) and is_share(v)}

    def form(self, slope: Expression) -> Expression:
        """Return a derivative as it goes on along a path: what quotients have in common goes, shares have their names."""
        return bounded(tidy(self.named(slope)) if self.values else cancelled(slope))

    def named(self, expression: Expression) -> Expression:
        """Return an expression with the names of the shares in its terms."""
        if isinstance(expression, Sum):
            terms = [multiply(Number(c), self.named(term)) for term, c in expression.terms.items()]
            return add(Number(expression.constant), *terms)
        while isinstance(expression, Product) and E in expression.factors:
            forms = [with_name(expression, name, value) for name, value in self.values.items()]
            shortest = min([form for form in forms if form], key=lambda form: form.parts, default=expression)
            if shortest.parts >= expression.parts:
                break
            expression = shortest
        return expression


def may_be_share(code: Code) -> bool:
    """Return whether a rule divides, and has an exponential in it: others are not worth looking at."""
    return any(i[0] == "/" for i in code) and any(i[0] == "exp" or i == ("const", "e") for i in code)


def is_share(value: Product) -> bool:
    """Return whether a value is an exponential over what it may be a part of, or one over a number and an exponential."""
    if -1 not in value.factors.values():
        return False
    return isinstance(value.factors.get(E), Expression) or (
        len(value.factors) == 1 and rest_of(*value.factors) is not None
    )


def rest_of(base: Expression) -> Expression | None:
    """Return the exponential that stands beside a number in a sum of two."""
    if not isinstance(base, Sum) or not base.constant or len(base.terms) > 1:
        return None
    [(term, coefficient)] = base.terms.items()
    return multiply(Number(coefficient), term) if isinstance(term, Product) and [*term.factors] == [E] else None


def with_name(whole: Product, name: Expression, value: Product) -> Expression | None:
    """Return a product in which a share has its name; None where it is not in there."""
    if not all(base is E or holds(whole.factors.get(base, 0), exponent) for base, exponent in value.factors.items()):
        return None  # what is divided by might be 0
    if E in value.factors:
        found = multiply(whole, raised(value, -1), name)
        return found if exponent_parts(found) < exponent_parts(whole) else None
    [base] = value.factors
    rest, times = rest_of(base), 1 if whole.factors[base] == -1 else 2
    assert isinstance(base, Sum)
    assert rest is not None
    # with s = t + r and f = 1/s: r/s is 1 - t*f, and r/s**2 is f*(1 - t*f)
    own = multiply(name, number(1 / Fraction(value.coefficient)))
    left = add(ONE, multiply(Number(-base.constant), own))
    found = multiply(whole, raised(base, times), raised(rest, -1), raised(own, times - 1), left)
    return found if exponent_parts(found) == 0 else None


def holds(exponent: Exponent, other: Exponent) -> bool:
    """Return whether a power has another of its base as a factor."""
    if isinstance(exponent, Expression) or isinstance(other, Expression):
        return exponent == other
    return exponent >= other > 0 or exponent <= other < 0


def exponent_parts(expression: Expression) -> int:
    """Return the parts of the exponent of e in a product; 0 where there is none."""
    above = expression.factors.get(E) if isinstance(expression, Product) else None
    return 0 if above is None else expression_of(above).parts
