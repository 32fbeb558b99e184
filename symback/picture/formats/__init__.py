"""The formats of a picture, a file each. To add one, add a file: its name is the format's, and `--format` offers it.

A format is a module with

    SEVERAL                  whether it holds several points in one file
    render(views, choices)   the text of some Views, or the bytes
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from symback import folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.document.model import Look
    from symback.graph.graph import Graph
    from symback.picture.picture import Picture
    from symback.report.model import Report

FIRST = ("table", "plain", "json", "dot", "mermaid", "markdown", "svg", "png", "html")


@dataclass(frozen=True)
class View:
    """A graph at a point: its picture, the report that it was made from, and where that helps the picture with fewer digits."""

    graph: Graph
    report: Report
    picture: Picture
    brief: Picture | None = None


@dataclass(frozen=True)
class Choices:
    """How to draw: `direction` is right, down or auto, `theme` light, dark or auto."""

    look: Look
    direction: str = "auto"
    theme: str = "auto"

    @property
    def down(self) -> bool:
        return self.direction == "down"


class Format(Protocol):
    """What a format's module holds."""

    SEVERAL: bool

    def render(self, views: Sequence[View], choices: Choices) -> str | bytes:
        """The text of the views, or the bytes."""


def names() -> list[str]:
    """The formats there are, the usual ones first. Imports none of them."""
    return folder.names(__path__, FIRST)


def load(name: str) -> Format:
    """The format of that name."""
    return cast("Format", importlib.import_module(f"{__name__}.{name}"))
