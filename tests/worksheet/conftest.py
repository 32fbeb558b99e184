"""Worksheets in a real Chromium. Any script error, console message or network request fails the test that caused it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TYPES = """([id, texts]) => {
  const input = document.getElementById(id);
  return texts.map((text) => {
    input.value = text;
    input.dispatchEvent(new Event("input"));
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    return document.getElementById(`${id}-box`).dataset.state;
  });
}"""


@dataclass
class Sheet:
    """A worksheet that is open in a tab; `page` is Playwright's."""

    page: Any
    mishaps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.mishaps.append(f"error: {error}"))
        self.page.on("console", lambda message: self.mishaps.append(f"console: {message.text}"))
        self.page.on("dialog", lambda dialog: (self.mishaps.append("dialog"), dialog.dismiss()))
        self.page.on("request", self.request)

    def request(self, request: Any) -> None:
        if not (request.is_navigation_request() and request.url.startswith("file:")):
            self.mishaps.append(f"request: {request.url}")

    def box(self, place: int, exercise: int = 1) -> Any:
        return self.page.locator(f"#x{exercise}-{place}")

    def state(self, place: int, exercise: int = 1) -> str | None:
        return self.page.get_attribute(f"#x{exercise}-{place}-box", "data-state")

    def states(self, exercise: int = 1) -> list[str]:
        script = "n => [...document.querySelectorAll(`#x${n} .box`)].sort((a, b) => parseInt(a.id.split('-')[1]) - parseInt(b.id.split('-')[1])).map(b => b.dataset.state ?? 'empty')"
        return self.page.evaluate(script, exercise)

    def type(self, place: int, text: str, exercise: int = 1) -> str | None:
        """Type an answer, check it with Enter, and give what became of the box."""
        self.box(place, exercise).fill(text)
        self.box(place, exercise).press("Enter")
        return self.state(place, exercise)

    def types(self, place: int, texts: list[str], exercise: int = 1) -> list[str]:
        """As `type` for many answers, without a word to the browser for each of them."""
        return self.page.evaluate(TYPES, [f"x{exercise}-{place}", texts])

    def answers(self, exercise: int = 1) -> list[str]:
        """What stands in the boxes, in the order of the passes."""
        script = "n => [...document.querySelectorAll(`#x${n} input`)].map(e => [parseInt(e.id.split('-')[1]), e.value])"
        return [text for _, text in sorted(self.page.evaluate(script, exercise))]

    def press(self, action: str, exercise: int = 1) -> None:
        self.page.click(f"#x{exercise} [data-do={action}]")

    @property
    def verdict(self) -> str:
        return self.page.inner_text("#coach .verdict")

    @property
    def hint(self) -> str:
        return self.page.text_content("#coach .hint")

    @property
    def score(self) -> str:
        return self.page.inner_text("#x1 output")


@pytest.fixture
def sheet(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Sheet]]:
    """`sheet(html)` opens a page from a file; further arguments say what the device is like."""
    opened: list[Sheet] = []

    def call(html: str, **device: Any) -> Sheet:
        path = tmp_path / f"sheet{len(opened)}.html"
        path.write_text(html, encoding="utf-8")
        context = chromium.new_context(offline=True, **device)
        context.set_default_timeout(5000)
        found = Sheet(context.new_page())
        opened.append(found)
        found.page.goto(path.as_uri())
        return found

    yield call
    for found in opened:
        found.page.context.close()
        assert found.mishaps == []
