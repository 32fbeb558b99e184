"""svg, html, dot, mermaid, json and png: well-formed, self-contained, escaped, and with everything in them."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import sys
from html.parser import HTMLParser
from itertools import product
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from symback import Graph, Options
from symback.document.model import Look
from symback.document.style import DARK, LIGHT
from symback.picture import formats, svg
from symback.picture.formats import Choices, View
from symback.picture.formats.html import PHONE
from symback.picture.picture import picture_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer

SVG = "{http://www.w3.org/2000/svg}"
PROGRAMS: dict[str, dict[str, object]] = {
    "(2+3*w)**2": {"w": 3},
    "3*(a+b*c)": {},
    "w": {"w": 1},
    "3+4": {},
    "where(w <= b, w**2, b) + max(w, b)": {"w": 1, "b": 2},
    "u = a*b; v = b*c; J = u*v + a": {"a": 1, "b": "1/3", "c": 3},
    "end = graph*node; subgraph = end**2; J = subgraph + style": {"graph": 1, "node": 2, "style": 3},
    "α_1*lambda + class # <b>&\"'</b> -->  ]]> \\ {|} `x`": {},
    "sin(w)/w": {"w": 0.5},
}
CASES = list(product(PROGRAMS, (False, True)))


def view(program: str, *, local: bool) -> View:
    graph = Graph(program)
    report = graph.report(PROGRAMS[program], Options(nudges=False))
    return View(graph, report, picture_of(graph, report, local=local))


def rendered(name: str, program: str, *, local: bool = True, direction: str = "auto") -> str:
    made = formats.load(name).render([view(program, local=local)], Choices(Look(), direction))
    assert isinstance(made, str)
    return made


@pytest.mark.parametrize(("program", "local"), CASES)
def test_svg(program: str, local: bool) -> None:
    text = rendered("svg", program, local=local)
    picture = view(program, local=local).picture
    root = ElementTree.fromstring(text)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert picture.heading in (title.text or "")
    words = {"".join(node.itertext()) for node in root.iter(f"{SVG}text")}
    for part in picture.parts:
        assert part.label in words
        assert {part.formula, part.value} - {""} <= words
        assert part.label in (description.text or "")
    assert {edge.text for edge in picture.edges} - {""} <= words
    assert len(list(root.iter(f"{SVG}g"))) == len(picture.parts) + len(picture.edges)
    assert len([p for p in root.iter(f"{SVG}path") if p.get("class") == "arrow"]) == len(picture.edges)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", ["svg", "html"])
def test_nothing_from_outside(name: str, program: str) -> None:
    text = rendered(name, program).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|\bhref|\bsrc=|url\(|@import|@font-face|<script|<image|<foreignObject|\bon\w+=", text)


def test_rules_of_an_svg_stay_within_it() -> None:
    """Pictures stand side by side in one page: every rule and every id is its own."""
    made = [svg(Graph("(2+3*w)**2"), {"w": number}) for number in (3, 4)]
    for text in made:
        own = re.search(r'id="(symback-\w+)"', text)
        assert own is not None
        style = text[text.index("<style>") + 7 : text.index("</style>")]
        selectors = re.findall(r"^\s*([^{}@]+)\{", style, re.MULTILINE)
        assert selectors
        assert all(part.strip().startswith(f"#{own[1]}") for group in selectors for part in group.split(","))
    first, second = (set(re.findall(r'id="([^"]+)"', text)) for text in made)
    assert not first & second


def test_themes() -> None:
    auto, light, dark = (svg(Graph("w**2"), {"w": 3}, theme=theme) for theme in ("auto", "light", "dark"))
    assert "prefers-color-scheme: dark" in auto
    assert LIGHT["forward"] in auto
    assert DARK["forward"] in auto
    assert "prefers" not in light + dark
    assert DARK["forward"] not in light
    assert LIGHT["forward"] not in dark


class Checker(HTMLParser):
    """Follows the tags of a page: each is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("program", PROGRAMS)
def test_html(program: str) -> None:
    text = rendered("html", program)
    checker = Checker()
    checker.feed(text)
    assert checker.open == []
    wide = int(ElementTree.fromstring(rendered("svg", program)).get("width", "")) > PHONE
    figures = text.count("<figure")
    assert figures == 1 or wide
    assert (checker.seen.count("svg"), checker.seen.count("table")) == (figures, 1)
    assert (text.count('class="for-phones"'), text.count('class="for-screens"')) == (figures - 1, figures - 1)
    assert "<b>&" not in text


@pytest.mark.parametrize(("program", "local"), CASES)
@pytest.mark.skipif(
    shutil.which("dot") is None, reason="Graphviz is not installed: its own reading of dot is not checked"
)
def test_graphviz_reads_dot(program: str, local: bool) -> None:
    text = rendered("dot", program, local=local)
    done = subprocess.run(["dot", "-Tplain"], input=text.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    kinds = [line.split()[0] for line in done.stdout.decode().splitlines()]
    picture = view(program, local=local).picture
    assert kinds.count("node") == len(picture.parts)
    assert kinds.count("edge") == len(picture.edges)


HTML = r"<(?:[^<>&]|&(?:lt|gt|amp|quot|#x27);|</?b>|<br/>|</?font(?: color=\"#[0-9a-f]{6}\")?>)*>"
ID = r'"(?:[^"\\]|\\.)*"'
DOT = re.compile(rf"  {ID}(?: -> {ID})? \[label=(?:{HTML}|\"\")(?:, [a-z]+=(?:\"[a-z,]+\"|\w+))*\];")


@pytest.mark.parametrize(("program", "local"), CASES)
def test_dot(program: str, local: bool) -> None:
    first, rankdir, label, _, _, *lines, last = rendered("dot", program, local=local).splitlines()
    assert (first, rankdir, last) == ("digraph symback {", "  rankdir=LR;", "}")
    assert re.fullmatch(rf"  label={ID};", label)
    for line in lines:
        assert DOT.fullmatch(line), line


WORDS = r"(?:[^\"<>#&`]|#(?:lt|gt|amp|quot|35|96);|<br/>)*"
MERMAID = re.compile(
    rf'  n\d+(?:\["{WORDS}"\]|\(\["{WORDS}"\]\)| -->(?:\|"{WORDS}"\|)? n\d+)|  style n\d+ [a-z-]+: ?[\w #]+(?:,[a-z-]+:\w+)?'
)


@pytest.mark.parametrize(("program", "local"), CASES)
def test_mermaid(program: str, local: bool) -> None:
    first, *lines = rendered("mermaid", program, local=local).splitlines()
    assert first == "flowchart LR"
    for line in lines:
        assert MERMAID.fullmatch(line), line


def test_a_page_of_one_direction_has_one_drawing() -> None:
    program = max(PROGRAMS, key=len)
    assert all(rendered("html", program, direction=way).count("<svg ") == 1 for way in ("right", "down"))


def test_markdown() -> None:
    """The chart between its fences, and a row a part."""
    for program in PROGRAMS:
        picture, text = view(program, local=True).picture, rendered("markdown", program)
        chart = text.partition("```mermaid\n")[2].partition("```")[0]
        assert chart == rendered("mermaid", program)
        rows = [line for line in text.rpartition("```")[2].splitlines() if line.startswith("| ")]
        assert len(rows) == 2 + len(picture.parts)
        assert {row.count("|") - row.count("\\|") for row in rows} == {rows[0].count("|")}


@pytest.mark.parametrize("name", ["svg", "html", "dot", "mermaid", "markdown", "plain"])
def test_nothing_grows_with_the_inputs_of_a_large_graph(name: str) -> None:
    """A graph that is drawn as a few boxes makes a small picture, and no list of 3,000 values."""
    program = "J = " + " + ".join(f"w{i}*x{i}" for i in range(1500))
    graph = Graph(program)
    report = graph.report(dict.fromkeys(graph.inputs, 1), Options(nudges=False, formulas=False))
    made = formats.load(name).render([View(graph, report, picture_of(graph, report))], Choices(Look()))
    assert len(made) < 50_000


def test_a_heading_has_no_comments_and_no_broken_bytes() -> None:
    program = "t = w*w # \x01 \udcff <b> ]]>\n\nJ = (t\n - 1)**2"
    for name in ("svg", "html", "dot", "mermaid", "markdown"):
        graph = Graph(program)
        report = graph.report({}, Options(nudges=False))
        text = formats.load(name).render([View(graph, report, picture_of(graph, report))], Choices(Look()))
        assert isinstance(text, str)
        text.encode()
        assert "\x01" not in text
    root = ElementTree.fromstring(svg(Graph(program)))
    assert (root.findtext(f"{SVG}title") or "").endswith("of t = w*w; J = (t - 1)**2")


@pytest.mark.parametrize("name", ["svg", "html", "dot", "mermaid", "markdown", "json", "plain", "table"])
def test_standard_output_that_takes_ascii_only(name: str, process: Callable[..., Answer]) -> None:
    """Everything is there all the same, spelled as the format spells it."""
    answer = process("graph", "α**2/β", "--local", "--format", name, env={"PYTHONIOENCODING": "ascii"})
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.isascii()
    assert "\\u03b1" not in answer.out or name == "json"
    alpha = {"svg": "&#945;", "html": "&#945;", "dot": "&#945;", "mermaid": "#945;"}.get(name, "alpha")
    assert alpha in answer.out
    if name == "svg":
        assert "α" in "".join(ElementTree.fromstring(answer.out).itertext())


def test_down() -> None:
    assert rendered("mermaid", "(2+3*w)**2", direction="down").startswith("flowchart TD\n")
    assert "rankdir=TB" in rendered("dot", "(2+3*w)**2", direction="down")
    wide, high = (ElementTree.fromstring(rendered("svg", "(2+3*w)**2", direction=d)) for d in ("right", "down"))
    assert int(wide.get("width", "")) > int(wide.get("height", ""))
    assert int(high.get("width", "")) < int(high.get("height", ""))


def test_json(run: Callable[..., Answer]) -> None:
    """The object of diff, the edges, and a box and a wire for each."""
    program = ["u = a*b; J = u+a*a", "--at", "a=2,b=3"]
    found = json.loads(run("graph", *program, "--format", "json").out)
    other = json.loads(run("diff", *program, "--format", "json").out)
    assert {key: found[key] for key in ("schema", "output", "inputs", "nodes", "gradient")} == {
        key: other[key] for key in ("schema", "output", "inputs", "nodes", "gradient")
    }
    assert found["edges"] == [
        {"from": "a", "to": "u", "slots": [0]},
        {"from": "b", "to": "u", "slots": [1]},
        {"from": "u", "to": "J", "slots": [0]},
        {"from": "a", "to": "J", "slots": [1, 2]},
    ]
    assert [box["name"] for box in found["layout"]["boxes"]] == ["a", "b", "u", "J"]
    assert [(w["from"], w["to"]) for w in found["layout"]["wires"]] == [(e["from"], e["to"]) for e in found["edges"]]


def test_png(tmp_path: object, run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py", reason="the extra symback[graph] is not installed: png is not drawn")
    name = f"{tmp_path}/w.png"
    answer = run("graph", "(2+3*w)**2", "--at", "w=3", "-o", name)
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    with open(name, "rb") as stream:
        data = stream.read()
    root = ElementTree.fromstring(svg(Graph("(2+3*w)**2"), {"w": 3}))
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (2 * int(root.get("width", "")), 2 * int(root.get("height", "")))


def test_png_without_resvg(run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    answer = run("graph", "w**2", "--format", "png")
    assert (answer.code, answer.out) == (2, "")
    assert "pip install resvg-py" in answer.err


def test_a_report_of_the_graph_is_drawn_as_it_is() -> None:
    graph = Graph("(2+3*w)**2")
    assert svg(graph, graph.at(w=3)) == svg(graph, {"w": 3})
    assert "6a" in svg(graph)
