"""The pictures of docs/plot.md: the commands that make them, and what there is in one to compare.

Run as a script it makes them all anew.
"""

from __future__ import annotations

import re
import shlex
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "plot.md"
PICTURES = ROOT / "docs" / "pictures"
COMMAND = re.compile(r"^(symback plot .* -o (plot-\S+\.svg))$", re.MULTILINE)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
NAMED = re.compile(r"(curve|tangent|point|gradient)-\d+[lr]?")


def commands() -> dict[str, list[str]]:
    """The arguments that make each picture, by its name."""
    found = COMMAND.findall(PAGE.read_text("utf-8"))
    return {name: shlex.split(command)[1:-2] for command, name in found}


def texts(svg: str) -> list[str]:
    """All that a picture says."""
    shown = (element for element in ET.fromstring(svg).iter() if not element.tag.endswith("style"))
    return [element.text.strip() for element in shown if element.text and element.text.strip()]


def shapes(svg: str) -> dict[str, list[float]]:
    """The coordinates of the curves, tangents, points and arrows, by their names."""
    found = {}
    for group in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}g"):
        if NAMED.fullmatch(group.get("id", "")):
            paths = [p.get("d", "") for p in group.iter("{http://www.w3.org/2000/svg}path")]
            found[group.get("id", "")] = [float(n) for path in paths for n in NUMBER.findall(path)]
    return found


if __name__ == "__main__":
    from symback.__main__ import main

    for name, arguments in commands().items():
        sys.stdout.write(f"{name}: {main([*arguments, '-o', str(PICTURES / name)])}\n")
