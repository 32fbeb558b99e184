"""An explanation as one page that needs nothing else: the graph drawn and in sight, mathematics as MathML, light and dark.

Where scripts run, the edges of the step that is read are lit in the drawing.
"""

from __future__ import annotations

import json
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from symback.document.math_mathml import MathMl, kept
from symback.document.names import pretty
from symback.document.style import ROOT
from symback.explain.model import Math, Number, Program, Sign, Words
from symback.render.explain_plain import LONGEST_HEADING
from symback.report.words import one_line

if TYPE_CHECKING:
    from symback.explain.model import Line, Sentence, Step, Story

SHORT = 3  # atoms between which no line breaks
MORE = ("leftover", "rules", "arrows", "reuse")  # parts of a long story that are folded
STYLE = f"""
{ROOT}body {{ background: var(--paper); color: var(--ink); font: 1.05rem/1.65 Georgia, "Times New Roman", serif; max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: break-word; }}
h1 {{ font-size: 1.4rem; line-height: 1.3; }} h2 {{ font-size: 1.1rem; margin: 2rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1rem; }}
h2 small {{ color: var(--quiet); font-weight: normal; margin-left: .8em; }}
p {{ margin: .45rem 0; }} code, .code, pre {{ font-family: ui-monospace, Consolas, monospace; font-size: .92em; }} pre {{ overflow-x: auto; }}
math {{ font-size: 1.12em; }} h2 math, .chain math, .rules math {{ math-style: normal; }} .kept {{ white-space: nowrap; }}
.forward math, .forward h2 {{ color: var(--forward); }} .backward math, .gradient math, .check math, .backward h2 {{ color: var(--backward); }}
mtd {{ text-align: left; }} .question {{ font-style: italic; }} .at, summary {{ color: var(--quiet); }}
figure {{ position: sticky; top: 0; margin: 1rem 0; padding: .5rem 0; background: var(--paper); border-bottom: 1px solid var(--line); z-index: 1; }}
figure svg {{ display: block; margin: 0 auto; max-width: 100%; max-height: 40vh; height: auto; }} figure + section h2 {{ border-top: 0; margin-top: 0; }} section {{ scroll-margin-top: 45vh; }}
@media print {{ figure {{ position: static; }} figure svg {{ max-height: none; }} section {{ break-inside: avoid; }} }}
"""
SCRIPT = """
for (const story of document.querySelectorAll('article')) {
  const figure = story.querySelector('figure'), steps = [...story.querySelectorAll('section')];
  if (!figure) continue;
  const light = () => {
    const line = figure.getBoundingClientRect().bottom + innerHeight / 5;
    const step = steps.filter((s) => s.getBoundingClientRect().top <= line).pop() || steps[0];
    const lit = new Set(JSON.parse(step.dataset.edges || '[]').map(String));
    for (const edge of figure.querySelectorAll('.edge')) edge.classList.toggle('lit', lit.has(edge.dataset.from + ',' + edge.dataset.to));
  };
  addEventListener('scroll', light, { passive: true });
  light();
}
"""


def render(stories: list[Story], *, brief: bool = False) -> str:
    """The stories as one page."""
    title = escape(one_line(stories[0].program)[:80]) if stories else ""
    body = "\n".join(article(story, brief=brief) for story in stories)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n{body}\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def article(story: Story, *, brief: bool) -> str:
    """One story: the program, folded where it is long, the graph, the steps."""
    program = one_line(story.program)
    at = f'<p class="at">At {text(story.point, story)}.</p>\n' if story.point else ""
    if len(program) <= LONGEST_HEADING:
        title = f"Backpropagation through <code>{escape(program)}</code>"
    else:
        title = "Backpropagation, step by step"
        listed = escape(story.program.replace("; ", "\n"))
        at = f"<details><summary>The program</summary>\n<pre>{listed}</pre>\n</details>\n{at}"
    drawn = "" if story.picture is None or brief else f"<figure>{story.picture.svg()}</figure>\n"
    steps = "\n".join(section(n, step, story, brief=brief) for n, step in enumerate(story.steps, 1))
    return f"<article>\n<h1>{title}</h1>\n{at}{drawn}{steps}\n</article>"


def section(number: int, step: Step, story: Story, *, brief: bool) -> str:
    """One step, with the edges that are lit while it is read."""
    kind = escape(step.kind)
    if brief:
        return f'<section class="{kind}"><p>{number}. {text(step.brief, story)}</p></section>'
    edges = "" if story.picture is None or not step.edges else f" data-edges='{escape(json.dumps(step.edges))}'"
    named = escape(", ".join(f"{pretty(operand)} → {pretty(node)}" for operand, node in step.edges))
    title = f"{number}. {text(step.title, story)}" + (f" <small>{named}</small>" if named else "")
    is_long = any(line.part == "question" for line in step.lines)
    folded = groupby(step.lines, key=lambda line: is_long and line.part in MORE)
    lines = "\n".join(more("\n".join(paragraph(line, story) for line in group), fold=fold) for fold, group in folded)
    return f'<section class="{kind}"{edges}>\n<h2>{title}</h2>\n{lines}\n</section>'


def paragraph(line: Line, story: Story) -> str:
    return f'<p class="{escape(line.part)}">{text(line.pieces, story)}</p>'


def more(lines: str, *, fold: bool) -> str:
    """Lines, in a part that is opened by hand where they are to be folded."""
    return f"<details><summary>Why</summary>\n{lines}\n</details>" if fold else lines


def text(sentence: Sentence, story: Story) -> str:
    """A sentence, its mathematics as MathML."""
    dialect = MathMl(story.notation)
    found = []
    for piece in sentence:
        if isinstance(piece, Math):
            parts = [dialect.math(piece)] if is_short(piece) else dialect.pieces(piece)
            found.append(" ".join(f"<math>{part}</math>" for part in parts))
        elif isinstance(piece, Program):
            found.append(f"<code>{escape(piece.text)}</code>")
        elif isinstance(piece, Words):
            found.append(escape(piece.text, quote=False))
    return kept("".join(found))


def is_short(piece: Math) -> bool:
    """True for `121 → 121.066009` and `w = 3`, in which no line breaks."""
    return len(piece.atoms) <= SHORT or all(
        isinstance(atom, Number) or (isinstance(atom, Sign) and atom.text in "→←") for atom in piece.atoms
    )
