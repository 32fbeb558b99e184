"""An explanation as one page that needs nothing else: mathematics as MathML, light and dark."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from symback.document.math_mathml import MathMl
from symback.explain.model import Math, Program, Words
from symback.report.words import one_line

if TYPE_CHECKING:
    from symback.explain.model import Sentence, Step, Story

STYLE = """
:root { color-scheme: light dark; --paper: #fdfdfb; --ink: #1d2330; --quiet: #667; --line: #ddd; --forward: #1a56c4; --backward: #12733a; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171d; --ink: #e4e6ea; --quiet: #9aa; --line: #333a45; --forward: #7fb0ff; --backward: #6fd196; }
}
body { background: var(--paper); color: var(--ink); font: 1.05rem/1.65 Georgia, "Times New Roman", serif; max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.4rem; line-height: 1.3; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
p { margin: .45rem 0; } code, .code { font-family: ui-monospace, Consolas, monospace; font-size: .92em; }
math { font-size: 1.12em; } .forward math, .forward h2 { color: var(--forward); } .backward math, .gradient math, .check math, .backward h2 { color: var(--backward); }
mtd { text-align: left; } .question { font-style: italic; } .at { color: var(--quiet); }
"""


def render(stories: list[Story], *, brief: bool = False) -> str:
    """The stories as one page."""
    title = escape(one_line(stories[0].program)[:80]) if stories else ""
    body = "\n".join(article(story, brief=brief) for story in stories)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def article(story: Story, *, brief: bool) -> str:
    """One story."""
    at = f'<p class="at">At {text(story.point, story)}.</p>\n' if story.point else ""
    steps = "\n".join(section(n, step, story, brief=brief) for n, step in enumerate(story.steps, 1))
    program = escape(one_line(story.program))
    return f"<article>\n<h1>Backpropagation through <code>{program}</code></h1>\n{at}{steps}\n</article>"


def section(number: int, step: Step, story: Story, *, brief: bool) -> str:
    """One step."""
    kind = escape(step.kind)
    if brief:
        return f'<section class="{kind}"><p>{number}. {text(step.brief, story)}</p></section>'
    lines = "\n".join(f'<p class="{escape(line.part)}">{text(line.pieces, story)}</p>' for line in step.lines)
    return f'<section class="{kind}">\n<h2>{number}. {text(step.title, story)}</h2>\n{lines}\n</section>'


def text(sentence: Sentence, story: Story) -> str:
    """A sentence, its mathematics as MathML."""
    dialect = MathMl(story.notation)
    found = []
    for piece in sentence:
        if isinstance(piece, Math):
            found.append(" ".join(f"<math>{part}</math>" for part in dialect.pieces(piece)))
        elif isinstance(piece, Program):
            found.append(f"<code>{escape(piece.text)}</code>")
        elif isinstance(piece, Words):
            found.append(escape(piece.text, quote=False))
    return "".join(found)
