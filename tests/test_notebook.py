"""What a notebook shows: of reports, graphs, plots and worksheets; and the tour that shows them all."""

from __future__ import annotations

import doctest
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import notebooks
import plot_gallery
import pytest

import symback

ROOT = Path(__file__).parent.parent
TOUR = ROOT / "examples" / "tour.ipynb"


class Checked(HTMLParser):
    """Every element that opens closes, in order; keeps what is said."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def said(html: str) -> str:
    page = Checked()
    page.feed(html)
    assert page.open == []
    return " ".join(page.said)


@pytest.mark.parametrize(
    ("program", "at", "parts"),
    [
        ("(2+3*w)**2", {"w": 3}, ["18*w + 12", "66.009", "match"]), ("abs(w)", {"w": 0}, ["kink"]), ("1/(1+exp(-z))", {}, ["exp(-z)"]),
        ("a*b # </div><script>", {"a": 1, "b": 2}, ["∂J/∂a"]), ("alpha_1**2", {"alpha_1": 2}, ["α₁"]),
    ],
)  # fmt: skip
def test_a_report_shows_its_tables(program: str, at: dict[str, object], parts: list[str]) -> None:
    html = symback.Graph(program).at(at)._repr_html_()
    text = said(html)
    assert all(part in text for part in parts)
    assert "<script" not in html
    assert "<html" not in html


def test_the_style_touches_nothing_outside() -> None:
    html = symback.Graph("w").at(w=1)._repr_html_()
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    for rule in re.findall(r"([^{}]+)\{", style[1]):
        assert all(".symback" in part for part in rule.split(",")), rule


@pytest.mark.parametrize(
    ("program", "at", "rows"),
    [
        ("(2+3*w)**2", {"w": 3}, [r"\frac{dJ}{dw} &= 18 w + 12 = 66"]), ("2*w", {"w": 3}, [r"\frac{dJ}{dw} &= 2"]),
        ("a*b", {"a": 2, "b": "1/3"}, [r"\frac{\partial J}{\partial a} &= b = \frac{1}{3}", r"\frac{\partial J}{\partial b} &= a = 2"]),
        ("alpha**2", {}, [r"\frac{dJ}{d\alpha} &= 2 \alpha"]),
    ],
)  # fmt: skip
def test_a_report_in_latex(program: str, at: dict[str, object], rows: list[str]) -> None:
    latex = symback.Graph(program).at(at)._repr_latex_()
    assert latex is not None
    assert latex.startswith("$$\\begin{aligned}\n")
    assert all(
        row in latex.replace("\\\\\n", "\n").split("\n") or f"{row} " in latex.replace("\\\\", "") for row in rows
    )
    assert latex.isascii()


def test_a_report_without_parameters_has_no_latex() -> None:
    assert symback.Graph("2*3").at()._repr_latex_() is None


@pytest.mark.parametrize("program", ["(2+3*w)**2", "w = 3; w**2", "x = 1; w*x", "gamma*w", "; ".join(f"n{i} = sin(w+{i})" for i in range(300))])  # fmt: skip
def test_a_graph_shows_its_picture(program: str) -> None:
    svg = symback.Graph(program)._repr_svg_()
    if program == "gamma*w":  # a function's name without a value: there is nothing to draw, and no error in a notebook
        assert svg is None
    else:
        assert svg is not None
        assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_plot_shows_its_svg_or_where_there_is_none_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util
    import sys

    picture = symback.Graph("w**2").plot(w=3)
    assert picture._repr_html_() is None
    assert (picture._repr_svg_() or "").startswith("<?xml")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert picture._repr_svg_() is None
    assert "⠙" in said(picture._repr_html_() or "")


def test_a_console_shows_text() -> None:
    from IPython.lib.pretty import pretty

    assert "Backward pass, chained derivatives" in pretty(symback.Graph("w**2").at(w=3))
    assert "J against w" in pretty(symback.Graph("w**2").plot(w=3))


def test_the_page() -> None:
    found = doctest.testfile(str(ROOT / "docs" / "notebook.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert found.attempted
    assert not found.failed


def test_the_tour_runs_and_shows_what_it_holds() -> None:
    """`python tests/notebooks.py examples/tour.ipynb` writes the outputs anew. Of pictures the words are compared."""
    shown = notebooks.run(TOUR)
    kept = [cell["outputs"] for cell in notebooks.cells(TOUR) if cell["cell_type"] == "code"]
    assert [words(outputs) for outputs in shown] == [words(outputs) for outputs in kept]
    kinds = {kind for outputs in shown for output in outputs for kind in output.get("data", {})}
    assert kinds >= {"text/html", "text/latex", "image/svg+xml", "text/plain"}


def words(outputs: list[notebooks.Output]) -> list[object]:
    """What outputs say, without how a picture is drawn."""
    found: list[object] = []
    for output in outputs:
        data = {kind: "".join(text) for kind, text in output.get("data", {}).items()}
        if "image/svg+xml" in data:
            data["image/svg+xml"] = json.dumps(plot_gallery.texts(data["image/svg+xml"]), ensure_ascii=False)
        if "text/html" in data:
            data["text/html"] = said(re.sub(r"<style>.*?</style>", "", data["text/html"], flags=re.DOTALL))
        found.append({**output, "data": data})
    return found
