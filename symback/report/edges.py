"""The local derivatives of a large graph as rows, with formulas that are derived once a rule and filled in node by node."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from symback.passes.judge import NOT_CHECKED, Verdict
from symback.report.model import Local, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.domains.values import Value
    from symback.graph.node import Node
    from symback.report.large import Large

UNCHECKED = Verdict(NOT_CHECKED)
SLOT = re.compile(r"□(\d+)")
LONGEST_RULE = 1000  # instructions of a rule that is derived in formulas
Template = list[str]  # text, number of a slot, text, …, text


def local_rows(large: Large, *, formulas: bool) -> list[Local]:
    """A row an edge, from the output back."""
    texts = Templates() if formulas else None
    only = large.options.only
    found: dict[str, list[Local]] = {}
    for group, matrix in zip(large.plan.by_rule, large.held_slopes, strict=True):
        for place, slopes in zip(group.out.tolist(), matrix.T.tolist(), strict=True):
            node = large.graph.nodes[place - len(large.graph.inputs)]
            if not node.unused and (only is None or not only.isdisjoint(node.operands)):
                found[node.name] = list(rows_of(node, slopes, large.graph.data, texts))
    return [row for node in reversed(large.graph.nodes) for row in found.get(node.name, ())]


def rows_of(node: Node, slopes: list[float], data: frozenset[str], texts: Templates | None) -> Iterator[Local]:
    """The rows of one node's edges: the slots' derivatives, summed where an operand stands in several."""
    templates = texts.of(node) if texts is not None else {}
    for operand, places in node.places().items():
        if operand not in data:
            template = templates.get(places[0])
            formula = None if template is None else filled(template, node.operands)
            slots = tuple(Slot(k, formula if len(places) == 1 else None, finite(slopes[k])) for k in places)
            value = finite(sum(slopes[k] for k in places))
            missing = texts is not None and formula is None
            yield Local(node.name, operand, formula, value, slots, (), UNCHECKED, too_long=missing)


def finite(value: float) -> float | None:
    """Return a double; None where there is none."""
    return value if math.isfinite(value) else None


def filled(template: Template, names: tuple[str, ...]) -> str:
    """A rule's formula with a node's own operands in its slots."""
    return "".join(names[int(part)] if i % 2 else part for i, part in enumerate(template))


class Templates:
    """The formulas of local derivatives by rule, each worked out once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, tuple[int, ...]], dict[int, Template | None]] = {}

    def of(self, node: Node) -> dict[int, Template | None]:
        """By the first slot of every operand its formula; None where that is too long."""
        first = {name: places[0] for name, places in node.places().items()}
        pattern = tuple(first[name] for name in node.operands)
        key = (id(node.rule), pattern)  # rules live as long as the graph, and are long to hash
        if key not in self.known:
            self.known[key] = derived(node, pattern)
        return self.known[key]


def derived(node: Node, pattern: tuple[int, ...]) -> dict[int, Template | None]:
    """The derivatives of a rule by its operands, where slot k holds what slot pattern[k] holds."""
    if len(node.rule) > LONGEST_RULE:
        return dict.fromkeys(pattern)
    from symback.algebra.domain import LETTERS, or_too_long
    from symback.algebra.expression import symbol
    from symback.algebra.substitute import Substitution
    from symback.formulas import rule_derivatives, text_of
    from symback.passes.backward import total

    same = Substitution({f"□{k}": symbol(f"□{p}") for k, p in enumerate(pattern)})
    shares: dict[int, list[Value]] = {}
    for place, slope in zip(pattern, rule_derivatives(node.rule), strict=True):
        shares.setdefault(place, []).append(or_too_long(same.put, slope))
    texts = {place: text_of(total(rows, LETTERS)) for place, rows in shares.items()}
    return {place: None if text is None else SLOT.split(text) for place, text in texts.items()}
