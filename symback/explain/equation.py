"""Equations of a story: what is said to be equal is compared before it is told, and a false one is not told.

A side is compared as it is shown: a number that is seen as it is counts as its digits, a rounded one as what it rounds.
`=` stands between sides that are equal, `≈` where a rounded number makes them differ as they stand there.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeAlias

from symback.domains.text import decimal_exponent, significant_digits, table_text
from symback.domains.values import NeedMorePrecision, Undefined
from symback.explain.model import Derivative, Formula, Math, Name, Number, Sign, math

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from symback.domains.values import Number as Value
    from symback.explain.model import Atom
    from symback.syntax.formula import Code

DIGITS = 60  # to which sides are compared
LARGEST = 20_000  # digits before or behind the point of a number that is compared
LONGEST = 500  # operations of a formula that is put to the test
ROUNDING = Fraction(1, 10**8)  # by how much sides with rounded numbers may differ
SAME = Fraction(1, 10**20)  # and sides without, where one of them is no rational number
FIRST_ORDER = Fraction(1, 20)  # how far what the slope alone says may be from what happened, to be called ≈

Side: TypeAlias = Math | Formula | Number
Reading: TypeAlias = "Callable[[Number], Fraction | None]"


class Untrue(ValueError):
    """Two sides that are not equal."""


class Known(Protocol):
    """Knows what the letters of a story stand for."""

    def known(self, atom: Name | Derivative) -> Value | None:
        """The value of a name or a derivative at the point; None where it has none."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a side comes to, and the largest of its summands, whose last digits are the last that count."""

    value: Fraction
    scale: Fraction

    def near(self, other: Worth, share: Fraction) -> bool:
        """True if the two differ by no more than a share of the larger."""
        return abs(self.value - other.value) <= share * max(self.scale, other.scale)


@dataclass(frozen=True, slots=True)
class Equation:
    """Sides with = or ≈ between them; what they say is `math`.

    `known` knows the letters; without it, sides in letters are not compared. `share` is by how much sides may differ
    that are said to be about equal.
    """

    sides: tuple[Side, ...]
    known: Known | None = None
    share: Fraction = ROUNDING

    @property
    def math(self) -> Math:
        """The sides with their signs in between. Raises Untrue where two that can be compared are not equal."""
        made: list[str | Side] = [self.sides[0]]
        for left, right in zip(self.sides, self.sides[1:], strict=False):
            made += [self.relation(left, right), right]
        return math(*made)

    def relation(self, left: Side, right: Side) -> str:
        """= or ≈. Raises Untrue."""
        rounded = is_rounded(left) or is_rounded(right)
        one, other = worth(left, self.known), worth(right, self.known)
        if one is None or other is None:
            return "≈" if rounded else "="
        if not (has_numbers(left) or has_numbers(right)) and one.near(other, ROUNDING):
            return "="
        if not rounded and (one.value == other.value or (one.near(other, SAME) and not whole(left, right))):
            return "="
        if not one.near(other, self.share):
            raise Untrue(f"{table_text(one.value)} is not {table_text(other.value)}")
        if not rounded or not one.near(other, SAME):
            return "≈"
        one, other = worth(left, self.known, digits), worth(right, self.known, digits)
        return "=" if one is not None and other is not None and one.value == other.value else "≈"


def chain(parts: Sequence[Side], known: Known | None = None) -> Math:
    """The parts as an equation; parts that do not come to the same as the number at the end are left out."""
    return Equation(tuple(holding(parts, known)), known).math


def holding(parts: Sequence[Side], known: Known | None = None) -> list[Side]:
    """The parts of an equation that come to the same as its end, which is the number that was found.

    Where they are to be compared (there is a number, and the letters are known), what cannot be is left out too.
    """
    if known is None and not any(map(has_numbers, parts)):
        return list(parts)
    anchor = worth(parts[-1], known) if isinstance(parts[-1], Number) else None
    anchor = anchor or next((found for part in parts if (found := worth(part, known)) is not None), None)
    if anchor is None:
        return [part for part in parts if isinstance(part, Number) or not has_numbers(part)]
    kept: list[Side] = []
    for place, part in enumerate(parts):
        found = worth(part, known)
        unknown = found is None and (place == 0 or (known is None and not has_numbers(part)))
        if unknown or (found is not None and found.near(anchor, ROUNDING)):
            kept.append(part)
    return kept if not isinstance(parts[-1], Number) or kept[-1:] == [parts[-1]] else [*kept, parts[-1]]


def atoms_of(side: Side) -> tuple[Atom, ...]:
    return side.atoms if isinstance(side, Math) else (side,)


def has_numbers(side: Side) -> bool:
    """True if a side shows numbers of the point, not letters alone."""
    return next(numbers_of(side), None) is not None


def is_rounded(side: Side) -> bool:
    """True if a side shows a number that people do not see as it is."""
    return not all(number.is_exact for number in numbers_of(side))


def numbers_of(side: Side) -> Iterator[Number]:
    """The numbers that a side shows, those put into formulas among them."""
    for atom in atoms_of(side):
        if isinstance(atom, Number):
            yield atom
        elif isinstance(atom, Formula):
            yield from (atom.values or {}).values()


def whole(left: Side, right: Side) -> bool:
    """True if both sides are sums and products of rational numbers, which are equal or not."""
    atoms = [atom for side in (left, right) for atom in atoms_of(side)]
    return not any(isinstance(a, (Formula, Name, Derivative)) or (isinstance(a, Number) and a.closed) for a in atoms)


def worth(side: Side, known: Known | None, read: Reading | None = None) -> Worth | None:
    """Return what a side comes to: a sum of products. None where a part of it is unknown, or too large to be compared.

    `read` is how its numbers count: as what they are, to more digits than are shown, or as their digits say.
    """
    terms: list[Fraction] = []
    begun, sign, divides = False, 1, False
    for atom in atoms_of(side):
        if isinstance(atom, Sign):
            if atom.text in ("+", "−", "-"):
                sign, begun = (1 if atom.text == "+" else -1), False
            elif atom.text not in ("×", "·", "/"):
                return None
            divides = atom.text == "/"
            continue
        factor = of_atom(atom, known, read or true)
        if factor is None or (divides and not factor):
            return None
        if begun:
            terms[-1] = terms[-1] / factor if divides else terms[-1] * factor
        else:
            terms.append(sign * factor)
        begun, divides = True, False
    return Worth(sum(terms, Fraction(0)), max(map(abs, terms))) if terms else None


def of_atom(atom: Atom, known: Known | None, read: Reading) -> Fraction | None:
    """Return what one name, number or formula comes to."""
    if isinstance(atom, Number):
        return read(atom)
    if isinstance(atom, Formula):
        return evaluated(atom, known, read)
    if isinstance(atom, (Name, Derivative)) and known is not None:
        value = known.known(atom)
        return None if value is None else seen(value)
    return None


def true(number: Number) -> Fraction | None:
    """Return what a number of the story is, to more digits than are shown."""
    return seen(number.value)


def seen(value: Value) -> Fraction | None:
    """A number as a rational: as its digits say where it is seen as it is, else to more digits than are shown."""
    if isinstance(value, Fraction):
        return value if abs(decimal_exponent(value)) <= LARGEST else None
    if isinstance(value, float) and float(table_text(value)) == value:
        return Fraction(table_text(value))
    sign, figures, exponent = significant_digits(value, 17 if isinstance(value, float) else DIGITS)
    if abs(exponent) > LARGEST:
        return None
    found = int(figures) * Fraction(10) ** (exponent - len(figures) + 1)
    return -found if sign else found


def digits(number: Number) -> Fraction | None:
    """Return what the digits of a number say that stand there."""
    found = true(number)
    return found if found is None or number.closed else Fraction(number.text)


def evaluated(formula: Formula, known: Known | None, read: Reading) -> Fraction | None:
    """A formula with the numbers that stand in it, or that its letters stand for."""
    if len(formula.code) > LONGEST:
        return None
    slots: list[Value] = []
    for name in formula.names:
        number = formula.values[name] if formula.values else None
        value = number.value if number is not None else known.known(Name(name)) if known is not None else None
        if number is not None and read is digits and not number.closed:
            value = digits(number)
        elif isinstance(value, float):
            value = seen(value)
        # The branch of `where` that is not taken may have no value, or one too large to be compared.
        slots.append(Undefined("no value") if value is None else value)
    found = run(formula.code, slots)
    if read is digits and formula.values and not isinstance(found, Fraction):
        return None
    return None if found is None else seen(found)


def run(code: Code, slots: Sequence[Value]) -> Value | None:
    """The value of straight-line code; None where it has none, or too many digits cancel."""
    from symback.domains.ball import BITS_PER_DIGIT
    from symback.domains.exact import Exact

    exact = Exact(DIGITS // 2, int(3 * DIGITS * BITS_PER_DIGIT))
    try:
        found = exact.run(code, slots)[-1]
        return exact.shown(found)
    except NeedMorePrecision:
        return None
