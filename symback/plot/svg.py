"""What makes matplotlib's svg stand alone: words for screen readers, colours for the dark, no word of anything elsewhere."""

from __future__ import annotations

import re

from symback.document.svg import attributes, own_id, told
from symback.plot.palette import DARK

FONTS = "system-ui, 'DejaVu Sans', sans-serif"
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?!\d*[a-z#%])")
MONOSPACE = "ui-monospace, 'DejaVu Sans Mono', monospace"


def finished(svg: str, title: str, description: str) -> str:
    """The svg with a title, a description and a dark dress; without a document type, which points to the network."""
    svg = re.sub(r"<!DOCTYPE.*?>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = svg.replace("'DejaVu Sans Mono'", "MONO").replace("'DejaVu Sans'", FONTS).replace("MONO", MONOSPACE)
    svg = re.sub(r'(?<= )(d|x|y|transform)="[^"]*"', lambda found: LONG_NUMBER.sub(rounded, found[0]), svg)
    name = own_id(description + svg)
    svg = svg.replace("*{stroke-linejoin", f"#{name} *{{stroke-linejoin")
    head = re.search(r"<svg [^>]*>\n?", svg)
    assert head is not None
    opened = head[0].replace("<svg ", f'<svg {attributes(name)} style="max-width: 100%; height: auto" ', 1)
    return svg[: head.start()] + opened + told(name, title, description) + dark(name) + svg[head.end() :]


def dark(name: str) -> str:
    """The style that puts a dark colour for each light one where the reader's setting is dark."""
    rules = "".join(
        f'#{name} [style*="{what}: {light}"]{{{what}:{colour} !important}}'
        for light, colour in DARK.items()
        for what in ("fill", "stroke")
    )
    return f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>\n"


def rounded(number: re.Match[str]) -> str:
    """A coordinate to a hundredth of a point, which nobody sees."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
