"""An explanation as a LaTeX document that compiles as it is: article with amsmath and amssymb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.render.math_latex import Latex, between_dollars
from symback.report.notation import plain_ascii
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
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", "-": r"{-}", "`": r"\textasciigrave{}",
}  # fmt: skip


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
    return between_dollars(sentence, Latex(story.notation), code, escaped)


def code(words: str) -> str:
    """Words in typewriter; a line may break after their blanks and signs."""
    plain = plain_ascii(" ".join(words.split()))
    made = "".join(SPECIAL.get(c, c) + (r"\allowbreak{}" if c in "+-*/,;=(" else "") for c in plain)
    return rf"\texttt{{{made}}}"


def escaped(words: str) -> str:
    return "".join(SPECIAL.get(c, c) if c not in "-'" else c for c in words)
