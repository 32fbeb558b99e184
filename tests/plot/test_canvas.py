"""Dots and letters on a canvas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symback.plot.sample import Paper
from symback.plot.terminal import BRAILLE, Canvas, clipped, nearest


def canvas(columns: int = 4, rows: int = 2) -> Canvas:
    return Canvas(Paper((0, 7), (0, 7)), columns, rows)  # a dot for every whole number


def text(found: Canvas, *, ascii_only: bool = False) -> list[str]:
    return ["".join(text for text, _ in line) for line in found.lines(ascii_only=ascii_only)]


def test_a_diagonal() -> None:
    found = canvas()
    found.polyline([0, 7], [0, 7], "blue")
    assert text(found) == ["  ⡠⠊", "⡠⠊  "]
    assert text(found, ascii_only=True) == ["  /'", "/'  "] or text(found, ascii_only=True)[1].startswith("/")


def test_a_level_and_an_upright_line() -> None:
    found = canvas()
    found.polyline([0, 7], [7, 7], "blue")
    found.polyline([0, 0], [0, 7], "blue")
    assert text(found) == ["⡏⠉⠉⠉", "⡇   "]
    assert text(found, ascii_only=True)[1] == "|   "


def test_letters_stand_over_dots_and_styles_are_kept() -> None:
    found = canvas()
    found.polyline([0, 7], [0, 0], "blue")
    found.write(1, 1, "ab", "bold")
    assert found.lines(ascii_only=False)[1] == [("⣀", "blue"), ("ab", "bold"), ("⣀", "blue")]
    found.write(0, 3, "xyz", "")  # what would stand outside is left out
    assert text(found)[0] == "   x"


def test_lines_are_cut_at_the_edges() -> None:
    found = canvas()
    found.polyline([-1e6, 1e6], [3, 3], "blue")
    assert set(text(found)[1]) == {"⠉"}
    found.polyline([-5, -1], [0, 7], "blue")
    assert text(found)[0] == "    "


def test_a_pattern_goes_on_from_line_to_line() -> None:
    whole, parts = canvas(), canvas()
    whole.polyline([0, 7], [0, 0], "", (1, 0))
    parts.polyline([0, 2, 4, 7], [0, 0, 0, 0], "", (1, 0))
    assert text(whole) == text(parts) == ["    ", "⡀⡀⡀⡀"]


@pytest.mark.parametrize(("bits", "char"), [(0x01, "'"), (0x40, "."), (0x47, "|"), (0x09, "'"), (0xC0, "."), (0x12, "-"), (0x88, "|"), (0x50, "/"), (0x21, "\\")])  # fmt: skip
def test_the_nearest_ascii_character(bits: int, char: str) -> None:
    assert nearest(bits) == char, chr(BRAILLE + bits)


@given(st.integers(1, 255))
def test_every_pattern_has_an_ascii_character(bits: int) -> None:
    assert nearest(bits) in "/\\|'-."


@given(*[st.tuples(st.floats(-100, 100), st.floats(-100, 100))] * 2)
def test_a_clipped_line_is_inside_and_on_the_line(start: tuple[float, float], end: tuple[float, float]) -> None:
    found = clipped(start, end, 10, 10)
    for x, y in found or ():
        assert -0.5 <= x <= 10.01
        assert -0.5 <= y <= 10.01
        across = (x - start[0]) * (end[1] - start[1]) - (y - start[1]) * (end[0] - start[0])
        assert abs(across) < 1e-6 * (1 + abs(end[0] - start[0]) + abs(end[1] - start[1])) * 100
