"""Graphs, plots and what a notebook shows, in a real Chromium: no barriers, no requests, every text in its place."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from browser import barriers

from symback import Graph
from symback.picture import svg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Open = Callable[..., Any]

RELU = "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2"
RELU_AT = {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1}
PHONE = {"width": 375, "height": 700}
PAGES = {
    "graph": ["graph", RELU, "--at", "x=1,y=5,w1=2,b1=0,w2=3,b2=1", "--wrt", "w1,b1,w2,b2", "--local"],
    "points": ["graph", "(2+3*w)**2", "--at", "w=3", "--at", "w=2"],
    "kink": ["graph", "abs(w) + where(w < 1, w, 2)", "--at", "w=0"],
    "formulas": ["graph", "sin(w)/w"],
    "hole": ["graph", "sin(w)/w", "--at", "w=0"],
    "deep": [
        "graph",
        "; ".join([*(f"a{i} = sin({f'a{i - 1}' if i else 'w'})*b" for i in range(9)), "J = a8**2"]),
        "--at",
        "w=1,b=2",
    ],
    "plot": ["plot", "w**2", "--at", "w=3", "--at", "w=2", "--at", "w=-3"],
    "contours": ["plot", "(w*x+b-y)**2/2", "--at", "w=2,b=8,x=-2,y=2", "--wrt", "w,b"],
}
LOOKS = {"light": {}, "dark": {"color_scheme": "dark"}, "phone": {"viewport": PHONE}}
TEXTS = """() => [...document.querySelectorAll("svg text")].filter(e => e.checkVisibility()).map(e => {
  const r = e.getBoundingClientRect();
  return [e.textContent, r.left, r.top, r.right, r.bottom];
})"""


WHOLE = """() => [...document.querySelectorAll("svg")].filter(e => e.checkVisibility()).every(e => {
  const r = e.getBoundingClientRect();
  return r.left >= 0 && r.right <= innerWidth && r.width > 200;
})"""


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """`opened(html)` opens a page from a file; errors, messages and requests of the page fail the test."""
    mishaps: list[str] = []
    contexts = []

    def call(html: str, **look: Any) -> Any:
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        contexts.append(chromium.new_context(offline=True, **look))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: mishaps.append(str(error)))
        page.on("console", lambda message: mishaps.append(message.text))
        page.on("request", lambda request: mishaps.append(request.url) if not request.is_navigation_request() else None)
        page.goto((tmp_path / "page.html").as_uri())
        return page

    yield call
    for context in contexts:
        context.close()
    assert mishaps == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_pages_have_no_barriers(name: str, look: str, opened: Open, run: Any) -> None:
    page = opened(run(*PAGES[name], "--format", "html").out, **LOOKS[look])
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")  # what is wide is scrolled on its own
    assert page.evaluate(WHOLE)


@pytest.mark.parametrize("look", LOOKS)
def test_what_a_notebook_shows_has_no_barriers(look: str, opened: Open) -> None:
    graph = Graph("(2+3*w)**2")
    shown = [
        graph._repr_svg_(),
        graph.at(w=3)._repr_html_(),
        graph.plot(w=3)._repr_svg_(),
        Graph("a*b").plot(a=1, b=2)._repr_svg_(),
    ]
    html = "".join(f"<section>{piece[piece.index('<svg') if '<svg' in piece else 0 :]}</section>" for piece in shown)
    start = (
        '<!DOCTYPE html><html lang="en"><head><title>Notebook</title><meta name="color-scheme" content="light"></head>'
    )
    page = opened(
        f"{start}<body style='background: #fff'><main><h1>Notebook</h1>{html}</main></body></html>", **LOOKS[look]
    )
    assert barriers(page) == []


def test_a_phone_gets_the_graph_going_down(opened: Open, run: Any) -> None:
    html = run(*PAGES["graph"], "--format", "html").out
    for look, visible in (
        (LOOKS["phone"], "for-phones"),
        ({"viewport": {"width": 1000, "height": 700}}, "for-screens"),
    ):
        page = opened(html, **look)
        figures = page.locator("figure")
        assert [f.get_attribute("class") for f in figures.all() if f.is_visible()] == [visible]
        drawing = page.locator(f".{visible} svg").bounding_box()
        assert drawing["x"] + drawing["width"] <= page.viewport_size["width"]


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize(
    ("program", "at"),
    [("3*(a+b*c)", {"a": 5, "b": 3, "c": 2}), (RELU, RELU_AT), ("sin(w)/w", {"w": 2}), ("where(α < 2, β*abs(α), β**2) + max(α, β)", {"alpha": 1, "beta": 2}), ("(2+3*w)**2", {})],
    ids=["lecture", "relu", "shared", "greek", "formulas"],
)  # fmt: skip
def test_no_text_stands_on_another(program: str, at: dict[str, int], down: bool, opened: Open) -> None:
    page = opened(
        f"<!DOCTYPE html>{svg(Graph(program), at, local=True, down=down)}", viewport={"width": 2400, "height": 1600}
    )
    found = page.evaluate(TEXTS)
    assert len(found) > 4
    for (a, left, top, right, bottom), (b, left2, top2, right2, bottom2) in combinations(found, 2):
        beside = right <= left2 + 1 or right2 <= left + 1
        below = bottom <= top2 + 3 or bottom2 <= top + 3  # a line is higher than its letters
        assert beside or below, (a, b)
