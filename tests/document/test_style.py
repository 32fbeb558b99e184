"""The palette can be read: every colour against every ground that it may stand on."""

from __future__ import annotations

import pytest

from symback.document.style import DARK, GROUNDS, LIGHT

LEAST = 4.5  # WCAG 2, AA
LIGHT_GROUNDS = ("#ffffff", "#fdf6e3", "#eeeeec")  # most, Solarized, Tango
DARK_GROUNDS = (
    "#000000",
    "#0c0c0c",
    "#1e1e1e",
    "#300a24",
    "#282a36",
    "#002b36",
    "#2e3436",
    "#232627",
)  # xterm, Windows, VS Code, Ubuntu, Dracula, Solarized, Tango, Konsole
GROUND_OF = {"light": LIGHT_GROUNDS, "dark": DARK_GROUNDS, "between": ("#ffffff", "#000000")}
LEVELS = (0, 95, 135, 175, 215, 255)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, ground: str) -> float:
    low, high = sorted((luminance(colour), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def colour_256(code: str) -> str:
    """The colour that `38;5;63` asks for: of the cube or of the greys, which terminals do not redefine."""
    start, number = code.rsplit(";", 1)
    assert start == "38;5"
    place = int(number) - 16
    parts = [8 + 10 * (place - 216)] * 3 if place >= 216 else [LEVELS[place // n % 6] for n in (36, 6, 1)]
    return "#" + "".join(f"{part:02x}" for part in parts)


@pytest.mark.parametrize("ground", GROUND_OF)
def test_a_terminals_colours_can_be_read_on_its_ground(ground: str) -> None:
    found = {
        (style, behind): contrast(colour_256(code), behind)
        for style, code in GROUNDS[ground].items()
        for behind in GROUND_OF[ground]
    }
    assert {where: value for where, value in found.items() if value < (4.4 if ground == "between" else LEAST)} == {}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card", "band"])
@pytest.mark.parametrize("colour", ["ink", "quiet", "forward", "backward", "warn", "wrong"])
def test_a_pages_colours_can_be_read(palette: dict[str, str], ground: str, colour: str) -> None:
    assert contrast(palette[colour], palette[ground]) >= LEAST


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("colour", ["forward", "backward", "wrong"])
def test_a_tags_colours_can_be_read(palette: dict[str, str], colour: str) -> None:
    assert contrast(palette[colour], palette[f"{colour}-soft"]) >= LEAST


def test_both_palettes_have_the_same_names_and_every_ground_the_same_styles() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert len({tuple(codes) for codes in GROUNDS.values()}) == 1


def test_a_colour_that_cannot_be_read_is_noticed() -> None:
    assert contrast("#0000ee", "#1e1e1e") < LEAST  # the blue of xterm on VS Code's ground
    assert contrast(colour_256("38;5;75"), "#ffffff") < LEAST < contrast("#000000", "#ffffff")
