"""What a picture is drawn from, for programs: JSON with the points and the samples, or the samples alone as CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from symback.plot.model import Contours, Plot
from symback.plot.sample import coarse
from symback.plot.words import notes
from symback.render.json import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.plot.model import Drawing, Slope, Touch

SCHEMA = 1
GRID = 40  # places along each side of a field, less one


def render_json(picture: Drawing) -> str:
    """One line of JSON."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "program": picture.program,
        "output": picture.output,
        "by": list(picture.by),
        "points": [point(picture, touch) for touch in picture.touches],
        "notes": notes(picture),
    }
    if isinstance(picture, Contours):
        across, up, heights = grid(picture)
        names = picture.by
        data["ranges"] = {names[0]: list(picture.paper.x), names[1]: list(picture.paper.y)}
        data["levels"] = [level for level, _ in picture.levels]
        data["grid"] = {"inputs": [across, up], "output": heights}
    if isinstance(picture, Plot):
        data["ranges"] = {picture.by[0]: list(picture.paper.x)}
        data["heights"] = list(picture.paper.y)
        data["pieces"] = [{"input": piece.x.tolist(), "output": piece.y.tolist()} for piece in picture.pieces]
    return json.dumps(data, allow_nan=False)


def point(picture: Drawing, touch: Touch) -> dict[str, Any]:
    """A point, with its slopes as `diff --format json` has them."""
    write = Writer(touch.report)
    inputs = [{"name": name, **write.number(value)} for name, value in zip(picture.by, touch.inputs, strict=True)]
    slopes = [slope_data(write, slope) for slope in touch.slopes]
    return {"inputs": inputs, "output": write.number(touch.output), "slopes": slopes}


def slope_data(write: Writer, slope: Slope) -> dict[str, Any]:
    nudges = write.nudges(slope.nudges, "output")
    return {"by": slope.by, **write.number(slope.value), **nudges, **write.verdict(slope.verdict)}


def grid(picture: Contours) -> tuple[list[float], list[float], list[list[float | None]]]:
    """Both inputs' values, and the output's: a row for every value of the second input."""
    x, y = coarse(picture.paper.x, GRID), coarse(picture.paper.y, GRID)
    across, up = np.meshgrid(x, y)
    found = picture.function(across.ravel(), up.ravel()).reshape(across.shape)
    heights = [[value if math.isfinite(value) else None for value in row] for row in found.tolist()]
    return x.tolist(), y.tolist(), heights


def render_csv(picture: Drawing) -> str:
    """The samples under a header: of a curve with the number of the piece, of a field without."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n")
    if isinstance(picture, Contours):
        write.writerow([*picture.by, picture.output])
    else:
        write.writerow([*picture.by, picture.output, "piece"])
    write.writerows(rows(picture))
    return text.getvalue()


def rows(picture: Drawing) -> Iterator[list[float | None]]:
    if isinstance(picture, Contours):
        across, up, heights = grid(picture)
        for y, row in zip(up, heights, strict=True):
            yield from ([x, y, height] for x, height in zip(across, row, strict=True))
    if isinstance(picture, Plot):
        for number, piece in enumerate(picture.pieces, 1):
            yield from ([x, y, number] for x, y in zip(piece.x.tolist(), piece.y.tolist(), strict=True))
