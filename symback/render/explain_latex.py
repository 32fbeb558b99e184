"""An explanation as a LaTeX document that compiles as it is: article with amsmath and amssymb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.document.math_latex import between_dollars, code, escaped
from symback.report.words import one_line

if TYPE_CHECKING:
    from symback.explain.model import Sentence, Step, Story

HEAD = r"""\documentclass{article}
\usepackage{amsmath,amssymb}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.5em}
\sloppy
\begin{document}
"""


def render(stories: list[Story], *, brief: bool = False) -> str:
    """The stories as one document."""
    return HEAD + "\n\n".join(body(story, brief=brief) for story in stories) + "\n\\end{document}\n"


def body(story: Story, *, brief: bool) -> str:
    at = text(story.point, story)
    title = rf"\section*{{\raggedright Backpropagation through {code(one_line(story.program))}}}"
    found = [title, *([f"At {at}."] if at else [])]
    for number, step in enumerate(story.steps, 1):
        found += [f"{number}. {text(step.brief, story)}"] if brief else step_blocks(number, step, story)
    return "\n\n".join(found)


def step_blocks(number: int, step: Step, story: Story) -> list[str]:
    title = rf"\subsection*{{{number}. {text(step.title, story)}}}"
    return [title, *(text(line.pieces, story) for line in step.lines)]


def text(sentence: Sentence, story: Story) -> str:
    """A sentence with its mathematics between dollars."""
    return between_dollars(sentence, story.notation, code, escaped)
