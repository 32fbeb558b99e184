"""What a typed line means, and what a quiz came to."""

from __future__ import annotations

import pytest

from symback.quiz.session import ANSWER, BLANK, HELP, QUIT, SKIP, Score, asked_level, meaning, word

# line, names of the program, meaning
LINES = [
    ("22", "w", ANSWER),
    ("", "w", BLANK),
    ("  \t", "w", BLANK),
    ("?", "w", HELP),
    (" ??? ", "w", HELP),
    ("help", "w", HELP),
    ("s", "w", SKIP),
    ("S", "w", SKIP),
    ("skip", "w", SKIP),
    ("q", "w", QUIT),
    ("quit", "w", QUIT),
    ("s", "swq", ANSWER),
    ("q", "swq", ANSWER),
    (":s", "swq", SKIP),
    (":q", "swq", QUIT),
    ("skip", "swq", SKIP),
    ("?22", "w", ANSWER),
    ("sq", "w", ANSWER),
]


@pytest.mark.parametrize(("line", "names", "what"), LINES)
def test_meaning(line: str, names: str, what: str) -> None:
    assert meaning(line, set(names)) == what


def test_words_that_the_program_leaves_free() -> None:
    assert [word(c, {"w"}) for c in (HELP, SKIP, QUIT)] == ["?", "s", "q"]
    assert [word(c, {"s", "q"}) for c in (HELP, SKIP, QUIT)] == ["?", "skip", "quit"]


def test_levels_of_help() -> None:
    assert [asked_level(line) for line in ("?", "??", " ??? ", "help")] == [1, 2, 3, 1]


SCORES = [
    (Score(5, right=5), "Score: 5 of 5 right", True),
    (Score(5, right=3, late=1, skipped=["J"], hints=2), "Score: 3 of 5 right, 1 after another try, 1 skipped (J); 2 hints", False),
    (Score(5, right=2, wrong=["a"], hints=1), "Score: 2 of 5 right, 1 wrong (a), 2 not answered; 1 hint", False),
    (Score(5, right=4, late=1), "Score: 4 of 5 right, 1 after another try", False),
    (Score(5, wrong=["a", "J"], skipped=["dJ/da"]), "Score: 0 of 5 right, 2 wrong (a, J), 1 skipped (dJ/da), 2 not answered", False),
    (Score(13, wrong=["a"] * 13), f"Score: 0 of 13 right, 13 wrong ({'a, ' * 12}…)", False),
]  # fmt: skip


@pytest.mark.parametrize(("score", "told", "perfect"), SCORES)
def test_score(score: Score, told: str, perfect: bool) -> None:
    assert (score.text(), score.perfect) == (told, perfect)
