"""Every command explains itself: what it does, every option, examples that run."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from symback.cli.main import cli

COMMANDS = cli.list_commands(click.Context(cli))
# What an example's line may need besides symback.
RUNNABLE = re.compile(r"symback (diff|functions|schema|explain|check) ")


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name, run):
    answer = run(name, "--help")
    assert answer.code == 0
    text = answer.out
    assert f"Usage: symback {name}" in text
    examples = text.partition("Examples:")[2]
    assert f"symback {name}" in examples
    assert command(name).help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_sentence(name):
    for option in command(name).params:
        if isinstance(option, click.Option):
            assert re.fullmatch(r"[A-Z].*[.)\]]", option.help or "", re.DOTALL), option.name


@pytest.mark.parametrize("name", ["", "diff", "functions", "schema"])
def test_help_fits_eighty_columns(name, run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    text = run(*filter(None, [name]), "--help").out
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("name", ["diff", "functions", "schema"])
def test_the_examples_run(name, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for line in (command(name).epilog or "").splitlines():
        if RUNNABLE.match(line.strip() + " ") and "|" not in re.sub(r"'[^']*'", "", line):
            arguments = shlex.split(re.sub(r" > \S+", "", line))[1:]
            assert run(*arguments).code == 0, line


def test_help_loads_nothing_heavy(process):
    import subprocess
    import sys

    code = (
        "import sys; from symback.__main__ import main; main(['diff', '--help']); main(['functions', '--format', 'json']);"
        "print({'sympy', 'rich', 'numpy'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr == "set()\n"
