"""The colours of a drawn picture: blue forward, green backward, as in symback's pages."""

from __future__ import annotations

from symback.document import style

# The light ones are drawn; in a dark surrounding the svg's style puts the dark ones in their place.
NAMES = ("paper", "ink", "line", "forward", "backward", "warn")
PAPER, INK, LINE, CURVE, TANGENT, NUDGE = (style.LIGHT[name] for name in NAMES)
DARK = {style.LIGHT[name]: style.DARK[name] for name in NAMES}
