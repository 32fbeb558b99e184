"""`symback completion`: the script that teaches a shell to complete symback's command lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from symback.cli.common import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

SHELLS = ("bash", "zsh", "fish")
FILES = ":files"  # what stands for "file names go here" between the scripts and `words`
FILE_METAVARS = ("F", "FILE", "FILE.csv")  # of an option that takes a file
EXAMPLES = """\b
Examples:
  source <(symback completion bash)          # in ~/.bashrc
  source <(symback completion zsh)           # in ~/.zshrc
  symback completion fish | source           # in ~/.config/fish/config.fish"""


class Word(NamedTuple):
    """What the word being typed may become, and what that is."""

    text: str
    about: str = ""


@click.command("completion", cls=Command, epilog=EXAMPLES)
@click.argument("shell", metavar="bash|zsh|fish")
@click.argument("line", nargs=-1, type=click.UNPROCESSED, metavar="")
def command(shell: str, line: tuple[str, ...]) -> None:
    """Print the script that completes commands, options, functions, and the names of the program on the line."""
    if shell == "words" and len(line) > 1:
        for text in answers(line[0], line[1], line[2] if len(line) > 2 else None):
            click.echo(text)
        return
    if shell not in SHELLS or line:
        raise click.UsageError(f"{shell!r} is not one of {', '.join(SHELLS)}.")
    from importlib.resources import files

    click.echo((files("symback.completion") / f"symback.{shell}").read_text("utf-8"), nl=False)


def answers(shell: str, line: str, current: str | None) -> Iterator[str]:
    """The words as the scripts take them: with a tab and what they are, or for bash the end that it calls the current word."""
    from symback.completion.line import split_line

    words = split_line(line)
    known = len(words[-1]) - len((current or "").lstrip("'\""))
    for word in candidates(words):
        if shell != "bash":
            yield f"{word.text}\t{word.about}" if word.text != FILES else FILES
        else:
            yield word.text if word.text == FILES else word.text[max(0, known) :]


def candidates(words: list[str]) -> list[Word]:
    """Return what the last of `words` may become."""
    from symback.cli.main import cli

    context = click.Context(cli, info_name="symback")
    typed = words[-1]
    if len(words) <= 2:
        commands = [(name, cli.get_command(context, name)) for name in cli.list_commands(context)]
        found = [Word(name, made.get_short_help_str(60)) for name, made in commands if made and not made.hidden]
        return matching(typed, [*found, Word("--help", "Show the commands."), Word("--version", "Show the version.")])
    chosen = cli.get_command(context, words[1])
    if chosen is None:
        return []
    return Line(chosen, words[2:-1], typed).candidates()


def matching(typed: str, words: Iterable[Word]) -> list[Word]:
    return [word for word in words if word.text.startswith(typed)]


class Line:
    """The words after a command: its options with their values, and what is no option."""

    def __init__(self, chosen: click.Command, words: list[str], typed: str) -> None:
        self.typed = typed
        parameters = chosen.get_params(click.Context(chosen))
        self.arguments = [p for p in parameters if isinstance(p, click.Argument)]
        self.options = {name: p for p in parameters if isinstance(p, click.Option) for name in p.opts}
        self.values: dict[str, list[str]] = {}
        self.plain: list[str] = []
        self.waiting: click.Option | None = None
        self.read(words)

    def read(self, words: list[str]) -> None:
        for word in words:
            if self.waiting is not None:
                self.values.setdefault(str(self.waiting.name), []).append(word)
                self.waiting = None
                continue
            name, equals, value = word.partition("=")
            option = self.options.get(name) if word.startswith("-") else None
            if option is None:
                self.plain.append(word)
            elif equals or option.is_flag:
                self.values.setdefault(str(option.name), []).append(value)
            else:
                self.waiting = option

    def candidates(self) -> list[Word]:
        if self.waiting is not None:
            return self.of_option(self.waiting, self.typed)
        name, equals, value = self.typed.partition("=")
        if equals and name in self.options:
            return [Word(f"{name}={word.text}", word.about) for word in self.of_option(self.options[name], value)]
        if self.typed.startswith("-"):
            return self.of_options()
        return self.of_argument() or ([] if self.typed else self.of_options())

    def of_options(self) -> list[Word]:
        """The options that can still be given."""
        free = {n: o for n, o in self.options.items() if o.multiple or str(o.name) not in self.values}
        return matching(
            self.typed, [Word(n, (o.help or "").partition(".")[0]) for n, o in free.items() if not o.hidden]
        )

    def of_argument(self) -> list[Word]:
        """A program, a file, or one of a few words."""
        place = len(self.plain)
        argument = self.arguments[min(place, len(self.arguments) - 1)] if self.arguments else None
        if argument is None or (place and argument.nargs != -1):
            return []
        if isinstance(argument.type, click.Choice):
            return matching(self.typed, [Word(str(choice)) for choice in argument.type.choices])
        if (argument.metavar or "").strip("[]") in FILE_METAVARS:
            return [Word(FILES)]
        if argument.name in WORDS:
            return matching(self.typed, map(Word, WORDS[argument.name]()))
        from symback.completion.names import calls

        return [Word(call) for call in calls(self.typed)]

    def of_option(self, option: click.Option, typed: str) -> list[Word]:
        """The values of an option."""
        if isinstance(option.type, click.Choice):
            return matching(typed, [Word(str(choice)) for choice in option.type.choices])
        name = option.opts[-1].lstrip("-")
        if option.metavar in FILE_METAVARS:
            return [Word(FILES)]
        from symback.completion import names

        if name in ("at", "hvp") and typed.startswith("@"):
            return [Word(f"@{path}") for path in names.paths(typed[1:])]
        program = self.plain[0] if self.plain else ""
        files = self.values.get("file")
        graph = names.graph_of(program, files[-1] if files else None)
        inputs = names.inputs(graph, program)
        given = {part.partition("=")[0].strip() for text in self.values.get("at", []) for part in text.split(",")}
        found: dict[str, Callable[[], list[str]]] = {
            "at": lambda: names.listed(typed, [name for name in inputs if name not in given], "="),
            "hvp": lambda: names.listed(typed, inputs, "="),
            "wrt": lambda: names.listed(typed, inputs),
            "get": lambda: names.values(graph, typed),
            "sweep": lambda: names.derivatives(graph, typed),
            "only": lambda: names.derivatives(graph, typed),
            "claim": lambda: names.claims(graph, typed),
            "without": lambda: names.listed(typed, names.parts_of_a_story()),
        }
        return [Word(text) for text in found[name]()] if name in found else []


def function_names() -> list[str]:
    from symback.functions import ALIASES

    return sorted(ALIASES)


def schema_names() -> list[str]:
    from symback.cli.schema import names

    return names()


WORDS: dict[str | None, Callable[[], Sequence[str]]] = {
    "shell": lambda: SHELLS,
    "names": function_names,
    "name": schema_names,
}
