"""Which functions of symback a command calls, one entry a call."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import symback
from symback.__main__ import main

if TYPE_CHECKING:
    from types import CodeType, FrameType

PACKAGE = str(Path(symback.__file__).parent)


def calls(*arguments: str) -> list[CodeType]:
    """The code of every function that a command calls, in order."""
    found: list[CodeType] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            found.append(frame.f_code)

    sys.setprofile(note)
    try:
        main([*arguments])
    finally:
        sys.setprofile(None)
    return found
