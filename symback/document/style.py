"""The one palette: blue forward, green backward, on pages and in terminals, on light grounds and on dark ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symback.document.model import Look

LIGHT = {
    "paper": "#ffffff", "card": "#ffffff", "ink": "#1c1c1e", "quiet": "#5f5f66", "line": "#c7c7cc", "wire": "#8e8e93", "band": "#f6f6f8",
    "forward": "#1d4ed8", "forward-soft": "#e6eeff", "backward": "#15703a", "backward-soft": "#e2f4e8",
    "warn": "#9d174d", "wrong": "#b3261e", "wrong-soft": "#fdebea", "focus": "#7a3ff2",
}  # fmt: skip
DARK = {
    "paper": "#17171a", "card": "#1f1f23", "ink": "#ececf0", "quiet": "#a9a9b2", "line": "#48484d", "wire": "#7c7c84", "band": "#232328",
    "forward": "#9cc0ff", "forward-soft": "#1c2b4d", "backward": "#7ee6a8", "backward-soft": "#173626",
    "warn": "#f9a8d4", "wrong": "#ff9d94", "wrong-soft": "#43211f", "focus": "#c3a6ff",
}  # fmt: skip

# What a terminal is told for a style, by its ground; where that is not known, tones between, which white and black both bear.
# The colours are of the 256 that nobody redefines; a terminal that has 16 alone ("") gets those.
GROUNDS = {
    "": {"blue": "94", "green": "32", "red": "31", "magenta": "35", "dim": "2"},
    "light": {"blue": "38;5;26", "green": "38;5;22", "red": "38;5;160", "magenta": "38;5;127", "dim": "38;5;240"},
    "dark": {"blue": "38;5;111", "green": "38;5;114", "red": "38;5;210", "magenta": "38;5;213", "dim": "38;5;248"},
    "between": {"blue": "38;5;63", "green": "38;5;29", "red": "38;5;131", "magenta": "38;5;163", "dim": "38;5;243"},
}
STYLES = {
    "forward": "blue", "local": "green", "chained": "green", "gradient": "green", "backward": "green", "check": "green",
    "match": "green", "kink": "magenta", "epsilon": "magenta", "rounding": "magenta", "undefined": "red", "wrong": "red",
}  # fmt: skip


def painted(text: str, style: str, look: Look) -> str:
    """`text` in a style such as `bold blue`, where there is colour."""
    known = GROUNDS[look.ground] | {"bold": "1", "italic": "3"}
    codes = [known[word] for word in style.split()]
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if codes and text and look.color else text


def variables(palette: dict[str, str]) -> str:
    """The palette as variables of a style sheet: `--ink: #1c1c1e; …`."""
    return " ".join(f"--{name}: {colour};" for name, colour in palette.items())


ROOT = (
    f":root {{ color-scheme: light dark; {variables(LIGHT)} }}\n"
    f"@media (prefers-color-scheme: dark) {{ :root {{ {variables(DARK)} }} }}\n"
)
TABLES = """
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem; border-bottom: 1px solid var(--line); font-weight: inherit; }
thead th { border-bottom: 2px solid var(--ink); font-weight: 600; }
.number { text-align: right; }
.number, .key, .match, .kink, .epsilon, .rounding, .undefined { white-space: nowrap; }
.forward caption, .forward .key { color: var(--forward); }
.local caption, .local .key, .chained caption, .chained .key, .gradient caption, .gradient .key { color: var(--backward); }
tr.detail > * { color: var(--quiet); }
tr.detail > :first-child { padding-left: 2rem; }
.kink, .epsilon, .rounding { color: var(--warn); } .undefined, .wrong { color: var(--wrong); }
"""
PAGE = f"""
{ROOT}body {{ font: 1rem/1.55 system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 75rem; padding: 0 1rem; overflow-wrap: break-word; }}
h1, pre, code {{ font: .92em/1.45 ui-monospace, "Cascadia Mono", Consolas, monospace; }}
h1, pre {{ background: var(--band); margin: 1rem 0; padding: .75rem 1rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 .5rem; }}
figure {{ margin: 1rem 0; }} figure pre {{ white-space: pre; line-height: 1.2; }}
.wide {{ overflow-x: auto; margin: 1.5rem 0; }}
p {{ white-space: pre-wrap; margin: .45rem 0; max-width: 46rem; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; }} dt {{ font-weight: 600; }} dd {{ margin: 0; min-width: 0; overflow-wrap: anywhere; }} dd dl {{ margin: .25rem 0; }} dd dt {{ font-weight: inherit; color: var(--quiet); }} dt.match {{ color: var(--backward); }}
math {{ font-size: 1.12em; }} mtd {{ text-align: left; }} .question {{ font-style: italic; }}
p.forward math, h2.forward {{ color: var(--forward); }}
p.backward math, h2.backward, p.gradient math, p.check math {{ color: var(--backward); }}{TABLES}
@media print {{ :root {{ --ink: #000; --paper: #fff; --line: #888; --forward: #003; --backward: #030; --warn: #303; --wrong: #300; --band: #fff; }}
        body {{ margin: 0; max-width: none; font-size: 9pt; }} .wide {{ overflow: visible; }} tr, caption {{ break-inside: avoid; }} }}
"""
