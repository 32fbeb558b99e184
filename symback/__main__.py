"""`symback` and `python -m symback`: run a command, and turn every failure into a message and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

INTERRUPTED = 130


def run() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(main())


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code. Never a traceback, whatever the input."""
    # A short-lived process that makes many small objects: fewer collections, and imports are a tenth faster.
    gc.set_threshold(50_000, 20, 20)
    import click

    from symback.cli.main import cli
    from symback.errors import SymbackError

    try:
        code = cli.main(arguments, prog_name="symback", standalone_mode=False)
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing more to say, and no complaint at exit
        return 0
    except MemoryError:
        return fail("error: not enough memory for this program", 3)
    except OSError as error:
        return fail(f"error: {error.strerror or error}", 2)


def usage(error: click.ClickException) -> int:
    """click's message, with nothing in it that could play tricks on a terminal."""
    from symback.errors import visible

    context = getattr(error, "ctx", None)
    lines = [context.get_usage(), f"Try '{context.command_path} --help' for help.", ""] if context else []
    lines += ["Error: " + "\n".join(visible(line) for line in error.format_message().split("\n"))]
    return fail("\n".join(lines), error.exit_code)


def fail(message: str, code: int) -> int:
    """Print `message` on standard error, in what it can show."""
    encoding = sys.stderr.encoding or "ascii"
    if not encoding.lower().startswith("utf"):
        from symback.report.notation import plain_ascii

        message = plain_ascii(message)
    sys.stderr.write(message.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    return code


if __name__ == "__main__":
    run()
