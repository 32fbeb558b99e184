"""What an svg of ours says of itself, so that screen readers tell it and several can stand in one page."""

from __future__ import annotations

from hashlib import sha256
from html import escape

from symback.errors import visible


def own_id(content: str) -> str:
    """An id that no other picture has, and the same picture always."""
    return "symback-" + sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def attributes(name: str) -> str:
    """Return what the svg element bears besides its measures."""
    return f'id="{name}" role="img" aria-labelledby="{name}-title {name}-desc"'


def told(name: str, title: str, description: str) -> str:
    """The title and the description."""
    return (
        f'<title id="{name}-title">{escape(visible(title))}</title>\n'
        f'<desc id="{name}-desc">{escape(visible(description))}</desc>\n'
    )
