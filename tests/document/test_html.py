"""HTML stands alone, runs nothing, and holds what the report holds."""

from __future__ import annotations

from html.parser import HTMLParser

from rendered import KINK, LECTURE, written

from symback.document.model import Look


class Page(HTMLParser):
    """Collects cells and checks that every element is closed in order."""

    VOID = ("meta",)

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)
        self.outside += [
            v for k, v in attrs if k in ("src", "href", "srcset", "action") or (v or "").startswith("http")
        ]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    assert page.open == []
    return page


def test_html_stands_alone_and_holds_every_cell():
    text = written("html", LECTURE)
    page = read(text)
    assert page.outside == []
    assert "<script" not in text
    assert "@import" not in text
    assert "url(" not in text
    assert ["dJ/dw", "da/dw·dJ/da", "6*a", "18*w + 12", "66", "66.009", "0.009", "match"] in page.rows
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_html_of_a_hostile_program_runs_nothing():
    text = written("html", ("w # <script>alert(1)</script> \x1b[31m & \"'", [{"w": "1"}]))
    assert "<script" not in text
    assert "\x1b" not in text
    read(text)


def test_html_on_an_ascii_terminal_uses_references():
    text = written("html", KINK, look=Look(80, ascii_only=True))
    assert text.isascii()
    assert "&#8706;" in text
