"""Expressions to text that symback reads back, in the order that mathematicians write: 18*w + 12, 2*a*cos(b), x/(2*y)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from symback.algebra.expression import HALF, PI, Call, E, Exponent, Expression, Number, Product, Rational, Sum, Symbol
from symback.functions import BY_NAME
from symback.syntax.numerals import int_text

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_CALL = 10  # numbers, names and sums stand before functions in a product
LAST_CALL = 10**6
LONGEST_PLAIN = 12  # digits of a whole number that is written without an exponent, whatever it ends in
LEAST_PLAIN = -4  # 0.0000123 is 1.23e-5


def text(expression: Expression) -> str:
    """An expression as text."""
    if expression.printed is None:
        expression.printed = written(expression)
    return expression.printed


def written(expression: Expression) -> str:
    if isinstance(expression, Symbol):
        return {E: "exp(1)", PI: "pi"}.get(expression, expression.name)
    if isinstance(expression, Number):
        return number_text(expression.value)
    if isinstance(expression, Call):
        return call_text(expression)
    if isinstance(expression, Product):
        return product_text(expression.coefficient, expression.factors)
    assert isinstance(expression, Sum)
    return sum_text(expression)


def call_text(call: Call) -> str:
    arguments = [text(argument) for argument in call.arguments]
    if call.operation.startswith("where"):
        left, right, then, otherwise = arguments
        return f"where({left} {call.operation[5:]} {right}, {then}, {otherwise})"
    return f"{call.operation}({', '.join(arguments)})"


# Numbers


def number_text(value: Rational) -> str:
    """A rational: a fraction, or the decimal that equals it where that is shorter (1/3, 1/2, 2.54, 1.380649e-23)."""
    if value.denominator == 1:
        return whole_text(int(value))
    decimal = decimal_text(value if value > 0 else -value)
    if decimal is None:
        return f"{whole_text(value.numerator)}/{whole_text(value.denominator)}"
    fraction = f"{int_text(value.numerator)}/{int_text(value.denominator)}"
    return shorter(fraction, decimal if value > 0 else "-" + decimal)


def whole_text(value: int) -> str:
    """A whole number: 6.02e23 where that is shorter, and the number long."""
    if value < 0:
        return "-" + whole_text(-value)
    plain = int_text(value)
    return shorter(plain, scientific(plain, 0)) if len(plain) > LONGEST_PLAIN else plain


def shorter(text: str, other: str) -> str:
    """The shorter of two; the first where they are equally long."""
    return other if len(other) < len(text) else text


def decimal_text(value: Rational) -> str | None:
    """The terminating decimal that equals a rational that is not whole, and above 0; None where there is none."""
    bottom, scale = value.denominator, 0
    twos = (bottom & -bottom).bit_length() - 1
    bottom >>= twos
    while bottom % 5 == 0:
        bottom, scale = bottom // 5, scale + 1
    if bottom != 1:
        return None
    scale = max(scale, twos)
    digits = int_text(value.numerator * 10**scale // value.denominator)
    if len(digits) - scale <= LEAST_PLAIN:
        return scientific(digits, -scale)
    digits = digits.rjust(scale + 1, "0")
    return f"{digits[:-scale]}.{digits[-scale:]}"


def scientific(digits: str, exponent: int) -> str:
    """`6.02e23`: digits times ten to an exponent."""
    significant = digits.rstrip("0")
    point = "." if len(significant) > 1 else ""
    return f"{significant[0]}{point}{significant[1:]}e{exponent + len(digits) - 1}"


# Products


def product_text(coefficient: Rational, factors: dict[Expression, Exponent]) -> str:
    """`-2*x*sin(y)/(3*z)`: what has a negative exponent stands below."""
    above: list[str] = []
    below: list[str] = []
    ordered = sorted(factors.items(), key=factor_key) if len(factors) > 1 else factors.items()
    for base, exponent in ordered:
        if base is not E and not isinstance(exponent, Expression) and exponent < 0:
            below.append(power_text(base, -exponent))
        else:
            above.append(power_text(base, exponent))
    sign = "-" if coefficient < 0 else ""
    size = coefficient if coefficient > 0 else -coefficient
    top = [] if size.numerator == 1 else [number_text(size.numerator)]
    short = number_text(size)
    if size.denominator == 1 or "/" in short:
        bottom = [] if size.denominator == 1 else [whole_text(size.denominator)]
        return sign + fraction_text([*top, *above], [*bottom, *below])
    found = fraction_text([*top, *above], [int_text(size.denominator), *below])
    return sign + shorter(found, fraction_text([short, *above], below))


def fraction_text(above: list[str], below: list[str]) -> str:
    """`a*b/(c*d)`."""
    top = "*".join(above) or "1"
    if not below:
        return top
    return f"{top}/{below[0]}" if len(below) == 1 else f"{top}/({'*'.join(below)})"


def power_text(base: Expression, exponent: Exponent) -> str:
    """One factor of a product."""
    if base is E:
        return f"exp({exponent_text(exponent)})"
    if exponent == HALF:
        return f"sqrt({text(base)})"
    inner = text(base) if is_atom(base) else f"({text(base)})"
    if exponent == 1:
        return inner
    above = exponent_text(exponent)
    return f"{inner}**{above}" if above.replace(".", "").isalnum() else f"{inner}**({above})"


def exponent_text(exponent: Exponent) -> str:
    return text(exponent) if isinstance(exponent, Expression) else number_text(exponent)


def is_atom(expression: Expression) -> bool:
    """True if a power of it needs no parentheses."""
    if isinstance(expression, Number):
        return expression.value >= 0 and expression.value.denominator == 1
    return isinstance(expression, Symbol | Call)


def factor_key(factor: tuple[Expression, Exponent]) -> tuple[int, str]:
    """Return where a factor stands in a product: numbers, pi, names, sums, then functions."""
    return base_key(*factor)


def base_key(base: Expression, exponent: Exponent) -> tuple[int, str]:
    if base is E:
        return FIRST_CALL, exponent_text(exponent)
    if isinstance(base, Symbol):
        return (1 if base is PI else 2), base.name
    if isinstance(base, Call):
        return call_ranks().get(base.operation, LAST_CALL), text(base)
    return (0 if isinstance(base, Number) else 3), text(base)


@cache
def call_ranks() -> dict[str, int]:
    """Functions stand in the order of their table; choices between branches, which are not in it, stand last."""
    return {name: FIRST_CALL + rank for rank, name in enumerate(BY_NAME)}


# Sums


def sum_text(total: Sum) -> str:
    """`x**2 + 2*x*y - 3`: by falling powers of the first name, then of the next; of two, a positive one stands first."""
    terms = [product_text(c, t.factors if isinstance(t, Product) else {t: 1}) for t, c in in_order(total)]
    if total.constant:
        terms.append(number_text(total.constant))
    if len(terms) == 2 and terms[0].startswith("-") and not terms[1].startswith("-"):
        terms.reverse()
    return terms[0] + "".join(f" - {t[1:]}" if t.startswith("-") else f" + {t}" for t in terms[1:])


def in_order(total: Sum) -> Iterable[tuple[Expression, Rational]]:
    """The terms by falling exponents of their bases."""
    if len(total.terms) == 1:
        return total.terms.items()
    powers = [dict(generators(term)) for term in total.terms]
    bases = sorted({base for row in powers for base in row})
    keys = [tuple(-row.get(base, 0) for base in bases) for row in powers]
    ordered = sorted(zip(keys, total.terms.items(), strict=True), key=lambda pair: pair[0])
    return [term for _, term in ordered]


def generators(term: Expression) -> Iterable[tuple[tuple[int, str], Rational]]:
    """The bases of a term as they are sorted, and their whole exponents; other powers are bases of their own."""
    for base, exponent in term.factors.items() if isinstance(term, Product) else [(term, 1)]:
        rank, name = base_key(base, exponent)
        if base is E:
            yield (rank, name), 1
        elif isinstance(exponent, Expression) or exponent.denominator != 1:
            yield (rank, f"{name}**{exponent_text(exponent)}"), 1
        else:
            yield (rank, name), exponent
