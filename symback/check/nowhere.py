"""Whether a part of the domain is empty: shown by linear inequalities between what conditions compare, or by enclosures over boxes."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from symback.domains.enclosure import EVERYTHING, NOTHING, Ranges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.check.branches import Branches, Condition, Target
    from symback.domains.enclosure import Range
    from symback.syntax.formula import Code

MOST_INEQUALITIES = 120
MOST_ATOMS = 12
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
        self.all = self.ranges(tuple(self.fixed.get(k, EVERYTHING) for k in range(len(found.inputs))))
        self.left = WORK // len(found.code)

    def is_empty(self, target: Target) -> bool:
        """True if it is shown that no point of the domain is within a target."""
        return self.contradicts(target) or self.boxes_are_empty(target)

    # Linear inequalities

    def contradicts(self, target: Target) -> bool:
        """True if the conditions of a target contradict each other, whatever the operations that are not linear have for values."""
        todo: list[Inequality] = []
        for condition, side in target:
            shares, constant = self.difference(condition)
            signs = (side,) if side else (1, -1)
            todo += [({k: sign * v for k, v in shares.items()}, sign * constant, bool(side)) for sign in signs]
        atoms = {k for shares, _, _ in todo for k in shares}
        if len(atoms) > MOST_ATOMS or any(too_long(one) for one in todo):
            return False
        for atom in atoms:
            low, high, off_zero = self.all[atom]
            if math.isfinite(low):
                todo.append(({atom: Fraction(1)}, -Fraction(low), off_zero and low == 0))
            if math.isfinite(high):
                todo.append(({atom: Fraction(-1)}, Fraction(high), off_zero and high == 0))
        return impossible(todo)

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
        return False

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


def too_long(one: Inequality) -> bool:
    return any(v.numerator.bit_length() + v.denominator.bit_length() > LONGEST for v in (*one[0].values(), one[1]))


def impossible(todo: list[Inequality]) -> bool:
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
