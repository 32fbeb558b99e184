"""The drawing of a graph in a story of it: fitted to a terminal, with edges lit, or as svg."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symback.picture.picture import picture_of
from symback.picture.terminal import drawn
from symback.picture.vector import svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.document.model import Look
    from symback.graph.graph import Graph
    from symback.picture.picture import Picture
    from symback.report.model import Report


@dataclass(frozen=True)
class Drawn:
    """As symback.explain.model.Drawn, of a picture."""

    picture: Picture

    def text(self, look: Look, lit: tuple[tuple[str, str], ...]) -> Sequence[str] | None:
        """The lines of the drawing; None where the paper is too narrow for it."""
        found = drawn(self.picture, look, lit=lit)
        return found.lines() if found is not None else None

    def svg(self) -> str:
        """The drawing as svg."""
        return svg(self.picture)


def drawing(graph: Graph, report: Report) -> Drawn:
    """The drawing of a graph with the numbers of a report."""
    return Drawn(picture_of(graph, report))
