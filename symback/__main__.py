"""`symback` and `python -m symback`: run a command, and turn every failure into a message and an exit code."""

from __future__ import annotations

import gc
import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import click

INTERRUPTED = 130


def run() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = main()
    except KeyboardInterrupt:  # even while the imports are under way
        code = INTERRUPTED
    leave(code)


def leave(code: int) -> NoReturn:
    """End the process at once: taking a large graph apart, object by object, would take a tenth of the time that it took.

    What ends with the process (files, locks, children) has been closed by those who opened it.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code. Never a traceback, whatever the input."""
    # A short-lived process that makes many small objects: fewer collections, and imports are a tenth faster.
    gc.set_threshold(50_000, 20, 20)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy would start threads for matrices, and there are none
    open_closed_streams()
    import click

    from symback.cli.main import cli
    from symback.errors import SymbackError

    try:
        code = cli.main(
            as_utf8(sys.argv[1:]) if arguments is None else arguments, prog_name="symback", standalone_mode=False
        )
        if sys.stdout is not None:
            sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except SymbackError as error:
        return fail(str(error), error.exit_code)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        return usage(error)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        discard_output()
        return 0
    except MemoryError:
        return fail("error: not enough memory for this program", 3)
    except OSError as error:
        discard_output()
        return fail(f"error: {error.strerror or error}", 2)
    except Exception as error:  # noqa: BLE001 (the last resort: a bug is told in a line, and is asked to be reported)
        discard_output()
        return fail(fault(error), 3)
    except SystemExit as leaving:  # click's way out of a pipe that nobody reads
        discard_output()
        return 0 if leaving.code == 1 else int(leaving.code or 0)


def open_closed_streams() -> None:
    """Where a shell has closed standard input or standard error (`2>&-`), they are empty, and Python's None is not met."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: SIM115 (as long as the process)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 (as long as the process)


def as_utf8(arguments: list[str]) -> list[str]:
    """Arguments read as UTF-8 also where the locale says ASCII; bytes that are not UTF-8 stay escaped."""
    return [os.fsencode(argument).decode("utf-8", "surrogateescape") for argument in arguments]


def discard_output() -> None:
    """What standard output still holds goes nowhere, or Python would complain at exit."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fault(error: Exception) -> str:
    """Return what to say of an error that nobody expected: what it is and where it arose."""
    import traceback

    from symback.errors import visible

    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(place.filename)}, line {place.lineno}"
    what = visible(f"{type(error).__name__}: {error}"[:300])
    return f"error: symback failed on this: {what} ({where})\n  try: report it as a bug, please"


def usage(error: click.ClickException) -> int:
    """click's message in the words of every other: what is wrong, and the way out, which its last sentence often is."""
    from click.exceptions import NoArgsIsHelpError, NoSuchOption

    from symback.errors import SymbackError, suggestion

    if isinstance(error, NoArgsIsHelpError):
        from symback.cli.main import short_help

        return fail(short_help(), error.exit_code)
    context = getattr(error, "ctx", None)
    found = WAY_OUT.fullmatch(" ".join(error.format_message().split()).rstrip("."))
    told, *ways = found.groups() if found else (error.format_message(),)
    way = next(filter(None, ways), None)
    told = told[0].lower() + told[1:] if told[1:2].islower() else told
    help_ = f"{context.command_path} --help" if context else None
    if isinstance(error, NoSuchOption):
        way = suggestion(error.option_name, list(error.possibilities or ()))
    elif way and re.fullmatch("'[^']*'", way):
        way = way[1:-1]
    return fail(str(SymbackError(told, hint=way or help_)), error.exit_code)


# A sentence; then "Did you mean …?", "(Possible options: …)", "for example: …", or a last sentence.
WAY_OUT = re.compile(r"(.+?)(?:[.:,;]? (?:\(?Did you mean|\(Possible options:|for example:) (.+?)[?)]*|\. (?=[A-Z][a-z ])([^.]+(?:\.[^ ][^.]*)*))?", re.DOTALL)  # fmt: skip


def fail(message: str, code: int) -> int:
    """Print `message` on standard error, in what it can show."""
    encoding = sys.stderr.encoding or "ascii"
    if not encoding.lower().startswith("utf"):
        from symback.document.names import plain_ascii

        message = plain_ascii(message)
    sys.stderr.write(message.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    return code


if __name__ == "__main__":
    run()
