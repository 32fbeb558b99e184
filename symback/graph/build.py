"""From a program's statements to nodes: cut, equal ones shared, all named, and those marked that the output does not need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.graph.naming import fresh_names
from symback.graph.node import Node
from symback.graph.split import Shared, node_formula, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from symback.syntax.formula import Code, Formula
    from symback.syntax.program import Program, Statement


def build(program: Program, how: str, reserved: Iterable[str]) -> tuple[Node, ...]:
    """The nodes of a program, the output last among those it needs; nodes that it does not need are marked unused."""
    shared = Shared(s.formula for s in program.statements) if how == "lecture" else None
    builder = Builder(how, shared, fresh_names(program.names.union(reserved)) if how != "none" else ())
    for statement in program.statements:
        builder.add(statement)
    if program.all_used:
        return tuple(Node(name, formula) for name, formula in builder.made.items())
    return with_unused(builder.made, program.output)


def with_unused(formulas: Mapping[str, Formula], output: str) -> tuple[Node, ...]:
    """Nodes of formulas by name, those that the output does not depend on marked."""
    needed = {output}
    for name in reversed(list(formulas)):
        if name in needed:
            needed.update(formulas[name].names)
    return tuple(Node(name, formula, unused=name not in needed) for name, formula in formulas.items())


class Builder:
    """Makes nodes of statements, one for equal sub-expressions."""

    def __init__(self, how: str, shared: Shared | None, names: Iterable[str]) -> None:
        self.how, self.shared = how, shared
        self.names = iter(names)
        self.made: dict[str, Formula] = {}
        self.known: dict[tuple[Code, tuple[str, ...]], str] = {}

    def add(self, statement: Statement) -> None:
        formula = statement.formula
        if self.how == "none":
            self.make(statement.name, formula)
            return
        parts = split(formula, self.shared)
        for root, part in enumerate(parts):  # in the order of computation, which is the order of names
            if part.is_node:
                part.node = self.share(node_formula(formula, root, parts))
        self.make(statement.name, node_formula(formula, len(parts) - 1, parts))

    def share(self, formula: Formula) -> str:
        """The name of the node with this formula, a new one unless there is one already."""
        key = (formula.code, formula.names)
        return self.known.get(key) or self.make(next(self.names), formula)

    def make(self, name: str, formula: Formula) -> str:
        self.made[name] = formula
        if self.how != "none":
            self.known.setdefault((formula.code, formula.names), name)
        return name
