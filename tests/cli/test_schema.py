"""Every JSON that symback writes is what its schema says, and the schemas are as strict as they look."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import click
import jsonschema
import pytest
from schema_keys import undescribed

from symback.cli.main import cli
from symback.cli.schema import names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Answer

DIFF = [
    ["(2+3*w)**2", "--at", "w=3"],
    ["(2+3*w)**2"],
    ["(2+3*w)**2", "--at", "w=3", "--numbers-only"],
    ["c = w*x; J = (c+b-y)**2/2", "--at", "w=2,x=-2,b=8,y=2", "--wrt", "w,b"],
    ["w*w*w", "--at", "w=1/3", "--eps", "0.01,0.001"],
    ["w**2", "--at", "w=3", "--scheme", "central"],
    ["relu(w)*v", "--at", "w=0,v=1"],
    ["w**2*v", "--at", "w=3", "--partial"],
    ["sqrt(w)+v", "--at", "w=0,v=1"],
    ["floor(w)+v", "--at", "w=0,v=1"],
    ["relu(w-0.0001)", "--at", "w=0"],
    ["sin(w)/w", "--at", "w=pi/4", "--digits", "50"],
    ["sin(w)/w", "--at", "w=0.5", "--arithmetic", "float"],
    ["exp(exp(w))", "--at", "w=8"],
    ["1+2"],
    ["u = a+b; v = a*2; J = v**2", "--at", "a=1,b=2"],
    ["x*sin(x)", "--at", "x=0:1:0.25"],
    ["α_1*e", "--at", "e=3,alpha_1=2"],
    ["--file", "large.txt", "--at", "w=2,x=3", "--split", "none"],
    ["--file", "large.txt", "--at", "w=2,x=3", "--split", "none", "--nudge", "all"],
]
SQUARE, AT = "(2+3*w)**2*x", ["--at", "w=3,x=1/3"]
# The schema, and what is answered as it says; every line is an answer of its own.
CASES = [
    *(("diff", ["diff", *arguments, "--format", "json"]) for arguments in DIFF),
    *(
        ("diff-sweep", ["diff", *arguments, "--format", "json"])
        for arguments in (
            ["w**2", "--at", "w=3", "--sweep"],
            [SQUARE, *AT, "--sweep", "da/dw", "--scheme", "central"],
            ["w*pi", "--at", "w=pi", "--sweep"],
            ["w**2", "--at", "w=1e400", "--sweep"],
            ["sqrt(w)", "--at", "w=0", "--sweep"],
            ["sin(w)", "--at", "w=1,w=2", "--sweep"],
        )
    ),
    ("diff-arrays", ["diff", "J = norm(relu(x))**2 + sum(A)", "--at", "x=[0,-1,2],A=[[1,2],[3,4]]", "--format", "json"]),
    ("diff-arrays", ["diff", "z = W@x; y = sin(z)", "--at", "W=[[1,2],[3,4]],x=[1,1/3]", "--format", "json"]),
    ("diff-arrays", ["diff", "W: m×n; x: n; J = sum(W@x)", "--format", "json"]),
    ("diff-second", ["diff", SQUARE, *AT, "--order", "2", "--format", "json"]),
    ("diff-second", ["diff", "exp(w)*x", "--at", "w=1,w=2", "--at", "x=2", "--order", "2", "--format", "json"]),
    ("diff-second", ["diff", SQUARE, *AT, "--hvp", "w=1,x=1/2", "--format", "json"]),
    ("diff-second", ["diff", "relu(w)*w", "--at", "w=1e-9", "--order", "2", "--format", "json"]),
    ("diff-cost", ["diff", SQUARE, *AT, "--cost", "--format", "json"]),
    ("diff-points", ["diff", "log(w)*x", "--at", "x=2", "--points", "points.csv", "--format", "json", "--on-error", "null"]),
    ("check", ["check", SQUARE, *AT, "--claim", "dw=66", "--claim", "dJ/da=1", "--claim", "a=sin(w)", "--format", "json"]),
    ("check", ["check", "relu(w)", "--at", "w=0", "--claim", "dw=0", "--claim", "J=0", "--format", "json"]),
    ("check", ["check", "sqrt(w)", "--at", "w=0,w=1", "--claim", "dw=1/2", "--format", "json"]),
    ("check", ["check", "w*sin(w)", "--claim", "dw=sin(w)+w*cos(w)", "--claim", "dw=cos(w)", "--format", "json"]),
    ("check-marks", ["check", SQUARE, *AT, "--claims", "answers.csv", "--format", "json"]),
    ("explain", ["explain", SQUARE, *AT, "--format", "json"]),
    ("explain", ["explain", SQUARE, *AT, "--format", "json", "--brief", "--notation", "dvar"]),
    ("explain", ["explain", "relu(w)*sin(w)", "--at", "w=0,w=2", "--format", "json"]),
    ("explain", ["explain", "1/(1+exp(-z))", "--format", "json", "--without", "graph"]),
    ("plot", ["plot", "w**2", "--at", "w=3", "--at", "w=2", "--eps", "0.1,0.01", "--format", "json"]),
    ("plot", ["plot", "abs(w)*x", "--wrt", "w", "--at", "w=0,x=pi", "--scheme", "central", "--format", "json"]),
    ("plot", ["plot", "sign(w)", "--at", "w=1/10", "--format", "json"]),
    ("plot", ["plot", "a/b", "--at", "a=3,b=1/3", "--format", "json"]),
    ("graph", ["graph", SQUARE, *AT, "--format", "json"]),
    ("graph", ["graph", "u = a+b; J = relu(u)*u", "--format", "json", "--direction", "down"]),
    ("graph", ["graph", "relu(w)*w", "--at", "w=0", "--format", "json"]),
    ("plot", ["plot", "1/w", "--at", "w=3", "--range=-1:1", "--eps", "0.1,0.01", "--scheme", "central", "--format", "json"]),
    ("plot", ["plot", "relu(w)*b", "--at", "w=0,b=1", "--format", "json"]),
    ("functions", ["functions", "--format", "json"]),
    ("functions", ["functions", "relu", "pow", "log", "--format", "json"]),
    ("batch-error", ["batch", "failing.txt"]),
    ("diff", ["batch", "right.txt"]),
    ("diff", ["batch", "right.txt", "--numbers-only"]),
]  # fmt: skip
FILES = {
    "large.txt": " + ".join(["w*x"] * 6_000),
    "points.csv": "w,name\n1,a\n-1,b\n0.5,\n1/3,7\n",
    "answers.csv": 'student,dJ/dw,J\nAda,22,121/3\nBob,1,\nEve,"2+*",3\n',
    "failing.txt": 'w**\n{"program": "log(w)", "at": {"w": 0}, "id": [1]}\n{"program": 3}\n{"progam": "w"}\n9**9**9\n',
    "right.txt": 'w=3; w**2\n{"program": "w*v", "at": {"w": 1, "v": "1/3"}, "wrt": ["w"], "id": {"a": 1.5}}\nw**2\n',
}


def schema(name: str, run: Callable[..., Answer]) -> dict[str, Any]:
    answer = run("schema", name)
    assert answer.code == 0
    found = json.loads(answer.out)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that the cases name, in the folder that the commands run in."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", names())
def test_every_schema_is_one_of_its_draft(name, run):
    found = schema(name, run)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["title"].startswith("symback ")
    jsonschema.Draft202012Validator.check_schema(found)
    assert f"{name} " in run("schema").out
    assert run("schema", name).out.isascii()


@pytest.mark.parametrize(("name", "arguments"), CASES, ids=lambda value: value if isinstance(value, str) else " ".join(value)[:60])  # fmt: skip
def test_an_answer_is_what_its_schema_says(name, arguments, run, folder):
    answer = run(*arguments)
    assert answer.code in (0, 1), answer.err
    assert answer.out
    found = schema(name, run)
    for line in answer.out.splitlines():
        data = json.loads(line, parse_constant=pytest.fail)  # NaN and Infinity are no JSON
        jsonschema.validate(data, found, jsonschema.Draft202012Validator)
        assert list(undescribed(data, found, found)) == []


def test_a_graph_is_described_as_a_report_is(run):
    report, graph = schema("diff", run), schema("graph", run)
    assert graph["$defs"] == report["$defs"]
    assert all(graph["properties"][key] == part for key, part in report["properties"].items() if key != "id")


def test_every_schema_and_every_command_with_json_stands_in_the_table():
    assert {name for name, _ in CASES} == set(names())
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    with_json = {
        name
        for name, command in commands.items()
        for option in command.params
        if option.name == "format_" and "json" in option.type.choices
    }
    assert with_json <= {arguments[0] for _, arguments in CASES}


@pytest.mark.parametrize(
    ("name", "line", "path", "value"),
    [
        ("diff", ["diff", SQUARE, *AT], path, value)
        for path, value in [
            (["gradient"], None), (["schema"], 2), (["nodes", 0, "value"], "11"), (["nodes", 0, "exact"], "11.0"),
            (["chained", 0, "verdict"], "fine"), (["chained", 0, "nudge", "k"], None), (["chained", 0, "in_nodes"], 3),
            (["local", 0, "by"], None), (["cost", "nodes"], -1),
        ]
    ]
    + [
        ("diff-arrays", ["diff", "J = sum(x)", "--at", "x=[1,2]"], path, value)
        for path, value in [(["chained", 0, "value"], ["1"]), (["chained", 0, "shape"], [0]), (["chained", 0, "entries", 0, "verdict"], "mixed")]
    ]
    + [
        ("check", ["check", SQUARE, *AT, "--claim", "J=1"], ["claims", 0, "verdict"], "right"),
        ("check", ["check", SQUARE, *AT, "--claim", "J=1"], ["claims", 0, "evidence"], "seen"),
        ("check", ["check", SQUARE, *AT, "--claim", "J=1"], ["ok"], None),
        ("diff-sweep", ["diff", "w", "--at", "w=1", "--sweep"], ["sweep", 3, "float"], None),
        ("diff-second", ["diff", "w", "--at", "w=1", "--order", "2"], ["hessian"], None),
        ("diff-cost", ["diff", "w", "--at", "w=1", "--cost"], ["cost", 0, "work", 0, "seconds"], -1),
        ("explain", ["explain", "w", "--at", "w=1"], ["steps", 0, "lines", 0, "part"], None),
        ("explain", ["explain", "w", "--at", "w=1"], ["at", 0, "name"], None),
        ("functions", ["functions"], ["functions", 0, "derivatives"], []),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_is_not_so(name, line, path, value, run):
    data = json.loads(run(*line, "--format", "json").out)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed(data, path, value), schema(name, run))


def changed(data: dict, path: list, value: object) -> dict:
    """`data` with another value at a place, or without it for None."""
    found = copy.deepcopy(data)
    place = found
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return found
