"""A picture in words: what a drawing says below itself, and what it tells those who hear it instead of seeing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.picture.picture import DATA, OUTPUT, PARAMETER, UNUSED

if TYPE_CHECKING:
    from symback.picture.picture import Part, Picture

MOST_TOLD = 60  # parts
WHAT = {PARAMETER: "Input", DATA: "Data", OUTPUT: "Output", UNUSED: "Unused node"}


def legend(picture: Picture, *, down: bool) -> str:
    """`Above a wire its value, below it the derivative of J; where it arrives × the local derivative = its share.`"""
    first, second = ("Left of", "right of") if down else ("Above", "below")
    told = []
    if any(part.value for part in picture.parts):
        told.append(f"{first} a wire its value")
    if any(part.slope for part in picture.parts):
        where = f"{second} it" if told else f"{second.capitalize()} a wire"
        told.append(f"{where} the derivative of {picture.output}")
    return ", ".join(told) + arriving(picture) + "." if told else ""


def arriving(picture: Picture) -> str:
    """What stands where a wire arrives."""
    local, share = any(edge.local for edge in picture.edges), any(edge.share for edge in picture.edges)
    if local:
        return "; where it arrives × the local derivative" + (" = its share" if share else "")
    return "; where one of several arrives its share" if share else ""


def description(picture: Picture) -> str:
    """A sentence for every part: what it is, its value, its derivative, and what it goes into."""
    told = [sentence(part, picture) for part in picture.parts[:MOST_TOLD]]
    more = len(picture.parts) - len(told)
    return " ".join(told) + (f" And {more} more." if more > 0 else "")


def sentence(part: Part, picture: Picture) -> str:
    users = [picture.by_name[edge.target].label for edge in picture.edges if edge.source == part.name]
    goes = f"; goes into {' and '.join(users)}" if users else ""
    return f"{WHAT.get(part.kind, 'Node')} {part_line(part, picture)}{goes}."


def part_line(part: Part, picture: Picture) -> str:
    """`a = 2 + 3*w, value 11, ∂J/∂a = 22`."""
    value = f", value {part.value}" if part.value else ""
    slope = f", {picture.slope_label.replace('…', part.label)} = {part.slope}" if part.slope else ""
    return f"{part.text}{value}{slope}"
