"""Every format of an explanation: that it is well-formed, complete, and shows with nothing else at hand."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from symback.render.explain_html import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Answer

FORMATS = ("table", "plain", "markdown", "latex", "html", "json")
LAYERS = "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2"
PROGRAMS: dict[str, list[str]] = {
    "network": ["(2+3*w)**2", "--at", "w=3"],
    "two-layers": [LAYERS, "--at", "x=1,y=5,w1=2,b1=0,w2=3,b2=1", "--wrt", "w1,b1,w2,b2"],
    "used-twice": ["sin(w)/w + log2(lambda_1)*asin(w)", "--at", "w=pi/4,lambda_1=1.5"],
    "kink": ["relu(w) + abs(x)**3 - cbrt(my_name)", "--at", "w=0,x=-1e-20,my_name=2"],
    "no-values": ["θ/(1 + e**(-α₁)) + where(x < 2, x, 1)  # 100 % $tex_ \\{}&~^"],
}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_every_program(name: str, format_: str, run: Callable[..., Answer]) -> None:
    told = run("explain", *PROGRAMS[name], "--format", format_)
    assert (told.code, told.err) == (0, "")
    assert len(told.out) > 500
    brief = run("explain", *PROGRAMS[name], "--format", format_, "--brief")
    assert (brief.code, brief.err) == (0, "")
    assert len(brief.out) < len(told.out)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex: apt-get install texlive-latex-base")
@pytest.mark.parametrize(
    ("name", "notation"), [*((n, "leibniz") for n in PROGRAMS), ("used-twice", "dvar"), ("used-twice", "prime")]
)
def test_the_latex_compiles_as_it_is(name: str, notation: str, run: Callable[..., Answer], tmp_path: Path) -> None:
    source = tmp_path / "story.tex"
    assert run("explain", *PROGRAMS[name], "--format", "latex", "--notation", notation, "-o", str(source)).code == 0
    compiled = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", source.name],
        cwd=tmp_path, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert compiled.returncode == 0, compiled.stdout.decode("latin-1")[-1500:]
    assert source.with_suffix(".pdf").stat().st_size > 10_000


@pytest.mark.parametrize("name", PROGRAMS)
def test_latex_is_ascii_and_balanced(name: str, run: Callable[..., Answer]) -> None:
    text = run("explain", *PROGRAMS[name], "--format", "latex").out
    assert text.isascii()
    body = text.replace(r"\{", "").replace(r"\}", "").replace(r"\$", "")
    assert body.count("{") == body.count("}")
    assert body.count("$") % 2 == 0
    assert body.count(r"\left") == body.count(r"\right")


class Page(HTMLParser):
    """Reads a page, and keeps the tags that are open, the addresses, and the mathematics."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)
        self.addresses += [value or "" for key, value in attrs if key in ("src", "href", "action")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", PROGRAMS)
def test_html_needs_nothing_else(name: str, run: Callable[..., Answer]) -> None:
    text = run("explain", *PROGRAMS[name], "--format", "html").out
    assert text.count(f"<script>{SCRIPT}</script>") == 1
    text = text.replace(f"<script>{SCRIPT}</script>", "").replace('xmlns="http://www.w3.org/2000/svg"', "")
    page = Page()
    page.feed(text)
    assert page.open == []
    assert page.addresses == []
    assert text.count("<svg") == 1
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<script|<link|<img", text)
    assert "prefers-color-scheme: dark" in text
    found = re.findall(r"<math>.*?</math>", text)
    assert len(found) > 12
    for piece in found:
        ET.fromstring(piece)


def test_markup_in_a_program_is_text(run: Callable[..., Answer]) -> None:
    text = run("explain", "where(w<b, w, 1) # <script>alert(1)</script> & `x` $y$", "--format", "html").out
    assert text.count("<script") == 1  # the page's own
    assert "w&lt;b" in text  # of the comment nothing is shown


@pytest.mark.parametrize("name", PROGRAMS)
def test_json_holds_the_steps_as_data(name: str, run: Callable[..., Answer]) -> None:
    data = json.loads(run("explain", *PROGRAMS[name], "--long", "--format", "json").out)
    assert data["schema"] == 1
    assert [step["kind"] for step in data["steps"]][:3] == ["graph", "forward", "backward"]
    for step in data["steps"]:
        assert {"kind", "title", "node", "formula", "numbers", "sentence", "lines"} <= step.keys()
        assert step["sentence"] == " ".join(line["sentence"] for line in step["lines"])
        assert [n for line in step["lines"] for n in line["numbers"]] == step["numbers"]


def test_json_numbers_say_which_they_are(run: Callable[..., Answer]) -> None:
    data = json.loads(run("explain", "(2+3*w)**2", "--at", "w=3", "--long", "--format", "json").out)
    [step] = [step for step in data["steps"] if step["node"] == "w"]
    numbers = {number["role"]: number for number in step["numbers"]}
    assert step["formula"] == "6*a"
    assert numbers["k"] == {"role": "k", "value": 66.009, "exact": "66009/1000", "shown": "66.009"}
    assert numbers["upstream"]["exact"] == "22"
    assert numbers["derivative"]["value"] == 66.0


def test_markdown_sets_mathematics_between_dollars(run: Callable[..., Answer]) -> None:
    text = run("explain", "(2+3*w)**2", "--at", "w=3", "--format", "markdown").out
    assert r"$\frac{dJ}{dw} = \frac{da}{dw} \times \frac{dJ}{da} = 3 \times 22 = 66 = 18 w + 12$" in text
    assert text.startswith("# Backpropagation through `(2+3*w)**2`\n\nAt $w = 3$.\n\n## 1. The graph\n")


def test_several_points_are_several_stories(run: Callable[..., Answer]) -> None:
    points = ["w**2", "--at", "w=3", "--at", "w=2"]
    assert run("explain", *points, "--format", "plain").out.count("The graph\n") == 2
    assert len(run("explain", *points, "--format", "json").out.splitlines()) == 2
    assert run("explain", *points, "--format", "latex").out.count(r"\begin{document}") == 1
    assert run("explain", *points, "--format", "html").out.count("<article>") == 2


def test_a_step_lights_its_edges_and_a_long_program_is_folded(run: Callable[..., Answer]) -> None:
    text = run("explain", *PROGRAMS["two-layers"], "--format", "html").out
    assert text.count("data-edges=") == 10
    lit = {
        tuple(edge) for found in re.findall("data-edges='([^']*)'", text) for edge in json.loads(html.unescape(found))
    }
    assert lit <= set(re.findall('data-from="(.+?)" data-to="(.+?)"', text))
    assert f"<details><summary>The program</summary>\n<pre>{LAYERS.replace('; ', chr(10))}</pre>" in text
    assert "<details>" not in run("explain", *PROGRAMS["network"], "--format", "html").out
    assert "<summary>Why</summary>" in run("explain", *PROGRAMS["network"], "--long", "--format", "html").out
