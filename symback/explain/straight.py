"""Whether what is watched is a straight line, or stays, as far as a nudge goes: seen in the rules on the way, not in digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.syntax.formula import operands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.explain.teller import Teller
    from symback.graph.node import Node
    from symback.report.model import Chained
    from symback.report.trace import Moved

LINEAR = frozenset({"+", "-", "neg"})
PIECES = frozenset({"abs", "relu", "leaky_relu", "max", "min", "clip", "sign", "heaviside", "floor", "ceil"})
ZERO, STAYS, LINE, CURVE = 0, 1, 2, 3


def is_straight(teller: Teller, row: Chained) -> bool:
    """True if the output is a straight line from the point to the nudged value: every piece is, and no kink is between."""
    return shape(teller, row) < CURVE


def is_still(teller: Teller, row: Chained) -> bool:
    """True if the output stays where it is all along the nudge."""
    return shape(teller, row) <= STAYS


def shape(teller: Teller, row: Chained) -> int:
    """STAYS (at 0: ZERO), LINE or CURVE: the output as a function of the nudged name, on the piece that the nudge stays on."""
    verdict = row.nudges[0].verdict if row.nudges else row.verdict
    flat = verdict.kind == "kink" and verdict.right == 0 and (verdict.left == 0 or row.nudges[0].minus is None)
    if verdict.kind != "match" and not flat:
        return CURVE
    ways = teller.trace.ways(row.by)
    found = {row.by: LINE}
    for moved in ways[1:]:
        node = teller.graph.by_name[moved.name]
        kind = of_node(node, [found.get(o, ZERO if teller.values.get(o) == 0 else STAYS) for o in node.operands])
        found[moved.name] = STAYS if kind == LINE and has_stayed(moved) else kind
    return found[ways[-1].name] if ways else CURVE


def is_unseen(row: Chained) -> bool:
    """Return whether the first nudge's quotient and leftover are shown as 0 for being too small, as the derivative is not 0."""
    nudged = row.nudges[0]
    return row.value is not None and row.value != 0 and nudged.k == 0 and nudged.leftover == 0


def has_stayed(moved: Moved) -> bool:
    return (
        moved.before is not None
        and moved.after == moved.before
        and (moved.minus is None or moved.minus == moved.before)
    )


def of_node(node: Node, slots: Sequence[int]) -> int:
    """Return what a node is, from what its operands are."""
    found: list[int] = []
    for instruction in node.rule:
        kind = str(instruction[0])
        if kind == "slot":
            found.append(slots[instruction[1]])
            continue
        inner = [found[i] for i in operands(instruction)]
        most = max(inner, default=STAYS)
        straight = (
            kind in LINEAR
            or kind in PIECES
            or kind.startswith("where")
            or (kind == "*" and min(inner) <= STAYS)
            or (kind == "/" and inner[1] <= STAYS)
        )
        found.append(ZERO if kind == "*" and ZERO in inner else STAYS if most <= STAYS else most if straight else CURVE)
    return found[-1]
