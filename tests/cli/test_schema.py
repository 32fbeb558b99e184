"""Every JSON that symback writes is what its schema says, and the schemas are as strict as they look."""

from __future__ import annotations

import copy
import json

import jsonschema
import pytest

from symback.cli.schema import names

CASES = [
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
]


def schema(name: str, run) -> dict:
    answer = run("schema", name)
    assert answer.code == 0
    return json.loads(answer.out)


@pytest.mark.parametrize("name", names())
def test_every_schema_is_one_of_its_draft(name, run):
    found = schema(name, run)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["title"].startswith("symback ")
    jsonschema.Draft202012Validator.check_schema(found)
    assert f"{name} " in run("schema").out


@pytest.mark.parametrize("arguments", CASES, ids=" ".join)
def test_diff_is_what_its_schema_says(arguments, run):
    answer = run("diff", *arguments, "--format", "json")
    assert answer.code == 0, answer.err
    for line in answer.out.splitlines():
        jsonschema.validate(json.loads(line), schema("diff", run), jsonschema.Draft202012Validator)


def test_functions_are_what_their_schema_says(run):
    jsonschema.validate(json.loads(run("functions", "--format", "json").out), schema("functions", run))


def test_a_failed_batch_line_is_what_its_schema_says(process, run):
    answers = process("batch", text='w**\n{"program": "log(w)", "at": {"w": 0}, "id": [1]}\n{"program": 3}\nw**2\n')
    *failed, right = map(json.loads, answers.out.splitlines())
    assert len(failed) == 3
    for answer in failed:
        jsonschema.validate(answer, schema("batch-error", run))
    jsonschema.validate(right, schema("diff", run))


def changed(data: dict, path: list, value: object) -> dict:
    found = copy.deepcopy(data)
    place = found
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["gradient"], None),
        (["schema"], 2),
        (["nodes", 0, "value"], "11"),
        (["nodes", 0, "exact"], "11.0"),
        (["chained", 0, "verdict"], "fine"),
        (["chained", 0, "nudge", "k"], None),
        (["chained", 0, "in_nodes"], 3),
        (["local", 0, "by"], None),
        (["cost", "nodes"], -1),
    ],
)
def test_the_schema_refuses_what_is_not_so(path, value, run):
    data = json.loads(run("diff", "(2+3*w)**2", "--at", "w=3", "--format", "json").out)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed(data, path, value), schema("diff", run))
