"""The bar of a long nudging: on a terminal with the time left, gone in the end; nowhere else."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.network import network

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Nudging every one of 22,010 parameters, which takes minutes."""
    folder = tmp_path_factory.mktemp("bar")
    text, values = network(200, 10)
    (folder / "net.sym").write_text(text)
    (folder / "values.json").write_text(json.dumps(values))
    program = ["--file", str(folder / "net.sym"), "--at", f"@{folder / 'values.json'}"]
    return [sys.executable, "-m", "symback", "diff", *program, "--nudge", "all", "--table", "gradient"]


def test_a_terminal_sees_the_time_left(command: list[str], tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    with (tmp_path / "out").open("w") as out:
        ran = subprocess.Popen(command, stdin=follower, stdout=out, stderr=follower, start_new_session=True)
    os.close(follower)
    seen = b""
    while b" s left" not in seen:
        seen += os.read(leader, 4096)
    ran.send_signal(signal.SIGINT)
    assert ran.wait(timeout=20) == 130
    while part := rest(leader):
        seen += part
    assert b"of 22,010 parameters nudged, " in seen
    assert seen.rstrip(b"\r\n").endswith(b"\r\x1b[K")
    assert (tmp_path / "out").read_text() == ""


def rest(stream: int) -> bytes:
    try:
        return os.read(stream, 4096)
    except OSError:  # the other end is closed
        return b""


def test_a_pipe_sees_nothing(command: list[str]) -> None:
    ran = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        ran.wait(timeout=4)
    ran.send_signal(signal.SIGINT)
    out, err = ran.communicate(timeout=20)
    assert (out, err.strip()) == (b"", b"")
