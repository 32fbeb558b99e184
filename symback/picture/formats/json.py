"""JSON: the object of `symback diff --format json`, with the graph's edges and the places of its boxes and wires."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from symback.picture.vector import placed
from symback.render.json import as_dict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.graph.graph import Graph
    from symback.picture.formats import Choices, View
    from symback.picture.picture import Picture

SEVERAL = True
PLACE = ("column", "row", "x", "y", "width", "height")


def render(views: Sequence[View], choices: Choices) -> str:
    """An object a line."""
    return "".join(json.dumps(data(view, down=choices.down), allow_nan=False) + "\n" for view in views)


def data(view: View, *, down: bool) -> dict[str, Any]:
    return {**as_dict(view.report), "edges": list(edges(view.graph)), "layout": layout(view.picture, down=down)}


def edges(graph: Graph) -> Iterator[dict[str, Any]]:
    """From which operand to which node, and the slots of the node's formula that it stands in."""
    for node in graph.nodes:
        for operand, slots in node.places().items():
            yield {"from": operand, "to": node.name, "slots": slots}


def layout(picture: Picture, *, down: bool) -> dict[str, Any]:
    """The boxes and wires of the svg, in pixels from the upper left corner."""
    found = placed(picture, down=down)
    boxes = [
        {"name": box.name, "count": picture.by_name[box.name].count, **{key: getattr(box, key) for key in PLACE}}
        for box in found.boxes
    ]
    wires = [{"from": wire.source, "to": wire.target, "points": [list(p) for p in wire.points]} for wire in found.wires]
    return {"width": found.width, "height": found.height, "boxes": boxes, "wires": wires}
