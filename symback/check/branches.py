"""The branches of a program and of a formula that is claimed of it, as one straight code, and what must be met before a verdict.

A `Target` is a part of the domain: the sides of some conditions. A claim that no algebra proves has to be tried in every one that
there is: on both sides of each `where`, at every operand of a maximum, on the steps of floor, where exp and the like are of any
size, and of few conditions in all combinations.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

from symback.domains.base import COMPARE
from symback.domains.text import terminates
from symback.passes.edges import COUNTED, written_out
from symback.syntax.formula import LEAVES, Formula, extract
from symback.syntax.printer import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from symback.graph.graph import Graph
    from symback.syntax.formula import Code, Instruction

ARITHMETIC = frozenset({"+", "-", "*", "neg"})
# Where their argument is large they are 0, or straight, or what they divide is 0, to any number of digits: they are seen only where it is not.
SOFT = frozenset(
    {
        "exp",
        "expm1",
        "sinh",
        "cosh",
        "tanh",
        "erf",
        "erfc",
        "sigmoid",
        "softplus",
        "silu",
        "gelu",
        "sech",
        "normcdf",
        "normpdf",
    }
)
PLAIN: dict[str, Any] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    "max": max,
    "min": min,
}  # of numbers
SEEN = Fraction(16)  # so large is not large
LARGEST = 3000  # operations of a code that is looked at
MOST_COMBINED = 4  # conditions that are tried in all combinations
MOST_TARGETS = 200
MOST_TOGETHER = 40  # factors of a product that are to be other than 0 together


class Condition(NamedTuple):
    """The sign of `left` less `right`: places in the code, or a number on the right."""

    left: int
    right: int | Fraction


Target = frozenset[tuple[Condition, int]]


@dataclass(frozen=True, slots=True)
class Branches:
    """One code for what a claim is about (`of`) and the claimed formula, its slots the graph's `inputs`.

    `watched` are all conditions where something may happen, `targets` what must be met.
    """

    code: Code
    of: int
    inputs: tuple[str, ...]
    watched: tuple[Condition, ...]
    targets: tuple[Target, ...]

    def text(self, target: Target) -> str:
        """Return a target in words that symback reads."""
        sign = {-1: "<", 0: "==", 1: ">"}
        return " and ".join(
            f"{self.shown(c.left)} {sign[side]} {self.shown(c.right)}" for c, side in sorted(target, key=str)
        )

    def shown(self, place: int | Fraction) -> str:
        if isinstance(place, Fraction):
            return str(place)
        part = extract(Formula(self.code, self.inputs), place)
        return to_text(part.code, part.names, 60)


def branches(graph: Graph, of: str, formula: Formula | None, free: Iterable[str]) -> Branches | None:
    """Return the branches of a node and a formula; None of what is too large, or of a formula of more than nodes and inputs."""
    needed = {of, *(formula.names if formula is not None else ())}
    nodes = []
    for node in reversed(graph.nodes):
        if node.name in needed:
            nodes.append(node)
            needed.update(node.operands)
    if sum(len(node.rule) for node in nodes) > LARGEST or not needed <= {*graph.inputs, *graph.by_name}:
        return None
    code: list[Instruction] = []
    known: dict[Instruction, int] = {}
    places = {name: placed(("slot", k), code, known) for k, name in enumerate(graph.inputs)}
    for node in reversed(nodes):
        places[node.name] = joined(node.rule, [places[n] for n in node.operands], code, known)
    roots = [places[of]]
    if formula is not None:
        roots.append(joined(formula.code, [places[n] for n in formula.names], code, known))
    if len(code) > LARGEST:
        return None
    moving = movable(code, {graph.inputs.index(name) for name in free})
    guards = guarded(code, roots)
    alive = [k for k in range(len(code)) if moving[k] and guards[k] is not None and code[k][0] not in LEAVES]
    watched = dict.fromkeys(c for k in alive for c in conditions(code, k) if moves(c, moving))
    return Branches(tuple(code), places[of], graph.inputs, tuple(watched), tuple(targets(code, alive, guards, moving)))


def placed(instruction: Instruction, code: list[Instruction], known: dict[Instruction, int]) -> int:
    """Return where an instruction is in the code, which holds none twice, and none that is plainly a number or one of its operands."""
    operation, *rest = instruction
    if operation in ("+", "*"):
        rest.sort()
    if operation not in LEAVES and (whole := folded(operation, rest, code)) is not None:
        if isinstance(whole, int):
            return whole
        operation, rest = "num", [whole]
    instruction = (operation, *rest)
    if instruction not in known:
        known[instruction] = len(code)
        code.append(instruction)
    return known[instruction]


def folded(operation: str, places: Sequence[int], code: Sequence[Instruction]) -> Fraction | int | None:
    """Return the number, or the place of the operand, that an operation comes to; None where it is not plain."""
    numbers = [code[i][1] if code[i][0] == "num" else None for i in places]
    if operation.startswith("where"):
        if places[2] == places[3]:
            return places[2]
        left, right = numbers[:2]
        side = (
            0 if places[0] == places[1] else None if left is None or right is None else (left > right) - (left < right)
        )
        return None if side is None else places[2 if COMPARE[operation[5:]](side, 0) else 3]
    if operation in ("max", "min") and len(set(places)) == 1:
        return places[0]
    plain = PLAIN.get(operation)
    if plain is None or any(number is None for number in numbers) or (operation == "/" and not numbers[1]):
        return None
    found: Fraction = plain(*numbers)
    return found if terminates(found) else None  # what a text of the code can show


def joined(rule: Code, slots: Sequence[int], code: list[Instruction], known: dict[Instruction, int]) -> int:
    """Add a rule to the code, its slots at these places; return where its value is."""
    here: list[int] = []
    for operation, *rest in written_out(rule):
        if operation == "slot":
            here.append(slots[rest[0]])
        elif operation in LEAVES:
            here.append(placed((operation, *rest), code, known))
        elif operation == "**" and is_growth(code[here[rest[0]]], code[here[rest[1]]]):
            rate = placed(("*", placed(("log", here[rest[0]]), code, known), here[rest[1]]), code, known)
            here.append(placed(("exp", rate), code, known))
        else:
            here.append(placed((operation, *(here[i] for i in rest)), code, known))
    return here[-1]


def is_growth(base: Instruction, exponent: Instruction) -> bool:
    """True if a power is an exponential function: of a positive number, with an exponent that is none."""
    return exponent[0] not in ("num", "const") and (base[0] == "const" or (base[0] == "num" and base[1] > 0))


def movable(code: Sequence[Instruction], free: set[int]) -> list[bool]:
    """Return, for every instruction, whether it depends on a slot that may have another value."""
    found: list[bool] = []
    for operation, *rest in code:
        found.append(
            rest[0] in free if operation == "slot" else operation not in LEAVES and any(found[i] for i in rest)
        )
    return found


def moves(condition: Condition, moving: Sequence[bool]) -> bool:
    return moving[condition.left] or (isinstance(condition.right, int) and moving[condition.right])


Guards = list[frozenset[tuple[int, int]] | None]


def guarded(code: Sequence[Instruction], roots: Sequence[int]) -> Guards:
    """Return, for every instruction, the branches (a `where`, and 2 or 3) in which alone it is needed; None where it never is."""
    found: Guards = [None] * len(code)
    for root in roots:
        found[root] = frozenset()
    for index in range(len(code) - 1, -1, -1):
        own = found[index]
        operation, *rest = code[index]
        if own is None or operation in LEAVES:
            continue
        forked = operation.startswith("where") and rest[2] != rest[3]
        for position, operand in enumerate(rest):
            below = own | {(index, position)} if forked and position > 1 else own
            before = found[operand]
            found[operand] = below if before is None else before & below
    return found


def compared(left: int, right: int, side: int) -> tuple[Condition, int]:
    """Return `left` less `right` having a sign, the same however the two are ordered."""
    return (Condition(left, right), side) if left > right else (Condition(right, left), -side)


def conditions(code: Sequence[Instruction], index: int) -> list[Condition]:
    """Return where an operation changes from one piece to another, or shows what it is at all."""
    operation, *rest = code[index]
    if operation in ARITHMETIC:
        return []
    if operation.startswith("where"):
        return [compared(rest[0], rest[1], 1)[0]]
    if operation in ("max", "min"):
        pairs = combinations(rest, 2) if len(rest) <= MOST_COMBINED else ((rest[0], i) for i in rest[1:])
        return [compared(a, b, 1)[0] for a, b in pairs if a != b]
    edges = {"/": (0,), "log1p": (-1,), "acosh": (1,), "asin": (-1, 0, 1), "acos": (-1, 0, 1), "atanh": (-1, 0, 1)}
    at = edges.get(operation, (0, 1) if operation in COUNTED else (-1, 0, 1) if operation in SOFT else (0,))
    return [Condition(rest[1 if operation == "/" else 0], Fraction(k)) for k in at]


def targets(code: Sequence[Instruction], alive: Sequence[int], guards: Guards, moving: Sequence[bool]) -> list[Target]:
    """Return what must be met: every piece of every operation, products where no factor is 0, and few conditions together."""
    found: dict[Target, None] = {}
    switches: dict[Condition, None] = {}
    for index in alive:
        guard = literals(code, guards[index] or ())
        for piece in pieces(code, index):
            found[guard | piece] = None
            if code[index][0].startswith("where") or code[index][0] in ("max", "min"):
                switches.update(dict.fromkeys(c for c, _ in piece))
    found.update(dict.fromkeys(together(code, alive, guards, moving)))
    moved = [c for c in switches if moves(c, moving)]
    if len(moved) <= MOST_COMBINED:
        found.update(
            dict.fromkeys(frozenset(zip(moved, way, strict=True)) for way in product((-1, 1), repeat=len(moved)))
        )
    sound = (frozenset(pair for pair in target if moves(pair[0], moving)) for target in found)
    return list(dict.fromkeys(t for t in sound if t and len({c for c, _ in t}) == len(t)))[:MOST_TARGETS]


def pieces(code: Sequence[Instruction], index: int) -> list[Target]:
    """Return the pieces of an operation that a claim has to be tried on; none of one that is the same formula everywhere."""
    operation, *rest = code[index]
    if operation.startswith("where"):
        sides = (-1, 0, 1) if operation[5:] in ("==", "!=") else (-1, 1)
        return [frozenset([compared(rest[0], rest[1], side)]) for side in sides if rest[0] != rest[1]]
    if operation in ("max", "min"):
        sign = 1 if operation == "max" else -1
        return [frozenset(compared(a, b, sign) for b in rest if b != a) for a in dict.fromkeys(rest)]
    if operation in COUNTED:
        below, above = (Condition(rest[0], Fraction(k)) for k in (0, 1))
        return [frozenset([(below, -1)]), frozenset([(below, 1), (above, -1)]), frozenset([(above, 1)])]
    if operation in SOFT:
        return [frozenset([(Condition(rest[0], -SEEN), 1), (Condition(rest[0], SEEN), -1)])]
    return []


def literals(code: Sequence[Instruction], branches: Iterable[tuple[int, int]]) -> Target:
    """Return the sides on which some branches are taken, off their edges."""
    found = []
    for index, position in branches:
        operation, left, right, *_ = code[index]
        sides = [side for side in (-1, 0, 1) if COMPARE[operation[5:]](side, 0) == (position == 2)]
        strict = [side for side in sides if side] or sides
        if len(strict) == 1 and left != right:
            found.append(compared(left, right, strict[0]))
    return frozenset(found)


def together(code: Sequence[Instruction], alive: Sequence[int], guards: Guards, moving: Sequence[bool]) -> list[Target]:
    """Return, of every product, where none of its factors is on a branch that is 0, or so small that nothing is seen of it."""
    active: list[Target] = []
    for index, (operation, *rest) in enumerate(code):
        own: Target = frozenset()
        if operation.startswith("where"):
            zero = [code[i] == ("num", 0) for i in rest[2:]]
            if zero[0] != zero[1]:
                taken = 3 if zero[0] else 2
                own = literals(code, [(index, taken)]) | active[rest[taken]]
        elif operation in SOFT:
            own = pieces(code, index)[0]
        elif operation in ("*", "/", "neg", "sqrt", "cbrt", "**") or (
            operation in ("+", "-") and not all(moving[i] for i in rest)
        ):
            own = frozenset().union(*(active[i] for i in rest))
        active.append(own if len(own) <= MOST_TOGETHER else frozenset())
    products = (index for index in alive if code[index][0] == "*" and len(active[index]) > 1)
    return [active[index] | literals(code, guards[index] or ()) for index in products]
