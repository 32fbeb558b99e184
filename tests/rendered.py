"""A report in a format, as text: what the tests of formats read."""

from __future__ import annotations

from symback import Graph
from symback.document import formats
from symback.document.model import Look
from symback.render.pages import pages
from symback.report.options import Options

LECTURE = ("(2+3*w)**2", [{"w": "3"}])
KINK = ("relu(w)*v", [{"w": "0", "v": "1"}])


def written(
    name: str,
    case: tuple[str, list[dict[str, str]]],
    which: str | None = None,
    look: Look | None = None,
    **options: object,
) -> str:
    program, points = case
    graph = Graph(program)
    chosen = formats.load(name)
    reports = (graph.report(point, Options(**options)) for point in points)  # type: ignore[arg-type]
    made = pages(reports, which, chosen.AUDIENCE, several=len(points) > 1)
    return "".join(chosen.render(made, look or Look(width=200)))
