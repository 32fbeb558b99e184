"""A report as plain data: the object that JSON holds, stable for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symback.domains.text import decimal_text, exact_text, json_number, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from symback.domains.values import Number
    from symback.passes.judge import Verdict
    from symback.report.model import Chained, Input, Local, NodeValue, Nudged, Report, Slot, Term

SCHEMA = 1


def as_dict(report: Report, without: Container[str] = ()) -> dict[str, Any]:
    """The report as plain data; the lists named in `without` are empty."""
    writer = Writer(report)

    def rows(name: str, write: Callable[[Any], dict[str, Any]], found: Sequence[Any]) -> list[dict[str, Any]]:
        return [] if name in without else [write(row) for row in found]

    return {
        "schema": SCHEMA,
        "output": report.output,
        "arithmetic": report.arithmetic,
        "epsilon": exact_text(report.epsilons[0]),
        "scheme": report.scheme,
        "inputs": rows("inputs", writer.input, report.inputs),
        "nodes": rows("nodes", writer.node, report.nodes),
        "local": rows("local", writer.local, report.local_rows),
        "chained": rows("chained", writer.chained, report.chained_rows),
        "gradient": {name: json_number(v) for name, v in report.gradient.items()},
        "cost": {
            "nodes": report.cost.nodes,
            "parameters": report.cost.parameters,
            "backprop_steps": report.cost.backprop_steps,
            "nudge_steps": report.cost.nudge_steps,
        },
        "notes": list(report.notes),
    }


def number_data(value: Number | None, digits: int) -> dict[str, Any]:
    """value, exact and, where not rational, decimal."""
    if value is None:
        return {"value": None, "exact": None}
    exact = exact_text(value)
    if exact is not None:
        return {"value": json_number(value), "exact": exact}
    text = plain_text(value, digits) if isinstance(value, float) else decimal_text(value, digits, huge=digits)
    return {"value": json_number(value), "exact": None, "decimal": text}


class Writer:
    """Writes the rows of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        # By identity, for one number stands in several rows; it is held, so that no other can get its place.
        self.known: dict[int, tuple[Number | None, dict[str, Any]]] = {}

    def number(self, value: Number | None) -> dict[str, Any]:
        """value, exact and, where not rational, decimal."""
        if id(value) not in self.known:
            self.known[id(value)] = value, number_data(value, self.report.digits)
        return self.known[id(value)][1]

    def input(self, row: Input) -> dict[str, Any]:
        return {"name": row.name, "parameter": row.parameter, **self.number(row.value)}

    def node(self, row: NodeValue) -> dict[str, Any]:
        unused = {"unused": True} if row.unused else {}
        return {"name": row.name, "formula": row.formula, **self.number(row.value), **unused}

    def local(self, row: Local) -> dict[str, Any]:
        return {
            "node": row.node,
            "by": row.by,
            "formula": row.formula,
            **self.number(row.value),
            "slots": [self.slot(slot) for slot in row.slots],
            **self.nudges(row.nudges, "node"),
            **self.verdict(row.verdict),
        }

    def slot(self, row: Slot) -> dict[str, Any]:
        return {"slot": row.index, "formula": row.formula, **self.number(row.value)}

    def chained(self, row: Chained) -> dict[str, Any]:
        return {
            "by": row.by,
            "parameter": row.parameter,
            "in_nodes": row.in_nodes,
            "in_inputs": row.in_inputs,
            **self.number(row.value),
            "terms": [self.term(term) for term in row.terms],
            **self.nudges(row.nudges, "output"),
            **self.verdict(row.verdict),
        }

    def term(self, row: Term) -> dict[str, Any]:
        return {"through": row.through, "local": row.local, "upstream": row.upstream, **self.number(row.value)}

    def nudges(self, nudges: tuple[Nudged, ...], moved: str) -> dict[str, Any]:
        if not nudges:
            return {"nudge": None}
        written = [self.nudge(nudge, moved) for nudge in nudges]
        if len(written) == 1:
            return {"nudge": written[0]}
        several = [
            {"epsilon": exact_text(n.epsilon), **w, **self.verdict(n.verdict)}
            for n, w in zip(nudges, written, strict=True)
        ]
        return {"nudge": written[0], "nudges": several}

    def nudge(self, nudge: Nudged, moved: str) -> dict[str, Any]:
        minus = {"minus": self.number(nudge.minus)} if self.report.scheme == "central" else {}
        return {
            moved: self.number(nudge.moved),
            **minus,
            "k": self.number(nudge.k),
            "leftover": self.number(nudge.leftover),
        }

    def verdict(self, verdict: Verdict) -> dict[str, Any]:
        found: dict[str, Any] = {"verdict": verdict.kind}
        if verdict.left is not None and verdict.right is not None:
            found |= {"left": self.number(verdict.left), "right": self.number(verdict.right)}
        if verdict.try_epsilon is not None:
            found["try"] = exact_text(verdict.try_epsilon)
        if verdict.reason is not None:
            found["reason"] = verdict.reason
        if verdict.how is not None:
            found["how"] = verdict.how
        return found
