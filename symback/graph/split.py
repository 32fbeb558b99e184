"""Cutting a statement into nodes: as the lectures draw it, one node an operation, or not at all.

The lecture's rule: an operation on two variables is a node, and so is a nonlinear function or power; a literal
number that scales or shifts belongs to the node of the one variable that it applies to, never to a node of two
variables and never inside a function's argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symback.syntax.formula import LEAVES, Formula, Instruction, constant_mask, operands

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SPLITS = ("lecture", "atomic", "none")


@dataclass(slots=True)
class Part:
    """A piece under construction: what ends at one instruction of a statement.

    `is_node` says whether it has to be a node of its own, `node` its name (an input's or node's; None until it is named);
    `absorbs` whether a literal may still scale or shift it; `variables` numbers the distinct variables that it is made of.
    """

    node: str | None = None
    is_node: bool = False
    constant: bool = False
    absorbs: bool = False
    variables: frozenset[int] = frozenset()


class Shared:
    """Knows which sub-expressions of a program stand in more than one place: each of them is one node.

    Equal sub-expressions get one number; `2+3*w` twice makes `3*w` no more shared than it was.
    """

    def __init__(self, formulas: Iterable[Formula]) -> None:
        self.numbers: dict[tuple[object, ...], int] = {}
        self.parents: dict[int, set[tuple[int, int]]] = {}
        self.of: dict[int, list[int]] = {id(formula): self.read(formula) for formula in formulas}

    def read(self, formula: Formula) -> list[int]:
        found: list[int] = []
        for instruction in formula.code:
            if instruction[0] == "slot":
                key: tuple[object, ...] = ("name", formula.names[instruction[1]])
            elif instruction[0] in LEAVES:
                key = instruction
            else:
                key = (instruction[0], *(found[i] for i in operands(instruction)))
            number = self.numbers.setdefault(key, len(self.numbers))
            for position, operand in enumerate(operands(instruction)):
                self.parents.setdefault(found[operand], set()).add((number, position))
            found.append(number)
        self.parents.setdefault(found[-1], set()).add((-1 - len(self.parents), 0))
        return found

    def roots(self, formula: Formula) -> list[bool]:
        """For every instruction of `formula` whether what it computes stands elsewhere too."""
        return [len(self.parents[number]) > 1 for number in self.of[id(formula)]]


def split(formula: Formula, shared: Shared | None) -> list[Part]:
    """The parts of a statement, one an instruction; those that have to be nodes are marked. The last is the statement.

    With `shared`, which knows what stands elsewhere too, the statement is cut as the lectures do; without, at every operation.
    """
    numbers = shared.of[id(formula)] if shared else range(len(formula.code))
    elsewhere = shared.roots(formula) if shared else []
    constant = constant_mask(formula.code)
    parts: list[Part] = []
    for index, instruction in enumerate(formula.code):
        if instruction[0] == "slot":
            parts.append(Part(formula.names[instruction[1]], variables=frozenset({numbers[index]})))
        elif constant[index]:
            parts.append(Part(constant=True))
        else:
            parts.append(combine(instruction, parts, numbers))
            parts[-1].absorbs &= shared is not None and not elsewhere[index]
    return parts


def combine(instruction: Instruction, parts: list[Part], numbers: Sequence[int]) -> Part:
    """The part that an operation makes of its operands, having marked those that have to be nodes of their own."""
    inner = [(i, parts[i]) for i in operands(instruction) if not parts[i].constant]
    linear = is_linear(instruction, parts)
    for index, part in inner:
        if part.node is None and not (linear and part.absorbs):
            part.is_node = True
            part.variables = frozenset({numbers[index]})
    variables = inner[0][1].variables.union(*(part.variables for _, part in inner[1:]))
    return Part(absorbs=len(variables) == 1, variables=variables)


def is_linear(instruction: Instruction, parts: list[Part]) -> bool:
    """True if an operation only scales or shifts its one operand that is not a literal."""
    kind = instruction[0]
    if kind == "neg":
        return True
    if kind not in ("+", "-", "*", "/"):
        return False
    left, right = (parts[i] for i in operands(instruction))
    return right.constant or (left.constant and kind != "/")


def node_formula(formula: Formula, root: int, parts: list[Part]) -> Formula:
    """The formula of the node that ends at `root`: parts that were cut are variables in it."""
    code: list[Instruction] = []
    names: list[str] = []
    spans = []
    place: dict[int, int] = {}
    todo = [(root, False)]
    while todo:  # operands before operations, left to right
        index, ready = todo.pop()
        instruction = formula.code[index]
        name = parts[index].node if index != root or instruction[0] == "slot" else None
        if name is not None:
            instruction = ("slot", len(names))
            names.append(name)
        elif not ready and instruction[0] not in LEAVES:
            todo.append((index, True))
            todo.extend((i, False) for i in reversed(operands(instruction)))
            continue
        elif instruction[0] not in LEAVES:
            instruction = (instruction[0], *(place[i] for i in operands(instruction)))
        place[index] = len(code)
        code.append(instruction)
        spans.append(formula.span(index) or (0, 0))
    return Formula(tuple(code), tuple(names), tuple(spans))
