"""What a line typed in a quiz means: an answer, a call for help, a box to skip, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

ANSWER, BLANK, HELP, SKIP, QUIT = "answer", "blank", "help", "skip", "quit"
WORDS = {
    HELP: ("?", "help", "hint"),
    SKIP: ("s", "skip", ":s"),
    QUIT: ("q", "quit", "exit", ":q"),
}


def meaning(line: str, names: Collection[str]) -> str:
    """What a line means. A word that is a name of the program is an answer: there `:s` skips and `:q` ends."""
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
    """How many levels of help a line asks for: `?` the next one, `??` the second at once."""
    text = line.strip()
    return len(text) if set(text) == {"?"} else 1


def word(command: str, names: Collection[str]) -> str:
    """The shortest word for a command that the program does not use as a name."""
    return next(word for word in WORDS[command] if word not in names)
