"""The style sheet of pictures, in the colours of the one palette, light and dark."""

from __future__ import annotations

from symback.document.style import DARK, LIGHT

FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"


def style(root: str, theme: str) -> str:
    """The style sheet of one svg, its rules for what stands in `root` alone; auto follows the reader's setting."""
    shapes = rules(root, SHAPES)
    if theme == "auto":
        dark = colours(root, DARK).replace("\n", "\n  ").rstrip(" ")
        return f"{shapes}{colours(root, LIGHT)}@media (prefers-color-scheme: dark) {{\n  {dark}}}\n"
    return shapes + colours(root, DARK if theme == "dark" else LIGHT)


SHAPES = {
    "": "max-width: 100%; height: auto",
    "text": f"font-family: {FONT}; font-size: 13px; text-anchor: middle",
    ".name": "font-size: 16px; font-weight: bold",
    ".local": "font-size: 12px; text-anchor: end",
    ".local.down": "text-anchor: start",
    ".halo": "fill: none; stroke-width: 7px",
    ".wire": "fill: none; stroke-width: 1.5px",
    ".lit .wire": "stroke-width: 4px",
    ".box": "stroke-width: 1.5px",
    ".data .box, .unused .box": "stroke-dasharray: 4 3",
    ".output .box": "stroke-width: 2.5px",
}


def colours(root: str, palette: dict[str, str]) -> str:
    """The rules that colour a picture."""
    found = {
        ".paper": f"fill: {palette['paper']}",
        ".box": f"fill: {palette['band']}; stroke: {palette['wire']}",
        ".output .box": f"stroke: {palette['ink']}",
        ".halo": f"stroke: {palette['paper']}",
        ".wire": f"stroke: {palette['wire']}",
        ".arrow": f"fill: {palette['wire']}",
        ".lit .wire": f"stroke: {palette['warn']}",
        ".lit .arrow": f"fill: {palette['warn']}",
        ".name, .formula": f"fill: {palette['ink']}",
        ".unused .name, .unused .formula": f"fill: {palette['quiet']}",
        ".forward": f"fill: {palette['forward']}",
        ".forward.tag": f"fill: {palette['forward-soft']}",
        ".backward, .local": f"fill: {palette['backward']}",
        ".backward.tag": f"fill: {palette['backward-soft']}",
    }
    return rules(root, found)


def rules(root: str, found: dict[str, str]) -> str:
    """Rules, every selector below `root`."""
    return "".join(
        f"{', '.join(f'{root} {part}'.strip() for part in selector.split(', '))} {{ {body} }}\n"
        for selector, body in found.items()
    )
