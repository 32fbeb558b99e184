"""What every part of a story needs at hand: the graph, the report, the trace, and how things are named."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from symback.domains.text import as_fraction, decimal_exponent
from symback.domains.values import Pi, Surd
from symback.explain.formulas import formula, result
from symback.explain.model import Derivative, Formula, Name, Number, Piece, math, say

if TYPE_CHECKING:
    from symback.domains.values import Number as Value
    from symback.explain.choices import Choices
    from symback.graph.graph import Graph
    from symback.graph.node import Node
    from symback.passes.judge import Verdict
    from symback.report.model import Chained, Local, Report
    from symback.report.trace import Trace

MOST_DIGITS = 17  # of numbers that differ in their last digits


@dataclass
class Teller:
    """One story in the making."""

    graph: Graph
    report: Report
    trace: Trace
    choices: Choices
    digits: int | None = None
    said: set[str] = field(default_factory=set)

    def number(self, value: Value, role: str) -> Number:
        """A number of the report, in the digits of this story."""
        return Number(value, role, self.digits)

    def result(self, value: Value | None, role: str) -> list[Number]:
        """A number at the end of an equation; nothing where there is none."""
        return [] if value is None else result(self.number(value, role))

    def apart(self, *values: tuple[Value, str]) -> list[Number]:
        """Numbers of nearly the same size, in as many digits as tell them apart."""
        least, most = (as_fraction(pick((v for v, _ in values), key=as_fraction)) for pick in (min, max))
        if self.digits is None or least == most:
            return [replace(self.number(*value), rounded=True) for value in values]
        common = decimal_exponent(max(abs(least), abs(most))) - decimal_exponent(most - least)
        digits = min(self.digits + max(common, 0), MOST_DIGITS)
        return [Number(*value, digits, rounded=True) for value in values]

    @property
    def epsilon(self) -> Name:
        return Name(self.trace.epsilon)

    @property
    def k(self) -> Name:
        """Return what the quotient is called: k, unless the program has a k of its own."""
        return Name(next(name for name in ("k", "q", "quotient") if name not in self.taken))

    @property
    def output(self) -> Name:
        return Name(self.report.output)

    @cached_property
    def values(self) -> dict[str, Value | None]:
        return self.report.values

    @cached_property
    def taken(self) -> set[str]:
        """The names that the program uses."""
        return {*self.graph.inputs, *self.graph.by_name, self.trace.epsilon}

    def once(self, what: str) -> bool:
        """True if `what` is said for the first time in this story."""
        first = what not in self.said
        self.said.add(what)
        return first

    def tells(self, part: str) -> bool:
        return self.choices.tells(part)

    def known(self, atom: Name | Derivative) -> Value | None:
        """The value of a name or a derivative at the point: what the equations of the story are held against."""
        if isinstance(atom, Name):
            return self.report.epsilons[0] if atom.name == self.trace.epsilon else self.values.get(atom.name)
        if atom.of == atom.by:
            return Fraction(1)
        if atom.of == self.report.output and not atom.direct and (atom.by in self.totals):
            return self.totals[atom.by]
        return self.edges.get((atom.of, atom.by))

    @cached_property
    def totals(self) -> dict[str, Value | None]:
        """The output's derivative by every name that a row or a share tells."""
        rows = self.report.chained_rows
        shares = {term.through: term.upstream_value for row in rows for term in row.terms}
        return shares | {row.by: row.value for row in rows}

    @cached_property
    def edges(self) -> dict[tuple[str, str], Value | None]:
        """The derivative on every edge that a row or a share tells."""
        shares = {(term.through, row.by): term.local_value for row in self.report.chained_rows for term in row.terms}
        return shares | {(row.node, row.by): row.value for row in self.report.local_rows}

    def edges_of(self, row: Chained) -> tuple[tuple[str, str], ...]:
        """The edges that lead on from a name."""
        return tuple((row.by, term.through) for term in row.terms)

    def total(self, by: str) -> Derivative:
        """The derivative of the output with respect to `by`, along all paths."""
        return Derivative(self.report.output, by)

    def edge(self, node: str, by: str) -> Derivative:
        """The derivative on one edge; marked where `by` reaches the node on other ways too."""
        return Derivative(node, by, self.reaches_twice(node, by))

    def reaches_twice(self, node: str, by: str) -> bool:
        """True if a change of `by` reaches `node` on its edge and through another operand as well."""
        others = {o for o in self.graph.by_name[node].operands if o != by}
        return bool(others) and any(n.name in others for n in self.downstream(by))

    def downstream(self, name: str) -> list[Node]:
        """The nodes on the way from `name` to the output."""
        if name not in self._downstream:
            self._downstream[name] = [n for n in self.graph.downstream(name) if not n.unused]
        return self._downstream[name]

    @cached_property
    def _downstream(self) -> dict[str, list[Node]]:
        return {}

    def local_formula(self, local: Local) -> str | None:
        """The derivative on an edge as a formula, in the node's own value where that is known: `1 - t**2` of t = tanh(c)."""
        if local.formula is None:
            return None
        from symback.formulas import Formulas, text_of

        own = self.graph.once(Formulas).in_own_value(self.graph.by_name[local.node], local.by)
        return text_of(own) or local.formula

    def formula(self, text: str | None) -> Formula | None:
        """A formula of the report, None where it has none."""
        return None if text is None else formula(text)


def is_positive(value: Value) -> bool:
    """True if a number is above zero: multiples of pi go by their factor."""
    return bool((value.factor if isinstance(value, (Pi, Surd)) else value) > 0)


def verdict_words(teller: Teller, verdict: Verdict, of: Name, by: Name, value: Value | None) -> list[Piece]:
    """Return what there is to say where a derivative is not simply right: kinks, undefined points, a nudge that overshoots."""
    if verdict.kind == "kink" and verdict.left is not None and verdict.right is not None:
        sides = say(
            "Careful, seen from ", by, ", ", of, " has a kink here: to the left the slope is ", teller.number(verdict.left, "left"),
            ", to the right it is ", teller.number(verdict.right, "right"), ".",
        )  # fmt: skip
        end = say(" By convention we take ", teller.number(value, "value"), ".") if value is not None else ()
        return [*sides, *end]
    if verdict.kind == "undefined":
        return list(
            say(
                "Careful, ", of, " has no derivative with respect to ", by, f" at this point: {worded(verdict.reason)}."
            )
        )
    if verdict.kind in ("epsilon", "rounding"):
        start = {
            "epsilon": "Careful, this nudge overshoots: ",
            "rounding": "Careful, doubles hold too few digits here: ",
        }[verdict.kind]
        tip = (
            say(" Try ", math(teller.epsilon, "=", teller.number(verdict.try_epsilon, "try")), ".")
            if verdict.try_epsilon
            else ()
        )
        return [*say(f"{start}{worded(verdict.reason)}."), *tip]
    if verdict.kind == "not checked" and verdict.reason:
        return list(say(f"Nudging could not check this one: {worded(verdict.reason)}."))
    if verdict.kind == "match" and verdict.reason:
        return list(say(f"Note: {worded(verdict.reason)}."))
    return []


def worded(reason: str | None) -> str:
    """A verdict's reason as words: ε is spelled out, for words are plain text in every format."""
    return (reason or "it is undefined").replace("ε", "the nudge")
