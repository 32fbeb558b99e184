"""A formula as straight-line code: operands first, then what is done with them.

`2 + 3*w` is

    0  num 2      1  num 3      2  slot 0      3  * 1 2      4  + 0 3

so depth costs memory and never the recursion limit, and walking a formula is a plain loop. A name stands
in `names` and only its slot in the code: `2 + 3*w` and `2 + 3*b` are the same code, which is what a rule is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from symback.errors import Span

T = TypeVar("T")
MOST_REMEMBERED = 1 << 10  # codes about which something is remembered: a batch of many programs stays within a MiB

# Any, for an instruction is one of: ("slot", k) | ("num", Fraction) | ("const", name) | (operation, index of operand, ...)
Instruction: TypeAlias = tuple[Any, ...]
Code: TypeAlias = tuple[Instruction, ...]

LEAVES = frozenset({"slot", "num", "const"})


@dataclass(frozen=True, slots=True)
class Formula:
    """Straight-line `code`; `names[k]` is what slot k holds; `spans[i]` is where instruction i stands in the text.

    A formula that was read by its shape (syntax/shapes.py) has no spans; `origin`, the source and the range that it
    stands in, finds them should anyone ask.
    """

    code: Code
    names: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    origin: tuple[str, int, int] | None = None

    @property
    def is_constant(self) -> bool:
        """True if the formula has no variable in it."""
        return not self.names

    def span(self, index: int = -1) -> Span | None:
        """Return where instruction `index` (the whole formula unless told) stands in the text."""
        if self.origin is not None:
            from symback.syntax.shapes import spans_at

            return spans_at(*self.origin)[index]
        return self.spans[index] if self.spans else None


def operands(instruction: Instruction) -> tuple[int, ...]:
    """The indices of the instructions that `instruction` takes its values from."""
    return () if instruction[0] in LEAVES else instruction[1:]


def constant_mask(code: Code) -> list[bool]:
    """For every instruction whether no slot stands below it."""
    mask: list[bool] = []
    for instruction in code:
        if instruction[0] in LEAVES:
            mask.append(instruction[0] != "slot")
        else:
            mask.append(all(mask[i] for i in operands(instruction)))
    return mask


def extract(formula: Formula, root: int) -> Formula:
    """The sub-formula that ends at instruction `root`."""
    wanted = [False] * (root + 1)
    wanted[root] = True
    for index in range(root, -1, -1):
        if wanted[index]:
            for operand in operands(formula.code[index]):
                wanted[operand] = True
    place: dict[int, int] = {}
    code: list[Instruction] = []
    names: list[str] = []
    spans: list[Span] = []
    for index in range(root + 1):
        if not wanted[index]:
            continue
        instruction = formula.code[index]
        if instruction[0] == "slot":
            names.append(formula.names[instruction[1]])
            instruction = ("slot", len(names) - 1)
        elif instruction[0] not in LEAVES:
            instruction = (instruction[0], *(place[i] for i in operands(instruction)))
        place[index] = len(code)
        code.append(instruction)
        if formula.spans:
            spans.append(formula.spans[index])
    return Formula(tuple(code), tuple(names), tuple(spans))


def remembered(find: Callable[[Code], T]) -> Callable[[Code], T]:
    """`find`, which works out something about a code once. By identity: to hash a long code takes longer than most walks."""
    known: dict[int, tuple[Code, T]] = {}  # the code is held, so that no other gets its place

    @wraps(find)
    def look_up(code: Code) -> T:
        entry = known.get(id(code))
        if entry is None:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            entry = known[id(code)] = code, find(code)
        return entry[1]

    return look_up
