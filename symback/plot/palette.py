"""The colours of a drawn picture, in light and in dark: blue forward, green backward, as in symback's pages."""

from __future__ import annotations

# The light ones are drawn; in a dark surrounding the svg's style puts the dark ones in their place.
PAPER, INK, LINE = "#ffffff", "#1c1c1e", "#c7c7cc"
CURVE, TANGENT, NUDGE = "#1d4ed8", "#15703a", "#9d174d"
DARK = {
    PAPER: "#17171a",
    INK: "#ececf0",
    LINE: "#55555c",
    CURVE: "#8ab4ff",
    TANGENT: "#6ee09b",
    NUDGE: "#f9a8d4",
}
