"""The slips that people make with one operation: a table, a row each, the likelier first.

A row names the slip, says for which operations it is, and gives the wrong derivative from the step (or None where
the slip is not possible there). In `formula` rows x and y are the operands' values, f the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.base import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.check.tangents import Step, Wrong
    from symback.passes.backward import Slope

BOTH = 2
LINEAR = frozenset({"+", "-", "neg"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A slip: its name, the operations it is made with (empty: every function and power), the wrong derivative."""

    name: str
    operations: tuple[str, ...]
    wrong: Wrong
    lost: int | None = None  # the operand whose share is left out


def formula(text: str, position: int = 0) -> Wrong:
    """The operation's own derivative taken as `text`, in x, y, f, and the chain rule followed."""

    def wrong(step: Step) -> Slope:
        if step.moving != [position]:
            return None
        slots = [*step.values, *[step.result] * (3 - len(step.values))]
        if len(step.values) == 1:
            slots = [step.values[0], step.result, step.result]
        return step.product(step.arithmetic.run(compiled(text), slots)[-1], step.slopes[position])

    return wrong


def inner_forgotten(step: Step) -> Slope:
    """f'(u) without what the node does to its operand to make u."""
    if len(step.moving) != 1 or step.operation in LINEAR or step.operation in ("*", "/"):
        return None
    return step.product(step.partial(step.moving[0]), step.within)


def product_of_derivatives(step: Step) -> Slope:
    return step.product(*step.slopes) if len(step.moving) == BOTH else None


def wrong_way_round(step: Step) -> Slope:
    """(u v' - u' v) / v**2"""
    return negative(step) if len(step.moving) == BOTH else None


def quotient_of_derivatives(step: Step) -> Slope:
    return step.arithmetic.apply("/", tuple(step.slopes)) if len(step.moving) == BOTH else None


def not_squared(step: Step) -> Slope:
    """(u' v - u v') / v"""
    return step.product(step.slope, step.values[1]) if 1 in step.moving else None


def sums_sign(step: Step) -> Slope:
    """u' v + u v' over v**2: the minus of the quotient rule made a plus."""
    if len(step.moving) != BOTH:
        return None
    terms = [step.product(step.partial(k), step.slopes[k]) for k in (0, 1)]
    return step.total(terms[0], step.product(step.arithmetic.number(Fraction(-1)), terms[1]))


def negative(step: Step) -> Slope:
    return step.product(step.arithmetic.number(Fraction(-1)), step.slope)


def path_missing(position: int) -> Wrong:
    """One operand's share left out of a sum of several."""

    def wrong(step: Step) -> Slope:
        if len(step.moving) < BOTH or position not in step.moving:
            return None
        return step.total(*(step.product(step.partial(k), step.slopes[k]) for k in step.moving if k != position))

    return wrong


def factor_missing(step: Step) -> Slope:
    """c u taken as if its derivative were u'."""
    if len(step.moving) != 1 or (step.operation == "/" and step.moving != [0]):
        return None
    return step.slopes[step.moving[0]]


def factor_twice(step: Step) -> Slope:
    """c u taken as if its derivative were c**2 u'."""
    return step.product(step.slope, step.partial(step.moving[0])) if len(step.moving) == 1 else None


def own_value(step: Step) -> Slope:
    if step.operation == "sigmoid" or step.moving != [0] or len(step.values) > 1:
        return None  # sigmoid has a row that says more
    return step.product(step.result, step.slopes[0])


TABLE: tuple[Kind, ...] = (
    Kind("product rule taken as the product of the derivatives", ("*",), product_of_derivatives),
    Kind("quotient rule the wrong way round", ("/",), wrong_way_round),
    Kind("quotient rule taken as the quotient of the derivatives", ("/",), quotient_of_derivatives),
    Kind("quotient rule with a plus for its minus", ("/",), sums_sign),
    Kind("quotient rule without the square of the denominator", ("/",), not_squared),
    Kind("exponent not lowered", ("**",), formula("y*x**y")),
    Kind("exponent lowered, but not brought down as a factor", ("**",), formula("x**(y - 1)")),
    Kind("integrated instead of differentiated", ("**",), formula("x**(y + 1)/(y + 1)")),
    Kind("power rule used on an exponential", ("**",), formula("y*x**(y - 1)", 1)),
    Kind("factor log of the base is missing", ("**",), formula("x**y", 1)),
    Kind("inner derivative forgotten (chain rule)", (), inner_forgotten),
    Kind("a path is missing from the sum", ("+", "-", "**", "atan2", "hypot"), path_missing(0), 0),
    Kind("a path is missing from the sum", ("+", "-", "**", "atan2", "hypot"), path_missing(1), 1),
    Kind("product rule with one of its two terms missing", ("*",), path_missing(0), 0),
    Kind("product rule with one of its two terms missing", ("*",), path_missing(1), 1),
    Kind("quotient rule with one of its two terms missing", ("/",), path_missing(0), 0),
    Kind("quotient rule with one of its two terms missing", ("/",), path_missing(1), 1),
    Kind("derivative of sigmoid taken as sigmoid itself, without the factor 1 - sigmoid", ("sigmoid",), formula("f")),
    Kind("derivative of sigmoid taken as 1 - sigmoid, without the factor sigmoid", ("sigmoid",), formula("1 - f")),
    Kind("sign: the derivative of sin is cos", ("sin",), formula("-cos(x)")),
    Kind("sign: the derivative of cos is -sin", ("cos",), formula("sin(x)")),
    Kind("derivative of tan taken as 1/cos, not squared", ("tan",), formula("1/cos(x)")),
    Kind("derivative of tanh taken as 1 - tanh, not squared", ("tanh",), formula("1 - f")),
    Kind("derivative of sqrt without the factor 1/2", ("sqrt",), formula("1/f")),
    Kind("derivative of sqrt with the root above instead of below", ("sqrt",), formula("f/2")),
    Kind("power rule used on exp", ("exp",), formula("x*exp(x - 1)")),
    Kind("log10 for ln", ("log",), formula("1/(x*log(10))")),
    Kind("ln for log10: the factor 1/log(10) is missing", ("log10",), formula("1/x")),
    Kind("ln for log2: the factor 1/log(2) is missing", ("log2",), formula("1/x")),
    Kind("derivative of log taken as log(x)/x", ("log",), formula("f/x")),
    Kind("derivative of relu taken as 1 where it is 0", ("relu",), formula("1")),
    Kind("derivative of relu taken as 0 where it is 1", ("relu",), formula("0")),
    Kind("degrees for radians: with a factor pi/180", ("sin",), formula("cos(x)*pi/180")),
    Kind("degrees for radians: with a factor pi/180", ("cos",), formula("-sin(x)*pi/180")),
    Kind("derivative taken as the function itself", (), own_value),
    Kind("constant factor forgotten", ("*", "/"), factor_missing),
    Kind("factor taken twice", ("*",), factor_twice),
    Kind("sign", ("-", "neg"), negative),
    Kind("sign", (), negative),
    Kind("sign", ("+", "*", "/"), negative),
)  # fmt: skip


def kinds(operation: str) -> Iterator[Kind]:
    """The slips that can be made with an operation."""
    for kind in TABLE:
        if operation in kind.operations or (not kind.operations and operation not in ("+", "-", "*", "/", "neg")):
            yield kind
