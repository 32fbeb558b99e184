"""`--assume 'B > 0'`, `--assume t1+t2==1`: what holds of a program's inputs wherever a claim is tried."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from symback import functions
from symback.check.claims import require_known
from symback.domains.exact import Exact
from symback.domains.values import Number, Undefined, Value
from symback.errors import SymbackError, Way
from symback.syntax.formula import Formula
from symback.syntax.parser import Parser
from symback.syntax.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from symback.graph.graph import Graph

EXAMPLE = Way("--assume 'B > 0', --assume 't1 + t2 == 1'", 'assume=["B > 0", "t1 + t2 == 1"]')


class Assumption(NamedTuple):
    """`holds` is 1 where it does, else 0; of an equation `difference` is the left side less the right."""

    text: str
    holds: Formula
    difference: Formula | None


class Assumptions:
    """What is assumed, and points made to fit. Raises SymbackError for what is no condition on the inputs."""

    def __init__(self, graph: Graph, texts: Iterable[str], fixed: Mapping[str, Formula]) -> None:
        self.graph, self.fixed = graph, fixed
        self.all = [read(text, graph) for text in texts]
        self.exact = Exact(bits=512, last=True)

    def met(self, point: Mapping[str, Number | Formula]) -> dict[str, Number | Formula] | None:
        """The point, moved so that equations hold; None where that cannot be, or another assumption does not hold."""
        found = dict(point)
        for one in self.all:
            if one.difference is not None:
                name = next((n for n in reversed(one.difference.names) if n not in self.fixed), None)
                if name is not None and not self.solved(one.difference, name, found):
                    return None
        return found if all(self.value(one.holds, found) == 1 for one in self.all) else None

    def solved(self, difference: Formula, name: str, point: dict[str, Number | Formula]) -> bool:
        """Move one input so that an equation, which is to be linear in it, holds exactly."""
        low, high = (self.value(difference, {**point, name: Fraction(t)}) for t in (0, 1))
        if not isinstance(low, Fraction) or not isinstance(high, Fraction) or low == high:
            return False
        point[name] = low / (low - high)
        return self.value(difference, point) == 0

    def value(self, formula: Formula, point: Mapping[str, Number | Formula]) -> Value:
        known = {n: self.exact.run(v.code, [])[-1] if isinstance(v, Formula) else v for n, v in point.items()}
        return self.exact.run(formula.code, [known.get(n, Undefined("it has no value")) for n in formula.names])[-1]

    def contradicted(self, point: Mapping[str, Number | Formula]) -> str | None:
        """The first assumption that does not hold at a point; None where all do."""
        return next((one.text for one in self.all if self.value(one.holds, point) != 1), None)


def read(text: str, graph: Graph) -> Assumption:
    names = {*graph.inputs}
    left, equals, right = text.partition("==")
    holds = parsed(f"where({text}, 1, 0)", text, names)
    difference = (
        parsed(f"({left}) - ({right})", text, names)
        if equals and "==" not in right and not any(w in text.split() for w in ("and", "or", "not"))
        else None
    )
    return Assumption(text.strip(), holds, difference)


def parsed(source: str, text: str, names: set[str]) -> Formula:
    tokens = [t for t in tokenize(source) if t.kind != "newline"]
    try:
        formula, position = Parser(source, functions.CONSTANTS - names).parse(tokens, 0)
    except SymbackError as error:
        raise SymbackError(f"the assumption {text}: {error.reason}", hint=EXAMPLE) from None
    if tokens[position].kind != "end" or formula.is_constant:
        raise SymbackError(f"{text} is no condition on the inputs", hint=EXAMPLE)
    require_known(formula, text, names)
    return formula
