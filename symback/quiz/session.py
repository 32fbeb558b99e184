"""A quiz: the boxes of one exercise after the other, what a typed line means, and what it came to."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from symback.exercise.answers import RIGHT, UNREADABLE, judge
from symback.exercise.model import CHAINED, FORWARD, LOCAL, Box, Exercise

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from symback.exercise.answers import Judged
    from symback.quiz.page import Page
    from symback.quiz.reader import Reader

BLANKS = {"forward": (FORWARD,), "backward": (LOCAL, CHAINED), "all": (FORWARD, LOCAL, CHAINED)}
LEVELS = 3  # of hints, and tries before the answer is told
MOST_LINES = 1000  # for one box: a pipe of blank lines without end has an end
MOST_NAMES = 12  # of boxes, that the score tells
ANSWER, BLANK, HELP, SKIP, QUIT = "answer", "blank", "help", "skip", "quit"
WORDS = {
    HELP: ("?", "help", "hint"),
    SKIP: ("s", "skip", ":s"),
    QUIT: ("q", "quit", "exit", ":q"),
}


@dataclass
class Score:
    """How the boxes of a quiz went: `right` at once, `late` right after a wrong answer; `hints` shown.

    `wrong` and `skipped` name the boxes; an answer that was shown is wrong. `total` counts all boxes; those that nobody came to
    are in none of the others.
    """

    total: int
    right: int = 0
    late: int = 0
    wrong: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    hints: int = 0

    @property
    def left(self) -> int:
        """The boxes that nobody came to."""
        return self.total - self.right - self.late - len(self.wrong) - len(self.skipped)

    @property
    def perfect(self) -> bool:
        """True if every box was right at once."""
        return self.right == self.total

    def text(self) -> str:
        """`Score: 3 of 5 right, 1 after another try, 1 wrong (dJ/dw); 2 hints`."""
        parts = [f"{self.right} of {self.total} right"]
        parts += [f"{self.late} after another try"] if self.late else []
        for what, boxes in {"wrong": self.wrong, "skipped": self.skipped}.items():
            names = ", ".join([*boxes[:MOST_NAMES], *["…"][: len(boxes) - MOST_NAMES]])
            parts += [f"{len(boxes)} {what} ({names})"] if boxes else []
        parts += [f"{self.left} not answered"] if self.left else []
        hints = f"; {self.hints} hint{'' if self.hints == 1 else 's'}" if self.hints else ""
        return "Score: " + ", ".join(parts) + hints


class Enough(Exception):
    """Somebody wants to stop, or no answers are left."""


@dataclass
class Session:
    """One quiz. `blank` says which boxes are to be filled in; the values of the others are shown."""

    exercises: Sequence[Exercise]
    page: Page
    reader: Reader
    blank: str = "all"
    score: Score = field(init=False)
    missing: list[tuple[Exercise, int, list[Box]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.score = Score(sum(len(e.of_kind(*BLANKS[self.blank])) for e in self.exercises))

    def run(self) -> Score:
        """Ask everything; the score is shown at the end, also where that comes early."""
        try:
            for number, exercise in enumerate(self.exercises, 1):
                given = self.blank == "backward" or not exercise.report.has_values
                self.page.heading(exercise, number, len(self.exercises), backward=given)
                self.asked_in(exercise, number, exercise.of_kind(*BLANKS[self.blank]))
        except Enough:
            self.missing.clear()
        self.page.score(self.score)
        with suppress(Enough):
            self.again()
        return self.score

    def asked_in(self, exercise: Exercise, number: int, boxes: Sequence[Box]) -> None:
        """Ask for boxes of one exercise, and note those that were not answered. Raises Enough."""
        asking = Round(self, exercise, boxes, f"{number}: " if len(self.exercises) > 1 else "")
        asking.run()
        if asking.missing:
            self.missing.append((exercise, number, asking.missing))

    def again(self) -> None:
        """In a terminal, ask once more for what was not answered, as often as is wanted; the score is the first one's."""
        first = self.score
        while self.missing and self.reader.patient and self.page.wants_again(self.reader.line):
            missing, self.missing = self.missing, []
            self.score = Score(sum(len(boxes) for _, _, boxes in missing))
            try:
                for exercise, number, boxes in missing:
                    self.asked_in(exercise, number, boxes)
            finally:
                self.page.score(self.score)
                self.score = first


@dataclass
class Turn:
    """One box being asked: its place, how many hints have been shown, how many answers were wrong."""

    box: Box
    place: int
    level: int = 0
    tries: int = 0


class Round:
    """Boxes of one exercise; `number` stands before their names in the score."""

    def __init__(self, session: Session, exercise: Exercise, asked: Sequence[Box], number: str) -> None:
        self.exercise, self.reader = exercise, session.reader
        self.page, self.score = session.page, session.score
        self.asked, self.number = asked, number
        self.missing: list[Box] = []
        self.names = {*exercise.graph.inputs, *exercise.graph.by_name}

    def run(self) -> None:
        """Left to right, then right to left. Raises Enough."""
        for place, box in enumerate(self.asked):
            if place == 0 or (box.kind != FORWARD and self.asked[place - 1].kind == FORWARD):
                self.page.direction(self.exercise, self.asked, place)
            self.ask(Turn(box, place + 1))

    def ask(self, turn: Turn) -> None:
        """One box, until it is done with. Raises Enough where no more answers come."""
        prompt = self.page.prompt(turn.box, turn.place, len(self.asked))
        for _ in range(MOST_LINES):
            line = self.reader.line(prompt)
            if line is None:
                raise Enough
            if self.heard(turn, line):
                return
        raise Enough

    def heard(self, turn: Turn, line: str) -> bool:
        """Do what a line says; True where the box is done with."""
        what = meaning(line, self.names)
        if what == QUIT:
            raise Enough
        if what == HELP:
            self.score.hints += 1
            self.hint(turn, asked_level(line))
        elif what == SKIP:
            self.missed(turn, self.score.skipped)
            self.page.skipped(self.exercise, turn.box)
        elif what == ANSWER:
            return self.answered(turn, line)
        return what == SKIP

    def hint(self, turn: Turn, level: int = 1) -> None:
        """The next hint, or one further on."""
        turn.level = min(LEVELS, max(turn.level + 1, level))
        self.page.hint(self.exercise, turn.box, turn.level)

    def answered(self, turn: Turn, line: str) -> bool:
        """Judge an answer; True where the box is done with."""
        judged = judge(self.exercise, turn.box, line)
        if judged.verdict != RIGHT:
            return self.failed(turn, line, judged)
        if turn.level == LEVELS:  # the answer stood there already
            self.missed(turn, self.score.wrong)
        elif turn.tries:
            self.score.late += 1
        else:
            self.score.right += 1
        self.page.right(self.exercise, turn.box)
        return True

    def failed(self, turn: Turn, line: str, judged: Judged) -> bool:
        """Whoever is there tries again, told the slip or a hint, until the third time. What nobody can read is asked again."""
        if judged.verdict == UNREADABLE:
            self.page.unread(judged)
            return False
        turn.tries += 1
        from symback.exercise.slips import slip_in  # which loads what check needs

        slip = slip_in(self.exercise, turn.box, judged)
        self.page.wrong(line, judged, slip)
        if self.reader.patient and turn.tries < LEVELS:
            if not slip:
                self.hint(turn)
            return False
        self.missed(turn, self.score.wrong)
        self.page.told(self.exercise, turn.box)
        return True

    def missed(self, turn: Turn, among: list[str]) -> None:
        """Note that a box was not answered, among the wrong or the skipped ones."""
        among.append(self.number + turn.box.label)
        self.missing.append(turn.box)


def meaning(line: str, names: Collection[str]) -> str:
    """Return what a line means. A word that is a name of the program is an answer: there `:s` skips and `:q` ends."""
    text = line.strip().lower()
    if not text:
        return BLANK
    if set(text) == {"?"}:
        return HELP
    for command, words in WORDS.items():
        if text in words and text not in names:
            return command
    return ANSWER


def asked_level(line: str) -> int:
    """Return how many levels of help a line asks for: `?` the next one, `??` the second at once."""
    text = line.strip()
    return len(text) if set(text) == {"?"} else 1


def word(command: str, names: Collection[str]) -> str:
    """The shortest word for a command that the program does not use as a name."""
    return next(word for word in WORDS[command] if word not in names)
