"""Pictures of a graph: where its boxes and wires stand, and the terminal, svg, dot and other drawings of them.

>>> from symback import Graph
>>> from symback.picture import svg
>>> svg(Graph("(2+3*w)**2"), {"w": 3}).splitlines()[1].split(">")[1]
'Computation graph of (2+3*w)**2 at w = 3</title'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.picture.picture import MOST_BOXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from symback.graph.graph import Graph
    from symback.report.model import Report

__all__ = ["MOST_BOXES", "svg"]


def svg(
    graph: Graph,
    at: Mapping[str, object] | Report | None = None,
    *,
    local: bool = False,
    theme: str = "auto",
    down: bool = False,
    most: int = MOST_BOXES,
) -> str:
    """The svg text of a graph: at a point, given by its values or its report, or else in formulas alone.

    `local` writes the local derivatives on the edges; `theme` is light, dark, or auto, which follows the reader's setting;
    `down` draws top down; a graph of more than `most` inputs and nodes is drawn with some of them together.

    Raises SymbackError as `Graph.at` does.
    """
    from symback.picture.picture import picture_of
    from symback.picture.vector import svg as drawn
    from symback.report.build import report_at
    from symback.report.model import Report
    from symback.report.options import Options

    report = at if isinstance(at, Report) else report_at(graph, at or {}, Options(nudges=False))
    return drawn(picture_of(graph, report, local=local, most=most), theme=theme, down=down)
