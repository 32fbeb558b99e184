"""Whether a part of the domain is empty: shown by linear inequalities between what conditions compare, or by enclosures over boxes."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.base import COMPARE
from symback.domains.enclosure import EVERYTHING, NOTHING, ZEROED, Ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from symback.check.branches import Branches, Condition, Target
    from symback.domains.enclosure import Range
    from symback.syntax.formula import Code

MOST_INEQUALITIES = 120
MOST_ATOMS = 12
MOST_CASES = 120  # of operations with several pieces
# Where smooth functions lie to straight lines: the shares of the value and of the operand, and a constant, in a sum that is not negative.
LINES = {"exp": (1, -1, -1), "expm1": (1, -1, 0), "log": (-1, 1, -1), "log1p": (-1, 1, 0), "softplus": (1, -1, 0), "cosh": (1, 0, -1), "gelu": (1, -1, 1), "silu": (1, -1, 1),
         "sqrt": (-2, 1, 1)}  # fmt: skip
# Functions that only rise, by a point that they go through: on either side of it operand and value are on the same.
THROUGH = dict.fromkeys(ZEROED, (Fraction(0), Fraction(0))) | {
    "exp": (Fraction(0), Fraction(1)), "log": (Fraction(1), Fraction(0)), "sigmoid": (Fraction(0), Fraction(1, 2)), "normcdf": (Fraction(0), Fraction(1, 2)),
}  # fmt: skip
LONGEST = 400  # bits of a number in an inequality
MOST_BOXES = 240
WORK = 120_000  # operations that the boxes of all targets may take

Affine = tuple[dict[int, Fraction], Fraction]  # shares of places in the code, and a constant
Inequality = tuple[dict[int, Fraction], Fraction, bool]  # the same being above 0 (True), or not below


class Nowhere:
    """Tells whether targets are empty. `fixed` are the ranges of slots that stay, `assumed` codes that are 1 where points may be."""

    def __init__(self, found: Branches, fixed: Mapping[int, Range], assumed: Sequence[tuple[Code, tuple[int, ...]]], places: Mapping[int, Sequence[float]]) -> None:  # fmt: skip
        self.found, self.fixed, self.assumed, self.places = found, fixed, assumed, places
        self.domain = Ranges()
        self.affine = affine(found.code)
        self.given = [one for code, slots in assumed for one in self.implied(code, slots)]
        self.all = self.ranges(tuple(self.fixed.get(k, EVERYTHING) for k in range(len(found.inputs))))
        self.left = WORK // len(found.code)

    def is_empty(self, target: Target) -> bool:
        """True if it is shown that no point of the domain is within a target."""
        return self.contradicts(target) or self.boxes_are_empty(target)

    # Linear inequalities

    def contradicts(self, target: Target, ranges: Sequence[Range] | None = None) -> bool:
        """True if the conditions of a target contradict each other in every case, whatever operations that are smooth have for values."""
        self.cases = MOST_CASES
        todo = [one for condition, side in target for one in signed(self.difference(condition), side)]
        return self.impossible([*todo, *self.given], frozenset(), ranges or self.all)

    def implied(self, code: Code, slots: tuple[int, ...]) -> Iterator[Inequality]:
        """Yield the linear inequalities between inputs that hold where a code, 1 or 0 by its conditions, is 1."""
        inputs = {
            instruction[1]: place for place, instruction in enumerate(self.found.code) if instruction[0] == "slot"
        }
        places = {k: inputs[slots[instruction[1]]] for k, instruction in enumerate(code) if instruction[0] == "slot"}
        forms, index = affine(code), len(code) - 1
        while code[index][0].startswith("where"):
            operation, left, right, then, otherwise = code[index]
            never = [k for k in (then, otherwise) if code[k] == ("num", Fraction(0))]
            if len(never) != 1:
                return
            index = then if never == [otherwise] else otherwise
            sides = {side for side in (-1, 0, 1) if COMPARE[operation[5:]](side, 0) == (index == then)}
            shares, constant = combined(forms[left], forms[right], Fraction(-1))
            if sides != {-1, 1} and places.keys() >= shares.keys():
                form = {places[k]: share for k, share in shares.items()}, constant
                side = sum(sides)
                yield from [(*one[:2], 0 not in sides) for one in signed(form, side)]

    def impossible(self, todo: list[Inequality], split: frozenset[int], ranges: Sequence[Range]) -> bool:
        """True if inequalities contradict each other: first as they are, then in each case of one operation after the other."""
        self.cases -= 1
        atoms = {k for shares, _, _ in todo for k in shares}
        if self.cases < 0 or len(atoms) > MOST_ATOMS or any(too_long(one) for one in todo):
            return False
        known = [*todo, *(fact for atom in atoms for fact in self.facts(atom, ranges))]
        if has_no_solution(known):
            return True
        forked = max(
            (atom for atom in {k for shares, _, _ in known for k in shares} - split if self.forks(atom)), default=None
        )
        if forked is None:
            return False
        return all(
            self.impossible([*(replaced(one, forked, value) for one in todo), *more], split | {forked}, ranges)
            for value, more in self.ways(forked)
        )

    def facts(self, atom: int, ranges: Sequence[Range]) -> list[Inequality]:
        """Return what is known of the value of an operation: its range, and how it lies to its operand."""
        low, high, off_zero = ranges[atom]
        one, found = Fraction(1), []
        if math.isfinite(low):
            found.append(({atom: one}, -Fraction(low), off_zero and low == 0))
        if math.isfinite(high):
            found.append(({atom: -one}, Fraction(high), off_zero and high == 0))
        operation, *rest = self.found.code[atom]
        if operation in LINES:
            share, slope, constant = LINES[operation]
            shares, rest_of = combined(
                ({atom: Fraction(share)}, Fraction(constant)), self.affine[rest[0]], Fraction(slope)
            )
            found.append((shares, rest_of, False))
        return found

    def forks(self, atom: int) -> bool:
        operation = self.found.code[atom][0]
        return operation in ("max", "min") or operation in THROUGH or operation.startswith("where")

    def ways(self, atom: int) -> Iterator[tuple[Affine, list[Inequality]]]:
        """Yield the cases of an operation that has several: its value there, and what holds there."""
        operation, *rest = self.found.code[atom]
        forms = [self.affine[i] for i in rest]
        if operation in ("max", "min"):
            sign = Fraction(1 if operation == "max" else -1)
            for value in forms:
                yield value, [(*scaled(combined(value, other, Fraction(-1)), sign), False) for other in forms]
        elif operation.startswith("where"):
            apart = combined(forms[0], forms[1], Fraction(-1))
            for side in (-1, 0, 1):
                yield forms[2 if COMPARE[operation[5:]](side, 0) else 3], signed(apart, side)
        else:
            own: Affine = ({atom: Fraction(1)}, Fraction(0))
            for side in (-1, 0, 1):
                yield (
                    own if side else ({}, Fraction(0)),
                    [*signed(forms[0], side), *(signed(own, side) if side else ())],
                )

    def difference(self, condition: Condition) -> Affine:
        left, right = condition
        shares, constant = self.affine[left]
        if isinstance(right, Fraction):
            return shares, constant - right
        return combined(self.affine[left], self.affine[right], Fraction(-1))

    # Boxes

    def ranges(self, box: tuple[Range, ...]) -> list[Range]:
        return self.domain.run(self.found.code, box)

    def boxes_are_empty(self, target: Target) -> bool:
        """True if boxes that cover the domain are each shown to hold no point of a target."""
        todo = [tuple(self.fixed.get(k, EVERYTHING) for k in range(len(self.found.inputs)))]
        for _ in range(MOST_BOXES):
            if not todo:
                return True
            self.left -= 1
            if self.left < 0:
                return False
            box = todo.pop()
            if self.excluded(target, box):
                continue
            slot = max((k for k in range(len(box)) if k not in self.fixed), key=lambda k: width(box[k]), default=None)
            if slot is None or width(box[slot]) <= 0:
                return False
            cut = self.cut(box[slot], slot)
            if cut is None:
                return False
            low, high, _ = box[slot]
            todo += [(*box[:slot], part, *box[slot + 1 :]) for part in ((low, cut, False), (cut, high, False))]
        return not todo

    def excluded(self, target: Target, box: tuple[Range, ...]) -> bool:
        """True if a box has no point of a target: one where the program has a value, and what is assumed holds."""
        for code, slots in self.assumed:
            if self.domain.run(code, [box[k] for k in slots])[-1][1] < 1:
                return True
        found = self.ranges(box)
        if found[self.found.of] is NOTHING:
            return True
        for condition, side in target:
            right = condition.right
            sides = self.domain.sides(
                found[condition.left], found[right] if isinstance(right, int) else self.domain.number(right)
            )
            if side not in sides:
                return True
        return self.contradicts(target, found)

    def cut(self, part: Range, slot: int) -> float | None:
        """Return where to cut a box along an input: at an edge, else in the middle."""
        low, high, _ = part
        inside = [p for p in self.places.get(slot, ()) if low < p < high]
        if inside:
            return inside[len(inside) // 2]
        if low < 0 < high:
            return 0.0
        if math.isinf(low) and math.isinf(high):
            return 0.0
        if math.isinf(high):
            found = max(1.0, low * 4)
        elif math.isinf(low):
            found = min(-1.0, high * 4)
        else:
            found = low + (high - low) / 2
        return found if low < found < high else None


def width(part: Range) -> float:
    """Return how wide a range is, on a scale on which infinity is no farther than others."""
    low, high, _ = part
    return math.atan(high) - math.atan(low)


def affine(code: Code) -> list[Affine]:
    """Return every instruction as a sum of multiples of those that are not linear."""
    found: list[Affine] = []
    for index, (operation, *rest) in enumerate(code):
        made: Affine = ({index: Fraction(1)}, Fraction(0))
        if operation == "num":
            made = ({}, rest[0])
        elif operation in ("+", "-"):
            made = combined(found[rest[0]], found[rest[1]], Fraction(1 if operation == "+" else -1))
        elif operation == "neg":
            made = scaled(found[rest[0]], Fraction(-1))
        elif operation == "*":
            constant = next((i for i in rest if not found[i][0]), None)
            if constant is not None:
                made = scaled(found[rest[1] if constant == rest[0] else rest[0]], found[constant][1])
        elif operation == "/" and not found[rest[1]][0] and found[rest[1]][1]:
            made = scaled(found[rest[0]], 1 / found[rest[1]][1])
        found.append(made)
    return found


def combined(one: Affine, other: Affine, factor: Fraction) -> Affine:
    shares = dict(one[0])
    for place, share in other[0].items():
        shares[place] = shares.get(place, Fraction(0)) + factor * share
    return {k: v for k, v in shares.items() if v}, one[1] + factor * other[1]


def scaled(one: Affine, factor: Fraction) -> Affine:
    return ({k: v * factor for k, v in one[0].items()} if factor else {}), one[1] * factor


def signed(form: Affine, side: int) -> list[Inequality]:
    """Return the inequalities that say that a form has a sign, or is 0."""
    return [(*scaled(form, Fraction(sign)), bool(side)) for sign in ((side,) if side else (1, -1))]


def replaced(one: Inequality, atom: int, value: Affine) -> Inequality:
    """Return an inequality with a form in the place of an operation."""
    shares, constant, strict = one
    share = shares.get(atom)
    if share is None or value[0] == {atom: 1}:
        return one
    rest = {k: v for k, v in shares.items() if k != atom}, constant
    return *combined(rest, value, share), strict


def too_long(one: Inequality) -> bool:
    return any(v.numerator.bit_length() + v.denominator.bit_length() > LONGEST for v in (*one[0].values(), one[1]))


def has_no_solution(todo: list[Inequality]) -> bool:
    """True if inequalities have no solution: one unknown after the other is left out of them (Fourier and Motzkin)."""
    while True:
        if any(constant < 0 or (strict and constant == 0) for shares, constant, strict in todo if not shares):
            return True
        count = Counter(k for shares, _, _ in todo for k in shares)
        if not count or len(todo) > MOST_INEQUALITIES:
            return False
        k = min(count, key=lambda one: (count[one], one))
        rest = [one for one in todo if k not in one[0]]
        above = [one for one in todo if one[0].get(k, 0) > 0]
        below = [one for one in todo if one[0].get(k, 0) < 0]
        for one in above:
            for other in below:
                shares, constant = combined(
                    scaled(one[:2], 1 / one[0][k]), scaled(other[:2], -1 / other[0][k]), Fraction(1)
                )
                rest.append((shares, constant, one[2] or other[2]))
        if any(too_long(one) for one in rest):
            return False
        todo = rest
