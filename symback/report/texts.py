"""The formulas of a graph as text: from the last programs of this process, from the user's cache, else derived."""

from __future__ import annotations

import json
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from symback.formulas import Formulas
    from symback.graph.graph import Graph
    from symback.graph.node import Node

LONGEST_KEY = 1 << 15  # characters: the formulas of larger programs are not kept on disk


class FormulaTexts:
    """The texts of one graph's formulas; `given` inputs are put in as numbers. None is a formula that is too long.

    `on_disk` says whether the user's cache may be read, and written by `keep`.
    """

    def __init__(self, graph: Graph, given: Mapping[str, Fraction], *, on_disk: bool) -> None:
        self.graph, self.given, self.on_disk = graph, given, on_disk
        self.known = shared(self.key)
        if on_disk and self.is_short and not self.known:
            from symback import cache

            self.known.update(cache.load(self.disk_key))
        self.before = len(self.known)

    @cached_property
    def key(self) -> str:
        """Everything in the graph that the formulas depend on."""
        graph = self.graph
        nodes = [f"{node.name}={node.rule}{node.operands}" for node in graph.nodes]
        given = [f"{name}={value}" for name, value in self.given.items()]
        return "\n".join([",".join(graph.inputs), ",".join(graph.parameters), graph.output, *given, *nodes])

    @property
    def is_short(self) -> bool:
        return len(self.key) <= LONGEST_KEY

    @cached_property
    def disk_key(self) -> str:
        from symback import cache

        return json.dumps([cache.versions(), self.key])

    @cached_property
    def formulas(self) -> Formulas:
        """The formulas as expressions."""
        from symback.formulas import Formulas

        return Formulas(self.graph, self.given)

    def keep(self) -> None:
        """Put what was derived into the user's cache."""
        if self.on_disk and self.is_short and len(self.known) > self.before:
            from symback import cache

            cache.save(self.disk_key, self.known)

    def get(self, name: str, derive: Callable[[], Any]) -> Any:
        if name not in self.known:
            self.known[name] = derive()
        return self.known[name]

    def local(self, node: Node, operand: str) -> str | None:
        """The local derivative of a node by an operand."""
        return self.text(f"local {node.name} {operand}", lambda: self.formulas.edges(node)[operand])

    def slots(self, node: Node) -> list[str | None]:
        """The local derivative of a node by each of its slots."""

        def derive() -> list[str | None]:
            return [self.formulas.text(slope) for slope in self.formulas.slots(node)]

        found = self.get(f"slots {node.name}", derive)
        assert isinstance(found, list)
        return found

    def in_nodes(self, name: str) -> str | None:
        """The output's derivative by `name`, in nodes."""
        return self.text(f"nodes {name}", lambda: self.formulas.in_nodes(name))

    def in_inputs(self, name: str) -> str | None:
        """The output's derivative by `name`, in inputs."""
        return self.text(f"inputs {name}", lambda: self.formulas.in_inputs(name))

    def terms(self, name: str) -> dict[str, tuple[str | None, str | None]]:
        """The paths of the output's derivative by `name`: local and upstream derivative by the node that they go through."""

        def derive() -> list[list[str | None]]:
            text = self.formulas.text
            return [[through, text(local), text(up)] for through, local, up in self.formulas.terms[name]]

        return {through: (local, up) for through, local, up in self.get(f"terms {name}", derive)}

    def text(self, name: str, derive: Callable[[], Any]) -> str | None:
        found = self.get(name, lambda: self.formulas.text(derive()))
        return None if found is None else str(found)


@lru_cache(maxsize=256)
def shared(key: str) -> dict[str, Any]:  # noqa: ARG001 (what tells one from another)
    """The texts that this process knows of a graph."""
    return {}
