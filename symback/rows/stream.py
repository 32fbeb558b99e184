"""`diff --points`: from a file or a pipe to answers, with a bar on the way and what failed at the end."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from symback.errors import SymbackError
from symback.lines.progress import Progress
from symback.lines.streams import opened, writer
from symback.rows.answers import FORMATS, Points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.graph.graph import Graph
    from symback.report.options import Options

GZ = b"\x1f\x8b"


def answer_points(
    graph: Graph,
    file: str,
    given: Mapping[str, object],
    on_error: str,
    format_: str,
    output: str | None,
    *,
    precise: bool = False,
    only: Sequence[str] | None = None,
    judged: Options | None = None,
    delimiter: str | None = None,
) -> None:
    """Write the answers to the points in `file` (`-` is standard input). Raises SymbackError with the row that stops it."""
    if format_ not in FORMATS:
        raise SymbackError(f"--points answers as {', '.join(FORMATS)}, not {format_}")
    points = Points(graph, given, on_error, format_, precise, only, judged, delimiter)
    try:
        with opened(file) as stream, writer(output) as write, Progress(stream, output, "points") as bar:
            for text in points.answers(unpacked(stream)):
                write(text.encode("utf-8", "surrogateescape"))
                bar.done(points.rows)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise SymbackError(f"{file} is no whole gz file") from None
    if points.failed:
        what = "left out" if on_error == "skip" else "without an answer, or without all of it"
        sys.stderr.write(f"{points.failed} of {points.rows} points {what}\n")
    if points.rough:
        sys.stderr.write(
            f"{points.rough} of {points.rows} points lost digits where doubles cancel, and their numbers are left empty; "
            f"--precise works them out again, about a millisecond each ({points.again} were)\n"
        )


def unpacked(stream: BinaryIO) -> BinaryIO:
    """Return what a stream holds, unpacked where it is gz."""
    packed = stream.peek(2)[:2] == GZ if isinstance(stream, io.BufferedReader) else False
    return cast("BinaryIO", gzip.GzipFile(fileobj=stream)) if packed else stream
