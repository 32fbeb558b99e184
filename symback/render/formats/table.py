"""Tables for people in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.render.table import draw, hanging
from symback.report.notation import plain_ascii
from symback.report.tables import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.render.pages import Look, Page

AUDIENCE = PEOPLE


def render(pages: Iterable[Page], look: Look) -> Iterator[str]:
    """Sentences and tables, an empty line between them."""
    for number, page in enumerate(pages):
        parts = [sentences(page.before, look)]
        parts += ["\n".join(draw(table.for_people(), look)) for table in page.tables()]
        parts.append(sentences(page.after, look))
        yield ("\n" if number else "") + "\n\n".join(filter(None, parts)) + "\n"


def sentences(lines: tuple[str, ...], look: Look) -> str:
    """Sentences folded to the width."""
    spelled = [plain_ascii(line) for line in lines] if look.ascii_only else lines
    return "\n".join(folded for line in spelled for folded in hanging(line, look.width))
