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


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_eighty_columns(name, run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    text = run(*filter(None, [name]), "--help").out
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_the_exit_codes_and_groups_the_options(name, run):
    text = run(name, "--help").out
    assert text.rindex("Exit code: 0 ") > text.rindex("Examples:")
    assert "Output:" in text
    assert text.count("--help") == 1


def test_the_way_in_is_short_and_starts_with_what_runs(run):
    bare = run()
    assert (bare.code, bare.out) == (2, "")
    assert len(bare.err.splitlines()) < 10
    for line in bare.err.splitlines()[:2]:
        assert run(*shlex.split(line.partition("   ")[0])[1:]).code == 0, line


def test_every_summary_is_a_whole_sentence(run):
    listed = run("--help").out.partition("Commands:")[2].partition("Examples:")[0]
    assert "..." not in listed
    assert all(sentence.endswith(".") for sentence in re.split(r"\n  (?=\w)", listed.strip()))


def test_other_ways_to_ask_for_help_and_version(run):
    assert run("help", "diff").out == run("diff", "--help").out
    assert run("-V").out == run("--version").out
    assert run("diff", "w", "--at", "w=1", "--format", "JSON").out.startswith("{")


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
