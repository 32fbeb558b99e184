"""Edges: where an operation has no derivative, or its value jumps or ends. Which smooth piece each operation is on.

A rule is looked at with the definitions of its functions written out (`abs` is a `where`, `tan` a division), so that a few
operations have all the edges that there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symback.domains.base import Domain, compiled
from symback.domains.enclosure import Unsure
from symback.domains.values import NeedMorePrecision, Undefined, Value
from symback.functions import BY_NAME
from symback.syntax.formula import LEAVES, Code, Instruction, constant_mask, remembered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.graph.node import Node

# By operation the formulas whose change of sign separates its smooth pieces; x and y are the operands.
SIGNS: dict[str, tuple[str, ...]] = {
    "/": ("y",),
    "**": ("where(x > 0, 1, where(y < 0, x, where(y == floor(y), 1, x)))",),
    "sqrt": ("x",),
    "cbrt": ("x",),
    "log": ("x",),
    "log1p": ("x + 1",),
    "asin": ("1 - x*x",),
    "acos": ("1 - x*x",),
    "acosh": ("x - 1",),
    "atanh": ("1 - x*x",),
    "atan2": ("where(y > 0, 1, where(y < 0, x, where(x == 0, 0, 1)))",),
}
COUNTED = frozenset({"floor", "ceil"})
# Defined by divisions and logarithms that never meet an edge: they stay as they are.
SMOOTH = frozenset({"sigmoid", "softplus", "silu", "gelu", "sech", "normcdf", "normpdf", "logaddexp"})
GAMMAS = frozenset({"gamma", "lgamma", "digamma", "polygamma"})
ON = "on the edge"
LOST = "lost"  # the value that would tell is not there


@remembered
def written_out(code: Code) -> Code:
    """Return a rule with the definitions of its functions in their places."""
    out: list[Instruction] = []
    splice(code, None, out)
    return tuple(out)


def splice(code: Code, slots: Sequence[int] | None, out: list[Instruction]) -> int:
    """Add a code to `out`, its slots at these places; return where its value is."""
    where: list[int] = []
    for instruction in code:
        operation = instruction[0]
        if operation == "slot" and slots is not None:
            where.append(slots[instruction[1]])
            continue
        if operation in LEAVES:
            out.append(instruction)
        else:
            operands = [where[i] for i in instruction[1:]]
            row = BY_NAME.get(operation)
            if row is not None and row.definition is not None and operation not in SMOOTH:
                where.append(splice(compiled(row.definition), operands, out))
                continue
            out.append((operation, *operands))
        where.append(len(out) - 1)
    return where[-1]


@remembered
def edged(code: Code) -> tuple[int, ...]:
    """Return the operations of a written-out rule that can meet an edge: what is constant cannot, nor can a whole power."""
    constant = constant_mask(code)
    found = []
    for index, instruction in enumerate(code):
        operation = instruction[0]
        if operation in LEAVES or constant[index]:
            continue
        if operation in ("/", "**") and constant[instruction[2]]:
            exponent = code[instruction[2]]
            if operation == "/" or (exponent[0] == "num" and exponent[1].denominator == 1 and exponent[1] >= 0):
                continue
        if (
            operation in SIGNS
            or operation in COUNTED
            or operation in GAMMAS
            or operation in ("max", "min")
            or operation.startswith("where")
        ):
            found.append(index)
    return tuple(found)


def has_edges(code: Code) -> bool:
    """True if a rule has an edge, a pole or an end of its domain anywhere."""
    return bool(edged(written_out(code)))


def live(code: Code, inner: Sequence[Value], domain: Domain, *, leading: bool) -> list[bool]:
    """Return, for every operation of a rule, whether its result depends on it: not on the branch that a `where` does not take.

    With `leading` nor on what is less than the largest in a `max`, more than the least in a `min`.
    """
    found = [False] * len(code)
    found[-1] = True
    for index in range(len(code) - 1, -1, -1):
        instruction = code[index]
        if not found[index] or instruction[0] in LEAVES:
            continue
        operands = instruction[1:]
        if instruction[0].startswith("where"):
            taken = branch(domain, instruction[0], [inner[i] for i in operands])
            if taken is not None:
                operands = (operands[0], operands[1], operands[taken])
        elif leading and instruction[0] in ("max", "min"):
            try:
                first = leader(instruction[0], [inner[i] for i in operands], domain)
            except (NeedMorePrecision, Unsure):
                first = ON
            operands = operands if first in (ON, LOST) else (operands[first],)
        for operand in operands:
            found[operand] = True
    return found


def branch(domain: Domain, operation: str, values: Sequence[Value]) -> int | None:
    """Return which operand a `where` takes; None where that cannot be told."""
    try:
        taken = domain.branch(operation, values)
    except (NeedMorePrecision, Unsure):
        return None
    return None if isinstance(taken, Undefined) else taken


def places(
    nodes: Sequence[Node],
    result: str,
    inners: Mapping[str, Sequence[Value]],
    domain: Domain,
    *,
    leading: bool = True,
) -> dict[tuple[str, int], Any]:
    """Return the piece of every operation with edges that `result` depends on, by node and place in its written-out rule.

    `inners` are the values within the written-out rules; `leading` as in live(). Raises what the domain raises where a piece cannot be told.
    """
    found: dict[tuple[str, int], Any] = {}
    needed = {result}
    for node in reversed(nodes):
        if node.name not in needed:
            continue
        code, inner = written_out(node.rule), inners[node.name]
        alive = live(code, inner, domain, leading=leading)
        for index in edged(code):
            if alive[index]:
                operation, *operands = code[index]
                found[node.name, index] = piece(operation, [inner[i] for i in operands], domain)
        needed.update(node.operands[i[1]] for i, used in zip(code, alive, strict=True) if used and i[0] == "slot")
    return found


def piece(operation: str, values: Sequence[Value], domain: Domain) -> Any:
    """Return a number for the smooth piece that an operation is on, or ON. Raises NeedMorePrecision."""
    if any(isinstance(value, Undefined) for value in values[:2]):
        return LOST
    if operation.startswith("where"):
        return domain.compare(values[0], values[1]) or ON
    if operation in ("max", "min"):
        return leader(operation, values, domain)
    if operation in COUNTED:
        below, on_it = domain.step_of(values[0] if operation == "floor" else domain.apply("neg", (values[0],)))
        return ON if on_it else below
    if operation in GAMMAS:
        if domain.compare(values[-1], domain.zero) > 0:
            return 1
        below, on_it = domain.step_of(values[-1])
        return ON if on_it else below
    signs = []
    for text in SIGNS[operation]:
        place = domain.run(compiled(text), [*values, values[0]])[-1]
        signs.append(LOST if isinstance(place, Undefined) else domain.compare(place, domain.zero) or ON)
    return LOST if LOST in signs else ON if ON in signs else tuple(signs)


def leader(operation: str, values: Sequence[Value], domain: Domain) -> Any:
    """Return which operand is the largest (or smallest); ON where several are, LOST where one has no value."""
    if any(isinstance(value, Undefined) for value in values):
        return LOST
    sign = 1 if operation == "max" else -1
    best = [0]
    for index, value in enumerate(values[1:], 1):
        side = domain.compare(value, values[best[0]]) * sign
        best = [index] if side > 0 else [*best, index] if side == 0 else best
    return best[0] if len(best) == 1 else ON


def edges_of(operation: str) -> tuple[str, ...]:
    """Return the formulas whose change of sign, or of whole part, separates the smooth pieces of an operation as it is written."""
    row = BY_NAME.get("where" if operation.startswith("where") else operation)
    return SIGNS.get(operation) or (row.breaks if row else ())
