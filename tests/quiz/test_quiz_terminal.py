"""`symback quiz` in a pseudo-terminal: tries, hints, line editing, and the ways out."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

import pytest

NETWORK = ["(2+3*w)**2", "--at", "w=3"]
PROMPT = re.compile(r"(?:\d+/\d+  (?:\x1b\[[0-9;]*m)*\S+ = (?:\x1b\[[0-9;]*m)*|\[y/N\] )$")
UP = "\x1b[A"
LONGEST = 20.0  # seconds to wait for a prompt


class Student:
    """Somebody at a terminal, who waits for each prompt before typing."""

    def __init__(self, *arguments: str, **env: str) -> None:
        self.leader, follower = pty.openpty()
        plain = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", **env}
        self.ran = subprocess.Popen(
            [sys.executable, "-m", "symback", "quiz", *arguments],
            stdin=follower, stdout=follower, stderr=follower, env=plain,
        )  # fmt: skip
        os.close(follower)
        self.shown = ""

    def read(self) -> bool:
        """What is shown until the next prompt; False where the program has ended."""
        start = len(self.shown)
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            if not select.select([self.leader], [], [], 0.1)[0]:
                continue
            try:
                part = os.read(self.leader, 65536)
            except OSError:  # the other end is closed
                return False
            if not part:
                return False
            self.shown += part.decode("utf-8", "replace").replace("\r\n", "\n")
            if PROMPT.search(self.shown[start:].replace("\x1b[?2004h", "")):
                return True
        raise AssertionError(f"no prompt came: {self.shown[start:]!r}")

    def types(self, *keys: str) -> Student:
        """Type each of these once there is a prompt."""
        for key in keys:
            assert self.read(), self.shown
            os.write(self.leader, key.encode("utf-8", "surrogateescape"))
        return self

    def leaves(self) -> tuple[int, str]:
        """The exit code, and all that was shown."""
        while self.read():
            pass
        code = self.ran.wait(timeout=LONGEST)
        os.close(self.leader)
        return code, re.sub("\x1b\\[\\?2004[hl]\r?", "", self.shown)


def test_all_right() -> None:
    code, shown = Student(*NETWORK).types("11\n", "121\n", "22\n", "3\n", "66\n").leaves()
    assert code == 0
    assert " 3/5  dJ/da = 22\n      ✓ dJ/da = 2a = 2 × 11 = 22\n" in shown
    assert shown.endswith("Score: 5 of 5 right\n")


def test_a_wrong_answer_gets_a_hint_and_another_try() -> None:
    code, shown = Student(*NETWORK).types("12\n", "13\n", "11\n", "q\n").leaves()
    assert code == 1
    assert " 1/5  a = 12\n      ✗ not 12\n      Hint 1: Compute a = 2 + 3w.\n 1/5  a = 13\n" in shown
    assert "Hint 2: Put the numbers in: a = 2 + 3 × 3.\n 1/5  a = 11\n      ✓" in shown
    assert shown.endswith("Score: 0 of 5 right, 1 after another try, 4 not answered\n")


def test_after_three_tries_the_answer_is_told() -> None:
    code, shown = Student(*NETWORK).types("1\n", "2\n", "3\n", "q\n").leaves()
    assert code == 1
    assert " 1/5  a = 3\n      ✗ not 3\n      Answer: a = 2 + 3w = 2 + 3 × 3 = 11\n 2/5  J = q\n" in shown
    assert "1 wrong (a), 4 not answered" in shown


def test_what_nobody_can_read_costs_no_try() -> None:
    code, shown = (
        Student(*NETWORK).types(*["((\n"] * 5, "22,500\n", "\n", "11\n", "121\n", "22\n", "3\n", "66\n").leaves()
    )
    assert code == 0
    assert "? 22,500 can be read in two ways; try: 22.500 or 22500" in shown


def test_what_was_not_right_is_asked_again() -> None:
    """The score, and so the exit code, is that of the first time; a slip takes the place of the first hint."""
    keys = ["11\n", "s\n", "22\n", "3\n", "22\n", "66\n", "y\n", "121\n"]
    code, shown = Student(*NETWORK).types(*keys).leaves()
    assert code == 1
    assert "✗ not 22: that is dJ/da; da/dw is missing\n 5/5  dJ/dw = 66\n" in shown
    score = "Score: 3 of 5 right, 1 after another try, 1 skipped (J)\n"
    assert f"{score}Again, what was not right? [y/N] y\n\nForward, left to right\n 1/1  J = 121\n" in shown
    assert shown.endswith("\n\nScore: 1 of 1 right\n")


def test_no_more() -> None:
    code, shown = Student("w**2", "--at", "w=3", "--blank", "forward").types("s\n", "\n").leaves()
    assert (code, shown.count("Score: ")) == (1, 1)


def test_help_and_skip() -> None:
    code, shown = Student(*NETWORK).types("??\n", "s\n", "\x04").leaves()
    assert code == 1
    assert "Hint 2: Put the numbers in" in shown
    assert "      Skipped: a = 2 + 3w = 2 + 3 × 3 = 11\n" in shown
    assert shown.endswith("\n\nScore: 0 of 5 right, 1 skipped (a), 4 not answered; 1 hint\n")


@pytest.mark.parametrize("way_out", ["q\n", "\x04", "quit\n"])
def test_leaving_shows_the_score(way_out: str) -> None:
    code, shown = Student(*NETWORK).types("11\n", way_out).leaves()
    assert code == 1
    assert shown.endswith("Score: 1 of 5 right, 4 not answered\n")


def test_interrupted() -> None:
    student = Student(*NETWORK).types("11\n")
    assert student.read()
    time.sleep(0.3)  # a signal that comes between the prompt and the wait for a key is not seen by readline
    student.ran.send_signal(signal.SIGINT)
    code, shown = student.leaves()
    assert code == 130
    assert "Traceback" not in shown
    assert shown.endswith("J = \n")


def test_lines_can_be_edited() -> None:
    """Backspace mends a line, and the arrow up brings the one before back."""
    code, shown = Student(*NETWORK).types("112\x7f\n", UP + "\x01" + "11*\n", "22\n", "3\n", "66\n").leaves()
    assert code == 0
    assert shown.endswith("Score: 5 of 5 right\n")


@pytest.mark.parametrize(
    "keys",
    ["\x00\x00\n", "\udcff\udcfe\n", "\x1b[31m\n", "\u202e22\n", "(" * 3000 + "\n", "9**9**9\n", "[red]\n", "%s\n"],
)
def test_hostile_keys(keys: str) -> None:
    """Nothing that is typed ends the quiz: the right answer after it is taken (late, where it was judged wrong)."""
    code, shown = Student(*NETWORK, "--blank", "forward").types(keys, "11\n", "121\n").leaves()
    assert "Traceback" not in shown
    assert "symback failed" not in shown
    assert (code, "Score: 2 of 2 right" in shown) in [(0, True), (1, False)]
    assert "✓ J = a² = 11² = 121" in shown


def test_a_program_is_missing() -> None:
    student = Student()
    code, shown = student.leaves()
    assert code == 2
    assert "error: PROGRAM is missing" in shown
    assert "try: symback quiz '(2+3*w)**2' --at w=3, or --random" in shown


def test_colours_do_not_break_the_line() -> None:
    code, shown = Student(*NETWORK, "--color", "always", NO_COLOR="").types("11\n", "121\n", "23\n", "q\n").leaves()
    assert code == 1
    assert "\x1b[31m      ✗ not 23" in shown
    assert "\x01" not in shown
