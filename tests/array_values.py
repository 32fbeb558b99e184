"""What tests of arrays share: nested lists as their entries, and a formula's value at a point."""

from __future__ import annotations

from typing import Any

from symback.graph.graph import graph_of
from symback.report.arrays import array_report
from symback.report.options import Options


def flat(value: Any) -> list[Any]:
    return [one for part in value for one in flat(part)] if isinstance(value, list) else [value]


def evaluated(text: str, values: dict[str, Any]) -> list[float]:
    """A formula's entries at a point, by the program that it is."""
    names = {
        name: value
        for name, value in values.items()
        if name in graph_of(text, arrays=True, valued=tuple(values)).inputs
    }
    if not names:
        return [
            float(one)
            for one in flat(
                array_report(graph_of(text, arrays=True), {}, Options(formulas=False, nudges=False)).nodes[-1].value
            )
        ]
    report = array_report(
        graph_of(text, "none", valued=tuple(names), arrays=True), names, Options(formulas=False, nudges=False)
    )
    return [float(one) for one in flat(report.nodes[-1].value)]
