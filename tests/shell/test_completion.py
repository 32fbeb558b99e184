"""Completion as a person meets it: keys typed into a real bash and zsh, and fish's own list of what it would offer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from tools import need
from typing_at import Shell

from symback.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

START = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}
# What is typed before the tab, and what stands on the line after it.
TYPED = [
    ("symback dif", "symback diff "),
    ("symback diff '(2+3*weight)**2' --at we", "--at weight="),
    ("symback diff '(2+3*weight)**2 + bias' --at weight=3,b", "--at weight=3,bias="),
    ("symback diff 'weight*bias' --wrt weight,b", "--wrt weight,bias "),
    ("symback diff 'weight*2' --get dJ/d", "--get dJ/dweight "),
    ("symback diff 'weight*2' --get dJ/dweight:ex", "--get dJ/dweight:exact "),
    ("symback diff --arith", "symback diff --arithmetic "),
    ("symback diff w --format mark", "--format markdown "),
    ("symback diff 'w + sigm", "symback diff 'w + sigmoid("),
    ("symback completion z", "symback completion zsh "),
    ("symback diff --file prog", "--file program.txt "),
    ("symback diff --file program.txt --wrt dep", "--wrt depth "),
    ("symback diff 'weight*bias' --hvp we", "--hvp weight="),
    ("symback diff 'weight*2' --sweep dJ/d", "--sweep dJ/dweight "),
    ("symback check 'weight*2' --claim dJ/dw", "--claim dJ/dweight="),
    ("symback check 'weight*2' --claims prog", "--claims program.txt "),
    ("symback explain 'weight*2' --only dJ/dw", "--only dJ/dweight "),
    ("symback explain w --without forw", "--without forward "),
    ("symback diff w --at @prog", "--at @program.txt "),
    ("symback functions sigm", "functions sigmoid "),
    ("symback schema expl", "schema explain "),
    ("symback batch prog", "batch program.txt "),
    ("symback diff w --on-error sk", "--on-error skip "),
]


def test_bash_runs_the_installed_command_and_not_the_word_that_was_typed() -> None:
    script = (Path(__file__).parents[2] / "symback/completion/symback.bash").read_text("utf-8")
    assert "COMP_WORDS" not in script
    assert re.findall(r"<\((.+?) completion words", script) == ["command symback"]


def setting() -> dict[str, str]:
    here = Path(sys.executable).parent
    return {**os.environ, "PATH": f"{here}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("typing")
    (made / "program.txt").write_text("depth*2 + 1")
    return made


@pytest.fixture(scope="module", params=["bash", "zsh"])
def shell(request: pytest.FixtureRequest, folder: Path) -> Iterator[Shell]:
    name = request.param
    need(name)
    opened = Shell(START[name], setting(), str(folder))
    opened.type(f"source <(symback completion {name})\necho LOA''DED\n")
    opened.until("LOADED")
    yield opened
    opened.close()


@pytest.mark.parametrize(("typed", "line"), TYPED)
def test_tab(shell: Shell, typed: str, line: str) -> None:
    shell.type("\x15" + typed + "\t")
    assert shell.until(re.escape(line))


@pytest.mark.parametrize(("typed", "line"), TYPED)
def test_fish(typed: str, line: str, folder: Path) -> None:
    need("fish")
    done = subprocess.run(
        ["fish", "--no-config", "-c", "symback completion fish | source; complete -C $TYPED"],
        env={**setting(), "TYPED": typed}, cwd=folder, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    offered = [offer.partition("\t")[0] for offer in done.stdout.splitlines()]
    assert any(line.rstrip().endswith(offer) for offer in offered), (offered, done.stderr)


def offered(line: str) -> set[str]:
    done = subprocess.run(
        ["symback", "completion", "words", "fish", "--", line],
        env=setting(),
        capture_output=True,
        text=True,
        check=True,
    )
    return {offer.partition("\t")[0] for offer in done.stdout.splitlines()}


def test_every_command_and_every_choice_of_its_options_is_offered() -> None:
    """Nothing of this is listed anywhere: a new command, and a new option, complete by being there."""
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    assert {name for name, command in commands.items() if not command.hidden} <= offered("symback ")
    for name, command in commands.items():
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        assert {opt for option in options for opt in option.opts} <= offered(f"symback {name} -")
        for option in options:
            if isinstance(option.type, click.Choice):
                assert set(option.type.choices) == offered(f"symback {name} {option.opts[-1]} ")


def test_an_unknown_shell_is_refused() -> None:
    done = subprocess.run(["symback", "completion", "tcsh"], env=setting(), capture_output=True, text=True)
    assert done.returncode == 2
    assert "bash, zsh, fish" in done.stderr


def test_a_device_or_a_pipe_is_not_read(tmp_path):
    from symback.completion.names import graph_of

    os.mkfifo(tmp_path / "pipe")
    assert graph_of(None, "/dev/zero") is None
    assert graph_of(None, str(tmp_path / "pipe")) is None
