"""Runs a notebook's cells in a fresh IPython and gives what each of them shows.

As a script it writes the outputs into the notebook: `python tests/notebooks.py examples/tour.ipynb`.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

Output = dict[str, Any]
LARGEST = 60_000  # characters of an output that is kept in the file


def cells(path: Path) -> list[dict[str, Any]]:
    found = json.loads(path.read_text("utf-8"))["cells"]
    assert isinstance(found, list)
    return found


def run(path: Path) -> list[list[Output]]:
    """The outputs of every cell of code, as a notebook keeps them. AssertionError where a cell fails."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    shown: list[dict[str, str]] = []

    class Kept(DisplayHook):  # type: ignore[misc]
        """Keeps what a console would print."""

        def __call__(self, result: Any = None) -> None:
            if result is not None:
                shown.append(self.compute_format_data(result)[0])

    quiet = Config()
    quiet.HistoryManager.enabled = False
    with tempfile.TemporaryDirectory() as folder:
        shell = InteractiveShell(config=quiet, ipython_dir=folder, displayhook_class=Kept)
        found = []
        for number, cell in enumerate((c for c in cells(path) if c["cell_type"] == "code"), 1):
            shown.clear()
            printed = io.StringIO()
            with redirect_stdout(printed):
                done = shell.run_cell("".join(cell["source"]))
            assert done.success, "".join(cell["source"]) + "\n" + printed.getvalue()
            found.append(outputs(printed.getvalue(), shown, number))
    return found


def outputs(printed: str, shown: list[dict[str, str]], number: int) -> list[Output]:
    """What a cell printed, then what it shows."""
    found: list[Output] = []
    if printed:
        found.append({"name": "stdout", "output_type": "stream", "text": lines(printed)})
    for bundle in shown:
        data = {kind: lines(text) for kind, text in bundle.items() if len(text) <= LARGEST}
        if len(data) < len(bundle):
            data["text/plain"] = ["run this cell to see what it shows"]
        found.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return found


def lines(text: str) -> list[str]:
    """A text as a notebook keeps it: by lines."""
    return text.splitlines(keepends=True)


def write(path: Path) -> None:
    """Run the notebook and put the outputs in."""
    notebook = json.loads(path.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, (cell, shown) in enumerate(zip(code, run(path), strict=True), 1):
        cell["outputs"], cell["execution_count"] = shown, number
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
