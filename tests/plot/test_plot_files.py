"""Drawn files: the same bytes every time, and an svg that stands alone, speaks, and knows the dark."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from symback import Graph
from symback.errors import SymbackError
from symback.plot.figure import DARK, drawn

PLOTS = {
    "curve": Graph("w**2").plot(w=[3, -2]),
    "kink": Graph("abs(w)").plot(w=0),
    "nothing": Graph("sqrt(-1-w**2)").plot(),
    "contours": Graph("a**2+b").plot(a=1, b=2),
    "hostile": Graph("alpha_1**2 # </title><script>&$x_1$").plot(alpha_1=1),
    "level": Graph("a*0+b*0+1").plot(a=1, b=2),
    "holes": Graph("log(a)/b").plot(a=1, b=2),
}


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
@pytest.mark.parametrize("name", ["curve", "contours"])
def test_the_same_picture_is_the_same_bytes(name: str, kind: str) -> None:
    assert drawn(PLOTS[name], kind) == drawn(PLOTS[name], kind)


@pytest.mark.parametrize("name", PLOTS)
def test_an_svg_stands_alone(name: str) -> None:
    svg = PLOTS[name].svg()
    ET.fromstring(svg)
    outside = [link for link in re.findall(r"""(?:https?:|url\()[^"')]*""", svg) if not link.startswith("url(#")]
    assert set(outside) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "<script" not in svg
    assert "<!DOCTYPE" not in svg
    assert not re.search(r"20\d\d-\d\d-\d\d", svg)


def test_rules_and_ids_of_an_svg_are_its_own() -> None:
    """Plots stand side by side in a page, and one that is dark darkens nothing else."""
    names = set()
    for picture in PLOTS.values():
        svg = picture.svg()
        name = ET.fromstring(svg).get("id")
        names.add(name)
        for style in re.findall(r"<style[^>]*>(.*?)</style>", svg, re.DOTALL):
            rules = re.findall(r"([^{}]+)\{[^{}]*\}", style.replace("@media (prefers-color-scheme: dark){", ""))
            assert rules
            assert all(rule.strip().startswith(f"#{name} ") for rule in rules)
    assert len(names) == len(PLOTS)


@pytest.mark.parametrize("name", PLOTS)
def test_an_svg_says_what_it_shows(name: str) -> None:
    root = ET.fromstring(PLOTS[name].svg())
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == ("{http://www.w3.org/2000/svg}title", "{http://www.w3.org/2000/svg}desc")
    assert root.get("role") == "img"
    assert PLOTS[name].program.split()[0] in (title.text or "")
    for touch in PLOTS[name].touches:
        assert str(touch.output) in (description.text or "")


def test_every_colour_has_a_dark_one() -> None:
    for picture in PLOTS.values():
        svg = picture.svg()
        body = svg[svg.index("</style>") :]
        assert set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", body)) <= set(DARK)
        assert "prefers-color-scheme: dark" in svg


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_is_read_stands_out() -> None:
    from symback.plot.figure import CURVE, INK, NUDGE, PAPER, TANGENT

    for colour in (INK, CURVE, TANGENT, NUDGE):
        assert contrast(colour, PAPER) >= 4.5
        assert contrast(DARK[colour], DARK[PAPER]) >= 4.5


def test_save(tmp_path) -> None:
    PLOTS["curve"].save(str(tmp_path / "x.png"))
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(SymbackError, match=r"\.svg, \.png, \.pdf"):
        PLOTS["curve"].save(str(tmp_path / "x.gif"))


def test_matplotlib_keeps_the_settings_that_its_user_made() -> None:
    import matplotlib as mpl

    mpl.rcParams["font.size"] = 17
    try:
        PLOTS["curve"].svg()
        assert mpl.rcParams["font.size"] == 17
    finally:
        mpl.rcdefaults()
