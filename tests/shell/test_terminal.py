"""Long answers on a terminal: a bar where somebody watches, Ctrl-C, and pipes that close early."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from on_terminal import CTRL_C, Terminal

SYMBACK = f"{sys.executable} -m symback"
BAR = r"\r\[#+ *\] +[0-9]+% [0-9,]+ "
LINES = 2_000
POINTS = 400_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch and a table of points that take a second or two."""
    made = tmp_path_factory.mktemp("long")
    (made / "lines.txt").write_text("".join(f"w={i}; (2+3*w)**2/{i}\n" for i in range(1, LINES + 1)))
    (made / "points.csv").write_text("w,x\n" + "0.123456789,1.25\n" * POINTS)
    return made


def commands(folder: Path) -> dict[str, list[str]]:
    return {
        "lines": ["batch", str(folder / "lines.txt"), "--numbers-only"],
        "points": ["diff", "tanh(w*x)", "--points", str(folder / "points.csv")],
    }


@pytest.mark.parametrize("what", ["lines", "points"])
def test_a_bar_shows_how_far_it_is_and_is_gone_in_the_end(what: str, folder: Path) -> None:
    with (folder / "answers").open("w") as answers:
        terminal = Terminal(commands(folder)[what], stdout=answers)
        assert terminal.close() == 0
    assert re.search(BAR + what, terminal.shown)
    assert re.fullmatch(r"(\r[^\r\n]*\x1b\[K)+", terminal.shown)
    assert terminal.shown.endswith("\r\x1b[K")
    assert (folder / "answers").read_text().count("\n") == {"lines": LINES, "points": POINTS + 1}[what]


def test_a_file_that_is_written_is_watched_too(folder: Path) -> None:
    terminal = Terminal([*commands(folder)["lines"], "-o", str(folder / "file")])
    assert terminal.close() == 0
    assert re.search(BAR + "lines", terminal.shown)


def test_there_is_no_bar_among_the_answers(folder: Path) -> None:
    terminal = Terminal(commands(folder)["lines"])
    assert terminal.close() == 0
    assert len([json.loads(line) for line in terminal.shown.splitlines()]) == LINES


@pytest.mark.parametrize("what", ["lines", "points"])
def test_there_is_no_bar_in_a_pipe(what: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "symback", *commands(folder)[what]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_of_a_pipe_the_count_alone_is_known(folder: Path) -> None:
    with (
        subprocess.Popen(["cat", str(folder / "lines.txt")], stdout=subprocess.PIPE) as cat,
        (folder / "answers").open("w") as answers,
    ):
        terminal = Terminal(["batch", "--numbers-only"], stdin=cat.stdout, stdout=answers)
        assert terminal.close() == 0
    assert re.search(r"\r[0-9,]+ lines\x1b", terminal.shown)
    assert "#" not in terminal.shown


@pytest.mark.parametrize(
    ("what", "more"), [("lines", []), ("lines", ["--jobs", "2"]), ("points", [])], ids=["lines", "jobs", "points"]
)
def test_ctrl_c_leaves_complete_lines(what: str, more: list[str], folder: Path) -> None:
    answers = folder / "interrupted"
    with answers.open("w") as stream:
        terminal = Terminal([*commands(folder)[what], *more], stdout=stream)
        terminal.until(BAR)
        terminal.press(CTRL_C)
        assert terminal.close() == 130
    assert "Traceback" not in terminal.shown
    assert terminal.shown.rstrip().endswith("\x1b[K")
    text = answers.read_text()
    assert text.endswith("\n")
    assert 0 < text.count("\n") < {"lines": LINES, "points": POINTS + 1}[what]
    for line in text.splitlines()[1:]:
        assert line.startswith('{"id"') if what == "lines" else line.count(",") == 4
        assert what == "points" or json.loads(line)["schema"] == 1


@pytest.mark.parametrize("what", ["lines", "points"])
def test_an_interrupted_file_is_not_there(what: str, folder: Path) -> None:
    target = folder / f"never-{what}"
    terminal = Terminal([*commands(folder)[what], "-o", str(target)])
    terminal.until(BAR)
    terminal.press(CTRL_C)
    assert terminal.close() == 130
    assert not [path for path in folder.iterdir() if target.name in path.name]


def test_a_terminal_is_asked_for_nothing_that_it_cannot_end() -> None:
    """A program from a terminal's keyboard is not waited for: what is missing is said at once."""
    for arguments in (["diff"], ["batch"], ["explain"], ["check"]):
        terminal = Terminal(arguments, stdin=None)
        assert terminal.close() == 2
        assert "missing" in terminal.shown or "claimed" in terminal.shown


# Readers that leave, disks that are full


@pytest.mark.parametrize(
    "command",
    [
        "batch lines.txt --numbers-only",
        "batch lines.txt --numbers-only --jobs 2",
        "diff 'tanh(w*x)' --points points.csv",
        "explain 'w**2' --at w=1:20:1 --format plain",
        "functions",
    ],
)
def test_head_ends_quietly(command: str, folder: Path) -> None:
    script = f"set -o pipefail; {SYMBACK} {command} | head -n 1"
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) in ((0, ""), (141, ""))
    assert done.stdout.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("where", [">", "-o"])
@pytest.mark.parametrize("what", ["lines", "points"])
def test_a_full_disk_is_a_message(what: str, where: str, folder: Path) -> None:
    script = f'"$@" {where} /dev/full'
    arguments = [sys.executable, "-m", "symback", *commands(folder)[what]]
    done = subprocess.run(["bash", "-c", script, "bash", *arguments], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr in (
        "error: No space left on device\n",
        "error: cannot write /dev/full: No space left on device\n",
    )


@pytest.mark.parametrize("what", ["lines", "points"])
@pytest.mark.parametrize(
    ("target", "message"), [("no/such/file", "No such file or directory"), ("", "Is a directory"), ("a\0b", "NUL")]
)
def test_a_place_that_cannot_be_written_is_a_message(what, target, message, folder, run, tmp_path) -> None:
    answer = run(*commands(folder)[what], "-o", f"{tmp_path}/{target}")
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("closed", [">&-", "<&- >&-"])
@pytest.mark.parametrize(
    "command", ["diff w --at w=1", "explain w --at w=1", "batch lines.txt", "diff w --points points.csv"]
)
def test_closed_standard_output_is_a_message(command: str, closed: str, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{SYMBACK} {command} {closed}"], cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "standard output is closed" in done.stderr


@pytest.mark.parametrize(("closed", "code"), [("2>&-", 2), ("<&- 2>&-", 2)])
def test_closed_standard_error_is_no_bug(closed: str, code: int, folder: Path) -> None:
    assert subprocess.run(["bash", "-c", f"{SYMBACK} diff 'w*' {closed}"], capture_output=True).returncode == code
    assert subprocess.run(["bash", "-c", f"{SYMBACK} diff w --at w=1 {closed}"], capture_output=True).returncode == 0
