"""`symback batch`: many programs, one a line, in one process."""

from __future__ import annotations

import json
import sys
from collections import deque
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from symback.cli.common import MOST_TEXT, Command
from symback.cli.options import POINT, make_options, only_suffix, parameter_names, refuse, shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symback.lines.answer import Settings

EXAMPLES = """\b
Examples:
  printf '%s\\n' 'w=3; (2+3*w)**2' 'w=2; w**3' | symback batch --numbers-only
  symback batch programs.txt --at w=3 --jobs 4
  echo '{"id": 7, "program": "w*x", "at": {"w": 2, "x": 3}}' | symback batch

Exit code: 0 every line has an answer, 1 one has not, 2 malformed."""


@click.command("batch", cls=Command, epilog=EXAMPLES)
@click.argument("listed", required=False, metavar="[FILE]")
@shared("file", *POINT, file="Read the programs from file F, as FILE.")
@click.option(
    "--numbers-only", is_flag=True, help="Values and derivatives alone, no formulas and no nudges: many times faster."
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that share the work; the answers keep their order.",
)
@shared("output")
def command(listed: str | None, file: str | None, output: str | None, jobs: int, **choices: Any) -> int:
    """Answer many programs, one a line, each with a line of JSON.

    A line of FILE (or of standard input) is a program, or an object
    {"program": …, "at": {"w": 3}, "wrt": ["w"], "id": …}. Blank lines and comments are skipped. An answer is the
    object that diff --format json gives, with the id; a line that has none is answered by
    {"id": …, "error": {"code": 2, "message": …, "column": 7, "line": 2}}, and the exit code is then 1.
    """
    from symback.lines.jobs import answers
    from symback.lines.progress import Progress
    from symback.lines.streams import is_ready, lines_of, opened, writer

    only_suffix(output, "json", "jsonl", "ndjson", "txt")
    if listed is not None and file is not None:
        raise click.UsageError("FILE and --file together: give one of them.")
    file = file or listed
    if file is None and sys.stdin.isatty():
        raise click.UsageError("FILE is missing, and nothing is piped in: symback batch programs.txt")
    settings = make_settings(**choices)
    failed = False
    with opened(file) as source, writer(output) as write, Progress(source, output, "lines") as bar:
        numbers: deque[int] = deque()
        lines = numbered(lines_of(source, MOST_TEXT), numbers)
        with closing(answers(lines, settings, jobs, lambda: is_ready(source))) as found:
            for count, (text, right) in enumerate(found, 1):
                failed = failed or not right
                number = numbers.popleft()
                write((text if right else with_line(text, number)).encode() + b"\n")
                bar.done(count)
    return 1 if failed else 0


def numbered(lines: Iterable[str], numbers: deque[int]) -> Iterator[str]:
    """The lines that ask something; `numbers` gets the place of each, until its answer is there."""
    from symback.lines.question import is_blank

    for number, line in enumerate(lines, 1):
        if not is_blank(line):
            numbers.append(number)
            yield line


def with_line(text: str, number: int) -> str:
    """The answer to a line that has none, with the line's number in the file."""
    answer = json.loads(text)
    answer["error"]["line"] = number
    return json.dumps(answer)


def make_settings(
    at: tuple[str, ...], wrt: tuple[str, ...], split: str | None, numbers_only: bool, **choices: Any
) -> Settings:
    """Return what the command line says of every line."""
    from symback.cli.values import points
    from symback.lines.answer import Settings

    if numbers_only:
        refuse("--numbers-only, which nudges nothing,", "eps", "scheme")
    listed = [point for _, point in zip(range(2), points(at), strict=False)]
    if len(listed) > 1:
        raise click.UsageError("--at gives several points; a line of a batch has one (diff takes several).")
    options = make_options(choices, formulas=not numbers_only, nudges=not numbers_only)
    return Settings(options, split, listed[0], parameter_names(wrt))
