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

from symback.document.style import painted
from symback.render import telling
from symback.render.explain_plain import heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from symback.document.model import Look
    from symback.explain.model import Story

KEY = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])|.", re.DOTALL)
ONWARD = (" ", "\r", "\n", "\x1b[C", "\x1b[B", "\x1bOC", "\x1bOB", "\x1b[6~")  # right, down, page down
BACK = ("\x7f", "\b", "\x1b[D", "\x1b[A", "\x1bOD", "\x1bOA", "\x1b[5~")  # left, up, page up
STOP = ("q", "Q", "\x04", "\x1b")
OTHER_SCREEN, OWN_SCREEN, CLEAR = "\x1b[?1049h", "\x1b[?1049l", "\x1b[H\x1b[2J"


def walk(stories: list[Story], look: Callable[[], Look], *, brief: bool) -> None:
    """Show a step at a time on a screen of its own, as the keys ask; at the end print what was seen."""
    frames = [(story, number) for story in stories for number in range(1, len(story.steps) + 1)]
    at = seen = 0

    def show() -> None:
        sys.stdout.write(CLEAR + frame(*frames[at], look(), brief=brief))
        sys.stdout.flush()

    with keys(show) as read:
        while at < len(frames):
            show()
            key = read()
            if key in STOP:
                break
            at = max(at - 1, 0) if key in BACK else at + 1 if key in ONWARD else at
            seen = max(seen, min(at, len(frames) - 1))
    counts: dict[int, int] = {}
    for story, number in frames[: seen + 1]:
        counts[id(story)] = number
    found = [telling.whole(story, counts[id(story)], look(), brief=brief) for story in stories if id(story) in counts]
    sys.stdout.write("\n".join(found))


def frame(story: Story, number: int, look: Look, *, brief: bool) -> str:
    """The program, the graph with the edges of a step lit, if there is room, the step, and the keys."""
    step = story.steps[number - 1]
    head = telling.block([*telling.folded([(heading(story), "bold")], look), ""])
    text = telling.told(number, step, story, look, brief=brief)
    drawing = telling.drawn(story, look, step.edges)
    picture = telling.block([*drawing, ""]) if drawing else ""
    if (head + picture + text).count("\n") + 1 > shutil.get_terminal_size().lines:
        picture = ""
    arrows = "right: on, left: back" if look.ascii_only else "→ on, ← back"
    return head + picture + text + painted(f"{number} of {len(story.steps)}   {arrows}, q stop", "dim", look)


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
