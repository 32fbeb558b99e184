"""`symback check` as a user runs it: exit codes, formats, files, and a class's answers."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from symback.__main__ import main
from symback.check.identity import compare

if TYPE_CHECKING:
    from pathlib import Path

NETWORK = ["check", "(2+3*w)**2", "--at", "w=3"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    found = capsys.readouterr()
    return code, found.out, found.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([*NETWORK, "--claim", "dJ/dw=66"], 0),
        ([*NETWORK, "--claim", "dJ/dw=66", "--claim", "da/dw=3", "--claim", "dw=6*(2+3*w)"], 0),
        ([*NETWORK, "--claim", "dJ/dw=65"], 1),
        ([*NETWORK, "--claim", "dJ/dw=66", "--claim", "a=12"], 1),
        (["check", "(2+3*w)**2", "--claim", "dJ/dw=6*(2+3*w)"], 0),
        (["check", "abs(w)", "--at", "w=0", "--claim", "dw=0"], 1),
        (["check", "sqrt(w)", "--at", "w=0", "--claim", "dw=0"], 1),
        (["check", "-w**2", "--at", "w=3", "--claim", "dw=-6"], 0),
        (["check", "w**2", "--at", "w=1:3:1", "--claim", "dw=2*w"], 0),
        (["check", "w**2", "--at", "w=1:3:1", "--claim", "dw=2"], 1),
        ([*NETWORK, "--claim", "dw=66.009", "--tol", "0.001"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    found, out, err = run(capsys, *arguments)
    assert (found, err) == (code, "")
    assert out
    assert run(capsys, *arguments, "--quiet") == (code, "", "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["check", "(2+3*w)**2", "--claim", "dJ/dw=66"], 2, "only at a point"),
        ([*NETWORK], 2, "nothing is claimed"),
        ([*NETWORK, "--claim", "dJ/dz=66"], 2, "no z"),
        ([*NETWORK, "--claim", "dJ/dw=66*("], 2, "^"),
        ([*NETWORK, "--claim", "dw=66", "--tol", "-1"], 2, "tolerance"),
        ([*NETWORK, "--claims", "no/such/file"], 2, "No such file"),
        (["check", "log(w)", "--at", "w=-1", "--claim", "dw=1"], 3, "positive"),
    ],
)
def test_errors_leave_standard_output_empty(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (code, "")
    assert words in err


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *NETWORK, "--claim", "dJ/dw=65", "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert (data["schema"], data["ok"]) == (1, False)
    expected = {"claim": "dJ/dw=65", "verdict": "wrong", "value": 66.0, "exact": "66", "truth": "18*w + 12", "parts_at": "da/dw", "slip": None, "evidence": "proved"}  # fmt: skip
    assert expected.items() <= data["claims"][0].items()


def test_json_of_a_kink_has_the_slopes(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "check", "abs(w)", "--at", "w=0", "--claim", "dw=0", "--format", "json")
    claim = json.loads(out)["claims"][0]
    assert (claim["verdict"], claim["left"]["value"], claim["right"]["value"]) == ("kink", -1, 1)


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, *NETWORK, "--claim", "dw=22", "--claim", "a=11", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["verdict"] for row in rows] == ["wrong", "match"]
    assert rows[0]["parts_at"] == "da/dw"
    assert "chain rule" in rows[0]["slip"]


def test_claims_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "claims.txt"
    file.write_text("# the first exercise\ndJ/dw=66  # by hand\n\nda/dw=3\n", encoding="utf-8")
    code, out, _ = run(capsys, *NETWORK, "--claims", str(file), "--claim", "J=121")
    assert code == 0
    assert "3 of 3 claims right" in out


ANSWERS = """student,dJ/dw,da/dw,J
Ada,66,3,121
"Bo, jr",6*a,3,
Cy,22,(3,120
"""


@pytest.fixture
def answers(tmp_path: Path) -> str:
    file = tmp_path / "answers.csv"
    file.write_text(ANSWERS, encoding="utf-8")
    return str(file)


def test_marks_as_csv(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *NETWORK, "--claims", answers, "--format", "csv")
    assert code == 1
    assert list(csv.reader(io.StringIO(out))) == [
        ["student", "dJ/dw", "da/dw", "J", "right", "of"],
        ["Ada", "match", "match", "match", "3", "3"],
        ["Bo, jr", "match", "match", "empty", "2", "3"],
        ["Cy", "wrong", "unreadable", "wrong", "0", "3"],
    ]


def test_marks_as_json(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, *NETWORK, "--claims", answers, "--format", "json")
    data = json.loads(out)
    assert [(m["student"], m["right"], m["of"]) for m in data["marks"]] == [
        ("Ada", 3, 3),
        ("Bo, jr", 2, 3),
        ("Cy", 0, 3),
    ]
    assert "chain rule" in data["marks"][2]["claims"][0]["slip"]


SLIPS = """student,w,dJ/dw,da/dw
Ada,3,66,3
Bo,2,-48,3
Cy,1,-30,7
Di,3,22,
Ed,3,65,3
"""


def test_how_often_a_claim_failed_and_by_which_slip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The slip that most made, at their own points; a wrong answer without one, and a missing one, failed too."""
    (tmp_path / "class.csv").write_text(SLIPS)
    arguments = ["check", "(2+3*w)**2", "--claims", str(tmp_path / "class.csv")]
    data = json.loads(run(capsys, *arguments, "--format", "json")[1])
    assert data["columns"] == [
        {"claim": "dJ/dw", "failed": 4, "slip": "sign", "by_slip": 2},
        {"claim": "da/dw", "failed": 2, "slip": None, "by_slip": 0},
    ]
    out = run(capsys, *arguments)[1]
    assert "dJ/dw: 4 of 5 not right; 2 by this slip: sign\nda/dw: 2 of 5 not right\n" in out


def test_marks_as_a_table(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, *NETWORK, "--claims", answers)
    assert "Cy       wrong  unreadable  wrong  0/3" in out
    assert "5 of 9 answers right" in out


@pytest.mark.parametrize("text", ["", "# nothing\n", "student,dw\n", "student\nAda\n", '{"dw": 7, "dw": 66}'])
def test_a_file_without_claims(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "claims"
    file.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, *NETWORK, "--claims", str(file))
    assert (code, out) == (2, "")
    assert err


def test_a_column_that_the_program_does_not_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("student,dJ/dq\nAda,3\n", encoding="utf-8")
    code, out, err = run(capsys, *NETWORK, "--claims", str(file))
    assert (code, out) == (2, "")
    assert "no q" in err


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_lines_fit_and_ascii_holds(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    _, out, _ = run(capsys, "check", "w**2*sin(w)", "--claim", "dw=2*w*cos(w)")
    assert max(map(len, out.splitlines())) <= int(columns)
    assert "product of the" in " ".join(out.split())


# program and point, the table of answers, every student's verdicts
CLASSES = [
    ("(2+3*w)**2", "w=3", 'student;dJ/da;dJ/dw\nAda;22;66\nBo;22;"6\n6"\nCy;22;66;7\nDi\n',
     [["match", "match"], ["match", "unreadable"], ["unreadable"] * 2, ["empty"] * 2]),
    ("(2+3*w)**2", "w=3", "student,w,dJ/da,dJ/dw\nAda,3,22,66\nBo,2,16,48\nCy,,22,66\nDi,one,22,66\nEd,1/3,18,18\n",
     [["match"] * 2, ["match"] * 2, ["match"] * 2, ["unreadable"] * 2, ["wrong", "match"]]),
    ("5*x+2", None, "student,dx\nAda,5\nBo,7\nCy,x\nDi,9**9**9\n", [["match"], ["wrong"], ["wrong"], ["unreadable"]]),
    ("x**2", None, "student\tdx\nAda\t2*x\nBo\t7\n", [["match"], ["unreadable"]]),
    ("x**2", "x=3", "name;dx\nAda;6\nBo;5\n", [["match"], ["wrong"]]),
    ("w*b", "w=3", "student,b,dw\nAda,2,2\nBo,,2\n", [["match"], ["unreadable"]]),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "answers", "verdicts"), CLASSES)
def test_one_answer_stops_nobody_else(program, at, answers, verdicts, tmp_path, capsys):
    (tmp_path / "class.csv").write_text(answers)
    point = ["--at", at] if at else []
    assert main(["check", program, *point, "--claims", str(tmp_path / "class.csv"), "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [[claim["verdict"] for claim in row["claims"]] for row in data["marks"]] == verdicts


def test_a_formula_that_holds_at_one_students_data_does_not_hold_at_anothers(tmp_path, capsys):
    """x is data: what was settled for one of its values says nothing of another."""
    (tmp_path / "class.csv").write_text(
        "student,w,x,dw\nAda,1,3,3\nBo,1,3,w*3/w\nCy,1,2,w*3/w\nDi,2,3,w*3/w\nEd,1,2,2\n"
    )
    main(["check", "w*x", "--wrt", "w", "--claims", str(tmp_path / "class.csv"), "--format", "csv"])
    assert [row.split(",")[1] for row in capsys.readouterr().out.splitlines()[1:]] == [
        "match",
        "match",
        "wrong",
        "match",
        "match",
    ]


def test_a_formula_that_many_give_is_worked_on_once(tmp_path, capsys, monkeypatch):
    """Thousands of students at points of their own are marked in seconds."""
    from symback.check import checker

    asked = []
    monkeypatch.setattr(checker, "compare", lambda claim, samples: asked.append(claim.text) or compare(claim, samples))
    rows = [f"s{i},{i},{'6*(2+3*w)' if i % 2 else '2*a'}" for i in range(50)]
    (tmp_path / "class.csv").write_text("\n".join(["student,w,dJ/dw", *rows]))
    main(["check", "(2+3*w)**2", "--claims", str(tmp_path / "class.csv")])
    assert asked == ["dJ/dw=2*a", "dJ/dw=6*(2+3*w)"]
    assert "dJ/dw: 25 of 50 not right; 25 by this slip: inner" in capsys.readouterr().out


def test_no_terminal_and_no_spreadsheet_obeys_a_name(tmp_path, capsys):
    (tmp_path / "class.csv").write_text("student,dw\n\x1b[31mAda\u202e,6\n=1+1,6\nRenée,6\n", encoding="utf-8")
    for format_ in ("table", "csv"):
        main(["check", "w**2", "--at", "w=3", "--claims", str(tmp_path / "class.csv"), "--format", format_])
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "Renée" in out
    assert "\n'=1+1,match" in out


@pytest.mark.parametrize(
    "text",
    [
        "dw=6\n# a comment\n\ndJ/dw = 2*w",
        '{"dw": 6, "dJ/dw": "2*w"}',
        '["dw=6", "J=9"]',
        "by,value\nw,6\nw,6.0\n",
        '{"schema": 1, "gradient": {"w": 6.0, "x": null, "J": 1}}',
    ],
)
def test_claims_in_other_forms(text, tmp_path, capsys):
    (tmp_path / "claims").write_text(text)
    assert main(["check", "w**2", "--at", "w=3", "--claims", str(tmp_path / "claims")]) == 0
    assert "2 of 2 claims right" in capsys.readouterr().out
