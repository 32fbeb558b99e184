"""The computation graph as data: inputs, and nodes in the order in which they are computed. What is asked of it lies above."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from symback import functions
from symback.errors import SymbackError, Way, suggestion
from symback.graph.build import build, with_unused
from symback.graph.split import SPLITS
from symback.syntax.program import Program, parse_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from symback.graph.node import Node

T = TypeVar("T")


def graph_of(
    program: str,
    split: str | None = None,
    wrt: tuple[str, ...] | None = None,
    valued: tuple[str, ...] = (),
    *,
    arrays: bool = False,
) -> Graph:
    """Return the graph of a program; the arguments are those of `symback.Graph`, and so are the errors.

    A program with vectors and matrices is refused unless `arrays`.
    """
    parsed = parse_program(program, valued)
    if parsed.shapes is not None:
        if not arrays:
            raise SymbackError(
                "the program has vectors and matrices, which this does not take", hint="symback diff, which does"
            )
        if split not in (None, "none"):
            raise SymbackError(
                "statements with vectors and matrices are not cut yet", hint="a statement for every step"
            )
        split = "none"
    if split is not None and split not in SPLITS:
        raise SymbackError(f"split is one of {', '.join(SPLITS)}, not {split}")
    how = split or ("lecture" if len(parsed.statements) == 1 else "none")
    graph = Graph(program, split, wrt, valued, parsed, tuple(parsed.inputs), build(parsed, how, valued))
    for name in wrt or ():
        graph.require_input(name)
    return graph


@dataclass(frozen=True, eq=False)
class Graph:
    """A program as a graph: `program` is the text, `parsed` its statements, `nodes` stand in order of computation, the output last.

    `split` says how statements were cut, `wrt` names the parameters (None: every input), `valued` inputs that get a value.
    `inputs` are named in the order of first use.
    """

    program: str
    split: str | None
    wrt: tuple[str, ...] | None
    valued: tuple[str, ...]
    parsed: Program = field(repr=False)
    inputs: tuple[str, ...] = field(repr=False)
    nodes: tuple[Node, ...] = field(repr=False)
    made: dict[Any, Any] = field(init=False, repr=False, default_factory=dict)

    def once(self, make: Callable[[Graph], T]) -> T:
        """Return what `make` makes of the graph, made when it is first asked for: formulas are the same at every point."""
        if make not in self.made:
            self.made[make] = make(self)
        found: T = self.made[make]
        return found

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The inputs that get a derivative, in the order in which `wrt` names them; the others are data."""
        if self.wrt is None:
            return self.inputs
        known = set(self.inputs)
        return tuple(name for name in dict.fromkeys(self.wrt) if name in known)

    @cached_property
    def data(self) -> frozenset[str]:
        """The inputs that get no derivative."""
        return frozenset() if self.wrt is None else frozenset(self.inputs) - frozenset(self.wrt)

    @property
    def output(self) -> str:
        """The name of the output node."""
        return self.nodes[-1].name

    @cached_property
    def operations(self) -> int:
        """Instructions that one forward pass takes."""
        return sum(len(node.rule) for node in self.nodes)

    @cached_property
    def by_name(self) -> dict[str, Node]:
        """The nodes by name."""
        return {node.name: node for node in self.nodes}

    @cached_property
    def names(self) -> frozenset[str]:
        """Return what the inputs and the nodes are called."""
        return frozenset((*self.inputs, *self.by_name))

    @cached_property
    def consumers(self) -> dict[str, tuple[Node, ...]]:
        """For every input and node the nodes that use it."""
        found: dict[str, list[Node]] = {name: [] for name in (*self.inputs, *self.by_name)}
        for node in self.nodes:
            for operand in node.distinct_operands:
                found[operand].append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    def downstream(self, name: str) -> list[Node]:
        """The nodes that a change of `name` can reach, in order of computation."""
        reached = {name}
        found = []
        for node in self.nodes:
            if node.name != name and not reached.isdisjoint(node.operands):
                reached.add(node.name)
                found.append(node)
        return found

    def focused(self, name: str, inputs: tuple[str, ...] | None = None) -> Graph:
        """The same graph with the node `name` as its output; what comes after it is left out. `inputs` are to be all there are."""
        index = next(i for i, node in enumerate(self.nodes) if node.name == name)
        made = {node.name: node.formula for node in self.nodes[: index + 1]}
        inputs = self.inputs if inputs is None else inputs
        return Graph(self.program, self.split, self.wrt, self.valued, self.parsed, inputs, with_unused(made, name))

    def is_data(self, name: str) -> bool:
        """True if `name` is an input without derivative."""
        return name in self.data

    def require_input(self, name: str) -> None:
        """Raise SymbackError unless `name` is an input."""
        if name not in self.parsed.inputs:
            raise self.not_an_input(name)

    def not_an_input(self, name: str) -> SymbackError:
        """The error for a name that is no input, with the nearest input as the way out."""
        calls = {other: functions.glued_call(other, {name}) for other in self.inputs[:8]}
        near = next((f"{call}: {o} is one name" for o, call in calls.items() if call and f"({name})" in call), None)
        near = near or suggestion(name, list(self.inputs))
        listed = ", ".join(self.inputs[:8]) + (", …" if len(self.inputs) > 8 else "")
        way = near or (f"the inputs are {listed}" if self.inputs else "the program has no inputs")
        what = "is a node, not an input" if name in self.by_name else "is not an input of the program"
        return SymbackError(f"{name} {what}", hint=way)

    def unvalued_functions(self, valued: Iterable[str]) -> None:
        """Raise SymbackError where a function's name stands as a variable that nothing gives a value to."""
        given = {*valued, *self.parsed.values}
        for name in self.parsed.inputs:
            if name in functions.ALIASES and name not in given:
                way = Way(*(f"{name}(…), or give {name} a value with {at}" for at in ("--at", "at(…)")))
                raise SymbackError(f"{name} is a function", self.parsed.place(name), self.program, hint=way)
