"""`symback diff` of programs with vectors and matrices: their values from files, and what is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import look, read_file, write
from symback.cli.options import make_options, refuse
from symback.errors import SymbackError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symback.document.model import Document
    from symback.graph.graph import Graph
    from symback.report.arrays import ArrayReport
    from symback.report.options import Options

IN_FILES = (".npy", ".csv", ".tsv", ".json")
IDLE = ("points_file", "sweep", "cost", "hvp", "order", "nudge", "partial", "only", "how", "top", "split")
MOST_BYTES = 80 * 10**6  # of a file of arrays


def from_files(point: dict[str, object]) -> dict[str, object]:
    """The values, those such as `@W.npy` read from their files."""
    return {
        name: array_from(value[1:], name) if isinstance(value, str) and value.startswith("@") else value
        for name, value in point.items()
    }


def array_from(file: str, name: str) -> object:
    """The array in a file. Raises SymbackError where it holds none."""
    if file.endswith(".npy"):
        return loaded(file)
    if file.endswith(".json"):
        import json

        try:
            return json.loads(read_file(file), parse_float=str, parse_int=str, parse_constant=str)
        except (ValueError, RecursionError) as error:
            raise SymbackError(f"{file} is not JSON: {error}") from None
    if not file.endswith((".csv", ".tsv")):
        raise SymbackError(f"{name}: {file} is none of {', '.join(IN_FILES)}", hint=f"{name}=@{name}.csv")
    from symback.delimited import table

    rows = [[cell.strip() for cell in row] for row in table(read_file(file), file)]
    if not rows:
        raise SymbackError(f"{file} holds no numbers")
    return [row[0] for row in rows] if all(len(row) == 1 for row in rows) else rows


def loaded(file: str) -> Any:
    """Return what NumPy reads in a file: an array, or arrays by name. Raises SymbackError for anything else, and for files too large."""
    import os

    import numpy as np

    try:
        if os.path.getsize(file) > MOST_BYTES:
            raise SymbackError(f"{file} holds over {MOST_BYTES // 10**6} MB")
        if file.endswith(".npz"):
            refuse_large_members(file)
            with np.load(file, allow_pickle=False) as arrays:
                return {name: of_numbers(arrays[name], f"{file}, {name}") for name in arrays.files}
        return of_numbers(np.load(file, mmap_mode="r", allow_pickle=False), file)
    except OSError as error:
        raise SymbackError(f"{file}: {error.strerror or 'no array of NumPy'}") from None
    except (ValueError, EOFError) as error:
        raise SymbackError(f"{file} holds no array of numbers: {str(error)[:80]}") from None


def refuse_large_members(file: str) -> None:
    """Raise SymbackError where a compressed file would grow too large."""
    import zipfile

    try:
        with zipfile.ZipFile(file) as packed:
            if sum(member.file_size for member in packed.infolist()) > MOST_BYTES:
                raise SymbackError(f"{file} holds over {MOST_BYTES // 10**6} MB")
    except zipfile.BadZipFile:
        raise SymbackError(f"{file} holds no arrays of NumPy") from None


def of_numbers(array: Any, where: str) -> Any:
    """An array of numbers. Raises SymbackError for one of others, of NaN, of three axes, or too large."""
    from symback.syntax.arrays import LARGEST

    if array.dtype.kind not in "iuf":
        raise SymbackError(f"{where} holds no numbers, but {array.dtype}")
    if array.size > LARGEST or array.ndim > 2:
        what = "three axes or more" if array.ndim > 2 else f"{array.size:,} entries; at most {LARGEST:,}"
        raise SymbackError(f"{where} has {what}")
    return array.item() if array.ndim == 0 else array


def answer(graph: Graph, listed: list[dict[str, object]], choices: dict[str, Any]) -> None:
    """Write the report of a program with arrays at every point, or the values that --get names."""
    from symback.document import formats

    refuse("a program with vectors and matrices", *IDLE)
    if choices["which"] == "local":
        raise click.UsageError("--table local is not there for programs with vectors and matrices.")
    options = make_options(choices, formulas=not choices["numbers_only"])
    if choices["get"]:
        write("\n".join(got(graph, listed, choices["get"], options)), choices["output"])
        return
    chosen = formats.load(choices["format_"])
    shown = replace(look(choices["color"], choices["output"]), digits=options.get_digits)
    made = pages(graph, listed, options, choices["which"], chosen.AUDIENCE)
    write("".join(chosen.render(made, shown)), choices["output"])


def pages(
    graph: Graph, listed: list[dict[str, object]], options: Options, which: str | None, audience: str
) -> Iterator[Document]:
    """A page a point."""
    from symback.document.model import PEOPLE, Document, notes, paragraph
    from symback.report.array_tables import as_dict, tables
    from symback.report.arrays import array_report

    wanted = which or ("all" if audience == PEOPLE else "chained")
    for point in listed:
        report = array_report(graph, point, options)

        def blocks(report: ArrayReport = report) -> Any:
            found = tables(report, wanted, audience)
            if audience != PEOPLE:
                return found
            return [*paragraph(at_line(report)), *found, *notes(tuple(f"Note: {note}" for note in report.notes))]

        def data(report: ArrayReport = report) -> dict[str, Any]:
            return as_dict(report)

        yield Document(graph.program, blocks, data, caveats=report.notes)


def at_line(report: ArrayReport) -> str:
    """The inputs and their values in a line."""
    from symback.report.array_tables import value_text

    if not report.has_values or not report.inputs:
        return ""
    digits = report.options.table_digits
    return "At " + ", ".join(f"{row.name} = {value_text(row.value, digits)}" for row in report.inputs)


def got(graph: Graph, listed: list[dict[str, object]], asked: tuple[str, ...], options: Options) -> list[str]:
    """A line for every value that --get names; those of several points with tabs between."""
    from symback.cli.values import split_list
    from symback.report import array_tables

    names = [name.strip() for several in asked for name in split_list(several)]
    forms = {name.rpartition(":")[2] for name in names if ":" in name}
    options = replace(options, formulas=bool(forms & {"formula", "nodes"}), nudges="nudge" in forms)
    known: list[dict[str, Any]] = [{} for _ in listed]
    return [
        "\t".join(
            array_tables.got(graph, point, name, options, reports) for point, reports in zip(listed, known, strict=True)
        )
        for name in names
    ]
