"""How the derivatives of a report are written for people: d or ∂."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.names import pretty

if TYPE_CHECKING:
    from symback.report.model import Report

DIRECT = "|direct"


def partial_sign(report: Report) -> str:
    """d with one input, ∂ with several, as the lectures have it."""
    return "d" if len(report.inputs) <= 1 else "∂"


def derivative_label(of: str, by: str, report: Report) -> str:
    """`dJ/dw` or `∂J/∂w`, with Greek letters and subscripts set."""
    sign = partial_sign(report)
    return f"{sign}{pretty(of)}/{sign}{pretty(by)}"


def edge_label(node: str, by: str, report: Report) -> str:
    """The derivative on one edge, marked where it is not all of it: `dJ/dw|direct`."""
    return derivative_label(node, by, report) + (DIRECT if (node, by) in report.direct else "")
