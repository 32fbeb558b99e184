"""How an exercise is printed: upright, on its side or top down, and how small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symback.worksheet.drawing import Drawing

UPRIGHT, ASIDE = (695, 740), (960, 470)  # pixels of a page, A4 or Letter, that the headings above a drawing leave
LARGEST, GOOD, SMALLEST = 0.8, 0.6, 0.42  # scales; at 0.8 a box is 9 mm high
BOX, AROUND = 102, 30  # the height of a green box with its label and the gap to the next; the room around a column


@dataclass(frozen=True, slots=True)
class Paper:
    """The page's name, which is a class in paper.css after `print-`, and the scale of the drawing."""

    name: str
    scale: float


def paper_of(drawing: Drawing) -> Paper:
    """The paper on which a drawing and its green boxes are largest, upright if that is good enough.

    What would be too small to write into goes top down, over several pages if need be.
    """
    upright, aside = (Paper(name, scale(drawing, page)) for name, page in (("upright", UPRIGHT), ("aside", ASIDE)))
    best = upright if upright.scale >= min(GOOD, aside.scale) else aside
    return best if best.scale >= SMALLEST else Paper("down", LARGEST)


def scale(drawing: Drawing, page: tuple[int, int]) -> float:
    """The scale at which an exercise fits a page."""
    size = drawing.across
    return min(LARGEST, page[0] / size.width, page[1] / (size.height + AROUND + BOX * most_below(drawing)))


def most_below(drawing: Drawing) -> int:
    """The green boxes of the fullest column."""
    exercise = drawing.exercise
    below = [exercise.columns[box.column] for box in exercise.boxes if box.operand is not None]
    return max((sum(below.count(name) for name in names) for names, _, _ in drawing.columns()), default=0)
