"""At home in a shell: colour, width, encoding, pipes, full disks, interruption and standard input."""

from __future__ import annotations

import os
import pty
import re
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = ("diff", "(2+3*w)**2", "--at", "w=3")
COMMAND = [sys.executable, "-m", "symback"]
CLEAN = {
    k: v
    for k, v in os.environ.items()
    if "COLOR" not in k and k not in ("COLUMNS", "LINES", "TERM", "PYTHONIOENCODING")
}


def on_terminal(*arguments: str, columns: int = 80, **env: str) -> str:
    """What the command prints on a pseudo-terminal."""
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**CLEAN, "TERM": "xterm", "LC_ALL": "C.UTF-8", **env},
    )
    os.close(theirs)
    found = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:
            break
        if not data:
            break
        found += data
    os.close(ours)
    assert child.wait(30) == 0
    return found.decode().replace("\r\n", "\n")


def piped(*arguments: str, text: str | None = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], input=text, capture_output=True, text=True, encoding="utf-8",
        env={**CLEAN, "PYTHONIOENCODING": "utf-8", **env}, timeout=60,
    )  # fmt: skip


# Colour


@pytest.mark.parametrize(
    ("env", "option", "colored"),
    [
        ({}, "auto", True),
        ({"NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": ""}, "auto", True),
        ({"NO_COLOR": "1"}, "always", True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False),
        ({"CLICOLOR": "0"}, "auto", False),
        ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, "auto", True),
        ({"TERM": "dumb"}, "auto", False),
        ({}, "never", False),
    ],
)
def test_colour_on_a_terminal(env, option, colored):
    assert ("\x1b[" in on_terminal(*PROGRAM, "--numbers-only", "--color", option, **env)) is colored


@pytest.mark.parametrize(
    ("env", "option", "colored"),
    [
        ({}, "auto", False),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "0"}, "auto", False),
        ({"CLICOLOR_FORCE": "1"}, "auto", True),
        ({"CLICOLOR": "1"}, "auto", False),
        ({}, "always", True),
    ],
)
def test_colour_in_a_pipe(env, option, colored, tmp_path):
    assert ("\x1b[" in piped(*PROGRAM, "--numbers-only", "--color", option, **env).stdout) is colored


def test_a_file_is_colored_only_on_demand(tmp_path):
    page = tmp_path / "page"
    for option, colored in (("auto", False), ("always", True)):
        piped(*PROGRAM, "--numbers-only", "-o", str(page), "--color", option, FORCE_COLOR="1")
        assert ("\x1b[" in page.read_text()) is colored


# Width


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_the_terminal_says_how_wide(columns):
    program = ("diff", "c = w*x; J = (c+b-y)**2/2", "--at", "w=2,x=-2,b=8,y=2", "--color", "never")
    lines = on_terminal(*program, columns=columns).splitlines()
    assert max(map(len, lines)) <= columns
    stacked = [line for line in lines if line.startswith("  in inputs")]
    assert bool(stacked) is (columns < 60)


@pytest.mark.parametrize(
    ("columns", "widest"), [("200", 200), ("62", 62), ("", 80), ("many", 80), ("0", 80), ("1", 38)]
)
def test_columns_say_how_wide_a_pipe_is(columns, widest):
    text = piped("diff", "x*sin(x)*cos(x) + exp(x*x)", COLUMNS=columns).stdout
    assert max(map(len, text.splitlines())) <= widest


def test_no_line_ends_in_blanks():
    assert not re.search(r"[ \t]$", piped("diff", "relu(w)*v", "--at", "w=0,v=1").stdout, re.MULTILINE)


# Encoding


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
@pytest.mark.parametrize("arguments", [("diff", "α*w_1", "--at", "alpha=2,w_1=3"), ("diff", "--help"), ("functions",)])
def test_an_ascii_terminal_gets_ascii(env, arguments):
    done = piped(*arguments, **env)
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "\\u" not in done.stdout
    assert "?" not in done.stdout


def test_messages_are_ascii_too():
    done = piped("diff", "w*ｘ", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert done.stderr.isascii()
    assert "Traceback" not in done.stderr


# Pipes, disks, interruption


@pytest.mark.parametrize(
    "arguments",
    [
        ("functions", "--format", "html"),
        ("diff", "w**2", "--at", "w=1:400:1", "--numbers-only"),
        ("schema", "diff"),
        ("diff", "--help"),
    ],
)
def test_a_reader_that_leaves_is_no_error(arguments):
    child = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    complaint = child.stderr.read()
    assert child.wait(60) in (0, 141)
    assert complaint == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "arguments", [PROGRAM, ("functions", "--format", "html"), ("diff", "w", "--at", "w=1", "--get", "J"), ("schema",)]
)
def test_a_full_disk_is_a_message(arguments):
    with open("/dev/full", "w") as full:
        done = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, env=CLEAN)
    assert (done.returncode, done.stderr) == (2, "error: No space left on device\n")


def test_a_closed_standard_output_is_a_message():
    done = subprocess.run(
        ["bash", "-c", 'exec "$@" >&-', "bash", *COMMAND, *PROGRAM], stderr=subprocess.PIPE, text=True, env=CLEAN
    )
    assert done.returncode == 2
    assert "standard output is closed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.25, 0.5])
def test_an_interruption_is_130_without_a_word(seconds):
    code = "import symback.__main__ as m; print('ready', flush=True); m.run()"
    child = subprocess.Popen(
        [sys.executable, "-c", code, "diff", "x*sin(x)", "--at", "x=0:2000:1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(seconds)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err.strip()) == (130, "", "")


# Where the program comes from


@pytest.mark.parametrize("arguments", [("diff", "-"), ("diff",)])
def test_a_program_from_standard_input(arguments):
    done = piped(*arguments, "--get", "dw:formula", text="# a comment\na = 2 + 3*w\n\nJ = a**2\n")
    assert done.stdout == "18*w + 12\n"


def test_a_program_from_a_file(tmp_path, run):
    (tmp_path / "net.txt").write_text("a = 2+3*w\r\nJ = a**2\r\n")
    assert run("diff", "--file", str(tmp_path / "net.txt"), "--at", "w=3", "--get", "dw").out == "66\n"


@pytest.mark.parametrize(
    ("arguments", "text", "message"),
    [
        (("diff", "w", "--file", "x"), "", "PROGRAM and --file together"),
        (("diff", "--file", "/nonexistent"), "", "No such file"),
        (("diff", "--file", "/"), "", "Is a directory"),
        ((), "", "Usage: symback COMMAND [OPTIONS] [PROGRAM]"),
        (("diff",), "", "the program is empty"),
        (("diff", "-"), "  \n# nothing\n", "the program is empty"),
        (("diff", "w**2", "--formt", "json"), "", "try: --format"),
        (("diff", "w**2", "--format", "jsn"), "", "'json'"),
        (("dif", "w**2"), "", "try: diff"),
        (("functions", "sqr"), "", "x**2"),
        (("schema", "dif"), "", "symback schema diff"),
    ],
)
def test_what_is_wrong_with_the_command_is_said_with_exit_2(arguments, text, message):
    done = piped(*arguments, text=text)
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("at.json", '{"w": 3, "b": "1/2"}'),
        ("at.csv", "name,value\nw,3\nb,1/2\n"),
        ("bom.csv", "\ufeffw,3\r\nb,0.5\r\n"),
        ("points.csv", "w,b\n3,1/2\n"),
        ("comment.csv", "# values\nw, 3\n\nb, 1/2\n"),
    ],
)
def test_values_from_a_file(name, content, tmp_path, run):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert run("diff", "w*b", "--at", f"@{tmp_path / name}", "--get", "J").out == "1.5\n"


@pytest.mark.parametrize(
    ("content", "answers"),
    [
        ("w,b\n3,1/2\n4,1\n", "1.5\n4\n"),
        ("b;w\r\n1/2;3\r\n1;4\r\n", "1.5\n4\n"),
        ("w,b\npi,2\n1,1\n", "6.2831853071795865\n1\n"),
        ("w,b\npi,2\n", "6.2831853071795865\n"),
        ("w,pi\nb,2\n", "6.2831853071795865\n"),
    ],
)
def test_a_table_of_points_in_a_file(content, answers, tmp_path, run):
    (tmp_path / "at.csv").write_text(content, encoding="utf-8")
    assert run("diff", "w*b", "--at", f"@{tmp_path / 'at.csv'}", "--get", "J").out == answers


@pytest.mark.parametrize("content", ['{"w": [[3], []]}', '[{"w": 3}]', '{"w": 3', "w,3,4\n", '{"w b": 3}'])
def test_a_bad_file_of_values_is_a_message(content, tmp_path, run):
    (tmp_path / "at").write_text(content)
    answer = run("diff", "w", "--at", f"@{tmp_path / 'at'}")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: ")


# what --at says, and J, w, x, b at each point of w*x+b
POINTS = [
    (["w=3,x=1,b=2", "w=1,x=2,b=3"], [(3, 1, 2), (1, 2, 3)]),
    (["w=3,x=1,b=2", "b=3,x=2,w=1"], [(3, 1, 2), (1, 2, 3)]),
    (["w=3,b=2", "x=1"], [(3, 1, 2)]),
    (["w=3", "w=2", "x=1,b=0", "x=2,b=5"], [(3, 1, 0), (3, 2, 5), (2, 1, 0), (2, 2, 5)]),
    (["w=3,x=1,b=1", "w=2"], [(3, 1, 1), (2, 1, 1)]),
    (["w=0:1:1,x=1:2:1", "b=1"], [(0, 1, 1), (0, 2, 1), (1, 1, 1), (1, 2, 1)]),
    (["w=0:1:1", "w=5", "x=1,b=2"], [(0, 1, 2), (1, 1, 2), (5, 1, 2)]),
    (["@rows.csv"], [(3, 1, 2), (1, 2, 3)]),
    (["@pairs.csv"], [(3, 1, 2)]),
    (["@rows.csv", "w=0,x=0,b=0"], [(3, 1, 2), (1, 2, 3), (0, 0, 0)]),
    (["@one.json", "@rows.csv"], [(7, 8, 9), (3, 1, 2), (1, 2, 3)]),
]


@pytest.mark.parametrize(("at", "expected"), POINTS, ids=[" ".join(row[0]) for row in POINTS])
def test_which_points_at_gives(at, expected, tmp_path, run):
    (tmp_path / "rows.csv").write_text('\ufeffw;x;b\r\n3;1;"2"\r\n\r\n1;2;3\r\n', encoding="utf-8")
    (tmp_path / "pairs.csv").write_text("w,3\nx,1\nb,2\n")
    (tmp_path / "one.json").write_text('{"b": 9, "x": 8, "w": 7}')
    given = [word for text in at for word in ("--at", text.replace("@", f"@{tmp_path}/"))]
    answer = run("diff", "w*x+b", *given, "--get", "w", "--get", "x", "--get", "b")
    assert [tuple(map(int, line.split())) for line in answer.out.splitlines()] == (
        expected if len(expected) > 1 else [(value,) for value in expected[0]]
    )


# what stands on standard input, the command, and what is printed (None: refused)
PIPED = [
    ("w**2", ("diff", "--file", "-", "--at", "w=3", "--get", "J"), "9\n"),
    ("w**2", ("diff", "-", "--at", "w=3", "--get", "J"), "9\n"),
    ('{"w": 3}', ("diff", "w**2", "--at", "@-", "--get", "J"), "9\n"),
    ("w\n3\n", ("diff", "w**2", "--points", "-"), "w,J,dJ/dw\n3,9.0,6.0\n"),
    ("dw=6", ("check", "w**2", "--at", "w=3", "--claims", "-"), "match        dw=6   (proved)\n1 of 1 claim right\n"),
    ('{"w": 3}', ("diff", "-", "--at", "@-", "--get", "J"), None),
]


@pytest.mark.parametrize(("text", "command", "printed"), PIPED, ids=[" ".join(command) for _, command, _ in PIPED])
def test_a_dash_is_standard_input_once(text, command, printed, process):
    found = process(*command, text=text)
    assert (found.out, found.code) == ((printed, 0) if printed else ("", 2))
    assert "asked for twice" in found.err or printed
