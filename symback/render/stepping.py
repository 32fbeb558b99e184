"""Going through an explanation a step at a time, back and forth, in a terminal."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import termios
import tty
from contextlib import contextmanager
from typing import TYPE_CHECKING

from symback.render import telling
from symback.render.explain_plain import heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from rich.console import Console, RenderableType

    from symback.explain.model import Step, Story

KEY = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])|.", re.DOTALL)
ONWARD = (" ", "\r", "\n", "\x1b[C", "\x1b[B", "\x1bOC", "\x1bOB", "\x1b[6~")  # right, down, page down
BACK = ("\x7f", "\b", "\x1b[D", "\x1b[A", "\x1bOD", "\x1bOA", "\x1b[5~")  # left, up, page up
STOP = ("q", "Q", "\x04", "\x1b")
OTHER_SCREEN, OWN_SCREEN, CLEAR = "\x1b[?1049h", "\x1b[?1049l", "\x1b[H\x1b[2J"


def walk(stories: list[Story], console: Callable[[], Console], *, brief: bool) -> None:
    """Show a step at a time on a screen of its own, as the keys ask; at the end print what was seen."""
    frames = [(story, number, step) for story in stories for number, step in enumerate(story.steps, 1)]
    if not frames:
        return telling.render(stories, console(), brief=brief)
    at = seen = 0

    def show() -> None:
        story, number, step = frames[at]
        sys.stdout.write(CLEAR + frame(story, number, step, len(story.steps), console(), brief=brief))
        sys.stdout.flush()

    with keys(show) as read:
        while at < len(frames):
            show()
            key = read()
            if key in STOP:
                break
            at = max(at - 1, 0) if key in BACK else at + 1 if key in ONWARD else at
            seen = max(seen, min(at, len(frames) - 1))
    out, last = console(), None
    for story, number, step in frames[: seen + 1]:
        if story is not last:
            out.print(telling.beginning(story, out, brief=brief))
        out.print(telling.told(number, step, story, out, brief=brief))
        last = story
    return None


def frame(story: Story, number: int, step: Step, count: int, console: Console, *, brief: bool) -> str:
    """The program, the graph with the edges of a step lit, if there is room, the step, and the keys."""
    head = printed(console, telling.padded(telling.words(console, heading(story), "bold"), console, 0))
    text = printed(console, telling.told(number, step, story, console, brief=brief))
    drawing = telling.drawn(story, console, step.edges)
    picture = printed(console, drawing) + "\n" if drawing is not None else ""
    rows = shutil.get_terminal_size().lines
    if (head + picture + text).count("\n") + 2 > rows:
        picture = ""
    arrows = "→ on, ← back" if console.encoding.lower().startswith("utf") else "right: on, left: back"
    return f"{head}\n{picture}{text}" + printed(console, f"[dim]{number} of {count}   {arrows}, q stop[/dim]").rstrip(
        "\n"
    )


def printed(console: Console, part: RenderableType) -> str:
    with console.capture() as captured:
        console.print(part)
    return captured.get()


@contextmanager
def keys(again: Callable[[], None]) -> Iterator[Callable[[], str]]:
    """Give what reads a key; the terminal is as it was afterwards, whatever signal ends this. `again` draws after a stop."""
    file = sys.stdin.fileno()
    before = termios.tcgetattr(file)
    waiting: list[str] = []

    def enter() -> None:
        tty.setcbreak(file, termios.TCSANOW)
        sys.stdout.write(OTHER_SCREEN)

    def leave() -> None:
        sys.stdout.write(OWN_SCREEN)
        sys.stdout.flush()
        termios.tcsetattr(file, termios.TCSADRAIN, before)

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    def stop(number: int, _: FrameType | None) -> None:
        leave()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # here it sleeps
        signal.signal(number, stop)
        enter()
        again()

    def read() -> str:
        if not waiting:
            waiting.extend(
                KEY.findall(os.read(file, 64).decode(errors="replace")) or ["q"]
            )  # the end of the input stops
        return waiting.pop(0)

    handlers = {signal.SIGTERM: end, signal.SIGHUP: end, signal.SIGQUIT: end, signal.SIGTSTP: stop}
    old = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    enter()
    try:
        yield read
    finally:
        leave()
        for number, handler in old.items():
            signal.signal(number, handler)
