"""`symback quiz` with its answers piped in."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer

NETWORK = ["(2+3*w)**2", "--at", "w=3"]
NEURON = ["c = w*x; a = c+b; d = a-y; J = d**2/2", "--at", "x=2,y=1,w=-2,b=8", "--wrt", "w,b"]
ANSWERS = "-4 4 3 9/2 3 1 3 1 3 1 3 2 6"


@pytest.fixture
def piped(run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """`piped(data, "quiz", "(2+3*w)**2")` runs a command that reads those bytes."""

    def call(data: bytes, *arguments: str) -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        return run(*arguments)

    return call


def lines(answers: str) -> str:
    return "\n".join(answers.split()) + "\n"


def test_first_network(process: Callable[..., Answer]) -> None:
    told = process("quiz", *NETWORK, text=lines("11 121 22 3 66"))
    assert told.code == 0
    asked = re.findall(r"^ ./5  (.*)$", told.out, re.MULTILINE)
    assert asked == ["a = 11", "J = 121", "dJ/da = 22", "da/dw = 3", "dJ/dw = 66"]
    assert "      ✓ dJ/dw = da/dw × dJ/da = 3 × 22 = 66\n" in told.out
    assert told.out.endswith("Score: 5 of 5 right\n")
    assert told.err == ""


# program, answers, exit code, score
SESSIONS = [
    (NEURON, ANSWERS, 0, "13 of 13 right"),
    (NETWORK, "11 121 2a 3 6*a", 0, "5 of 5 right"),
    (NETWORK, "11 120 22 3 66", 1, "4 of 5 right, 1 wrong (J)"),
    (NETWORK, "11 s 22 3 66", 1, "4 of 5 right, 1 skipped (J)"),
    (NETWORK, "11 ? ?? 121 22 3 66", 0, "5 of 5 right; 2 hints"),
    (NETWORK, "11 121 q 3 66", 1, "2 of 5 right, 3 not answered"),
    (NETWORK, "11", 1, "1 of 5 right, 4 not answered"),
    (NETWORK, "", 1, "0 of 5 right, 5 not answered"),
    (NETWORK, "11 121 22 3 66 77 88", 0, "5 of 5 right"),
    (NETWORK, "11 121 (((( 22 3 66", 0, "5 of 5 right"),
    (NETWORK, "11 121 9**9**9 3 66", 1, "4 of 5 right, 1 wrong (dJ/da)"),
    (NETWORK, "11 121 dJ/dq 6½6 22,000 22 3 66", 0, "5 of 5 right"),
    (NETWORK, "11 ? ? ? 121 22 3 66", 1, "4 of 5 right, 1 wrong (J); 3 hints"),
    (NETWORK, "11 ??? 121 22 3 66", 1, "4 of 5 right, 1 wrong (J); 1 hint"),
    (NETWORK, "2+3*w 11 a**2 11**2 22 3 66", 0, "5 of 5 right"),
    (["w**2", "--at", "w=3", "--at", "w=2"], "9 6 5 3", 1, "2 of 4 right, 2 wrong (2: J, 2: dJ/dw)"),
    ([*NETWORK, "--blank", "forward"], "11 121", 0, "2 of 2 right"),
    ([*NETWORK, "--blank", "backward"], "22 3 66", 0, "3 of 3 right"),
    (["(2+3*w)**2"], "2a 3 18w+12", 0, "3 of 3 right"),
    (["w**2", "--at", "w=3", "--at", "w=2"], "9 6 4 4", 0, "4 of 4 right"),
    (["-w**2", "--at", "w=3"], "-9 -6", 0, "2 of 2 right"),
    (["J = s*q", "--at", "s=3,q=5"], "15 q s", 0, "3 of 3 right"),
    (["J = s*q", "--at", "s=3,q=5"], "15 :s :q", 1, "1 of 3 right, 1 skipped (∂J/∂s), 1 not answered"),
    (["w = 3; (2+3*w)**2"], "11 121 22 3 66", 0, "5 of 5 right"),
]


@pytest.mark.parametrize(("arguments", "answers", "code", "score"), SESSIONS)
def test_session(arguments: list[str], answers: str, code: int, score: str, piped: Callable[..., Answer]) -> None:
    told = piped(lines(answers).encode(), "quiz", *arguments)
    assert (told.code, told.err) == (code, "")
    assert told.out.endswith(f"Score: {score}\n")


def test_blank_lines_are_asked_again(piped: Callable[..., Answer]) -> None:
    told = piped(b"\n11\n\n  \n121\r\n22\n3\n66", "quiz", *NETWORK)
    assert told.code == 0


def test_a_wrong_answer_is_corrected(piped: Callable[..., Answer]) -> None:
    told = piped(b"11\n120\n3a\n3\n22\n", "quiz", *NETWORK)
    assert " 2/5  J = 120\n      ✗ not 120\n      Answer: J = a² = 11² = 121\n" in told.out
    assert " 3/5  dJ/da = 3a\n      ✗ not 3a, which is 33 here\n      Answer: dJ/da = 2a = 2 × 11 = 22\n" in told.out
    assert " 5/5  dJ/dw = 22\n      ✗ not 22: that is dJ/da; da/dw is missing\n      Answer: " in told.out


def test_what_cannot_be_read_is_not_wrong(piped: Callable[..., Answer]) -> None:
    told = piped(b"foo\n1,234\nw\n", "quiz", *NETWORK).out
    assert "      ? the program has no foo; try: a number\n 1/5  a = 1,234\n" in told
    assert "      ? 1,234 can be read in two ways; try: 1.234 or 1234\n 1/5  a = w\n" in told
    assert "      ? a number is asked for: what does w come to?\n\nScore: 0 of 5 right, 5 not answered\n" in told


def test_three_levels_of_help(piped: Callable[..., Answer]) -> None:
    told = piped(b"s\ns\n?\n?\n?\n22\n???\n", "quiz", *NETWORK)
    assert re.findall(r"Hint (\d)", told.out) == ["1", "2", "3", "3"]


# Whatever the length of the wires, which is the picture's affair.
DRAWN = """\
╭─╮ 3 ╭─╮ ? ╭─╮ ?
│ w ├─▶│ a = 2 + 3w ├─▶│ J = a² │
╰─╯ ╰─╯ ╰─╯
"""
GIVEN = """\
╭─╮ 3 ╭─╮ 11 ╭─╮ 121
│ w ├─▶│ a = 2 + 3w ├─▶│ J = a² │
╰─╯ ? ╰─╯ ? ╰─╯ 1
"""


def short(text: str) -> str:
    """A drawing with every wire, blank and border of length 1."""
    return re.sub("─+", "─", re.sub(" +", " ", text))


def test_the_graph_is_drawn_without_its_answers(piped: Callable[..., Answer]) -> None:
    told = short(piped(lines("11 121 22 3 66").encode(), "quiz", *NETWORK).out)
    assert told.startswith("(2+3*w)**2\nAt w = 3\n" + DRAWN)
    assert "Backward, right to left\n" + GIVEN in told
    assert (told.count(DRAWN), told.count(GIVEN)) == (1, 1)


def test_shared_operands_do_not_tell_their_shares(piped: Callable[..., Answer]) -> None:
    told = piped(b"", "quiz", "a = w*x; J = a**2 + w", "--at", "w=2,x=3").out
    assert "J = a² + w" in told
    assert "36" not in told


def test_given_values_are_shown(piped: Callable[..., Answer]) -> None:
    told = short(piped(b"22\n3\n66\n", "quiz", *NETWORK, "--blank", "backward").out)
    assert told.startswith("(2+3*w)**2\nAt w = 3\n" + GIVEN)
    assert DRAWN not in told


def test_a_graph_goes_top_down_where_it_is_wide_and_its_nodes_are_listed_where_that_is_too_large(
    piped: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    down = piped(b"", "quiz", *NEURON).out
    assert "│ c = w·x │" in down
    assert down.count("▼") == 7
    long = "; ".join(f"a{i} = {f'a{i - 1}' if i else 'w'} + 1" for i in range(15))
    assert "   a14 = a13 + 1\n" in piped(b"", "quiz", long, "--at", "w=1").out
    monkeypatch.setenv("COLUMNS", "20")
    narrow = ["c = w*w*w*w*w*w*w; J = c**2", "--at", "w=-1"]
    assert "   c = w·w·w·w·w·w·w\n   J = c²\n\n" in piped(b"", "quiz", *narrow).out
    assert "J = c² = (-1)² = 1 " in " ".join(piped(b"", "quiz", *narrow, "--blank", "backward").out.split())


# what is wrong with the command, exit code, what is said
REFUSED = [
    (["-"], 2, "answers come from standard input"),
    ([], 2, "answers come from standard input"),
    (["w", "--random"], 2, "leave PROGRAM and --file out"),
    (["--random", "--at", "w=3"], 2, "leave --at, --wrt and --split out"),
    (["w", "--level", "2"], 2, "--level goes with --random"),
    (["w", "--seed", "2"], 2, "--seed goes with --random"),
    (["--random", "0"], 2, "0 is not in the range"),
    (["--random", "--level", "6"], 2, "6 is not in the range"),
    (["w", "--blank", "some"], 2, "is not one of"),
    (["2 +* w", "--at", "w=3"], 2, "^"),
    (["a*b", "--at", "a=3"], 2, "b has no value"),
    (["log(w)", "--at", "w=-1"], 3, "it needs a positive argument"),
    (["3*w", "--blank", "forward"], 2, "nothing to fill in"),
    (["w", "--at", "w=1:200:1"], 2, "200 points are too many to ask about"),
    (["; ".join(["a0 = w"] + [f"a{i} = a{i - 1}*w" for i in range(1, 300)]), "--at", "w=1"], 2, "too many to fill in"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED)
def test_refused(arguments: list[str], code: int, said: str, piped: Callable[..., Answer]) -> None:
    told = piped(b"1\n2\n", "quiz", *arguments)
    assert (told.code, told.out) == (code, "")
    assert said in told.err


def test_a_file(piped: Callable[..., Answer], tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("quiz") / "net.txt"
    file.write_text("# the lab's\na = 2+3*w  # \x1b[31m\n\nJ = a**2\n")
    told = piped(lines("11 121 22 3 66").encode(), "quiz", "--file", str(file), "--at", "w=3")
    assert told.code == 0
    assert told.out.startswith("a = 2+3*w\nJ = a**2\nAt w = 3\n")


def test_made_up_programs_are_the_same_for_a_seed(piped: Callable[..., Answer]) -> None:
    first, second = (piped(b"", "quiz", "--random", "2", "--level", "3", "--seed", "7") for _ in range(2))
    assert first.out == second.out
    assert first.out.startswith("1/2. c = w*x; a = c+b; d = a-y; J = d**2/2\nAt w = 1, b = 4 (data: x = -4, y = 3)\n")


def test_the_seed_that_nobody_chose_is_told(piped: Callable[..., Answer]) -> None:
    told = piped(b"", "quiz", "--random", "--level", "2")
    seed = re.search(r"--seed (\d+)", told.err)
    assert seed is not None
    assert piped(b"", "quiz", "--random", "--level", "2", "--seed", seed[1]).out == told.out


def test_colours(piped: Callable[..., Answer]) -> None:
    """Blue forward, green backward; red stands beside wrong answers and nowhere else."""
    right = piped(lines("11 121 22 3 66").encode(), "quiz", *NETWORK, "--color", "always").out
    assert "\x1b[34m      ✓ a = " in right
    assert "\x1b[32m      ✓ dJ/da = " in right
    assert "\x1b[31m" not in right
    wrong = piped(lines("12 121 22 3 66").encode(), "quiz", *NETWORK, "--color", "always").out
    assert wrong.count("\x1b[31m") == 1
    assert "\x1b[31m      ✗ not 12" in wrong


def test_ascii(process: Callable[..., Answer]) -> None:
    told = process("quiz", *NEURON, text=lines("-3 " + ANSWERS[3:]), env={"PYTHONIOENCODING": "ascii"})
    assert told.out.isascii()
    assert "dJ/dd = 3\n" in told.out
    assert "      no: not -3\n" in told.out


def test_what_does_not_exist_is_told(piped: Callable[..., Answer]) -> None:
    told = piped(lines("0 0 2 0").encode(), "quiz", "a = sqrt(w); J = a*v", "--at", "w=0,v=2")
    assert "No box for ∂a/∂w, ∂J/∂w: no value at this point.\n" in told.out
    assert told.code == 0


PROBE = """
import sys
from symback.__main__ import main
code = main(["quiz", *sys.argv[1:]])
print(code, "sympy" in sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [NETWORK, NEURON, ["--random", "--level", "5", "--seed", "3"]])
def test_sympy_is_not_loaded(arguments: list[str]) -> None:
    ran = subprocess.run([sys.executable, "-c", PROBE, *arguments], input=b"?\n1\n", capture_output=True, timeout=30)
    assert ran.stderr.decode().split()[-2:] == ["1", "False"]


def test_an_endless_pipe_ends(piped: Callable[..., Answer]) -> None:
    told = piped(b"\n" * 5000, "quiz", *NETWORK)
    assert told.out.endswith("Score: 0 of 5 right, 5 not answered\n")


HOSTILE = [
    b"\x00\x00\n", b"\xff\xfe\n", b"\x1b[2J\n", b"(" * 3_000_000 + b"\n", b"9**9**9**9\n", b"[red]\n", b"\xe2\x80\xae22\n",
    b"a" * 9_999 + b"\n22\n", b"1" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_answers(line: bytes, piped: Callable[..., Answer]) -> None:
    """One bad line is at most one wrong answer, and what it holds never reaches the terminal as it is."""
    told = piped(b"11\n" + line, "quiz", *NETWORK)
    assert told.code == 1
    assert told.err == ""
    assert "Score: 1 of 5 right, " in told.out
    assert all(len(row) < 200 for row in told.out.splitlines())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", told.out)


def test_width(process: Callable[..., Answer]) -> None:
    program = "; ".join(["a0 = w*v", *(f"a{i} = a{i - 1}*w + v" for i in range(1, 6))])
    told = process("quiz", program, "--at", "w=1,v=2", text="?\n???\ns\n" * 20, env={"COLUMNS": "60"})
    assert max(map(len, told.out.splitlines())) <= 60
