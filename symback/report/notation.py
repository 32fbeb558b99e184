"""How the derivatives of a report are written for people: d or ∂."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.model import LEIBNIZ, Derivative, Notation
from symback.document.names import pretty

if TYPE_CHECKING:
    from symback.report.model import Report

DIRECT = "|direct"


def partial_sign(report: Report) -> str:
    """d with one input, ∂ with several, as the lectures have it."""
    return "d" if len(report.inputs) <= 1 else "∂"


def notation(report: Report) -> Notation:
    """Return how the derivatives and numbers of a report are written."""
    return Notation(LEIBNIZ, partial_sign(report), report.output, None, report.table_digits)


def edge(node: str, by: str, report: Report) -> Derivative:
    """The derivative on one edge, marked where it is not all of it."""
    return Derivative(node, by, direct=(node, by) in report.direct)


def derivative_label(of: str, by: str, report: Report) -> str:
    """`dJ/dw` or `∂J/∂w`, with Greek letters and subscripts set."""
    sign = partial_sign(report)
    return f"{sign}{pretty(of)}/{sign}{pretty(by)}"
