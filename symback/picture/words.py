"""What a drawing says below itself: where its values and its derivatives stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symback.picture.picture import Picture


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
